"""Mahara's SmartEvidence frameworks as packs, both versions of them; what is unsound is refused by its line."""

import json
import time
from typing import Any

import pytest

from rcpjournal.core.codebook import CodebookFault
from rcpjournal.core.codebook_in import packs_of
from rcpjournal.core.framework import Pack
from rcpjournal.imports.matrix import codebook_in_matrix, in_plain_words

FIRST: dict[str, Any] = {
    "framework": {
        "institution": "all", "name": "Our standards", "description": "<p>For <b>us</b>.</p>", "selfassess": True,
        "evidencestatuses": [{"begun": "Ready"}],
        "standards": [
            {
                "shortname": "Standard 1.", "name": "Know the people", "description": "", "priority": 1,
                "standardelement": [
                    {"shortname": "1.1", "name": "Listen", "description": "Hear & wait.", "parent": False},
                    {"shortname": "1.2", "name": "Ask", "description": None, "priority": 2, "parent": False},
                    {"shortname": "1.2.1", "name": "Ask again", "priority": 3, "parent": True},
                    {"shortname": "1.3", "name": "Wait", "priority": 4, "parent": False},
                ],
            },
            {"shortname": "Unused", "name": "Unused", "description": "Later.", "priority": 2},
        ],
    }
}  # fmt: skip
SECOND: dict[str, Any] = {
    "framework": {
        "name": "Our standards",
        "standards": [{"shortname": "S", "name": "Standards", "standardid": 1}, {"name": "Other", "standardid": 2}],
        "standardelements": [
            {"shortname": "Listen", "name": "Listen", "standardid": 1, "elementid": "1.0"},
            {"shortname": "Wait", "name": "Wait", "standardid": 2, "elementid": "2.0"},
            {"shortname": "Closely", "name": "Closely", "standardid": 1, "elementid": "1.1", "parentelementid": "1.0"},
            {"shortname": "Astray", "name": "Astray", "standardid": 1, "elementid": "9", "parentelementid": "7.0"},
        ],
    }
}  # fmt: skip


def pack(data: Any) -> Pack:
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    (made,) = packs_of(codebook_in_matrix(raw), name="standards").packs
    return made


def test_the_first_version_names_its_parents_by_their_place() -> None:
    made = pack(FIRST)
    assert (made.id, made.title, made.source.note) == ("standards", "Our standards", "For us.")
    assert [(one.title, one.help) for one in made.layers] == [
        ("Standard 1. Know the people", ""), ("Unused", "Later."),
    ]  # fmt: skip
    assert [(one.label, one.group, one.definition) for one in made.items] == [
        ("1.1 Listen", "", "Hear & wait."), ("1.2 Ask", "", ""), ("1.2.1 Ask again", "1.2 Ask", ""),
        ("1.3 Wait", "", ""),
    ]  # fmt: skip
    assert made.items[0].id == "standards.standard-1-know-the-people.1-1-listen"


def test_the_second_version_names_them_by_their_ids() -> None:
    made = pack(SECOND)
    assert [(one.layer, one.label, one.group) for one in made.items] == [
        ("standards", "Listen", ""), ("standards", "Closely", "Listen"), ("standards", "Astray", ""),
        ("other", "Wait", ""),
    ]  # fmt: skip


def test_an_element_of_no_standard_is_told() -> None:
    elements = [*SECOND["framework"]["standardelements"], {"name": "Nowhere", "standardid": 3}]
    raw = json.dumps({"framework": {**SECOND["framework"], "standardelements": elements}}).encode()
    assert codebook_in_matrix(raw).left == ("“Nowhere”, an element of no standard",)


def test_html_becomes_words() -> None:
    html = (
        "<p>Be there:</p><ul><li>on&nbsp;time</li> <li>for <em>each</em></li></ul><script>x()</script>3 &lt; 4<br>end"
    )
    assert in_plain_words(html) == "Be there:\n- on time\n- for each\n3 < 4\nend"
    linked = "<a href='https://x.org/y'>Source</a> <a href='javascript:x'>no</a>"
    assert in_plain_words(linked) == "Source (https://x.org/y) no"


