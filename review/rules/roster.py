"""Who lives in a household, as its latest form told: the rows that the next Phiếu C or C1 starts from.

Pure. `answers` are those of a Phiếu B, C or C1 as they are kept: nested as the form. Values of rows are texts, as lists
on phones carry them; an empty one is not known. A citizen number goes through unchanged, whatever its length.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.ids import id_from
from registry.rules.names import folded
from review.rules.form_fields import MEMBERS, flat

IDENTITY = ("member_name", "relation", "sex", "birth_known", "birth_date", "birth_year", "id_number", "ethnic_group")
PROFILE = (
    *("m_schooling", "m_education", "m_training", "m_work", "m_health_insurance", "m_health"),
    *("m_disability_type", "m_disability_degree", "m_merit", "m_social_allowance"),
)
"""What Phiếu C and C1 ask about a member beyond Phiếu B."""

ASKED_OF_MEMBERS = (
    *IDENTITY,
    *("age_reason", "id_number_reason", "unable_to_work", "health_insurance", "seriously_ill", "sought_treatment"),
    *("attending_school", "lower_secondary_graduate", "uses_phone", "disabled", "monthly_social_allowance"),
    *("stunted", "underweight", "has_work", "wants_work", "waged", "labour_contract"),
    *("education_matches_age", "school_level_matches_age", "uses_internet"),
)
"""What the Phiếu B of the three periods ask about a member."""

CONFIDENTIAL = frozenset({"TE_HIV_NGHEO", "HIV_NGHEO"})
"""Allowances that tell an illness: never on a list (decree 20/2021, article 8; assistance, section 2, rule 6)."""

NO_ALLOWANCE = "KHONG"


@dataclass(frozen=True, slots=True)
class Member:
    """id: ours, the same on the next list. told: by the names of the form's fields."""

    id: str
    told: Mapping[str, str]

    @property
    def label(self) -> str:
        """Name and year of birth; never a citizen number."""
        born = self.told["birth_year"] or self.told["birth_date"][:4]
        return f"{self.told['member_name']} ({born})" if born else self.told["member_name"]

    @property
    def draws_allowance(self) -> bool:
        return self.told["m_social_allowance"] not in ("", NO_ALLOWANCE)


def members_told(answers: Mapping[str, Any], key: str) -> list[Member]:
    """The roster of a form, in its order; lines without a name are left out.

    key: of the first version of the submission, so that an edit leaves the people who they are.
    """
    return [_member(row, key, number) for number, row in enumerate(_rows(answers), start=1) if _text(row, IDENTITY[0])]


def with_profiles(roster: Iterable[Member], earlier: Iterable[Member]) -> list[Member]:
    """The roster, each with the id and the profile that an earlier form had of the same person.

    The same person: the line was chosen from the list (same id), or name, sex and year of birth agree with exactly one.
    """
    known = list(earlier)
    by_id = {one.id: one for one in known}
    found: list[Member] = []
    for member in roster:
        likely = [one for one in known if _likeness(one) == _likeness(member)]
        same = by_id.get(member.id) or (likely[0] if len(likely) == 1 else None)
        if same is None or any(one.id == same.id for one in found):
            found.append(member)
        else:
            found.append(Member(same.id, {name: value or same.told[name] for name, value in member.told.items()}))
    return found


def on_phones(member: Member) -> dict[str, str]:
    """What a list may say of a member: nothing that names an illness by the allowance."""
    told = dict(member.told)
    if told["m_social_allowance"] in CONFIDENTIAL:
        told["m_social_allowance"] = ""
    return told


def texts(row: Mapping[str, Any], names: Iterable[str]) -> dict[str, str]:
    """Answers as texts: codes with blanks between, numbers without a needless point, nothing for what is not told."""
    return {name: _text(row, name) for name in names}


def rows_told(answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lines of the roster as they were answered, groups opened."""
    return list(_rows(answers))


def _rows(answers: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    rows = flat(answers).get(MEMBERS)
    yield from (flat(row) for row in rows or () if isinstance(row, Mapping))


def _member(row: Mapping[str, Any], key: str, number: int) -> Member:
    return Member(_text(row, "listed_member") or id_from("person", key, str(number)), texts(row, (*IDENTITY, *PROFILE)))


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if isinstance(value, list):
        return " ".join(map(str, value))
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _likeness(member: Member) -> tuple[str, str, str]:
    told = member.told
    return folded(told["member_name"]), told["sex"], told["birth_year"] or told["birth_date"][:4]
