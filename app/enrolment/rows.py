"""What a row of the workbook asks for, and what is wrong with it: every fault of every row, told by row and column."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from app.auth.permissions import Role
from app.auth.ranks import may_give
from app.enrolment.workbook import COLUMNS, REQUIRED, SheetRow
from core.actor import Actor
from core.ids import id_from
from registry.rules.names import folded, tidy

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")
_NAME = re.compile(r"[^0-9<>]{2,100}")
_PHONE = re.compile(r"(0|\+84)[0-9]{9}")

ROLE_WORDS: Mapping[str, Role] = {
    "điều tra viên": Role.ENUMERATOR,
    "giám sát viên": Role.SUPERVISOR,
    "trưởng thôn": Role.VILLAGE_HEAD,
    "công chức văn hóa - xã hội": Role.COMMUNE_OFFICER,
    "chủ tịch ubnd xã": Role.COMMUNE_CHAIRMAN,
    "cấp thẩm định": Role.APPRAISER,
    "cấp huyện": Role.DISTRICT_OFFICER,
    "cấp tỉnh": Role.PROVINCE_OFFICER,
    "đơn vị chi trả": Role.PAYMENT_PROVIDER,
    "mặt trận tổ quốc": Role.AUDITOR,
    "quản trị": Role.ADMINISTRATOR,
}
"""What may be written for a role, beside its code; with or without marks."""

_KINDS: Mapping[Role | None, str] = {
    Role.VILLAGE_HEAD: "village",
    Role.COMMUNE_OFFICER: "commune",
    Role.COMMUNE_CHAIRMAN: "commune",
    Role.DISTRICT_OFFICER: "district",
    Role.PROVINCE_OFFICER: "province",
}
"""Roles that go with one kind of area: a village head of a whole commune would carry everybody's households."""

_ROLES = {folded(word): role for word, role in ROLE_WORDS.items()} | {str(role): role for role in Role}


@dataclass(frozen=True, slots=True)
class NewPerson:
    row: int
    username: str
    name: str
    role: Role
    area_path: str
    phone: str


@dataclass(frozen=True, slots=True)
class RowFault:
    """`code` has its sentence in app/i18n; column "" concerns the whole row."""

    row: int
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Known:
    """What the system holds about names and places.

    taken: user name to the import that made the account, None when none did. places: what was written to area paths.
    kinds: of the areas, by path.
    """

    taken: Mapping[str, str | None]
    places: Mapping[str, list[str]]
    kinds: Mapping[str, str] = field(default_factory=dict)


def import_id(rows: Iterable[SheetRow]) -> str:
    """The same for the same rows: running an import again, whole or after a crash, makes nobody twice."""
    told = ["\x1e".join(f"{name}={row.texts.get(name, '')}" for name in COLUMNS) for row in rows]
    return id_from("people import", *told)


def check(
    rows: Iterable[SheetRow], known: Known, *, by: Actor, import_id: str
) -> tuple[list[NewPerson], list[RowFault]]:
    """People as the rows ask for them, and every fault. Who is there already from this very import is no fault."""
    people, faults, seen = [], [], dict[str, int]()
    for row in rows:
        found = list(_faults(row, known, by, import_id))
        username = row.texts["username"].lower()
        if username and username in seen:
            found.append(_fault(row, "username", "enrolment.username_twice", {"row": seen[username]}))
        seen.setdefault(username, row.number)
        faults += found
        if not found:
            people.append(_person(row, known, by))
    return people, faults


def _faults(row: SheetRow, known: Known, by: Actor, import_id: str) -> Iterator[RowFault]:
    told = row.texts
    empty = [name for name in REQUIRED if not told.get(name)]
    yield from (_fault(row, name, "enrolment.missing") for name in empty)
    username = told["username"].lower()
    if username and not _USERNAME.fullmatch(username):
        yield _fault(row, "username", "enrolment.username_shape")
    elif username in known.taken and known.taken[username] != import_id:
        yield _fault(row, "username", "enrolment.username_taken")
    if told["name"] and not _NAME.fullmatch(tidy(told["name"])):
        yield _fault(row, "name", "enrolment.name_shape")
    if told["role"]:
        yield from _role_faults(row, by)
    if told["area"]:
        yield from _area_faults(row, known, by)
    phone = _digits(told.get("phone", ""))
    if phone and not _PHONE.fullmatch(phone):
        yield _fault(row, "phone", "enrolment.number_cell" if "phone" in row.numeric else "enrolment.phone_shape")


def _role_faults(row: SheetRow, by: Actor) -> Iterator[RowFault]:
    role = _ROLES.get(folded(row.texts["role"]))
    if role is None:
        yield _fault(row, "role", "enrolment.role_unknown")
    elif not may_give(by, role):
        yield _fault(row, "role", "enrolment.role_not_yours")


def _area_faults(row: SheetRow, known: Known, by: Actor) -> Iterator[RowFault]:
    paths = _paths(row, known, by)
    role = _ROLES.get(folded(row.texts["role"]))
    if not paths and known.places.get(row.texts["area"]):
        yield _fault(row, "area", "enrolment.area_not_yours")
    elif not paths:
        numeric = "area" in row.numeric
        yield _fault(row, "area", "enrolment.number_cell" if numeric else "enrolment.area_unknown")
    elif len(paths) == 1 and role in _KINDS and known.kinds.get(paths[0], _KINDS[role]) != _KINDS[role]:
        yield _fault(row, "area", f"enrolment.area_no_{_KINDS[role]}")
    elif len(paths) > 1:
        yield _fault(row, "area", "enrolment.area_ambiguous", {"paths": ", ".join(sorted(paths))})


def _paths(row: SheetRow, known: Known, by: Actor) -> list[str]:
    return [path for path in known.places.get(row.texts["area"], []) if by.covers(path)]


def _person(row: SheetRow, known: Known, by: Actor) -> NewPerson:
    told = row.texts
    return NewPerson(
        row=row.number,
        username=told["username"].lower(),
        name=tidy(told["name"]),
        role=_ROLES[folded(told["role"])],
        area_path=_paths(row, known, by)[0],
        phone=_digits(told.get("phone", "")),
    )


def _digits(text: str) -> str:
    return re.sub(r"[\s.()-]", "", text)


def _fault(row: SheetRow, name: str, code: str, facts: Mapping[str, Any] = MappingProxyType({})) -> RowFault:
    return RowFault(row.number, COLUMNS[name], code, facts)