@pytest.mark.parametrize(
    "piece", ["<!--", "<a ", "</", "<", "&", "<p a='", "<script>", "<a href=", "<li>", "<a href='http://x'>"]
)
def test_half_a_tag_a_million_times_takes_no_longer_than_words(piece: str) -> None:
    began = time.process_time()
    in_plain_words(piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("short", "name", "label"),
    [
        ("1.2", "Ask", "1.2 Ask"), ("1.2", "1.2 Ask", "1.2 Ask"), ("IT", "Computers", "Computers"),
        ("IT", "", "IT"), ("2", "", "2"),
    ],
)  # fmt: skip
def test_a_short_name_stands_before_the_name_where_it_is_a_number(short: str, name: str, label: str) -> None:
    data = {"framework": {"name": "x", "standards": [{"shortname": short, "name": name}]}}
    assert pack(data).layers[0].title == label


def standards(*parts: str, more: str = "") -> bytes:
    """A file with these standards, each from the fourth line on a line of its own."""
    return ('{"framework": {\n"name": "x",\n"standards": [\n' + ",\n".join(parts) + f"\n]{more}}}}}").encode()


SOUND = '{"name": "One"}'
HOSTILE: dict[str, tuple[bytes, int, str]] = {
    "nothing": (b"", 1, "JSON"),
    "words": (b"\n\nTrust", 3, "JSON"),
    "not UTF-8": (b'{\n"framework": "\xff"}', 2, "UTF-8"),
    "nested deeply": (b"\n[" * 500_000, 22, "deeply"),
    "a long number": (b'{\n"framework": ' + b"9" * 100_000 + b"}", 2, "number"),
    "a key twice": (b'{"framework": {"standards": [],\n"name": "a",\n"name": "b"}}', 3, "name"),
    "a key twice far down": (standards(SOUND, '{"name": "a", "x": {"y": [{"z": 1, "z": 2}]}}'), 5, "“z” stands twice"),
    "a list": (b"\n[]", 2, "framework"),
    "another document": (b'{"schema": "x"}', 1, "framework"),
    "no standards": (b'{\n"framework":\n{"name": "x"}}', 3, "framework.standards"),
    "standards that are none": (b'{\n"framework":\n{"name": "x",\n"standards": 7}}', 4, "framework.standards"),
    "a standard that is none": (standards(SOUND, "1"), 5, "framework.standards.1"),
    "no name": (standards(SOUND, SOUND, '{"name": " "}'), 6, "framework.standards.2"),
    "a name that is none": (standards('{\n"name": 1}'), 5, "framework.standards.0.name"),
    "a long name": (standards(SOUND, f'{{\n"name": "{"x" * 501}"}}'), 6, "framework.standards.1"),
    "an element without a name": (standards(SOUND, '{"name": "a", "standardelement": [\n{}]}'), 6, "standardelement.0"),
    "an element of version 2": (standards(SOUND, more=',\n"standardelements": [\n{}]'), 7, "standardelements.0"),
    "nothing in it": (standards(), 1, "no code"),
    "too many": (standards("{}", more=f', "standardelements": [{", ".join(["{}"] * 10_001)}]'), 1, "more"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_unsound_is_refused_by_its_line_and_part(name: str) -> None:
    data, line, words = HOSTILE[name]
    with pytest.raises(CodebookFault) as fault:
        pack(data)
    assert fault.value.line == line
    assert words in fault.value.words and len(fault.value.words) < 200


def test_half_a_character_does_not_stay_in_a_name() -> None:
    made = pack(b'{"framework": {"name": "x", "standards": [{"name": "a\\ud800\\u0000"}]}}')
    assert made.layers[0].title == "a?\ufffd"
