"""A title of a column that is misspelt loses what stands below it: its author is told."""

import pytest

from form_engine.title_checks import faults_of_titles
from form_engine.workbook_places import places_of


def told(*titles):
    row = {"type": "text", "name": "q", "label": "Q"} | dict.fromkeys(titles, "x")
    return [(one.code, one.row, one.column, one.facts["meant"]) for one in faults_of_titles(places_of([row, row]))]


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("relevent", "relevant"),
        ("requried", "required"),
        ("constraint mesage::Tiếng Việt (vi)", "constraint_message"),
        ("calcualtion", "calculation"),
        ("lable::English (en)", "label"),
        ("choice_filters", "choice_filter"),
    ],
)
def test_a_slip_of_the_pen_is_told_once_with_what_was_meant(title, meant):
    assert told(title) == [("title_misspelt", 1, title, meant)]


@pytest.mark.parametrize(
    "title",
    [
        *("Relevance", "bind::relevant", "read only", "big-image", "media::big-image::English (en)", "sms_field"),
        *("constraint_message::vi", "required message", "guidance_hint", "body::accuracyThreshold", "bind::saveTo"),
        *("Ghi chú", "notes", "điều", "source", "annex_item", "namespace", "$kuid", "kobo--score-choices"),
    ],
)
def test_what_is_read_and_what_is_the_author_s_own_is_left_alone(title):
    assert told(title) == []
