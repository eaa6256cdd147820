"""One form: its state, its versions, and what can be downloaded of each."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.auth import people
from app.console.blueprint import bp
from app.form_files import file_of, kind_names
from app.openrosa.form_list import NO_VERSION
from app.wiring import deps, requires
from core.actor import SYSTEM
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
        kinds=kind_names(),
        no_version=NO_VERSION,
        names={SYSTEM.id: _("The system"), **people.names_of({one.published_by for one in versions})},
    )


@bp.get("/bieu-mau/<path:form_id>/phien-ban/<version>/<kind>")
@requires("form.publish")
def form_file(form_id: str, version: str, kind: str) -> Response:
    """Raises FormNotFound, FormFileNotFound."""
    found = repository.get_version(form_id, "" if version == NO_VERSION else version)
    made = file_of(found, kind, deps().blobs)
    response = Response(made.content, content_type=made.content_type)
    response.headers.set("Content-Disposition", "attachment", filename=made.name)
    return response
