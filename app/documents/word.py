"""A paper as DOCX: blocks to WordprocessingML, put into the letterhead (letterhead.py) by docxtpl.

The same paper gives the same bytes: entries of the package bear one fixed time.
"""

import io
import zipfile
from collections.abc import Iterator, Sequence
from itertools import count

from docx.enum.section import WD_ORIENT
from docx.shared import Mm
from docxtpl import DocxTemplate

from app.documents import word_xml as xml
from app.documents.letterhead import letterhead
from app.documents.paper import Align, Block, Cell, Columns, Paper, Para, Picture, Section, Table, Together, as_cell

_PORTRAIT, _LANDSCAPE = 165.0, 262.0
"""Millimetres between the margins."""
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_GUTTER = 5.0
LEFT: Align = "left"


def to_docx(paper: Paper) -> bytes:
    template = DocxTemplate(io.BytesIO(letterhead()))
    template.init_docx()
    body = _Drawn(template).body(paper.sections)
    template.render({"body": body, "code": xml.escaped(paper.code)})
    if paper.sections[-1].is_landscape:  # the last section's page is the letterhead's own
        last = template.docx.sections[-1]
        last.page_width, last.page_height, last.orientation = Mm(297), Mm(210), WD_ORIENT.LANDSCAPE
        last.top_margin, last.bottom_margin, last.left_margin = Mm(18), Mm(15), Mm(20)
    if paper.sections[-1].is_apart:
        xml.count_anew(template.docx.sections[-1]._sectPr)
    elif len(paper.sections) > 1:
        xml.number_first_page(template.docx.sections[-1]._sectPr)
    template.docx.core_properties.title = paper.title
    made = io.BytesIO()
    template.save(made)
    return _without_times(made.getvalue())


def _without_times(package: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as packed, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as again:
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            again.writestr(entry, packed.read(name))
    return made.getvalue()


class _Drawn:
    """Blocks as WordprocessingML; pictures go into the document that they are drawn for."""

    def __init__(self, template: DocxTemplate) -> None:
        self._part = template.docx.part
        self._page = template.docx.sections[0]._sectPr

    def body(self, sections: Sequence[Section]) -> str:
        parts: list[str] = []
        for section, number in zip(sections, count(1), strict=False):
            width = _LANDSCAPE if section.is_landscape else _PORTRAIT
            parts += self._blocks(section.blocks, width)
            if number < len(sections):
                parts.append(
                    xml.end_of_section(
                        self._page,
                        is_landscape=section.is_landscape,
                        is_apart=section.is_apart,
                        is_first=number == 1,
                    )
                )
        return "".join(parts)

    def _blocks(self, blocks: Sequence[Block], width: float, *, is_kept: bool = False) -> Iterator[str]:
        """is_kept: on the page of what follows."""
        for block, number in zip(blocks, count(1), strict=False):
            yield from self._block(block, width, is_kept=is_kept and number < len(blocks))

    def _block(self, block: Block, width: float, *, is_kept: bool) -> Iterator[str]:
        match block:
            case Para():
                yield xml.paragraph(
                    block.runs,
                    align=block.align,
                    size=block.size,
                    before=block.before,
                    is_kept=is_kept or block.is_sticky,
                )
            case Table():
                yield self._table(block, width)
                yield from self._blocks(block.closing, width, is_kept=True)
            case Columns():
                yield self._columns(block, width)
            case Picture():
                drawn = self._part.new_pic_inline(io.BytesIO(block.png), Mm(block.width), None).xml
                yield f"<w:p><w:r><w:drawing>{drawn}</w:drawing></w:r></w:p>"
            case Together():
                yield from self._blocks(block.blocks, width, is_kept=True)

    def _columns(self, block: Columns, width: float) -> str:
        weights = block.weights or (1.0,) * len(block.columns)
        free = width - _GUTTER * (len(weights) - 1)
        widths = [free * one / sum(weights) + _GUTTER for one in weights]
        cells = [
            xml.cell("".join(self._blocks(column, one, is_kept=True)), one)
            for column, one in zip(block.columns, widths, strict=True)
        ]
        space = xml.paragraph((), align=LEFT, size=2, before=block.before, is_kept=True) if block.before else ""
        return space + xml.table([xml.row(cells)], widths, is_ruled=False)

    def _table(self, table: Table, width: float) -> str:
        widths = [width * one / sum(table.widths) for one in table.widths]
        aligns: Sequence[Align] = table.aligns or [LEFT] * len(widths)
        rows = [xml.row(cells, is_head=True) for cells in _head_cells(table, widths)]
        tied = len(table.rows) - 2 if table.closing else len(table.rows)
        for place, row in enumerate(table.rows):
            cells, column = [], 0
            for told in row:
                one = as_cell(told)
                text = xml.paragraph(
                    one.runs,
                    align=one.align or aligns[column],
                    size=table.size,
                    is_kept=place >= tied,
                    is_tight=True,
                )
                wide = sum(widths[column : column + one.across])
                cells.append(xml.cell(text, wide, across=one.across, is_middle=table.is_ruled))
                column += one.across
            rows.append(xml.row(cells))
        return xml.table(rows, widths, is_ruled=table.is_ruled, is_kept=bool(table.closing))


def _head_cells(table: Table, widths: Sequence[float]) -> Iterator[list[str]]:
    """A head of several rows: a cell that takes more rows is told again, empty, in each of them."""
    going_on: dict[int, tuple[int, Cell]] = {}
    for row in table.head:
        cells, column, told = [], 0, iter(row)
        while column < len(widths):
            left, one = going_on.pop(column, (0, None))
            is_first = one is None
            if one is None:
                one = as_cell(next(told, None))
                left = one.down
            if left > 1:
                going_on[column] = (left - 1, one)
            runs = one.runs if is_first else ()
            text = xml.paragraph(
                runs, align=one.align or "center", size=table.size, is_tight=True, is_bold=True, is_kept=True
            )
            merge = "" if one.down == 1 else "restart" if is_first else "continue"
            wide = sum(widths[column : column + one.across])
            cells.append(xml.cell(text, wide, across=one.across, merge=merge, is_middle=True))
            column += one.across
        yield cells
