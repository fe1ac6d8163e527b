"""What was not chosen leaves in no format: every text of a made-up journal holds a word that is nowhere else, and the
bytes of each page are searched for all of them."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rcpjournal.cli import context, sharing
from rcpjournal.core.questions import Question
from rcpjournal.core.sharing.preparing import questions
from tests.cli.quick import done

FORMATS = ("md", "html", "docx", "json", "csv", "txt")
SINCE, UNTIL = "2026-03-01", "2026-03-31"
DAYS = ("--since", SINCE, "--until", UNTIL)
NOW = "2026-04-01T03:17:29+00:00"
TIME = b"03:17"
CANARY = re.compile(rb"canary\d{3}x")
FEW = settings(max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
MANY = settings(max_examples=80, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))

ITEMS = st.sampled_from(["rcp.principle.trust", "rcp.principle.kindness", "rcp.principle.reciprocity"])
PROMPTS = [f"rcp.prompt.{name}" for name in ("what-happened", "noticed", "learnt", "change", "carry-forward")]
PLANS = st.lists(
    st.fixed_dictionaries(
        {
            "starred": st.booleans(),
            "kind": st.sampled_from([None, "visit", "good-moment", "near-miss", "training"]),
            "prompts": st.lists(st.sampled_from(PROMPTS), min_size=1, max_size=3, unique=True),
            "items": st.lists(ITEMS, max_size=2, unique=True),
            "added": st.sampled_from(["note", "feedback", "peer-discussion"]),
            "fate": st.sampled_from(["kept", "kept", "edited", "deleted", "earlier"]),
        }
    ),
    min_size=1,
    max_size=4,
)


class Madeup:
    """A journal with another canary in each of its texts. `open_` are those of passages that may be chosen."""

    def __init__(self, home: Path, begun: Path, plans: list[dict[str, Any]]) -> None:
        self.home, self._number = home, count(1)
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        shutil.copy(begun, home / "journal.db")
        self.ids = [self._added(plan) for plan in plans]

    def canary(self) -> str:
        return f"canary{next(self._number):03}x"

    def words(self) -> str:
        return f"and then {self.canary()} it rained"

    def done(self, *words: str, stdin: str = "") -> str:
        return done(*words, stdin=stdin, RCPJOURNAL_HOME=str(self.home), RCPJOURNAL_NOW=NOW).out

    def _added(self, plan: dict[str, Any]) -> str:
        edited = self.canary()
        answers = {prompt: self.words() for prompt in plan["prompts"]}
        answers[plan["prompts"][0]] = f"First {edited} of all."
        entry = {
            "happened_on": "2026-01-05" if plan["fate"] == "earlier" else "2026-03-05",
            "kind": plan["kind"], "starred": plan["starred"], "alias": f"the {self.canary()} one", "answers": answers,
            "observations": [{"item": item, "stance": "present", "quote": self.words()} for item in plan["items"]],
            "actions": [{"what": self.words(), "why": self.words(), "how": self.words(), "owner": self.words()}],
            "supervision": {"take": True, "question": self.words()},
        }  # fmt: skip
        entry_id = self.done("add", "--json", "-", stdin=json.dumps(entry)).strip()
        self.done("note", entry_id, self.words(), "--as", plan["added"])
        if plan["fate"] == "edited":
            self.done("edit", entry_id, "--editor", f"sed -i s/{edited}/{self.canary()}/")
        if plan["fate"] == "deleted":
            self.done("delete", entry_id)
        return entry_id

    def entries(self) -> list[dict[str, Any]]:
        lines = map(json.loads, self.done("export", "json", *DAYS).splitlines())
        return [line for line in lines if "answers" in line]

    def page(self, format_: str, *choice: str, stdin: str = "") -> bytes:
        file = self.home / f"page.{format_}"
        self.done("supervision", "prepare", *choice, "--format", format_, "-o", str(file), "--force", stdin=stdin)
        return file.read_bytes()


def everything(page: bytes, format_: str) -> bytes:
    """Whatever a program could read in a file: of a Word document each file in it, its name and its remarks too."""
    if format_ != "docx":
        return page
    with zipfile.ZipFile(io.BytesIO(page)) as archive:
        members = [part for one in archive.infolist() for part in (one.filename.encode(), one.extra, one.comment)]
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return b"\n".join([page, archive.comment, *members, *(archive.read(name) for name in archive.namelist())])


def canaries(words: object) -> set[bytes]:
    return set(CANARY.findall(words if isinstance(words, bytes) else str(words).encode()))


def never(made: Madeup) -> list[bytes]:
    """What no page may hold in any way: ids, places on this computer, the time."""
    return [*(one.encode() for one in made.ids), str(made.home).encode(), b"journal.db", TIME]


def starred_texts(entries: list[dict[str, Any]]) -> list[str]:
    """What `--starred` may take: of starred entries the answers, passages and what others said; no more."""
    texts: list[str] = []
    for entry in entries:
        if entry["starred"]:
            texts += entry["answers"].values()
            texts += [one["quote"] for one in entry["observations"]]
            texts += [one["text"] for one in entry["additions"] if one["kind"] != "note"]
    return texts


@pytest.fixture
def base(tmp_path: Path) -> Path:
    return tmp_path / "madeup-home-canary"


def holds_to_what_was_chosen(base: Path, begun: Path, plans: list[dict[str, Any]]) -> None:
    made = Madeup(base, begun, plans)
    entries = made.entries()
    if not entries:
        return
    starred = canaries(starred_texts(entries))
    for format_ in FORMATS:
        counts = everything(made.page(format_, "--counts-only", *DAYS), format_)
        assert canaries(counts) == set()
        passages = everything(made.page(format_, "--starred", *DAYS), format_)
        assert canaries(passages) <= starred
        assert not [one for one in never(made) if one in counts or one in passages]


def holds_to_a_selection(base: Path, begun: Path, plans: list[dict[str, Any]], picked: int) -> None:
    """A selection may name only some of what there is; it says itself where a passage came from, and that stays."""
    made = Madeup(base, begun, plans)
    entries = made.entries()
    texts = [(entry["id"], text) for entry in entries for text in entry["answers"].values()]
    chosen = [(one, text) for n, (one, text) in enumerate(texts) if picked >> n & 1]
    if not entries:
        return
    document = {
        "schema": "rcpjournal/selection/1", "since": SINCE, "until": UNTIL, "conditions": [], "appendix": True,
        "passages": [{"text": text, "place": "well", "entry": one} for one, text in chosen],
    }  # fmt: skip
    file = base / "choice.json"
    file.write_text(json.dumps(document), "utf-8")
    for format_ in FORMATS:
        page = everything(made.page(format_, "--selection", str(file)), format_)
        assert canaries(page) == canaries([text for _, text in chosen])
        assert not [one for one in never(made) if one in page]


class Led:
    """A person at the plain questions of a page, who answers them as drawn; and what they let leave by that."""

    def __init__(self, made: Madeup, draw: Any) -> None:
        self.made, self.draw = made, draw
        self.lines: list[str] = []
        self.approved: set[bytes] = set()
        self.dealing: Question

    def through(self, prepared: Any) -> "Led":
        replies: dict[str, Any] = {}
        while question := next((one for one in questions(prepared, replies) if one.key not in replies), None):
            replies[question.key] = self._reply(question, prepared)
        return self

    def _reply(self, question: Question, prepared: Any) -> Any:
        if question.kind == "many":
            picked = self.draw(st.sets(st.integers(1, len(question.options)), max_size=question.most or 4))
            self.lines += [", ".join(map(str, sorted(picked))), ""] if picked else [""]
            return [question.options[n - 1].value for n in sorted(picked)]
        if question.key.endswith("/deal"):
            deal = self.draw(st.sampled_from(["take", "change", "leave"]))
            self.lines.append(str(["take", "change", "leave"].index(deal) + 1))
            self.dealing = question
            if deal == "take":
                self._approve(question.text, prepared)
            return deal
        if question.key.endswith("/words/empty"):
            meant = self.draw(st.sampled_from(["leave", "take"]))
            self.lines.append(str(["leave", "take"].index(meant) + 1))
            if meant == "take":
                self._approve(self.dealing.text, prepared)
            return meant
        if question.kind == "one":
            self.lines.append("")
            return question.default or None
        words = self.made.words() if self.draw(st.booleans()) else ""
        self.lines.append(words)
        if question.key.endswith("/words") and words:
            self._approve(words, prepared)
        self.approved |= canaries(words)
        return words or None

    def _approve(self, words: str, prepared: Any) -> None:
        """The words that leave; whose it is goes with what was agreed."""
        self.approved |= canaries(words)
        for one in prepared.agreed:
            if one.what in self.dealing.text and one.owner and one.owner in self.dealing.text:
                self.approved |= canaries(one.owner)


def holds_to_what_was_approved(base: Path, begun: Path, plans: list[dict[str, Any]], draw: Any) -> None:
    """Each passage taken, shortened, reworded or left out: exactly what was let leave is in the file."""
    made = Madeup(base, begun, plans)
    if not made.entries():
        return
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RCPJOURNAL_HOME", str(made.home))
        patch.setenv("RCPJOURNAL_NOW", NOW)
        context.begin({})
        first, last = (context.here.day(day) for day in (SINCE, UNTIL))
        prepared = sharing.prepared(first, last)
        context.here.close()
    led = Led(made, draw).through(prepared)
    for format_ in FORMATS:
        page = made.page(format_, "--plain", "--new", *DAYS, stdin="\n".join([*led.lines, "y", ""]))
        assert canaries(everything(page, format_)) == led.approved
        assert not [one for one in never(made) if one in everything(page, format_)]


@FEW
@given(plans=PLANS)
def test_counts_alone_hold_no_word_and_starred_passages_none_but_their_own(
    base: Path, begun_journal: Path, plans: list[dict[str, Any]]
) -> None:
    holds_to_what_was_chosen(base, begun_journal, plans)


@pytest.mark.nightly
@FEW
@given(plans=PLANS, picked=st.integers(0, 255))
def test_a_selection_lets_its_own_words_leave_and_nothing_else(
    base: Path, begun_journal: Path, plans: list[dict[str, Any]], picked: int
) -> None:
    holds_to_a_selection(base, begun_journal, plans, picked)


@FEW
@given(plans=PLANS, data=st.data())
def test_what_a_person_approves_leaves_and_what_they_leave_out_does_not(
    base: Path, begun_journal: Path, plans: list[dict[str, Any]], data: st.DataObject
) -> None:
    holds_to_what_was_approved(base, begun_journal, plans, data.draw)


@pytest.mark.nightly
@MANY
@given(plans=PLANS, picked=st.integers(0, 255), data=st.data())
def test_over_many_journals_nothing_leaves_that_was_not_chosen(
    base: Path, begun_journal: Path, plans: list[dict[str, Any]], picked: int, data: st.DataObject
) -> None:
    holds_to_what_was_chosen(base, begun_journal, plans)
    holds_to_a_selection(base, begun_journal, plans, picked)
    holds_to_what_was_approved(base, begun_journal, plans, data.draw)


def test_the_search_would_find_a_canary_in_a_word_document(base: Path, begun_journal: Path) -> None:
    plan = {"starred": True, "kind": None, "prompts": PROMPTS[:1], "items": [], "added": "note", "fate": "edited"}
    made = Madeup(base, begun_journal, [plan])
    found: Iterator[bytes] = iter(canaries(everything(made.page("docx", "--starred", *DAYS), "docx")))
    (new,) = found
    assert new.decode() in made.entries()[0]["answers"][PROMPTS[0]]
