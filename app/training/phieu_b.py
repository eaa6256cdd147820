"""Random valid answers to Phiếu B, with the values that the phone works out (points by the server's own scorer)."""

from random import Random
from typing import Any

from app.training.people import HEAD, Made, roster_line
from app.training.visit import Visit, closing, ethnic_group, family, opening
from form_engine.scoring import Line, score
from form_engine.scoring_sheet import ScoringSheet
from review.rules.classification import classify

_SCHOOLING_SINCE = 1986
_GRADES = ("don_so", "thieu_kien_co", "ban_kien_co", "kien_co")
_BELONGINGS = {
    "tv": 0.8,
    "video": 0.2,
    "car": 0.05,
    "motorbike": 0.75,
    "fridge": 0.5,
    "aircon": 0.15,
    "washing": 0.25,
    "water_heater": 0.2,
    "microwave": 0.1,
    "boat": 0.08,
}


def answer_phieu_b(visit: Visit, sheet: ScoringSheet, chance: Random) -> dict[str, Any]:
    """By field name, for `answers.nested`. Households range from very poor to well off."""
    means = chance.random()
    people = family(visit, chance)
    size = len(people)
    group = ethnic_group(visit, chance)
    members = [_member(number, person, group, means, chance) for number, person in enumerate(people, start=1)]
    answers = opening(visit) | closing(chance) | _livelihood(means, chance) | _house(means, size, chance)
    answers |= _belongings(means, chance)
    answers |= {
        "respondent_name": people[0].name,
        "members_stated": size,
        "members_listed": 0,
        "members": members,
        "members_total": size,
        "dependants": sum(member["is_dependant"] for member in members),
        "roster_confirmed": "OK",
    }
    return answers | worked_out(answers, sheet)


def worked_out(answers: dict[str, Any], sheet: ScoringSheet) -> dict[str, Any]:
    """Bands, points, totals and class, as the form computes them from points.csv."""
    scored = score(sheet, answers, answers["score_area"])
    if scored.b1 is None or scored.b2 is None:
        raise ValueError(f"not all is answered: {scored.missing}")
    verdict = classify(sheet, scored.area_kind, scored.sheet, scored.b1, scored.b2)
    lines = sheet.lines[scored.area_kind]
    values: dict[str, Any] = {f"{line.item}_points": line.points for line in scored.trace}
    values |= {line.item: line.answers[0] for line in scored.trace if _is_worked_out(line, sheet)}
    return values | {
        "b1_total": scored.b1,
        "b2_total": scored.b2,
        "b2_step": sheet.b2.step,
        "poor_line": lines["poor_line"].points,
        "near_line": lines["near_line"].points,
        "deprived_min": sheet.b2.deprived_min,
        "expected_class": verdict.standing.value,
        f"class_{verdict.standing.value}": None,
    }


def _is_worked_out(line: Line, sheet: ScoringSheet) -> bool:
    """Bands of B1 and all of B2; the other items are questions."""
    asked = {item.code for item in sheet.items if item.reading.how in ("choice", "choices")}
    return line.item not in asked


def _yes(chance: Random, probability: float) -> str:
    return "yes" if chance.random() < probability else "no"


def _member(number: int, person: Made, ethnic_group: str, means: float, chance: Random) -> dict[str, Any]:
    answers: dict[str, Any] = {
        **roster_line(number, person),
        "ethnic_group": ethnic_group,
        "health_insurance": _yes(chance, 0.75 + 0.2 * means),
        "seriously_ill": _yes(chance, 0.12),
        "uses_phone": _yes(chance, 0.1 if person.age < 12 else 0.4 + 0.5 * means),
        "uses_internet": _yes(chance, 0.05 if person.age < 8 else 0.1 + 0.6 * means),
    }
    answers |= {"birth_year": person.born.year} if person.only_year_known else {"birth_date": person.born.isoformat()}
    if number == 1:
        answers["head_first"] = None
    if 15 <= person.age <= 60:
        answers["unable_to_work"] = _yes(chance, 0.06)
    if answers["seriously_ill"] == "yes":
        answers["sought_treatment"] = _yes(chance, 0.6 + 0.3 * means)
    answers |= _schooling(person, means, chance)
    return answers | _flags(answers)


def _schooling(person: Made, means: float, chance: Random) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    asked_by_birth = person.born.year >= _SCHOOLING_SINCE
    if person.age >= 5 and (person.age < 15 or asked_by_birth):
        likely = 0.96 if person.age < 15 else 0.6 if person.age < 20 else 0.03
        answers["attending_school"] = _yes(chance, likely)
    if person.age >= 15 and asked_by_birth:
        answers["lower_secondary_graduate"] = _yes(chance, 0.7 + 0.28 * means)
    return answers


