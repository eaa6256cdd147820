"""Texts of a form as a page shows them: one language, without markup, with the values that the phone filled in."""

import re
from collections.abc import Mapping
from typing import Any

from form_engine.definition import Labels

_REFERENCE = re.compile(r"\$\{([^}]+)\}")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_MARKS = re.compile(r"\*\*|__|^#{1,6}\s*", re.MULTILINE)


def text_of(labels: Labels, language: str, *, otherwise: str = "", known: Mapping[str, Any] | None = None) -> str:
    """The text in the language asked for, else in the form's first.

    known: values by field name for `${name}`; one that is unknown shows as an ellipsis.
    """
    found = labels.get(language) or labels.get("") or next(iter(labels.values()), "") or otherwise
    found = _REFERENCE.sub(lambda match: _told((known or {}).get(match.group(1))), found)
    found = _MARKS.sub("", _TAG.sub("", _BREAK.sub(" · ", found)))
    return " ".join(found.split())


def _told(value: Any) -> str:
    return "…" if value is None or isinstance(value, list | dict) else str(value)
