"""Which households a command about many is for: a round, an area, all."""

from collections.abc import Callable
from typing import Any

import click
from flask_babel import gettext as _

from app.i18n import in_language
from core.actor import SYSTEM
from registry import repository as registry
from review.actions.scopes import Scope, one_round, rounds_of

Command = Callable[..., Any]


def scope_options(command: Command) -> Command:
    """--round, --area or --all, and --year with the last two."""
    for option in (
        click.option("--year", type=int, default=None, help="Of the rounds of an area; else each commune's latest."),
        click.option("--all", "everywhere", is_flag=True, help="The latest round of every commune."),
        click.option("--area", default="", help='Code or path of an area, such as 20128 or "46/482/20128/".'),
        click.option("--round", "round_id", default="", help="Id of one round."),
    ):
        command = option(command)
    return command


def require_scope(round_id: str, area: str, everywhere: bool, year: int | None, language: str) -> None:
    """Before anything is looked for. Raises UsageError."""
    with in_language(language):
        if sum((bool(round_id), bool(area), everywhere)) != 1:
            raise click.UsageError(_("say one of --round, --area, --all"))
        if round_id and year is not None:
            raise click.UsageError(_("--year goes with --area or --all"))


def scope_of(round_id: str, area: str, everywhere: bool, year: int | None) -> tuple[str, Scope]:
    """A name of what was asked for, the same for the same options, and the rounds. Raises NotFound."""
    if round_id:
        return f"round {round_id}", one_round(round_id, seen_by=SYSTEM)
    path = "" if everywhere else registry.find_area(area).id
    return f"area {path} {year or 'latest'}", rounds_of(path, seen_by=SYSTEM, year=year)
