"""Facts and a template to a PDF, by typst; only faces of ours are used, whatever the machine has."""

import json
from pathlib import Path
from typing import Any

import typst

from app.documents.paper import Paper, as_data

_FOLDER = Path(__file__).parent
FONTS = _FOLDER / "fonts"
"""Tinos: of the widths of Times New Roman, with every letter of Vietnamese (THIRD_PARTY.md)."""


def to_pdf(paper: Paper) -> bytes:
    return pdf("paper.typ", as_data(paper))


def pdf(template: str, facts: dict[str, Any]) -> bytes:
    """template: name of a file here. facts: what it reads as `data`; plain values alone.

    The same facts give the same bytes: no clock is asked, no font of the machine is used.
    """
    made = typst.compile(
        str(_FOLDER / template),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(facts, ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError("one document was asked for")
    return made
