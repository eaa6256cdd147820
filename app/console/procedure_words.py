"""Words of the procedure: meetings, what the minutes lack. Codes to English sources; `vi.po` has the Vietnamese."""

from collections.abc import Mapping


def _(text: str) -> str:
    """Mark a word for the catalogue; it is translated when it is shown."""
    return text


OPINIONS: Mapping[str, str] = {
    "agreed": _("The meeting agrees"),
    "not_agreed": _("Not agreed, to be reviewed again"),
}

MEETING_STATES: Mapping[str, str] = {
    "called": _("Called, minutes awaited"),
    "held": _("Held, minutes recorded"),
}

POSTING_STATES: Mapping[str, str] = {
    "preparing": _("Not posted everywhere yet"),
    "posted": _("Posted"),
    "closed": _("The posting is over"),
}

APPRAISAL_STATES: Mapping[str, str] = {
    "submitted": _("Sent up, answer awaited"),
    "agreed": _("The appraisal agrees"),
    "returned": _("Households sent back"),
}

LEVELS: Mapping[str, str] = {
    "district": _("District"),
    "province": _("Province"),
}

DECISION_LISTS: Mapping[str, str] = {
    "poor": _("Poor households"),
    "near_poor": _("Near-poor households"),
    "left_poor": _("Households that left poverty"),
    "left_near_poor": _("Households that left near poverty"),
}

WITHDRAWALS: Mapping[str, str] = {
    "moved": _("Moved away"),
    "died": _("The only member died"),
    "merged": _("Merged with another household"),
    "wrong_listing": _("Listed by mistake"),
    "by_request": _("The household withdrew its application"),
}

PLACES: Mapping[str, str] = {
    "village_house": _("Village house"),
    "commune_office": _("Commune office"),
    "loudspeaker": _("Loudspeaker"),
}

MINUTES_FAULTS: Mapping[str, str] = {
    "held_on.missing": _("Enter the day of the meeting."),
    "held_on.not_in_time": _("The day of the meeting lies between the day it was called and today."),
    "place.missing": _("Enter where the meeting was held."),
    "chair.missing": _("Enter the name of the chair."),
    "secretary.missing": _("Enter the name of the secretary."),
    "secretary.same_as_chair": _("Chair and secretary are two people."),
    "witness.missing": _("Enter who signs for the households."),
    "present.missing": _("Enter how many people attended."),
    "present.not_possible": _("At least one person attends a meeting."),
    "households.missing": _("Enter how many households of the list were represented."),
    "households.more_than_listed": _("No more households can be represented than the list has."),
    "households.more_than_present": _("No more households can be represented than people attended."),
    "agree.missing": _("Enter how many agree."),
    "agree.more_than_present": _("Votes for and against are no more than the people present."),
    "opinion.missing": _("Choose what the meeting agreed on."),
    "words.reason_missing": _("Write why the meeting does not agree; the enumerator goes by it."),
    "reason.missing": _("Write why the minutes are corrected."),
}
"""By `<field>.<fault>` of review/rules/meeting.py."""
