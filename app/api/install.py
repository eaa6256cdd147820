"""The API's blueprints, its description and the page for people who read it."""

from typing import Any

from flask import Blueprint as PlainBlueprint
from flask import Flask, Response, render_template_string
from flask_smorest import Api

from app.api import (
    applications,
    area_changes,
    areas,
    cases,
    commune,
    complaints,
    corrections,
    duplicates,
    forms,
    household_events,
    households,
    meetings,
    papers,
    people,
    persons,
    photos,
    postings,
    reminders,
    rounds,
    rulesets,
    sessions,
    simulations,
    submissions,
)
from app.api.responses import know_the_program
from app.auth.permissions import PUBLIC
from app.wiring import requires

PREFIX = "/api/v1"

RESOURCES = (
    *(
        sessions.bp,
        submissions.bp,
        cases.bp,
        meetings.bp,
        postings.bp,
        commune.bp,
        forms.bp,
        people.bp,
        areas.bp,
        area_changes.bp,
        household_events.bp,
    ),
    *(rounds.bp, applications.bp, reminders.bp, photos.bp, papers.bp, complaints.bp, complaints.public_bp),
    *(households.bp, persons.bp, duplicates.bp),
    *(rulesets.bp, corrections.bp, simulations.bp),
)

for bp in RESOURCES:  # here and not in `install`: the blueprints are the module's, and a process may make many apps
    bp.before_request(know_the_program)


class _Api(Api):
    """Refusals are answered in one place for all wires (app/errors.py), so not by the library."""

    def _register_error_handlers(self) -> None:
        pass


def install(app: Flask) -> None:
    app.config.update(
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": "Rà soát hộ nghèo, hộ cận nghèo"},
            "security": [{"bearer": []}],
            "components": {"securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}},
        },
    )
    api = _Api(app)
    for resource in RESOURCES:
        api.register_blueprint(resource, url_prefix=f"{PREFIX}{resource.url_prefix or ''}")
    for endpoint in ("api-docs.openapi_json",):
        app.view_functions[endpoint] = requires(PUBLIC)(app.view_functions[endpoint])
    app.register_blueprint(_docs_page(api))


def _docs_page(api: Api) -> PlainBlueprint:
    """/api/docs: the description as one page of HTML, from the same source as openapi.json; no script."""
    bp = PlainBlueprint("api_docs_page", __name__)

    @bp.get("/api/docs")
    @requires(PUBLIC)
    def docs() -> Response:
        spec: dict[str, Any] = api.spec.to_dict()
        return Response(render_template_string(_PAGE, spec=spec), content_type="text/html; charset=utf-8")

    return bp


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Rà Soát API</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><h1>{{ spec.info.title }} API {{ spec.info.version }}</h1>
<p>Machine-readable: <a href="/api/v1/openapi.json">openapi.json</a>. Sign in with <code>POST /api/v1/sessions</code>,
then send <code>Authorization: Bearer &lt;token&gt;</code>.</p>
{% for path, operations in spec.paths.items() %}{% for method, operation in operations.items() %}
{% if method in ("get", "post", "put", "patch", "delete") %}
<h2><code>{{ method|upper }} {{ path }}</code></h2>
<p>{{ operation.summary or "" }}</p>{% if operation.description %}<p>{{ operation.description }}</p>{% endif %}
{% set parameters = (operations.parameters or []) + (operation.parameters or []) %}{% if parameters %}<ul>
{% for one in parameters %}<li><code>{{ one.name }}</code> ({{ one["in"] }}{{ ", required" if one.required }}):
{{ one.description or one.schema.type }}</li>{% endfor %}</ul>{% endif %}
<p>Answers: {% for status in operation.responses %}<code>{{ status }}</code> {% endfor %}</p>
{% endif %}{% endfor %}{% endfor %}
</body></html>"""
