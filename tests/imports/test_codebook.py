"""Codebooks of others as packs: codes within codes become layers, groups, items; what could do harm is refused."""

import time
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.core.codebook import MOST_CODES, CodebookFault
from rcpjournal.core.codebook_in import packs_of
from rcpjournal.core.framework import Pack
from rcpjournal.imports.codebook import codebook_in_qdc

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="X">\n<Codes>\n'
TAIL = "</Codes>\n</CodeBook>\n"
GUID = 'guid="1FF58B12-6F6F-4B0C-8BE5-BBDC91F55294"'


def code(name: str, inner: str = "", *, codable: str = "true", words: str = "") -> str:
    description = f"<Description>{words}</Description>" if words else ""
    return f'<Code {GUID} name="{name}" isCodable="{codable}" color="#46AA00">{description}{inner}</Code>\n'


def book(*codes: str, after: str = "") -> bytes:
    return (HEAD + "".join(codes) + "</Codes>\n" + after + "</CodeBook>\n").encode()


def pack(raw: bytes, **more: Any) -> Pack:
    (made,) = packs_of(codebook_in_qdc(raw), name="Team codes", **more).packs
    return made


def items(made: Pack) -> list[tuple[str, str, str, str]]:
    return [(item.id, item.label, item.group, item.definition) for item in made.items]


def test_headings_become_layers_what_is_below_groups_and_what_can_be_coded_items() -> None:
    made = pack(
        book(
            code(
                "Trust",
                code("Broken", words="A promise &amp; not kept.")
                + code("Repair", code("By word") + code("By deed"), codable="false")
                + code("Slow", code("Very slow")),
                codable="false",
                words="What holds.",
            ),
            code("Alone", words="By itself."),
        )
    )
    assert (made.id, made.version, made.title) == ("team-codes", "1", "Team codes")
    assert [(one.id, one.title, one.help) for one in made.layers] == [
        ("trust", "Trust", "What holds."), ("codes", "Codes", ""),
    ]  # fmt: skip
    assert items(made) == [
        ("team-codes.trust.broken", "Broken", "", "A promise & not kept."),
        ("team-codes.trust.by-word", "By word", "Repair", ""),
        ("team-codes.trust.by-deed", "By deed", "Repair", ""),
        ("team-codes.trust.slow", "Slow", "", ""),
        ("team-codes.trust.very-slow", "Very slow", "Slow", ""),
        ("team-codes.codes.alone", "Alone", "", "By itself."),
    ]


def test_a_heading_that_can_be_coded_is_an_item_too() -> None:
    assert [item[1] for item in items(pack(book(code("Trust", code("Broken")))))] == ["Trust", "Broken"]


def test_names_that_are_alike_odd_or_only_signs_get_ids_of_their_own() -> None:
    made = pack(book(*(code(name) for name in ("Trust", "trust!", "…", "Über uns", "x" * 300, " a\n b "))))
    ids = [item.id for item in made.items]
    assert len(set(ids)) == len(ids) == 6
    assert made.items[-1].label == "a b"


def test_a_list_of_sets_without_any_is_not_worth_a_word() -> None:
    assert packs_of(codebook_in_qdc(book(code("A"), after="<Sets/>")), name="x").left == ()


def test_what_has_no_place_is_told() -> None:
    sets = f'<Sets><Set {GUID} name="s"><MemberCode {GUID}/></Set></Sets>'
    raw = book(code("A", code("Empty heading", codable="false") + "<NoteRef x='y'/>", codable="false"), after=sets)
    made = packs_of(codebook_in_qdc(raw), name="x")
    assert made.left == ("1 <NoteRef>", "1 <Set>", "“Empty heading”, a heading with no code below it")


