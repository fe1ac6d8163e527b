"""The framework as a REFI-QDA codebook: sound by its schema, the same bytes each time, and back as it was."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from lxml import etree

from rcpjournal.core.codebook import Codebook, codes_of
from rcpjournal.core.codebook_in import packs_of, settled
from rcpjournal.core.framework import Framework, Item, Layer, Pack, Source
from rcpjournal.exports.codebook import qdc
from rcpjournal.imports.codebook import codebook_in_qdc
from tests.support import examples


@cache
def schema() -> Any:
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "Codebook.xsd"))


def written(*packs: Pack) -> bytes:
    """The packs as a codebook, which is sound by the schema."""
    raw = "".join(qdc(codes_of(packs, Framework(packs)))).encode("utf-8")
    schema().assertValid(etree.fromstring(raw))
    return raw


def read(raw: bytes, **more: Any) -> tuple[Pack, ...]:
    return packs_of(codebook_in_qdc(raw), name="a file", **more).packs


def held(pack: Pack) -> Any:
    """What a codebook holds of a pack."""
    layers = [(layer.id, layer.title, layer.help) for layer in sorted(pack.layers, key=lambda layer: layer.order)]
    order = [layer for layer, *_ in layers]
    items = [(item.id, item.layer, item.label, item.definition, item.group) for item in pack.items]
    return pack.id, pack.version, pack.title, layers, sorted(items, key=lambda item: order.index(item[1]))


def test_the_shipped_framework_comes_back_with_its_ids_names_and_definitions(framework: Framework) -> None:
    raw = written(*framework.packs)
    assert [held(pack) for pack in read(raw)] == [held(pack) for pack in framework.packs]


def test_what_a_journal_made_of_a_codebook_goes_out_as_the_same_codebook(framework: Framework) -> None:
    raw = written(framework.packs[0])
    assert written(*read(raw)) == raw


def test_a_pack_that_the_journal_knows_comes_back_whole(framework: Framework) -> None:
    for pack in framework.packs:
        (back,) = read(written(pack))
        assert settled(back, pack) is pack


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="".join(map(chr, range(32))) + "\ufffe\uffff")
NAMES = st.text(LETTERS, min_size=1, max_size=12).filter(str.strip)
WORDS = st.text(LETTERS | st.sampled_from("\n\r\t<>&\"'"), max_size=30)
VERSIONS = st.text(st.sampled_from("ab1. "), min_size=1, max_size=8).map(str.strip).filter(bool)
SLUGS = st.text(st.sampled_from("abcüß0123-_"), min_size=1, max_size=8)


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    names = draw(st.lists(SLUGS, min_size=1, max_size=3, unique=True))
    layers = [Layer(id=name, title=draw(NAMES), order=n, kind="tag", help=draw(WORDS)) for n, name in enumerate(names)]
    items = [
        Item(
            id=f"team.{layer.id}.{slug}", layer=layer.id, label=draw(NAMES), definition=draw(WORDS),
            group=draw(st.sampled_from(["", "One", "Two <b>"])),
        )
        for layer in layers
        for slug in draw(st.lists(SLUGS, max_size=4, unique=True))
    ]  # fmt: skip
    source = Source(title=draw(NAMES), note=draw(WORDS))
    return Pack(
        id="team", version=draw(VERSIONS), title=draw(NAMES), source=source, layers=tuple(layers), items=tuple(items)
    )


@hypothesis_settings(max_examples=examples(300), deadline=None)
@given(packs())
def test_any_pack_comes_back_with_its_ids_names_and_definitions(pack: Pack) -> None:
    raw = written(pack)
    (back,) = read(raw)
    assert held(back) == held(pack)
    assert written(pack) == raw


def test_a_thing_keeps_its_guid_in_the_next_version_and_each_has_its_own(framework: Framework) -> None:
    rcp = framework.packs[0]
    later = replace(rcp, version="2099", items=tuple(replace(item, label=f"{item.label}!") for item in rcp.items))
    before, after = (etree.fromstring(written(pack)).xpath("//@guid") for pack in (rcp, later))
    assert before == after
    both = etree.fromstring(written(*framework.packs)).xpath("//@guid")
    assert len(set(both)) == len(both)


def test_what_xml_cannot_hold_and_what_could_steer_a_terminal_is_written_harmlessly(framework: Framework) -> None:
    rcp = framework.packs[0]
    odd = replace(rcp.items[0], label="a\x1b[31m\u202eb\ufffe", definition="\x00\x85\r\n")
    raw = written(replace(rcp, items=(odd,), relations=()))
    assert raw.isascii() or not any(letter in raw.decode() for letter in "\x1b\u202e\ufffe\x00\x85\r")
    (back,) = read(raw)
    assert (back.items[0].label, back.items[0].definition) == ("a\ufffd[31m\u202eb\ufffd", "\ufffd\x85\r\n")


def test_what_was_changed_elsewhere_is_a_new_version_with_all_that_a_codebook_cannot_hold(framework: Framework) -> None:
    rcp = framework.packs[0]
    raw = written(rcp).replace(b'name="Trust"', b'name="Trusting one another"')
    (back,) = read(raw)
    grown = settled(back, rcp)
    trust = next(item for item in grown.items if item.id == "rcp.principle.trust")
    assert trust.label == "Trusting one another"
    assert grown.version != rcp.version
    same = replace(next(item for item in rcp.items if item.id == trust.id), label=trust.label)
    assert trust == same
    assert (grown.prompts, grown.flows, grown.relations) == (rcp.prompts, rcp.flows, rcp.relations)


def test_a_description_that_another_program_trimmed_or_wrapped_still_names_its_id(framework: Framework) -> None:
    text = written(framework.packs[0]).decode()
    for other in (text.replace("\n\nrcpjournal", "\nrcpjournal"), text.replace("</Description>", "\n </Description>")):
        (back,) = read(other.encode())
        assert "rcp.principle.trust" in {item.id for item in back.items}
        assert not any("rcpjournal" in item.definition for item in back.items)


def test_a_code_that_was_copied_elsewhere_gets_an_id_of_its_own(framework: Framework) -> None:
    raw = written(framework.packs[0])
    book = codebook_in_qdc(raw)
    (pack,) = book.codes
    layer = pack.codes[0]
    twice = layer._replace(codes=(*layer.codes, layer.codes[0]))
    made = packs_of(Codebook((pack._replace(codes=(twice, *pack.codes[1:])),)), name="x")
    ids = [item.id for item in made.packs[0].items]
    assert len(set(ids)) == len(ids) and f"{ids[0]}-2" in ids


@pytest.mark.parametrize("piece", [b'guid="', b'isCodable="true"', b'name="Trust"'])
def test_the_schema_would_notice_a_mistake(framework: Framework, piece: bytes) -> None:
    raw = written(framework.packs[0])
    assert not schema().validate(etree.fromstring(raw.replace(piece, b'x="' if piece.endswith(b'="') else b"", 1)))
