"""`team collect` and `team summary`: many people's packs, told so that none of them can be told apart."""

import json
import os
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from rcpjournal.core.documents import schema_of
from rcpjournal.core.teams.cells import WAYS, By, Cell, Key
from rcpjournal.core.teams.checking import team_text
from rcpjournal.core.teams.pack import ConditionCount, ItemCount, MonthCount, TeamPack, Withdrawal
from rcpjournal.core.teams.suppression import Shown
from rcpjournal.datasets.committing import Staging
from tests.cli.quick import done, refused, run
from tests.core.teams.made_up import NAME, Entries, told_apart
from tests.core.teams.test_suppression import GIVING_AWAY
from tests.support import everyday

pytest.importorskip("duckdb", reason="a dataset needs the extra rcpjournal[team]")
TIME, TRUST = "rcp.organisation.time", "rcp.principle.trust"


@pytest.fixture(autouse=True)
def in_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files that are named without a path lie in a folder of their own."""
    monkeypatch.chdir(tmp_path)


def key(person: int) -> str:
    """A contributor's key."""
    return f"{'k' * 22}{person:04d}".translate(str.maketrans("0189", "wxyz"))


def pack(
    person: int, month: str = "2026-03", *, number: int = 1, team: str = "a", role: str = "x", many: int = 2
) -> TeamPack:
    """A month of somebody who noted time as harder each time, and trust once as present."""
    time = ConditionCount(
        item=TIME, layer="organisation", entries=many, polarities={"inhibited": many}, responses={"reframe": 1}
    )
    trust = ItemCount(item=TRUST, layer="principle", entries=1, stances={"present": 1})
    month_count = MonthCount(
        month=month,
        entries=many,
        asked={"organisation": many, "principle": many},
        items=(trust,),
        conditions=(time,),
    )
    return TeamPack(
        contributor=key(person), number=number, team=team, role=role, since=month, until=month,
        frameworks={"rcp": "1"}, months=(month_count,),
    )  # fmt: skip


def written(*packs: TeamPack | Withdrawal) -> list[str]:
    """The packs as files, by name."""
    names = []
    for one in packs:
        names.append(f"{one.contributor}-{getattr(one, 'number', 'gone')}.json")
        Path(names[-1]).write_text(team_text(one), encoding="utf-8")
    return names


def collected(*packs: TeamPack | Withdrawal) -> str:
    """What is said when these are collected."""
    return done("team", "collect", *written(*packs), "--to", "counts").err


def summary(*words: str) -> dict[str, Any]:
    """The summary as a document, which fits its schema."""
    found: dict[str, Any] = json.loads(done("team", "summary", "counts", "--json", *words).out)
    jsonschema.validate(found, schema_of("team-summary"))
    return found


