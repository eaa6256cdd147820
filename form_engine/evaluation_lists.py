"""The lists of a version as tables: those in the form, and the CSV files that went out with it."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from form_engine.definition import FormDefinition
from form_engine.xpath.nodes import Table


@dataclass(frozen=True, slots=True)
class KnownLists:
    """by_id: as `instance()` names them. by_file: as `pulldata()` does. What is not here is unknown."""

    by_id: Mapping[str, Table]
    by_file: Mapping[str, Table]


def known_lists(definition: FormDefinition, files: Mapping[str, bytes]) -> KnownLists:
    """files: the lists as every phone had them, by file name. Leave out what is made for each person."""
    by_file = {name: table for name, content in files.items() if (table := read_table(name, content)) is not None}
    by_id = {list_id: Table(rows) for list_id, rows in definition.lists.items()}
    by_id |= {list_id: by_file[file] for list_id, file in definition.list_files.items() if file in by_file}
    return KnownLists(by_id, by_file)


def read_table(name: str, content: bytes) -> Table | None:
    """None when it is no CSV in UTF-8: then the list is unknown."""
    if not name.endswith(".csv"):
        return None
    try:
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), restkey="", restval=""))
    except (UnicodeDecodeError, csv.Error):
        return None
    return Table([{key: cell for key, cell in row.items() if key} for row in rows])
