"""The manual's page of the procedure is the one that the table of transitions makes."""

from app import manual
from review.rules.transitions import TRANSITIONS


def test_the_page_was_made_from_the_table_as_it_is():
    assert manual.PAGE.read_text(encoding="utf-8") == manual.page(), "run `make manual`"


def test_every_row_of_the_table_is_told_and_drawn():
    lines = manual.page().splitlines()
    drawn = {line.split(": ", 1)[1] for line in lines if " --> " in line}

    assert sum(line.startswith("| ") for line in lines) == len(TRANSITIONS) + 2
    assert drawn == {f"{one.number}. {one.labels['vi']}" for one in TRANSITIONS if one.to != "withdrawn"}
