"""A score record as lines for people: each question with its points, then totals and what decided."""

from collections.abc import Mapping
from textwrap import fill
from typing import Any

import click
from flask_babel import gettext as _

from app.console.field_words import told as answer_told
from app.console.seen_values import seen_words
from form_engine.scoring_sheet import ScoringSheet
from review.rules.articles import article_of

_WIDTH = 110
_INDENT = " " * 13


def print_trace(told: Mapping[str, Any], language: str, sheet: ScoringSheet | None) -> None:
    """In the language of the command. sheet: the rule set of the score, where it is still there."""
    for line in told["trace"]:
        points = "?" if line["points"] is None else line["points"]
        _say(f"{line['item']}  {points:>4}  ", f"{line['question'][language]}: {line['answer_text'][language]}")
        more = [line["detail"][language] if line["detail"] else "", _seen(line, sheet)]
        for each in filter(None, more):
            _say(_INDENT, each)
        if article := article_of(sheet, line["item"], told["sheet"]):
            _say(_INDENT, article.vi if language == "vi" else article.en)
        if line["source"]:
            _say(_INDENT, f"[{line['source']}]")
    click.echo()
    click.echo(f"B1 = {_total(told['b1'])}, B2 = {_total(told['b2'])} ({told['ruleset_id']}, {told['sheet']})")
    missing = _("Answers are missing, so there is no class yet:")
    click.echo(told["reason"][language] if told["reason"] else f"{missing} {', '.join(told['missing'])}")


def _seen(line: Mapping[str, Any], sheet: ScoringSheet | None) -> str:
    """The answers that a deprivation looked at: of those of whom it holds, as far as the rule set is there."""
    saw = line.get("saw") or ()
    indicator = next((one for one in sheet.indicators if one.code == line["item"]), None) if sheet else None
    if indicator is not None:
        found = seen_words(indicator, saw, discreet=False)
    else:
        found = ", ".join(
            f"{'' if one['member'] is None else str(one['member']) + '. '}{answer_told(one['field'], one['value'])}"
            for one in saw
        )
    seen = _("Seen")
    return f"{seen}: {found}" if found else ""


def _say(begin: str, text: str) -> None:
    click.echo(fill(text, _WIDTH, initial_indent=begin, subsequent_indent=_INDENT + "  ", break_long_words=False))


def _total(points: int | None) -> str:
    return "?" if points is None else str(points)
