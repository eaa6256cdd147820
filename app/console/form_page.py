"""One form: its state, its versions, and what can be downloaded of each."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.auth import people
from app.console.blueprint import bp
from app.wiring import requires
from form_engine.publishing import drafts, repository


@bp.get("/bieu-mau/<path:form_id>")
@requires("form.publish")
def form_page(form_id: str) -> ResponseReturnValue:
    """Raises FormNotFound."""
    form = repository.get_form(form_id)
    versions = repository.versions_of(form_id)
    return render_template(
        "console/form.html",
        form=form,
        title=versions[0].title if versions else form_id,
        versions=versions,
        draft=drafts.find_draft(form_id),
        names=people.names_of({one.published_by for one in versions}),
    )
