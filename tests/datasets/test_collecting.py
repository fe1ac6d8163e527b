"""Packs are collected: each month once, from the newest pack, whole or not at all, and bad ones beside."""

import os
import shutil
import signal
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.teams.pack import TeamPack, Withdrawal
from rcpjournal.datasets.collecting import Brought, Collected, collect
from rcpjournal.datasets.committing import held, reading
from rcpjournal.datasets.duck import Limits, opened_duck
from rcpjournal.datasets.layout import local_folder
from rcpjournal.datasets.refusals import DatasetBusy, DatasetUnusable, NotAFolder
from rcpjournal.errors import PackRefused
from tests.datasets.packs import brought, held_in, key, pack, standing
from tests.support import Counted, everyday, examples

pytest.importorskip("duckdb", reason="a dataset needs the extra rcpjournal[team]")
NOTHING = Collected(
    added=0, replaced=0, older=0, same=0, withdrawn=0, people=0, teams={}, first=False, aside=(), unwanted=()
)


def withdrawn(who: int) -> list[Brought]:
    return [Brought("withdrawal.json", Withdrawal(contributor=key(who)), b"{}")]


def files_of(dataset: Path) -> dict[str, bytes]:
    return {path.relative_to(dataset).as_posix(): path.read_bytes() for path in dataset.rglob("*") if path.is_file()}


def test_what_is_collected_lies_by_year_and_team_and_each_pack_is_told_once(tmp_path: Path) -> None:
    packs = [pack(1), pack(2, team="south", since="2025-11", until="2026-01", role="")]
    assert collect(brought(*packs), tmp_path) == replace(NOTHING, added=2, people=2, first=True)
    assert held_in(tmp_path) == standing(packs)
    assert {name for name in files_of(tmp_path) if name.startswith("schema")} == {
        "schema=1/period=2026/team=north/counts.parquet",
        "schema=1/period=2025/team=south/counts.parquet",
        "schema=1/period=2026/team=south/counts.parquet",
    }


def test_what_is_collected_again_changes_no_byte(tmp_path: Path) -> None:
    packs = brought(pack(1), pack(2))
    collect([*packs, *withdrawn(7)], tmp_path)
    before = files_of(tmp_path)
    assert collect([*packs, *packs, *withdrawn(7)], tmp_path) == replace(NOTHING, same=5)
    assert files_of(tmp_path) == before


def test_a_newer_pack_takes_the_place_of_its_months_whatever_its_team(tmp_path: Path) -> None:
    old, new = pack(1), pack(1, 2, "south", "2026-02", "2026-04", seed=5, without=["2026-03"])
    collect(brought(old, pack(2)), tmp_path)
    told = replace(NOTHING, replaced=1, people=1)  # of teams of fewer than five no summary told
    assert collect(brought(new), tmp_path) == told
    rows = held_in(tmp_path)
    assert rows == standing([old, pack(2), new])
    mine = {(row[3], row[-1]) for row in rows if row[0] == key(1)}
    assert mine == {(202601, "north"), (202602, "south"), (202604, "south")}  # March had no entries


def test_an_older_pack_that_comes_late_brings_nothing_back(tmp_path: Path) -> None:
    new, old = pack(1, 2, without=["2026-02"]), pack(1, 1, since="2026-02", until="2026-02", seed=3)
    collect(brought(new), tmp_path)
    assert collect(brought(old), tmp_path) == replace(NOTHING, older=1)
    assert held_in(tmp_path) == standing([new])
    halves = [pack(2, 2, since="2025-11", until="2026-01"), pack(2, 3, since="2026-02", until="2026-04")]
    collect(brought(*halves), tmp_path)
    both = pack(2, 1, since="2025-11", until="2026-04")
    assert collect(brought(both), tmp_path) == replace(NOTHING, older=1), "none of its months counts"
    assert held_in(tmp_path) == standing([new, *halves])


def test_only_people_whose_counts_are_others_than_before_are_said_to_have_changed(tmp_path: Path) -> None:
    packs = [pack(n) for n in range(6)]
    collect(brought(*packs), tmp_path)
    again = [replace(one, number=2) for one in packs]
    assert collect(brought(*again), tmp_path) == replace(NOTHING, replaced=6)
    assert held_in(tmp_path) == standing([*packs, *again])
    third = [replace(one, number=3) for one in packs]
    one_other = [replace(third[0], months=third[0].months[1:]), replace(third[1], role="clerk"), *third[2:]]
    moved = replace(pack(2, 4, "south"), months=third[2].months)
    told = collect(brought(*one_other, moved), tmp_path)
    assert (told.people, told.teams) == (3, {"north": 3}), "a month less, another role, another team"


def test_a_partition_that_nothing_is_left_of_goes(tmp_path: Path) -> None:
    collect(brought(pack(1)), tmp_path)
    collect(brought(pack(1, 2, "south")), tmp_path)
    assert [name for name in files_of(tmp_path) if "team=" in name] == [
        "schema=1/period=2026/team=south/counts.parquet"
    ]


