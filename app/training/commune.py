"""The training commune: xã Lộc Bình of source document 003, with made-up people only.

Four villages, a rural commune of region NT3, rule set vn-2016-2020, a round that opens today. Village 1 waits for
phones; the others stand further on (training/stages.py). Last year's round came to its end (training/last_year.py).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.auth import people, phone_keys
from app.auth.permissions import Role
from app.training.people import a_name
from core.actor import SYSTEM
from core.clock import Clock, local_day
from core.ids import id_from, new_password
from registry import repository as registry
from registry.models import Household
from registry.rules.standing import Standing
from review import repository as review
from review.actions.rounds import list_households, open_round
from review.models import Round

RULESET = "vn-2016-2020"
PROVINCE, DISTRICT, COMMUNE = "46/", "46/482/", "46/482/20128/"
"""Thừa Thiên Huế, Phú Lộc, Lộc Bình. The commune's own code is recalled, not seen in a source."""

VILLAGES = (
    (f"{COMMUNE}2012801/", "Thôn 1 - An Bình", 24),
    (f"{COMMUNE}2012802/", "Thôn 2 - Hải Bình", 14),
    (f"{COMMUNE}2012803/", "Thôn 3 - Hòa An", 12),
    (f"{COMMUNE}2012804/", "Thôn 4 - Tân An", 10),
)
"""Path, name, number of households to review."""

ROUND_DAYS = 75
VILLAGE_4_HEAD = "truongthon04"
_ROUND_ID = id_from("training round", COMMUNE)
_AREAS_SINCE = date(2016, 1, 1)


@dataclass(frozen=True, slots=True)
class TrainingPerson:
    """Somebody of the training commune with his password, which only `demo.json` keeps in clear."""

    username: str
    password: str
    role: Role
    area_path: str
    phone_key: str


_PEOPLE: tuple[tuple[str, Role, str], ...] = (
    *((f"dtv0{number}", Role.ENUMERATOR, path) for number, (path, _, _) in enumerate(VILLAGES, start=1)),
    ("gsv01", Role.SUPERVISOR, COMMUNE),
    ("truongthon01", Role.VILLAGE_HEAD, VILLAGES[0][0]),
    (VILLAGE_4_HEAD, Role.VILLAGE_HEAD, VILLAGES[3][0]),
    ("canbo01", Role.COMMUNE_OFFICER, COMMUNE),
    ("chutich01", Role.COMMUNE_CHAIRMAN, COMMUNE),
    ("thamdinh01", Role.APPRAISER, DISTRICT),
    ("huyen01", Role.DISTRICT_OFFICER, DISTRICT),
    ("tinh01", Role.PROVINCE_OFFICER, PROVINCE),
    ("chitra01", Role.PAYMENT_PROVIDER, COMMUNE),
    ("mttq01", Role.AUDITOR, COMMUNE),
    ("quantri01", Role.ADMINISTRATOR, ""),
    ("truongthon02", Role.VILLAGE_HEAD, VILLAGES[1][0]),
    ("truongthon03", Role.VILLAGE_HEAD, VILLAGES[2][0]),
)

_PHONES = frozenset({Role.ENUMERATOR, Role.SUPERVISOR, Role.VILLAGE_HEAD, Role.COMMUNE_OFFICER})


def settle(clock: Clock) -> Round:
    """Write areas and households, open the round and its cases. Running it again changes nothing."""
    write_areas()
    today = local_day(clock())
    households = [register(one, clock) for one in planned(today.year)]
    opened = running_round() or _open(_ROUND_ID, today, clock)
    list_households(opened, households, by=SYSTEM, clock=clock)
    return opened


def running_round() -> Round | None:
    """None before the first start came so far."""
    return next((one for one in review.rounds_within(COMMUNE) if one.id == _ROUND_ID), None)


def _open(round_id: str, today: date, clock: Clock) -> Round:
    return open_round(
        round_id,
        name=f"Rà soát định kỳ năm {today.year} (tập huấn)",
        kind="periodic",
        year=today.year,
        commune=registry.get_area(COMMUNE),
        ruleset_id=RULESET,
        opens_on=today,
        closes_on=today + timedelta(days=ROUND_DAYS),
        by=SYSTEM,
        clock=clock,
        is_training=True,
    )


def write_areas() -> None:
    since = _AREAS_SINCE
    registry.keep_area(PROVINCE, kind="province", name="Tỉnh Thừa Thiên Huế", valid_from=since)
    registry.keep_area(DISTRICT, kind="district", name="Huyện Phú Lộc", valid_from=since)
    for path, kind, name in (
        (COMMUNE, "commune", "Xã Lộc Bình"),
        *((path, "village", name) for path, name, _ in VILLAGES),
    ):
        registry.keep_area(path, kind=kind, name=name, valid_from=since, area_kind="rural", score_area="NT3")


@dataclass(frozen=True, slots=True)
class Planned:
    """A household of the training commune. standings: by year, of years before the running round."""

    id: str
    code: str
    head_name: str
    address: str
    village_path: str
    members_count: int
    standings: Mapping[int, str]


def planned(year: int) -> Iterator[Planned]:
    """The same households at every start. Seven of ten are on the list of the year before; the others applied.

    year: of the running round.
    """
    chance = Random(20128)
    for path, name, count in VILLAGES:
        for number in range(1, count + 1):
            before = chance.choices(("poor", "near_poor", "non_poor"), (4, 3, 3))[0]
            earlier = chance.choice(("poor", "near_poor", "non_poor")) if chance.random() < 0.5 else before
            head_name = a_name(chance, chance.choice(("male", "female")))
            members = chance.choices(range(1, 8), (2, 3, 4, 5, 4, 2, 1))[0]
            yield Planned(
                id=id_from("training household", path, str(number)),
                code=f"{path.rstrip('/').rsplit('/', 1)[-1]}-{number:03d}",
                head_name=head_name,
                address=f"Xóm {chance.randint(1, 5)}, {name.split(' - ')[-1]}",
                village_path=path,
                members_count=members,
                standings={year - 2: earlier, year - 1: before},
            )


def register(one: Planned, clock: Clock, *, until: int | None = None) -> Household:
    """Write it into the register, once. until: the last year whose standing is known there already; None for all."""
    return registry.find_household(one.id) or registry.register_household(
        one.id,
        code=one.code,
        head_name=one.head_name,
        address=one.address,
        village_path=one.village_path,
        source="application" if one.standings[max(one.standings)] == Standing.NON_POOR else "managed_list",
        at=clock(),
        members_count=one.members_count,
        standings=[(year, told, RULESET) for year, told in one.standings.items() if until is None or year <= until],
    )


def add_people(clock: Clock) -> list[TrainingPerson]:
    """One person of each role, and an enumerator for every village, with new passwords and phone keys.

    Somebody who is there already gets a new password: it was known only to a `demo.json` that is gone.
    """
    chance = Random(46)
    made = []
    for username, role, area_path in _PEOPLE:
        password, now = new_password(), clock()
        person = people.find_by_username(username)
        if person is None:
            person = people.add_person(
                username=username,
                name=a_name(chance, chance.choice(("male", "female"))),
                roles=[role],
                area_path=area_path,
                password=password,
                at=now,
                is_training=True,
            )
        else:
            people.set_password(person, password, at=now)
        key = phone_keys.issue(person, at=now) if role in _PHONES else ""
        made.append(TrainingPerson(username, password, role, area_path, key))
    return made
