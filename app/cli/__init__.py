"""The `rasoat` command: thin, one file a subject."""

from app.cli.main import main

__all__ = ["main"]
