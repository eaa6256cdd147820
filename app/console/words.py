"""The console's words: codes of the domain to English sources; `vi.po` has the Vietnamese. One word per thing."""

from collections.abc import Mapping

from flask_babel import gettext, ngettext

from core.calendar import DayUnit, Term


def _(text: str) -> str:
    """Mark a word for the catalogue; it is translated when it is shown."""
    return text


REVIEW_STATES: Mapping[str, str] = {
    "received": _("Not yet seen"),
    "edited": _("Sent again"),
    "has_issues": _("Returned"),
    "rejected": _("Not used"),
    "approved": _("Approved"),
}

PROCESSING_STATES: Mapping[str, str] = {
    "waiting": _("Waits to be read"),
    "processed": _("Read"),
    "failed": _("Could not be read yet"),
}

STANDINGS: Mapping[str, str] = {
    "poor": _("Poor"),
    "near_poor": _("Near poor"),
    "non_poor": _("Not poor"),
    "not_in_area": _("Not in the area"),
}

CHANGES: Mapping[str, str] = {
    "poor_kept": _("Still poor"),
    "poor_to_near_poor": _("Out of poverty, now near poor"),
    "poor_exit": _("Out of poverty, over the near-poor line"),
    "near_poor_to_poor": _("From near poor to poor"),
    "near_poor_kept": _("Still near poor"),
    "near_poor_exit": _("No longer near poor"),
    "poor_relapse": _("Poor again"),
    "poor_new": _("Newly poor"),
    "near_poor_relapse": _("Near poor again"),
    "near_poor_new": _("Newly near poor"),
    "other_increase": _("Other increase"),
    "other_decrease": _("Other decrease"),
    "none": _("No change, not on the list"),
}

STAGES: Mapping[str, str] = {
    "listed": _("On the list, waits for Phiếu A"),
    "screened_out": _("Not reviewed after Phiếu A"),
    "to_survey": _("Waits for Phiếu B"),
    "surveyed": _("Phiếu B incomplete"),
    "returned_for_correction": _("Returned to be corrected"),
    "scored": _("Scored"),
    "in_meeting": _("In the village meeting"),
    "meeting_agreed": _("Meeting agreed"),
    "meeting_rejected": _("Meeting did not agree"),
    "posted": _("Posted"),
    "complained": _("Complaint"),
    "reverifying": _("Being visited again"),
    "reverified": _("Visited again"),
    "posting_closed": _("Posting over"),
    "submitted": _("Sent for appraisal"),
    "appraisal_returned": _("Appraisal returned it"),
    "appraised": _("Appraised"),
    "recognised": _("Recognised by decision"),
    "certified": _("Certificate handed over"),
    "profiled": _("Phiếu C done"),
    "reported": _("Reported"),
    "rejected_final": _("Not recognised"),
    "withdrawn": _("Withdrawn"),
}

STEPS: Mapping[str, str] = {
    "list": _("Phiếu A"),
    "screened_out": _("Ended by Phiếu A"),
    "survey": _("Waits for Phiếu B"),
    "correct": _("To be corrected"),
    "scored": _("Scored"),
    "meeting": _("Meeting"),
    "posting": _("Posting"),
    "second_visit": _("Second visit"),
    "appraisal": _("Appraisal"),
    "recognised": _("Recognised"),
    "left": _("Left the round"),
}

ORIGINS: Mapping[str, str] = {
    "managed_list": _("On the list of poor and near-poor households"),
    "application": _("By the household's own application"),
    "found": _("Found during the review"),
}

SCREENED: Mapping[str, str] = {
    "to_review": _("To be reviewed with Phiếu B"),
    "screened_out": _("Surely not poor, not reviewed"),
}

ROLES: Mapping[str, str] = {
    "enumerator": _("Enumerator"),
    "supervisor": _("Supervisor"),
    "village_head": _("Village head"),
    "commune_officer": _("Commune officer"),
    "commune_chairman": _("Chairman of the commune"),
    "appraiser": _("Appraiser"),
    "district_officer": _("District officer"),
    "province_officer": _("Province officer"),
    "payment_provider": _("Payment provider"),
    "auditor": _("Fatherland Front"),
    "administrator": _("Administrator"),
}

ACTS: Mapping[str, str] = {
    "received": _("received the form"),
    "superseded": _("sent a later version"),
    "approved": _("approved"),
    "has_issues": _("returned it"),
    "rejected": _("took it out of use"),
    "edited": _("sent it again"),
    "submission.viewed": _("looked at it"),
}

REASONS: Mapping[str, str] = {
    "thieu": _("Answers are missing"),
    "sai": _("An answer is wrong"),
    "trung": _("May be a duplicate"),
    "gap-lai": _("The household must be met again"),
}
"""Short reasons for a return, by their value in the page's form."""

