"""`import json --dry-run`: what would come, what is here, what would be refused; and not a byte is written."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.making import PACK
from tests.cli.quick import added, done, refused, run, shown


def look(text: str, *words: str, **environment: str) -> Any:
    return run("import", "json", "-", "--dry-run", *words, stdin=text, **environment)


def all_files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(one.relative_to(folder)): (one.read_bytes(), one.stat().st_mtime_ns)
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }


def test_a_look_says_what_would_come_and_what_is_here_and_changes_no_byte(home: Path) -> None:
    entry_id = added("As it is here.", "--item", "trust:present")
    new = {"happened_on": "2026-03-04", "text": "New. And more.", "starred": True}
    text = f"{json.dumps(shown(entry_id))}\n{json.dumps(new)}\n"
    before = all_files(home)
    result = look(text)
    assert result.code == 0 and "nothing was brought in" in result.err
    assert "As it is here.  (Trust)  here already" in result.out
    assert "* New. And more." in result.out
    assert "2 entries" in result.out and "1 of them is here already" in result.out
    assert all_files(home) == before
    assert done("import", "json", "-", stdin=text).err.startswith("1 entry added, 1 was here already")


def test_what_would_be_refused_is_named_by_line_and_field(home: Path) -> None:
    entry_id = added("As it is here.")
    lines = [
        '{"happened_on": "2026-03-04", "text": "Sound."}',
        '{"happened_on": "soon", "text": "x"}',
        "not json",
        json.dumps({**shown(entry_id), "answers": {"rcp.prompt.text": "Otherwise."}}),
    ]
    before = all_files(home)
    result = look("\n".join(lines))
    assert result.code == 1
    for said in ("line 2: happened_on", "line 3: this is not JSON", f"line 4: Entry {entry_id} is here already"):
        assert said in " ".join(result.out.split())
    assert "1 entry, of" in result.out and "3 parts were refused" in result.err
    assert all_files(home) == before


def test_the_same_entry_twice_in_a_file_is_new_once(home: Path) -> None:
    line = '{"id": "260304-k7q", "happened_on": "2026-03-04", "text": "Sound."}'
    assert "here already" not in look(line).out
    assert "1 of them is here already" in look(f"{line}\n{line}").out
    assert "line 2: Entry 260304-k7q" in look(f"{line}\n{line.replace('Sound', 'Other')}").out


def test_a_deleted_entry_would_come_back() -> None:
    entry_id = added("Words.")
    line = json.dumps(shown(entry_id))
    done("delete", entry_id)
    assert "here already" not in look(line).out


def test_frameworks_in_the_file_are_looked_at_and_not_kept(rich: None, other: dict[str, Any], tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    done("export", "json", "-o", str(file))
    result = done("import", "json", str(file), "--dry-run", **other)
    assert "6 entries" in result.out and "Making tea" in result.out and "Tea and talk" in result.out
    assert "team" not in done("framework", "show", **other).out
    assert done("list", "--json", **other).data["entries"] == []
    assert "6 entries added" in done("import", "json", str(file), **other).err
    assert "6 of them are here already" in " ".join(done("import", "json", str(file), "--dry-run", **other).out.split())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"schema": "rcpjournal/framework/1", "packs": 7}', "packs"),
        ('{"schema": "rcpjournal/framework/1", "packs": [{"id": "x"}]}', "version"),
    ],
)
def test_a_framework_that_would_be_refused_is_said(line: str, said: str) -> None:
    assert said in look(line).out


def test_a_pack_that_is_here_with_other_words_would_be_refused(tmp_path: Path) -> None:
    pack = tmp_path / "team.yaml"
    pack.write_text(PACK % {"version": "1", "label": "Making tea"})
    done("framework", "add", "--pack", str(pack))
    framework = done("framework", "show", "--json").data
    next(one for one in framework["packs"] if one["id"] == "team")["items"][0]["label"] = "Other words"
    line = json.dumps({"schema": "rcpjournal/framework/1", "packs": framework["packs"]})
    assert "team 1 is here already with other words" in " ".join(look(line).out.split())
    assert "team 1 is here already" in refused("import", "json", "-", stdin=line)


ONE = {"happened_on": "2026-03-04", "text": "One."}


def test_a_list_over_many_lines_names_the_file_and_the_line_of_what_is_refused_in_it(tmp_path: Path) -> None:
    file = tmp_path / "journal.json"
    text = json.dumps([ONE, {**ONE, "text": "Two."}, {**ONE, "happened_on": "soon"}], indent=2)
    file.write_text("\n" + text.replace("\n  {", "\n\n  {"))
    line = next(n for n, row in enumerate(file.read_text().split("\n"), 1) if "soon" in row) - 1
    assert f"journal.json, line {line}: happened_on" in " ".join(refused("import", "json", str(file)).split())
    assert f"line {line}: happened_on" in look(file.read_text()).out


def test_a_field_that_stands_twice_in_a_member_of_a_list_is_refused_and_not_half_kept() -> None:
    text = '[\n{"happened_on": "2026-03-04", "text": "a", "text": "b"}]'
    assert "text: this field stands here twice" in look(text).out


def test_what_an_older_powershell_wrote_comes_back(tmp_path: Path) -> None:
    added("Wörds, and tea.")
    text = done("export", "json").out.replace("\n", "\r\n")
    file = tmp_path / "journal.jsonl"
    for data in (text.encode("utf-16"), b"\xfe\xff" + text.encode("utf-16-be")):
        file.write_bytes(data)
        assert "0 entries added, 1 was here" in done("import", "json", str(file)).err
        assert "1 of them is here already" in run("import", "json", "-", "--dry-run", stdin=data).out
    file.write_bytes(b"\xff\xfe\x00\xd8x")
    assert "UTF-16" in refused("import", "json", str(file))


def test_a_zip_is_called_that(tmp_path: Path) -> None:
    file = tmp_path / "journal.zip"
    file.write_bytes(b"PK\x03\x04" + b"\x00" * 40)
    assert "this is a zip" in refused("import", "json", str(file))


def test_documents_without_an_id_come_once_too_and_as_many_as_there_are(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps([ONE, ONE, {**ONE, "text": "Two."}]))
    assert done("import", "json", str(file)).err == "3 entries added.\n"
    assert "3 of them are here already" in done("import", "json", str(file), "--dry-run").out
    assert "0 entries added, 3 were here already." in done("import", "json", str(file)).err
    file.write_text("\n".join(json.dumps(dict(reversed(one.items()))) for one in (ONE, {**ONE, "text": "Three."})))
    assert "1 entry added, 1 was here already." in done("import", "json", str(file)).err
    assert len(done("add", "--json", "-", stdin=json.dumps(ONE)).out.split()) == 1, "and `add` adds"
    assert len(done("list", "--json").data["entries"]) == 5