def test_bad_packs_are_set_aside_with_their_reason_and_the_rest_goes_on(tmp_path: Path) -> None:
    bad = Brought("../../e vil\n.json", PackRefused("it is no pack"), b"{")
    clash = brought(replace(pack(1), role="clerk"))[0]
    told = collect([bad, *brought(pack(1)), clash._replace(name="e vil\n.json"), *brought(pack(2))], tmp_path)
    assert (told.added, [name for name, _ in told.aside]) == (2, ["../../e vil\n.json", "e vil\n.json"])
    assert held_in(tmp_path) == standing([pack(1), pack(2)])
    aside = {path.name: path.read_bytes() for path in (tmp_path / "aside").iterdir()}
    copies = sorted(name for name in aside if name.endswith(".json"))
    assert len(copies) == 2
    assert aside["e-vil.json"] == b"{"
    assert aside["e-vil.why.txt"].decode() == "This pack was not read: it is no pack.\n"
    assert aside[next(name for name in copies if name != "e-vil.json")] == clash.data


def test_of_bad_files_of_one_name_each_keeps_its_reason(tmp_path: Path) -> None:
    bad = [("a/x.json", "one", b""), ("b/x.json", "two", b""), ("c/x.json", "three", b"{"), ("d/x.json", "four", b"[")]
    files = [Brought(name, PackRefused(why), data) for name, why, data in bad]
    for _ in range(2):
        assert [name for name, _ in collect(files, tmp_path).aside] == [name for name, *_ in bad]
    found = sorted(path.read_text() for path in (tmp_path / "aside").glob("*.why.txt"))
    assert found == sorted(f"This pack was not read: {why}.\n" for _, why, _ in bad)
    for copy in (tmp_path / "aside").glob("*.json"):
        why = "three" if copy.read_bytes() == b"{" else "four"
        assert why in copy.with_suffix(".why.txt").read_text()


def test_the_same_content_in_another_order_is_the_same_pack(tmp_path: Path) -> None:
    (first, *rest) = pack(1, seed=2).months
    turned = replace(first, items=first.items[::-1], asked=dict(reversed(first.asked.items())))
    collect(brought(pack(1, seed=2)), tmp_path)
    assert collect(brought(replace(pack(1, seed=2), months=(turned, *rest))), tmp_path) == replace(NOTHING, same=1)


def test_who_withdraws_is_gone_everywhere_and_does_not_come_back(tmp_path: Path) -> None:
    moved = pack(1, 2, "south", "2026-03", "2026-05")
    clash = replace(moved, role="clerk")
    aside = [Brought("clash.json", clash, clash.contributor.encode())]
    collect([*brought(pack(1), moved, pack(2)), *aside], tmp_path)
    assert len(list((tmp_path / "aside").iterdir())) == 2
    told = replace(NOTHING, added=1, withdrawn=1, people=2)
    assert collect([*withdrawn(1), *brought(pack(3))], tmp_path) == told
    assert held_in(tmp_path) == standing([pack(2), pack(3)])
    assert list((tmp_path / "aside").iterdir()) == []
    before = files_of(tmp_path)
    (back,) = brought(pack(1, 9))
    assert collect([back], tmp_path) == replace(NOTHING, unwanted=(back.name,))
    assert files_of(tmp_path) == before, "they want nothing of it kept, nor that they withdrew beside a file's name"
    assert held_in(tmp_path) == standing([pack(2), pack(3)])
    everything = files_of(tmp_path)
    assert key(1) in everything.pop("withdrawn.json").decode()
    assert not [name for name, data in everything.items() if key(1).encode() in data]


def test_a_pack_and_its_withdrawal_at_once_leave_nothing(tmp_path: Path) -> None:
    told = collect([*brought(pack(1), pack(2)), *withdrawn(1)], tmp_path)
    assert (told.added, told.withdrawn, len(told.unwanted)) == (1, 1, 1), "in whichever order they come"
    assert held_in(tmp_path) == standing([pack(2)])


GIVEN = st.lists(
    st.builds(
        lambda who, number, team, since, long, empty: pack(
            who,
            number,
            team,
            f"2025-{since:02d}",
            f"2025-{min(12, since + long):02d}" if number % 2 else f"2026-{1 + long:02d}",
            seed=number,
            without=[f"2025-{empty:02d}"],
        ),
        st.integers(1, 3),
        st.integers(1, 4),
        st.sampled_from(["north", "null", "south-2"]),
        st.integers(9, 12),
        st.integers(0, 3),
        st.integers(9, 12),
    ),
    max_size=8,
    unique_by=lambda one: (one.contributor, one.number),
)


