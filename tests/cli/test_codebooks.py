"""`framework export qdc`, and packs from codebooks: checked first, added, changed elsewhere and added again."""

import json
from pathlib import Path

import pytest

from tests.cli.quick import added, done, refused, run, shown
from tests.cli.test_framework_commands import Write, packs_in_use, team
from tests.imports.test_codebook import BOMB, HEAD, book, code
from tests.imports.test_matrix import FIRST

CODES = book(code("Trust", code("Broken") + code("Kept", words="A promise."), codable="false"), code("Alone"))


@pytest.fixture
def codes(tmp_path: Path) -> Path:
    path = tmp_path / "Team codes.qdc"
    path.write_bytes(CODES)
    return path


def test_a_codebook_is_checked_and_changes_nothing(codes: Path) -> None:
    before = packs_in_use()
    out = done("framework", "check", str(codes)).out
    assert "team-codes 1 is sound: 2 layers, 3 items, 3 questions, 1 flow." in out
    assert packs_in_use() == before


def test_what_comes_from_a_codebook_is_seen_recorded_found_and_counted(codes: Path) -> None:
    assert done("framework", "add", "--pack", str(codes), "--as", "team").out == "team 1 is in use.\n"
    assert "A promise." in done("framework", "show", "team.trust.kept").out
    entry_id = added("She was on time.", "--item", "team.trust.kept")
    assert shown(entry_id)["observations"] == [{"item": "team.trust.kept"}]
    assert entry_id in done("list", "--item", "team.trust.kept").out
    rows = {row["item"]: row["count"] for row in done("summary", "--json").data["items"]}
    assert (rows["team.trust.kept"], rows["team.trust.broken"]) == (1, 0)


def test_a_codebook_brings_a_way_to_write_with_it(codes: Path) -> None:
    done("framework", "add", "--pack", str(codes), "--as", "team")
    run("write", "team", "--plain", stdin="She was on time.\nKept\n\n\n\n")
    assert shown("last")["observations"] == [{"item": "team.trust.kept"}]


def test_a_codebook_that_was_changed_elsewhere_is_the_packs_next_version(codes: Path) -> None:
    done("framework", "add", "--pack", str(codes))
    assert done("framework", "add", "--pack", str(codes)).out == "team-codes 1 is in use.\n"
    codes.write_bytes(CODES.replace(b'name="Broken"', b'name="Broken and mended"'))
    assert done("framework", "add", "--pack", str(codes)).out == "team-codes 2 is in use.\n"
    assert "Broken and mended" in packs_in_use()


def test_what_is_asked_follows_the_codebook_through_its_versions(codes: Path) -> None:
    done("framework", "add", "--pack", str(codes), "--as", "team")
    codes.write_bytes(book(code("Time", code("On time"), codable="false"), code("Alone")))
    assert done("framework", "add", "--pack", str(codes), "--as", "team").out == "team 2 is in use.\n"
    out = done("framework", "show", "team").out
    assert "Time: which of these" in out and "Trust" not in out


def test_questions_of_ones_own_stay_when_a_codebook_brings_other_names(tmp_path: Path, write: Write) -> None:
    done("framework", "add", "--pack", write(team("1", "Making tea")))
    before = done("framework", "show", "--json").data["packs"][-1]
    file = tmp_path / "team.qdc"
    done("framework", "export", "qdc", "--pack", "team", "-o", str(file))
    assert done("framework", "add", "--pack", str(file)).out == "team 1 is in use.\n"
    file.write_text(file.read_text().replace('name="Making tea"', 'name="Making a pot of tea"'))
    assert done("framework", "add", "--pack", str(file)).out == "team 2 is in use.\n"
    after = done("framework", "show", "--json").data["packs"][-1]
    assert after["items"][0]["label"] == "Making a pot of tea"
    assert [after.get(part) for part in ("prompts", "flows")] == [before.get(part) for part in ("prompts", "flows")]


