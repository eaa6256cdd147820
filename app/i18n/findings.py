"""What is odd about a form, in a sentence: for the page, and for programs that ask the API."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext


def _(text: str) -> str:
    """Mark a sentence for the catalogue; it is translated when it is told."""
    return text


FINDINGS: Mapping[str, str] = {
    "missing": _("No answer, though the question needs one."),
    "wrong_type": _("The answer is not of the kind that the question asks for."),
    "loose_text": _("There is text between the questions, where no answer belongs; it stands in the original XML."),
    "unknown_choice": _("The answer “{value}” is not on the list of this question."),
    "not_relevant": _("Answered, though the form does not ask this after the other answers."),
    "constraint_false": _("The answer breaks the rule that the form sets for this question."),
    "calculated_otherwise": _("The phone holds “{phone}”; the form works out “{server}” from the answers."),
    "choice_not_offered": _("After the other answers the form does not offer “{value}”."),
    "repeat_count": _("Filled {count} times; the form asks for {expected}."),
    "not_evaluated": _("The rules of the form could not be held against the answers."),
    "unknown_field": _("This version of the form has no such question."),
    "answered_twice": _("Answered twice; the first answer is shown."),
    "attachment_missing": _("The file {name} has not come yet."),
    "attachment_unexpected": _("The file {name} came, but the form does not name it."),
    "attachment_differs": _("The file {name} came again with another content; the first is shown."),
    "attachment_beside": _(
        "The file {name} came after the approval or from somebody else; it is kept beside the form."
    ),
    "too_many_findings": _("And {count} more."),
    "unknown_version": _("Filled with version {version}, which is not known here; read as version {read_as}."),
    "older_version": _("Filled with version {version}; the current one is {current}."),
    "outside_area": _("The household lies outside the area of who sent the form."),
    "role_does_not_fill": _("Who sent it does not fill this form by his role."),
    "household_unknown": _("The household is not on the register."),
    "household_new": _("The household was on no list; it was added to the register."),
    "household_differs": _("The head written in the form is not the head of the household that was chosen."),
    "filled_twice": _("Another form of the same kind holds the result of this household."),
    "calculation_differs": _("The phone worked out {phone}, the server {server}."),
    "original_unknown": _("It replaces a form that is not here."),
    "edit_not_taken": _(
        "It wants to replace a form that is approved or outside the sender's area; the older one stays."
    ),
    "outdated_edit": _("It replaces a version that another one replaced already."),
    "no_round": _("No round is open for this village."),
    "no_screening": _("There is no Phiếu A for this household yet."),
    "not_scored": _("No score: answers are missing ({items})."),
    "not_the_reverifier": _(
        "The household is being visited again, and another enumerator was sent; this form decides nothing."
    ),
    "case_closed_to_forms": _("The case is past the survey; the form changes nothing any more."),
    "encrypted": _("The form is encrypted and can't be read here."),
    "entity_not_declared": _("It wants to write to the list {list}; this version of the form does not declare that."),
    "entity_list_unknown": _("It wants to write to the list {list}, which is not known here."),
    "entity_id_invalid": _("Entry {number} for the list {list} has no valid id; it was not written."),
    "entity_label_missing": _("Entry {number} for the list {list} has no label; it was not written."),
    "entity_base_missing": _("Entry {number} for the list {list} does not say which version it changes."),
    "entity_version_unknown": _("Entry {number} changes a version of the list {list} that was never here."),
    "entity_too_many": _("It writes more entries to lists than one form may; those beyond were left out."),
    "entity_too_large": _("Entry {number} for the list {list} holds more text than a list takes; it was not written."),
    "entity_exists": _("Entry {number} is to be new, but the list {list} holds it already."),
    "entity_unknown": _("Entry {number} is to be changed, but the list {list} does not hold it."),
    "entity_deleted": _("Entry {number} was taken off the list {list}; the change was not written."),
    "entity_awaits_approval": _("Its new entry goes on the list {list} when the form is approved."),
    "entity_no_village": _("No household was registered for entry {number}: it names no village of the sender's area."),
    "entity_of_the_register": _("What it changes in the list {list} follows the register; that stayed as it is."),
    "entity_held": _("Its change of the list {list} waits for an earlier one that has not come yet."),
    "entity_conflict": _("Somebody else changed the same entry of the list {list}; look at both and decide."),
    "entity_outside_area": _("The entry of the list {list} lies outside the area of who sent the form."),
}

_CLASSES: Mapping[str, str] = {
    "poor": _("poor"),
    "near_poor": _("near poor"),
    "non_poor": _("not poor"),
}
"""Within a sentence."""


def finding_sentence(kind: str, facts: Mapping[str, Any], names: Mapping[str, str] | None = None) -> str:
    """The sentence in the language of the request, its facts filled in: classes by their word, items by `names`."""
    told = {name: _told(value, names or {}) for name, value in facts.items()}
    if kind == "calculated_otherwise":
        told = {name: value or "–" for name, value in told.items()}
    sentence = str(gettext(FINDINGS[kind])) if kind in FINDINGS else kind
    return sentence.format_map(Facts(told))


class Facts(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "?"


def _told(value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(names.get(one, str(one)) for one in value)
    if isinstance(value, str) and value in _CLASSES:
        return str(gettext(_CLASSES[value]))
    return "–" if value is None else str(value)
