"""`python -m app`: the `rasoat` command, wherever its script was put."""

from app.cli import main

if __name__ == "__main__":  # processes of a pool read this file, too
    main()
