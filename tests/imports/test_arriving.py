"""What is the same for every format: once, in one step, looked at first, tags that mean items, nothing half kept."""

import shlex
from datetime import datetime
from pathlib import Path

import pytest

from rcpjournal.cli.found import Files, Found, Reading
from rcpjournal.core.arriving import Arrived, Identities, Source, Wishes, for_a_shell, tags_in
from rcpjournal.imports import readers
from rcpjournal.store import Journal
from tests.cli.quick import done, listed, refused, run
from tests.imports.bringing import kept, made, words
from tests.support import done as really_done

MOMENT = datetime(2019, 1, 2, 9, 30)
TEXT = "[2019-01-02 09:30] Tea with @trust and @Permissions.\n\n[2019-01-03 10:00] Another. @trust @unknown\n"


@pytest.fixture
def file(tmp_path: Path) -> str:
    """A journal of jrnl with tags."""
    return made(tmp_path / "j.txt", TEXT)


def test_one_undo_takes_the_whole_import_back_and_a_second_import_brings_it_again(file: str) -> None:
    done("import", "jrnl", file)
    before = done("export", "json").out
    done("undo", "--yes")
    assert listed() == []
    assert "2 entries added" in done("import", "jrnl", file).err
    assert done("export", "json").out == before


def test_tags_that_are_mapped_become_items_and_stay_words(file: str) -> None:
    done("import", "jrnl", file, "--map", "@trust=trust:strained", "--map", "permissions=permissions:inhibited")
    one, two = kept()
    assert one["observations"] == [{"item": "rcp.principle.trust", "stance": "strained"}]
    assert one["conditions"] == [{"item": "rcp.organisation.permissions", "polarity": "inhibited"}]
    assert [seen["item"] for seen in two["observations"]] == ["rcp.principle.trust"]
    assert words() == ["Tea with @trust and @Permissions.", "Another. @trust @unknown"]


def test_a_tag_that_no_entry_has_is_said_where_it_was_typed_and_not_of_a_mapping_for_many_files(tmp_path: Path) -> None:
    file = made(tmp_path / "mine.txt", "[2026-03-04 09:00] She waved. @trust\n")
    typed = done("import", "jrnl", file, "--dry-run", "--map", "@trsut=trust", "--map", "trust=trust").err
    assert typed.count("No entry has the tag") == 1 and "No entry has the tag @trsut, which --map names." in typed
    saved = made(tmp_path / "map.json", '{"tags": {"@trsut": "trust"}}')
    assert "No entry has" not in done("import", "jrnl", file, "--dry-run", "--mapping", saved).err


def test_after_an_undo_the_same_file_comes_with_other_tags_and_that_is_one_undo_too(file: str) -> None:
    done("import", "jrnl", file)
    done("undo", "--yes")
    done("import", "jrnl", file, "--map", "@trust=trust")
    assert [len(one["observations"]) for one in kept()] == [1, 1]
    assert "2 entries brought in" in done("undo", "--yes").out
    assert listed() == []
    done("import", "jrnl", file)
    assert [len(one["observations"]) for one in kept()] == [0, 0]


def test_an_entry_that_was_mended_or_tagged_here_stays_as_it_is(file: str) -> None:
    ids = done("import", "jrnl", file).out.split()
    done("edit", ids[0], "--text", "Mended.")
    done("edit", ids[1], "--item", "trust")
    before = done("export", "json").out
    again = done("import", "jrnl", file)
    assert "0 entries added, 2 were here already (1 with other words by now: those stay as they are)" in again.err
    assert done("export", "json").out == before


def test_an_entry_that_was_deleted_comes_back_as_it_is_there_and_its_mended_text_is_kept(
    file: str, journal: Journal
) -> None:
    ids = done("import", "jrnl", file).out.split()
    done("edit", ids[0], "--text", "Mended.")
    done("delete", ids[0])
    assert "1 entry added, 1 was here already" in done("import", "jrnl", file).err
    assert words()[0] == "Tea with @trust and @Permissions."
    assert "Mended." in [one.entry.answers["rcp.prompt.text"] for one in journal.history.revisions(ids[0])]
    done("undo", "--yes")
    assert listed() == [ids[1]]


def test_the_journal_is_whole_after_all_of_that(file: str) -> None:
    for words_ in (["import", "jrnl", file], ["undo", "--yes"], ["import", "jrnl", file, "--map", "@trust=trust"]):
        done(*words_)
    done("check")


def test_a_look_first_shows_everything_and_keeps_nothing(file: str, tmp_path: Path) -> None:
    made(tmp_path / "j.txt", f"Before.\n{TEXT}[2019-01-04 09:30]\n")
    result = done("import", "jrnl", file, "--dry-run", "--map", "@trust=trust")
    for said in (
        "Tea with @trust",
        "(Trust)",
        "j.txt:1: these words",
        "j.txt:5: this entry has no words",
        "3 entries,",
    ):
        assert said in " ".join(result.out.split()), said
    assert "@unknown (1)" in result.out and "@trust (" not in result.out
    assert "nothing was brought in" in result.err and listed() == []
    done("import", "jrnl", file)
    looked = done("import", "jrnl", file, "--dry-run").out
    assert looked.count("here already") == 4, "at each entry, and in the sum"


