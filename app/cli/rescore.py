"""`rasoat rules rescore`: the households of rounds under another rule set, beside the results in force."""

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from itertools import islice
from multiprocessing import get_context
from typing import Any

import click
from flask_babel import gettext as _
from flask_babel import ngettext

from app.cli.comparison_table import class_table, table, village_names
from app.cli.connected import connect
from app.cli.refusals import LANGUAGE, refuse
from app.cli.scope import require_scope, scope_of, scope_options
from app.console.words import STANDINGS, word
from app.i18n import in_language
from app.processes.child import collect_seldom, end_with_parent
from core import audit
from core.actor import SYSTEM
from core.clock import local_day, utc_now
from review import repository, rescores
from review.actions import rescoring
from review.actions.rulesets import ruleset_in_force, ruleset_of
from review.actions.scopes import Scope
from review.rules.comparison_record import comparison_record
from review.rulesets import RulesetUnknown

LISTED = "rescore.listed"


@click.command()
@click.option("--ruleset", required=True, help="Id, such as vn-2021-2025; `rasoat rules check` lists them.")
@scope_options
@click.option("--processes", type=click.IntRange(1, 64), default=lambda: os.cpu_count() or 1, show_default="cores")
@click.option("--show", type=click.IntRange(0), default=50, show_default=True, help="Households in the list.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with every household whose class would change.")
@LANGUAGE
def rescore(
    ruleset: str,
    round_id: str,
    area: str,
    everywhere: bool,
    year: int | None,
    processes: int,
    show: int,
    as_json: bool,
    language: str,
) -> None:
    """Score under another rule set; tell who would change class. No case and no decision is changed.

    Each result is kept as a version beside the one in force, once for the same answers. What was cut off goes on where
    it stood when the same command is given again. Prints names: for administrators; the look is recorded.

    Example: rasoat rules rescore --ruleset vn-2021-2025 --area 46/482/20128/
    """
    require_scope(round_id, area, everywhere, year, language)
    connect()
    sheet = ruleset_in_force(ruleset, local_day(utc_now()))
    asked, scope = scope_of(round_id, area, everywhere, year)
    if not scope.rounds:
        with in_language(language):
            refuse(_("No review round was held in this area."))
        sys.exit(1)
    run = rescoring.begin(sheet, asked, by=SYSTEM, clock=utc_now)
    _carry_out(run, scope, processes)
    rescores.finish_run(run.id, utc_now())
    audit.record(LISTED, by=SYSTEM.id, subject=run.id, at=utc_now(), ruleset=sheet.id)
    told = {"run_id": run.id, "ruleset_id": sheet.id, "ruleset_hash": sheet.hash, "resumed": run.is_resumed}
    told |= {"rounds": len(scope.rounds), "new_versions": rescoring.new_versions(run.id)}
    told |= {**comparison_record(rescoring.result_of(run.id))}
    if as_json:
        changed = list(_changed(sheet.hash, scope, sys.maxsize))
        click.echo(json.dumps(told | {"households_changed": changed}, ensure_ascii=False))
        return
    with in_language(language):
        _print(told, list(_changed(sheet.hash, scope, show)))


def _in_a_process_of_its_own(parent: int) -> None:
    end_with_parent(parent)
    collect_seldom()
    connect()


def _carry_out(run: rescoring.Run, scope: Scope, processes: int) -> None:
    """A round after the other, or several at once, each in a process of its own."""
    done = {part["round_id"] for part in rescores.parts_of(run.id)}
    due = [one.id for one in scope.rounds if one.id not in done]
    bar = click.progressbar(
        length=len(scope.rounds), label="Rounds", show_pos=True, file=sys.stderr, hidden=not sys.stderr.isatty()
    )
    with bar:
        bar.update(len(scope.rounds) - len(due))
        if processes == 1 or len(due) == 1:
            for one in due:
                _rescore_round(run, one, scope.area_path)
                bar.update(1)
            return
        with ProcessPoolExecutor(
            processes, get_context("spawn"), initializer=_in_a_process_of_its_own, initargs=(os.getpid(),)
        ) as pool:
            work = [pool.submit(_rescore_round, run, one, scope.area_path) for one in due]
            for one in as_completed(work):
                one.result()
                bar.update(1)


