"""Bộ quy tắc: the rule sets as pages that an officer reads beside the decree, and what differs between two."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.console.blueprint import bp, language
from app.console.ruleset_view import difference_groups, ruleset_page, told
from app.wiring import requires, today
from form_engine.scoring_sheet import ScoringSheet
from review.actions.rulesets import ruleset_in_force, ruleset_of, rulesets_in_force
from review.rulesets import RulesetUnknown


@bp.get("/bo-quy-tac")
@requires("ruleset.read")
def rulesets() -> ResponseReturnValue:
    """All periods, the latest first."""
    pages = [ruleset_page(sheet, language()) for sheet in reversed(rulesets_in_force(today()))]
    return render_template("console/rulesets.html", pages=pages)


@bp.get("/bo-quy-tac/<ruleset_id>")
@requires("ruleset.read")
def ruleset(ruleset_id: str) -> ResponseReturnValue:
    """As it stands now; with `dau` (a hash) as it stood when a form was scored by it."""
    asked = request.args.get("dau", "")
    sheet = ruleset_of(ruleset_id, asked) if asked else ruleset_in_force(ruleset_id, today())
    if sheet is None or sheet.id != ruleset_id:
        raise RulesetUnknown(ruleset=ruleset_id)
    return render_template("console/ruleset.html", page=ruleset_page(sheet, language()), others=_others(sheet))


@bp.get("/bo-quy-tac/<ruleset_id>/so-sanh")
@requires("ruleset.read")
def compare_rulesets(ruleset_id: str) -> ResponseReturnValue:
    """What differs from the rule set `voi`; without one, which there are to choose from."""
    sheet = ruleset_in_force(ruleset_id, today())
    asked = request.args.get("voi", "")
    other = ruleset_in_force(asked, today()) if asked else None
    return render_template(
        "console/ruleset_compare.html",
        sheet=sheet,
        title=told(sheet.title, language()),
        other=other,
        other_title=told(other.title, language()) if other else "",
        groups=difference_groups(sheet, other, language()) if other else {},
        others=_others(sheet),
    )


def _others(sheet: ScoringSheet) -> list[tuple[str, str]]:
    """Id and title of every other rule set."""
    return [(one.id, told(one.title, language())) for one in rulesets_in_force(today()) if one.id != sheet.id]
