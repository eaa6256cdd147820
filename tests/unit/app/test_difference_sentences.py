"""Differences are told in the words of a workbook."""

from app.i18n.differences import change_sentence, difference_sentence
from form_engine.difference import Difference, DifferenceKind
from submissions.impact import Weighed


def test_kinds_of_questions_are_called_as_in_a_workbook(monkeypatch):
    monkeypatch.setattr("app.i18n.differences.gettext", str)
    retyped = Weighed(Difference(DifferenceKind.RETYPED, "/data/q", "int", "select1"), 0)
    added = Weighed(Difference(DifferenceKind.ADDED, "/data/n", after="string"), None)

    assert difference_sentence(retyped) == "Kind changed from integer to select_one."
    assert difference_sentence(added) == "New (text)."


def test_what_it_means_is_not_read_into_an_expression(monkeypatch):
    monkeypatch.setattr("app.i18n.differences.gettext", str)
    tightened = Weighed(Difference(DifferenceKind.CONSTRAINT_TIGHTENED, "/data/q", ". < 20", ". < 9"), 3)
    removed = Weighed(Difference(DifferenceKind.REMOVED, "/data/q"), 0)

    assert change_sentence(tightened) == (
        "Constraint tightened: . < 20 → . < 9. It would refuse the answer of 3 stored forms."
    )
    assert change_sentence(removed) == "Removed."
