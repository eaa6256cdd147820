"""`rasoat users`: people who sign in."""

import sys

import click

from app.auth import people, phone_keys
from app.auth.models import Person
from app.auth.permissions import Role
from app.cli.connected import connect, settings_of_command
from core.clock import utc_now
from core.ids import new_password


@click.group()
def users() -> None:
    """People: add, give a new password.

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
    people.disable(_person(username), at=utc_now())


@users.command()
@click.argument("username")
def enable(username: str) -> None:
    """Let a person in again; his phone needs a new key.

    Example: rasoat users enable dtv01
    """
    connect()
    people.enable(_person(username))
