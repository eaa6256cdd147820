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

BODIES: Mapping[str, str] = {
    "committee": _("Commune review committee"),
    "organisations": _("Party and mass organisations"),
    "front": _("Fatherland Front of the commune"),
    "enumerators": _("Enumerators"),
}

MINUTES_FAULTS: Mapping[str, str] = {
    "held_on.missing": _("Enter the day of the meeting."),
    "held_on.not_in_time": _("The day of the meeting lies between the day it was called and today."),
    "place.missing": _("Enter where the meeting was held."),
    "chair.missing": _("Enter the name of the chair."),
    "secretary.missing": _("Enter the name of the secretary."),
    "secretary.same_as_chair": _("Chair and secretary are two people."),
    "witness.missing": _("Enter who signs for the households."),
    **{
        f"{name}.not_a_count": _("Enter a whole number, 0 or more, in at most four digits.")
        for name in ("present", "households", "agree", "disagree")
    },
    "present.missing": _("Enter how many people attended."),
    "present.not_possible": _("At least one person attends a meeting."),
    "ended_at.not_possible": _("Enter the hour as 21:05, or leave it empty."),
    "ended_at.in_the_future": _("It is not that late yet: the meeting of today can't have ended then."),
    "households.missing": _("Enter how many households of the list were represented."),
    "households.more_than_listed": _("No more households can be represented than the list has."),
    "households.more_than_present": _("No more households can be represented than people attended."),
    "households.below_quorum": _("Too few households of the list are represented for the meeting to agree."),
    "present.fewer_than_delegations": _("More came for a body than people attended."),
    **{f"{body}.not_possible": _("Enter the number of people.") for body in BODIES},
    **{f"{body}.count_missing": _("Enter how many of them came.") for body in BODIES},
    "agree.missing": _("Enter how many agree."),
    "agree.more_than_present": _("Votes for and against are no more than the people present."),
    "opinion.missing": _("Choose what the meeting agreed on."),
    "opinion.more_against": _("More voted against than for: this can't be recorded as agreed."),
    "words.reason_missing": _("Write why the meeting does not agree; the enumerator goes by it."),
    "reason.missing": _("Write why the minutes are corrected."),
}
"""By `<field>.<fault>` of review/rules/meeting.py."""

GROUNDS: Mapping[str, str] = {
    "should_be_in": _("Should be on the list"),
    "should_be_out": _("Should not be on the list"),
    "wrong_data": _("Something is wrong"),
}

COMPLAINT_STATES: Mapping[str, str] = {
    "open": _("Received, to be settled"),
    "ordered": _("The household is being visited again"),
    "taken_up": _("The household is being reviewed"),
    "answered": _("Answered"),
    "dismissed": _("Not admissible, answered"),
    "late": _("Came after the posting: noted for the appraisal"),
}

COMPLAINT_ACTS: Mapping[str, str] = {
    "filed": _("entered into the register"),
    "late": _("noted: it came after the end of the posting"),
    "ordered": _("another visit was ordered"),
    "taken_up": _("the review of the household was ordered"),
    "answered": _("answered"),
    "dismissed": _("dismissed with the reason"),
    "confirmed": _("answered: the second visit confirms the result"),
    "changed": _("answered: the second visit changed the result"),
}

CHANNELS: Mapping[str, str] = {
    "public": _("Public page"),
    "paper": _("On paper"),
}

PAPER_KINDS: Mapping[str, str] = {
    "minutes": _("Minutes of the meeting"),
    "posted_list": _("Posted notice and list"),
    "posting_end": _("Record of the end of the posting"),
    "appraisal_request": _("Report asking for the appraisal"),
    "appraisal_opinion": _("Answer of the appraisal"),
    "decision": _("Decision with its lists"),
    "certificate": _("Certificate"),
    "certificates": _("Certificates of a decision"),
    "complaint_receipt": _("Receipt of a complaint"),
    "complaint_answer": _("Answer to a complaint"),
    "reverification": _("Minutes of a second visit"),
    "review_list": _("List of households to review"),
    "village_list": _("List of the village by class"),
    "invitation": _("Invitation to the meeting"),
    "refusal_letter": _("Written answer with the reason"),
    "explanation": _("Points explained"),
    "report": _("Report"),
    "plan": _("Plan of the round"),
    "report_letter": _("Report to the level above"),
    "application": _("Application of a household"),
    "application_receipt": _("Receipt of an application"),
    "application_blank": _("Empty form of an application"),
}

OUTCOMES: Mapping[str, str] = {
    "explained": _("Answered"),
    "dismissed": _("Not admissible"),
    "confirmed": _("The result stays"),
    "changed": _("The result changed and is posted again"),
    "taken_up": _("The household was reviewed"),
}

_TOO_LONG = _("This is too long; write it shorter.")

