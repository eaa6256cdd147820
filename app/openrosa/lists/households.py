"""households.csv: the households of a person's villages, with the state of their cases.

For Phiếu C only the recognised ones, with the answers of their last Phiếu C; for C1 all, with their telephone.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from app.openrosa.lists.kept import PersonalList, table
from app.openrosa.lists.last_forms import Known, last_forms
from app.openrosa.lists.listed import Listed, households_with_cases, recognised_households
from core.actor import Actor
from registry.models import Area
from review import reverifications
from review.actions.after_decision import PROFILE
from review.actions.forms import ASSESS, IDENTIFY
from review.actions.profiles import ASSISTANCE
from review.complaint_models import Reverification
from review.rules.recognised import Result
from review.rules.roster import texts
from review.rules.stages import Stage

FILE_NAME = "households.csv"

_COLUMNS = (
    *("name", "label", "village", "household_code", "head_name", "address", "members_count", "standing"),
    *("managed_list", "state", "remark"),
)
_LAST_C = (
    *("c_05", "c_06", "c_07", "c_08", "c_09", "c_10", "c_11", "c_12", "c_12_first", "c_12_second"),
    *("c_13", "c_14", "c_15"),
)
_FOR_PROFILE = ("phone", "data_year", "household_no", "standing_before", "b1", "b2", *_LAST_C)
_FOR_ASSISTANCE = ("phone",)

_FORMS = {IDENTIFY: "Phiếu A", ASSESS: "Phiếu B", PROFILE: "Phiếu C", ASSISTANCE: "Phiếu C1"}

MARK = "⚠ "
AGAIN = "Phúc tra, cần gặp lại hộ"
UNDECIDED = "đã duyệt, chưa có quyết định"
"""On the list for Phiếu C, so that phones are ready when the decision is signed; not recognised yet."""

Row = dict[str, str]


def make(villages: Iterable[Area], actor: Actor, role: str, ruleset: str = "") -> PersonalList:
    columns, rows = _OF_ROLE.get(role, (_COLUMNS, _plain))
    made = (row for village in villages for row in rows(village.id, actor, ruleset))
    sent = reverifications.ordered_to(actor.id) if role == ASSESS else {}
    made = (_sent_again(row, sent[row["case"]]) if row.get("case") in sent else row for row in made)
    return table(columns, ([row[name] for name in columns] for row in made))


def _sent_again(row: Row, ordered: Reverification) -> Row:
    """A household that comes back as work for this enumerator alone, with what he has to look at."""
    told = f"{AGAIN}: {ordered.instruction}" if ordered.instruction else AGAIN
    remark = "; ".join(filter(None, (told, row["remark"])))
    label = row["label"] if row["label"].startswith(MARK) else f"{MARK}{row['label']}"
    return row | {"label": label, "remark": remark}


def _plain(village: str, actor: Actor, ruleset: str) -> Iterable[Row]:
    return (row_of(one) for one in households_with_cases(village, actor, ruleset))


def _for_profile(village: str, actor: Actor, ruleset: str) -> Iterable[Row]:
    found = recognised_households(village, actor, ruleset)
    known = last_forms(village, seen_by=actor, only={one.household.id for one, _ in found})
    for one, result in found:
        about = known.get(one.household.id, Known())
        yield row_of(one) | texts(about.told(PROFILE), _LAST_C) | _recognition(one, result) | _phone(about)


def _for_assistance(village: str, actor: Actor, ruleset: str) -> Iterable[Row]:
    known = last_forms(village, seen_by=actor)
    for one in households_with_cases(village, actor, ruleset):
        yield row_of(one) | _phone(known.get(one.household.id, Known()))


_OF_ROLE: Mapping[str, tuple[tuple[str, ...], Callable[[str, Actor, str], Iterable[Row]]]] = {
    PROFILE: ((*_COLUMNS, *_FOR_PROFILE), _for_profile),
    ASSISTANCE: ((*_COLUMNS, *_FOR_ASSISTANCE), _for_assistance),
}


def row_of(one: Listed) -> Row:
    """A household with the state of its case."""
    household, case = one.household, one.case
    remark = _remark(one)
    mark = MARK if remark is not None else ""
    return {
        "name": household.id,
        "case": case.id if case else "",
        "label": f"{mark}{household.head_name} ({household.code})",
        "village": household.village_path,
        "household_code": household.code,
        "head_name": household.head_name,
        "address": household.address,
        "members_count": _number(household.members_count),
        "standing": household.standing,
        "managed_list": "yes" if household.is_managed else "no",
        "state": case.stage if case else "",
        "remark": remark or "",
    }


def _remark(one: Listed) -> str | None:
    """What the supervisor wrote about the form that the case stands on, and of every other that he sent back.

    None when nothing was sent back: a Phiếu A may be, too, when the case has long been scored.
    """
    of_case = one.case.remark if one.case and one.case.stage == Stage.RETURNED_FOR_CORRECTION else None
    others = [f"{_FORMS.get(role, role)}: {reason}" for role, reason in one.sent_back if reason != of_case]
    told = [of_case, *others] if of_case is not None else others
    return "; ".join(filter(None, told)) if told else None


def _recognition(one: Listed, result: Result) -> Row:
    """The result that Phiếu C starts from.

    Until somebody signs for it, the standing is the register's, and from which to which the household went is not told:
    the form calls them recognised. The totals are those of the approved Phiếu B all the same.
    """
    plain = row_of(one)
    label, standing = plain["label"], plain["standing"]
    return {
        "label": label if result.is_decided else f"{label} · {UNDECIDED}",
        "standing": result.standing if result.is_decided else standing,
        "standing_before": result.before if result.is_decided else "",
        "data_year": str(result.year),
        "household_no": _last_number(one.household.code),
        "b1": _number(result.b1),
        "b2": _number(result.b2),
    }


def _phone(known: Known) -> Row:
    """As the last Phiếu C had it; Phiếu C1 calls it c1_02."""
    told = texts(known.told(PROFILE) | known.told(ASSISTANCE), ("c_02", "c1_02"))
    return {"phone": told["c1_02"] or told["c_02"]}


def _last_number(code: str) -> str:
    """The number of the household within its village: the last digits of its code; empty when it has none that fit."""
    digits = re.search(r"([0-9]{1,4})$", code)
    return str(int(digits[1])) if digits and int(digits[1]) else ""


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
