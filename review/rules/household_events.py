"""What is asked for when something happened to a household, and what is wrong with it: pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from registry.rules.birth import BirthUnreadable, read_birth
from registry.rules.household_events import UNDOABLE, Kind
from registry.rules.names import is_name, tidy
from registry.rules.person import HEAD, RELATIONS
from registry.rules.standing import ON_THE_LIST

EARLIEST = date(1990, 1, 1)
"""What is said to have happened before is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Facts of every kind of event; each kind reads its own.

    persons: who goes, died, or is moved. head: who is the head afterwards (of the new household, or of this one).
    head_name: of a household whose members are not known one by one. other: household that takes them over. village:
    where it goes within the commune, or is taken in. to_commune: path of the commune it moves to, if the system
    knows it; destination: in words. standing, year: what the certificate of another commune tells. relation, name, sex,
    birth: of a member who joins. event: the event that is taken in or taken back.
    """

    kind: Kind
    on: date | None
    reason: str
    persons: tuple[str, ...] = ()
    head: str = ""
    head_name: str = ""
    code: str = ""
    address: str = ""
    village: str = ""
    other: str = ""
    to_commune: str = ""
    destination: str = ""
    certificate: str = ""
    standing: str = ""
    year: int | None = None
    name: str = ""
    sex: str = ""
    birth: str = ""
    relation: str = ""
    people: int | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the register knows when an event is asked for. members: ids, of those who are of the household on the day.

    is_here: it did not leave. codes: taken in the village where it would be. places: villages it may go to. others:
    households of the commune that may take its people. communes: others, there today, that it may move to. event_kind:
    of the event that is taken back, "" when there is none that can be. has_later: another entry stands upon that one.
    """

    today: date
    members: Collection[str] = ()
    head: str = ""
    members_count: int | None = None
    is_here: bool = True
    codes: Collection[str] = ()
    places: Collection[str] = ()
    others: Collection[str] = ()
    communes: Collection[str] = ()
    event_kind: str = ""
    is_taken_in: bool = False
    has_later: bool = False
    first_day: date | None = field(default=None)


def faults(asked: Asked, known: Known) -> dict[str, str]:
    """By field the code of what is wrong with it; the first of each."""
    found: dict[str, str] = {}
    for name, code in _faults(asked, known):
        found.setdefault(name, code)
    return found


def _faults(asked: Asked, known: Known) -> Iterator[tuple[str, str]]:
    for place in ("head_name", "name"):
        if (told := tidy(getattr(asked, place))) and not is_name(told):
            yield place, "households.name_shape"
    if asked.on is None or not (known.first_day or EARLIEST) <= asked.on <= known.today:
        yield "on", "events.day_not_possible"
    if not asked.reason.strip():
        yield "reason", "events.reason_missing"
    if not known.is_here and asked.kind not in (Kind.UNDONE, Kind.MOVED_IN):
        yield "", "events.household_left"
    if set(asked.persons) - set(known.members):
        yield "persons", "events.persons_unknown"
    yield from _OF_KIND.get(asked.kind, _nothing)(asked, known)


def is_the_last(asked: Asked, known: Known) -> bool:
    """Whether nobody is left of the household when these members are gone."""
    if known.members:
        return not set(known.members) - set(asked.persons)
    return known.members_count == 1


def _nothing(_asked: Asked, _known: Known) -> Iterator[tuple[str, str]]:
    yield from ()


def _split(asked: Asked, known: Known) -> Iterator[tuple[str, str]]:
    if known.members and not asked.persons:
        yield "persons", "events.persons_missing"
    elif known.members and not set(known.members) - set(asked.persons):
        yield "persons", "events.persons_all"
    elif not known.members and not (asked.people and 0 < asked.people < (known.members_count or 0)):
        yield "people", "events.people_not_possible"
    if known.members and asked.head not in asked.persons:
        yield "head", "events.head_missing"
    elif not known.members and not tidy(asked.head_name):
        yield "head_name", "events.head_missing"
    if known.head in asked.persons:
        yield "persons", "events.head_stays"
    yield from _code(asked, known)


