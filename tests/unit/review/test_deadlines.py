"""What has to be told about a deadline by which day: from days alone, so that it does not matter when one looks."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from app.auth.permissions import Role
from app.holidays import working_calendar
from review.rules.deadlines import deadline_rules, steps

CALENDAR = working_calendar()
COMPLAINT = deadline_rules()["complaint"]
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (date(2026, 11, 24), []),  # three working days are left
        (date(2026, 11, 25), ["soon"]),
        (FRIDAY, ["soon"]),  # the last day is still in time
        (date(2026, 11, 28), ["soon", "overdue"]),  # Saturday: overdue, by no working day yet
        (date(2026, 11, 30), ["soon", "overdue", "up1"]),
        (date(2026, 12, 4), ["soon", "overdue", "up1", "up2"]),
    ],
)
def test_each_step_is_due_from_its_day_on(today, told):
    assert [one.name for one in steps(COMPLAINT, FRIDAY, today, CALENDAR)] == told


def test_whoever_looks_late_is_told_every_step_with_the_day_from_which_it_held():
    found = {one.name: one.since for one in steps(COMPLAINT, FRIDAY, FRIDAY + timedelta(days=60), CALENDAR)}

    assert found == {
        "soon": date(2026, 11, 25),
        "overdue": date(2026, 11, 28),
        "up1": date(2026, 11, 30),
        "up2": date(2026, 12, 4),
    }


def test_a_step_that_was_due_stays_due():
    days = [FRIDAY + timedelta(days=n) for n in range(-10, 30)]
    told = [{one.name for one in steps(COMPLAINT, FRIDAY, day, CALENDAR)} for day in days]

    assert all(earlier <= later for earlier, later in pairwise(told))


@pytest.mark.parametrize("kind", sorted(deadline_rules()))
def test_every_rule_names_roles_that_exist_and_goes_up_step_by_step(kind):
    rule = deadline_rules()[kind]

    assert {*rule.by, *(role for _after, role in rule.up)} <= {*Role}
    assert [after for after, _role in rule.up] == sorted({after for after, _role in rule.up})
    assert rule.soon >= 1
