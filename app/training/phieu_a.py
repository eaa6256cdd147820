"""Random valid answers to Phiếu A, with the values that the phone works out."""

from random import Random
from typing import Any

from app.training.visit import Visit, closing, family, opening
from form_engine.scoring_sheet import ScoringSheet

_QUESTIONS = tuple(f"a_{number:02d}" for number in range(1, 10))
_TROUBLES = (
    "Lao động chính bị tai nạn, nghỉ việc 5 tháng.",
    "Nhà bị bão làm sập mái, mất hết lúa.",
    "Con bị bệnh nặng.",
)


def answer_phieu_a(visit: Visit, sheet: ScoringSheet, chance: Random) -> dict[str, Any]:
    """By field name, for `answers.nested`."""
    if sheet.screening is None:
        raise ValueError(f"{sheet.id} has no screening")
    people = family(visit, chance)
    likely = chance.uniform(0, 0.7)
    items = {name: "yes" if chance.random() < likely else "no" for name in _QUESTIONS}
    count, limit = list(items.values()).count("yes"), sheet.screening.review_at_most
    managed = visit.household["managed_list"] == "yes"
    answers = opening(visit) | closing(chance) | items
    answers |= {
        "respondent_name": people[0].name,
        "members_count": len(people),
        "head_id_number": people[0].id_number or None,
        "a_yes_count": count,
        "review_at_most": limit,
    }
    if managed:
        answers["managed_shown"] = None
    elif count > limit:
        answers |= _override(chance)
    decision = "to_review" if managed or count <= limit or answers.get("override") == "yes" else "screened_out"
    return answers | {"decision": decision, f"decision_{decision}": None}


def _override(chance: Random) -> dict[str, Any]:
    if chance.random() < 0.8:
        return {"override": "no"}
    who = chance.choice(("commune_committee", "village_head"))
    return {"override": "yes", "override_by": who, "override_reason": chance.choice(_TROUBLES)}