def _code(asked: Asked, known: Known) -> Iterator[tuple[str, str]]:
    if not asked.code.strip():
        yield "code", "events.code_missing"
    elif asked.code.strip().lower() in known.codes:
        yield "code", "events.code_taken"


def _merged(asked: Asked, known: Known) -> Iterator[tuple[str, str]]:
    if asked.other not in known.others:
        yield "other", "events.other_missing"


def _moved(asked: Asked, known: Known) -> Iterator[tuple[str, str]]:
    if asked.village not in known.places:
        yield "village", "events.village_missing"


def _moved_out(asked: Asked, known: Known) -> Iterator[tuple[str, str]]:
    if (asked.to_commune and asked.to_commune not in known.communes) or (
        not asked.to_commune and not asked.destination.strip()
    ):
        yield "destination", "events.destination_missing"


def _moved_in(asked: Asked, known: Known) -> Iterator[tuple[str, str]]:
    yield from _moved(asked, known)
    yield from _code(asked, known)
    if not asked.event and not tidy(asked.head_name):
        yield "head_name", "events.head_missing"
    if not asked.event and asked.standing:
        if asked.standing not in ON_THE_LIST:
            yield "standing", "events.standing_unknown"
        if asked.year is None or not EARLIEST.year <= asked.year <= known.today.year + 1:
            yield "year", "events.year_missing"
    if asked.people is not None and asked.people < 1:
        yield "people", "events.people_missing"
    if asked.event and (known.event_kind != Kind.MOVED_OUT or known.is_taken_in):
        yield "", "events.taken_in"


def _gone(asked: Asked, known: Known) -> Iterator[tuple[str, str]]:
    if known.members and len(asked.persons) != 1:
        yield "persons", "events.persons_missing"
    elif known.head and known.head in asked.persons and not is_the_last(asked, known):
        if asked.head not in known.members or asked.head in asked.persons:
            yield "head", "events.head_missing"
    elif not known.members and known.members_count != 1 and not tidy(asked.name):
        yield "name", "events.name_missing"


def _member_in(asked: Asked, known: Known) -> Iterator[tuple[str, str]]:
    if not tidy(asked.name):
        yield "name", "events.name_missing"
    if asked.relation not in RELATIONS or (asked.relation == HEAD and known.head):
        yield "relation", "events.relation_missing"
    try:
        birth_told(asked)
    except BirthUnreadable:
        yield "birth", "events.birth_not_possible"


def birth_told(asked: Asked) -> str:
    """Of a member who joins, as exactly as it is known; not after he joined. Raises BirthUnreadable."""
    return read_birth(asked.birth, today=asked.on or date.max) if asked.birth.strip() else ""


def _corrected(asked: Asked, known: Known) -> Iterator[tuple[str, str]]:
    if not (tidy(asked.head_name) or asked.head or asked.address.strip() or asked.code.strip()):
        yield "head_name", "events.nothing_corrected"
    if asked.code.strip() and asked.code.strip().lower() in known.codes:
        yield "code", "events.code_taken"


def _undone(_asked: Asked, known: Known) -> Iterator[tuple[str, str]]:
    if known.event_kind not in set(UNDOABLE):
        yield "", "events.not_undoable"
    elif known.is_taken_in:
        yield "", "events.taken_in"
    elif known.has_later:
        yield "", "events.later_first"


_OF_KIND = {
    Kind.SPLIT: _split,
    Kind.MERGED: _merged,
    Kind.MOVED: _moved,
    Kind.MOVED_OUT: _moved_out,
    Kind.MOVED_IN: _moved_in,
    Kind.MEMBER_IN: _member_in,
    Kind.MEMBER_OUT: _gone,
    Kind.DIED: _gone,
    Kind.CORRECTED: _corrected,
    Kind.UNDONE: _undone,
}
