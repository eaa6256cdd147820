"""What an indicator of B2 saw when it counted: the answers that decided, in words.

The trace keeps what was seen of every member; here stand those of whom the condition holds. On a paper that goes
around (`discreet`) health is told as a number of people alone.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.console.field_words import HEALTH, told, with_decimal_sign
from form_engine.scoring_conditions import holds
from form_engine.scoring_facts import exact
from form_engine.scoring_sheet import Indicator

_MEMBERS = "members"
_TOLD_ON_PAPER = 2
"""Members whose answers are told one by one; of more only the numbers, so that the paper stays one page."""


def seen_words(indicator: Indicator, saw: Iterable[Mapping[str, Any]], *, discreet: bool) -> str:
    """saw: as the trace has it. Empty when it holds nothing, as in scores of before."""
    seen = list(saw)
    if not seen:
        return ""
    if indicator.scope == "household":
        return _of_household(indicator, {one["field"]: one["value"] for one in seen})
    members: dict[int, dict[str, Any]] = {}
    for one in seen:
        members.setdefault(one["member"], {})[one["field"]] = one["value"]
    found = [place for place, answers in members.items() if holds(indicator.condition, answers, len(members)) is True]
    if indicator.scope == "no_member":
        return str(ngettext("none of %(num)s member", "none of %(num)s members", len(members)))
    count = str(_("%(count)s of %(all)s members", count=len(found), all=len(members)))
    fields = [test.field for test in indicator.condition.tests]
    if indicator.scope == "member_share" or (discreet and HEALTH & set(fields)):
        return count
    if len(found) > _TOLD_ON_PAPER and discreet:
        numbers = _("numbers %(places)s", places=", ".join(map(str, found)))
        return f"{count} ({numbers})"
    several = (_("member %(number)s", number=place) + f" ({_answers(members[place])})" for place in found)
    return f"{count}: {'; '.join(several)}" if found else count


def _of_household(indicator: Indicator, answers: Mapping[str, Any]) -> str:
    words = _answers(answers)
    area, members = (exact(answers.get(name)) for name in (_shared(indicator), _MEMBERS))
    if area is None or not members:
        return words
    each = _("each member: %(share)s", share=_decimal(area / members))
    return f"{words}; {each}"


def _shared(indicator: Indicator) -> str:
    return next((test.field for test in indicator.condition.tests if test.per_member), "")


def _decimal(number: Fraction) -> str:
    """Cut off after two decimals, never rounded up over a limit."""
    hundredths = number * 100 // 1
    return with_decimal_sign(f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip("."))


def _answers(answers: Mapping[str, Any]) -> str:
    return ", ".join(told(field, value) for field, value in answers.items())
