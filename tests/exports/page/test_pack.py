"""The pack: what was chosen goes there and back whole; whatever else a file may be is refused in a sentence."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rcpjournal.core.sharing.pack import MOST_CHARACTERS, PACK, pack_document, read_pack
from rcpjournal.core.sharing.page import STATEMENT, Page
from rcpjournal.errors import JournalError, PackRefused
from rcpjournal.exports.page import page_formats
from tests.exports.page.making import BARE, FULL, TRUST, WITH_APPENDIX, Needles, anything, changed
from tests.support import examples

SMALL = changed(BARE, themes=(TRUST,), wanted=FULL.wanted[:1], entries=17)


def written(page: Page) -> bytes:
    return page_formats()["json"].render(page)


def document(page: Page = SMALL) -> dict[str, Any]:
    return pack_document(page)


def refusal(data: object) -> str:
    """The sentence with which this is refused."""
    text = data if isinstance(data, str) else json.dumps(data)
    with pytest.raises(PackRefused) as refused:
        read_pack(text)
    assert refused.value.exit_code == 1
    sentence = str(refused.value)
    assert sentence.startswith("This pack was not read: ")
    assert "\n" not in sentence
    return sentence


@given(anything())
@settings(
    deadline=None, max_examples=examples(100), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_any_page_comes_back_as_it_went(page: Page) -> None:
    assert read_pack(written(page).decode()) == page


def test_the_order_in_which_things_were_counted_comes_back_too() -> None:
    (theme,) = read_pack(written(SMALL).decode()).themes
    assert list(theme.stances) == ["present", "strained", "missing"]


def test_a_page_that_came_back_is_written_to_the_same_bytes_in_every_format() -> None:
    back = read_pack(written(WITH_APPENDIX).decode())
    for one in page_formats().values():
        assert one.render(back) == one.render(WITH_APPENDIX)


def test_the_pack_says_what_it_is_and_holds_nothing_but_the_page() -> None:
    found = document(Needles().page)
    assert list(found) == ["schema", "digest", "statement", "page"]
    assert (found["schema"], found["statement"]) == (PACK, STATEMENT)
    assert found["page"].keys() == set(Page.__annotations__)


def test_no_identity_of_an_entry_or_an_item_is_in_it() -> None:
    text = written(Needles().page).decode()
    assert not [name for name in ('"id"', '"entry"', '"item"', '"number"', '"alias"') if name in text]


def test_layout_and_a_byte_order_mark_do_not_matter() -> None:
    for text in (json.dumps(document()), json.dumps(document(), indent=8), "\ufeff" + json.dumps(document())):
        assert read_pack(text) == SMALL


def test_the_order_of_keys_does_not_matter() -> None:
    found = document()
    assert read_pack(json.dumps(dict(reversed(found.items())))) == SMALL


# --- changed on the way -------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [lambda byte: byte ^ 1, lambda byte: byte ^ 0x20, lambda _: 0x20, lambda _: 0x30])
def test_each_single_byte_changed_is_noticed_or_changes_nothing(change: Any) -> None:
    data = written(SMALL)
    noticed = 0
    for n, byte in enumerate(data):
        altered = bytes((*data[:n], change(byte), *data[n + 1 :]))
        try:
            assert read_pack(altered.decode()) == SMALL
        except (PackRefused, UnicodeDecodeError):
            noticed += 1
    assert noticed > len(data) / 4


@given(st.data())
@settings(deadline=None, max_examples=examples(200))
def test_bytes_left_out_doubled_or_put_in_are_noticed_or_change_nothing(data: st.DataObject) -> None:
    text = json.dumps(document())
    start, end = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=2)))
    into = data.draw(st.sampled_from(["", text[start:end] * 2, "0", '"', ",", "[]", "{}", "\\u0000", "null"]))
    with suppress(PackRefused):
        assert read_pack(text[:start] + into + text[end:]) == SMALL


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Each place in the document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for name, part in inner for deeper in paths(part, (*path, name)))]


@pytest.mark.parametrize("instead", [None, "other", 7, [], {}, True, 1.5], ids=repr)
def test_another_value_in_any_place_is_refused(instead: Any) -> None:
    for *path, last in paths(document(FULL))[1:]:
        data = document(FULL)
        place: Any = data
        for name in path:
            place = place[name]
        if place[last] == instead and type(place[last]) is type(instead):
            continue
        place[last] = instead
        refusal(data)


def test_a_changed_figure_is_named_as_damage() -> None:
    data = document()
    data["page"]["themes"][0]["entries"] = 10
    assert "digest does not fit" in refusal(data)


# --- no pack, or one that we cannot know --------------------------------------------------------------

NO_PACK = {
    "nothing": "",
    "words": "hello",
    "half of one": json.dumps(document())[:-1],
    "two of them": json.dumps(document()) * 2,
    "a list": "[]",
    "a number": "1",
    "null": "null",
    "an empty document": "{}",
    "an entry": '{"schema": "rcpjournal/entry/1"}',
    "a schema that is no text": '{"schema": 1}',
    "the schema of something else": '{"schema": "other/pack/1"}',
    "a version that is none": json.dumps({**document(), "schema": "rcpjournal/pack/one"}),
    "no digest": json.dumps({name: value for name, value in document().items() if name != "digest"}),
    "an empty digest": json.dumps({**document(), "digest": ""}),
    "a page that is a list": json.dumps({**document(), "page": []}),
    "not a number": '{"schema": NaN}',
    "infinity": '{"schema": "rcpjournal/pack/1", "digest": -Infinity}',
    "half of a character": json.dumps({**document(), "statement": "\ud800"}),
}


@pytest.mark.parametrize("text", NO_PACK.values(), ids=NO_PACK)
def test_what_is_no_pack_is_refused(text: str) -> None:
    refusal(text)


def test_what_another_program_wrote_is_told_so() -> None:
    assert "not a pack" in refusal('{"schema": "rcpjournal/entry/1"}')
    assert "not JSON" in refusal("hello")


@pytest.mark.parametrize("version", ["2", "10"])
def test_a_newer_pack_asks_for_a_newer_program(version: str) -> None:
    assert "newer rcpjournal" in refusal({"schema": f"rcpjournal/pack/{version}", "what": "we cannot know"})


def test_a_field_that_we_do_not_know_is_refused_by_its_name() -> None:
    assert "'author'" in refusal({**document(), "author": "x"})
    inside = document()
    inside["page"]["alias"] = "x"
    assert "'alias'" in refusal(inside)
    deeper = document()
    deeper["page"]["themes"][0]["entry"] = "260304-k7q"
    sentence = refusal(deeper)
    assert "'entry'" in sentence
    assert "page.themes.0" in sentence


def test_a_key_that_stands_twice_is_refused() -> None:
    text = json.dumps(document())
    assert "twice" in refusal(text.replace('{"schema"', '{"digest": "x", "schema"', 1))


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"schema": "rcpjournal/pack/1", "page": ' + "[" * 200])
def test_what_is_nested_deeply_is_refused(opening: str) -> None:
    refusal(opening * (300_000 // len(opening)))
    refusal(opening * 400 + "1" + "]" * 400)


@pytest.mark.parametrize("depth", [50, 300, 900, 5_000, 100_000])
def test_a_pack_that_is_sound_but_for_something_nested_is_refused(depth: int) -> None:
    text = json.dumps({**document(), "statement": "HERE"}).replace('"HERE"', "[" * depth + "]" * depth)
    refusal(text)


def test_what_is_too_long_is_refused_before_it_is_looked_at() -> None:
    assert "longer than" in refusal(" " * (MOST_CHARACTERS + 1))
    assert read_pack(json.dumps(document()).ljust(MOST_CHARACTERS)) == SMALL


@pytest.mark.parametrize("number", ["-1", "10000000", "9" * 5_000, "1e9", "1.0"])
def test_a_number_that_is_no_count_is_refused(number: str) -> None:
    text = json.dumps(document())
    assert '"entries": 17' in text
    refusal(text.replace('"entries": 17', f'"entries": {number}', 1))


KEYS = st.text() | st.sampled_from(["schema", "digest", "page"])
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
)


@given(DOCUMENTS)
@settings(deadline=None)
def test_any_other_document_is_refused_in_a_sentence(data: Any) -> None:
    refusal(data)
    with pytest.raises(JournalError):
        read_pack(json.dumps({**document(), "page": data}))
