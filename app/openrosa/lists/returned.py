"""returned.csv: forms that a supervisor sent back, with their last answers, so that the next one starts from them.

The phone shows the household with its remark (households.csv); the form finds its answers here by the household, and
names the form whose place it takes (`instance_id`). A household leaves the list with the next version of its form.
Households that this person was sent to once more stand here, too, with the answers of the posted result: their form
takes nobody's place until it is weighed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from app.openrosa.lists.kept import PersonalList, table
from core.actor import Actor
from form_engine.publishing import repository as forms
from registry import repository as registry
from registry.models import Area
from review import repository, reverifications
from review.actions.forms import ASSESS, IDENTIFY
from review.rules.form_fields import flat
from review.rules.roster import ASKED_OF_MEMBERS, members_told, rows_told, texts
from submissions import repository as submissions

FILE_NAME = "returned.csv"

ANSWERS: Mapping[str, tuple[str, ...]] = {
    IDENTIFY: (
        *("respondent_name", "members_count", "head_id_number", *(f"a_{number:02d}" for number in range(1, 10))),
        *("override", "override_by", "override_reason"),
    ),
    ASSESS: (
        *("respondent_name", "members_stated", "members_count_reason", "b1_03", "b1_04", "b1_05", "b1_06"),
        *("dwelling_grade", "wall_durable", "pillar_durable", "roof_durable", "dwelling_area_m2", "area_reason"),
        *("average_monthly_kwh", "kwh_reason", "b1_09", "hygienic_water", "water_source", "water_reason"),
        *("b1_10", "hygienic_toilet", "toilet", "toilet_reason", "waste_treated", "b1_11", "b1_12", "b1_13"),
        *("has_tv", "has_radio", "has_computer", "hears_loudspeaker", "has_desktop", "has_phone", "has_laptop"),
        *("has_tablet", "has_smartphone"),
    ),
}
"""By role, the questions outside the roster that are filled beforehand; place, pictures and signatures are not."""

MEMBER_COLUMNS = ("name", "label", "household", *ASKED_OF_MEMBERS)


def make(villages: Iterable[Area], actor: Actor, role: str) -> PersonalList:
    names = ANSWERS.get(role, ())
    return table(
        ("name", "label", "instance_id", *names),
        (
            (household, label, one["instance_id"], *texts(flat(one["answers"]), names).values())
            for village in villages
            for household, label, one in _returned(village.id, actor, role)
        ),
    )


def make_members(villages: Iterable[Area], actor: Actor, role: str) -> PersonalList:
    """members.csv of Phiếu B: the rosters of the forms that were sent back, and of no other."""
    return table(
        MEMBER_COLUMNS,
        (
            row
            for village in villages
            for household, _, one in _returned(village.id, actor, role)
            for row in _roster(household, one)
        ),
    )


def _roster(household: str, one: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    told = members_told(one["answers"], one.get("root_key") or one["_id"])
    rows = [row for row in rows_told(one["answers"]) if row.get("member_name")]
    for number, (member, row) in enumerate(zip(told, rows, strict=True), start=1):
        yield member.id, f"{number}. {member.label}", household, *texts(row, ASKED_OF_MEMBERS).values()


def _returned(village: str, actor: Actor, role: str) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Household, its label, and the form of this role that was sent back last."""
    form_ids = [form.id for form in forms.all_forms() if form.role == role]
    found = submissions.sent_back(village, form_ids, seen_by=actor)
    latest: dict[str, Mapping[str, Any]] = _sent_again(village, actor) if role == ASSESS else {}
    latest |= {one["household_id"]: one for one in found if one.get("answers")}
    households = registry.households_by_id(latest)
    for household, one in latest.items():
        if household in households:
            yield household, f"{households[household].head_name} ({households[household].code})", one


def _sent_again(village: str, actor: Actor) -> dict[str, Mapping[str, Any]]:
    """By household the form in force of those that this person re-verifies."""
    cases = [repository.find_case(one) for one in reverifications.ordered_to(actor.id)]
    here = {one.assessment.submission_key: one.household_id for one in cases if one and one.village_path == village}
    return {here[one["_id"]]: {**one, "instance_id": ""} for one in submissions.answers_of(here) if one["answers"]}
