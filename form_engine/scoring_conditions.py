"""Does a condition hold? True, False, or None while an answer that would decide it is missing."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from form_engine.scoring_facts import Facts, exact
from form_engine.scoring_sheet import Condition, Indicator, Test

Truth = bool | None


def every(truths: Iterable[Truth]) -> Truth:
    """One False decides; otherwise one unknown leaves it open."""
    told = list(truths)
    return at_least(len(told), told)


def some(truths: Iterable[Truth]) -> Truth:
    """One True decides; otherwise one unknown leaves it open."""
    return at_least(1, truths)


def at_least(count: int, truths: Iterable[Truth]) -> Truth:
    """Are so many of them true? Unknown ones leave it open while they could decide it."""
    told = list(truths)
    sure = told.count(True)
    if sure >= count:
        return True
    return None if sure + told.count(None) >= count else False


def holds(condition: Condition, values: Mapping[str, Any], members: int) -> Truth:
    """The condition about one member, or the household, given its answers."""
    truths = (
        holds(part, values, members) if isinstance(part, Condition) else passes(part, values.get(part.field), members)
        for part in condition.parts
    )
    return at_least(condition.at_least, truths)


def is_deprived(indicator: Indicator, facts: Facts) -> Truth:
    """Does the indicator count for this household?"""
    if indicator.scope == "household":
        return holds(indicator.condition, facts.household, len(facts.members))
    if not facts.members:
        return None
    each = [holds(indicator.condition, member, len(facts.members)) for member in facts.members]
    if indicator.scope == "all_members":
        return every(each)
    if indicator.scope == "member_share":
        return at_least(len(each) * (indicator.over_percent or 0) // 100 + 1, each)
    found = some(each)
    if indicator.scope == "no_member":
        return None if found is None else not found
    return found


def passes(test: Test, value: Any, members: int) -> Truth:
    """One comparison of an answer as `plain` gives it, in a household of so many members.

    No answer of a household is below zero: such a number is a slip, and decides nothing.
    """
    if value is None:
        return None
    if test.operator == "is":
        return bool(value == test.value)
    if test.operator in {"in", "not_in"}:
        return (value in test.value) == (test.operator == "in") if isinstance(test.value, tuple) else None
    number = exact(value)
    if number is None or number < 0 or (test.per_member and not members):
        return None
    return _compares(number / members if test.per_member else number, test)


def _compares(number: Fraction, test: Test) -> Truth:
    limit = exact(test.value)
    if limit is None:
        return None
    match test.operator:
        case "at_least":
            return number >= limit
        case "over":
            return number > limit
        case "below":
            return number < limit
        case _:
            return number <= limit
