"""`python -m app`: the `rasoat` command, wherever its script was put."""

from app.cli import main

main()
