"""`rasoat rules simulate`: what if lines, points or score sheets were others? Counts only, stores nothing."""

import json

import click
from flask_babel import gettext as _
from flask_babel import ngettext

from app.cli.comparison_table import class_table, table, village_names
from app.cli.connected import connect
from app.cli.refusals import LANGUAGE
from app.cli.scope import require_scope, scope_of, scope_options
from app.console.words import STANDINGS, word
from app.i18n import in_language
from app.simulation_record import simulation_record
from core.clock import utc_now
from review.actions.simulation import Simulation, simulate
from review.rules.comparison_record import NOTICE, comparison_record
from review.rules.what_if import OtherPoints, WhatIf


@click.command("simulate")
@scope_options
@click.option("--line", "lines", multiple=True, help="Points of a line, such as rural.poor_line=125.")
@click.option("--deprived-min", type=int, default=None, help="Points of B2 from which a household is deprived.")
@click.option(
    "--points", multiple=True, help="Points of an answer, such as b1_03.lower=5, or on one sheet b1_03.lower@NT3=5."
)
@click.option("--sheet", default="", help="Score all on this sheet: NT1..NT6, or TT as if they lived in a town.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, the same as the API answers.")
@LANGUAGE
def simulate_command(
    round_id: str,
    area: str,
    everywhere: bool,
    year: int | None,
    lines: tuple[str, ...],
    deprived_min: int | None,
    points: tuple[str, ...],
    sheet: str,
    as_json: bool,
    language: str,
) -> None:
    """Tell how many households of an area would be of another class. Not a decision; nothing is stored, nobody named.

    Example: rasoat rules simulate --area 46/482/20128/ --line rural.poor_line=125 --points b1_03.lower@NT3=5
    """
    require_scope(round_id, area, everywhere, year, language)
    with in_language(language):
        asked = WhatIf(
            lines={_named(name, ".", "--line"): value for name, value in (_assigned(one, "--line") for one in lines)},
            deprived_min=deprived_min,
            points=tuple(_other_points(one) for one in points),
            score_area=sheet,
        )
    connect()
    _, scope = scope_of(round_id, area, everywhere, year)
    told = simulate(scope, asked, clock=utc_now)
    if as_json:
        click.echo(json.dumps(simulation_record(told), ensure_ascii=False))
        return
    with in_language(language):
        click.echo(_text(told, language))


def _text(told: Simulation, language: str) -> str:
    record = comparison_record(told.found)
    rounds = ngettext("%(num)s round", "%(num)s rounds", told.rounds)
    lines = [f"*** {NOTICE[language].upper()} ***", f"{told.sheet.id}, {rounds}"]
    lines += [
        _(
            "%(changed)s of %(all)s households would be of another class.",
            changed=record["changed"],
            all=record["households"],
        )
    ]
    if record["lost"]:
        lines += [
            ngettext(
                "%(num)s household would be left without the class that it has.",
                "%(num)s households would be left without the class that they have.",
                record["lost"],
            )
        ]
    if told.left_out:
        left_out = (
            "%(num)s round under another rule set is left out.",
            "%(num)s rounds under another rule set are left out.",
        )
        lines += [ngettext(*left_out, told.left_out)]
    names = village_names(one["village"] for one in record["villages"])
    rows = [
        [_("Village"), _("Households"), word(STANDINGS, "poor"), word(STANDINGS, "near_poor"), _("of another class")]
    ]
    for one in record["villages"]:
        before, after = one["before"], one["after"]
        moved = [f"{before[name]} → {after[name]}" for name in ("poor", "near_poor")]
        rows.append([names[one["village"]], str(one["households"]), *moved, str(one["changed"])])
    return "\n".join([*map(str, lines), "", class_table(record), table(rows)])


def _assigned(text: str, option: str) -> tuple[str, int]:
    name, sign, value = text.partition("=")
    if not sign or not (value.strip().isascii() and value.strip().isdecimal()):
        raise click.BadParameter(_("“%(text)s” is not NAME=POINTS", text=text), param_hint=option)
    return name.strip(), int(value)


def _named(text: str, sign: str, option: str) -> tuple[str, str]:
    first, found, second = text.partition(sign)
    if not found:
        raise click.BadParameter(_("“%(text)s” has no “%(sign)s”", text=text, sign=sign), param_hint=option)
    return first, second


def _other_points(text: str) -> OtherPoints:
    name, points = _assigned(text, "--points")
    answer, _, score_area = name.partition("@")
    item, code = _named(answer, ".", "--points")
    return OtherPoints(item, code, points, score_area)