FINDING_NAMES: Mapping[str, str] = {
    "missing": _("Answer missing"),
    "wrong_type": _("Wrong kind of answer"),
    "loose_text": _("Text between the questions"),
    "unknown_choice": _("Answer not on the list"),
    "not_relevant": _("Answered without being asked"),
    "constraint_false": _("Answer breaks a rule"),
    "calculated_otherwise": _("Form works out something else"),
    "choice_not_offered": _("Choice not offered"),
    "repeat_count": _("Another number of rounds"),
    "not_evaluated": _("Rules not checked"),
    "attachment_missing": _("File missing"),
    "attachment_differs": _("File sent twice"),
    "attachment_beside": _("File beside the form"),
    "outside_area": _("Outside the area"),
    "role_does_not_fill": _("Not by his role"),
    "household_unknown": _("Unknown household"),
    "household_new": _("New household"),
    "filled_twice": _("Household filled twice"),
    "calculation_differs": _("Phone and server differ"),
    "older_version": _("Older form version"),
    "unknown_version": _("Unknown form version"),
    "no_round": _("No round"),
    "no_screening": _("No Phiếu A"),
    "not_scored": _("Not scored"),
    "case_closed_to_forms": _("Case past the survey"),
    "not_the_reverifier": _("Not by who was sent again"),
    "entity_conflict": _("Entry changed twice"),
    "entity_held": _("Entry waits for an earlier change"),
    "unknown_field": _("Question not of this version"),
    "answered_twice": _("Question answered twice"),
    "attachment_unexpected": _("File that no question names"),
    "household_differs": _("Form of another household"),
    "edit_not_taken": _("Edit not taken over"),
    "outdated_edit": _("Edit of an older version"),
    "original_unknown": _("Edit of an unknown form"),
    "encrypted": _("Encrypted"),
    "too_many_findings": _("More warnings than are kept"),
    "entity_awaits_approval": _("Entry waits for the approval"),
    "entity_base_missing": _("Entry: what it builds on is missing"),
    "entity_deleted": _("Entry was taken off the list"),
    "entity_exists": _("Entry is on the list already"),
    "entity_id_invalid": _("Entry without a proper id"),
    "entity_label_missing": _("Entry without a name"),
    "entity_list_unknown": _("Entry of an unknown list"),
    "entity_no_village": _("Entry without a village"),
    "entity_not_declared": _("Entry that the form does not declare"),
    "entity_of_the_register": _("Entry of the register"),
    "entity_outside_area": _("Entry outside the area"),
    "entity_too_large": _("Entry too large"),
    "entity_too_many": _("Too many entries in one form"),
    "entity_unknown": _("Entry is not on the list"),
    "entity_version_unknown": _("Entry of an unknown version"),
}
"""Warnings that the queue can be filtered by: every kind that there is (a test holds it)."""

ENTITY_ACTIONS: Mapping[str, str] = {
    "created": _("New entry"),
    "updated": _("Entry changed"),
    "held": _("Waits for an earlier change"),
    "awaiting": _("Waits for the form to be approved"),
    "refused": _("Not written"),
}

ENTITY_CONFLICTS: Mapping[str, str] = {
    "soft": _("Changed elsewhere meanwhile"),
    "hard": _("Two forms set it differently"),
}

ENTITY_KINDS: Mapping[str, str] = {
    "form": _("by a form"),
    "register": _("after the register"),
    "person": _("settled by a person"),
    "forced": _("by a form whose forerunner never came"),
}

WORKED_OUT: Mapping[str, str] = {
    "b1_total": _("Total B1"),
    "b2_total": _("Total B2"),
    "expected_class": _("Class"),
}
"""Names of what the phone works out without asking, where the form has no label for it."""

EFFECTS: Mapping[str, str] = {
    "class": _("May change the class"),
    "check": _("To check"),
    "note": _("To know"),
}

TRUST: Mapping[str, str] = {
    "placeholder": _("placeholder figure"),
    "memory": _("not yet checked"),
    "derived": _("follows from others"),
    "seen": _("source seen"),
    "policy": _("reading of the project"),
    "typed": _("as typed with a correction"),
}

CORRECTION_STATES: Mapping[str, str] = {
    "proposed": _("Waits for another person"),
    "adopted": _("Adopted"),
    "withdrawn": _("Taken back"),
}

AREA_KINDS: Mapping[str, str] = {
    "rural": _("Rural"),
    "urban": _("Urban"),
}

AREA_LEVELS: Mapping[str, str] = {
    "province": _("Province"),
    "district": _("District"),
    "commune": _("Commune"),
    "village": _("Village"),
}

LINES: Mapping[str, str] = {
    "poor_line": _("Lower line"),
    "near_line": _("Upper line"),
    "line": _("Line"),
}

RULESET_PARTS: Mapping[str, str] = {
    "sheet": _("Score sheets"),
    "line": _("Lines"),
    "b2": _("Deprivation (B2)"),
    "class": _("Classes, in this order"),
    "item": _("Items of B1"),
    "answer": _("Answers of B1"),
    "points": _("Points of B1"),
    "member_condition": _("Who counts"),
    "indicator": _("Indicators of B2"),
    "screening": _("Screening by Phiếu A"),
}

DIFFERING: Mapping[str, str] = {
    "poor_line": _("Lower line"),
    "near_line": _("Upper line"),
    "line": _("Line"),
    "step": _("Points an indicator"),
    "max": _("At most"),
    "deprived_min": _("Deprived from"),
    "whole": _("Stands in one only"),
    "code": _("Number in the form"),
    "question": _("Words"),
    "label": _("Words"),
    "reading": _("How it is read"),
    "band": _("Band"),
    "condition": _("Condition"),
    "as_read": _("Condition as the system reads it"),
    "dimension": _("Dimension"),
    "dependant": _("Dependants"),
    "items": _("Questions"),
    "review_at_most": _("Reviewed with so many yes answers or fewer"),
}


def word(table: Mapping[str, str], code: str | None) -> str:
    """The word for a code in the language of the request; the code itself when there is none."""
    if not code:
        return ""
    return str(gettext(table[code])) if code in table else code


FORM_STATES: Mapping[str, str] = {
    "open": _("Open"),
    "closing": _("Closing"),
    "closed": _("Closed"),
    "retired": _("Retired"),
}


def term(value: Term) -> str:
    """How long, such as: 7 working days."""
    if value.unit is DayUnit.CALENDAR:
        return str(ngettext("%(num)s day", "%(num)s days", value.days))
    return str(ngettext("%(num)s working day", "%(num)s working days", value.days))
