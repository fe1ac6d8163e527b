"""Markdown out: what a person wrote shows as exactly those words, whatever they are."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from rcpjournal.core.entry import Action, Addition, Condition, Entry, ForSupervision, Observation
from rcpjournal.core.framework import Framework
from rcpjournal.core.words import safe
from rcpjournal.exports import Chosen, exporters
from tests.core.making import TEXTS
from tests.core.test_words import CORPUS, unsafe
from tests.exports.making import NOW, filled
from tests.support import done

GOLDEN = Path(__file__).parents[1] / "golden"
DAY = date(2026, 3, 4)
ASKED = {"rcp.prompt.noticed": "What did you notice?"}


def exported(framework: Framework, entry: Entry, labels: dict[str, str] | None = None) -> str:
    chosen = Chosen([(entry, labels or {})], [], framework, date(2026, 5, 1))
    return "".join(exporters()["markdown"].pieces(chosen))


def answered(text: str) -> Entry:
    return Entry(id="260304-k7q", happened_on=DAY, answers={"rcp.prompt.noticed": text}, asked=ASKED)


class Shown:
    """What a Markdown reader makes of a text: its blocks, its inline marks, its words."""

    def __init__(self, markdown: str) -> None:
        tokens = MarkdownIt("commonmark").parse(markdown)
        inline = [child for token in tokens for child in token.children or ()]
        self.blocks = [token.type for token in tokens if not token.type.endswith("_close") and token.type != "inline"]
        self.marks = {child.type for child in inline} - {"text", "softbreak", "hardbreak"}
        self.words = [
            "".join("\n" if child.type.endswith("break") else child.content for child in token.children or ())
            for token in tokens
            if token.type == "inline"
        ]


# An answer stands behind the title, its line, the entry's heading and its question.
HEAD = ["heading_open", "paragraph_open", "heading_open", "heading_open"]


def words_of(text: str) -> list[str]:
    return safe(text).split()


def test_the_export_is_the_golden_file() -> None:
    filled()
    result = done("export", "markdown", RCPJOURNAL_NOW=NOW)
    assert result.out == (GOLDEN / "export.md").read_text(encoding="utf-8")
    assert "2 entries written" in result.err


def test_the_golden_file_reads_as_the_words_that_went_in() -> None:
    shown = Shown((GOLDEN / "export.md").read_text(encoding="utf-8"))
    assert shown.marks == {"em_open", "em_close"}
    assert "html_block" not in shown.blocks
    everything = " ".join(" ".join(shown.words).split())
    for piece in (
        "We sat in the kitchen.",
        "# not a heading <b>not bold</b> *nor this* [nor](http://x) `nor` \\x1b[31m",
        "[red]x[/red]",
        "Someone told me",
    ):
        assert piece in everything


def test_an_alias_never_leaves() -> None:
    filled()
    assert "CANARY" not in done("export", "markdown").out


HOSTILE = {
    "a heading": "# big",
    "six hashes": "###### small",
    "a hash alone": "#",
    "underlined with equals signs": "words\n===",
    "underlined with one equals sign": "words\n=",
    "underlined with hyphens": "words\n---",
    "underlined with one hyphen": "words\n-",
    "a rule of hyphens": "---",
    "a rule of spaced hyphens": "- - -",
    "a rule of stars": "* * *",
    "a rule of underscores": "_ _ _",
    "a list": "- one\n- two",
    "a list of stars": "* one\n* two",
    "a list of pluses": "+ one\n+ two",
    "a numbered list": "1. one\n2. two",
    "a list in brackets": "7) one",
    "a year at the beginning": "2026. It was late.",
    "a quotation": "> said",
    "a quotation in blanks": "   > said",
    "fences": "```\ncode\n```",
    "tildes": "~~~\ncode\n~~~",
    "code in a line": "`code`",
    "indented by four": "    indented *so*",
    "indented after a gap": "words\n\n    indented *so*",
    "indented by a tab": "\tindented _so_",
    "a link": "[here](http://evil.example)",
    "an image": "![here](http://evil.example/x.png)",
    "a link in angles": "<http://evil.example>",
    "a reference": "[a]: http://evil.example\n\n[a]",
    "HTML": "<script>alert(1)</script>",
    "HTML over lines": "<div\nclass=x>\n\n</div>",
    "a comment": "<!-- gone -->",
    "bold and italic": "**b** __b__ *i* _i_",
    "an entity": "&lt;b&gt; &copy; &#35; &nbsp;x",
    "backslashes": "\\ \\\\ \\# a\\",
    "a broken line": "one  \ntwo\\\nthree",
    "a table": "a | b\n--|--\nc | d",
    "blanks": "  two   three  ",
    "a gap": "one\n\n\ntwo",
    "Windows line ends": "# one\r\n> two\r\n",
    "other line separators": "a\u2028# b\x85# c\x0b# d",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_in_an_answer_shows_as_its_words(text: str, framework: Framework) -> None:
    shown = Shown(exported(framework, answered(text)))
    assert shown.blocks[: len(HEAD)] == HEAD
    assert set(shown.blocks[len(HEAD) :]) == {"paragraph_open"}
    assert shown.marks == set()
    assert " ".join(shown.words[len(HEAD) :]).split() == words_of(text)


@given(TEXTS)
@settings(deadline=None, max_examples=150)
def test_any_text_in_an_answer_shows_as_its_words(framework: Framework, text: str) -> None:
    shown = Shown(exported(framework, answered(text)))
    assert set(shown.blocks[len(HEAD) :]) <= {"paragraph_open"}
    assert shown.marks == set()
    assert " ".join(shown.words[len(HEAD) :]).split() == words_of(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_everywhere_else_stays_in_its_place(text: str, framework: Framework) -> None:
    def blocks(words: str) -> list[str]:
        return Shown(
            exported(
                framework,
                Entry(
                    id="260304-k7q",
                    happened_on=DAY,
                    answers={"rcp.prompt.noticed": "x"},
                    asked={"rcp.prompt.noticed": words},
                    observations=(Observation(item="own.behaviour.x", quote=words),),
                    actions=(Action(what=words, why=words, how=words, whose_view=words, reason=words),),
                    additions=(Addition(on=DAY, role=words, text="x"),),
                    supervision=ForSupervision(take=True),
                ),
                {"own.behaviour.x": words},
            )
        ).blocks

    assert blocks(text) == blocks("words")


@pytest.mark.parametrize("name", [name for name, text in CORPUS.items() if "\ud800" not in text])
def test_nothing_that_a_terminal_could_act_on_goes_out(name: str, framework: Framework) -> None:
    markdown = exported(framework, answered(f"a {CORPUS[name]} b"))
    assert not any(map(unsafe, markdown))


@given(st.lists(TEXTS, min_size=1, max_size=3))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_each_answer_has_its_question_and_each_entry_its_day(framework: Framework, texts: list[str]) -> None:
    prompts = ["rcp.prompt.what-happened", "rcp.prompt.noticed", "rcp.prompt.learnt"][: len(texts)]
    entry = Entry(
        id="260304-k7q",
        happened_on=DAY,
        answers=dict(zip(prompts, texts, strict=True)),
        asked={prompt: framework.prompts[prompt].text for prompt in prompts},
    )
    lines = exported(framework, entry).splitlines()
    headings = [line for line in lines if re.match(r"#{1,3} ", line)]
    assert headings == [
        "# Reflections",
        "## Wed 4 Mar 2026 (260304-k7q)",
        *(f"### {framework.prompts[prompt].text}" for prompt in prompts),
    ]


def test_an_answer_that_was_chosen_goes_out_as_the_words_of_the_choice(framework: Framework) -> None:
    entry = Entry(id="260304-k7q", happened_on=DAY, answers={"tar.prompt.how-known": "told"})
    assert "\nSomeone told me\n" in exported(framework, entry)


def test_items_go_out_by_the_name_under_which_they_were_written(framework: Framework) -> None:
    entry = Entry(
        id="260304-k7q", happened_on=DAY, answers={"rcp.prompt.noticed": "x"},
        observations=(Observation(item="rcp.principle.trust"),),
    )  # fmt: skip
    assert "- Reliance\n" in exported(framework, entry, {"rcp.principle.trust": "Reliance"})


def test_everything_that_was_recorded_of_a_condition_and_a_question_goes_out(framework: Framework) -> None:
    condition = Condition(
        item="rcp.external.budgets", polarity="inhibited", rule="real", blocker="capacity", response="reframe",
        sphere="influence",
    )  # fmt: skip
    question = ForSupervision(take=True, question="How long?", function="mediation")
    markdown = exported(framework, replace(answered("x"), conditions=(condition,), supervision=question))
    for word in ("made it harder", "real", "capacity", "reframe", "influence", "How long?", "mediation"):
        assert word in markdown


def test_nothing_chosen_is_still_a_page(framework: Framework) -> None:
    pieces = list(exporters()["markdown"].pieces(Chosen([], [], framework, date(2026, 5, 1))))
    assert pieces == ["# Reflections\n\nTaken out on Fri 1 May 2026. A private copy; it is not a case record.\n"]
