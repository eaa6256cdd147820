"""`rasoat`: the table of commands. Exit 0 done, 1 refused (says why), 2 usage."""

import sys

import click

from app.cli.demo import demo
from app.cli.doctor import doctor
from app.cli.forms import forms
from app.cli.processes import serve, worker
from app.cli.rules import rules
from app.cli.users import users
from app.processes.folder_lock import FolderInUse
from app.processes.stores import StoreNotInstalled
from app.processes.supervisor import ChildNotReady
from app.stores import StoresNotConfigured
from app.training.phone import PhoneTrouble
from config.settings import UnsafeSettings
from core.blobs import StoreUnreachable
from core.errors import DomainError
from core.mongo import UNREACHABLE

_REFUSALS = (FolderInUse, StoreNotInstalled, ChildNotReady, StoresNotConfigured, PhoneTrouble, StoreUnreachable)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def rasoat() -> None:
    """Rà Soát: the yearly review of poor and near-poor households, from the phone to the decision.

    Example: rasoat demo
    """


for command in (serve, worker, demo, forms, rules, users, doctor):
    rasoat.add_command(command)


def main() -> None:
    """Entry point. A refusal is told in a line; anything else is a fault and shows its trace."""
    try:
        rasoat.main(standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except UnsafeSettings as error:
        click.echo("This environment is not safe to start in:", err=True)
        for problem in error.problems:
            click.echo(f"  - {problem}", err=True)
        sys.exit(1)
    except DomainError as error:
        click.echo(f"Refused: {_told(error)}", err=True)
        sys.exit(1)
    except _REFUSALS as error:
        click.echo(f"Refused: {error}", err=True)
        sys.exit(1)
    except UNREACHABLE as error:
        click.echo(f"Refused: the database is away ({type(error).__name__})", err=True)
        sys.exit(1)


def _told(error: DomainError) -> str:
    from app.i18n.sentences import SENTENCES

    return SENTENCES.get(error.code, str(error)).format_map(_Facts(error.facts))


class _Facts(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "?"
