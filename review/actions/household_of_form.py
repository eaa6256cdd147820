"""Which household a form speaks of, what in that is doubtful, and which round the form belongs to."""

from collections.abc import Mapping
from typing import Any

from core.clock import Clock, local_day
from core.ids import id_from
from core.mongo import Document
from registry import areas, entities
from registry import repository as registry
from registry.models import Area, Household
from registry.rules import household_list
from registry.rules.names import folded
from review import repository
from review.actions.round_choice import chosen, rounds_asked
from review.actions.rounds import case_id
from review.models import Round
from review.rules import form_fields as fields
from submissions.rules.quality import FindingRecord, Flag, finding


def known_household(told: Mapping[str, Any]) -> Household | None:
    """The household chosen from the list."""
    chosen = told.get(fields.HOUSEHOLD)
    if isinstance(chosen, str) and chosen != fields.NOT_LISTED:
        return registry.find_household(chosen) or _of_entity(chosen)
    return None


def _of_entity(entity_id: str) -> Household | None:
    """Chosen from the list whose rows are entities."""
    household_id = entities.household_of(household_list.NAME, entity_id)
    return registry.find_household(household_id) if household_id else None


def found_household(
    submission: Document, told: Mapping[str, Any], findings: list[FindingRecord], clock: Clock
) -> Household | None:
    """A household that was on no list: registered under an id made of its first submission, so that it stays one.

    Source: review procedure, section 4, transition 1 (b) and (c).
    """
    village, head_name = told.get(fields.VILLAGE), told.get(fields.HEAD_NAME)
    if told.get(fields.HOUSEHOLD) != fields.NOT_LISTED:
        return None
    if not isinstance(village, str) or not isinstance(head_name, str) or not village.endswith("/"):
        return None
    first = submission.get("root_key") or submission["_id"]
    household_id = id_from("household", first)
    known = registry.find_household(household_id)
    if known is not None:
        findings.append(finding(Flag.HOUSEHOLD_NEW))
        return known
    area = _village_now(village)
    if area is None or not is_senders(area.id, submission):
        return None
    findings.append(finding(Flag.HOUSEHOLD_NEW))
    return registry.register_household(
        household_id,
        code=f"{area.code}-{household_id[:6].upper()}",
        head_name=head_name,
        address=str(told.get(fields.ADDRESS) or ""),
        village_path=area.id,
        source="found",
        at=clock(),
        members_count=_whole(told.get(fields.MEMBERS_COUNT)),
        found_by_submission=first,
    )


def _village_now(path: str) -> Area | None:
    """The village, or what it became when it was merged since the phone got its list; None when it was split."""
    heirs = areas.heirs_of(path)
    return registry.find_village(heirs[0]) if len(heirs) == 1 else None


def is_senders(place: str, submission: Document) -> bool:
    """Whether a place lies in the sender's area, or in what took its place since he sent."""
    area = str(submission["sender_area"])
    return place.startswith(area) or any(place.startswith(heir) for heir in areas.heirs_of(area))


def doubts(
    household: Household | None, submission: Document, answers: Mapping[str, Any], told: Mapping[str, Any], root: str
) -> list[FindingRecord]:
    """What is odd about the household of a form. root: path of the form's root."""
    if household is None:
        return [finding(Flag.HOUSEHOLD_UNKNOWN, fields.path_of(answers, fields.HOUSEHOLD, root=root))]
    found = []
    if not is_senders(household.village_path, submission):
        found.append(finding(Flag.OUTSIDE_AREA))
    head = told.get(fields.HEAD_NAME)
    if isinstance(head, str) and folded(head) != household.head_folded:
        found.append(finding(Flag.HOUSEHOLD_DIFFERS, fields.path_of(answers, fields.HEAD_NAME, root=root)))
    return found


def round_of(household: Household, submission: Document, ruleset: str = "") -> Round | None:
    """The round of the day of arrival, of the form's own rule set if there is one; for a latecomer the latest begun.

    ruleset: id of the form's rule set. In a year of change two rounds run at once in a commune, one by the standard
    that ends and one by the standard that begins: the answers of a form are scored by its own. Of a yearly and a
    monthly round under one standard it is the one in which the household waits for a form.
    """
    rounds = repository.rounds_covering(household.village_path)
    asked = rounds_asked(rounds, local_day(submission["received_at"]), ruleset)
    if len(asked) < 2:
        return next(iter(asked), None)
    found = {one.id: repository.find_case(case_id(one.id, household.id)) for one in asked}
    cases = {round_id: case for round_id, case in found.items() if case is not None}
    return chosen(asked, cases, submission.get("_id", ""))


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
