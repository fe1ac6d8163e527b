"""Help as people look for it: commands under the headings of what they are for, everyday ones first."""

from typing import Any

from typer.core import TyperGroup

from rcpjournal.core.words import one_line, safe
from rcpjournal.errors import JournalError

WRITE, LOOK_BACK, SUPERVISION, TEAM, KEEP_SAFE, FRAMEWORK, MORE = (
    "Write",
    "Look back",
    "Supervision",
    "Team",
    "Keep and move",
    "Framework",
    "More",
)
ORDER = (WRITE, LOOK_BACK, SUPERVISION, TEAM, KEEP_SAFE, FRAMEWORK, MORE)


class Grouped(TyperGroup):
    """A group whose help lists its commands under their headings (`rich_help_panel`), in ORDER."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Writes one section a heading."""
        under: dict[str, list[str]] = {}
        for name in (name for name in self.list_commands(ctx) if not self.commands[name].hidden):
            heading = getattr(self.commands[name], "rich_help_panel", None)
            under.setdefault(heading if heading in ORDER else "Commands", []).append(name)
        for heading in (*ORDER, "Commands"):
            if names := under.get(heading):
                room = formatter.width - 4 - max(map(len, names))
                with formatter.section(heading):
                    formatter.write_dl([(name, self.commands[name].get_short_help_str(room)) for name in names])


class Whole(Grouped):
    """The program itself: its commands in the order of everyday use, at the end what is a person's own."""

    def list_commands(self, ctx: Any) -> list[str]:
        """As they are registered, groups among the others."""
        from rcpjournal.cli.commands import COMMANDS

        return [name for name in COMMANDS if name in self.commands]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Writes one section a heading, and one for command lines of their own, where their settings can be read."""
        super().format_commands(ctx, formatter)
        from rcpjournal.cli.own import own_lines

        try:
            own = own_lines()
        except JournalError:
            return
        if own:
            with formatter.section("Your own"):
                formatter.write_dl([(name, safe(one_line(line))) for name, line in own.items()])


def example(*lines: str) -> str:
    """The end of a command's help: what one types."""
    return "\b\nFor example:\n" + "\n".join(f"  rcpjournal {line}" for line in lines)
