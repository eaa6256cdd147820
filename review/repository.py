"""Every query and write of rounds and cases. `seen_by` on each that serves a person."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mongoengine import EmbeddedDocument
from mongoengine.errors import NotUniqueError

from core.actor import SYSTEM, Actor, paths_down_to
from core.mongo import ensure_index, newest
from core.portions import portions
from core.read_many import read_many
from review import as_read
from review.commune_models import Appraisal, Certificate, Decision
from review.errors import CaseNotFound, RoundNotFound, StaleCase
from review.models import Case, FrozenRuleset, HistoryEntry, Meeting, Posting, Round


def ensure_indexes() -> None:
    Round.ensure_indexes()
    Case.ensure_indexes()
    Meeting.ensure_indexes()
    Posting.ensure_indexes()
    Appraisal.ensure_indexes()
    Decision.ensure_indexes()
    Certificate.ensure_indexes()
    ensure_index(Certificate._get_collection(), "scope", "commune_path", "number", unique=True)


def get_round(round_id: str) -> Round:
    """Raises RoundNotFound."""
    found: Round | None = Round.objects(id=round_id).first()
    if found is None:
        raise RoundNotFound(round_id=round_id)
    return found


def get_round_of(round_id: str, *, seen_by: Actor) -> Round:
    """Raises RoundNotFound, also when the actor's area does not hold its commune."""
    found = get_round(round_id)
    if not seen_by.covers(found.commune_path):
        raise RoundNotFound(round_id=round_id)
    return found


def rounds_within(area_path: str) -> list[Round]:
    """Rounds of the communes of an area, the latest first."""
    found = Round.objects(within=area_path)
    return sorted(found, key=lambda one: (one.opens_on, one.id), reverse=True)


def rounds_opened_since(day: date) -> list[Round]:
    """Of the whole country. For the system."""
    return list(Round.objects(within=SYSTEM.area_path, opens_on__gte=day))


def rounds_covering(place: str) -> list[Round]:
    """Rounds of the commune that a place lies in, the latest first."""
    found = Round.objects(commune_path__in=[path for path in paths_down_to(place) if path])
    return sorted(found, key=lambda one: (one.opens_on, one.id), reverse=True)


def count_rounds_of_ruleset(ruleset_hash: str) -> int:
    """Rounds that froze this version of a rule set. Reads them all: for a rare question."""
    return int(Round.objects(ruleset_hash=ruleset_hash).count())


def keep_ruleset(hash_: str, ruleset_id: str, content: bytes) -> None:
    """Keep a rule set under its hash; keeping it twice leaves one."""
    FrozenRuleset(id=hash_, ruleset_id=ruleset_id, content=content).save()


def find_ruleset(hash_: str) -> bytes | None:
    found: FrozenRuleset | None = FrozenRuleset.objects(id=hash_).first()
    return bytes(found.content) if found else None


def add_round(opened: Round) -> Round:
    saved: Round = opened.save(force_insert=True)
    return saved


def get_case(case_id: str, *, seen_by: Actor) -> Case:
    """Raises CaseNotFound, also when it lies outside the actor's area."""
    case = find_case(case_id)
    if case is None or not seen_by.covers(case.village_path):
        raise CaseNotFound(case_id=case_id)
    return case


def find_case(case_id: str) -> Case | None:
    """For the system."""
    found: Case | None = Case.objects(id=case_id).first()
    return found


def cases_of_household(household_id: str, *, seen_by: Actor) -> list[Case]:
    return [one for one in Case.objects(household_id=household_id) if seen_by.covers(one.village_path)]


def cases_of_villages(round_id: str, villages: Iterable[str]) -> list[Case]:
    """Cases of some villages in one round: what the phones of those villages are told."""
    return [o for path in villages for o in read_many(Case, {"round_id": round_id, "village_path": path})]


def cases_of_round(round_id: str) -> list[Case]:
    """All cases of a round, without their forms and history. For the system."""
    return read_many(Case, {"round_id": round_id}, without=("forms", "history"))


def cases_among(case_ids: Iterable[str]) -> list[Case]:
    """Some cases, without their forms and history. For the system, and for who was let see their area."""
    found = (read_many(Case, {"_id": {"$in": some}}, without=("forms", "history")) for some in portions(case_ids))
    return [one for several in found for one in several]


