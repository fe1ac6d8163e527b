"""`write`: the guided reflection."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from rcpjournal.cli.context import here, shipped_packs
from rcpjournal.cli.going_back import mention, take_up
from rcpjournal.cli.options import AliasOption, KindOption, OnOption, WithOption
from rcpjournal.cli.rescuing import until_read
from rcpjournal.core.words import usable
from rcpjournal.errors import Interrupted, UsageProblem
from rcpjournal.store.faults import database_errors

if TYPE_CHECKING:
    from rcpjournal.cli.asking import Asker

NOTHING_TYPED = "Stopped. Nothing had been typed, so nothing waits."
STOPPED = "Stopped. Everything you typed is kept; `rcpjournal write` goes on from there."


def _piped_words() -> str | None:
    from rcpjournal.cli.writing import piped_words

    return piped_words()


def write(
    flow: Annotated[
        str | None,
        typer.Argument(
            metavar="[FLOW]",
            help="quick (2 minutes), standard (6), deep (20); after giving supervision, supervisor (8); "
            "after thinking together, group (5).",
        ),
    ] = None,
    on: OnOption = None,
    kind: KindOption = None,
    with_: WithOption = None,
    alias: AliasOption = None,
    new: Annotated[bool, typer.Option("--new", help="Begin a new one though another waits.")] = False,
    no_monthly: Annotated[bool, typer.Option("--no-monthly", help="Do not offer the month's question.")] = False,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="ID", help="Leave this question out.")
    ] = None,
) -> None:
    """Reflect, led by questions. Every answer is kept as you give it."""
    with until_read(_piped_words):
        wanted = _flow(flow)
        here.journal(writing=True).expect_room()
    head = {
        "happened_on": here.past_day(on).isoformat() if on is not None else None,
        "kind": here.choice("kind", kind),
        "with_": here.choice("with", with_),
        "alias": usable(alias, "The alias") if alias else None,
    }
    off = [*here.config.words("prompts_off"), *(_prompt(word) for word in without or [])]
    from rcpjournal.cli import beginning

    take_up()
    mention()
    asker = beginning.asker()
    with _leaving_kept(asker):
        sitting = None if new else beginning.waiting(asker, wanted if flow else None)
        if sitting is None:
            sitting = beginning.begun(asker, wanted, {k: v for k, v in head.items() if v}, off, no_monthly)
        sitting.run()


def _prompt(word: str) -> str:
    """A question's id, or the last part of one. Raises UsageProblem."""
    prompts = here.framework.prompts
    found = [name for name in prompts if word in (name, name.rpartition(".")[2])]
    if len(found) != 1:
        from difflib import get_close_matches

        near = get_close_matches(word, prompts, n=1)
        meant = f" Did you mean {near[0]}?" if near else " `rcpjournal framework show deep` lists them."
        raise UsageProblem(f"“{word}” is not a question of the framework.{meant}")
    return found[0]


def _flow(word: str | None) -> str:
    flows = here.journal(writing=True).frameworks.current().flows
    wanted = (word or here.config.text("flow")).casefold()
    found = [name for name in flows if name == wanted] or [name for name in flows if name.startswith(wanted)]
    if len(found) > 1:
        raise UsageProblem(f"“{wanted}” may be {' or '.join(found)}. A letter or two more will tell.")
    if not found:
        where = "" if word else f" (the setting `flow`, from the {here.config.known('flow').source})"
        raise UsageProblem(
            f"“{wanted}”{where} is not a kind of reflection. Choose from {', '.join(flows)}.{_newly_shipped(wanted)}"
        )
    return found[0]


def _newly_shipped(flow: str) -> str:
    """How to get a flow that came with the program after this journal took up its framework; else nothing."""
    used = here.framework.versions
    newer = [pack for pack in shipped_packs() if used.get(pack.id) not in (None, pack.version)]
    found = any(flow == one.id for pack in newer for one in pack.flows)
    return f" {flow.title()} is in a newer framework: `rcpjournal framework upgrade` takes it up." if found else ""


@contextmanager
def _leaving_kept(asker: "Asker") -> Iterator[None]:
    """However a person or the terminal leaves, what was typed is kept, and they are told so."""
    from rcpjournal.cli.asking import LEAVING, heeding_signals

    with heeding_signals(asker):
        try:
            yield
        except LEAVING:
            raise Interrupted(STOPPED if _something_waits() else NOTHING_TYPED) from None


def _something_waits() -> bool:
    try:
        return bool(here.journal().drafts.all())
    except database_errors():  # what was typed and could not be kept has been set aside before, and that was said
        return True
