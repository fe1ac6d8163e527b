"""`export` and `import`: the journal taken out, and brought back identical."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.files.reading import write_new
from tests.cli.quick import added, done, kept, refused, run, shown
from tests.cli.test_add_documents import WHOLE


def test_a_journal_that_goes_out_and_comes_back_is_identical(rich: None, other: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    done("export", "json", "--with-aliases", "-o", str(file))
    count = len(done("list", "--json", "-n", "0").data["entries"])
    result = done("import", "json", str(file), **other)
    assert f"{count} entries added" in result.err
    assert len(result.out.split()) == count
    assert done("export", "json", "--with-aliases", **other).out == file.read_text()
    for command in (["list", "--json"], ["summary", "--json"], ["actions", "--json", "--all"], ["export", "markdown"]):
        assert done(*command, **other).out == done(*command).out, command
    for row in done("list", "--json", "-n", "0").data["entries"]:
        assert done("show", row["id"], **other).out == done("show", row["id"]).out
    assert done("framework", "show", "behaviour", **other).out == done("framework", "show", "behaviour").out


def test_a_second_import_adds_nothing_and_changes_nothing(rich: None, other: dict[str, Any]) -> None:
    out = done("export", "json").out
    done("import", "json", "-", stdin=out, **other)
    again = done("import", "json", "-", stdin=out, **other)
    assert "0 entries added, 6 were here already" in again.err
    assert "0 entries added, 6 were here already" in done("import", "json", "-", stdin=out).err
    assert done("export", "json").out == done("export", "json", **other).out == out


def test_aliases_leave_only_where_that_is_asked_for_and_only_as_json(rich: None) -> None:
    for words in (["json"], ["markdown"]):
        out = done("export", *words).out
        assert "Bluebird" not in out and "Heron" not in out and '"alias"' not in out
    assert "Heron" in done("export", "json", "--with-aliases").out
    refused("export", "markdown", "--with-aliases", code=2)


def test_each_line_of_an_export_is_what_show_prints_without_the_alias(home: Path) -> None:
    kept(WHOLE)
    (line,) = done("export", "json").out.splitlines()
    assert json.loads(line) == {name: value for name, value in WHOLE.items() if name != "alias"}


def test_a_selection_goes_out_oldest_first(home: Path) -> None:
    ids = kept(*[{"happened_on": f"2026-03-0{day}", "starred": day > 1} for day in (3, 1, 2)])
    lines = [json.loads(line) for line in done("export", "json").out.splitlines()]
    assert [line["id"] for line in lines] == [ids[1], ids[2], ids[0]]
    for filters, count in (
        (["--since", "2026-03-02"], 2),
        (["--until", "2026-03-01"], 1),
        (["--starred"], 2),
        (["--kind", "call"], 0),
    ):
        result = done("export", "json", *filters)
        assert result.out.count("\n") == count
        assert f"{count} entr" in result.err


def test_an_export_file_is_the_owners_alone_and_is_never_overwritten_unasked(tmp_path: Path) -> None:
    added("Words.")
    file = tmp_path / "out.md"
    result = done("export", "markdown", "-o", str(file))
    assert result.out == "" and str(file) in result.err
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()
    added("More words.")
    assert "--force" in refused("export", "markdown", "-o", str(file))
    assert file.read_bytes() == before
    done("export", "markdown", "-o", str(file), "--force")
    assert "More words." in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(tmp_path.glob(".*")) == []


def test_an_export_does_not_write_through_a_link(tmp_path: Path) -> None:
    added("Words.")
    aim, link = tmp_path / "aim", tmp_path / "link"
    link.symlink_to(aim)
    refused("export", "json", "-o", str(link))
    refused("export", "json", "-o", str(link), "--force")
    aim.write_text("Somebody else's.")
    refused("export", "json", "-o", str(link), "--force")
    assert aim.read_text() == "Somebody else's."


@pytest.mark.parametrize(
    "place", ["no/such/folder/out", "a file/out", ".", "x" * 300, "~nobody-of-that-name/out", "\udcff/x"]
)
@pytest.mark.parametrize("force", [(), ("--force",)])
def test_an_export_to_an_impossible_place_is_one_sentence_and_leaves_nothing(
    place: str, force: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a file").write_text("Mine.")
    before = sorted(tmp_path.iterdir())
    added("Words.")
    assert refused("export", "json", "-o", place, *force).count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("words", [["export", "pdf"], ["import", "pdf", "x"]])
def test_a_format_that_is_not_known_is_refused_with_those_that_are(words: list[str]) -> None:
    assert "json" in refused(*words, code=2)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"happened_on": "2026-03-04"}', "answer"),
        ("not json at all", "line 1"),
        ('{"schema": "rcpjournal/framework/1", "packs": [{"id": "x"}]}', "version"),
        ('{"schema": "rcpjournal/framework/1", "packs": 7}', "packs"),
        ('{"schema": "rcpjournal/framework/1"}', "packs"),
        ('{"schema": "rcpjournal/entry/9", "happened_on": "2026-03-04", "text": "x"}', "schema"),
    ],
)
def test_what_cannot_be_brought_in_is_refused_and_nothing_of_the_file_is_kept(text: str, said: str) -> None:
    good = json.dumps({"happened_on": "2026-03-04", "text": "Sound."})
    assert said in refused("import", "json", "-", stdin=f"{text}\n{good}\n")
    assert done("export", "json").out == ""


def test_frameworks_of_a_file_whose_entries_are_refused_are_not_kept_either(rich: None, other: dict[str, Any]) -> None:
    lines = done("export", "json").out.splitlines()
    lines.append('{"happened_on": "soon", "text": "Refused."}')
    before = done("framework", "show", **other).out
    refused("import", "json", "-", stdin="\n".join(lines), **other)
    assert done("framework", "show", **other).out == before


def test_keep_good_brings_in_the_sound_ones(other: dict[str, Any]) -> None:
    lines = ['{"happened_on": "2026-03-04", "text": "Sound."}', '{"happened_on": "soon", "text": "x"}']
    result = run("import", "json", "-", "--keep-good", stdin="\n".join(lines))
    assert result.code == 1 and "line 2: happened_on" in result.err
    assert shown(result.out.strip())["answers"] == {"rcp.prompt.text": "Sound."}


@pytest.mark.parametrize("place", ["nowhere.jsonl", ".", "~nobody-of-that-name/x"])
def test_a_file_that_cannot_be_read_is_refused_by_name(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert place in refused("import", "json", place)


def test_an_import_that_would_change_an_entry_is_refused_whole(home: Path) -> None:
    entry_id = added("As it is here.")
    line = {**shown(entry_id), "answers": {"rcp.prompt.text": "Otherwise."}}
    new = {"happened_on": "2026-03-04", "text": "New."}
    assert entry_id in refused("import", "json", "-", stdin=f"{json.dumps(new)}\n{json.dumps(line)}")
    assert shown(entry_id)["answers"] == {"rcp.prompt.text": "As it is here."}
    assert len(done("export", "json").out.splitlines()) == 1


def test_markdown_shows_a_persons_words_and_nothing_in_them_becomes_markup(home: Path) -> None:
    text = "# not a heading\n- a *star* and _line_\n> [x](http://y) <b>\n```\n1 < 2 & `code`\n===\n\x1b[31mred"
    kept({**WHOLE, "answers": {"rcp.prompt.text": text}, "asked": {"rcp.prompt.text": "In your own words"}})
    out = done("export", "markdown").out
    assert "# Reflections" in out and "## Wed 4 Mar 2026" in out and "### In your own words" in out
    assert out.count("\n#") == out.count("\n##")
    for raw in ("\n# not", "*star*", "_line_", "[x](", "<b>", "\n```", "`code`", "\n===", "\x1b"):
        assert not re.search(rf"(?<!\\){re.escape(raw)}", out), raw
    for part in ("Trust (strained)", "Ring, by Wed 18 Mar 2026 (open)", "She said thank you.", "What was mine?"):
        assert part in out


def test_what_has_left_the_journal_is_spoken_of_on_stderr_alone(home: Path) -> None:
    added("Words.")
    result: Any = done("export", "json")
    assert json.loads(result.out)["answers"] == {"rcp.prompt.text": "Words."}
    assert "1 entry written" in result.err


@pytest.mark.parametrize("force", [False, True])
def test_whatever_ends_an_export_in_the_middle_leaves_no_half_file(force: bool, tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "Half a "
        raise KeyboardInterrupt

    file = tmp_path / "out" / "file.html"
    file.parent.mkdir()
    if force:
        file.write_text("As it was.")
    with pytest.raises(KeyboardInterrupt):
        write_new(file, pieces(), force=force)
    assert [(one.name, one.read_text()) for one in file.parent.iterdir()] == ([("file.html", "As it was.")] * force)
