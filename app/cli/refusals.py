"""What a command refuses, in the language that it was asked in: Vietnamese, or --language en."""

import sys
from typing import Any

import click
from flask_babel import gettext as _

from app.cli.lazy import LazyGroup
from app.i18n import in_language, lines_of, sentence
from app.i18n.ruleset_faults import RulesetFaultLine
from core.errors import DomainError
from form_engine.scoring_errors import RulesetFaulty

_KEY = "rasoat.language"


def _remember(ctx: click.Context, _option: click.Parameter, value: str) -> str:
    ctx.meta[_KEY] = value
    return value


LANGUAGE = click.option(
    "--language",
    type=click.Choice(["vi", "en"]),
    default="vi",
    show_default=True,
    help="Of what is told.",
    is_eager=True,
    callback=_remember,
)


class ToldGroup(LazyGroup):
    """Its commands take LANGUAGE; whatever they print is in it, refusals included. Exit 1 when refused."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DomainError as error:
            with in_language(ctx.meta.get(_KEY, "vi")):
                refuse(sentence(error))
                for line in lines_of(error.faults) if isinstance(error, RulesetFaulty) else ():
                    click.echo(f"  - {in_a_line(line)}", err=True)
            sys.exit(1)


def refuse(told: str) -> None:
    refused = _("Refused")
    click.echo(f"{refused}: {told}", err=True)


def in_a_line(fault: RulesetFaultLine) -> str:
    """Place as the file has it, place in words, what is wrong."""
    words = "" if fault.where == fault.place else f" ({fault.where})"
    return f"{fault.place}{words}: {fault.message}"
