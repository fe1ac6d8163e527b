"""Lets `python -m rcpjournal` do what `rcpjournal` does."""

from rcpjournal.cli import main

main()
