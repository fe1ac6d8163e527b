"""One sitting with one page for supervision: questions one at a time, each reply kept, the name check, the preview."""

import os
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from rcpjournal.cli import hinting, page_target, sharing
from rcpjournal.cli.asking import SIGNS, Asked, Asker, Reply
from rcpjournal.cli.context import here
from rcpjournal.cli.rescuing import if_it_can_be, stopped_after
from rcpjournal.core.words import plural, sentences, usable
from rcpjournal.errors import FileRefused, UnusableText

if TYPE_CHECKING:
    from rcpjournal.core.questions import Question
    from rcpjournal.core.sharing.checking import Checked
    from rcpjournal.core.sharing.selection import Selection

TYPED_ALONE = (
    "Typed alone: < goes back and shows what you said, ? explains, e opens your editor for an answer in words, a full "
    "stop stops here, and the page waits."
)
SIGNS_HELP = f"Enter goes on; where Enter takes something, the question says what. {TYPED_ALONE}"
WAITS = "Nothing has left. The page waits; `rcpjournal supervision prepare` goes on with it."
CHANGED = (
    "Something that you had picked was changed in the journal since, or deleted, so it is off the page; where there is "
    "something to pick, you are asked anew."
)
CHANGED_MEANWHILE = "The journal has changed while you looked, and the page with it. Nothing has left."
ELSEWHERE = "Another window goes on with this page. What you say here is kept beside it, as a page of its own."
NOTHING_FOUND = (
    "The name check found nothing. It cannot find everything: read the page as somebody would who knows the people in "
    "it."
)
NO_WORDS = "You picked none of your words: this page holds counts alone."


