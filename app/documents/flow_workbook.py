"""The flow reports R2 and R3 of a commune as a workbook: a sheet each, villages and the commune, households and people.

Source: templates, 11. The sums are written as numbers, not as formulas: a report is what was true when it was made.
"""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from registry.rules.standing import Standing
from review.actions.flow_report import FlowRow, figures
from review.models import Round

_HEADS = {
    Standing.POOR: (
        "R2",
        "TỔNG HỢP DIỄN BIẾN HỘ NGHÈO",
        (
            "Số đầu kỳ",
            "Thoát nghèo - trở thành hộ cận nghèo",
            "Thoát nghèo - vượt chuẩn cận nghèo",
            "Giảm khác",
            "Hộ cận nghèo trở thành hộ nghèo",
            "Tái nghèo",
            "Phát sinh mới",
            "Tăng khác",
            "Số cuối kỳ",
        ),
    ),
    Standing.NEAR_POOR: (
        "R3",
        "TỔNG HỢP DIỄN BIẾN HỘ CẬN NGHÈO",
        (
            "Số đầu kỳ",
            "Trở thành hộ nghèo",
            "Vượt chuẩn cận nghèo",
            "Giảm khác",
            "Hộ nghèo trở thành hộ cận nghèo",
            "Tái cận nghèo",
            "Phát sinh mới",
            "Tăng khác",
            "Số cuối kỳ",
        ),
    ),
}
_LINE = Side(style="thin")
_ALL_ROUND = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_FIRST_ROW = 5


def flow_workbook(opened: Round, commune: str, rows: Sequence[FlowRow], names: Mapping[str, str]) -> bytes:
    """names: of villages by path. The last row is the commune's."""
    book = Workbook()
    book.remove(book.active)
    for kind, (name, title, columns) in _HEADS.items():
        sheet = book.create_sheet(name)
        _head(sheet, f"{title} NĂM {opened.year}", f"{commune} - {opened.name}", columns)
        line = _FIRST_ROW + 2
        for number, row in enumerate(rows, start=1):
            place = names.get(row.place, row.place) if row.place else f"Toàn xã: {commune}"
            for what, flow in (("Hộ", row.households[kind]), ("Nhân khẩu", row.people[kind])):
                told = [number if row.place else None, place, what, *figures(flow, kind)]
                for column, value in enumerate(told, start=1):
                    cell = sheet.cell(line, column, value)
                    cell.border, cell.font = _ALL_ROUND, Font(name="Times New Roman", bold=not row.place)
                line += 1
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _head(sheet: Worksheet, title: str, place: str, columns: Sequence[str]) -> None:
    for row, text in ((1, title), (2, place)):
        sheet.cell(row, 1, text).font = Font(name="Times New Roman", bold=True, size=13)
    sheet.cell(3, 1, "Số cuối kỳ (9) = 1 - 2 - 3 - 4 + 5 + 6 + 7 + 8")
    for column, text in enumerate(("TT", "Thôn", "", *columns), start=1):
        cell = sheet.cell(_FIRST_ROW, column, text)
        cell.font = Font(name="Times New Roman", bold=True)
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")
        cell.border = _ALL_ROUND
        number = sheet.cell(_FIRST_ROW + 1, column, column - 3 if column > 3 else None)
        number.border, number.alignment = _ALL_ROUND, Alignment(horizontal="center")
        sheet.column_dimensions[get_column_letter(column)].width = {1: 5, 2: 24, 3: 11}.get(column, 13)
    sheet.freeze_panes = sheet.cell(_FIRST_ROW + 2, 3)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