def test_a_layer_that_another_pack_has_is_called_after_the_new_one() -> None:
    made = pack(book(code("Principle", code("Trust"), codable="false")), owners={"principle": "rcp"})
    assert made.items[0].id == "team-codes.team-codes-principle.trust"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_it_is_read_in_the_encodings_that_programs_write(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = book(code("Über uns")).decode().replace('encoding="utf-8"', f'encoding="{declared}"')
    assert pack(text.encode(encoding)).items[0].label == "Über uns"


@pytest.mark.parametrize("namespace", ["", ' xmlns="urn:QDA-XML:codebook:0:4"', ' xmlns="urn:QDA-XML:codebook:1:0"'])
def test_older_namespaces_are_read_too(namespace: str) -> None:
    raw = f"<CodeBook{namespace}><Codes>{code('A')}</Codes></CodeBook>".encode()
    assert pack(raw).items[0].label == "A"


BOMB = '<!DOCTYPE CodeBook [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE CodeBook [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
HOSTILE = {
    "nothing": (b"", 1),
    "words": (b"Trust\n", 1),
    "another document": (b"\n<html/>", 2),
    "a project": (b'<Project xmlns="urn:QDA-XML:project:1.0"/>', 1),
    "a zip": (b"PK\x03\x04rest", 1),
    "an entity bomb": (f"\n{BOMB}{HEAD}".encode(), 2),
    "a bomb behind its declaration": (HEAD.replace("?>\n", f"?>\n{BOMB}").encode() + code("&b;").encode(), 2),
    "an external entity": (HEAD.replace("?>\n", f"?>\n{FILE}").encode() + code("&a;").encode(), 2),
    "an external DTD": (HEAD.replace("?>\n", '?>\n<!DOCTYPE CodeBook SYSTEM "http://x/y.dtd">').encode(), 2),
    "an entity that is not there": (book(code("&nbsp;")), 4),
    "no end": (HEAD.encode(), 4),
    "nested deeply": (HEAD.encode() + b"<Code name='x'>\n" * 100_000, 22),
    "nested deeply aside": (HEAD.encode() + b"<x>\n" * 100_000, 22),
    "too many codes": (book("<Code name='x'/>\n" * (MOST_CODES + 1)), MOST_CODES + 4),
    "a code without a name": (book(code("A"), code(" ")), 5),
    "a word for a truth": (book(code("A"), code("B", codable="perhaps")), 5),
    "an unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><CodeBook/>', 1),
    "an encoding that is a codec": (b'<?xml version="1.0" encoding="zip"?><CodeBook/>', 1),
    "not its encoding": (book(code("A")).replace(b'"A"', b'"\xff"'), 4),
    "NUL": (book(code("A\x00")), 4),
    "an undeclared prefix": (book("<x:Code name='A'/>"), 4),
    "a long name": (book(code("A"), code("x" * 501)), 5),
    "no codes": (book(), 1),
    "an attribute of 3 MB and no end": (b'<CodeBook a="' + b"x" * 3_000_000, 1),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_unsound_or_could_do_harm_is_refused_quickly_by_its_line(name: str) -> None:
    raw, line = HOSTILE[name]
    began = time.process_time()
    with pytest.raises(CodebookFault) as fault:
        packs_of(codebook_in_qdc(raw), name="x")
    assert fault.value.line == line
    assert len(fault.value.words) < 200
    assert time.process_time() - began < 1


@pytest.mark.parametrize("name", ["Code {}", "Code"])
def test_as_many_codes_as_are_read_are_read_quickly(name: str) -> None:
    raw = book("".join(code(name.format(n), words="Words. " * 20) for n in range(MOST_CODES)))
    began = time.process_time()
    assert len(pack(raw).items) == MOST_CODES
    assert time.process_time() - began < 2


def test_a_codebook_reads_no_other_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    monkeypatch.setattr("builtins.open", lambda *words, **_: opened.append(words))
    for raw, _ in (HOSTILE["an external entity"], HOSTILE["an external DTD"]):
        with pytest.raises(CodebookFault):
            codebook_in_qdc(raw)
    assert opened == []
