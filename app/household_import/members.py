"""What the rows of members ask for: every fault of every cell, what is doubtful, and the rosters that follow from them.

Faults keep the workbook from being written; doubts about a number are told and written (assistance, section 2.3).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.household_import.members_sheet import RELATION_WORDS, REQUIRED, SEX_WORDS, SHEET, MemberRow
from registry.rules.birth import BirthUnreadable, read_birth, year_of
from registry.rules.ethnic_groups import ethnic_group_of
from registry.rules.identity import Doubt, PaperKind, doubts_of, read_number, suggested
from registry.rules.names import folded, is_name, tidy
from registry.rules.person import HEAD
from registry.rules.same_person import Told, name_key

_RELATIONS = {folded(word): code for word, code in RELATION_WORDS.items()} | {
    code: code for code in RELATION_WORDS.values()
}
_SEXES = {folded(word): sex for word, sex in SEX_WORDS.items()}

Key = tuple[str, str]
"""Path of the village, code of the household in small letters."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """`code` has its sentence in app/i18n; column: a field of the sheet. sheet "" is that of the households."""

    row: int
    column: str
    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Members:
    """lines: by household, in the order of the sheet."""

    lines: Mapping[Key, Sequence[Told]]
    faults: Sequence[CellFault]
    doubts: Sequence[CellFault]


def read(rows: Sequence[MemberRow], place_of: Mapping[str, str], heads: Mapping[Key, str], *, today: date) -> Members:
    """place_of: path of a village by what is written for it. heads: of each household that there is or will be."""
    faults: list[CellFault] = []
    doubts: list[CellFault] = []
    lines: dict[Key, list[Told]] = defaultdict(list)
    numbers: dict[str, int] = {}
    seen: dict[tuple[Key, str, str], int] = {}
    first: dict[Key, MemberRow] = {}
    for row in rows:
        told, wrong = _told(row, today)
        key = (place_of.get(row.texts.get("village", ""), ""), row.texts.get("household", "").lower())
        if row.texts.get("village") and not key[0]:
            wrong.append(_fault(row, "village", "households.village_unknown"))
        elif all(key) and key not in heads:
            wrong.append(_fault(row, "household", "members.household_unknown"))
        first.setdefault(key, row)
        if not wrong:
            wrong += _twice(row, told, key, numbers, seen)
        faults += wrong
        if not wrong:
            doubts += _doubts(row, told)
            lines[key].append(told)
    if not faults:
        faults += [one for key, those in lines.items() for one in _heads(those, heads[key], first[key])]
    return Members(lines, faults, doubts)


def told_at(year: int, now: datetime) -> datetime:
    """When a list of a year speaks: at its end, and never after now."""
    return min(now, datetime(year, 12, 31, tzinfo=now.tzinfo))


def _fault(at: MemberRow, column: str, code: str, **facts: Any) -> CellFault:
    return CellFault(at.number, column, code, facts, SHEET)


def _told(row: MemberRow, today: date) -> tuple[Told, list[CellFault]]:
    texts = row.texts
    wrong = [_fault(row, name, "households.missing") for name in REQUIRED if not texts.get(name)]
    if texts.get("name") and not is_name(texts["name"]):
        wrong.append(_fault(row, "name", "households.name_shape"))
    relation = _RELATIONS.get(folded(texts.get("relation", "")), "")
    if texts.get("relation") and not relation:
        wrong.append(_fault(row, "relation", "members.relation_unknown"))
    sex = _SEXES.get(folded(texts.get("sex", "")), "")
    if texts.get("sex") and not sex:
        wrong.append(_fault(row, "sex", "members.sex_unknown"))
    birth = _birth(row, today)
    if texts.get("birth") and not birth:
        wrong.append(_fault(row, "birth", "members.birth_unreadable"))
    group = ethnic_group_of(texts.get("ethnic_group", ""))
    if texts.get("ethnic_group") and not group:
        wrong.append(_fault(row, "ethnic_group", "members.ethnic_group_unknown"))
    wrong += _number_faults(row)
    told = Told("", tidy(texts.get("name", "")), relation, sex, birth, texts.get("number", ""), group)
    return told, wrong


def _birth(row: MemberRow, today: date) -> str:
    """ "" when it can't be read."""
    try:
        return read_birth(row.birth if isinstance(row.birth, date) else row.texts.get("birth", ""), today=today)
    except BirthUnreadable:
        return ""


def _number_faults(row: MemberRow) -> Iterator[CellFault]:
    text = row.texts.get("number", "")
    number = read_number(text)
    if number is not None and number.kind is PaperKind.OTHER:
        if proposed := suggested(text):
            yield _fault(row, "number", "members.number_cut", proposed=proposed)
        else:
            yield _fault(row, "number", "registry.number_unreadable")


def _twice(
    row: MemberRow, told: Told, key: Key, numbers: dict[str, int], seen: dict[tuple[Key, str, str], int]
) -> list[CellFault]:
    """The same person in two rows, or one number for two people."""
    number = read_number(told.number)
    same = (key, name_key(told.name), told.birth)
    if same in seen:
        return [_fault(row, "name", "members.twice", row=seen[same])]
    seen[same] = row.number
    if number is not None and number.digits in numbers:
        return [_fault(row, "number", "members.number_twice", row=numbers[number.digits])]
    if number is not None:
        numbers[number.digits] = row.number
    return []


def _doubts(row: MemberRow, told: Told) -> list[CellFault]:
    number = read_number(told.number)
    found = doubts_of(number, sex=told.sex, born=year_of(told.birth)) if number else ()
    return [_fault(row, "number", f"members.doubt_{Doubt(one)}") for one in found]


def _heads(lines: Sequence[Told], head: str, first: MemberRow) -> Iterator[CellFault]:
    """A household has one head, and he bears the name that the list of households tells."""
    heads = [one for one in lines if one.relation == HEAD]
    if len(heads) != 1:
        yield _fault(first, "relation", "members.one_head")
    elif name_key(heads[0].name) != name_key(head):
        yield _fault(first, "name", "members.other_head")
