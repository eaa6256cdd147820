"""`rasoat rules corrections`, `adopt`, `withdraw`: corrected point tables and the day from which each goes."""

import json
from datetime import date, datetime
from typing import Any

import click
from flask_babel import gettext as _

from app.auth import people, sessions
from app.auth.errors import PermissionMissing
from app.auth.permissions import may
from app.cli.comparison_table import table
from app.cli.connected import connect
from app.cli.refusals import LANGUAGE
from app.console.correction_view import state_words
from app.console.showing import day
from app.i18n import in_language
from core.actor import Actor
from core.clock import local_day, utc_now
from review import corrections as kept
from review.actions import corrections as acts
from review.actions.rulesets import ruleset_in_force
from review.corrections import Correction
from review.rulesets import all_rulesets

_REASON = click.option("--reason", required=True, help="Kept with the rule set.")
_BY = click.option("--by", "username", required=True, help="User name of who decides; the password is asked for.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.command()
@click.option("--ruleset", default="", help="Id, such as vn-2016-2020; else of every period.")
@_JSON
@LANGUAGE
def corrections(ruleset: str, as_json: bool, language: str) -> None:
    """List corrected point tables: state, from which day on they go, who brought and who decided.

    Example: rasoat rules corrections --ruleset vn-2016-2020
    """
    connect()
    today = local_day(utc_now())
    ids = [ruleset_in_force(ruleset, today).id] if ruleset else list(all_rulesets())
    found = [one for ruleset_id in ids for one in kept.of_ruleset(ruleset_id)]
    if as_json:
        click.echo(json.dumps([_record(one) for one in found], ensure_ascii=False))
        return
    names = people.names_of({person for one in found for person in (one.by, one.decided_by) if person})
    with in_language(language):
        if not found:
            click.echo(_("Nobody has corrected a rule set: the tables of the program are in force."))
            return
        rows = [[_("Correction"), _("Rule set"), _("Brought"), _("By"), _("State"), _("Decided by")]]
        for one in found:
            who = names.get(one.by, one.by), names.get(one.decided_by, one.decided_by) or "–"
            rows.append([one.id, one.ruleset_id, day(one.at), who[0], state_words(one, today), who[1]])
        click.echo(table(rows), nl=False)


@click.command()
@click.argument("correction")
@click.option("--on", "first_day", type=click.DateTime(["%Y-%m-%d"]), help="First day of rounds that go by it; today.")
@_REASON
@_BY
@LANGUAGE
def adopt(correction: str, first_day: datetime | None, reason: str, username: str, language: str) -> None:
    """Put a correction in force for rounds that open on a day or later, by somebody else than who brought it.

    Example: rasoat rules adopt 6b2d1a1e0c9f --on 2027-01-01 --reason "Đã đối chiếu" --by quantri01
    """
    effective_on = first_day.date() if first_day else None
    _decide(correction, username, language, lambda found, by: _adopted(found, by, effective_on, reason))


@click.command()
@click.argument("correction")
@_REASON
@_BY
@LANGUAGE
def withdraw(correction: str, reason: str, username: str, language: str) -> None:
    """Take back a correction that was only brought, or adopted and not in effect yet.

    Example: rasoat rules withdraw 6b2d1a1e0c9f --reason "Nhầm tệp" --by quantri01
    """
    _decide(correction, username, language, lambda found, by: _withdrawn(found, by, reason))


def _decide(correction: str, username: str, language: str, act: Any) -> None:
    connect()
    found = kept.get(correction)
    with in_language(language):
        asked = _("Password of %(username)s", username=username)
    signed_in = sessions.sign_in(
        username, click.prompt(asked, hide_input=True, err=True), address="command", now=utc_now()
    )
    sessions.sign_out(signed_in.token)
    decided = act(found, people.actor_of(signed_in.person))
    with in_language(language):
        click.echo(f"{decided.ruleset_id} {decided.hash[:12]}: {state_words(decided, local_day(utc_now()))}")


def _adopted(found: Correction, by: Actor, effective_on: date | None, reason: str) -> Correction:
    _require(by, "ruleset.adopt")
    return acts.adopt(found, reason=reason, effective_on=effective_on, by=by, clock=utc_now)


def _withdrawn(found: Correction, by: Actor, reason: str) -> Correction:
    if found.state == "adopted":
        _require(by, "ruleset.adopt")
        return acts.revoke(found, reason=reason, by=by, clock=utc_now)
    _require(by, "ruleset.correct")
    return acts.withdraw(found, reason=reason, by=by, clock=utc_now)


def _require(by: Actor, permission: str) -> None:
    if not may(by, permission):
        raise PermissionMissing(permission=permission)


def _record(one: Correction) -> dict[str, Any]:
    told = {name: getattr(one, name) for name in ("id", "ruleset_id", "base_hash", "hash", "state", "by", "decided_by")}
    days = {"at": one.at.isoformat(), "effective_on": one.effective_on.isoformat() if one.effective_on else None}
    return told | days | {"reason": one.reason, "note": one.note, "source": one.source}