def test_where_one_entry_is_refused_nothing_is_kept_unless_the_sound_ones_are_wanted(tmp_path: Path) -> None:
    file = made(tmp_path / "j.txt", f"{TEXT}[2019-01-04 09:30] A NUL: \x00.\n")
    said = refused("import", "jrnl", file)
    assert "j.txt:4: " in said and "NUL" in said and "--keep-good" in said
    assert listed() == []
    result = run("import", "jrnl", file, "--keep-good")
    assert result.code == 1 and len(result.out.split()) == 2 and "1 part was refused" in result.err
    assert len(listed()) == 2
    assert run("import", "jrnl", file, "--dry-run").code == 1


def test_a_file_that_is_refused_does_not_hide_what_is_in_the_others(tmp_path: Path) -> None:
    for name, data in (("a.txt", b"\xff\xfe\xff"), ("b.txt", TEXT.encode()), ("c.txt", b"caf\xe9\n")):
        made(tmp_path / "in" / name, data)
    said = refused("import", "jrnl", str(tmp_path / "in"))
    assert "a.txt:1: " in said and "c.txt:1: " in said and listed() == []
    assert len(run("import", "jrnl", str(tmp_path / "in"), "--keep-good").out.split()) == 2


@pytest.mark.parametrize("place", ["nowhere.txt", "~nobody-of-that-name/x", "empty"])
def test_a_place_that_holds_nothing_is_refused_by_name(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    for format_ in ("jrnl", "dayone", "markdown", "csv"):
        assert place in refused("import", format_, place)


def test_what_is_for_other_formats_is_refused_for_ours(file: str) -> None:
    assert "--map" in refused("import", "json", file, "--map", "a=trust", code=2)
    assert "--column" in refused("import", "jrnl", file, "--column", "text=a", code=2)
    assert "jrnl, dayone, markdown, csv" in refused("import", "word", file, code=2)


def test_control_characters_of_a_file_are_shown_harmless(tmp_path: Path) -> None:
    red, turned = "\x1b[31m", "\u202e"
    file = made(
        tmp_path / f"x{red}.txt", f"{red} before\n[2019-01-02 09:30] {red}Words{turned} @a{red}b\n[99{red}99-01] x\n"
    )
    for flags in ((), ("--dry-run",)):
        result = done("import", "jrnl", file, *flags)
        assert not {"\x1b", turned} & set(result.out + result.err)
    assert any(f"{red}Words{turned}" in text for text in words()), "and kept as they are"


def test_thousands_of_entries_of_one_minute_have_as_many_ids_and_always_the_same() -> None:
    rows = [Arrived(where="", day=MOMENT.date(), moment=MOMENT, text=str(n)) for n in range(3_000)]
    ids = [Identities().id_of(row) for row in rows]
    assert len(set(ids)) == 3_000
    identities = Identities()
    assert [identities.id_of(row) for row in rows] == ids


def test_two_that_would_have_one_id_have_two(monkeypatch: pytest.MonkeyPatch) -> None:
    from rcpjournal.core import arriving

    monkeypatch.setattr(arriving, "_TIMED_SIGNS", 1)
    identities = Identities()
    rows = [Arrived(where="", day=MOMENT.date(), moment=MOMENT, text=str(n)) for n in range(2_000)]
    ids = [identities.id_of(row) for row in rows]
    assert len(set(ids)) == 2_000
    again = Identities()
    assert [again.id_of(row) for row in rows] == ids


def test_tags_are_words_with_a_sign_before_them() -> None:
    text = "@trust (#home) a@b.org #1 # Heading #2nd-visit, @trust @a/b. #ünïcode @ #- x#y"
    assert tags_in(text) == ("@trust", "#home", "#2nd-visit", "@a/b", "#ünïcode")


def test_how_far_the_reading_has_come_is_known_within_a_file_and_over_several() -> None:
    sources = [Source(name, b"[2019-01-02 09:30] Tea.\n" * 4, MOMENT.date()) for name in ("a:1.txt", "b.txt")]
    reading = Reading(Files(sources, lambda: 2))
    seen = [reading.position() for _ in reading.events(readers()["jrnl"], Wishes(), Found())]
    assert seen == sorted(set(seen)) and 0 < seen[0] < seen[3] < reading.total() / 2 <= seen[4] < seen[7]
    assert reading.position() == reading.total()


def test_a_file_that_is_not_there_is_named_before_a_journal_begins(tmp_path: Path) -> None:
    refused("import", "jrnl", "nowhere.txt", "--journal", str(tmp_path / "new.db"))
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("word", ["@trust=trust", "#home visit=x", "a$b", "it's", 'say "so"', "a`b`", "", "x\\", "a!b"])
def test_a_word_for_a_shell_is_one_word_to_it(word: str) -> None:
    assert shlex.split(for_a_shell(word), comments=True) == [word]


def test_a_hint_can_be_pasted_though_a_tag_begins_with_what_a_shell_takes_for_a_comment(tmp_path: Path) -> None:
    file = made(tmp_path / "j.txt", "[2019-01-02 09:30] Tea #home\n")
    assert '--map "#home=ITEM" says' in " ".join(done("import", "jrnl", file, "--dry-run").out.split())


@pytest.mark.nightly
def test_a_large_journal_comes_in_within_a_minute_and_once(tmp_path: Path) -> None:
    entries = "".join(
        f"[{2000 + n // 360}-{n // 30 % 12 + 1:02}-{n % 28 + 1:02} 09:{n % 60:02}] {n}.\n{'Word. ' * 40}@tag{n % 9}\n\n"
        for n in range(10_000)
    )
    file = made(tmp_path / "j.txt", entries)
    assert "10000 entries added" in really_done("import", "jrnl", file).err
    assert "0 entries added, 10000 were here" in really_done("import", "jrnl", file).err
    done("check")
