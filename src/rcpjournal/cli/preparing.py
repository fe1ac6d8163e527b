"""`supervision prepare`: how a page begins, or goes on, and how one leaves it."""

from datetime import date

from rcpjournal.cli import beginning
from rcpjournal.cli.asking import LEAVING, Asker, heeding_signals
from rcpjournal.cli.context import here
from rcpjournal.cli.page_sitting import SIGNS_HELP, Preparation, stopped
from rcpjournal.cli.rescuing import rescued
from rcpjournal.cli.sharing import Target, days_in_words
from rcpjournal.cli.summing import period
from rcpjournal.core.words import plural
from rcpjournal.errors import Interrupted, JournalUnusable, NothingToShare

OPENING = (
    "This makes one page for supervision. Nothing leaves that you do not pick, and before anything does you see it as "
    "it would leave. Once it has left it belongs to the organisation. You can stop at any time, and the page waits."
)
OFFER = "Enter goes on with it, n begins a new one, d throws it away:"
NOTHING_TO_PICK = (
    "None of these entries is tagged, starred or of a kind that the page has a place for, so there are no passages to "
    "pick; it can still hold what you want from the session. `rcpjournal star` marks an entry, `edit` tags one."
)


def prepared_page(since: str | None, until: str | None, target: Target, *, new: bool) -> None:
    """Leads through the page, from the first question to the file."""
    here.journal(writing=True).expect_room()
    asker = beginning.asker()
    sitting: Preparation | None = None
    with heeding_signals(asker):
        try:
            sitting = None if new else _waiting(asker, since, until)
            sitting = sitting or _begun(asker, *period(since, until))
            sitting.run(target)
        except JournalUnusable as error:
            typed = [*sitting.replies.values(), *sitting.begun.values()] if sitting else []
            raise rescued(error, "\n\n".join(words for words in typed if isinstance(words, str))) from error
        except LEAVING:
            waits = sitting.key is not None if sitting else here.journal().supervision.prepared() is not None
            raise Interrupted(stopped(waits=waits)) from None


def _begun(asker: Asker, first: date, last: date) -> Preparation:
    """A new page. Raises NothingToShare where there is nothing that it could be made of."""
    sitting = Preparation(asker, first, last, None, {})
    prepared = sitting.prepared
    if not (prepared.summary.entries or prepared.agreed):
        raise NothingToShare(days_in_words(first, last))
    asker.say(OPENING)
    asker.say(SIGNS_HELP)
    entries = plural(prepared.summary.entries, "entry", "entries")
    asker.say(f"It is of {days_in_words(first, last)}: {entries}. --since and --until take other days.")
    if prepared.summary.entries and not prepared.candidates:
        asker.say(NOTHING_TO_PICK)
    return sitting


def _waiting(asker: Asker, since: str | None, until: str | None) -> Preparation | None:
    """A page that waits and that the person wants to go on with; None where days were named and it is of others."""
    found = here.journal().supervision.prepared()
    if found is None:
        return None
    key, document = found
    first, last = (date.fromisoformat(document[name]) for name in ("since", "until"))
    if (since is not None or until is not None) and (first, last) != period(since, until):
        return None
    answers = plural(sum(1 for reply in document["replies"].values() if reply), "answer")
    asker.say(f"A page of {days_in_words(first, last)} waits, with {answers}.")
    while True:
        match asker.line(OFFER).casefold():
            case "" | "y" | "yes":
                return Preparation(asker, first, last, key, document)
            case "n":
                return None
            case "d":
                here.journal().supervision.drop(key)
                asker.say("Thrown away. Nothing of it had left, and your entries are as they were.")
                return _waiting(asker, since, until)
