"""What `make messages` would write: all that it finds is in the catalogue, and nothing is there that it misses."""

import os
from pathlib import Path

from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "app" / "i18n" / "vi.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}


def test_the_catalogue_holds_what_is_said_and_nothing_else(monkeypatch) -> None:
    monkeypatch.chdir(ROOT)
    with (ROOT / "app" / "i18n" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(os.curdir, methods, options, keywords=KEYWORDS, directory_filter=_ours)
    said = {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}

    with CATALOGUE.open("rb") as file:
        kept = {one.id if isinstance(one.id, str) else one.id[0] for one in read_po(file, locale="vi") if one.id}
    assert (sorted(said - kept - {""}), sorted(kept - said)) == ([], [])


def _ours(folder: str) -> bool:
    return not Path(folder).name.startswith(".") and Path(folder).name != "node_modules"