def _rescore_round(run: rescoring.Run, round_id: str, within: str) -> None:
    scorer = _scorer(run.ruleset_id, run.ruleset_hash)
    rescoring.rescore_round(run.id, repository.get_round(round_id), scorer, clock=utc_now, within=within)


@cache
def _scorer(ruleset_id: str, ruleset_hash: str) -> rescoring.Scorer:
    """One for the whole process, by the very rule set that the run began with."""
    sheet = ruleset_of(ruleset_id, ruleset_hash)
    if sheet is None:
        raise RulesetUnknown(ruleset=f"{ruleset_id} ({ruleset_hash[:12]})")
    return rescoring.Scorer(sheet)


def _changed(ruleset_hash: str, scope: Scope, most: int) -> Iterator[dict[str, Any]]:
    """Households whose class would be another one, with code and name of head."""
    left = most
    for opened in scope.rounds:
        found = rescores.changed_of(ruleset_hash, opened.id)
        inside = (one for one in found if one["village_path"].startswith(scope.area_path))
        several = list(islice(inside, left))
        names = repository.heads_of(one["case_id"] for one in several)
        for one in several:
            code, head_name = names.get(one["case_id"], ("", ""))
            after = {name: one[name] for name in ("b1", "b2", "class")}
            before = {name: one["was"][name] for name in ("b1", "b2", "class")}
            told = {"household_code": code, "head_name": head_name, "village": one["village_path"]}
            yield told | {"case_id": one["case_id"], "before": before, "after": after, "missing": one["missing"]}
        left -= len(several)
        if left <= 0:
            return


def _print(told: dict[str, Any], changed: list[dict[str, Any]]) -> None:
    rounds = ngettext("%(num)s round", "%(num)s rounds", told["rounds"])
    run = _("run")
    click.echo(f"{told['ruleset_id']} ({told['ruleset_hash'][:12]}), {rounds}, {run} {told['run_id']}")
    counts = {"changed": told["changed"], "all": told["households"]}
    click.echo(_("%(changed)s of %(all)s households would be of another class; no decision is changed.", **counts))
    if told["lost"]:
        click.echo(
            ngettext(
                "%(num)s household would be left without the class that it has.",
                "%(num)s households would be left without the class that they have.",
                told["lost"],
            )
        )
    click.echo(
        ngettext(
            "%(num)s new version is kept; the others stood already for the same answers.",
            "%(num)s new versions are kept; the others stood already for the same answers.",
            told["new_versions"],
        )
    )
    if told["unscored"]:
        click.echo(
            ngettext(
                "%(num)s household can't be scored: its form lacks answers that this rule set asks for.",
                "%(num)s households can't be scored: their forms lack answers that this rule set asks for.",
                told["unscored"],
            )
        )
    click.echo()
    click.echo(class_table(told))
    names = village_names(one["village"] for one in changed)
    rows = [[_("Household"), _("Head of the household"), _("Village"), _("in force"), _("under the other rule set")]]
    for one in changed:
        who = [one["household_code"], one["head_name"], names[one["village"]]]
        rows.append([*who, _totals(one["before"]), _totals(one["after"])])
    if changed:
        click.echo(table(rows))
    if told["changed"] > len(changed):
        left = told["changed"] - len(changed)
        click.echo(ngettext("… and %(num)s more (--show, --json)", "… and %(num)s more (--show, --json)", left))


def _totals(one: dict[str, Any]) -> str:
    told = [f"{name.upper()} {'?' if one[name] is None else one[name]}" for name in ("b1", "b2")]
    return f"{', '.join(told)}: {word(STANDINGS, one['class']) if one['class'] else _('without a class')}"
