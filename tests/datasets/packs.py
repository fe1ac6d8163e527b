"""Packs for tests: values, as a checked file gives them."""

import random
from collections.abc import Iterable
from glob import escape
from pathlib import Path
from typing import Any

from rcpjournal.core.teams.pack import ConditionCount, ItemCount, MonthCount, TeamPack
from rcpjournal.datasets.collecting import Brought
from rcpjournal.datasets.rows import lines_of

ITEMS = ("rcp.trust", "rcp.listening", "rcp.hope")
CONDITIONS = ("rcp.time", "rcp.rules")
STANCES = ("present", "absent")
POLARITIES = ("enabled", "inhibited", "both")
RESPONSES = ("challenge", "reframe")


def key(n: int) -> str:
    """A contributor's key."""
    return f"{'k' * 20}{n:06d}".translate(str.maketrans("0189", "xyzw"))


def month(name: str, seed: int) -> MonthCount:
    """A month of made-up counts, the same for the same seed."""
    dice = random.Random(f"{name} {seed}")
    entries = dice.randint(1, 9)
    items = tuple(
        ItemCount(item=item, layer="behaviours", entries=entries, stances={dice.choice(STANCES): entries})
        for item in ITEMS
        if dice.random() < 0.7
    )
    conditions = tuple(
        ConditionCount(
            item=item,
            layer="conditions",
            entries=entries,
            polarities={dice.choice(POLARITIES): dice.randint(1, entries)},
            responses={dice.choice(RESPONSES): dice.randint(1, entries)} if dice.random() < 0.5 else {},
        )
        for item in CONDITIONS
        if dice.random() < 0.7
    )
    asked = {"behaviours": entries, "conditions": entries}
    return MonthCount(month=name, entries=entries, asked=asked, items=items, conditions=conditions)


def months_between(since: str, until: str) -> list[str]:
    """`2026-01` to `2026-03`, each."""
    first, last = (int(name[:4]) * 12 + int(name[5:]) - 1 for name in (since, until))
    return [f"{n // 12}-{n % 12 + 1:02d}" for n in range(first, last + 1)]


def pack(
    who: int = 1,
    number: int = 1,
    team: str = "north",
    since: str = "2026-01",
    until: str = "2026-03",
    *,
    role: str = "nurse",
    seed: int = 0,
    without: Iterable[str] = (),
) -> TeamPack:
    """A pack; the months `without` have no entries."""
    months = tuple(month(name, seed + who) for name in months_between(since, until) if name not in set(without))
    return TeamPack(
        contributor=key(who),
        number=number,
        team=team,
        role=role,
        since=since,
        until=until,
        frameworks={"rcp": "1"},
        months=months,
    )


def brought(*packs: TeamPack) -> list[Brought]:
    """Packs as files that came."""
    return [Brought(f"{one.contributor}-{one.number}.json", one, repr(one).encode()) for one in packs]


def rows_of(one: TeamPack) -> list[tuple[Any, ...]]:
    """A pack's rows as a dataset holds them, year and team at the end."""
    found = []
    for line in lines_of(one):
        month, *words, entries = line.split("\t")
        who = one.contributor, one.number, one.role, int(month)
        found.append((*who, *words, int(entries), int(month) // 100, one.team))
    return found


def standing(packs: Iterable[TeamPack]) -> list[tuple[Any, ...]]:
    """The rows that stand when all of these are collected, by the rule said plainly."""
    known = list(packs)
    rows = []
    for one in {(given.contributor, given.number): given for given in known}.values():
        for row in rows_of(one):
            name = f"{row[3] // 100}-{row[3] % 100:02d}"
            newer = (
                other.number > one.number and other.since <= name <= other.until
                for other in known
                if other.contributor == one.contributor
            )
            if not any(newer):
                rows.append(row)
    return sorted(rows)


def held_in(dataset: Path) -> list[tuple[Any, ...]]:
    """The rows that a dataset holds."""
    import duckdb

    found = duckdb.connect().execute(
        "SELECT * EXCLUDE (schema) FROM read_parquet(?, hive_partitioning = true, "
        "hive_types = {schema: INTEGER, period: INTEGER, team: VARCHAR})",
        [f"{escape(str(dataset))}/schema=1/*/*/counts.parquet"],
    )
    return sorted(found.fetchall())