COMPLAINT_FAULTS: Mapping[str, str] = {
    "case_id.not_on_the_list": _("Choose a household of the list, or the line for one that is not on it."),
    "household.missing": _("Choose the household, or write its name and where it lives if it is not on the list."),
    "household.too_long": _TOO_LONG,
    "ground.missing": _("Choose what you ask for."),
    "ground.not_for_a_missing_one": _("For a household that is not on the list only this can be asked: to put it on."),
    "words.missing": _("Write why."),
    "words.too_long": _("At most 2,000 letters; write it shorter."),
    "documents.too_long": _TOO_LONG,
    "name.too_long": _TOO_LONG,
    "contact.too_long": _TOO_LONG,
    "received_on.in_the_future": _("The complaint was handed in today or earlier."),
    "head_name.missing": _("Write the name of the head of the household."),
}
"""By `<field>.<fault>` of review/rules/complaint.py."""

CONCLUSION_FAULTS: Mapping[str, str] = {
    "visited_on.missing": _("Enter the day of the second visit."),
    "visited_on.not_in_time": _("The day of the visit lies between the day it was ordered and today."),
    "team.missing": _("Write who went to the household."),
    "team.too_long": _TOO_LONG,
    "words.missing": _("Write what the visit found."),
    "words.too_long": _("At most 2,000 letters; write it shorter."),
    "answer.missing": _("Write what those who complained are told."),
    "answer.too_long": _("At most 2,000 letters; write it shorter."),
}
"""By `<field>.<fault>` of review/rules/reverification.py."""

APPLICATION_KINDS: Mapping[str, str] = {
    "entry": _("To be reviewed as poor or near poor"),
    "exit": _("To leave the list of poor or near-poor households"),
}

APPLICATION_CHANNELS: Mapping[str, str] = {
    "direct": _("Handed in"),
    "post": _("By post"),
    "online": _("Online"),
}

WORK: Mapping[str, str] = {
    "working": _("Has work"),
    "not_working": _("Has no work"),
    "school": _("Goes to school"),
}
"""Tình trạng of a member on an application."""

APPLICATION_FAULTS: Mapping[str, str] = {
    "kind.missing": _("Choose what is asked for."),
    "kind.not_on_the_list": _("This household is not managed as poor or near poor: there is no list to leave."),
    "kind.on_the_list": _("This household is managed as poor or near poor and is reviewed anyway."),
    "channel.missing": _("Choose how the application came."),
    "received_on.missing": _("Enter the day on which it was received."),
    "received_on.in_the_future": _("The application was received today or earlier."),
    "reason.missing": _("Write why."),
    "reason.too_long": _("At most 2,000 letters; write it shorter."),
    "household_id.not_found": _("Choose a household of this commune."),
    "village_path.missing": _("Choose the village of the household."),
    "head_name.missing": _("Write the name of the head of the household."),
    "head_name.too_long": _TOO_LONG,
    "head_name.not_a_name": _("A name has 2 to 100 letters and no figures."),
    "address.too_long": _TOO_LONG,
    "applicant.too_long": _TOO_LONG,
    "applicant.not_a_name": _("A name has 2 to 100 letters and no figures."),
    "members_count.not_possible": _("A household has 1 to 60 people."),
    "contact.too_long": _TOO_LONG,
    "issued_by.too_long": _TOO_LONG,
    "permanent_address.too_long": _TOO_LONG,
    "current_address.too_long": _TOO_LONG,
    "sex.not_known": _("Choose man or woman."),
    "birth.not_possible": _("Write the birth as 25/12/1980, 12/1980 or 1980; not in the future."),
    "ethnic_group.not_known": _("Write an ethnic group of the list of 54."),
    "identity.shape": _("A citizen number has 12 digits, an old identity card 9."),
    "identity.missing": _("Write the number, too: a day of issue alone tells nothing."),
    "issued_on.in_the_future": _("The paper was issued today or earlier."),
    "listed_as.not_known": _("Choose poor or near poor."),
    "listed_from.not_possible": _("Write a year of four digits, not after the application."),
    "listed_until.not_possible": _("Write a year of four digits, not after the application."),
    "listed_until.before_it_began": _("The last year is not before the first."),
    "members.too_many": _("A household has 1 to 60 people."),
    "members.name.missing": _("Write the name."),
    "members.name.too_long": _TOO_LONG,
    "members.name.not_a_name": _("A name has 2 to 100 letters and no figures."),
    "members.birth.not_possible": _("Write the birth as 25/12/1980, 12/1980 or 1980; not in the future."),
    "members.sex.not_known": _("Choose man or woman."),
    "members.work.not_known": _("Choose one of the list."),
}
"""By `<field>.<fault>` of review/rules/application.py."""

DEADLINES: Mapping[str, str] = {
    "meeting": _("Minutes of a village meeting"),
    "posting": _("A list that hangs"),
    "complaint": _("A complaint to settle"),
    "reverification": _("A second visit to finish"),
    "appraisal": _("An appraisal to answer"),
    "decision": _("A round to decide"),
    "application": _("An application to answer"),
}
