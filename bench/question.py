"""The floor of `write`: a program of typer and prompt_toolkit that asks one question and keeps nothing."""

import typer


def main() -> None:
    from prompt_toolkit import PromptSession

    PromptSession[str](multiline=True).prompt("What happened? ")


if __name__ == "__main__":
    typer.run(main)
