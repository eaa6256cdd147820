"""No text for people escapes the catalogue, and the catalogue lacks none."""

import re
import unicodedata
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import app
from app.console.words import FINDING_NAMES
from app.i18n.findings import FINDINGS

APP = Path(app.__file__).parent
TEMPLATES = sorted((APP / "console" / "templates").rglob("*.html"))
NAMES = {
    "Rà Soát",
    "English",
    "Tiếng Việt",
    "B1",
    "B2",
    "kB",
    "KB",
    "XML",
    "DOCX",
    "PDF",
    "XLSX",
    "B1 = , B2 =",
    "B1 = ;",
}
"""Names and codes, the same in every language."""

ON_THEIR_OWN = {"cards_file.html"}
"""Written into a file by a command, with all their style in it: there is no server beside them."""

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_CLASS = re.compile(r"\{% block page_class %\}.*?\{% endblock %\}")
_JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_TAG = re.compile(r"<[^>]*>", re.DOTALL)
_TOLD = re.compile(r'(?:alt|title|aria-label|placeholder)="([^"]*)"')
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_text_of_their_own(path: Path) -> None:
    plain = _JINJA.sub("", _CLASS.sub("", _STYLE.sub("", path.read_text(encoding="utf-8"))))
    told = [*_TAG.split(plain), *_TOLD.findall(plain)]

    own = {" ".join(text.split()) for text in told if _LETTERS.search(text)}

    assert {text for text in own if not any(text.strip(" ·,:;=") == name.strip(" ·,:;=") for name in NAMES)} == set()


@pytest.mark.parametrize(
    "path", [path for path in TEMPLATES if path.name not in ON_THEIR_OWN], ids=lambda path: path.name
)
def test_templates_hold_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)", text)


def test_every_sentence_has_its_vietnamese_in_nfc() -> None:
    with (APP / "i18n" / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    with (APP / "i18n" / "vi.po").open("rb") as file:
        known = read_po(file, locale="vi")

    wanted = {
        one[2] if isinstance(one[2], str) else one[2][0]
        for one in extract_from_dir(str(APP.parent), methods, options, directory_filter=_of_the_app)
    }

    assert {text for text in wanted if known.get(text) is None or not any(known.get(text).string)} == set()
    told = [text for one in known for text in (one.string if isinstance(one.string, tuple) else [one.string])]
    assert [text for text in told if text != unicodedata.normalize("NFC", text)] == []


def _of_the_app(path: str) -> bool:
    return Path(path).resolve() == APP or APP in Path(path).resolve().parents


def test_the_queue_can_be_filtered_by_every_kind_of_finding() -> None:
    assert set(FINDING_NAMES) == set(FINDINGS)
