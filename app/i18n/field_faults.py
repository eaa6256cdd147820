"""What a schema says of a field of a request to the API, in the language of the request.

Keys are marshmallow's own sentences, numbers in them as {n}; others stay as they are.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any


def _(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated when it is told."""
    return text


FIELD_FAULTS = (
    _("Missing data for required field."),
    _("Unknown field."),
    _("Field may not be null."),
    _("Invalid input type."),
    _("Not a valid string."),
    _("Not a valid integer."),
    _("Not a valid number."),
    _("Not a valid boolean."),
    _("Not a valid list."),
    _("Not a valid date."),
    _("Not a valid datetime."),
    _("Not a valid mapping type."),
    _("Invalid JSON body."),
    _("Shorter than minimum length {n}."),
    _("Longer than maximum length {n}."),
    _("Length must be between {n} and {n}."),
    _("Must be greater than or equal to {n}."),
    _("Must be less than or equal to {n}."),
)
_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w])")


def told(messages: Any, translate: Callable[[str], str]) -> Any:
    """The same structure with its sentences translated."""
    if isinstance(messages, Mapping):
        return {name: told(one, translate) for name, one in messages.items()}
    if isinstance(messages, list | tuple):
        return [told(one, translate) for one in messages]
    return _sentence(messages, translate) if isinstance(messages, str) else messages


def _sentence(text: str, translate: Callable[[str], str]) -> str:
    pattern = _NUMBER.sub("{n}", text)
    if pattern not in FIELD_FAULTS:
        return text
    numbers = iter(_NUMBER.findall(text))
    return re.sub(r"\{n\}", lambda _match: next(numbers, "?"), translate(pattern))
