"""An application as its page sends it: what stands on the paper, the table of members line by line."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from app.console.complaint_form import read_day
from app.console.procedure_words import APPLICATION_FAULTS
from app.console.words import word
from registry.rules.ethnic_groups import ethnic_group_of
from review.rules.application import MOST_PEOPLE, ApplicationTold, MemberTold

NEW = "moi"
"""Instead of a household of the register."""
LINES, MORE = 5, 5
"""Lines of the table of members that a page begins with, and how many `them-dong` adds."""
_YEAR = 4
_UNREADABLE = date.max
"""A day that was typed and is none: lies in the future, so that the rules refuse it."""
FIELDS = {
    "kind": "loai",
    "channel": "cach",
    "received_on": "ngay-nhan",
    "reason": "ly-do",
    "household_id": "ho",
    "village_path": "thon",
    "head_name": "ten-ho",
    "address": "dia-chi",
    "members_count": "so-nguoi",
    "applicant": "nguoi-viet",
    "contact": "lien-he",
    "sex": "gioi-tinh",
    "birth": "ngay-sinh",
    "ethnic_group": "dan-toc",
    "identity": "so-giay",
    "issued_on": "ngay-cap",
    "issued_by": "noi-cap",
    "permanent_address": "thuong-tru",
    "current_address": "noi-o",
    "listed_as": "dien",
    "listed_from": "tu-nam",
    "listed_until": "den-nam",
    "members": "tv-0-ten",
}
_OF_A_MEMBER = {
    "name": "ten",
    "sex": "gioi-tinh",
    "birth": "ngay-sinh",
    "relation": "quan-he",
    "work": "tinh-trang",
    "occupation": "nghe",
}


def read_application(given: Mapping[str, str]) -> ApplicationTold:
    chosen, people = given.get("ho", ""), given.get("so-nguoi", "").strip()
    group, issued = given.get("dan-toc", "").strip(), given.get("ngay-cap", "").strip()
    return ApplicationTold(
        kind=given.get("loai", ""),
        channel=given.get("cach", ""),
        received_on=read_day(given.get("ngay-nhan", "")),
        reason=given.get("ly-do", ""),
        household_id="" if chosen == NEW else chosen,
        village_path=given.get("thon", ""),
        head_name=given.get("ten-ho", ""),
        address=given.get("dia-chi", ""),
        members_count=(int(people) if people.isdecimal() and len(people) < _YEAR else 0) if people else None,
        applicant=given.get("nguoi-viet", ""),
        contact=given.get("lien-he", ""),
        sex=given.get("gioi-tinh", ""),
        birth=given.get("ngay-sinh", ""),
        ethnic_group=ethnic_group_of(group) or group,
        identity=given.get("so-giay", ""),
        issued_on=(read_day(issued) or _UNREADABLE) if issued else None,
        issued_by=given.get("noi-cap", ""),
        permanent_address=given.get("thuong-tru", ""),
        current_address=given.get("noi-o", ""),
        listed_as=given.get("dien", ""),
        listed_from=_year(given.get("tu-nam", "")),
        listed_until=_year(given.get("den-nam", "")),
        members=tuple(_member(given, line) for line in range(lines_of(given))),
    )


def lines_of(given: Mapping[str, str]) -> int:
    """How many lines the table of members has on the page that was sent."""
    told = given.get("so-dong", "")
    return min(int(told), MOST_PEOPLE) if told.isdecimal() and len(told) < _YEAR else LINES


def _member(given: Mapping[str, str], line: int) -> MemberTold:
    return MemberTold(**{name: given.get(f"tv-{line}-{field}", "") for name, field in _OF_A_MEMBER.items()})


def told_faults(faults: Mapping[str, str]) -> dict[str, str]:
    """Faults of an application as sentences by field of the page."""
    found = {}
    for place, fault in faults.items():
        begins, _dot, rest = place.partition(".")
        if not rest:
            found[FIELDS[place]] = word(APPLICATION_FAULTS, f"{place}.{fault}")
            continue
        line, _dot, name = rest.partition(".")
        said = word(APPLICATION_FAULTS, f"{begins}.{name}.{fault}")
        told = _("Member %(line)s: %(fault)s", line=int(line) + 1, fault=said)
        found[f"tv-{line}-{_OF_A_MEMBER[name]}"] = told
    return found


def _year(text: str) -> int | None:
    """Nought is no year: what can't be read is refused by the rules."""
    plain = text.strip()
    return (int(plain) if plain.isdecimal() and len(plain) == _YEAR else 0) if plain else None
