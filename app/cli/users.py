"""`rasoat users`: people who sign in."""

import json
import sys
from pathlib import Path

import click

from app.auth import people, phone_keys
from app.auth.models import Person
from app.auth.permissions import Role
from app.cli.cards_file import write_cards
from app.cli.connected import connect, settings_of_command
from app.enrolment import accounts
from app.enrolment.rows import RowFault
from app.enrolment.workbook import read_rows
from app.i18n.sentences import SENTENCES
from core.actor import SYSTEM
from core.clock import utc_now
from core.ids import new_password
from registry import repository as registry


@click.group()
def users() -> None:
    """People: add one or many, give a new password, a new key, another area; lock out.

    Example: rasoat users add tinh02 --name "Trần Văn A" --role province_officer --area 46/
    """


def _person(username: str) -> Person:
    """Exits 1 when there is nobody of this name."""
    person = people.find_by_username(username)
    if person is None:
        click.echo(f"Refused: there is nobody called {username}", err=True)
        sys.exit(1)
    return person


@users.command()
@click.argument("username")
@click.option("--name", required=True)
@click.option("--role", "roles", type=click.Choice([str(one) for one in Role]), multiple=True, required=True)
@click.option("--area", default="", help='Path of codes, such as "46/482/20128/"; empty for the whole country.')
def add(username: str, name: str, roles: tuple[str, ...], area: str) -> None:
    """Add a person; the password is made here and shown once.

    Example: rasoat users add gsv02 --name "Lê Thị B" --role supervisor --area 46/482/20128/
    """
    if area and not area.endswith("/"):
        raise click.BadParameter('an area path ends in "/"', param_hint="--area")
    connect()
    password = new_password()
    people.add_person(username=username, name=name, roles=roles, area_path=area, password=password, at=utc_now())
    click.echo(f"{username.lower()}  {password}")


@users.command("import")
@click.argument("workbook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Look at every row and write nothing.")
@click.option("--cards", type=click.Path(dir_okay=False, path_type=Path), help="Write the sheet of cards to this file.")
@click.option("--json", "as_json", is_flag=True)
def import_(workbook: Path, dry_run: bool, cards: Path | None, as_json: bool) -> None:
    """Make accounts of a workbook: all rows, or none when one is wrong. The same workbook again makes nobody twice.

    With --cards every person of the workbook gets a new key, and the page to print (A4, 8 a page) is written.

    Example: rasoat users import dieu-tra-vien.xlsx --dry-run
    """
    connect()
    plan = accounts.plan(read_rows(workbook.read_bytes()), by=SYSTEM, clock=utc_now)
    made = accounts.carry_out(plan, by=SYSTEM, clock=utc_now) if plan.is_sound and not dry_run else 0
    if plan.is_sound and not dry_run and cards:
        write_cards(cards, people.imported_by(plan.import_id), settings_of_command())
    told = {
        "rows": len(plan.people) + len({one.row for one in plan.faults}),
        "already": plan.already,
        "made": made,
        "faults": [
            {"row": one.row, "column": one.column, "code": one.code, "message": _told(one)} for one in plan.faults
        ],
    }
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for one in plan.faults:
            click.echo(f"row {one.row}, {one.column}: {_told(one)}", err=True)
        would = "would be made" if dry_run else "made"
        click.echo(
            f"{len(plan.people) - plan.already if dry_run else made} accounts {would}, {plan.already} here already"
        )
    if plan.faults:
        sys.exit(1)


def _told(fault: RowFault) -> str:
    return SENTENCES[fault.code].format_map(fault.facts)


@users.command()
@click.argument("username")
@click.option("--area", required=True, help='Path of codes, such as "46/482/20128/2012802/".')
def move(username: str, area: str) -> None:
    """Give a person another area: his phone carries its households from the next refresh on.

    Example: rasoat users move dtv01 --area 46/482/20128/2012802/
    """
    connect()
    people.move(_person(username), str(registry.get_area(area).id))


@users.command()
@click.argument("username")
def reset(username: str) -> None:
    """Give a person a new password, shown once; ends all sessions.

    Example: rasoat users reset gsv02
    """
    connect()
    person = _person(username)
    password = new_password()
    people.set_password(person, password, at=utc_now())
    click.echo(f"{person.username}  {password}")


@users.command("phone-key")
@click.argument("username")
def phone_key(username: str) -> None:
    """Give a person's phone a new address with a key in it, shown once; older keys of the person end.

    Example: rasoat users phone-key dtv01
    """
    connect()
    person = _person(username)
    click.echo(f"{settings_of_command().base_url}/openrosa/key/{phone_keys.renew(person, at=utc_now())}")


@users.command()
@click.argument("username")
def disable(username: str) -> None:
    """Lock a person out at once: sessions end, phone keys are revoked.

    Example: rasoat users disable dtv01
    """
    connect()
    people.disable(_person(username), by=SYSTEM, at=utc_now())


@users.command()
@click.argument("username")
def enable(username: str) -> None:
    """Let a person in again; his phone needs a new key.

    Example: rasoat users enable dtv01
    """
    connect()
    people.enable(_person(username), by=SYSTEM)
