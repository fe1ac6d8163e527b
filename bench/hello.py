"""The smallest typer program: what any command line written with typer costs to start."""

import typer


def main(name: str = "world") -> None:
    print(f"Hello {name}")


if __name__ == "__main__":
    typer.run(main)
