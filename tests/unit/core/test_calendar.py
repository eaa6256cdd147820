from datetime import date
from pathlib import Path

import pytest
import yaml

from core.calendar import DayKind, WorkingCalendar, add_working_days, load_calendar, working_days_after

ROOT = Path(__file__).parents[3]
CASES = yaml.safe_load((ROOT / "tests/worked_cases/worked-cases.yaml").read_text(encoding="utf-8"))["working_days"]
SHARED = ROOT.parent / "shared" / "domain" / "instruments" / "calendar.yaml"
CALENDAR = load_calendar(ROOT / "config" / "holidays.toml")


def _day(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_last_day_is_that_of_the_worked_case(case):
    overrides = {_day(day): DayKind(kind) for day, kind in case.get("overrides", {}).items()}
    calendar = WorkingCalendar(CALENDAR.holidays, overrides)

    last = add_working_days(case["event"], case["days"], calendar)

    assert last == case["last_day"]
    assert working_days_after(case["event"], last, calendar) == case["days"]


def test_every_holiday_is_one_of_the_shared_calendar():
    if not SHARED.exists():
        pytest.skip("the shared folder is not here")
    years = yaml.safe_load(SHARED.read_text(encoding="utf-8"))["years"]

    told = {_day(day) for year in years for holiday in year["statutory"] for day in holiday["dates"]}

    assert CALENDAR.holidays == told
