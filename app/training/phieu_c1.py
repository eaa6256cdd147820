"""A Phiếu C1 of a household whose head draws the allowance of the severely disabled, so that C1 lists hold somebody.

The amounts of 2016-2020 have ended, so the form asks why the category holds: the answer says that this is training.
"""

from random import Random
from typing import Any

from app.training.people import HEAD, Made, roster_line
from app.training.visit import Visit, closing, family, opening
from core.clock import VIET_NAM
from form_engine.scoring_sheet import ScoringSheet

_KINH = "01"
_CATEGORY, _COEFFICIENT = "NKT_NANG", 1.5
_STANDARD = 540_000
"""VND a month from July 2026: `standards.csv` of the form."""


def answer_phieu_c1(visit: Visit, _sheet: ScoringSheet, chance: Random) -> dict[str, Any]:
    """By field name, for `answers.nested`."""
    people = family(visit, chance)
    members = [_member(number, person) for number, person in enumerate(people, start=1)]
    standing = visit.household["standing"]
    answers = opening(visit) | closing(chance)
    del answers["replaces"]
    return answers | {
        "respondent_name": people[0].name,
        "area": "2" if visit.village["area_kind"] == "rural" else "1",
        "month_no": int(visit.began.astimezone(VIET_NAM).strftime("%Y%m")),
        "c1_01": visit.household["head_name"],
        "c1_02": f"0914{chance.randrange(10**6):06d}",
        "c1_04": standing or "non_poor",
        "members_listed": 0,
        "members": members,
        "members_total": len(people),
        "roster_confirmed": "OK",
        "c1_03": len(people),
        "beneficiaries_listed": 0,
        "beneficiaries": [_beneficiary(members[0], visit, chance)],
        "c1_05": 1,
    }


def _member(number: int, person: Made) -> dict[str, Any]:
    is_head = person.relation == HEAD
    answers: dict[str, Any] = {
        **roster_line(number, person),
        "ethnic_group": _KINH,
        "ethnic_group_dt2009": _KINH,
        "m_schooling": "3" if 6 <= person.age < 15 else "1",
        "m_health_insurance": "1",
        "m_health": "3" if is_head else "1",
        "m_merit": "no",
        "m_social_allowance": _CATEGORY if is_head else "KHONG",
        "is_head": int(is_head),
        "is_listed": 0,
    }
    answers |= {"birth_year": person.born.year} if person.only_year_known else {"birth_date": person.born.isoformat()}
    answers |= {} if person.id_number else {"id_missing_reason": "CHUA_CAP"}
    answers |= {"head_first": None} if number == 1 else {}
    answers |= {"m_education": "1"} if person.age >= 6 else {}
    answers |= {"m_training": "0", "m_work": "6"} if person.age >= 15 else {}
    answers |= {"m_pregnant": "no"} if person.sex == "female" and 12 <= person.age <= 60 else {}
    return answers | ({"m_disability_type": ["VAN_DONG"], "m_disability_degree": "NANG"} if is_head else {})


def _beneficiary(head: dict[str, Any], visit: Visit, chance: Random) -> dict[str, Any]:
    year = visit.began.year - 2
    line: dict[str, Any] = {
        "bn_member_no": 1,
        "bn_name": head["member_name"],
        "bn_age": head["age"],
        "bn_id_number": head["id_number"],
        "bn_name_shown": None,
        "bn_category": _CATEGORY,
        "bn_rate": None,
        "bn_per_unit": None,
        "bn_unit_cap": None,
        "bn_amount_table": "standard",
        "bn_category_reason": "Tập huấn: hệ số của giai đoạn 2016-2020.",
        "bn_decision_no": f"{chance.randint(100, 999)}/QĐ-UBND",
        "bn_decision_date": f"{year}-03-15",
        "bn_from_month": f"{year}-04-01",
        "bn_to_month": None,
        "bn_coefficient": _COEFFICIENT,
        "bn_units_counted": 1,
        "bn_coefficient_due": None,
        "bn_standard": _STANDARD,
        "bn_amount": round(_STANDARD * _COEFFICIENT),
        "bn_amount_shown": None,
        "bn_disability_type": ["VAN_DONG"],
        "bn_payment": "TIEN_MAT",
        "bn_payee": "BAN_THAN",
        "bn_change": "KHONG",
        "is_listed_beneficiary": 0,
    }
    return line if head["id_number"] else line | {"bn_id_reason": "Đang làm thẻ căn cước công dân."}
