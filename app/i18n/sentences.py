"""English sentences of refusals and answers, by code; `vi.po` has the Vietnamese. {facts} are filled in.

One place for every wire: the same refusal reaches a phone, a page and a program. Codes never change their meaning.
"""


def _(text: str) -> str:
    """Mark a sentence for the catalogue."""
    return text


SENTENCES: dict[str, str] = {
    "auth.not_signed_in": _("Please sign in to go on."),
    "auth.permission_missing": _("You may not do this. Ask the commune officer if you need to."),
    "auth.person_disabled": _("This account is locked. Ask the commune officer."),
    "auth.phone_key_refused": _("The key of this phone is wrong or was revoked. Ask your supervisor for a new card."),
    "auth.too_many_failures": _("Too many failed sign-ins. Try again in {retry_after} seconds."),
    "auth.unknown_role": _("There is no role {role}."),
    "auth.username_taken": _("The user name {username} is taken."),
    "auth.wrong_credentials": _("User name or password is wrong."),
    "conflict": _("It was changed since you opened it. Load it again."),
    "error": _("The request could not be carried out."),
    "finding.answered_twice": _("This question was answered twice; the first answer counts."),
    "finding.attachment_differs": _("The file {name} came again with other content; both are kept."),
    "finding.attachment_missing": _("The file {name} has not come yet."),
    "finding.attachment_unexpected": _("The file {name} belongs to no question."),
    "finding.calculation_differs": _("The phone computed {phone}, the server {server}."),
    "finding.case_closed_to_forms": _("The case has gone on; this form changes nothing in it."),
    "finding.edit_not_taken": _(
        "It wants to replace a form that is approved or outside the sender's area; the older one stays."
    ),
    "finding.encrypted": _("The form is encrypted; its content is not known yet."),
    "finding.filled_twice": _("There is another Phiếu B of this household in the round."),
    "finding.household_new": _("The household was not on the village's list; it was added."),
    "finding.household_unknown": _("The household is not on the register."),
    "finding.missing": _("A required answer is missing."),
    "finding.no_round": _("No round is open where the household lives."),
    "finding.no_screening": _("The household applied, and no Phiếu A lets it in yet."),
    "finding.not_scored": _("Answers are missing, so there is no score."),
    "finding.older_version": _("Filled with the older version {version} (current: {current})."),
    "finding.original_unknown": _("It replaces a form that the server has not received."),
    "finding.outdated_edit": _("It edits a version that another one has replaced."),
    "finding.outside_area": _("The household lies outside the area of who sent the form."),
    "finding.too_many_findings": _("{count} more findings are not listed."),
    "finding.unknown_choice": _("The choice “{value}” is not on the form's list."),
    "finding.unknown_field": _("This version of the form has no such question."),
    "finding.unknown_version": _("Filled with the unknown version {version}; read as version {read_as}."),
    "finding.wrong_type": _("The answer is not of the right type ({expected})."),
    "form_engine.form_not_compiled": _("The form can't be compiled: {reason}"),
    "form_engine.no_form_id": _("What was sent names no form (id). It is still on the phone; tell your supervisor."),
    "form_engine.no_point_table": _("Rule set {ruleset} has no point table yet"),
    "form_engine.not_an_xform": _("This XML is not an XForm ({reason})."),
    "form_engine.not_xml": _(
        "What was sent is not valid XML ({reason}). It is still on the phone; tell your supervisor."
    ),
    "form_engine.score_area_unknown": _("Rule set {ruleset} has no score sheet {sheet}"),
    "form_engine.scoring_sheet_invalid": _("The rule set is wrong at {place}: {problem}"),
    "forms.closed": _("Form {form_id} is closed and takes no more submissions. Tell your supervisor."),
    "forms.file_not_found": _("The form has no file {filename}."),
    "forms.media_missing": _("The form needs the file {filename}, which is not there."),
    "forms.not_found": _("There is no form {form_id}. Refresh the list of forms, or tell your supervisor."),
    "forms.version_exists": _(
        "Version {version} of form {form_id} is out with another content. Give it a new version."
    ),
    "invalid_input": _("What was sent can't be read."),
    "not_allowed": _("You may not do this. Ask the commune officer if you need to."),
    "not_found": _("There is no such page or record in your area."),
    "openrosa.here_already": _("This form was here already; no need to send it again."),
    "openrosa.multipart_broken": _("What was sent is broken or was cut off. It is still on the phone; send it again."),
    "openrosa.received": _("The server has received it."),
    "openrosa.version_not_supported": _("OpenRosa version {version} is not supported."),
    "openrosa.xml_missing": _(
        "The request has no form (xml_submission_file). It is still on the phone; tell your supervisor."
    ),
    "registry.area_not_found": _("There is no area {path}."),
    "registry.household_changed": _("The household was changed since you opened it. Load it again."),
    "registry.household_not_found": _("There is no such household in your area."),
    "review.answers_unreadable": _("Answers must be a JSON object, nested at most {deepest} levels deep"),
    "review.area_kind_unknown": _("There is no kind of area {area_kind}; areas are rural or urban"),
    "review.b2_not_a_step": _("B2 must be a multiple of {step}, not {points}"),
    "review.b2_too_high": _("B2 can't be over {max} (got {points})"),
    "review.case_changed": _("The case was changed since you opened it. Load it again."),
    "review.case_not_found": _("There is no such case in your area."),
    "review.move_not_allowed": _("The case can't go to this step now."),
    "review.no_screening": _("Rule set {ruleset} has no Phiếu A"),
    "review.override_without_reason": _("Taking a household in against Phiếu A needs a reason"),
    "review.round_not_found": _("There is no such round."),
    "review.ruleset_unknown": _("There is no rule set {ruleset}"),
    "review.sheet_does_not_fit_area": _("Score sheet {sheet} is not for an area of kind {area_kind}"),
    "review.standing_unknown": _("There is no standing {standing}"),
    "review.total_negative": _("The total {total} can't be negative ({points})"),
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
        "Somebody else handled this form since you opened it. Your screen shows an old state. Load it again."
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
    "submissions.files_missing": _(
        "{count} files of the form have not come yet (a photo or a signature). Wait for the phone, or return the form."
    ),
    "review.other_form_in_force": _(
        "The household has its result from elsewhere: another form holds, or this one was sent from outside the area."
    ),
    "finding.household_differs": _("The head written in the form is not the head of the household that was chosen."),
}
