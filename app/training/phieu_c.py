"""A Phiếu C of a household that a decision recognised: how it lives, why it is poor, what it was given."""

from random import Random
from typing import Any

from app.training.people import HEAD, Made, roster_line
from app.training.visit import Visit, closing, ethnic_group, family, opening
from form_engine.scoring_sheet import ScoringSheet

_OF_2009 = {"01": "01", "23": "24", "26": "25"}
"""Codes of ethnic groups as the list of 2009 numbers them."""
_ORIGIN = {"poor": ("1", "2", "3"), "near_poor": ("4", "5", "6")}
"""Codes of c_05_1: from poor, from near poor, new; by what the household is now."""
_FORMER = ("poor", "near_poor")


def answer_phieu_c(visit: Visit, _sheet: ScoringSheet, chance: Random) -> dict[str, Any]:
    """By field name, for `answers.nested`."""
    row = visit.household
    people, group = family(visit, chance), ethnic_group(visit, chance)
    answers = opening(visit) | closing(chance) | _recognised(visit) | _living(chance)
    del answers["replaces"]
    return answers | {
        "respondent_name": people[0].name,
        "sheet_no": 1,
        "sheet_total": 1,
        "year": int(row["data_year"]),
        "household_no": int(row["household_no"]),
        "area": "2" if visit.village["area_kind"] == "rural" else "1",
        "members_listed": 0,
        "members": [_member(number, person, group, chance) for number, person in enumerate(people, start=1)],
        "members_total": len(people),
        "roster_confirmed": "OK",
        "c_03": len(people),
        "enumerator": visit.enumerator or people[0].name,
    }


def _recognised(visit: Visit) -> dict[str, Any]:
    row = visit.household
    before = row["standing_before"]
    origin = _ORIGIN[row["standing"]][_FORMER.index(before) if before in _FORMER else len(_FORMER)]
    return {
        "standing_before": before,
        "recognised_b1": row["b1"],
        "recognised_b2": row["b2"],
        "recognised_origin": origin,
        "c_01": row["head_name"],
        "b_totals_shown": None,
        "c_04_b1": int(row["b1"]),
        "c_04_b2": int(row["b2"]),
        "has_local_standard": "no",
        "c_05": "1",
        "c_05_1": origin,
    }


def _living(chance: Random) -> dict[str, Any]:
    first, second = chance.sample(("1", "2", "4", "7", "10"), 2)
    return {
        "c_02": f"0914{chance.randrange(10**6):06d}",
        "c_06": chance.choice(("2", "3", "4")),
        "c_07": chance.randint(24, 70),
        "c_08": "1",
        "c_09": chance.choice(("1", "2", "3")),
        "c_10": chance.choice(("1", "2", "3")),
        "c_11": chance.choice((0, 500, 1_000, 2_500)),
        "c_12": [first, second],
        "c_12_first": first,
        "c_12_second": second,
        "c_13": ["1", "4"],
        "c_14": ["1"],
        "c_15": ["0"],
    }


def _member(number: int, person: Made, group: str, chance: Random) -> dict[str, Any]:
    at_school = 6 <= person.age < 18
    answers: dict[str, Any] = {
        **roster_line(number, person),
        "ethnic_group": group,
        "ethnic_group_dt2009": _OF_2009[group],
        "m_schooling": _schooling(person.age),
        "m_health_insurance": "1",
        "m_health": "1",
        "m_merit": "no",
        "m_social_allowance": "KHONG",
        "is_head": int(person.relation == HEAD),
        "is_listed": 0,
    }
    answers |= {"birth_year": person.born.year} if person.only_year_known else {"birth_date": person.born.isoformat()}
    answers |= {} if person.id_number else {"id_missing_reason": "CHUA_CAP"}
    answers |= {"head_first": None} if number == 1 else {}
    answers |= {"m_education": chance.choice("1234") if person.age > 15 else "1"} if person.age >= 6 else {}
    if person.age >= 15:
        answers |= {"m_training": "0", "m_work": "8" if at_school else "7" if person.age > 70 else "4"}
    return answers | ({"m_pregnant": "no"} if person.sex == "female" and 12 <= person.age <= 60 else {})


def _schooling(age: int) -> str:
    for least, code in ((18, "1"), (15, "5"), (11, "4"), (6, "3"), (3, "2")):
        if age >= least:
            return code
    return "1"
