"""Lets `python -m dialer.cli` stand for `relist` where the command is not on the path."""

from dialer.cli import main

if __name__ == "__main__":
    main()