def rows(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The rows by item."""
    return {row["item"]: row for part in ("conditions", "practice") for one in report[part] for row in one["rows"]}


def test_what_seven_people_gave_is_told_with_conditions_first_and_people_beside_each_figure() -> None:
    collected(*(pack(n) for n in range(7)))
    report = summary()
    assert (report["entries"], report["contributors"], report["since"], report["until"]) == (
        14,
        7,
        "2026-03",
        "2026-03",
    )
    assert rows(report)[TIME]["whole"] == {
        "group": "", "entries": 14, "of": 14, "contributors": 7, "asked": 7,
        "how": [{"value": "inhibited", "entries": 14, "contributors": 7}],
    }  # fmt: skip
    text = done("team", "summary", "counts").out
    assert text.index("Enabling organisational conditions") < text.index("Underpinning principles")
    assert "14 of 14 entries, 7 of 7 people" in text and "harder 14 (7)" in text


def test_of_four_people_nothing_is_told() -> None:
    collected(*(pack(n) for n in range(4)))
    assert "Fewer than 5 people have contributed" in done("team", "summary", "counts").out
    for by in ((), *(("--by", way) for way in WAYS)):
        report = summary(*by)
        assert (report["entries"], report["groups"], rows(report)) == (0, [], {})


def test_a_pack_counts_once_a_newer_one_takes_its_place_and_a_withdrawal_takes_all_out() -> None:
    packs = [pack(n) for n in range(7)]
    assert "7 new" in collected(*packs)
    assert "7 here already" in collected(*packs)
    assert summary()["entries"] == 14
    assert "1 in place of older ones" in collected(pack(0, number=2, many=5))
    assert summary()["entries"] == 17
    said = collected(Withdrawal(contributor=key(0)))
    assert "1 person has withdrawn" in said and "make the next one when those of at least 5 have" in " ".join(
        said.split()
    )
    assert (summary()["entries"], summary()["contributors"]) == (12, 6)
    back = run("team", "collect", *written(pack(0, number=3)), "--to", "counts")
    assert back.code == 1 and "has withdrawn, and wants nothing of it kept: delete it." in back.err
    assert summary()["contributors"] == 6 and not Path("counts/aside").exists()


def test_who_gives_the_same_again_hides_nobody_whose_counts_did_change() -> None:
    collected(*(pack(n) for n in range(7)))
    assert "changed" not in collected(*(pack(n, number=2) for n in range(7)))
    said = " ".join(collected(*(pack(n, number=3, many=3 if n == 6 else 2) for n in range(7))).split())
    assert "Only the counts of 1 person changed. Whoever has a summary of before" in said


def test_before_anything_was_collected_there_is_no_summary_to_take_a_difference_from() -> None:
    assert "changed" not in collected(*(pack(n) for n in range(3)))
    assert "Only the counts of 1 person changed" in " ".join(collected(pack(4)).split())


def test_a_team_in_which_few_changed_is_named_though_many_changed_in_all() -> None:
    collected(*(pack(n, team="a" if n < 8 else "b") for n in range(16)))
    later = [pack(n, number=2, team="a" if n < 8 else "b", many=3) for n in range(7, 16)]
    said = " ".join(collected(*later, pack(20, team="c")).split())
    assert "In a only the counts of fewer than 5 people changed. Whoever has a summary of before" in said
    many = [pack(100 + n, team=f"team-{n % 6}") for n in range(30)]
    assert "changed" not in collected(*many), "of a new team no summary was"
    assert "In 6 teams only" in collected(*(replace(one, number=2, role="clerk") for one in many[:24]))


def test_a_team_too_small_to_be_told_of_is_no_reason_to_wait() -> None:
    collected(*(pack(n, team="a" if n < 8 else "tiny") for n in range(10)))
    assert "changed" not in collected(*(pack(n, number=2, team="a" if n < 8 else "tiny", many=3) for n in range(10)))


def test_one_person_with_many_packs_is_one_person_who_changed_something() -> None:
    collected(*(pack(n) for n in range(7)))
    said = collected(*(pack(7, f"2026-{month:02}", number=month) for month in range(1, 7)))
    assert "6 new" in said and "Only the counts of 1 person changed" in " ".join(said.split())
    assert "changed" not in collected(Withdrawal(contributor=key(99))), "nobody's counts were there"


def test_a_bad_pack_is_set_aside_with_its_reason_and_the_rest_goes_on() -> None:
    names = written(*(pack(n) for n in range(6)))
    Path("bad.json").write_text('{"schema": "rcpjournal/team-pack/1", "text": "She opened the door"}')
    Path("bytes.json").write_bytes(b"\xff\xfe\x00")
    result = run("team", "collect", ".", "--to", "counts")
    assert result.code == 1 and "6 new" in result.err and len(names) == 6
    assert "Set aside: bad.json. " in result.err
    assert "Set aside: bytes.json. This file was not read: it is not text" in result.err
    assert {path.name for path in Path("counts/aside").iterdir()} == {
        "bad.json", "bad.why.txt", "bytes.why.txt",
    }  # fmt: skip
    assert summary()["contributors"] == 6


def test_a_folder_around_the_dataset_is_collected_twice_without_what_the_dataset_holds() -> None:
    written(*(pack(n) for n in range(6)), Withdrawal(contributor=key(9)))
    Path("bad.json").write_text('{"schema": "rcpjournal/team-pack/1"}')
    first, second = (run("team", "collect", ".", "--to", "counts") for _ in range(2))
    assert "6 new" in first.err and "7 here already" in second.err
    assert first.err.count("Set aside:") == second.err.count("Set aside:") == 1
    assert "packs were collected into this folder" in refused("team", "collect", "counts", "--to", "counts")
    again = run("team", "collect", "counts/aside", "--to", "counts")  # what a newer program may be able to read
    assert again.code == 1 and "Set aside: counts/aside/bad.json. " in again.err
    assert {path.name for path in Path("counts/aside").iterdir()} == {"bad.json", "bad.why.txt"}


def test_another_dataset_beside_the_packs_is_left_alone() -> None:
    collected(*(pack(n) for n in range(6)), Withdrawal(contributor=key(9)))
    assert "other: 6 new.\n1 person has withdrawn" in done("team", "collect", ".", "--to", "other").err


def test_what_lies_in_a_folder_and_is_no_pack_by_its_name_is_told() -> None:
    (name,) = written(pack(1))
    Path("packs/.git").mkdir(parents=True)
    Path(name).rename("packs/PACK.JSON")
    for other in (".hidden.json", ".git/x.json", "._PACK.JSON"):
        Path("packs", other).write_text("no pack")
    Path("packs/pack.json.txt").write_text("as some programs name what they save")
    os.mkfifo("packs/pipe.json")
    Path("packs/nowhere.json").symlink_to("nothing")
    Path("packs/around").symlink_to(".")
    said = done("team", "collect", "packs", "--to", "counts").err
    assert "Passed over: 4 other files; packs are files that end in .json.\ncounts: 1 new." in said


def test_of_two_files_of_one_name_it_is_told_which_was_set_aside() -> None:
    for folder in ("a", "b"):
        Path("packs", folder).mkdir(parents=True)
        Path("packs", folder, "pack\nSet aside: mine.json").write_text("no pack")
    said = run("team", "collect", "packs", "--to", "counts").err
    assert "Set aside: packs/a/pack Set aside: mine.json. This" in said and "Set aside: packs/b/pack " in said


def test_what_cannot_be_read_is_set_aside_and_its_name_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    whole: Any = Path.open

    def damaged(path: Path, *words: str, **named: Any) -> Any:
        if path.name == "bad.json":
            raise PermissionError(13, "Permission denied")
        return whole(path, *words, **named)

    monkeypatch.setattr(Path, "open", damaged)
    Path("bad.json").touch()
    said = run("team", "collect", "bad.json", *written(pack(1)), "--to", "counts").err
    assert "counts: 1 new." in said
    assert "Set aside: bad.json. This file was not read: it cannot be read (Permission denied).\n" in said


def test_a_folder_that_cannot_be_read_is_told_before_anything_is_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    whole: Any = os.scandir

    def locked(path: Any) -> Any:
        if str(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path)

    Path("packs/locked").mkdir(parents=True)
    Path(*written(pack(1))).rename("packs/pack.json")
    monkeypatch.setattr(os, "scandir", locked)
    said = refused("team", "collect", "packs", "--to", "counts")
    assert said == "packs/locked: it cannot be read (Permission denied). Nothing was collected.\n"
    assert not Path("counts").exists()


def test_of_a_file_that_no_pack_can_be_as_large_as_nothing_is_copied() -> None:
    (name,) = written(pack(1))
    with Path(name).open("a") as file:
        file.truncate(3_000_000_000)
    result = run("team", "collect", name, "--to", "counts")
    assert result.code == 1 and "it is larger than 5 MB, and no pack is" in result.err
    assert not list(Path("counts/aside").glob("*.json"))


@pytest.mark.parametrize("to", ["", "s3://county/counts", "file.txt"])
def test_packs_are_collected_into_a_folder_of_this_machine(to: str) -> None:
    Path("file.txt").write_text("mine")
    before = sorted(Path().rglob("*"))
    assert f"“{to}” is none" in refused("team", "collect", *written(pack(1)), "--to", to, code=2)
    assert len(sorted(Path().rglob("*"))) == len(before) + 1, "nothing but the pack that is written here"


def test_without_the_part_that_counts_it_is_told_and_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    said = refused("team", "collect", *written(pack(1)), "--to", "counts", code=2)
    assert said.startswith("What many people counted needs one more part: ") and not Path("counts").exists()


def test_nothing_is_copied_into_a_dataset_that_never_was_a_pack() -> None:
    written(pack(1))
    Path("export.json").write_text('{"schema": "rcpjournal/entries/1", "text": "She opened the door"}')
    Path("elsewhere.txt").write_text("secret")
    Path("link.json").symlink_to("elsewhere.txt")
    assert "1 new" in run("team", "collect", ".", "--to", "counts").err
    assert {path.name for path in Path("counts/aside").iterdir()} == {"export.why.txt", "link.why.txt"}


@pytest.mark.parametrize("damaged", ['"abc"', '{"abc": 1}', "[1]", '["abc"]', "{", "null"])
def test_a_damaged_list_of_the_withdrawn_stops_collecting_instead_of_letting_them_back(damaged: str) -> None:
    collected(*(pack(n) for n in range(6)), Withdrawal(contributor=key(9)))
    Path("counts/withdrawn.json").write_text(damaged)
    assert "withdrawn.json could not be used: it is damaged" in refused(
        "team", "collect", *written(pack(7)), "--to", "counts"
    )
    assert Path("counts/withdrawn.json").read_text() == damaged


def test_a_dataset_from_elsewhere_sets_nothing_aside_in_another_folder() -> None:
    collected(*(pack(n) for n in range(6)))
    mine = Path("mine", *written(pack(9)))
    Path("mine").mkdir()
    Path(mine.name).rename(mine)
    Path("counts/aside").symlink_to("../mine")
    Path("bad.json").write_text('{"schema": "rcpjournal/team-pack/1"}')
    for words in (["bad.json"], written(Withdrawal(contributor=key(9)))):
        assert "aside could not be used: it is a link" in refused("team", "collect", *words, "--to", "counts")
    assert list(Path("mine").iterdir()) == [mine]


@pytest.mark.parametrize("lost", ["packs.parquet", "withdrawn.json"])
def test_where_what_says_what_counts_is_lost_nothing_replaced_or_withdrawn_comes_back(lost: str) -> None:
    old, new = pack(0), pack(0, number=2)
    collected(old, new, *(pack(n) for n in range(1, 7)), Withdrawal(contributor=key(9)))
    Path("counts", lost).unlink()
    for again in (old, pack(9)):
        said = refused("team", "collect", *written(again), "--to", "counts")
        assert f"counts/{lost} could not be used: it is missing, and without it" in said
    assert summary()["entries"] == 14


@pytest.mark.parametrize(
    "decided", ["{", "[]", '{"put": 1}', '{"put": [], "drop": ["../mine.txt"]}', '{"put": ["../mine.txt"], "drop": []}']
)
def test_a_dataset_from_elsewhere_removes_and_replaces_no_file_outside_it(decided: str) -> None:
    collected(*(pack(n) for n in range(6)))
    Path("mine.txt").write_text("mine")
    Path("counts/.collecting/new").mkdir(parents=True)
    Path("counts/.collecting/mine.txt").write_text("theirs")
    Path("counts/.collecting/commit.json").write_text(decided)
    for words in (("summary", "counts"), ("collect", *written(pack(7)), "--to", "counts")):
        assert "commit.json could not be used" in refused("team", *words)
    assert Path("mine.txt").read_text() == "mine"


def test_ctrl_c_says_nothing_that_may_not_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Staging.commit

    def stopped(staging: Staging, touched: list[str]) -> None:
        whole(staging, touched)
        raise KeyboardInterrupt

    monkeypatch.setattr(Staging, "commit", stopped)
    result = run("team", "collect", *written(*(pack(n) for n in range(6))), "--to", "counts")
    assert result.code == 130 and "Nothing was changed" not in result.err
    assert "Either all of it is collected or nothing is" in " ".join(result.err.split())
    assert summary()["contributors"] == 6


def test_those_who_named_no_role_are_called_so() -> None:
    collected(*(pack(n, role="") for n in range(6)))
    said = done("team", "summary", "counts", "--by", "role").out
    assert said.count("no role named: ") == 3 and " : " not in said
    assert done("team", "summary", "counts", "--by", "role", "--html").out.count("no role named") == 3


def test_a_slip_in_a_name_is_told_and_begins_no_dataset() -> None:
    Path("empty").mkdir()
    os.mkfifo("pipe")
    pack_file = written(pack(1))
    for words, said in (
        ([*pack_file, "packz.json"], "packz.json: there is no such file"), (["empty"], "no pack in this folder"),
        ([*pack_file, "pipe"], "pipe: this is not a file"), ([*pack_file, ""], "“”: there is no such file"),
    ):  # fmt: skip
        assert said in refused("team", "collect", *words, "--to", "counts")
    assert not Path("counts").exists()


def test_team_by_team_a_small_one_is_hidden_and_another_with_it() -> None:
    collected(*(pack(n, team="a") for n in range(9)), *(pack(n, team="b") for n in range(9, 15)), pack(15, team="c"))
    report = summary("--by", "team")
    assert [group["name"] for group in report["groups"]] == ["a"]
    assert [figure["group"] for figure in rows(report)[TIME]["groups"]] == ["a"]


def without_conditions(given: TeamPack) -> TeamPack:
    """The same, of somebody who noted no condition."""
    (month,) = given.months
    return replace(given, months=(replace(month, conditions=()),))


def test_quarter_by_quarter_a_change_is_said() -> None:
    collected(*(pack(n, "2026-01") for n in range(30)))
    later = [pack(n, "2026-06", number=2) for n in range(30)]
    collected(*later[:6], *map(without_conditions, later[6:]))
    report = summary("--by", "quarter")
    assert report["compared"] == ["2026-Q2", "2026-Q1"]
    assert (rows(report)[TIME]["change"], rows(report)[TRUST]["change"]) == ("less", None)
    said = done("team", "summary", "counts", "--by", "quarter").out
    assert "fewer people wrote of it in 2026-Q2 than in 2026-Q1" in said


def test_a_quarter_that_has_only_begun_is_not_compared() -> None:
    collected(*(pack(n, "2026-01") for n in range(30)))
    collected(*(pack(n, "2026-04", number=2) for n in range(6)))
    collected(*(without_conditions(pack(n, "2026-04", number=2)) for n in range(6, 30)))
    report = summary("--by", "quarter")
    assert [group["name"] for group in report["groups"]] == ["2026-Q1", "2026-Q2"]
    assert (report["compared"], rows(report)[TIME]["change"]) == ([], None)


def test_a_month_in_which_only_one_person_wrote_is_not_told() -> None:
    collected(*(pack(n, "2026-03") for n in range(6)), pack(6, "2016-02"), pack(7, "2026-09"))
    assert (summary()["since"], summary()["until"]) == ("2026-03", "2026-03")


def test_where_no_month_has_enough_people_the_whole_is_told_without_one() -> None:
    collected(*(pack(n, f"2026-{n + 1:02}") for n in range(6)))
    assert (summary()["since"], summary()["contributors"]) == ("", 6)
    text = done("team", "summary", "counts").out
    assert text.startswith("All months together") and "2026" not in text
    done("team", "summary", "counts", "--html", "-o", "page.html")


def trusting(person: int, many: int, **stances: int) -> TeamPack:
    """Somebody whose every entry is of trust, in so many with each stance."""
    given = pack(person, many=many)
    trust = ItemCount(item=TRUST, layer="principle", entries=many, stances=stances)
    return replace(given, months=(replace(given.months[0], items=(trust,)),))


def stances(report: dict[str, Any]) -> dict[str, int]:
    """How trust was: in how many entries each stance."""
    return {how["value"]: how["entries"] for how in rows(report)[TRUST]["whole"]["how"]}


def test_who_alone_has_an_entry_without_what_all_others_have_is_not_told_by_the_difference() -> None:
    collected(trusting(0, 3, present=2, strained=3), *(trusting(n, 3, present=3, strained=3) for n in range(1, 7)))
    assert stances(summary()) == {}, "21 of trust less 20 present is one entry of one person"


def test_who_alone_said_two_things_at_once_is_not_told_by_the_sum() -> None:
    collected(
        trusting(0, 2, present=2, strained=1),
        *(trusting(n, 2, present=2) for n in range(1, 9)),
        *(trusting(n, 2, strained=2) for n in range(9, 16)),
    )
    assert stances(summary()) == {"present": 18}, "18 present and 15 strained are one more than 32"


def test_where_many_say_two_things_at_once_both_are_told() -> None:
    collected(
        *(trusting(n, 2, present=2, strained=2) for n in range(6)),
        *(trusting(n, 2, present=2) for n in range(6, 12)),
        *(trusting(n, 2, strained=2) for n in range(12, 18)),
    )
    assert stances(summary()) == {"present": 24, "strained": 24}


def packs_of(made: Entries) -> list[TeamPack]:
    """Made-up entries, one a person, as packs."""
    assert set(Counter(one.contributor for _, one in made).values()) == {1}
    return [
        pack(one.contributor, f"2026-{3 * int(one.quarter):02}", team=one.team, role=one.role, many=1)
        for _, one in made
    ]


def told(by: By) -> Shown:
    """What a report says, as figures by their keys."""
    report = summary("--by", by)
    groups: dict[str, dict[Key, Cell]] = {name: {} for name in "abcdexyz123"}
    whole = {Key("", "all"): Cell(report["entries"], report["contributors"])}
    for group in report["groups"]:
        groups[group["name"][-1]][Key("", "all")] = Cell(group["entries"], group["contributors"])
    for section in report["conditions"]:
        whole[Key(section["layer"], "asked")] = Cell(section["of"], section["asked"])
        for row in section["rows"]:
            for figure in (row["whole"], *row["groups"]):
                here = groups[figure["group"][-1]] if figure["group"] else whole
                here[Key(section["layer"], "asked")] = Cell(figure["of"], figure["asked"])
                here[Key(section["layer"], "condition", NAME)] = Cell(figure["entries"], figure["contributors"])
                for how in figure["how"]:
                    here[Key(section["layer"], "condition", NAME, how["value"])] = Cell(
                        how["entries"], how["contributors"]
                    )
    return Shown(whole, groups)


@pytest.mark.parametrize("name", everyday(GIVING_AWAY, "one within the other"))
def test_no_difference_of_any_two_reports_tells_of_fewer_than_five_people(name: str) -> None:
    made = GIVING_AWAY[name]
    collected(*packs_of(made))
    reports = {by: told(by) for by in WAYS}
    assert any(counts for report in reports.values() for counts in report.groups.values()), "something is told"
    assert list(told_apart(made, reports)) == []


def test_the_page_runs_nothing_and_asks_nothing_of_any_other_place() -> None:
    collected(*(pack(n, team="<script>"[1:7]) for n in range(6)))
    assert "Written to page.html" in done("team", "summary", "counts", "--by", "team", "--html", "-o", "page.html").err
    page = Path("page.html").read_text()
    assert "default-src 'none'" in page and "<script" not in page and "14 of" not in page and "12 of 12 entries" in page
    assert Path("page.html").stat().st_mode & 0o777 == 0o600
    assert "page.html" in refused("team", "summary", "counts", "--html", "-o", "page.html")


def test_force_puts_no_file_in_place_of_a_pipe_or_a_device() -> None:
    collected(*(pack(n) for n in range(5)))
    os.mkfifo("pipe")
    assert "this is not a file" in refused("team", "summary", "counts", "--json", "-o", "pipe", "--force")
    assert Path("pipe").is_fifo()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere"], "No packs are collected in nowhere"),
        (["counts", "--by", "person"], "is no way to part it. Choose --by team, quarter or role."),
        (["counts", "--engine", "mysql://x"], "is not an engine"),
        (["counts", "-o", "x.txt"], "add --html or --json"),
        (["counts", "--json", "--html"], "not both"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_sentence(words: list[str], said: str) -> None:
    collected(*(pack(n) for n in range(5)))
    result = run("team", "summary", *words)
    assert result.code in (1, 2) and said in " ".join(result.err.split()) and result.out == ""


def test_nobody_is_ranked_nor_named() -> None:
    collected(*(pack(n, team=team, many=2 + n % 3) for n, team in enumerate("abcdef" * 8)))
    report = summary("--by", "team")
    assert [group["name"] for group in report["groups"]] == list("abcdef")
    figures = rows(report)[TIME]["groups"]
    assert [one["group"] for one in figures] == list("abcdef") and len({one["entries"] for one in figures}) > 1
    text = done("team", "summary", "counts", "--by", "team").out + json.dumps(report)
    assert not [n for n in range(48) if key(n) in text]
