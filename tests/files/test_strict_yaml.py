"""YAML as data and nothing else: what it is read as, and what is refused with its line."""

import time
from pathlib import Path

import pytest
import yaml

from rcpjournal.files.strict_yaml import MOST_BYTES, MOST_DEPTH, Fault, parse


@pytest.fixture(params=["with libyaml", "without libyaml"], autouse=True)
def both_parsers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML is installed with or without its C parser; both must read and refuse alike."""
    if request.param == "without libyaml":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)


READ_AS = {
    "version: 2026.1": {"version": "2026.1"},
    "day: 2026-03-04": {"day": "2026-03-04"},
    "time: 12:30": {"time": "12:30"},
    "no: no": {"no": "no"},
    "yes: yes": {"yes": "yes"},
    "on: off": {"on": "off"},
    "word: True": {"word": "True"},
    "open: true": {"open": True},
    "open: false": {"open": False},
    'open: "true"': {"open": "true"},
    "order: 10": {"order": 10},
    "order: -3": {"order": -3},
    "order: 010": {"order": "010"},
    "order: 0x10": {"order": "0x10"},
    "order: 1_000": {"order": "1_000"},
    "order: 1e3": {"order": "1e3"},
    "order: 123456789012345678901234567890": {"order": "123456789012345678901234567890"},
    'order: "10"': {"order": "10"},
    "nothing: ": {"nothing": None},
    "nothing: ~": {"nothing": None},
    "nothing: null": {"nothing": None},
    "text: ''": {"text": ""},
    "text: |\n  one\n  two\n": {"text": "one\ntwo\n"},
    "text: >-\n  one\n  two\n": {"text": "one two"},
    "list: [a, {b: c}, []]": {"list": ["a", {"b": "c"}, []]},
    "1: one": {"1": "one"},
    "<<: {a: b}": {"<<": {"a": "b"}},
    "- a\n- b": ["a", "b"],
    "words": "words",
    "\ufefftext: é": {"text": "é"},
    "# only a note\na: b # and here": {"a": "b"},
    "---\na: b\n...\n": {"a": "b"},
    "a: b\r\nc: d\r\n": {"a": "b", "c": "d"},
    'text: "\\x1b[31m"': {"text": "\x1b[31m"},
}


@pytest.mark.parametrize(("text", "data"), READ_AS.items(), ids=READ_AS)
def test_nothing_is_guessed(text: str, data: object) -> None:
    read = parse(text.encode()).data
    assert read == data
    assert repr(read) == repr(data)


def test_every_part_remembers_its_line() -> None:
    document = parse(b"# a note\nschema: 1\npacks:\n- id: a\n  items:\n  - {id: x,\n     label: y}\n  - id: z\n")
    assert document.line_of(("schema",)) == 2
    assert document.line_of(("packs",)) == 3
    assert document.line_of(("packs", 0, "id")) == 4
    assert document.line_of(("packs", 0, "items", 0, "label")) == 7
    assert document.line_of(("packs", 0, "items", 1, "id")) == 8
    assert document.line_of(("packs", 0, "items", 1, "missing")) == 8
    assert document.line_of(("packs", 9)) == 3
    assert document.line_of(()) == 2


# Each: a text whose fault stands on the line of its last "here" (or ends just after), and what is said of it.
REFUSED = {
    "an alias": ("a: b\nc: *here", "anchors and aliases"),
    "an anchor": ("a: b\nhere: &x 1", "anchors and aliases"),
    "an anchor on a list": ("a: b\nhere: &x [1]", "anchors and aliases"),
    "an anchor on a mapping": ("a: b\nhere: &x {b: c}", "anchors and aliases"),
    "an anchor on a key": ("a: b\n&x here: c", "anchors and aliases"),
    "a merged alias": ("a: b\nhere: {<<: *x}", "anchors and aliases"),
    "a Python tag": ("a: b\nhere: !!python/object/apply:os.system [ls]", "tags (tag:yaml.org,2002:python/object"),
    "a local tag": ("a: b\nhere: !mine x", "tags (!mine)"),
    "a plain tag": ("a: b\nhere: !!str 5", "tags (tag:yaml.org,2002:str)"),
    "a bare tag": ("a: b\nhere: ! x", "tags (!)"),
    "a tag on a mapping": ("a: b\nhere: !!set {b, c}", "tags ("),
    "a tag by directive": ("%TAG !e! tag:example.com,2000:\n---\nhere: !e!x y", "tags (tag:example.com,2000:x)"),
    "a key given twice": ("here1: b\nc: d\nhere1: e", "the key 'here1' stands here a second time"),
    "a key given twice within": ("a:\n  b: 1\n  c: 2\n  b: here", "the key 'b' stands here a second time"),
    "a key given twice, once in quotes": ("a: 1\n'a': here", "the key 'a' stands here a second time"),
    "a list as a key": ("a: b\n? [here]\n: c", "a key must be a plain word"),
    "a mapping as a key": ("a: b\n? {here: x}\n: c", "a key must be a plain word"),
    "a mapping as a key, in a line": ("a: b\n{here: x}: c", "a key must be a plain word"),
    "a colon in plain words": ("a: b\nc: here: d", "not YAML"),
    "a bracket that is not closed": ("a: b\nc: [here", "not YAML"),
    "a quote that is not closed": ('a: b\nc: "here', "not YAML"),
    "a tab for indenting": ("a:\n\there: c", "not YAML"),
    "unknown escapes": ('a: b\nc: "\\qhere"', "not YAML"),
    "a lone surrogate": ('a: b\nhere: "x\\ud800"', ""),
    "a lone surrogate as a key": ('a: b\n"here\\ud800": c', ""),
    "a control character": ("a: b\nhere: x\x1by\n\n\n\n", "a character that YAML does not allow"),
    "a NUL": ("a: b\nhere: x\x00y\n\n\n\n", ""),
    "a control character after many letters": (
        "é: " + "é" * 40 + "\nhere: x\x07y\n" + "\n" * 60,
        "a character that YAML does not allow",
    ),
    "two documents": ("---\na: b\n---\nhere: d\n", "more than one document"),
}


@pytest.mark.parametrize(("text", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_more_than_data_is_refused_with_its_line(text: str, words: str) -> None:
    last = text.rindex("here")
    with pytest.raises(Fault) as refused:
        parse(text.encode())
    assert words in refused.value.words
    if words != "more than one document":
        reached = text.count("\n", 0, last) + 1
        assert reached <= refused.value.line <= reached + (words == "not YAML")


@pytest.mark.parametrize("text", ["", "\n\n", "# only a note\n", "\ufeff"])
def test_an_empty_file_is_called_empty(text: str) -> None:
    with pytest.raises(Fault, match="the file is empty"):
        parse(text.encode())


def test_bytes_that_are_not_text_are_refused_with_their_line() -> None:
    with pytest.raises(Fault, match=r"^line 3: the file is not UTF-8 text$"):
        parse("a: b\nc: é\nd: ".encode() + b"\xe9\n")
    with pytest.raises(Fault, match="not UTF-8"):
        parse("a: b\n".encode("utf-16"))


def test_depth_is_allowed_up_to_the_limit_and_refused_beyond_it() -> None:
    assert parse(("[" * MOST_DEPTH + "]" * MOST_DEPTH).encode()).data
    with pytest.raises(Fault, match=f"^line 1: [0.]+: this is nested more than {MOST_DEPTH} levels deep$"):
        parse(("[" * (MOST_DEPTH + 1) + "]" * (MOST_DEPTH + 1)).encode())
    block = "".join(f"{' ' * n}a:\n" for n in range(MOST_DEPTH + 1))
    with pytest.raises(Fault, match=f"^line {MOST_DEPTH + 1}: [a.]+: this is nested"):
        parse(f"{block}{' ' * (MOST_DEPTH + 1)}a: b\n".encode())


def test_size_is_refused_beyond_the_limit() -> None:
    with pytest.raises(Fault, match="larger than 256 KB"):
        parse(b"a: " + b"x" * MOST_BYTES)


BOMBS = {
    "an alias bomb": "a0: &a0 x\n" + "".join(f"a{n}: &a{n} [{f'*a{n - 1}, ' * 9}*a{n - 1}]\n" for n in range(1, 12)),
    "a bomb of merged mappings": "a0: &a0 {b: c}\n" + "".join(f"a{n}: &a{n} {{<<: *a{n - 1}}}\n" for n in range(1, 99)),
    "a scalar of 20 MB": "a: " + "x" * 20_000_000,
    "50 MB of lines": "a: b\n" * 10_000_000,
    "brackets within brackets": "[" * 200_000,
    "braces within braces": "{a: " * 60_000,
    "lists within lists": "- " * 120_000,
    "questions within questions": "? " * 120_000,
    "steps within steps": "".join(f"{' ' * n}a:\n" for n in range(700)),
    "anchors all the way": "&a " * 80_000,
    "a tag without end": "!" + "a" * 250_000,
    "quotes without end": '"' * 250_001,
    "escapes without end": '"' + "\\x41" * 60_000,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_a_hostile_file_is_refused_in_under_a_second(text: str, tmp_path: Path) -> None:
    raw = text.encode()
    began = time.process_time()
    with pytest.raises(Fault) as refused:
        parse(raw)
    assert time.process_time() - began < 1
    assert len(str(refused.value)) < 500
