"""One answer as a page shows it: choices by their label, days as days, files as files."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from app.console import showing
from app.console.labels import text_of
from form_engine.definition import Field, FieldType, MediaKind

_ACKNOWLEDGED = "OK"
_PICTURES = frozenset({MediaKind.IMAGE, MediaKind.SIGNATURE})


@dataclass(frozen=True, slots=True)
class Shown:
    """kind: text, empty, picture, signature, file, awaited (a file that has not come), place."""

    kind: str
    text: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class Showing:
    """What is needed to show answers. names: of areas and households by the code the form keeps; files: here.

    keeps_files: a trial form's files are named and not kept.
    """

    language: str
    names: Mapping[str, str]
    files: Collection[str]
    keeps_files: bool = True


def shown(field: Field, value: Any, by: Showing) -> Shown:
    if value is None or value == [] or value == "":
        return Shown("empty", _("No answer"))
    if field.type is FieldType.BINARY:
        return _file(field, str(value), by)
    if field.type is FieldType.GEOPOINT and isinstance(value, Mapping):
        return Shown("place", place_text(value, by.language))
    if field.type in (FieldType.SELECT_ONE, FieldType.SELECT, FieldType.RANK):
        chosen = value if isinstance(value, list) else [value]
        return Shown("text", "; ".join(_choice(field, str(one), by) for one in chosen))
    return Shown("text", _plain(field, value, by))


def place_text(place: Mapping[str, Any], language: str) -> str:
    latitude, longitude = place["latitude"], place["longitude"]
    told = f"{latitude:.5f}, {longitude:.5f}"
    accuracy = place.get("accuracy")
    return told if accuracy is None else f"{told} (± {showing.metres(accuracy, language)})"


def _file(field: Field, name: str, by: Showing) -> Shown:
    if name not in by.files:
        return Shown("awaited", _("The file %(name)s has not come yet", name=name), name)
    if not by.keeps_files:
        return Shown("text", _("%(name)s (it came; the files of trial forms are not kept)", name=name))
    if field.media in _PICTURES:
        return Shown("signature" if field.media is MediaKind.SIGNATURE else "picture", name, name)
    return Shown("file", name, name)


def _choice(field: Field, code: str, by: Showing) -> str:
    known = field.choice(code)
    if known is not None:
        return text_of(known.labels, by.language, otherwise=code)
    return by.names.get(code, code)


def _plain(field: Field, value: Any, by: Showing) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, int | float):
        return showing.number(value, by.language)
    text = str(value)
    if field.type is FieldType.DATE:
        return _day(text)
    if field.type is FieldType.DATE_TIME:
        return _moment(text)
    if text == _ACKNOWLEDGED and field.type is FieldType.STRING:
        return str(_("Confirmed"))
    return by.names.get(text, text)


def _day(text: str) -> str:
    try:
        return showing.day(date.fromisoformat(text))
    except ValueError:
        return text


def _moment(text: str) -> str:
    try:
        return showing.moment(datetime.fromisoformat(text))
    except ValueError:
        return text
