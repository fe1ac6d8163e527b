"""Text as people type it: what is stored, what a terminal gets to see, titles and passages."""

import json
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.words import json_safe, one_line, plural, safe, sentences, shorten, title_of, usable
from rcpjournal.errors import UnusableText
from tests.core.making import FAMILY, TEXTS

CORPUS = {
    "colour (CSI)": "\x1b[31mred\x1b[0m",
    "clear the screen (CSI)": "\x1b[2J\x1b[H",
    "CSI as one C1 byte": "\x9b31mred",
    "link (OSC 8)": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "link ended by BEL": "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "window title (OSC 0)": "\x1b]0;title\x07",
    "clipboard (OSC 52)": "\x1b]52;c;cm0gLXJm\x07",
    "OSC as one C1 byte": "\x9d0;title\x9c",
    "device control (DCS)": "\x1bP$q\x22p\x1b\\",
    "DCS as one C1 byte": "\x90$q\x9c",
    "application command (APC)": "\x1b_G\x1b\\",
    "reset (RIS)": "\x1bc",
    "other character set (SO)": "\x0eabc\x0f",
    "bell": "\x07",
    "backspaces that hide a word": "secret\x08\x08\x08\x08\x08\x08public",
    "carriage return over the line": "delete everything\rshow list",
    "vertical tab and form feed": "a\x0bb\x0cc",
    "delete": "a\x7fb",
    "NUL": "a\x00b",
    "next line (C1)": "a\x85b",
    "line and paragraph separators": "a\u2028b\u2029c",
    "right-to-left override": "photo\u202egpj.exe",
    "bidi embeddings": "\u202a\u202b\u202d\u202c",
    "bidi isolates": "\u2066\u2067\u2068\u2069",
    "a lone surrogate": "a\ud800b",
    "signs of no width": "a\ufeffb\u2060c\u2063d\u180ee\u3164f\ufff9g",
    "tags that hide a word": "a\U000e0068\U000e0069b",
}

KEPT = {
    "plain words": "She said: it's all right.",
    "a family emoji": FAMILY,
    "a flag and a skin tone": "\U0001f1ec\U0001f1e7 \U0001f44d\U0001f3fd",
    "Arabic": "مرحبا بك في البيت",
    "Persian with a joiner": "می\u200cخواهم",
    "Hebrew with a mark": "שלום\u200f!",
    "the flags of England and Scotland": "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f "
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "Khmer and Thai with spaces of no width": "ភាសា\u200bខ្មែរ ภาษา\u200bไทย",
    "a Japanese variant": "葛\U000e0100",
    "combining marks": "Zoe\u0308 and e\u0301\u0323",
    "Devanagari": "नमस्ते",
    "Japanese": "日本語の記録",
    "tabs and new lines": "a\tb\nc",
    "markup of other programs": "[red]x[/red] [/b] [link=http://x]y[/link] :smile: [x] done **b** <i>",
    "quotes and dashes": "“so”, ‘so’ – and — so…",
}

NO_WIDTH = set("\ufeff\u180e\u3164\uffa0\ufff9\ufffa\ufffb") | {chr(code) for code in range(0x2060, 0x2066)}
BIDI_CONTROLS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def unsafe(character: str) -> bool:
    """What a terminal could act on or be fooled by, said by the Unicode tables."""
    return character not in "\n\t" and (
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(character) in BIDI_CONTROLS
        or character in NO_WIDTH
    )


@pytest.mark.parametrize("text", CORPUS.values(), ids=CORPUS)
def test_nothing_that_a_terminal_could_act_on_gets_through(text: str) -> None:
    shown = safe(text)
    assert not any(map(unsafe, shown))
    for character in filter(unsafe, text):
        assert f"{ord(character):02x}" in shown


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT)
def test_what_people_write_is_shown_as_it_is(text: str) -> None:
    assert safe(text) == text


def test_an_escape_is_shown_as_what_it_is_and_the_words_round_it_stay() -> None:
    assert safe("a \x1b[31mred\x1b[0m b \u202e c") == "a \\x1b[31mred\\x1b[0m b \\u202e c"


def test_a_windows_line_end_is_a_line_end() -> None:
    assert safe("one\r\ntwo\r\n") == "one\ntwo\n"


@given(st.text())
@settings(deadline=None, max_examples=300)
def test_whatever_is_typed_is_safe_to_show_and_safe_text_is_untouched(text: str) -> None:
    shown = safe(text)
    assert not any(map(unsafe, shown))
    assert safe(shown) == shown
    if not any(map(unsafe, text)):
        assert shown == text


