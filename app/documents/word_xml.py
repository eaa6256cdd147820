"""The few elements of WordprocessingML that papers are drawn of, as text. Lengths are millimetres, sizes points."""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml.ns import qn
from lxml import etree

from app.documents.paper import Align, Words

_TWIPS = 1440 / 25.4
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ALIGNED = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_PAGE = {True: (297, 210, 18, 15, 20, 15), False: (210, 297, 20, 20, 30, 15)}
"""Width, height; margins above, below, left, right."""


def escaped(text: str) -> str:
    return escape(_NO_XML.sub("", text))


def paragraph(
    runs: Sequence[Words],
    *,
    align: Align,
    size: float,
    before: float = 0,
    is_kept: bool = False,
    is_tight: bool = False,
    is_bold: bool = False,
) -> str:
    """is_kept: on the page of the next one. is_tight: no space after it, as in the cell of a table."""
    space = f'<w:spacing w:before="{_twips(before)}"' + (' w:after="0"/>' if is_tight else "/>")
    style = f"{'<w:keepNext/>' if is_kept else ''}{space if before or is_tight else ''}"
    words = "".join(_run(one, size, is_bold=is_bold) for one in runs)
    mark = f'<w:rPr><w:sz w:val="{_half(size)}"/></w:rPr>'
    return f'<w:p><w:pPr>{style}<w:jc w:val="{_ALIGNED[align]}"/>{mark}</w:pPr>{words}</w:p>'


def _run(told: Words, size: float, *, is_bold: bool) -> str:
    text, style = (told, "") if isinstance(told, str) else (told.text, told.style)
    look = ("<w:b/>" if is_bold or "b" in style else "") + ("<w:i/>" if "i" in style else "")
    look += f'<w:sz w:val="{_half(size)}"/>' + ('<w:u w:val="single"/>' if "u" in style else "")
    lines = (f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{look}</w:rPr>{'<w:br/>'.join(lines)}</w:r>"


def cell(content: str, width: float, *, across: int = 1, merge: str = "", is_middle: bool = False) -> str:
    """merge: restart or continue, of a cell that takes several rows. is_middle: between top and bottom of its row."""
    told = f'<w:tcW w:w="{_twips(width)}" w:type="dxa"/>'
    told += f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    told += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    told += '<w:vAlign w:val="center"/>' if is_middle else ""
    return f"<w:tc><w:tcPr>{told}</w:tcPr>{content if content.endswith('</w:p>') else content + '<w:p/>'}</w:tc>"


def row(cells: Iterable[str], *, is_head: bool = False) -> str:
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if is_head else ''}</w:trPr>{''.join(cells)}</w:tr>"


def table(rows: Iterable[str], widths: Sequence[float], *, is_ruled: bool, is_kept: bool = False) -> str:
    """is_kept: on the page of what follows."""
    line = 'w:val="single" w:sz="4" w:space="0" w:color="auto"' if is_ruled else 'w:val="nil"'
    borders = "".join(f"<w:{side} {line}/>" for side in _SIDES)
    grid = "".join(f'<w:gridCol w:w="{_twips(one)}"/>' for one in widths)
    inner = _twips(1)
    kept = "<w:keepNext/>" if is_kept else ""
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{inner}" w:type="dxa"/>'
        f'<w:right w:w="{inner}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
        f'<w:p><w:pPr>{kept}<w:spacing w:after="0" w:line="80" w:lineRule="exact"/></w:pPr></w:p>'
    )


def end_of_section(page: Any, *, is_landscape: bool, is_apart: bool, is_first: bool) -> str:
    """The next block begins on a new page. page: the letterhead's own section, whose head and foot go on."""
    ended = deepcopy(page)
    width, height, *margins = (str(_twips(one)) for one in _PAGE[is_landscape])
    size = ended.find(qn("w:pgSz"))
    size.set(qn("w:w"), width)
    size.set(qn("w:h"), height)
    if is_landscape:
        size.set(qn("w:orient"), "landscape")
    for side, told in zip(("top", "bottom", "left", "right"), margins, strict=True):
        ended.find(qn("w:pgMar")).set(qn(f"w:{side}"), told)
    if is_apart:
        count_anew(ended)
    elif not is_first:
        number_first_page(ended)
    inside = etree.tostring(ended, encoding="unicode")
    return f'<w:p><w:pPr><w:spacing w:after="0" w:line="20" w:lineRule="exact"/>{inside}</w:pPr></w:p>'


def count_anew(section: Any) -> None:
    """Pages of this section begin with one."""
    element = etree.SubElement(section, qn("w:pgNumType"))
    element.set(qn("w:start"), "1")
    section.find(qn("w:pgMar")).addnext(element)


def number_first_page(section: Any) -> None:
    """A section that goes on with a paper bears its number on its first page, too."""
    for told in section.findall(qn("w:titlePg")):
        section.remove(told)


def _twips(millimetres: float) -> int:
    return round(millimetres * _TWIPS)


def _half(points: float) -> int:
    return round(points * 2)