def test_the_framework_goes_out_and_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "framework.qdc"
    assert "rcp" in done("framework", "export", "qdc", "-o", str(file)).err
    assert file.stat().st_mode & 0o777 == 0o600
    assert done("framework", "export", "qdc").out.encode() == file.read_bytes()
    assert "is there already" in refused("framework", "export", "qdc", "-o", str(file))
    checked = done("framework", "check", str(file)).out
    for pack in done("framework", "show", "--json").data["packs"]:
        assert f"{pack['id']} {pack['version']} is sound" in checked and f"{len(pack['items'])} items" in checked
    assert "--as" in refused("framework", "add", "--pack", str(file))
    assert "--as" in refused("framework", "add", "--pack", str(file), "--as", "mine")


def test_one_pack_goes_out_alone_and_comes_back_under_another_name(tmp_path: Path) -> None:
    file = tmp_path / "rcp.qdc"
    done("framework", "export", "qdc", "--pack", "rcp", "-o", str(file))
    done("framework", "add", "--pack", str(file), "--as", "mine")
    assert "mine.mine-principle.trust" in packs_in_use()
    assert "Trust" in done("framework", "show", "mine.mine-principle.trust").out


@pytest.mark.parametrize("command", [("check",), ("add", "--pack")], ids=" ".join)
def test_a_codebook_that_is_called_as_a_shipped_pack_asks_for_another_name(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    file = tmp_path / "rcp.qdc"
    file.write_bytes(CODES)
    said = refused("framework", *command, str(file))
    assert said.count("\n") == 1 and "--as" in said
    assert "team 1 is in use" in done("framework", "add", "--pack", str(file), "--as", "team").out


def test_items_of_ones_own_go_out_with_the_layer_that_they_are_in() -> None:
    done("framework", "add", "Making tea", "--layer", "behaviour")
    out = done("framework", "export", "qdc", "--pack", "own").out
    assert "Characteristic behaviours" in out and "rcpjournal item own.behaviour.making-tea" in out


def test_a_smartevidence_framework_becomes_a_pack(tmp_path: Path) -> None:
    file = tmp_path / "standards.matrix"
    file.write_text(json.dumps(FIRST))
    assert done("framework", "add", "--pack", str(file)).out == "standards 1 is in use.\n"
    assert "1.2.1 Ask again" in done("framework", "show", "standard-1-know-the-people").out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bomb.qdc", (HEAD.replace("?>\n", f"?>\n{BOMB}") + code("&b;")).encode(), "bomb.qdc:2: "),
        ("half.qdc", HEAD.encode(), "half.qdc:4: "),
        ("large.qdc", b"<CodeBook>" + b" " * 5_000_000, "larger than 4 MB"),
        ("half.matrix", b'{"framework":\n', "half.matrix:2: "),
        ("other.matrix", b"{}", "other.matrix:1: framework"),
        ("quick.qdc", book(code("A")), "quick"),
        ("steers.qdc", b"<\x1b[31m/>", "steers.qdc:1: "),
    ],
)
def test_a_file_that_is_no_codebook_is_refused_by_its_line_and_nothing_changes(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    file, before = tmp_path / name, packs_in_use()
    file.write_bytes(content)
    for words in (["framework", "check", str(file)], ["framework", "add", "--pack", str(file)]):
        told = refused(*words)
        assert said in told and "\x1b" not in told
    assert packs_in_use() == before


def test_words_that_do_not_fit_are_usage_mistakes(codes: Path, tmp_path: Path) -> None:
    assert "qdc" in refused("framework", "export", "yaml", code=2)
    assert "--as" in refused("framework", "check", str(tmp_path / "x.yaml"), "--as", "x", code=2)
    assert "no such file" in refused("framework", "check", str(tmp_path / "x.qdc"))
    assert "id" in refused("framework", "add", "--pack", str(codes), "--as", "a b")
