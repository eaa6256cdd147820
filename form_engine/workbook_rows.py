"""The sheets of a workbook as rows of text by column, whatever kind of file it is."""

from io import BytesIO
from pathlib import PurePath

from pyxform.xls2json_backends import Definition, SupportedFileTypes, definition_to_dict

SHEETS = ("survey", "choices", "settings", "external_choices", "entities", "osm")
Row = dict[str, str]


def sheets_of(workbook: bytes, filename: str) -> dict[str, list[Row]]:
    """Sheets of a form that have rows. A row is at its place: the row below the titles is the first; empty ones are {}.

    Raises what the compiler raises on a workbook that it can't read.
    """
    kind = SupportedFileTypes(PurePath(filename).suffix.lower())
    source = Definition(data=BytesIO(workbook), file_type=kind, file_path_stem=PurePath(filename).stem)
    read = definition_to_dict(source, file_type=kind.value)
    found = {name: getattr(read, name, None) or [] for name in SHEETS}
    return {
        name: [{str(key): str(cell) for key, cell in row.items() if cell not in (None, "")} for row in rows]
        for name, rows in found.items()
        if rows
    }
