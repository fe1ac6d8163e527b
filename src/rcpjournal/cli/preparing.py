"""`supervision prepare`: questions one at a time, each reply kept, a name check, a preview of the exact bytes."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from rcpjournal.cli import beginning, sharing
from rcpjournal.cli.asking import LEAVING, SIGNS_HELP, Asked, Asker, Reply
from rcpjournal.cli.context import here
from rcpjournal.cli.summing import period
from rcpjournal.core.words import sentences, usable
from rcpjournal.errors import Interrupted, UnusableText

if TYPE_CHECKING:
    from rcpjournal.core.questions import Question
    from rcpjournal.core.sharing.selection import Selection

OPENING = (
    "This makes one page for supervision. Nothing leaves that you do not pick, and before anything does you see the "
    "exact words. Once it has left it belongs to the organisation. You can stop at any time; it waits."
)
STOPPED = "Stopped. The page waits; `rcpjournal supervision prepare` goes on with it."
BINARY = ("docx", "html")


def prepared_page(since: str | None, until: str | None, target: sharing.Target, *, new: bool) -> None:
    """Leads through the page, from the first question to the file."""
    asker = beginning.asker()
    try:
        sitting = _waiting(asker) if not new and since is None and until is None else None
        sitting = sitting or Preparation(asker, *period(since, until))
        sitting.run(target)
    except LEAVING:
        raise Interrupted(STOPPED) from None


def _waiting(asker: Asker) -> "Preparation | None":
    found = here.journal().supervision.prepared()
    if found is None:
        return None
    key, document = found
    first, last = (date.fromisoformat(document[name]) for name in ("since", "until"))
    asker.say(f"A page of {first} to {last} waits.")
    if asker.line("Enter goes on with it, n begins a new one:").casefold() == "n":
        return None
    return Preparation(asker, first, last, key, document["replies"])


class Preparation:
    """One sitting with one page; its replies are kept after each."""

    def __init__(
        self, asker: Asker, first: date, last: date, key: int | None = None, replies: dict[str, Any] | None = None
    ) -> None:
        self.asker, self.first, self.last, self.key = asker, first, last, key
        self.replies: dict[str, Any] = replies or {}
        self.prepared = sharing.prepared(first, last)
        self.found: list[Any] = []

    def run(self, target: sharing.Target) -> None:
        """Asks what is left to ask, checks for names, shows the bytes, writes."""
        self.asker.say(OPENING)
        while self._ask_all():
            chosen = self._chosen()
            what = sharing.bytes_of(chosen, target.format)
            reply = self._previewed(chosen, what, target)
            if reply == "<":
                self._forget_last()
                continue
            if reply in ("y", "yes"):
                sharing.leave(chosen, target)
                if self.key is not None:
                    here.journal().supervision.drop(self.key)
            else:
                self.asker.say("Nothing has left. The page waits; `rcpjournal supervision prepare` goes on with it.")
            return

    def _questions(self) -> "Iterator[Question]":
        from rcpjournal.core.sharing.checking import check_questions, finds
        from rcpjournal.core.sharing.preparing import questions, selection

        pending = False
        for question in questions(self.prepared, self.replies):
            pending = pending or question.key not in self.replies
            yield question
        if not pending:
            self.found = finds(selection(self.prepared, self.replies, self.first, self.last), sharing.known())
            yield from check_questions(self.found, self.replies)

    def _ask_all(self) -> bool:
        """Asks until nothing is left; False where the person stopped."""
        question = next((one for one in self._questions() if one.key not in self.replies), None)
        while question is not None:
            reply = self.asker.ask(self._asked(question), lambda _: None)
            if reply.act == "stop":
                self._save()
                self.asker.say(STOPPED)
                return False
            question = self._answered(question, reply)
        return True

    def _answered(self, question: "Question", reply: Reply) -> "Question | None":
        """Keeps the reply; the next question to ask."""
        if reply.act in ("explain", "again", "editor", "off"):
            self.asker.say(question.help or SIGNS_HELP)
            return question
        asked = list(self._questions())
        place = next((n for n, one in enumerate(asked) if one.key == question.key), 0)
        if reply.act == "back":
            return asked[max(0, place - 1)]
        value = reply.value if reply.act == "given" else self.replies.get(question.key)
        try:
            value = usable(value, "This answer") if isinstance(value, str) else value
        except UnusableText as error:
            self.asker.say(str(error))
            return question
        was_answered = question.key in self.replies
        self.replies[question.key] = value or None
        self._save()
        asked = list(self._questions())
        if was_answered:
            place = next((n for n, one in enumerate(asked) if one.key == question.key), len(asked))
            return asked[place + 1] if place + 1 < len(asked) else None
        return next((one for one in asked if one.key not in self.replies), None)

    def _asked(self, question: "Question") -> Asked:
        asked = [one.key for one in self._questions()]
        place = asked.index(question.key) + 1 if question.key in asked else 1
        passages = tuple(self.prepared.noted) if question.key.startswith("wanted/") else ()
        if question.key.endswith("/words") and question.about:
            passages = tuple(sentences([question.about]))
        return Asked(question, (place, len(asked)), self.replies.get(question.key), "", passages)

    def _chosen(self) -> "Selection":
        from rcpjournal.core.sharing.checking import reduced_selection
        from rcpjournal.core.sharing.preparing import selection

        chosen = selection(self.prepared, self.replies, self.first, self.last)
        return reduced_selection(chosen, self.found, self.replies)

    def _previewed(self, chosen: "Selection", what: bytes, target: sharing.Target) -> str:
        self.asker.say("")
        if target.format in BINARY:
            self.asker.say(f"As text, what the {len(what)} bytes of the {target.format} file say:")
            shown = sharing.bytes_of(chosen, "txt").decode("utf-8")
        else:
            sealed = ", before they are sealed" if target.sealed_to else ""
            self.asker.say(f"The exact {len(what)} bytes{sealed}:")
            shown = what.decode("utf-8")
        for row in shown.split("\n"):
            self.asker.say(row)
        writes = f"writes it to {target.output}" if target.output else "prints it"
        return self.asker.line(f"y {writes}, < goes back, Enter lets it wait:").casefold()

    def _forget_last(self) -> None:
        """Goes back to the last question that was asked."""
        answered = [one.key for one in self._questions() if one.key in self.replies]
        if answered:
            self.replies.pop(answered[-1])

    def _save(self) -> None:
        document = {"since": str(self.first), "until": str(self.last), "replies": self.replies}
        self.key = here.journal().supervision.keep(document, self.key)