JSON_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@given(JSON_VALUES, st.sampled_from([None, 2]))
@settings(deadline=None, max_examples=150)
def test_json_made_safe_loads_back_to_the_same_data(data: Any, indent: int | None) -> None:
    shown = json_safe(json.dumps(data, ensure_ascii=False, indent=indent))
    assert not any(map(unsafe, shown))
    assert json.loads(shown) == data


@pytest.mark.parametrize("text", [*CORPUS.values(), *KEPT.values()], ids=[*CORPUS, *KEPT])
def test_json_of_the_whole_corpus_is_safe_and_loses_nothing(text: str) -> None:
    shown = json_safe(json.dumps(text, ensure_ascii=False))
    assert not any(map(unsafe, shown))
    assert json.loads(shown) == text


# --- titles ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (["She smiled."], "She smiled."),
        (["", "  \n\n", "\n  The second answer.\nMore."], "The second answer."),
        (["  many \t  blanks  here "], "many blanks here"),
        ([], ""),
        (["", " \n\t"], ""),
        (["one\r\ntwo"], "one"),
    ],
)
def test_the_title_is_the_first_line_that_has_words(texts: list[str], title: str) -> None:
    assert title_of(texts) == title


def test_a_long_first_line_is_cut_at_a_word_and_says_so() -> None:
    title = title_of(["We sat in the kitchen and neither of us said anything until the kettle had boiled twice over."])
    assert title == "We sat in the kitchen and neither of us said anything until the kettle had…"


def test_a_line_of_exactly_eighty_characters_is_not_cut() -> None:
    assert title_of(["x" * 80]) == "x" * 80
    assert title_of(["x" * 81]) == "x" * 79 + "…"


@given(st.lists(TEXTS, max_size=3))
@settings(deadline=None, max_examples=150)
def test_a_title_is_one_line_of_at_most_eighty_characters_from_the_text(texts: list[str]) -> None:
    title = title_of(texts)
    assert len(title) <= 80
    assert title == one_line(title)
    assert bool(title) == any(text.strip() for text in texts)
    assert any(title.removesuffix("…") in one_line(text) for text in texts) or not title


@given(st.text(max_size=60), st.integers(2, 40))
@settings(deadline=None, max_examples=150)
def test_shortened_text_fits_and_begins_like_the_text(text: str, most: int) -> None:
    short = shorten(text, most)
    assert len(short) <= most
    assert short == text or text.startswith(short.removesuffix("…"))


# --- passages -------------------------------------------------------------------------------------------


def test_sentences_are_what_one_can_quote() -> None:
    text = "She asked twice. “Who reads it?” she said…\nI did not know!\n\n- the list\nno full stop"
    assert sentences([text, "She asked twice."]) == [
        "She asked twice.",
        "“Who reads it?”",
        "she said…",
        "I did not know!",
        "- the list",
        "no full stop",
    ]


@given(st.lists(TEXTS, max_size=3))
@settings(deadline=None, max_examples=200)
def test_every_passage_stands_in_the_text_exactly_and_none_twice(texts: list[str]) -> None:
    passages = sentences(texts)
    assert all(any(passage in text for text in texts) for passage in passages)
    assert len(set(passages)) == len(passages)
    assert all("\n" not in passage and passage == passage.strip() for passage in passages)


@given(st.lists(TEXTS, max_size=3))
@settings(deadline=None, max_examples=150)
def test_every_word_of_some_length_can_be_quoted(texts: list[str]) -> None:
    quoted = " ".join(sentences(texts))
    assert all(word in quoted for text in texts for word in re.findall(r"[a-z]{3,}", text))


# --- what can be kept -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name, text in CORPUS.items() if not {"\x00", "\ud800"} & set(text)])
def test_control_characters_can_be_kept_word_for_word(name: str) -> None:
    assert usable(CORPUS[name]) is CORPUS[name]


@pytest.mark.parametrize(
    ("text", "why"),
    [("a\x00b", "NUL"), ("a\ud800b", "surrogate"), ("é\udcff", "not UTF-8"), ("\udc80", "not UTF-8")],
)
def test_what_cannot_be_stored_is_refused_by_name(text: str, why: str) -> None:
    with pytest.raises(UnusableText, match=why) as refused:
        usable(text, "The alias")
    assert str(refused.value).startswith("The alias cannot be kept")


def test_counts_are_spoken() -> None:
    assert [plural(0, "entry", "entries"), plural(1, "entry", "entries"), plural(2, "day")] == [
        "0 entries",
        "1 entry",
        "2 days",
    ]
