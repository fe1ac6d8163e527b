"""`import dayone`: the JSON export and the zip it comes in; what it names and does not bring is counted."""

import io
import json
import re
import time
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.arriving import Arrived, Source, Wishes
from rcpjournal.files import arriving
from rcpjournal.imports.dayone import DayOne
from rcpjournal.imports.markdown import Markdown
from tests.cli.quick import done, refused
from tests.imports.bringing import days, kept, made, words
from tests.support import examples

ENTRY = {
    "uuid": "A1B2",
    "creationDate": "2019-07-02T23:30:00Z",
    "timeZone": "Europe/London",
    "starred": True,
    "tags": ["trust", "home visit"],
    "text": "# A visit\n\nIt was quiet\\. Tea\\!\n\n![](dayone-moment://0FF1)\n\n```\na\\.b\n```",
    "photos": [{"identifier": "0FF1", "md5": "x"}],
    "location": {"placeName": "Somewhere"},
    "weather": {"temperatureCelsius": 12},
}


def export(*entries: Any) -> str:
    """A Day One JSON file."""
    return json.dumps({"metadata": {"version": "1.0"}, "entries": list(entries)}, indent=2)


def packed(**members: str | bytes) -> bytes:
    """A zip with these members."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return held.getvalue()


def test_an_entry_is_of_the_day_it_was_where_it_was_written(tmp_path: Path) -> None:
    result = done("import", "dayone", made(tmp_path / "Journal.json", export(ENTRY)), "--map", "trust=trust:present")
    (one,) = kept()
    assert one["happened_on"] == "2019-07-03", "half past midnight by the clock there"
    assert one["created"].startswith("2019-07-03T00:30:00") and one["created"].endswith("+01:00")
    assert one["zone"] == "Europe/London" and one["starred"]
    assert [seen["item"] for seen in one["observations"]] == ["rcp.principle.trust"]
    assert words() == ["# A visit\n\nIt was quiet. Tea!\n\n![](dayone-moment://0FF1)\n\n```\na\\.b\n```\n\n#home-visit"]
    for said in ("a picture, recording or file (1)", "a place (1)", "weather (1)"):
        assert said in " ".join(result.err.split())


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        (r"Tea\. \(She\-made it\)\! 1 \= 1 \| \~2", "Tea. (She-made it)! 1 = 1 | ~2"),
        (r"In `C:\.a\_b` it is \_so\_", r"In `C:\.a\_b` it is _so_"),
        (r"``a\.`b`` and \`c\.\`", r"``a\.`b`` and `c.`"),
        ("a\\.\n````\nb\\.\n```\nc\\.\n````\nd\\.", "a.\n````\nb\\.\n```\nc\\.\n````\nd."),
        (r"a \n b \\. c", r"a \n b \. c"),
    ],
)
def test_the_backslashes_that_an_export_puts_before_signs_are_gone_but_not_in_code(
    text: str, typed: str, tmp_path: Path
) -> None:
    done("import", "dayone", made(tmp_path / "J.json", export({"creationDate": "2019-07-02T23:30:00Z", "text": text})))
    assert words() == [typed]


@pytest.mark.parametrize(
    "text", ["".join(f"{'`' * (n % 90 + 1)}a" for n in range(9_000)), "\n```x" * 50_000, "![" * 30_000, "\\" * 400_000]
)
def test_half_a_sign_many_times_takes_no_longer_than_words(text: str) -> None:
    began = time.process_time()
    list(DayOne().events(Source("J", export({**ENTRY, "text": text}).encode(), date.today()), Wishes()))
    list(Markdown().events(Source("J.md", text.encode(), date.today()), Wishes()))
    assert time.process_time() - began < 3


def test_an_entry_of_a_whole_day_has_no_hour(tmp_path: Path) -> None:
    done("import", "dayone", made(tmp_path / "J.json", export({**ENTRY, "isAllDay": True})))
    assert (kept()[0]["happened_on"], kept()[0]["created"][:19]) == ("2019-07-03", "2019-07-03T00:00:00")
    assert "zone" not in kept()[0] or kept()[0]["zone"] != "Europe/London"


def test_the_zip_and_the_file_in_it_are_the_same_entries(tmp_path: Path) -> None:
    data = packed(Journal__json=export(ENTRY), Work__json=export({**ENTRY, "text": "Other"}), photos__jpeg=b"\xff\xd8")
    done("import", "dayone", made(tmp_path / "export.zip", data))
    assert len(kept()) == 2
    assert "0 entries added, 1 was" in done("import", "dayone", made(tmp_path / "J.json", export(ENTRY))).err
    assert "0 entries added, 2 were" in done("import", "dayone", "-", stdin=data).err


def test_odd_entries_are_kept_as_far_as_they_go(tmp_path: Path) -> None:
    rows = [
        {"creationDate": "soon", "text": "No day."},
        {"creationDate": "2019-01-02T09:30:00Z", "timeZone": "Nowhere/../etc", "text": "No zone."},
        {
            "creationDate": "2019-01-03T09:30:00Z",
            "richText": json.dumps({"contents": [{"text": "Rich "}, {"text": "words."}]}),
        },
        {"creationDate": "2019-01-04T09:30:00Z", "richText": "not JSON"},
        {"creationDate": "2019-01-05T09:30:00Z", "photos": [{}, {}]},
        {"creationDate": "2019-01-06T09:30:00Z", "tags": ["alone"], "text": ""},
        {"creationDate": "2019-01-07T09:30:00Z", "tags": "no list", "starred": "yes", "text": "Odd types."},
    ]
    result = done("import", "dayone", made(tmp_path / "J.json", export(*rows)))
    assert set(words()) == {
        "No day.\n\nsoon",
        "No zone.",
        "Rich words.",
        "not JSON",
        "#alone",
        "Odd types.\n\n#no-list",
    }
    assert "“soon” is not a date" in result.err and "is not a time zone" in result.err
    assert "J.json:23: this entry has no words" in result.err and "file (2)" in " ".join(result.err.split())
    assert not any(one["starred"] for one in kept())


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing at all"),
        pytest.param(b"{", id="JSON cut off"),
        pytest.param(b'{"entries": 7}', id="entries that are no list"),
        pytest.param(b'{"entries": [7]}', id="an entry that is no object"),
        pytest.param(b'{"entries": [{"title": "jrnl"}]}', id="an export of jrnl"),
        pytest.param(b"[" * 100_000, id="brackets"),
        pytest.param(b'{"entries": [' + b"[" * 100_000, id="brackets in an entry"),
        pytest.param(b'{"entries": [{"text": ' + b"9" * 5000 + b"}]}", id="a number too long"),
        pytest.param(b"PK\x03\x04 not a zip", id="no zip"),
        pytest.param(packed(nothing__txt="x"), id="a zip without JSON"),
        pytest.param(packed(J__json="{"), id="a zip with JSON cut off"),
        pytest.param(packed(J__json=export(ENTRY))[:-40], id="a zip cut off"),
        pytest.param((whole := packed(J__json=export(ENTRY)))[:60] + bytes(20) + whole[80:], id="a zip with a hole"),
        pytest.param(bytes(range(256)) * 40, id="bytes"),
    ],
)
def test_what_is_no_export_is_refused_in_a_sentence(data: bytes, tmp_path: Path) -> None:
    said = refused("import", "dayone", made(tmp_path / "x.json", data))
    assert "x.json" in said and len(said) < 600
    assert kept() == []


def test_a_zip_that_unpacks_to_more_than_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "MOST_BYTES", 100_000)
    data = packed(A__json=b" " * 60_000, B__json=b" " * 60_000)
    assert len(data) < 5_000
    assert "to read" in refused("import", "dayone", made(tmp_path / "x.zip", data))
    assert "to read" in refused("import", "dayone", made(tmp_path / "x.json", b" " * 100_001))
    assert "to read" in refused("import", "dayone", "-", stdin=b" " * 100_001)


def test_a_locked_zip_is_told(tmp_path: Path) -> None:
    data = bytearray(packed(J__json=export(ENTRY)))
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    assert "password" in refused("import", "dayone", made(tmp_path / "x.zip", bytes(data)))


def test_names_in_a_zip_lead_nowhere(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("../../outside.json", export(ENTRY))
        archive.writestr("__MACOSX/J.json", "rubbish")
        archive.writestr("\x1b[31mred.json", export({**ENTRY, "text": "Red", "creationDate": "x"}))
    result = done("import", "dayone", made(tmp_path / "in" / "x.zip", held.getvalue()))
    assert not list(tmp_path.rglob("outside.json"))
    assert "\\x1b[31mred.json" in result.err and "\x1b" not in result.err
    assert len(days()) == 2


TEXTS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.just("\n"), max_size=80).map(
    lambda one: one.strip()
)


@settings(max_examples=examples(90), deadline=None)
@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), TEXTS.filter(lambda one: one and "```" not in one))
def test_what_day_one_escapes_comes_back_as_it_was_typed(moment: datetime, text: str) -> None:
    moment = moment.replace(microsecond=0)
    written = {"creationDate": f"{moment:%Y-%m-%dT%H:%M:%SZ}", "timeZone": "Europe/Paris", "text": escaped(text)}
    (one,) = DayOne().events(Source("x", export(written).encode(), date(2026, 3, 4)), Wishes())
    assert isinstance(one, Arrived) and one.moment
    assert (one.moment, one.text) == (moment.replace(tzinfo=UTC), text)
    assert one.day == one.moment.date()


def escaped(text: str) -> str:
    """Text as Day One exports it."""
    return re.sub(r"([\\\\.!()\[\]{}#*_+\-`~>|])", r"\\\1", text)
