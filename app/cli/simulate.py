"""`rasoat rules simulate`: what if lines, points or score sheets were others? Counts only, stores nothing."""

import json

import click

from app.cli.comparison_table import class_table, village_names
from app.cli.connected import connect
from app.cli.scope import require_scope, scope_of, scope_options
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
) -> None:
    """Tell how many households of an area would be of another class. Not a decision; nothing is stored, nobody named.

    Example: rasoat rules simulate --area 46/482/20128/ --line rural.poor_line=125 --points b1_03.lower@NT3=5
    """
    require_scope(round_id, area, everywhere, year)
    asked = WhatIf(
        lines={_named(name, ".", "--line"): value for name, value in (_assigned(one, "--line") for one in lines)},
        deprived_min=deprived_min,
        points=tuple(_other_points(one) for one in points),
        score_area=sheet,
    )
    connect()
    _, scope = scope_of(round_id, area, everywhere, year)
    told = simulate(scope, asked, clock=utc_now)
    record = simulation_record(told)
    click.echo(json.dumps(record, ensure_ascii=False) if as_json else _text(told))


def _text(told: Simulation) -> str:
    record = comparison_record(told.found)
    lines = [f"*** {NOTICE['vi'].upper()} / {NOTICE['en'].upper()} ***"]
    lines += [f"{told.sheet.id}, {told.rounds} rounds: {record['changed']} of {record['households']} households change"]
    lines += [f"{record['lost']} would be left without the class that they have"] if record["lost"] else []
    lines += [f"{told.left_out} rounds under another rule set are left out"] if told.left_out else []
    lines += ["", class_table(record)]
    lines += [f"{'village':<28}{'households':>12}{'poor':>16}{'near_poor':>16}{'change':>10}"]
    names = village_names(one["village"] for one in record["villages"])
    for one in record["villages"]:
        before, after = one["before"], one["after"]
        moved = [f"{before[name]} → {after[name]}" for name in ("poor", "near_poor")]
        lines += [f"{names[one['village']]:<28}{one['households']:>12}{moved[0]:>16}{moved[1]:>16}{one['changed']:>10}"]
    return "\n".join(lines)


def _assigned(text: str, option: str) -> tuple[str, int]:
    name, sign, value = text.partition("=")
    if not sign or not value.strip().isdecimal():
        raise click.BadParameter(f"“{text}” is not NAME=POINTS", param_hint=option)
    return name.strip(), int(value)


def _named(text: str, sign: str, option: str) -> tuple[str, str]:
    first, found, second = text.partition(sign)
    if not found:
        raise click.BadParameter(f"“{text}” has no “{sign}”", param_hint=option)
    return first, second


def _other_points(text: str) -> OtherPoints:
    name, points = _assigned(text, "--points")
    answer, _, score_area = name.partition("@")
    item, code = _named(answer, ".", "--points")
    return OtherPoints(item, code, points, score_area)
