"""What was tried with a draft: which forms came, what they answer, and what the draft's rules find in them."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app import form_trials
from app.console.answer_value import Showing
from app.console.answer_view import place_findings, places_of, sections
from app.console.blueprint import bp, language
from app.console.finding_view import finding_rows
from app.wiring import deps, requires
from form_engine.publishing import drafts

_RAW_SHOWN = 20_000


@bp.get("/bieu-mau/<path:form_id>/ban-thu/<path:instance_id>")
@requires("form.publish")
def form_trial(form_id: str, instance_id: str) -> ResponseReturnValue:
    """Raises FormNotFound, TrialNotFound."""
    draft = drafts.get_draft(form_id)
    read = form_trials.trial(draft, instance_id, deps().blobs)
    (one,) = read.told
    parts = sections(read.definition, one.answers, Showing(language(), {}, one.files, keeps_files=False))
    rows = finding_rows(one.findings, places=places_of(parts))
    place_findings(parts, rows)
    return render_template(
        "console/form_trial.html",
        draft=draft,
        trial=one,
        parts=parts,
        findings=rows,
        raw=one.xml[:_RAW_SHOWN].decode("utf-8", "replace"),
    )
