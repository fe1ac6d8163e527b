"""Contributing to a team: counts by month that are shown first, and nothing else; taking them back; another key."""

import json
import os
import shutil
import sqlite3
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rcpjournal.cli.context import Here
from rcpjournal.core.entry import Entry, Observation, texts
from rcpjournal.core.framework import Framework
from rcpjournal.core.teams.checking import POLARITIES, RESPONSES, read_team_file
from rcpjournal.core.teams.pack import TeamPack, Withdrawal
from rcpjournal.core.teams.refusals import ContributedMeanwhile
from rcpjournal.store import Journal
from tests.cli.making import PACK
from tests.cli.quick import added, done, kept, refused, run
from tests.core.making import entries
from tests.core.teams.making import PERMISSIONS, TRUST, counted_by_hand, in_any_order
from tests.exports.page.making import GOLDEN
from tests.support import PROGRAM, examples

GOLDEN_PACK = GOLDEN / "team-pack.json"
JANUARY, FEBRUARY, MARCH = ("2026-01", "2026-02", "2026-03")
NEEDLE = "quibblefrock"


@pytest.fixture(autouse=True)
def in_april(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is 10 April 2026, so March is over; and whatever is written without a path goes into a folder of its own."""
    monkeypatch.setenv("RCPJOURNAL_NOW", "2026-04-10T09:00:00+00:00")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def three_months(home: Path) -> None:
    """Entries of January and March, and one of the month that is not over."""
    trust = {"item": TRUST, "stance": "present", "quote": "She opened the door."}
    hard = {"item": PERMISSIONS, "polarity": "inhibited", "rule": "assumed", "response": "challenge"}
    kept(
        {"happened_on": "2026-01-05", "text": "She opened the door.", "observations": [trust], "need": "relationship"},
        {"happened_on": "2026-01-06", "offered": ["principle"], "observations": [{**trust, "quote": None}]},
        {"happened_on": "2026-03-04", "conditions": [hard, {**hard, "response": "reframe"}], "got": "transaction"},
        {"happened_on": "2026-03-31", "offered": ["organisation"], "conditions": [{"item": PERMISSIONS}]},
        {"happened_on": "2026-04-01", "observations": [trust]},
    )


def contributed(*words: str, **more: Any) -> TeamPack:
    """The pack that `team contribute WORDS…` writes."""
    file = Path(f"pack-{len(list(Path().glob('*.json')))}.json")
    done("team", "contribute", *words, "-o", str(file), "--yes", **more)
    assert file.stat().st_mode & 0o777 == 0o600
    pack = read_team_file(file.read_text())
    assert isinstance(pack, TeamPack)
    return pack


def withdrawn(*words: str) -> Withdrawal:
    """What `team withdraw` or `team rotate` writes."""
    done("team", *words, "-o", "withdrawal.json", "--yes")
    found = read_team_file(Path("withdrawal.json").read_text())
    assert isinstance(found, Withdrawal)
    return found


# --- what is counted ------------------------------------------------------------------------------------


def test_each_month_that_is_over_is_counted_and_a_month_without_entries_has_no_place(three_months: None) -> None:
    pack = contributed("--team", "duty-north", "--role", "social-worker")
    assert (pack.team, pack.role, pack.number) == ("duty-north", "social-worker", 1)
    assert (pack.since, pack.until) == (JANUARY, MARCH)
    january, march = pack.months
    assert (january.month, january.entries, march.month, march.entries) == (JANUARY, 2, MARCH, 2)
    assert (january.asked["principle"], january.asked["organisation"]) == (2, 1)
    assert [(one.item, one.entries, one.stances) for one in january.items] == [
        (TRUST, 2, {"present": 2}),
        ("rcp.need.relationship", 1, {}),
    ]
    (condition,) = march.conditions
    assert (condition.item, condition.entries) == (PERMISSIONS, 2)
    assert (condition.polarities, condition.responses) == ({"inhibited": 1}, {"challenge": 1, "reframe": 1})


def test_the_running_month_is_given_only_where_it_is_named(three_months: None) -> None:
    pack = contributed("--team", "north", "--since", "2026-03-15", "--until", "today")
    assert (pack.since, pack.until) == (MARCH, "2026-04")
    assert [month.month for month in pack.months] == [MARCH, "2026-04"]
    shown = run("team", "contribute", "--since", "2026-04", "--until", "2026-04").out
    assert "This month is not over" in shown


def test_what_was_not_asked_about_and_what_was_deleted_is_in_no_share(home: Path) -> None:
    kept({"happened_on": "2026-03-04", "offered": ["behaviour"], "observations": [{"item": TRUST}]})
    kept({"happened_on": "2026-03-04", "offered": ["principle"]})
    done("delete", *kept({"happened_on": "2026-03-04", "observations": [{"item": TRUST}]}))
    (month,) = contributed("--team", "north").months
    assert (month.entries, month.asked, month.items) == (2, {"principle": 1, "behaviour": 1}, ())
    assert "1 mention of items in entries that did not ask" in run("team", "contribute").out


def test_how_it_was_where_nobody_asked_is_in_no_share_either(home: Path) -> None:
    def entry(layers: list[str], stance: str, response: str) -> dict[str, Any]:
        condition = {"item": PERMISSIONS, "polarity": "both", "response": response}
        seen = [{"item": TRUST, "stance": stance}]
        return {"happened_on": "2026-03-04", "offered": layers, "observations": seen, "conditions": [condition]}

    kept(entry(["principle", "organisation"], "present", "challenge"), entry(["behaviour"], "strained", "reframe"))
    (month,) = contributed("--team", "north").months
    assert [(one.entries, one.stances) for one in month.items] == [(1, {"present": 1})]
    assert [(one.polarities, one.responses) for one in month.conditions] == [({"both": 1}, {"challenge": 1})]


def test_an_item_of_ones_own_is_left_out_and_the_person_is_told(home: Path) -> None:
    done("framework", "add", f"Waiting for {NEEDLE}", "--layer", "behaviour")
    added("Words.", "--item", f"waiting-for-{NEEDLE}:helped", "--item", "trust", "--on", "2026-03-04")
    shown = run("team", "contribute", "--team", "north").out
    assert "Left out: 1 item of your own" in shown and NEEDLE not in shown
    pack = contributed("--team", "north")
    assert [one.item for one in pack.months[0].items] == [TRUST]
    assert "own" not in pack.frameworks and NEEDLE not in str(pack)


def test_an_item_that_was_worded_anew_is_counted_once_under_its_id(home: Path, tmp_path: Path) -> None:
    for version, label in (("1", "Making tea"), ("2", "Tea and talk")):
        (tmp_path / "team.yaml").write_text(PACK % {"version": version, "label": label})
        done("framework", "add", "--pack", str(tmp_path / "team.yaml"))
        added("Words.", "--item", "team.behaviour.tea:helped", "--on", "2026-03-04")
    (month,) = contributed("--team", "north").months
    assert [(one.item, one.entries, one.stances) for one in month.items] == [("team.behaviour.tea", 2, {"helped": 2})]
    done("framework", "use", "rcp", "tar")
    assert contributed().months == (month,)


def test_an_item_whose_id_no_pack_can_hold_is_left_out_and_the_person_is_told(home: Path, tmp_path: Path) -> None:
    text = PACK.replace("behaviour.tea", "behaviour.Tee_trinken") % {"version": "1", "label": "Tee"}
    (tmp_path / "team.yaml").write_text(text)
    done("framework", "add", "--pack", str(tmp_path / "team.yaml"))
    added("Words.", "--item", "team.behaviour.Tee_trinken:helped", "--on", "2026-03-04")
    assert contributed("--team", "north").months[0].items == ()
    shown = " ".join(run("team", "contribute").out.split())
    assert "Left out: 1 item that the framework in use has no more, or whose id is not of plain letters." in shown


def of_day(entry: Entry, day: date) -> Entry:
    """A made-up entry as one of a day, without an id or a zone of its own."""
    return replace(entry, id=None, created=None, zone=None, happened_on=day, framework=None, visibility="private")


@settings(
    max_examples=examples(24), deadline=None, phases=[Phase.generate],  # to shrink whole journals takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
@given(data=st.data())
def test_whatever_is_in_a_journal_the_pack_holds_the_counts_of_the_reference_and_no_word_of_a_person(
    data: st.DataObject, framework: Framework, begun_journal: Path, tmp_path: Path
) -> None:
    path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
    shutil.copy(begun_journal, path)
    done("--journal", str(path), "framework", "add", f"My {NEEDLE}", "--layer", "behaviour")
    own = f"own.behaviour.my-{NEEDLE}"
    drawn = data.draw(st.lists(entries(framework), min_size=1, max_size=5))
    days = [date(2025, 12, 20) + timedelta(days=data.draw(st.integers(0, 100))) for _ in drawn]
    made = [marked(of_day(one, day), own, n) for n, (one, day) in enumerate(zip(drawn, days, strict=True))]
    journal = Journal(path, now=lambda: datetime(2026, 4, 10, 9, tzinfo=UTC), shipped=list)
    for one in made:
        journal.entries.add(one)
    ids = [line.id for line in journal.finding.lines(limit=0)]
    journal.close()
    file = tmp_path / f"{path.stem}.json"
    words = ["team", "contribute", "--team", "north", "--since", "2025-12", "-o", str(file), "--yes"]
    done("--journal", str(path), *words)
    text = file.read_text()
    exported = done("--journal", str(path), "export", "json").out.splitlines()
    assert in_any_order(json.loads(text)["months"]) == counted_by_hand(exported, framework, "2025-12", MARCH)
    assert NEEDLE not in text and not any(one in text for one in ids)
    assert not any(str(day) in text for day in days)
    assert vocabulary(text) <= known_words(framework)


def marked(entry: Entry, own: str, number: int) -> Entry:
    """The entry with an item of one's own in it, and a needle in every text that a person may type."""
    answers = {name: f"{NEEDLE} {words}" for name, words in entry.answers.items()}
    seen = (*entry.observations, Observation(item=own, quote=NEEDLE)) if number % 2 else entry.observations
    found = replace(entry, answers=answers, observations=seen, alias=NEEDLE)
    assert NEEDLE in " ".join(texts(found))
    return found


def vocabulary(text: str) -> set[str]:
    """Every word in a pack, keys among them, but for those that the test itself chose and the random key."""

    def words(value: Any) -> set[str]:
        if isinstance(value, dict):
            return set(value) | {word for part in value.values() for word in words(part)}
        if isinstance(value, list):
            return {word for part in value for word in words(part)}
        return {value} if isinstance(value, str) else set()

    pack = json.loads(text)
    assert len(pack.pop("contributor")) == 26
    return words(pack)


def known_words(framework: Framework) -> set[str]:
    """All that may stand in a pack: the shipped framework's ids and stances, our own keys, and months."""
    keys = "schema number team role since until frameworks months month entries asked items conditions item layer"
    months = {"2025-12", JANUARY, FEBRUARY, MARCH}
    ids = {*framework.items, *framework.layers, *framework.versions, *framework.versions.values()}
    stances = {word for layer in framework.layers.values() for word in layer.stances}
    own = {"rcpjournal/team-pack/1", "north", "", "stances", "polarities", "responses", *keys.split()}
    return {*months, *ids, *stances, *own, *POLARITIES, *RESPONSES}


# --- seen first, agreed to, written -----------------------------------------------------------------------


def test_the_file_is_as_it_was_agreed(three_months: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rcpjournal.store.contributing.fresh_key", lambda: "abcdefghijklmnopqrstuvw234")
    contributed("--team", "duty-north", "--role", "social-worker")
    text = Path("pack-0.json").read_text()
    assert text == GOLDEN_PACK.read_text(), "a change of the format needs a new schema version"


def test_everything_in_the_file_is_shown_before_it_is_written(three_months: None, framework: Framework) -> None:
    shown = " ".join(done("team", "contribute", "--team", "north", "-o", "pack.json", "--yes").out.split())
    pack = read_team_file(Path("pack.json").read_text())
    assert isinstance(pack, TeamPack)
    assert pack.contributor in shown and "January 2026 to March 2026, 4 entries in all" in shown
    for words in (
        "January 2026: 2 entries", "Underpinning principles: 2 entries asked", "Trust: in 2 (present 2)",
        "March 2026: 2 entries", "permissions: in 2 (made it harder 1; response: challenge it 1, reframe it 1)",
        "What it got: 1 entry asked", "transaction: in 1", "No word that you wrote",
    ):  # fmt: skip
        assert words in shown, words
    for month in pack.months:
        for layer, asked in month.asked.items():
            title = framework.layers[layer].title
            assert f"{title}: {asked} entr" in shown or f"{title} ({asked})" in shown
    assert "She opened the door" not in shown


def test_a_slip_in_a_teams_name_is_seen_before_it_is_given(three_months: None) -> None:
    assert "Team: north\n" in run("team", "contribute", "--team", "north").out
    contributed("--team", "north", "--until", JANUARY)
    assert "Team: north\n" in run("team", "contribute").out
    words = "Team: nroth, to which you gave nothing yet; until now to north\n"
    assert words in run("team", "contribute", "--team", "nroth").out


def test_where_a_role_is_named_it_is_said_that_one_of_ones_own_names_the_person(three_months: None) -> None:
    warned = "A role that you alone have names you to whoever holds the team's data. If nurse is nobody but you there"
    shown = " ".join(run("team", "contribute", "--team", "north", "--role", "nurse").out.split())
    assert warned in shown and shown.index(warned) < shown.index("January 2026: 2 entries")
    assert "A role that you alone" not in run("team", "contribute", "--team", "north").out


def test_what_leaves_goes_into_a_file_and_into_no_pipe(three_months: None) -> None:
    assert "goes into a file" in refused("team", "contribute", "--team", "north", "-o", "-", "--yes", code=2)
    contributed("--team", "north")
    for command in ("withdraw", "rotate"):
        assert "goes into a file" in refused("team", command, "-o", "-", "--yes", code=2)


def test_in_a_script_nothing_is_written_without_yes_and_a_file(three_months: None) -> None:
    for words, stdin in ((["--team", "north"], ""), (["--team", "north", "-o", "pack.json"], "y\n")):
        result = run("team", "contribute", *words, stdin=stdin)
        assert result.code == 1 and "Nothing was written: there is nobody to ask" in result.err
        assert "January 2026" in result.out
    assert "Say where it goes" in refused("team", "contribute", "--team", "north", "--yes", code=2)
    assert list(Path().glob("*.json")) == []
    assert "Nothing was contributed" in run("team").err


def test_where_a_reader_goes_before_the_end_it_was_not_seen_and_nothing_is_written(three_months: None) -> None:
    words = ["team", "contribute", "--team", "north", "-o", "pack.json", "--yes"]
    with subprocess.Popen([*PROGRAM, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:
        assert reading.stdout and reading.stderr
        reading.stdout.close()
        assert b"Not all of it was read, so nothing was written." in reading.stderr.read()
    assert reading.returncode == 1 and not Path("pack.json").exists()


def test_a_file_that_is_there_stays_and_the_number_with_it(three_months: None) -> None:
    Path("mine.json").write_text("mine")
    words = ["team", "contribute", "--team", "north", "--yes", "-o", "mine.json"]
    assert "--force" in refused(*words)
    assert Path("mine.json").read_text() == "mine"
    done(*words, "--force")
    pack = read_team_file(Path("mine.json").read_text())
    assert isinstance(pack, TeamPack) and pack.number == 1


def test_a_pack_that_could_not_be_written_leaves_the_journal_as_it_was(
    three_months: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = contributed("--team", "north")
    before = done("team", "status").out

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr("rcpjournal.files.reading.os.fsync", full)
        result = run("team", "contribute", "--team", "south", "-o", "lost.json", "--yes", "--since", JANUARY)
    assert result.code == 1 and "cannot be written" in result.err
    assert done("team", "status").out == before and not Path("lost.json").exists()
    assert contributed().number == first.number + 1


def test_a_key_stays_and_a_number_rises_with_each_pack(three_months: None) -> None:
    packs = [contributed("--team", "north"), contributed(), contributed("--role", "nurse"), contributed("--role", "")]
    assert {one.contributor for one in packs} == {packs[0].contributor}
    assert [one.number for one in packs] == [1, 2, 3, 4]
    assert [(one.team, one.role) for one in packs] == [("north", ""), ("north", ""), ("north", "nurse"), ("north", "")]


def test_two_journals_never_have_the_same_key(three_months: None, other: dict[str, Any]) -> None:
    first = contributed("--team", "north")
    kept_here = {"happened_on": "2026-03-04", "text": "Words."}
    done("add", "--json", "-", stdin=json.dumps(kept_here), **other)
    assert contributed("--team", "north", **other).contributor != first.contributor


def test_what_another_team_was_given_stays_with_it_unless_it_is_named(three_months: None) -> None:
    contributed("--team", "north", "--until", FEBRUARY)
    pack = contributed("--team", "south")
    assert (pack.since, [month.month for month in pack.months]) == (MARCH, [MARCH])
    said = refused("team", "contribute", "--team", "west")
    assert "nothing to contribute: what you gave up to March 2026 stays with another team, unless --since" in said
    shown = run("team", "contribute", "--team", "south", "--since", JANUARY).out
    assert "You gave months of January 2026 to February 2026 to north" in shown


def test_months_that_were_taken_over_from_another_team_are_put_right_by_later_packs_too(three_months: None) -> None:
    contributed("--team", "north", "--until", JANUARY)
    contributed("--team", "south", "--since", JANUARY)
    kept({"happened_on": "2026-01-07"})
    assert "You gave months of" not in run("team", "contribute").out, "they are with south already"
    pack = contributed()
    assert (pack.team, pack.since, pack.months[0].entries) == ("south", JANUARY, 3)
    assert contributed("--team", "north", "--since", JANUARY, "--until", JANUARY).team == "north"
    assert contributed("--team", "south").since == FEBRUARY, "January is north's again"


def test_a_month_whose_entries_were_deleted_is_given_again_as_empty(home: Path) -> None:
    (gone,) = kept({"happened_on": "2026-01-05"})
    kept({"happened_on": "2026-03-05"})
    contributed("--team", "north")
    done("delete", gone)
    pack = contributed()
    assert (pack.since, [month.month for month in pack.months]) == (JANUARY, [MARCH])
    done("delete", "last")
    assert contributed().months == ()


# --- what is refused ---------------------------------------------------------------------------------------


def test_where_there_is_nothing_to_give_it_says_so(home: Path) -> None:
    assert "no entries yet" in refused("team", "contribute", "--team", "north")
    kept({"happened_on": "2026-04-02"})
    assert "first month to give is April 2026" in refused("team", "contribute", "--team", "north")
    words = ["team", "contribute", "--team", "north", "--since", FEBRUARY, "--until", MARCH]
    assert "no entry is of February 2026 to March 2026" in refused(*words)
    for command in ("withdraw", "rotate"):
        assert "Nothing was contributed" in refused("team", command, "-o", "w.json", "--yes")
    assert list(Path().glob("*.json")) == []


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ([], "Say which team"),
        (["--team", "Anna's"], "cannot be used"),
        (["--team", "x" * 41], "cannot be used"),
        (["--team", "north", "--role", "1st"], "--role"),
        (["--team", "north", "--until", "2026-05"], "still to come"),
        (["--team", "north", "--since", "2026-13"], "not a date"),
        (["--team", "north", "--since", MARCH, "--until", JANUARY], "is after"),
        (["--team", "north", "--since", "2010-01"], "at most 120 months"),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, list) else "",
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(words: list[str], why: str, three_months: None) -> None:
    sentence = refused("team", "contribute", *words, "-o", "pack.json", "--yes", code=2)
    assert why in sentence and sentence.count("\n") == 1
    assert not Path("pack.json").exists()


def test_a_team_in_words_is_written_small_and_with_hyphens(three_months: None) -> None:
    assert contributed("--team", " Duty  North ").team == "duty-north"


def test_a_long_journal_gives_its_last_ten_years(home: Path) -> None:
    kept({"happened_on": "2001-05-04"}, {"happened_on": "2016-04-30"}, {"happened_on": "2026-03-04"})
    pack = contributed("--team", "north")
    assert (pack.since, [month.month for month in pack.months]) == ("2016-04", ["2016-04", MARCH])


# --- taking back --------------------------------------------------------------------------------------------


def test_a_withdrawal_holds_the_key_and_the_journal_forgets_it(three_months: None, home: Path) -> None:
    pack = contributed("--team", "north")
    assert withdrawn("withdraw") == Withdrawal(contributor=pack.contributor)
    assert pack.contributor.encode() not in (home / "journal.db").read_bytes()
    assert "Nothing was contributed" in run("team", "status").err
    anew = contributed("--team", "north")
    assert anew.contributor != pack.contributor and anew.number == 1


def test_a_withdrawal_that_was_not_written_forgets_nothing(three_months: None) -> None:
    pack = contributed("--team", "north")
    Path("there.json").write_text("mine")
    refused("team", "withdraw", "--yes", "-o", "there.json")
    assert run("team", "withdraw", stdin="y\n").code == 1
    assert pack.contributor[:4] in done("team", "status").out
    assert withdrawn("withdraw").contributor == pack.contributor


def test_a_withdrawal_that_the_journal_could_not_note_is_told_of(
    three_months: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = contributed("--team", "north")

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("rcpjournal.store.contributing.Contributing.keep", full)
        result = run("team", "withdraw", "-o", "gone.json", "--yes")
    assert result.code == 1 and "The withdrawal is in gone.json, but this journal was not changed.\n" in result.err
    assert read_team_file(Path("gone.json").read_text()) == Withdrawal(contributor=pack.contributor)
    assert done("team", "status", "--json").data["key_begins"] == pack.contributor[:4]


def test_another_key_is_for_the_same_team_and_begins_with_nothing_given(three_months: None) -> None:
    pack = contributed("--team", "north", "--role", "nurse")
    assert withdrawn("rotate").contributor == pack.contributor
    status = done("team", "status").out
    assert pack.contributor[:4] not in status and "north as nurse" in status and "Nothing was given" in status
    refused("team", "withdraw", "--yes", "-o", "other.json")
    anew = contributed()
    assert anew.contributor != pack.contributor
    assert (anew.number, anew.team, anew.role, anew.since) == (1, "north", "nurse", JANUARY)


def test_under_another_key_too_the_months_of_a_former_team_are_not_given_to_the_next(three_months: None) -> None:
    contributed("--team", "north", "--until", JANUARY)
    contributed("--team", "south")
    withdrawn("rotate")
    pack = contributed()
    assert (pack.team, pack.since, [month.month for month in pack.months]) == ("south", FEBRUARY, [MARCH])
    assert contributed("--since", JANUARY).since == JANUARY


def test_status_says_what_was_given_to_whom_and_never_the_whole_key(three_months: None) -> None:
    pack = contributed("--team", "north", "--until", JANUARY)
    contributed("--team", "south", "--role", "nurse")
    out = done("team").out
    assert "Pack 1 to north: January 2026\n" in out
    assert "Pack 2 to south as nurse: February 2026 to March 2026\n" in out
    assert f"{pack.contributor[:4]}…" in out and pack.contributor not in out


def test_what_another_window_did_meanwhile_is_not_written_over(three_months: None, journal: Journal) -> None:
    seen = journal.contributing.contributor()
    contributed("--team", "north")
    with pytest.raises(ContributedMeanwhile):
        journal.contributing.keep(None, instead_of=seen)


def test_status_as_a_document_is_the_same_and_holds_no_whole_key_either(three_months: None) -> None:
    schema = done("schema", "team-status").data
    nothing = done("team", "status", "--json").data
    assert nothing == {"schema": "rcpjournal/team-status/1", "key_begins": "", "team": "", "role": "", "given": []}
    pack = contributed("--team", "north", "--until", JANUARY)
    contributed("--team", "south", "--role", "nurse")
    result = done("team", "status", "--json")
    jsonschema.validate(nothing, schema)
    jsonschema.validate(result.data, schema)
    assert (result.data["team"], result.data["role"]) == ("south", "nurse")
    assert result.data["given"] == [
        {"number": 1, "team": "north", "role": "", "since": JANUARY, "until": JANUARY},
        {"number": 2, "team": "south", "role": "nurse", "since": FEBRUARY, "until": MARCH},
    ]
    assert result.data["key_begins"] == pack.contributor[:4] and pack.contributor not in result.out
    assert done("team", "--json").out == result.out


# --- how it is shown -----------------------------------------------------------------------------------------


def test_it_fits_sixty_columns_and_plain_lines_say_the_same(
    three_months: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = run("team", "contribute", "--team", "north").out
    assert "●" not in whole
    monkeypatch.setattr(Here, "width", 60)
    narrow = run("--plain", "team", "contribute", "--team", "north").out
    assert max(map(len, narrow.splitlines())) <= 60
    key = next(line for line in whole.splitlines() if line.startswith("Contributor: "))
    new = next(line for line in narrow.splitlines() if line.startswith("Contributor: "))
    assert " ".join(narrow.replace(new, key).split()) == " ".join(whole.split())


def test_the_files_fit_the_schemas_that_the_program_prints(three_months: None) -> None:
    contributed("--team", "north")
    withdrawn("withdraw")
    for name, file in (("team-pack", "pack-0.json"), ("team-withdrawal", "withdrawal.json")):
        schema = done("schema", name).data
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(json.loads(Path(file).read_text()), schema)