class Preparation:
    """One sitting with one page; its replies are kept after each."""

    def __init__(
        self,
        asker: Asker,
        first: date,
        last: date,
        target: sharing.Target,
        key: int | None = None,
        document: dict[str, Any] | None = None,
    ) -> None:
        self.asker, self.first, self.last, self.target, self.key = asker, first, last, target, key
        self.replies: dict[str, Any] = (document or {}).get("replies") or {}
        self.begun: dict[str, Any] = (document or {}).get("begun") or {}
        self.prepared = sharing.prepared(first, last)
        self.known = hinting.known()
        self.told_of_check = self.moved = False
        self._kept_before = ""

    def take_over(self) -> None:
        """Goes on with a page that waited: from now on it is this window's."""
        self._keep()

    def run(self) -> None:
        """Asks what is left to ask, checks for names, shows what would leave, and writes it where it may."""
        from rcpjournal.cli.previewing import decision
        from rcpjournal.exports.page import fills_more_than_a_side

        self._ask_anew_what_was_changed()
        at: Question | None = self._unanswered()
        while self._ask_from(at):
            checked = self._checked()
            if not checked.found:
                self.asker.say("")
                self.asker.say(NOTHING_FOUND)
            if not _has_words(checked.selection):
                self.asker.say(NO_WORDS)
            if fills_more_than_a_side(sharing.page_of(checked.selection)):
                self.asker.say(sharing.LONG)
            what = sharing.bytes_of(checked.selection, self.target.format)
            match decision(self.asker, self.target, what):
                case "back":
                    at = self._questions()[-1]
                    continue
                case "write" if not self._still(what):
                    at = self._unanswered()
                    continue
                case "write":
                    self._leave(checked.selection, what)
                case "wait":
                    self._save()
                    self.asker.say(WAITS)
            return

    def _still(self, what: bytes) -> bool:
        """Whether the journal, as it is by now, makes just these bytes; says so where it does not."""
        self.prepared, self.known = sharing.prepared(self.first, self.last), hinting.known()
        same = not self._ask_anew_what_was_changed() and self._unanswered() is None
        if same and sharing.bytes_of(self._checked().selection, self.target.format) == what:
            return True
        self.asker.say(CHANGED_MEANWHILE)
        return False

    def _leave(self, chosen: "Selection", what: bytes) -> None:
        try:
            sharing.leave(chosen, self.target, what)
        except FileRefused as error:
            error.args = (f"{error} {WAITS}",)
            raise
        if self.key is not None and self._is_mine():
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

    def _ask_anew_what_was_changed(self) -> bool:
        """Takes off the page what can no longer be taken, and says so; whether there was anything."""
        from rcpjournal.core.sharing.preparing import outdated, questions, source_of

        keys = outdated(self.prepared, self.replies)
        offered = {one.key: one.options for one in questions(self.prepared, self.replies)}
        for key in keys:
            if left := [one.value for one in offered.get(key, ()) if one.value in self.replies[key]]:
                self.begun[key] = left
        for key in keys:
            del self.replies[key]
            self.replies.pop(source_of(key), None)
        if keys:
            self._save()
            self.asker.say(CHANGED)
        return bool(keys)

    def _ask_from(self, question: "Question | None") -> bool:
        """Asks until nothing is left; False where the person stopped."""
        while question is not None:
            self._tell_of_check(question)
            reply = self.asker.ask(self._asked(question), if_it_can_be(partial(self._keep_begun, question.key)))
            if reply.act == "stop":
                if self.replies:
                    self._save()
                self._say_if_moved()
                self.asker.say(page_target.stopped(waits=self.key is not None))
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
                self.asker.say(f"{question.help} {self._enter_does(question)} {TYPED_ALONE}".strip())
                return question
            case "off":
                self.asker.say(f"The questions of a page are asked each time. {self._enter_does(question)}")
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

    def _enter_does(self, question: "Question") -> str:
        """What Enter alone does at this question."""
        if self.replies.get(question.key) not in (None, ""):
            return "Enter keeps what you said."
        if question.key.endswith("/words"):
            return "Enter sends the words that stand there; where none do, you are asked what is meant."
        usual = next((one.label for one in question.options if one.value == question.default), "")
        if question.key == "to":
            usual = self.prepared.role
        return f"Enter means: {usual}." if usual else "Enter passes this one over."

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
        self._note(question, value or None)
        self._save()
        self._say_if_moved()
        asked = self._questions()
        place = next((n for n, one in enumerate(asked) if one.key == question.key), len(asked))
        if was_answered and place + 1 < len(asked):
            return asked[place + 1]
        return next((one for one in asked if one.key not in self.replies), None)

    def _note(self, question: "Question", value: Any) -> None:
        """Puts the reply in its place; whether it was noted in an entry, and that emptied words are asked about."""
        from rcpjournal.core.sharing.preparing import emptied, source_of

        key = question.key
        self.replies[key] = value
        self.begun.pop(key, None)
        self.replies.pop(emptied(key), None)
        self.replies.pop(source_of(key), None)
        if question.kind == "passage" and value in sentences(self.prepared.noted):
            self.replies[source_of(key)] = True

    def _keep_begun(self, key: str, words: Any) -> None:
        """Keeps what is only begun, but for a sign that was typed alone."""
        if isinstance(words, str):
            words = "" if words.strip() in SIGNS else words.encode("utf-8", "replace").decode()
        elif words is not None:
            words = list(words)  # the picker goes on with its own
        if (words or isinstance(words, list)) and words != self.begun.get(key):
            self.begun[key] = words
            self._save()

    @property
    def unsaved(self) -> bool:
        """Whether something was said that is not kept."""
        return bool(self.replies or self.begun) and repr((self.replies, self.begun)) != self._kept_before

    def _save(self) -> None:
        """Keeps the page as it is now; where another window took it over, beside it, and only what is new."""
        if repr((self.replies, self.begun)) == self._kept_before:
            return
        with stopped_after():
            if self.key is not None and not self._is_mine():
                self.key, self.moved = None, True
            self._keep()

    def _keep(self) -> None:
        document = {
            "since": str(self.first), "until": str(self.last), "target": page_target.kept(self.target),
            "process": os.getpid(), "replies": self.replies, "begun": self.begun,
        }  # fmt: skip
        self.key = here.journal().supervision.keep(document, self.key)
        self._kept_before = repr((self.replies, self.begun))

    def _is_mine(self) -> bool:
        return here.journal().supervision.held_by(self.key or 0) in (0, os.getpid())

    def _say_if_moved(self) -> None:
        if self.moved:
            self.asker.say(ELSEWHERE)
            self.moved = False


def _has_words(chosen: "Selection") -> bool:
    return bool(chosen.passages or chosen.wanted or chosen.follow_up)