def by_person(dataset: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What each person's rows say, whichever pack they came in."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for who, _, *said in held_in(dataset) if any(dataset.glob("schema=1/*/*/*")) else ():
        found[who].append(tuple(said))
    return found


@given(packs=GIVEN, data=st.data())
@settings(max_examples=examples(15), deadline=None)
def test_in_whichever_order_and_portions_the_same_counts_stand(packs: list[TeamPack], data: st.DataObject) -> None:
    order = data.draw(st.permutations(packs))
    cut = data.draw(st.integers(0, len(order)))
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        dataset = Path(folder)
        for portion in (order[:cut], order[cut:], order[:cut]):
            before = by_person(dataset)
            told = collect(brought(*portion), dataset)
            after = by_person(dataset)
            assert told.people == sum(before[who] != after[who] for who in {*before, *after})
        assert (held_in(dataset) if packs and standing(packs) else []) == standing(packs)


def test_two_who_collect_at_once_do_not_meet(tmp_path: Path) -> None:
    with held(tmp_path), pytest.raises(DatasetBusy, match="in use by another program"):
        collect(brought(pack(1)), tmp_path)
    collect(brought(pack(1)), tmp_path)
    with reading(str(tmp_path)):
        with reading(str(tmp_path)):
            pass
        with pytest.raises(DatasetBusy):
            collect(brought(pack(2)), tmp_path)
    assert held_in(tmp_path) == standing([pack(1)])


def test_what_cannot_be_written_is_a_sentence_and_leaves_all_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DatasetUnusable, match="could not be used"):
        collect(brought(pack(1)), tmp_path / "file" / "dataset")
    with pytest.raises(NotAFolder):
        local_folder("s3://somewhere/else")
    dataset = tmp_path / "dataset"
    collect(brought(pack(1)), dataset)
    whole = dataset / "schema=1/period=2026/team=north/counts.parquet"
    whole.write_bytes(whole.read_bytes()[:100])
    before = files_of(dataset)
    with pytest.raises(DatasetUnusable, match=r"counts\.parquet"):
        collect(brought(pack(2)), dataset)
    assert files_of(dataset) == before
    (dataset / "withdrawn.json").write_text("[")
    with pytest.raises(DatasetUnusable, match="it is damaged"):
        collect(brought(pack(2, team="south")), dataset)


def interrupted() -> Iterator[Brought]:
    yield from brought(pack(2))
    raise KeyboardInterrupt


def test_a_run_that_is_interrupted_leaves_all_as_it_was(tmp_path: Path) -> None:
    collect(brought(pack(1)), tmp_path)
    before = files_of(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        collect(interrupted(), tmp_path)
    assert files_of(tmp_path) == before


def test_ctrl_c_in_the_middle_of_a_query_is_ctrl_c(tmp_path: Path) -> None:
    threading.Timer(0.2, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt), opened_duck("here", tmp_path, Limits(threads=1)) as duck:
        duck.execute("SELECT sum(a.range * b.range) FROM range(10000000) a, range(1000000) b").fetchall()


# --- kills ---


STEPS = 40
"""more than the calls that change something in a run that collects these packs"""
FIRST = [pack(1), pack(2, team="south"), pack(3, since="2025-06")]
NEXT = [pack(1, 2, "south", "2026-02", "2026-02", seed=8), pack(4, team="east"), pack(3, 2, "east", "2025-06", seed=4)]


def killed_at(step: int, dataset: Path) -> bool:
    """Collects in a process that kills itself when it is about to change something for the nth time; whether it did."""
    child = os.fork()
    if not child:
        left = step

        def dying(real: Callable[..., Any]) -> Callable[..., Any]:
            def changed(*given: Any, **named: Any) -> Any:
                nonlocal left
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return real(*given, **named)

            return changed

        for name in ("replace", "unlink", "mkdir", "fsync", "rmdir"):
            setattr(os, name, dying(getattr(os, name)))
        collect([*brought(*NEXT), *withdrawn(2)], dataset)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(sys.platform == "win32", reason="kills as Linux and macOS know them")
@pytest.mark.parametrize("first", everyday(range(8), 1))
def test_whenever_it_is_killed_collecting_again_makes_it_whole(first: int, tmp_path: Path, counted: Counted) -> None:
    start = tmp_path / "start"
    collect(brought(*FIRST), start)
    before, after = standing(FIRST), standing([one for one in [*FIRST, *NEXT] if one.contributor != key(2)])
    kills, seen = 0, set()
    for step in range(first, STEPS, 8):
        dataset = tmp_path / f"killed-{step}"
        shutil.copytree(start, dataset)
        if not killed_at(step, dataset):
            continue
        kills += 1
        with reading(str(dataset)):
            rows = held_in(dataset)
        assert rows in (before, after), step  # nothing between the two is ever read
        seen.add(rows == after)
        collect([*brought(*NEXT), *withdrawn(2)], dataset)
        assert held_in(dataset) == after, step
        assert not (dataset / ".collecting").exists()
        assert not [
            name for name in files_of(dataset) if name.startswith("schema") and not name.endswith("/counts.parquet")
        ]
    assert seen == {True, False}, "some were killed before it was decided, some after"
    counted("kills while packs are collected", kills)