def cases_with_history(case_ids: Iterable[str]) -> list[Case]:
    """Some cases, whole. For the system."""
    return [one for some in portions(case_ids) for one in read_many(Case, {"_id": {"$in": some}})]


@dataclass(frozen=True, slots=True)
class WantedCases:
    """Filters of a list; empty means any. village: an area path."""

    round_id: str = ""
    village: str = ""
    stage: str = ""


def page(wanted: WantedCases, *, seen_by: Actor, now: datetime, before: int | None, limit: int) -> list[Case]:
    """The newest first, all with `seq` below `before`."""
    if wanted.village and not seen_by.covers(wanted.village):
        return []
    where: dict[str, Any] = {"within": wanted.village or seen_by.area_path}
    where.update({key: value for key, value in (("round_id", wanted.round_id), ("stage", wanted.stage)) if value})
    place = Case._get_collection()
    rows = newest(place, where, now=now, before=before, limit=limit, fields={"history": 0})
    return [Case._from_son(row) for row in rows]


def assessed_cases(round_id: str) -> list[Case]:
    """Cases of a round that have a result. For the system."""
    return [case for case in read_many(Case, {"round_id": round_id}) if case.assessment is not None]


def count_at(round_id: str, stage: str) -> int:
    """How many cases of a round stand at a stage. For the system, and for who was let see the round."""
    return int(Case._get_collection().count_documents({"round_id": round_id, "stage": stage}))


def heads_of(case_ids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Household code and name of the head, by case. For the system."""
    wanted = {"household_code": 1, "head_name": 1}
    found = Case._get_collection().find({"_id": {"$in": list(case_ids)}}, wanted)
    return {one["_id"]: (one["household_code"], one["head_name"]) for one in found}


def rounds_without_rows() -> list[Round]:
    """Rounds of before rows were kept beside their cases. For the system."""
    return list(Round.objects(rows_made_at=None))


def note_rows_made(opened: Round, at: datetime) -> None:
    Round.objects(id=opened.id).update_one(set__rows_made_at=at)


def stages_by_village(round_id: str, villages: Iterable[str]) -> dict[str, Counter[str]]:
    """How many cases of each stage a village has."""
    place = Case._get_collection()
    return {
        village: Counter(
            row["stage"] for row in place.find({"round_id": round_id, "village_path": village}, {"stage": 1})
        )
        for village in villages
    }


def add_case(case: Case) -> Case:
    """Open a case; opening it twice leaves one."""
    try:
        saved: Case = case.save(force_insert=True)
    except NotUniqueError:
        saved = Case.objects(id=case.id).get()
    return saved


def change_case(case: Case, changes: Mapping[str, Any], entry: HistoryEntry | None) -> Case:
    """Write changes and history in one update, if the case is still as it was read.

    Raises StaleCase, and writes nothing, if someone changed it since.
    """
    pushed = {} if entry is None else {"push__history": entry}
    return as_read.change(case, changes, StaleCase(case_id=case.id), **pushed)


def move_cases(
    case_ids: Iterable[str],
    *,
    entry: HistoryEntry | Sequence[HistoryEntry],
    froms: Iterable[str],
    changes: Mapping[str, EmbeddedDocument | str | None] | None = None,
) -> int:
    """Move those of the cases that still stand at one of these stages; returns how many. Doing it again moves none.

    One write for the whole list: what an act upon a village does to its households. Several entries: stages that are
    passed in one go, the last one is where the cases stand then. changes: fields that change with the stage.
    """
    entries = [entry] if isinstance(entry, HistoryEntry) else list(entry)
    told = {
        name: value.to_mongo() if isinstance(value, EmbeddedDocument) else value
        for name, value in (changes or {}).items()
    }
    changed = Case._get_collection().update_many(
        {"_id": {"$in": list(case_ids)}, "stage": {"$in": list(froms)}},
        {
            "$set": {"stage": entries[-1].stage, **told},
            "$push": {"history": {"$each": [one.to_mongo() for one in entries]}},
            "$inc": {"revision": 1},
        },
    )
    return int(changed.modified_count)
