"""Who draws a monthly allowance, as the household's last Phiếu C1 told: the rows that the next one starts from.

Pure, and no payment: what is due is worked out elsewhere. Rows as in `review/rules/roster.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.ids import id_from
from review.rules.form_fields import flat
from review.rules.roster import CONFIDENTIAL, texts

FIELDS = (
    *("bn_category", "bn_decision_no", "bn_decision_date", "bn_from_month", "bn_to_month", "bn_units"),
    *("bn_coefficient", "bn_disability_type", "bn_payment", "bn_bank", "bn_account_number", "bn_account_name"),
    *("bn_payee", "bn_authorised_person"),
)
_TELL_TALE = ("bn_category", "bn_coefficient")
"""By these a confidential category can be known (assistance, section 2, rule 6): they are asked anew."""

_ENDED = frozenset({"CAT_CHET", "THOI_HUONG", "CHUYEN_DI"})
"""Changes after which a line is on the list no more: died, stopped, moved to another authority."""


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """One line of the list: a person may have two. id: ours, the same on the next list."""

    id: str
    member_name: str
    told: Mapping[str, str]

    @property
    def label(self) -> str:
        """Whose line, and its decision; never the category, which may name an illness."""
        return f"{self.member_name} · {self.told['bn_decision_no']}".removesuffix(" · ")


def beneficiaries_told(answers: Mapping[str, Any], key: str, *, month: str) -> list[Beneficiary]:
    """The lines that still run in a month ("2026-11"), in the order of the form. key: as for `members_told`."""
    rows = [flat(row) for row in flat(answers).get("beneficiaries") or () if isinstance(row, Mapping)]
    lines = [_line(row, key, number) for number, row in enumerate(rows, start=1) if not _has_ended(row, month)]
    return [one for one in lines if one.member_name]


def _line(row: Mapping[str, Any], key: str, number: int) -> Beneficiary:
    known = texts(row, ("listed_beneficiary", "bn_name"))
    told = texts(row, FIELDS)
    if told["bn_category"] in CONFIDENTIAL:
        told |= dict.fromkeys(_TELL_TALE, "")
    return Beneficiary(known["listed_beneficiary"] or id_from("beneficiary", key, str(number)), known["bn_name"], told)


def _has_ended(row: Mapping[str, Any], month: str) -> bool:
    stopped = texts(row, ("bn_to_month",))["bn_to_month"]
    return row.get("bn_change") in _ENDED or (bool(stopped) and stopped[:7] <= month)
