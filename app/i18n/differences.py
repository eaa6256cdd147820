"""What differs between two versions of a form, and what that means for stored forms, in sentences."""

import re
from collections.abc import Mapping
from datetime import datetime

from flask_babel import gettext

from app.i18n.findings import Facts
from core.clock import local_day
from submissions.impact import Weighed

_PATH = re.compile(r"\s?/[\w.-]+(?:/[\w.-]+)*/([\w.-]+)")
"""A path in an expression, told as the author of a form writes it."""


def _(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated when it is told."""
    return text


KINDS: Mapping[str, str] = {
    "string": "text",
    "int": "integer",
    "select1": "select_one",
    "select": "select_multiple",
}
"""Kinds of questions as the author of a workbook writes them, where the form itself says otherwise."""
DIFFERENCES: Mapping[str, str] = {
    "added": _("New ({after})."),
    "removed": _("Removed."),
    "renamed": _("Renamed from {before} to {after}."),
    "moved": _("Moved to {after}."),
    "moved_across_repeat": _("Moved into or out of a repeat: {after}."),
    "retyped": _("Kind changed from {before} to {after}."),
    "choice_added": _("New choice {before} ({after})."),
    "choice_removed": _("Choice {before} ({after}) removed."),
    "constraint_tightened": _("Constraint tightened: {before} → {after}"),
    "constraint_loosened": _("Constraint loosened: {before} → {after}"),
    "constraint_changed": _("Constraint changed: {before} → {after}"),
    "relevant_changed": _("When it is asked: {before} → {after}"),
    "required_added": _("Now required ({after})."),
    "required_dropped": _("No more required."),
    "calculation_changed": _("Calculation changed: {before} → {after}"),
    "count_changed": _("Number of rounds changed: {before} → {after}"),
    "list_changed": _("The list or its filter changed: {before} → {after}"),
    "label_changed": _("Words changed: “{before}” → “{after}”"),
    "translation_missing": _("No text in: {after}."),
    "language_removed": _("The language {before} is gone."),
}
IMPACTS: Mapping[str, str] = {
    "removed": _("{count} stored forms have an answer here."),
    "renamed": _("{count} stored forms have an answer under the old name."),
    "moved_across_repeat": _("{count} stored forms have an answer that has no place in the new form."),
    "retyped": _("{count} stored forms have an answer that does not fit the new kind."),
    "choice_removed": _("{count} stored forms have an answer that the new list lacks."),
    "constraint_tightened": _("It would refuse the answer of {count} stored forms."),
    "constraint_changed": _("It would refuse the answer of {count} stored forms."),
    "relevant_changed": _("{count} stored forms have an answer that would not be asked."),
    "required_added": _("{count} stored forms have no answer here."),
    "calculation_changed": _("It works out something else in {count} stored forms."),
    "count_changed": _("{count} stored forms have another number of rounds."),
    "list_changed": _("{count} stored forms have an answer that would not be offered."),
}


def difference_sentence(one: Weighed) -> str:
    """In the language of the request."""
    found = one.difference
    told = (found.before, found.after)
    if found.kind in ("added", "retyped"):
        told = (KINDS.get(told[0], told[0]), KINDS.get(told[1], told[1]))
    elif found.kind not in ("moved", "moved_across_repeat"):
        told = (_PATH.sub(r"${\1}", told[0]), _PATH.sub(r"${\1}", told[1]))
    facts = {name: value.strip() or "–" for name, value in zip(("before", "after"), told, strict=True)}
    return str(gettext(DIFFERENCES[found.kind])).format_map(Facts(facts))


def waiting_sentence(version: str, at: datetime) -> str:
    """What publishing would do to the version that waits for its day."""
    told = _("Version {version} waits for {day}. Publishing this one takes its place: {version} will never be offered.")
    return str(gettext(told)).format_map(Facts({"version": version, "day": f"{local_day(at):%d/%m/%Y}"}))


def impact_sentence(one: Weighed) -> str:
    """Empty where no stored form is concerned."""
    if not one.submissions:
        return ""
    return str(gettext(IMPACTS[one.difference.kind])).format_map(Facts({"count": one.submissions}))


def change_sentence(one: Weighed) -> str:
    """Both in a line. An expression has no full stop of its own, so that nothing is read into it."""
    what, means = difference_sentence(one), impact_sentence(one)
    return f"{what}{'' if what.endswith('.') else '.'} {means}" if means else what
