"""English sentences of refusals and answers, by code; `vi.po` has the Vietnamese. {facts} are filled in.

One place for every wire: the same refusal reaches a phone, a page and a program. Codes never change their meaning.
"""


def _(text: str) -> str:
    """Mark a sentence for the catalogue."""
    return text


SENTENCES: dict[str, str] = {
    "auth.locked_by_higher": _("A higher level locked one of these accounts; only that level can change the lock."),
    "auth.not_signed_in": _("Please sign in to go on."),
    "auth.permission_missing": _("You may not do this. Ask the commune officer if you need to."),
    "auth.person_disabled": _("This account is locked. Ask the commune officer."),
    "auth.phone_key_refused": _("The key of this phone is wrong or was revoked. Ask your supervisor for a new card."),
    "auth.too_many_failures": _("Too many failed sign-ins. Try again in {minutes} minutes."),
    "auth.too_many_turns": _("Too much came from this address just now. Try again in {minutes} minutes."),
    "auth.unknown_role": _("There is no role {role}."),
    "auth.username_taken": _("The user name {username} is taken."),
    "auth.wrong_credentials": _("User name or password is wrong."),
    "conflict": _("It was changed since you opened it. Load it again."),
    "enrolment.area_ambiguous": _("Several areas have this code; write one of: {paths}."),
    "enrolment.area_no_commune": _("This role answers for a commune; the area is none."),
    "enrolment.area_no_district": _("This role answers for a district; the area is none."),
    "enrolment.area_no_province": _("This role answers for a province; the area is none."),
    "enrolment.area_no_village": _("This role answers for a village; the area is none."),
    "enrolment.area_not_yours": _("This area exists, but it lies outside yours."),
    "enrolment.area_unknown": _("There is no such area in yours; the second sheet of the template lists them."),
    "enrolment.columns_missing": _("The first row lacks the columns: {columns}. Use the template."),
    "enrolment.missing": _("This cell is empty."),
    "enrolment.name_shape": _("A full name has 2 to 100 letters and no digits."),
    "enrolment.no_rows": _("The workbook holds no rows."),
    "enrolment.nobody_chosen": _("Nobody is ticked. Tick at least one person."),
    "enrolment.not_yours": _(
        "Somebody who is ticked, or the place chosen, lies outside what you manage. Nothing was changed."
    ),
    "enrolment.number_cell": _(
        "The cell holds a number, and zeros at its front are lost. Format the column as text and write it anew."
    ),
    "enrolment.person_not_found": _("There is no such person in your area."),
    "enrolment.phone_shape": _("A telephone number has 10 digits and begins with 0."),
    "enrolment.role_not_yours": _("You may not give this role."),
    "enrolment.role_unknown": _("There is no such role; the second sheet of the template lists them."),
    "enrolment.too_many_rows": _("The workbook is too large: at most {most} rows at once."),
    "enrolment.unreadable": _("The file is not a workbook (.xlsx) that can be read."),
    "enrolment.username_shape": _("A user name has 3 to 40 small letters without marks, digits, dots or dashes."),
    "enrolment.username_taken": _("The user name is taken."),
    "enrolment.username_twice": _("The same user name stands in row {row}."),
    "error": _("The request could not be carried out."),
    "form_engine.correction_not_written": _(
        "Single points can't be replaced in this rule set's file. Correct the file itself and upload it."
    ),
    "form_engine.encrypted_files_missing": _("{count} encrypted files have not come yet; the form can't be opened."),
    "form_engine.encrypted_too_large": _(
        "The files of this form are larger than {limit} MB together; download them and open them on a computer."
    ),
    "form_engine.encrypted_wrongly": _(
        "The form was opened, but its content does not agree with its signature: it was changed on the way."
    ),
    "form_engine.form_not_compiled": _("The form can't be compiled: {reason}"),
    "form_engine.key_does_not_fit": _("The form was encrypted for another key."),
    "form_engine.key_unreadable": _("This is no RSA private key in PEM, or its passphrase is wrong."),
    "form_engine.no_form_id": _("What was sent names no form (id). It is still on the phone; tell your supervisor."),
    "form_engine.no_point_table": _("Rule set {ruleset} has no point table yet"),
    "form_engine.not_an_xform": _("This XML is not an XForm ({reason})."),
    "form_engine.not_xml": _(
        "What was sent is not valid XML ({reason}). It is still on the phone; tell your supervisor."
    ),
    "form_engine.file_of_other_version": _(
        "This file was taken of version {taken}; in force is {in_force}. Take the table in force and correct that one, "
        "or what was adopted meanwhile would be undone."
    ),
    "form_engine.file_without_version": _(
        "A correction of this rule set was adopted, and the file does not tell its version (column or line “ban_goc”). "
        "Take the table in force ({in_force}) and correct that one."
    ),
    "form_engine.nothing_corrected": _("The table says what the rule set says already: nothing was corrected."),
    "form_engine.old_sources": _(
        "{count} changed figures still tell the source of the old ones, the first at {place}. Write in the file where "
        "the new figures stand."
    ),
    "form_engine.point_table_invalid": _(
        "The table can't be used: {count} faults, the first in row {row}, column {column}."
    ),
    "form_engine.point_table_unusable": _("The table can't be used: {count} faults, which concern the whole file."),
    "form_engine.points_source_missing": _(
        "Say where the new points stand: item {item}, answer {answer} has no source."
    ),
    "form_engine.score_area_unknown": _("Rule set {ruleset} has no score sheet {sheet}"),
    "form_engine.source_unreadable": _(
        "The source holds the control character {character}, which nobody can read. Delete it and type the text anew."
    ),
    "form_engine.scoring_sheet_invalid": _("The rule set is wrong at {place}: {problem}"),
    "forms.change_breaks_data": _(
        "The new version would break {count} things that are stored or scored. "
        "An administrator may publish it with a reason."
    ),
    "forms.closed": _("Form {form_id} is closed and takes no more submissions. Tell your supervisor."),
    "forms.day_in_the_past": _("The day on which the form takes effect is over. Choose today or later."),
    "forms.draft_not_found": _("This test form was published or discarded. Remove this project from the phone."),
    "forms.file_not_found": _("The form has no file {filename}."),
    "forms.media_missing": _(
        "The form needs the file {filename}, which did not come with it. Upload it together with the form."
    ),
    "forms.entity_list_name_taken": _("The name “{name}” is taken by another list or by a file of another form."),
    "forms.entity_list_not_found": _("There is no list named “{name}”."),
    "forms.file_missing": _("Choose a file: a form as .xlsx, .xls, .csv, .md, or KoboToolbox content as .json."),
    "forms.nobody_fills": _("Say who fills this form, or it reaches no phone."),
    "documents.paper_not_found": _("There is no such paper, or it is not for you."),
    "reports.not_found": _("There is no report yet: nothing of this place and year is decided."),
    "forms.not_found": _("There is no form {form_id}. Refresh the list of forms, or tell your supervisor."),
    "forms.trial_not_found": _("There is no such trial form; only the latest ones are kept, until the draft ends."),
    "forms.nothing_tried": _("Form {form_id} has no such draft; it was published, discarded or uploaded anew."),
    "forms.version_not_found": _("Form {form_id} has no version {version}."),
    "forms.version_waiting": _(
        "Version {waiting} waits for {day}, and would never be offered. Confirm that this one takes its place."
    ),
    "forms.reason_missing": _("Write the reason for publishing what breaks stored data."),
    "forms.retired": _("Form {form_id} is retired, and stays so."),
    "forms.still_taken": _("Close the form first; only a closed form can be retired."),
    "forms.version_exists": _(
        "Version {version} of form {form_id} is out with another content. Give it a new version."
    ),
    "invalid_input": _("What was sent can't be read."),
    "not_allowed": _("You may not do this. Ask the commune officer if you need to."),
    "not_found": _("There is no such page or record in your area."),
    "openrosa.here_already": _("This form was here already; no need to send it again."),
    "openrosa.multipart_broken": _("What was sent is broken or was cut off. It is still on the phone; send it again."),
    "openrosa.other_form": _("This address tries out the form {form_id} alone."),
    "openrosa.received": _("The server has received it."),
    "openrosa.tried": _("Received as a trial: it counts nowhere."),
    "openrosa.version_not_supported": _("OpenRosa version {version} is not supported."),
    "openrosa.xml_missing": _(
        "The request has no form (xml_submission_file). It is still on the phone; tell your supervisor."
    ),
    "registry.entity_changed": _("Somebody else changed this entry meanwhile. Load it again."),
    "registry.person_not_found": _("There is no such person here, or he lives outside your area."),
    "registry.person_changed": _("Others changed this person meanwhile. Load the page again."),
    "registry.duplicate_answered": _("This was decided already. Take the answer back first."),
    "registry.duplicate_beyond_area": _("One of the two belongs to another unit. Who is above both decides."),
    "registry.duplicate_changed": _("Somebody decided this meanwhile. Load the page again."),
    "registry.duplicate_not_found": _("There is no such pair in your area."),
    "registry.duplicate_reason_missing": _("Say how you know."),
    "registry.area_too_large": _(
        "Households are counted of a commune or a village. Choose one; the reports tell of larger areas."
    ),
    "registry.household_of_neither": _(
        "Neither of the two belongs to that household. Choose the household of one of them."
    ),
    "registry.issue_day_not_possible": _("The paper was issued today or earlier."),
    "registry.number_unreadable": _("A citizen number has 12 digits, an old identity card 9. Add no zeros."),
    "registry.paper_not_found": _("This number is not on the register of this person."),
    "registry.entity_not_found": _("There is no such entry, or it lies outside your area."),
    "registry.area_not_found": _("There is no area {path}."),
    "registry.household_changed": _("The household was changed since you opened it. Load it again."),
    "registry.household_not_found": _("There is no such household in your area."),
    "review.answers_unreadable": _("Answers must be a JSON object, nested at most {deepest} levels deep"),
    "review.area_kind_unknown": _("There is no kind of area {area_kind}; areas are rural or urban"),
    "review.area_missing": _("Say the kind of area (rural, urban) or the score sheet ({sheets})"),
    "review.b1_too_high": _("B1 can't be over {max} on this sheet (got {points})"),
    "review.b2_not_a_step": _("B2 must be a multiple of {step}, not {points}"),
    "review.b2_too_high": _("B2 can't be over {max} (got {points})"),
    "review.case_changed": _("The case was changed since you opened it. Load it again."),
    "review.case_not_found": _("There is no such case in your area."),
    "review.correction_changed": _("Somebody decided this correction since you opened it. Load it again."),
    "review.correction_built_upon": _("Another correction was adopted on top of this one. Withdraw that one first."),
    "review.correction_decided": _("This correction was decided already."),
    "review.correction_in_force": _(
        "This correction is in effect since {since}, so it can't be withdrawn any more. Bring a further correction."
    ),
    "review.effect_too_early": _("It can take effect on {first} at the earliest. Choose that day or a later one."),
    "review.effect_unreadable": _("This is no day. Choose one, today or later."),
    "review.rounds_go_by_it": _(
        "{count} rounds that open on its day or later were recorded with this table already, so it can't be withdrawn. "
        "Bring a further correction."
    ),
    "review.ruleset_not_valid": _(
        "A round of {year} can't be held under the rule set {ruleset}: it goes for rounds of this kind in the years "
        "{years}. Choose the rule set of that year."
    ),
    "review.correction_file_missing": _("Choose a file of at most {most} MB."),
    "review.correction_not_found": _("There is no such correction."),
    "review.correction_reason_missing": _("Write a reason: it is kept with the rule set."),
    "review.forms_do_not_fit": _("The forms that are out do not fit this rule set ({place}). {problem}"),
    "review.lines_cross": _("The poverty line must lie below the near-poor line ({place}). {problem}"),
    "review.application_incomplete": _("Something is missing in the application."),
    "review.application_not_found": _("There is no such application in your area."),
    "review.list_decided": _("This round is decided. Who comes now is reviewed in the next round."),
    "review.not_a_commune": _("A round belongs to a commune."),
    "review.nothing_to_report": _("There is no decision yet; nothing can be reported."),
    "review.outside_window": _("The text sets {first:%d/%m/%Y} to {last:%d/%m/%Y}. For other days write the reason."),
    "review.report_differs": _("{count} households stand otherwise than decided, or are on their way again."),
    "review.report_number_taken": _("Another report of this round bears the number {number}."),
    "review.round_days_not_possible": _("Enter the first day, in {year}, and the last day, not before the first."),
    "review.round_there": _("This round is open already: {name}."),
    "review.photo_not_found": _("There is no such photo in your area."),
    "review.photo_missing": _("Choose a photo first."),
    "review.not_a_photo": _("This file is no photo. Bring a JPEG, PNG or WebP picture."),
    "review.photo_too_large": _("The photo is larger than {megabytes} MB. Bring a smaller one."),
    "review.too_many_photos": _("There are {most} photos already; no more are kept here."),
    "review.nothing_to_photograph": _(
        "There is nothing to photograph yet: record the minutes, or where the list hangs, first."
    ),
    "review.meeting_not_found": _("There is no such meeting in your area."),
    "review.meeting_not_ready": _(
        "The village can't be called yet: {count} households have no scored and approved Phiếu B."
    ),
    "review.nothing_to_meet_about": _("No household of this village waits for a meeting."),
    "review.meeting_open": _("The village was called already; record the minutes of that meeting first."),
    "review.meeting_in_the_past": _("A meeting is called before it takes place. Choose today or a later day."),
    "review.meeting_too_far_ahead": _("The meeting of this round takes place until {last} at the latest."),
    "review.meeting_place_missing": _("Enter where the meeting takes place."),
    "review.minutes_incomplete": _("The minutes are not complete."),
    "review.meeting_changed": _(
        "Somebody changed this meeting since. This is the meeting as it is now; what you typed is kept below."
    ),
    "review.meeting_held": _(
        "The minutes of this meeting are recorded. To correct them, write a further version with a reason."
    ),
    "review.opinion_changed": _(
        "A correction leaves what the meeting said of {household}. If that was recorded by mistake, the commune's "
        "officer puts the household back for another meeting, on the page of its case, as long as the list is not "
        "posted."
    ),
    "review.meeting_again_reason_missing": _("Write why the village has to meet about the household again."),
    "review.meeting_again_too_late": _(
        "{household} can be put back for another meeting only after a meeting agreed and before its list is posted."
    ),
    "review.correction_too_late": _("The list of this meeting was posted; its minutes stay as they are."),
    "review.nothing_to_post": _("No household of this village waits to be posted."),
    "review.answer_missing": _("Write the answer or the reason, in at most {most} letters."),
    "review.complaint_changed": _("Somebody else did something about this complaint since. Look at it as it is now."),
    "review.complaint_incomplete": _("Something is missing in the complaint."),
    "review.complaint_late": _(
        "The days for complaints about this list are over. Tell the commune office: it notes it for the appraisal; "
        "after the decision a household may ask for a review in any month."
    ),
    "review.complaint_not_found": _("There is no complaint with this code. Compare it with your receipt."),
    "review.complaint_resolved": _("This complaint is settled already."),
    "review.complaint_too_early": _("Complaints are taken from the day on which the list hangs at its last place."),
    "review.complaint_waits": _("The household is being looked at again; the complaint is answered with the result."),
    "review.enumerator_outside": _("The village does not lie in the area of {name}; move him there or send another."),
    "review.enumerator_unknown": _("Choose the enumerator who visits the household."),
    "review.first_enumerator": _(
        "{name} filled Phiếu B of this household on {day}; another enumerator visits it again (four eyes)."
    ),
    "review.heard_and_refused": _(
        "The meeting did not agree to the changed result: {name} visits the household once more and sends a new "
        "Phiếu B."
    ),
    "review.household_on_the_list": _("Household {household} is being reviewed already, or stands on a list."),
    "review.missing_is_taken_up": _("This household is on no list: have it reviewed from the start."),
    "review.new_form_not_approved": _("The new Phiếu B waits for the supervisor's approval."),
    "review.no_new_form": _("The new Phiếu B of {name} has not come yet, or lacks answers."),
    "review.not_a_missing_one": _("The household stands on the list: have it visited again."),
    "review.not_heard_again": _(
        "The class changes: the village head calls the village first, so that the meeting hears the new result."
    ),
    "review.own_reverification": _("You visited this household yourself; somebody else writes the conclusion."),
    "review.reverification_changed": _("Somebody else changed this second visit since. Look at it as it is now."),
    "review.reverification_done": _("The minutes of this second visit are written already."),
    "review.reverification_incomplete": _("Something is missing in the minutes of the second visit."),
    "review.reverification_not_found": _("There is no such second visit in your area."),
    "review.sends_himself": _("You send the enumerator; somebody else visits the household again (four eyes)."),
    "review.reverification_runs": _("{name} has been sent to this household already."),
    "review.place_unknown": _("Lists are not posted at “{place}”."),
    "review.posted_in_the_future": _("A list hangs since today or an earlier day, but not from before its meeting."),
    "review.posting_changed": _("Somebody else changed this list since. Look at it as it is now."),
    "review.posting_not_found": _("There is no such list, or its days are over."),
    "review.posting_not_ready": _("The list can't be posted yet: the meeting has not agreed on {count} households."),
    "review.posting_runs": _("The list hangs at all its places; its days are counted and can't be changed."),
    "review.appraisal_not_found": _("There is no such request for appraisal in your area."),
    "review.list_not_ready": _("The list of the commune is not ready: {count} households are still on their way."),
    "review.nothing_to_submit": _("No household of this round waits to be sent up."),
    "review.list_does_not_close": _(
        "The year does not close: {count} households of the register and of this round do not agree."
    ),
    "review.document_number_missing": _("Enter the number of the document."),
    "review.document_signer_missing": _("Enter who signs the document, and in which office."),
    "review.document_day_not_possible": _("The document is dated today or earlier, and not before {earliest}."),
    "review.appraisal_runs": _("The list was sent up with {number} and waits for its answer."),
    "review.appraisal_answered": _("The opinion on this list is given and stays as it is."),
    "review.appraisal_changed": _("Somebody else answered this request since. Look at it as it is now."),
    "review.not_the_appraising_level": _("Not your level appraises this list, but the {reason}."),
    "review.same_hand_twice": _("Who sent the list up or appraised it does not do this step, too."),
    "review.nothing_returned": _("Name the villages or households that you send back, each with a reason."),
    "review.not_on_the_list": _("{count} of those you named are not on this list."),
    "review.decision_not_found": _("There is no such decision in your area."),
    "review.nothing_to_decide": _("No household of this round waits for the decision."),
    "review.decision_number_taken": _("Another decision of this year bears the number {number}."),
    "review.decision_changed": _("Somebody else changed this decision since. Look at it as it is now."),
    "review.certificate_not_found": _("There is no such certificate in your area."),
    "review.nothing_to_certify": _("This decision recognised nobody as poor or near poor."),
    "review.reopening_not_confirmed": _("Tick the box: reopening sends the household the whole way again."),
    "review.reopening_reason_missing": _(
        "This household was decided upon. Write what was found out and what the enumerator looks at."
    ),
    "areas.area_kind_unknown": _("Write: Thành thị or Nông thôn."),
    "areas.code_shape_commune": _(
        "The code of a commune has 5 figures. If zeros are missing in front, make the cells text."
    ),
    "areas.code_shape_district": _(
        "The code of a district has 3 figures. If zeros are missing in front, make the cells text."
    ),
    "areas.code_shape_province": _(
        "The code of a province has 2 figures. If a zero is missing in front, make the cells text."
    ),
    "areas.code_shape_village": _("The code of a village has letters, figures and - only, at most 14."),
    "areas.columns_missing": _("The first sheet lacks the columns: {columns}."),
    "areas.day_not_possible": _("Write the day as 01/07/2025."),
    "areas.district_ends": _("There is no district level from 01/07/2025 on: write a last day, 30/06/2025 or earlier."),
    "areas.district_missing": _(
        "A commune lies in a district until 30/06/2025; right under its province it begins on 01/07/2025 or later."
    ),
    "areas.end_missing": _("Only an area that ends is replaced by others: write its last day."),
    "areas.ends_before_it_begins": _("The last day lies before the first one."),
    "areas.households_live_there": _(
        "Households live there. Merge or divide the area on the page of areas, so that they move along."
    ),
    "areas.kind_against_name": _("The name says otherwise: phường and thị trấn are Thành thị, xã is Nông thôn."),
    "areas.kind_missing": _("Write Thành thị or Nông thôn: the name of this commune does not tell."),
    "areas.kind_unknown": _("Write: Tỉnh, Huyện, Xã or Thôn."),
    "areas.missing": _("This cell needs a value."),
    "areas.not_sound": _("{count} faults; nothing was written."),
    "areas.not_yours": _("This area is not below yours; who answers for the level above writes it."),
    "areas.other_kind": _("An area of another level has this place and code already."),
    "areas.outlives_its_parent": _("The area above ends on {day}; this one can't end later."),
    "areas.parent_ambiguous": _("Several areas bear this code. Write the whole path, one of: {paths}"),
    "areas.parent_unknown": _("There is no such area above on that day in your area."),
    "areas.region_against_kind": _("A town is scored on the sheet TT, the country on NT1 to NT6."),
    "areas.region_missing": _("Write the region (NT1 to NT6): this province has several."),
    "areas.region_unknown": _("Write NT1, NT2, NT3, NT4, NT5, NT6 or TT."),
    "areas.rows_missing": _("The workbook holds no area, or more than {most} rows. Divide it."),
    "areas.successor_unknown": _("There is no area of this level with the code {code} on the day after."),
    "areas.township_ends": _("There is no thị trấn from 01/07/2025 on: write a last day, 30/06/2025 or earlier."),
    "areas.twice": _("The area stands in row {row} for this day already."),
    "areas.workbook_unreadable": _("This is no Excel workbook (.xlsx), or it is damaged."),
    "areas.change_day_not_possible": _(
        "Write the first day of the new borders: today or earlier. A change to come is entered on its day."
    ),
    "areas.change_not_sound": _("The change is not possible as it was asked for."),
    "areas.code_of_ended": _("An area that ended bore this code. Choose another one."),
    "areas.document_missing": _("Write the number of the resolution or decision."),
    "areas.rounds_open": _("{count} rounds there are not over. Decide or withdraw their households first."),
    "areas.sources_not_possible": _(
        "Choose areas of one level (communes or villages) that are in yours and live on; "
        "for a merger one besides the target at least."
    ),
    "areas.split_into_two": _("A division makes at least two areas, of which one may be the old one."),
    "areas.target_not_possible": _("Each target is an area of the same level, named once."),
    "areas.villages_of_one_commune": _("Villages are merged and divided within their commune."),
    "events.birth_not_possible": _("Write the day, month and year of birth, or the year; not after the person joined."),
    "events.code_missing": _("Write the code that the commune gives the household."),
    "events.code_taken": _("Another household of the village has this code."),
    "events.day_not_possible": _("Write a day up to today, not before the household came here."),
    "events.destination_missing": _("Choose the commune, or write where the household goes."),
    "events.head_missing": _("Say who is the head of the household."),
    "events.head_stays": _("The head stays. Choose those who go, or put the head right first."),
    "events.household_left": _("The household is not in the commune any more."),
    "events.later_first": _("A later entry changed the same again. Take that one back first."),
    "events.name_missing": _("Write the full name."),
    "events.not_undoable": _("This entry can not be taken back; enter what happened next."),
    "events.nothing_corrected": _("Write what is put right."),
    "events.other_missing": _("Choose the household that takes them over."),
    "events.people_missing": _("Write how many people there are, at least one."),
    "events.people_not_possible": _("At least one person goes, and at least one stays."),
    "events.persons_all": _("Somebody stays: if all go, the household moves or joins another."),
    "events.persons_missing": _("Choose who it is."),
    "events.persons_unknown": _("Somebody chosen is not of this household any more. Load the page again."),
    "events.reason_missing": _("Write why, or by which paper."),
    "events.relation_missing": _("Choose the relation to the head."),
    "events.standing_unknown": _("Choose poor, near poor or neither."),
    "events.taken_in": _("The household was taken in already."),
    "events.village_missing": _("Choose a village that is there."),
    "events.year_missing": _("Write the year of the standing."),
    "household.event_not_possible": _("The change can not be recorded as it was told."),
    "registry.event_not_found": _("There is no such entry in your area."),
    "members.columns_missing": _("The sheet “Thành viên” lacks the columns: {columns}."),
    "members.rows_too_many": _("The sheet “Thành viên” holds more than {most} rows. Divide the workbook."),
    "members.household_unknown": _(
        "No household with this code in this village: neither in the first sheet nor known."
    ),
    "members.relation_unknown": _("Write the relation as in the list of the template, e.g. Vợ/chồng."),
    "members.sex_unknown": _("Write: Nam or Nữ."),
    "members.birth_unreadable": _("Write day/month/year, or the year alone: 05/06/1954 or 1954."),
    "members.ethnic_group_unknown": _("Write the name of the ethnic group as in the list of the template, no number."),
    "members.number_cut": _("Zeros were lost. Look at the paper; it may be {proposed}."),
    "members.number_twice": _("Row {row} has this number already."),
    "members.twice": _("This person stands in row {row} already."),
    "members.one_head": _("A household has exactly one head (Chủ hộ) in this sheet."),
    "members.other_head": _("The head has another name in the list of households."),
    "members.doubt_sex_or_century": _("The 4th digit does not fit the sex or the century of birth."),
    "members.doubt_year": _("Digits 5 and 6 do not fit the year of birth."),
    "members.doubt_province": _("The first three digits are no known province (the birth may be registered abroad)."),
    "members.doubt_made_up": _("The last six digits look made up."),
    "households.workbook_unreadable": _("This is no Excel workbook (.xlsx), or it is damaged."),
    "households.columns_missing": _("The first sheet lacks the columns: {columns}."),
    "households.rows_missing": _("The workbook holds no household, or more than {most} rows. Divide it."),
    "households.not_sound": _("{count} faults; nothing was written."),
    "households.missing": _("This cell needs a value."),
    "households.code_shape": _("A code has letters, figures and ./_- only, at most 40."),
    "households.name_shape": _("A name has 2 to 100 letters and no figures."),
    "households.village_unknown": _(
        "No village of your area has this code. The last sheet of the template names them."
    ),
    "households.standing_unknown": _("Write: hộ nghèo, hộ cận nghèo or hộ không nghèo."),
    "households.year_not_possible": _("A year of four figures up to {last}, for which a standard is known."),
    "households.people_not_possible": _("A number from 1 to {most}, or nothing."),
    "households.twice": _("The household stands in row {row} for this year already."),
    "households.other_head": _("This code belongs to another head of household."),
    "households.other_standing": _(
        "The register tells another standing for {year}. A list does not change what was decided."
    ),
    "review.withdrawal_reason_missing": _("Choose why the household leaves the round, and write what happened."),
    "review.move_not_allowed": _("The case can't go to this step now."),
    "review.no_screening": _("Rule set {ruleset} has no Phiếu A"),
    "review.nothing_to_simulate": _("No review round was held in this area."),
    "review.other_form_in_force": _(
        "The household has its result from elsewhere: another form holds, or this one was sent from outside the area."
    ),
    "review.other_ruleset": _("This file is rule set {told}, not {ruleset}."),
    "review.override_without_reason": _("Taking a household in against Phiếu A needs a reason"),
    "review.own_correction": _("You brought this correction, so another person has to adopt it."),
    "review.points_impossible": _("At {place}: {problem}"),
    "review.round_not_found": _("There is no such round."),
    "review.ruleset_changed": _(
        "Another correction of {ruleset} came into force since this one was made. Take the table anew and correct it."
    ),
    "review.ruleset_lost": _(
        "The rule set {ruleset} ({hash}) that the round “{round}” was opened with is kept nowhere any more. "
        "Nothing is scored by another one; restore it from a backup."
    ),
    "review.ruleset_unknown": _("There is no rule set {ruleset}"),
    "review.sheet_does_not_fit_area": _("Score sheet {sheet} is not for {area_kind}"),
    "review.standing_unknown": _("There is no standing {standing}"),
    "review.total_negative": _("The total {total} can't be negative ({points})"),
    "review.what_if_impossible": _("No rule set can be so: {place}: {problem}"),
    "review.yes_count_impossible": _("Phiếu A has {items} items; {yes} yes answers are impossible"),
    "rule_broken": _("The procedure does not allow this step now."),
    "server.csrf": _("The page stood open too long. Load it again and repeat."),
    "server.failed": _(
        "The server failed; your data is not lost. Try again in a few minutes. Support code: {request_id}."
    ),
    "server.method_not_allowed": _("This address takes no {method} request."),
    "server.too_large": _("What was sent is too large (at most {limit} bytes). Ask your supervisor for help."),
    "server.unavailable": _(
        "The server can't take it just now. Your data is still on your device; send it again in a few minutes."
    ),
    "server.unsupported_type": _("The server can't read content of type {type}."),
    "submissions.attachment_not_found": _("The form has no file {name}."),
    "submissions.changed": _(
        "This form was changed since you opened it. Your screen shows an old state. Load it again."
    ),
    "submissions.files_missing": _(
        "{count} files of the form have not come yet (a photo or a signature). Wait for the phone, or return the form."
    ),
    "submissions.instance_id_missing": _("The encrypted form has no instance id. Tell your supervisor."),
    "submissions.not_found": _("There is no such form in your area."),
    "submissions.not_scored": _("Answers are missing, so the form has no score. Return it to be completed."),
    "submissions.not_yet_read": _("The form waits to be read and scored. Try again in a few seconds."),
    "submissions.other_content": _(
        "Form {instance_id} is here with another content. What you sent is kept aside; tell your supervisor."
    ),
    "submissions.own_form": _("You filled this form, so you can't judge it yourself."),
    "submissions.reason_missing": _("Returning a form needs a reason."),
    "submissions.review_move_not_allowed": _("The state of the form does not allow this."),
    "submissions.superseded": _("A later version of this form came. Look at that one."),
}

REASONS: dict[str, str] = {
    "characters": _("it holds characters that XML forbids"),
    "dtd": _("it brings a document type, which may hide anything"),
    "encoding": _("its letters are not in the encoding that it names"),
    "level.district": _("district level"),
    "level.province": _("province level"),
    "malformed": _("it is cut off or damaged"),
    "no form id": _("it names no form"),
    "no model": _("it has no model"),
    "no primary instance": _("it has no questions"),
    "too_big": _("it is too large"),
    "too_deep": _("its questions are nested too deeply"),
    "too_many_attributes": _("it has too many attributes"),
    "too_many_nodes": _("it has too many questions"),
}
"""Why something can't be read, within a sentence: `reason` of a refusal."""

FACTS: dict[str, dict[str, str]] = {
    "reason": REASONS,
    "area_kind": {"rural": _("rural areas"), "urban": _("urban areas")},
    "total": {"b1": "B1", "b2": "B2"},
}
"""Facts whose values are told in words, by the name of the fact."""
