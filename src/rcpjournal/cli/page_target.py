"""Where a page goes and how: as it is asked for, kept with the page while that waits, and taken up again."""

from pathlib import Path
from typing import Any, NamedTuple

from rcpjournal.cli import sharing
from rcpjournal.cli.asking import Asker
from rcpjournal.cli.sharing import Target

OPEN_AFTER_ALL = "Enter seals it still, o lets it leave open:"


class Wish(NamedTuple):
    """What was asked for with `prepare`; None where an option was not given."""

    format: str | None = None
    output: Path | None = None
    encrypt_to: str | None = None
    force: bool = False

    @property
    def names_any(self) -> bool:
        """Whether any of them says where the page goes or how."""
        return any(one is not None for one in (self.format, self.output, self.encrypt_to))

    def target(self) -> Target:
        """The target that it comes to, checked. Raises what `sharing.target` raises."""
        return sharing.target(self.format, self.output, force=self.force, encrypt_to=self.encrypt_to, names_a_file=True)


def kept(target: Target) -> dict[str, Any]:
    """What is kept of a target while the page waits: all but `--force`, which is said anew each time."""
    output = str(target.output.absolute()) if target.output and target.named else None
    return {"format": target.format, "output": output, "sealed_to": target.sealed_to}


def taken_up(asker: Asker, wish: Wish, document: dict[str, Any]) -> Target:
    """The target of a page that waited: as it was kept, but for what is asked for anew; and says which it is.

    A seal is not dropped unless the person says so. Raises what `sharing.target` raises.
    """
    output = document.get("output")
    before = Wish(document.get("format"), Path(output) if output else None, document.get("sealed_to"), wish.force)
    target = (_anew(asker, wish, before) if wish.names_any else before).target()
    asker.say(f"When you let it leave, it {where(target)}.")
    return target


def where(target: Target) -> str:
    """`is written to page.html, as html`."""
    place = f"is written to {target.output}" if target.output else "is printed"
    sealed = f", sealed to {target.sealed_to[:12]}…" if target.sealed_to else ""
    return f"{place}, as {target.format}{sealed}"


def _anew(asker: Asker, wish: Wish, before: Wish) -> Wish:
    """What is asked for now over what was asked for before."""
    from rcpjournal.exports.page import page_formats

    ending = wish.output.suffix.casefold().lstrip(".") if wish.output else ""
    sealed = wish.encrypt_to or before.encrypt_to  # what is sealed may end as it likes: page.age
    format_ = wish.format or (before.format if sealed and ending not in page_formats() else ending) or before.format
    output = wish.output or (before.output if format_ == before.format else None)
    merged = Wish(format_, output, wish.encrypt_to, wish.force)
    if before.encrypt_to is None or wish.encrypt_to is not None or _opens(asker, before.encrypt_to):
        return merged
    if format_ == "json":
        return merged._replace(encrypt_to=before.encrypt_to)
    asker.say(f"Only a pack (json) can be sealed, so {format_} is left aside, and it goes as it was to go before.")
    return before


def _opens(asker: Asker, key: str) -> bool:
    """Whether a page that was to be sealed is to leave open, now that options were given that do not seal it."""
    asker.say(f"This page was to be sealed to {key[:12]}…, so that only its owner can read it.")
    while True:
        reply = asker.line(OPEN_AFTER_ALL).casefold()
        if reply in ("", "o"):
            return reply == "o"


def stopped(*, waits: bool) -> str:
    """What is said where the person stops."""
    if waits:
        return "Stopped. The page waits; `rcpjournal supervision prepare` goes on with it."
    return "Stopped. Nothing had been chosen, so nothing waits."
