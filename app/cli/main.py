"""`rasoat`: the table of commands. Exit 0 done, 1 refused (says why), 2 usage."""

import sys
from typing import Any

import click

from app.cli.lazy import LazyGroup
from app.i18n.sentences import SENTENCES
from config.settings import UnsafeSettings
from core.blobs import StoreUnreachable
from core.errors import CannotStart, DomainError
from core.mongo import UNREACHABLE

COMMANDS = {
    "areas": "app.cli.areas:areas",
    "serve": "app.cli.processes:serve",
    "worker": "app.cli.processes:worker",
    "demo": "app.cli.demo:demo",
    "forms": "app.cli.forms:forms",
    "rounds": "app.cli.rounds:rounds",
    "rules": "app.cli.rules:rules",
    "users": "app.cli.users:users",
    "doctor": "app.cli.doctor:doctor",
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
def rasoat() -> None:
    """Rà Soát: the yearly review of poor and near-poor households, from the phone to the decision.

    Example: rasoat demo
    """


def main() -> None:
    """Entry point. A refusal is told in a line; anything else is a fault and shows its trace."""
    try:
        rasoat.main(prog_name="rasoat", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(1)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except UnsafeSettings as error:
        click.echo("Refused: this environment is not safe to start in.", err=True)
        for problem in error.problems:
            click.echo(f"  - {problem}", err=True)
        sys.exit(1)
    except DomainError as error:
        sentence = SENTENCES.get(error.code, str(error)).format_map(_Facts(error.facts))
        click.echo(f"Refused: {sentence}", err=True)
        sys.exit(1)
    except (CannotStart, StoreUnreachable) as error:
        click.echo(f"Refused: {error}", err=True)
        sys.exit(1)
    except UNREACHABLE as error:
        click.echo(f"Refused: the database is away ({type(error).__name__})", err=True)
        sys.exit(1)


class _Facts(dict[str, Any]):
    def __missing__(self, name: str) -> str:
        return "?"
