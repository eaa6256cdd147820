"""Accounts from a workbook: all rows or none, and the same workbook again changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from pymongo.errors import BulkWriteError

from app.auth import people
from app.auth.errors import UsernameTaken
from app.enrolment import rows as rules
from app.enrolment.rows import Known, NewPerson, RowFault
from app.enrolment.workbook import SheetRow
from core import audit
from core.actor import Actor
from core.clock import Clock, local_day
from registry import repository as registry


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. With a fault it does nothing at all."""

    import_id: str
    people: list[NewPerson]
    faults: list[RowFault]
    already: int
    """People who are there from an earlier run of the same workbook."""

    @property
    def is_sound(self) -> bool:
        return not self.faults


def plan(rows: Sequence[SheetRow], *, by: Actor, clock: Clock) -> Plan:
    """Look at every row, write nothing: this is the dry run."""
    import_id = rules.import_id(rows)
    taken = people.imports_of(row.texts["username"].lower() for row in rows)
    places = registry.paths_by_code({row.texts["area"] for row in rows}, on=local_day(clock()))
    kinds = {one.id: one.kind for one in registry.areas_by_path(path for paths in places.values() for path in paths)}
    found, faults = rules.check(rows, Known(taken, places, kinds), by=by, import_id=import_id)
    already = sum(1 for one in found if one.username in taken)
    return Plan(import_id, found, faults, already)


def carry_out(made: Plan, *, by: Actor, clock: Clock) -> int:
    """Write the accounts of a sound plan; returns how many are new. They have no password: their card lets them in.

    Raises UsernameTaken when somebody took a name since the plan; nobody is then added.
    """
    now = clock()
    present = people.imports_of(one.username for one in made.people)
    new = [one for one in made.people if one.username not in present]
    try:
        ids = people.add_many(
            [(one.username, one.name, one.role, one.area_path, one.phone) for one in new], made.import_id, at=now
        )
    except BulkWriteError as error:
        people.take_back({one.username for one in new}, made.import_id, at=now)
        raise UsernameTaken(username=error.details["writeErrors"][0]["op"]["username"]) from error
    audit.record("people.imported", by=by.id, subject=made.import_id, at=now, count=len(ids))
    return len(ids)
