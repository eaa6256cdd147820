"""Cases of a round that are scored, each with its stored form and its row, made without phones."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from core.actor import SYSTEM
from core.clock import Clock, local_day
from core.ids import id_from
from core.sequence import sequence_at
from registry import repository as registry
from review.actions import keep_rows
from review.actions.forms import ASSESS, follow_form
from review.actions.rounds import frozen_ruleset, list_household, open_round
from review.models import Case, Round
from submissions import repository as submissions
from tests.many_households import made_up


def a_round_of(
    commune: str, villages: Sequence[str], clock: Clock, *, ruleset_id: str = "vn-2016-2020", **changes: Any
) -> Round:
    """Another commune beside those of `places.py`, with a round of its own."""
    today = local_day(clock())
    settled = {"area_kind": "rural", "score_area": "NT3"} | changes
    since = today - timedelta(days=3000)
    for path, kind in ((commune, "commune"), *((one, "village") for one in villages)):
        registry.keep_area(path, kind=kind, name=f"{kind} {path}", valid_from=since, **settled)
    return open_round(
        id_from("round", commune),
        name=f"Đợt của {commune}",
        kind="periodic",
        year=today.year,
        commune=registry.get_area(commune),
        ruleset_id=ruleset_id,
        opens_on=today,
        closes_on=today + timedelta(days=30),
        by=SYSTEM,
        clock=clock,
        is_training=True,
    )


def score_households(
    opened: Round, village: str, answers: Iterable[dict[str, Any]], clock: Clock, *, before: str = "poor"
) -> list[Case]:
    """A household, a stored form and a case for each, as the worker leaves them."""
    cases = []
    for number, told in enumerate(answers):
        household = registry.register_household(
            id_from("household", village, str(number)),
            code=f"{village.rstrip('/')[-2:]}-{number:04d}",
            head_name="Trần Văn Mẫu",
            address="",
            village_path=village,
            source="managed_list",
            at=clock(),
            standings=[(2025, before, opened.ruleset_id)],
        )
        list_household(opened, household, by=SYSTEM, clock=clock)
        cases.append(_score(household.id, told, village, clock))
    return cases


def score_again(household_id: str, answers: dict[str, Any], village: str, clock: Clock, *, replaces: str) -> Case:
    """A corrected form takes the place of the one with this key."""
    return _score(household_id, answers, village, clock, replaces=replaces)


def _score(household_id: str, told: dict[str, Any], village: str, clock: Clock, *, replaces: str = "") -> Case:
    answers = told | {"household": household_id, "village": village}
    instance = id_from("instance", household_id, replaces)
    document = {
        "_id": f"{instance}@phieu_b",
        "instance_id": instance,
        "form_id": "phieu_b",
        "seq": sequence_at(clock()),
        "received_at": clock(),
        "received_by": "somebody",
        "sender_area": village,
        "is_current": True,
        "within": [],
        "answers": answers,
        "review": {"state": "received", "by": ""},
        "versions": [{"key": replaces}] if replaces else [],
        "revision": 0,
        "work": {"state": "done"},
    }
    submissions.collection().insert_one(document)
    outcome = follow_form(document, ASSESS, answers, "/data", clock=clock)
    keep_rows.keep([outcome.row] if outcome.row else [])
    if outcome.case is None:
        raise AssertionError("no case was made")
    return outcome.case


def some_answers(opened: Round, count: int, seed: int = 1) -> list[dict[str, Any]]:
    return list(made_up(frozen_ruleset(opened), count, seed))
