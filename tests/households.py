"""Answers of a Phiếu B made from a rule set itself: one plain household, and a Hypothesis strategy for any."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

from form_engine.scoring_sheet import Condition, Item, ScoringSheet

INTERVIEWED = "2026-11-22"
YES_NO = ("yes", "no")


def a_household(sheet: ScoringSheet, *members: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """Nobody and nothing is deprived, nothing is owned; two grown people unless `members` are given."""
    people = [dict(each) for each in members] or [a_member(sheet), a_member(sheet)]
    household: dict[str, Any] = {"interview_date": INTERVIEWED, "members": people}
    for item in sheet.items:
        household |= _plain_answer(item)
    household |= {"dwelling_area_m2": 20 * len(people)}
    household |= {field: _harmless(sheet, field) for field in fields_of(sheet, of_members=False) - set(household)}
    return household | changes


def a_member(sheet: ScoringSheet, age: int = 40, **changes: Any) -> dict[str, Any]:
    """Well, insured, schooled, at work, with phone and internet."""
    plain = {field: _harmless(sheet, field) for field in fields_of(sheet, of_members=True)}
    return plain | {"sex": "female", "birth_date": f"{2026 - age}-01-01"} | changes


def _plain_answer(item: Item) -> dict[str, Any]:
    if item.reading.how == "choices":
        return {item.code: [item.reading.exclusive or item.answers[0].code]}
    if item.reading.how == "choice":
        return {item.code: min(item.answers, key=lambda answer: sum(answer.points.values())).code}
    return {item.reading.of: 10} if item.reading.how == "number" and item.reading.of else {}


def fields_of(sheet: ScoringSheet, *, of_members: bool) -> set[str]:
    """Fields that conditions read, without those that are worked out."""
    conditions: list[Condition] = [
        one.condition for one in sheet.indicators if (one.scope != "household") == of_members
    ]
    conditions += sheet.member_conditions.values() if of_members else []
    return {test.field for each in conditions for test in each.tests} - {"age", "birth_year"}


def _harmless(sheet: ScoringSheet, field: str) -> str:
    """An answer that takes part in no deprivation."""
    harmful = {"unable_to_work", "seriously_ill", "disabled", "stunted", "underweight", "monthly_social_allowance"}
    if field in harmful or field in {"wants_work", "waged"}:
        return "no"
    tested = [test for one in sheet.indicators for test in one.condition.tests if test.field == field]
    listed = next((test for test in tested if isinstance(test.value, tuple)), None)
    if listed is not None and isinstance(listed.value, tuple):
        return listed.value[0] if listed.operator == "not_in" else "other"
    return "yes"


def households(sheet: ScoringSheet) -> st.SearchStrategy[dict[str, Any]]:
    """Any complete answers that the form would let through."""
    parts = {field: _values(sheet, field) for field in fields_of(sheet, of_members=False)}
    for item in sheet.items:
        if item.reading.how in {"choice", "choices"}:
            parts[item.code] = _answers(item)
    parts |= {
        "interview_date": st.just(INTERVIEWED),
        "members": st.lists(_members(sheet), min_size=1, max_size=9),
        "dwelling_area_m2": st.integers(50, 4000).map(lambda tenths: tenths / 10),
        "average_monthly_kwh": st.integers(0, 400),
    }
    return st.fixed_dictionaries(parts)


def _members(sheet: ScoringSheet) -> st.SearchStrategy[dict[str, Any]]:
    told = {field: _values(sheet, field) for field in fields_of(sheet, of_members=True)}
    born = st.dates(min_value=date(1930, 1, 1), max_value=date(2026, 11, 22)).map(str)
    return st.fixed_dictionaries(told | {"sex": st.sampled_from(["male", "female"]), "birth_date": born})


def _values(sheet: ScoringSheet, field: str) -> st.SearchStrategy[str]:
    tested = [test.value for one in sheet.indicators for test in one.condition.tests if test.field == field]
    listed = [value for each in tested if isinstance(each, tuple) for value in each]
    return st.sampled_from([*listed, "other"] if listed else list(YES_NO))


def _answers(item: Item) -> st.SearchStrategy[Any]:
    codes = [answer.code for answer in item.answers]
    if item.reading.how == "choice":
        return st.sampled_from(codes)
    owned = [code for code in codes if code != item.reading.exclusive]
    several = st.lists(st.sampled_from(owned), min_size=1, unique=True).map(lambda found: _without_rivals(item, found))
    return several | st.just([item.reading.exclusive]) if item.reading.exclusive else several


def _without_rivals(item: Item, found: list[str]) -> list[str]:
    """Of answers that exclude each other the first stays."""
    for group in item.reading.only_one_of:
        rivals = [code for code in found if code in group][1:]
        found = [code for code in found if code not in rivals]
    return found
