"""The texts of an XForm in its languages (itext), and the pictures and sounds that they name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from form_engine.definition import Labels
from form_engine.safe_xml import local_name

_REFERENCE = re.compile(r"""jr:itext\(\s*['"](.+?)['"]\s*\)""")
_CODE = re.compile(r"\(([A-Za-z0-9-]+)\)\s*$")
_MEDIA_FORMS = frozenset({"image", "audio", "video", "big-image"})
_UNTRANSLATED = "-"  # what pyxform writes where a translation is missing


@dataclass(frozen=True, slots=True)
class Texts:
    languages: tuple[str, ...]
    by_id: Mapping[tuple[str, str], Labels]
    """(text id, form: "" for the plain text, "guidance", ...) to its languages."""
    files: tuple[str, ...]

    def of(self, element: etree._Element | None, form: str = "") -> Labels:
        """The texts of a `label` or `hint`: by reference to itext, or written in place."""
        if element is None:
            return {}
        reference = _REFERENCE.search(element.get("ref", ""))
        if reference:
            return self.by_id.get((reference.group(1), form), {})
        text = "" if form else _readable(element)
        return {"": text} if text else {}


def read_texts(model: etree._Element) -> Texts:
    by_id: dict[tuple[str, str], dict[str, str]] = {}
    files: list[str] = []
    languages: list[str] = []
    translations = [element for itext in model if local_name(itext) == "itext" for element in itext]
    for translation in sorted(translations, key=lambda element: element.get("default") is None):
        language = _code(translation.get("lang", ""))
        languages.append(language)
        for text in translation:
            for value in text:
                form, readable = value.get("form", ""), _readable(value)
                if form in _MEDIA_FORMS:
                    files.append(readable.rpartition("/")[2])
                elif readable and readable != _UNTRANSLATED:
                    key = (text.get("id", ""), "" if form == "long" else form)
                    by_id.setdefault(key, {}).setdefault(language, readable)
    return Texts(tuple(dict.fromkeys(languages)), by_id, tuple(files))


def _code(language: str) -> str:
    code = _CODE.search(language)
    return code.group(1) if code else language


def _readable(element: etree._Element) -> str:
    """Text with `<output value="/data/g/name"/>` as the XLSForm had it: `${name}`."""
    parts = [element.text or ""]
    for output in element:
        parts.append(f"${{{output.get('value', '').strip().rpartition('/')[2]}}}" if output.get("value") else "")
        parts.append(output.tail or "")
    return "".join(parts).strip()
