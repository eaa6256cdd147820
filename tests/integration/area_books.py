"""Workbooks of areas, as people bring them."""

import io

from openpyxl import Workbook

from app.area_import.workbook import COLUMNS

HEADINGS = tuple(COLUMNS.values())


def area_row(kind, code, name, parent="", **more):
    told = dict.fromkeys(COLUMNS, "") | {"kind": kind, "code": code, "name": name, "parent": parent}
    told |= {"since": "01/01/2016"} | more
    return tuple(told[name] for name in COLUMNS)


def area_book(*rows, headings=HEADINGS) -> bytes:
    made = Workbook()
    made.active.append(headings)
    for row in rows:
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()