def _flags(member: dict[str, Any]) -> dict[str, int]:
    """The form's own marks on each member, from which it counts."""
    age, schooled = member["age"], member["age"] >= 15 and member["born_in"] >= _SCHOOLING_SINCE
    left_school = member.get("attending_school") == "no"
    flags = {
        "is_head": member["relation"] == HEAD,
        "is_dependant": age < 15 or age > 60 or member.get("unable_to_work") == "yes",
        "is_ill_untreated": member["seriously_ill"] == "yes" and member.get("sought_treatment") == "no",
        "is_uninsured": age >= 6 and member["health_insurance"] == "no",
        "is_without_schooling": schooled and member["lower_secondary_graduate"] == "no" and left_school,
        "is_child_out_of_school": 5 <= age < 15 and left_school,
        "is_connected": "yes" in (member["uses_phone"], member["uses_internet"]),
    }
    return {name: int(holds) for name, holds in flags.items()}


def _livelihood(means: float, chance: Random) -> dict[str, Any]:
    work = _some(chance, {"public": 0.25 * means, "other_non_farm": 0.2 + 0.5 * means})
    diplomas = ("lower", "lower", "upper_secondary", "vocational", "college")
    return {
        "b1_03": diplomas[min(int((means + chance.uniform(-0.2, 0.2)) * 5), 4) if means > 0.1 else 0],
        "b1_04": work,
        "b1_05": chance.choices(("none", "one", "two_plus"), (0.9, 0.08, 0.02))[0],
    }


def _house(means: float, size: int, chance: Random) -> dict[str, Any]:
    area = round(chance.uniform(18, 40) + 60 * means, 1)
    each = area / size
    answers: dict[str, Any] = {
        "b1_06": _some(chance, {"wall": 0.3 + 0.65 * means, "pillar": 0.2 + 0.65 * means}),
        "dwelling_grade": _GRADES[min(int(means * 4 + chance.uniform(0, 0.6)), 3)],
        "dwelling_area_m2": area,
        "area_per_member": _number(each),
        "area_per_member_text": _number(int(each * 10) / 10),
        "area_shown": None,
        "average_monthly_kwh": int(chance.uniform(0, 60) + 140 * means),
        "b1_09": chance.choice(("piped", "protected") if means > 0.3 else ("protected", "other")),
        "b1_10": chance.choice(("septic", "improved") if means > 0.35 else ("improved", "other")),
    }
    return answers | _hygiene(answers, means, chance)


def _hygiene(house: dict[str, Any], means: float, chance: Random) -> dict[str, Any]:
    """What the source and the toilet suggest; now and then otherwise, and then with the reason the form asks for."""
    surprise = chance.random() < 0.05
    water = house["b1_09"] == "piped" or (house["b1_09"] == "protected" and chance.random() < 0.6 + 0.4 * means)
    toilet = house["b1_10"] == "septic" or (house["b1_10"] == "improved" and chance.random() < 0.6 + 0.4 * means)
    answers: dict[str, Any] = {}
    if surprise and house["b1_09"] == "piped":
        water, answers["water_reason"] = False, "Nước máy đục, có mùi từ sau lũ."
    return answers | {"hygienic_water": "yes" if water else "no", "hygienic_toilet": "yes" if toilet else "no"}


def _belongings(means: float, chance: Random) -> dict[str, Any]:
    owned = _some(chance, {name: likely * (0.3 + means) for name, likely in _BELONGINGS.items()})
    land = {"garden_300": 0.3, "annual_5000": 0.12, chance.choice(("perennial_1000", "perennial_5000")): 0.15}
    stock = {chance.choice(("cattle_1", "cattle_2")): 0.3, chance.choice(("pigs_5", "pigs_11")): 0.2}
    return {
        "b1_11": owned,
        "b1_12": _some(chance, land | {"aqua_5000": 0.05}),
        "b1_13": _some(chance, stock | {"poultry_100": 0.08}),
        "has_tv": "yes" if "tv" in owned else _yes(chance, 0.1),
        "has_radio": _yes(chance, 0.25),
        "has_computer": _yes(chance, 0.3 * means),
        "hears_loudspeaker": _yes(chance, 0.7),
    }


def _some(chance: Random, likely: dict[str, float]) -> list[str]:
    """The codes that apply, or `none` alone."""
    return [code for code, probability in likely.items() if chance.random() < probability] or ["none"]


def _number(value: float) -> float:
    """JavaRosa writes a whole number without a point."""
    return int(value) if value == int(value) else value
