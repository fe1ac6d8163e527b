"""One sitting with one page for supervision: questions one at a time, each reply kept, the name check, the preview."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from rcpjournal.cli import hinting, sharing
from rcpjournal.cli.asking import SIGNS, Asked, Asker, Reply
from rcpjournal.cli.context import here
from rcpjournal.core.words import plural, sentences, usable
from rcpjournal.errors import FileRefused, UnusableText

if TYPE_CHECKING:
    from rcpjournal.core.questions import Question
    from rcpjournal.core.sharing.checking import Checked
    from rcpjournal.core.sharing.selection import Selection

SIGNS_HELP = (
    "Enter goes on; passing over is fine. Typed alone: < goes back and shows what you said, ? explains, e opens your "
    "editor for an answer in words, a full stop stops here, and the page waits."
)
WAITS = "Nothing has left. The page waits; `rcpjournal supervision prepare` goes on with it."
CHANGED = "Something that you had picked was changed in the journal since, so it is off the page; you are asked anew."
NOTHING_FOUND = (
    "The name check found nothing. It cannot find everything: read the page as somebody would who knows the people in "
    "it."
)
NO_WORDS = "You picked none of your words: this page holds counts alone."


class Preparation:
    """One sitting with one page; its replies are kept after each."""

    def __init__(self, asker: Asker, first: date, last: date, key: int | None, document: dict[str, Any]) -> None:
        self.asker, self.first, self.last, self.key = asker, first, last, key
        self.replies: dict[str, Any] = document.get("replies") or {}
        self.begun: dict[str, Any] = document.get("begun") or {}
        self.prepared = sharing.prepared(first, last)
        self.known = hinting.known()
        self.told_of_check = False

    def run(self, target: sharing.Target) -> None:
        """Asks what is left to ask, checks for names, shows what would leave, and writes it where it may."""
        from rcpjournal.cli.previewing import decision

        self._ask_anew_what_was_changed()
        at: Question | None = self._unanswered()
        while self._ask_from(at):
            checked = self._checked()
            if not checked.found:
                self.asker.say("")
                self.asker.say(NOTHING_FOUND)
            if not _has_words(checked.selection):
                self.asker.say(NO_WORDS)
            what = sharing.bytes_of(checked.selection, target.format)
            match decision(self.asker, target, what):
                case "back":
                    at = self._questions()[-1]
                    continue
                case "write":
                    self._leave(checked.selection, target, what)
                case "wait":
                    self._save()
                    self.asker.say(WAITS)
            return

    def _leave(self, chosen: "Selection", target: sharing.Target, what: bytes) -> None:
        try:
            sharing.leave(chosen, target, what)
        except FileRefused as error:
            error.args = (f"{error} {WAITS}",)
            raise
        if self.key is not None:
            here.journal().supervision.drop(self.key)

    # --- questions --------------------------------------------------------------------------------------

    def _questions(self) -> "list[Question]":
        """Every question so far; those of the name check once all others have their answer."""
        from rcpjournal.core.sharing.checking import check_questions
        from rcpjournal.core.sharing.preparing import questions

        asked = list(questions(self.prepared, self.replies))
        if all(one.key in self.replies for one in asked):
            asked += check_questions(self._checked().found, self.replies)
        return asked

    def _checked(self) -> "Checked":
        from rcpjournal.core.sharing.checking import checked
        from rcpjournal.core.sharing.preparing import selection

        return checked(selection(self.prepared, self.replies, self.first, self.last), self.known, self.replies)

    def _unanswered(self) -> "Question | None":
        return next((one for one in self._questions() if one.key not in self.replies), None)

    def _ask_anew_what_was_changed(self) -> None:
        from rcpjournal.core.sharing.preparing import outdated, questions

        keys = outdated(self.prepared, self.replies)
        for key in keys:
            offered = next(one.options for one in questions(self.prepared, self.replies) if one.key == key)
            self.begun[key] = [one.value for one in offered if one.value in self.replies[key]]
        for key in keys:
            del self.replies[key]
        if keys:
            self.asker.say(CHANGED)

    def _ask_from(self, question: "Question | None") -> bool:
        """Asks until nothing is left; False where the person stopped."""
        while question is not None:
            self._tell_of_check(question)
            reply = self.asker.ask(self._asked(question), partial(self._keep_begun, question.key))
            if reply.act == "stop":
                if self.replies:
                    self._save()
                self.asker.say(stopped(waits=self.key is not None))
                return False
            question = self._after(question, reply)
        return True

    def _tell_of_check(self, question: "Question") -> None:
        if question.key.startswith("check/") and not self.told_of_check:
            self.told_of_check = True
            found = plural(len(self._checked().found), "thing in these words", "things in these words")
            self.asker.say("")
            self.asker.say(
                f"The name check: {found} may say who somebody is. It helps to reduce that, and cannot find everything."
            )

    def _asked(self, question: "Question") -> Asked:
        keys = [one.key for one in self._questions()]
        place = keys.index(question.key) + 1 if question.key in keys else 1
        begun, earlier = self.begun.get(question.key) or "", self.replies.get(question.key)
        passages: tuple[str, ...] = ()
        if question.kind == "passage":
            taken = {self.replies.get(key) for key in keys if key.startswith("wanted/") and key != question.key}
            passages = tuple(words for words in sentences(self.prepared.noted) if words not in taken)
        return Asked(question, (place, len(keys)), earlier, begun, passages, "" if earlier else question.about)

    def _after(self, question: "Question", reply: Reply) -> "Question | None":
        """Does what the reply says; the next question to ask."""
        match reply.act:
            case "explain" | "again":
                self.asker.say(f"{question.help} {SIGNS_HELP}".strip())
                return question
            case "off":
                self.asker.say("The questions of a page are asked each time; Enter passes this one over.")
                return question
            case "back":
                if isinstance(reply.value, list):
                    self._keep_begun(question.key, reply.value)
                asked = self._questions()
                place = next((n for n, one in enumerate(asked) if one.key == question.key), 0)
                return asked[max(0, place - 1)]
            case "editor":
                return self._after_editor(question)
        return self._kept(question, reply)

    def _after_editor(self, question: "Question") -> "Question | None":
        if question.kind not in ("text", "passage"):
            self.asker.say("This one is picked from a list; there is nothing to edit.")
            return question
        from rcpjournal.cli.editing import edited

        before = self.begun.get(question.key) or self.replies.get(question.key) or question.about
        reply = edited(self.asker, str(before), lambda words: self._keep_begun(question.key, words))
        return question if reply is None else self._kept(question, reply)

    def _kept(self, question: "Question", reply: Reply) -> "Question | None":
        """Keeps the reply; the next question to ask."""
        value = reply.value if reply.act == "given" else self.replies.get(question.key)
        if isinstance(value, str):
            try:
                value = None if value.strip() == "-" else usable(value, "This answer")
            except UnusableText as error:
                self.asker.say(str(error))
                return question
        was_answered = question.key in self.replies
        self.replies[question.key] = value or None
        self.begun.pop(question.key, None)
        self._save()
        asked = self._questions()
        place = next((n for n, one in enumerate(asked) if one.key == question.key), len(asked))
        if was_answered and place + 1 < len(asked):
            return asked[place + 1]
        return next((one for one in asked if one.key not in self.replies), None)

    def _keep_begun(self, key: str, words: Any) -> None:
        """Keeps what is only begun, but for a sign that was typed alone."""
        if isinstance(words, str):
            words = "" if words.strip() in SIGNS else words.encode("utf-8", "replace").decode()
        if words and words != self.begun.get(key):
            self.begun[key] = words
            self._save()

    def _save(self) -> None:
        document = {"since": str(self.first), "until": str(self.last), "replies": self.replies, "begun": self.begun}
        self.key = here.journal().supervision.keep(document, self.key)


def _has_words(chosen: "Selection") -> bool:
    return bool(chosen.passages or chosen.wanted or chosen.follow_up)


def stopped(*, waits: bool) -> str:
    """What is said where the person stops."""
    if waits:
        return "Stopped. The page waits; `rcpjournal supervision prepare` goes on with it."
    return "Stopped. Nothing had been chosen, so nothing waits."
