"""`supervision prepare`: how a page begins, or goes on, and how one leaves it."""

from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any, Literal

from rcpjournal.cli import beginning
from rcpjournal.cli.asking import LEAVING, Asker, heeding_signals
from rcpjournal.cli.context import here
from rcpjournal.cli.page_sitting import SIGNS_HELP, Preparation
from rcpjournal.cli.page_target import Wish, stopped, taken_up
from rcpjournal.cli.rescuing import ending, rescued
from rcpjournal.cli.sharing import Target, days_in_words
from rcpjournal.cli.summing import period
from rcpjournal.core.words import plural
from rcpjournal.errors import Interrupted, JournalError, JournalUnusable
from rcpjournal.store.faults import database_errors

OPENING = (
    "This makes one page for supervision. Nothing leaves that you do not pick, and before anything does you see it as "
    "it would leave. Once it has left it belongs to the organisation. You can stop at any time, and the page waits."
)
OFFER = "Enter goes on with it, n begins a new one, d throws it away:"
OFFER_ELSEWHERE = "Enter leaves it there, g goes on with it here:"
NOTHING_TO_PICK = (
    "In these entries no passage is tied to a tag, none is starred, and none is of a kind that the page has a place "
    "for: there are no words of yours to pick. It can still hold counts, and what you want from the session. "
    "`rcpjournal star` marks an entry, `edit` ties a passage."
)


def prepared_page(since: str | None, until: str | None, wish: Wish, *, new: bool) -> None:
    """Leads through the page, from the first question to the file."""
    here.journal(writing=True).expect_room()
    asker = beginning.asker()
    sitting: Preparation | None = None
    with heeding_signals(asker):
        try:
            sitting = None if new else _waiting(asker, since, until, wish)
            sitting = sitting or _begun(asker, *period(since, until), wish.target())
            sitting.run()
        except LEAVING as error:
            if sitting and sitting.unsaved:
                raise ending(KeyboardInterrupt(), partial(_kept, sitting)) from error
            raise Interrupted(stopped(waits=_waits(sitting))) from None
        except Exception as error:  # whatever it is, the words come first
            raise ending(error, partial(_kept, sitting)) from None


def _kept(sitting: Preparation | None, error: JournalError) -> JournalError:
    """The error, its sentence saying where what was typed is, where the journal may not have it."""
    if sitting is None or not (sitting.unsaved or isinstance(error, JournalUnusable)):
        return error
    typed = [*sitting.replies.values(), *sitting.begun.values()]
    return rescued(error, "\n\n".join(words for words in typed if isinstance(words, str)))


def _waits(sitting: Preparation | None) -> bool:
    if sitting is not None:
        return sitting.key is not None
    with suppress(*database_errors()):
        return here.journal().supervision.prepared() is not None
    return True


def _begun(asker: Asker, first: date, last: date, target: Target) -> Preparation:
    """A new page. Raises NothingToShare where there is nothing that it could be made of."""
    sitting = Preparation(asker, first, last, target)
    prepared = sitting.prepared
    if not (prepared.summary.entries or prepared.agreed):
        from rcpjournal.core.sharing.refusals import NothingToShare

        raise NothingToShare(days_in_words(first, last))
    asker.say(OPENING)
    asker.say(SIGNS_HELP)
    entries = plural(prepared.summary.entries, "entry", "entries")
    asker.say(f"It is of {days_in_words(first, last)}: {entries}. --since and --until take other days.")
    if prepared.summary.entries and not prepared.candidates:
        asker.say(NOTHING_TO_PICK)
    return sitting


def _waiting(asker: Asker, since: str | None, until: str | None, wish: Wish) -> Preparation | None:
    """A page that waits and that the person wants to go on with; None where days were named and all are of others."""
    for key, document in here.journal().supervision.all_prepared():
        first, last = (date.fromisoformat(document[name]) for name in ("since", "until"))
        if (since is not None or until is not None) and (first, last) != period(since, until):
            continue
        given = sum(1 for reply in document["replies"].values() if reply and reply is not True)
        asker.say(f"A page of {days_in_words(first, last)} waits, with {plural(given, 'answer')}.")
        match _meant(asker, document):
            case "on":
                target = taken_up(asker, wish, document.get("target") or {})
                sitting = Preparation(asker, first, last, target, key, document)
                sitting.take_over()
                return sitting
            case "new":
                return None
            case "away":
                here.journal().supervision.drop(key)
                asker.say("Thrown away. Nothing of it had left, and your entries are as they were.")
    return None


def _meant(asker: Asker, document: dict[str, Any]) -> Literal["on", "new", "away", "next"]:
    """What the person wants with a page that waits: `next` leaves it to the window that has it."""
    if beginning.is_open_elsewhere(int(document.get("process") or 0)):
        asker.say("It seems to be open in another window.")
        return "on" if asker.line(OFFER_ELSEWHERE).casefold() == "g" else "next"
    while True:
        match asker.line(OFFER).casefold():
            case "" | "y" | "yes":
                return "on"
            case "n":
                return "new"
            case "d":
                return "away"
