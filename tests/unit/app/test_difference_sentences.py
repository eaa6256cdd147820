"""Differences are told in the words of a workbook."""

from app.i18n.differences import difference_sentence
from form_engine.difference import Difference, DifferenceKind
from submissions.impact import Weighed


def test_kinds_of_questions_are_called_as_in_a_workbook(monkeypatch):
    monkeypatch.setattr("app.i18n.differences.gettext", str)
    retyped = Weighed(Difference(DifferenceKind.RETYPED, "/data/q", "int", "select1"), 0)
    added = Weighed(Difference(DifferenceKind.ADDED, "/data/n", after="string"), None)

    assert difference_sentence(retyped) == "Kind changed from integer to select_one."
    assert difference_sentence(added) == "New (text)."
