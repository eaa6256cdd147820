"""`rasoat users`: people who sign in."""

import os
import sys

import click

from app import logging, stores
from app.auth import people
from app.auth.permissions import Role
from config.settings import Settings
from core.clock import utc_now
from core.ids import new_password


@click.group()
def users() -> None:
    """People: add, give a new password.

    Example: rasoat users add tinh02 --name "Trần Văn A" --role province_officer --area 46/
    """
    settings = Settings.from_env(os.environ)
    logging.configure(settings.log_format)
    stores.connect(settings)


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
    password = new_password()
    people.add_person(username=username, name=name, roles=roles, area_path=area, password=password, at=utc_now())
    click.echo(f"{username.lower()}  {password}")


@users.command()
@click.argument("username")
def reset(username: str) -> None:
    """Give a person a new password, shown once; ends all sessions.

    Example: rasoat users reset gsv02
    """
    person = people.find_by_username(username)
    if person is None:
        click.echo(f"Refused: there is nobody called {username}", err=True)
        sys.exit(1)
    password = new_password()
    people.set_password(person, password, at=utc_now())
    click.echo(f"{person.username}  {password}")
