"""What a form's new version changes, as rows of a table; two published versions beside each other."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app import form_life
from app.console.blueprint import bp, language
from app.console.labels import text_of
from app.form_life import Comparison
from app.i18n.differences import difference_sentence, impact_sentence
from app.openrosa.form_list import NO_VERSION
from app.wiring import deps, requires
from form_engine.definition import Labels
from form_engine.publishing import repository
from form_engine.publishing.models import Form
from submissions.impact import Weighed


@bp.get("/bieu-mau/<path:form_id>/so-sanh")
@requires("form.publish")
def compare_forms(form_id: str) -> ResponseReturnValue:
    """`tu`, `den`: two published versions. Raises FormNotFound."""
    form = repository.get_form(form_id)
    versions = repository.versions_of(form_id)
    before, after = _asked(form, [one.version for one in versions])
    compared = None
    if before != after:
        forms, clock = deps().definitions, deps().clock
        compared = form_life.compare_versions(form_id, before, after, definitions=forms, clock=clock)
    return render_template(
        "console/form_compare.html",
        form=form,
        title=repository.get_version(form_id, after).title,
        before=before,
        after=after,
        versions=versions,
        no_version=NO_VERSION,
        compared=compared,
        changes=rows_of(compared) if compared else [],
    )


def _asked(form: Form, versions: list[str]) -> tuple[str, str]:
    """versions: the latest first. Of what is not asked for: the current one, and the one published before it."""
    tu, den = ("" if one == NO_VERSION else one for one in (request.args.get("tu"), request.args.get("den")))
    after = den if den is not None else form.current_version
    earlier = versions[versions.index(after) + 1 :] if after in versions else versions
    others = [*earlier, *(one for one in versions if one != after), after]
    return (tu if tu is not None else others[0]), after


def rows_of(compared: Comparison) -> list[dict[str, Any]]:
    """What breaks first, then what concerns stored forms, then the rest."""
    impact = compared.impact
    breaking = set(impact.breaking()) if impact else set()
    rows = [_row(one, compared.words, breaks=one in breaking) for one in (impact.weighed if impact else ())]
    return sorted(rows, key=lambda row: (not row["breaks"], not row["count"]))


def rows_of_waiting(compared: Comparison) -> list[dict[str, Any]]:
    """The draft against the version that waits for its day."""
    found = compared.waiting
    return [_row(Weighed(one, None), found.words, breaks=False) for one in found.changes] if found else []


def _row(one: Weighed, words: Mapping[str, Labels], *, breaks: bool) -> dict[str, Any]:
    return {
        "where": one.difference.path,
        "question": text_of(words.get(one.difference.path, {}), language(), otherwise=one.difference.name),
        "what": difference_sentence(one),
        "means": impact_sentence(one),
        "breaks": breaks,
        "count": one.submissions or 0,
    }
