"""An attack on the printed reports: no difference of two figures of any of them is of fewer than five people.

It reads the documents, takes whatever two figures may be taken from each other, and looks up in the packs whose entries
are left. What was *not* written (n less k) is no figure about anything, and not looked at.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, permutations
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rcpjournal.cli.context import shipped_packs
from rcpjournal.core.framework import Framework
from rcpjournal.core.teams import standing, suppression
from rcpjournal.core.teams.cells import ALL, ASKED, CHOICES, CONDITION, ITEM, WAYS, WHOLE, By, Key
from rcpjournal.core.teams.hiding import FEWEST, hidden_parts
from rcpjournal.core.teams.pack import ConditionCount, ItemCount, MonthCount, TeamPack
from rcpjournal.core.teams.report import report_document, team_report
from rcpjournal.core.teams.suppression import shown
from rcpjournal.datasets.asking import asked
from rcpjournal.datasets.collecting import collect
from tests.datasets.packs import brought, key, rows_of
from tests.datasets.reference import GROUPS

pytest.importorskip("ibis", reason="a dataset needs the extra rcpjournal[team]")
FRAMEWORK = Framework(shipped_packs())
TRUST, TIME = "rcp.principle.trust", "rcp.organisation.permissions"
TELLING = 8
"""a made-up dataset of which much would be told apart if only small figures were hidden"""
NEEDS = [item.id for item in FRAMEWORK.items_of("need")]


class Figure(NamedTuple):
    """What is printed: of which group (of none: `by` is None), of what."""

    by: By | None
    group: str
    key: Key


Entries = Counter[tuple[str, str, str, int]]
"""how many entries, by contributor, team, role and month"""


# --- made-up packs --------------------------------------------------------------------------------------------------


def month(dice: random.Random, number: int, often: float, mixed: float) -> MonthCount:
    """One to three entries, some of them of trust, some of a condition, each of what was needed."""
    many = dice.choice([1, 1, 2, 3])
    asked_of, trusting, hard, did, need = Counter[str](), Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    trust = noted = 0
    for _ in range(many):
        if dice.random() < 0.9:
            asked_of["principle"] += 1
            trust += (seen := dice.random() < often)
            ways = (
                [("present",), ("strained",), ("strained", "present"), ()] if dice.random() < mixed else [("present",)]
            )
            trusting.update(dice.choice(ways) if seen else ())
        if dice.random() < 0.9:
            asked_of["organisation"] += 1
            noted += (seen := dice.random() < often)
            hard.update(
                [dice.choice(["inhibited", "enabled", "both"]) if dice.random() < mixed else "inhibited"] * seen
            )
            did.update([dice.choice(["challenge", "reframe"])] * (seen and dice.random() < 0.7))
        asked_of["need"] += 1
        need.update([dice.choice([NEEDS[0], *NEEDS])] * (dice.random() < 0.95))
    items = [ItemCount(item=TRUST, layer="principle", entries=trust, stances=dict(trusting))] * bool(trust)
    items += [ItemCount(item=item, layer="need", entries=n, stances={}) for item, n in sorted(need.items())]
    time = ConditionCount(
        item=TIME, layer="organisation", entries=noted, polarities=dict(hard), responses=dict(did)
    )  # fmt: skip
    return MonthCount(
        month=f"2026-{number:02}", entries=many, asked=dict(asked_of), items=tuple(items),
        conditions=(time,) * bool(noted),
    )  # fmt: skip


def made(seed: int) -> list[TeamPack]:
    """Packs of five to 26 people in up to four teams and three roles, which often go together; some change team."""
    dice = random.Random(seed)
    teams, roles = "abcd"[: dice.randint(1, 4)], "xyz"[: dice.randint(1, 3)]
    months = dice.choice([[1], [1, 4], [1, 2, 4], [1, 4, 7], [1, 2, 3, 4, 5, 6]])
    often, mixed, tied = dice.choice([1, 0.7, 0.4]), dice.choice([0, 0.3, 1]), dice.random() < 0.5
    packs = []
    for person in range(dice.randint(5, 26)):
        team = dice.choice(teams)
        role = roles[teams.index(team) % len(roles)] if tied and dice.random() < 0.9 else dice.choice(roles)
        for number in (n for n in months if dice.random() < 0.75):
            there = month(dice, number, often, mixed)
            now = dice.choice(teams) if dice.random() < 0.07 else team
            packs.append(
                TeamPack(
                    contributor=key(person),
                    number=number,
                    team=now,
                    role=role,
                    since=there.month,
                    until=there.month,
                    frameworks={},
                    months=(there,),
                )
            )
    return packs


# --- what is printed ------------------------------------------------------------------------------------------------


def printed(dataset: str) -> dict[Figure, tuple[int, int]]:
    """Each figure of the four reports: entries, and people."""
    found: dict[Figure, tuple[int, int]] = {}
    for by in (None, *WAYS):
        answer = asked(dataset, by)
        for figure, cell in read(report_document(team_report(shown(answer.counted, by), answer.span, by, FRAMEWORK))):
            assert found.setdefault(figure, cell) == cell, "two reports say otherwise of the same"
    return found


def read(document: dict[str, Any]) -> Iterator[tuple[Figure, tuple[int, int]]]:
    """The figures of a document."""

    def cell(found: dict[str, Any]) -> tuple[int, int]:
        return found["entries"], found["contributors"]

    by = document["by"]
    if document["contributors"]:
        yield Figure(None, "", Key("", ALL)), cell(document)
    for group in document["groups"]:
        yield Figure(by, group["name"], Key("", ALL)), cell(group)
    for part, sections in ((CONDITION, document["conditions"]), (ITEM, document["practice"])):
        for section in sections:
            layer = section["layer"]
            yield Figure(None, "", Key(layer, ASKED)), (section["of"], section["asked"])
            for row in section["rows"]:
                item = Key(layer, part, row["item"])
                for did in row["responses"]:
                    yield Figure(None, "", item._replace(response=did["value"])), cell(did)
                for n, one in enumerate((row["whole"], *row["groups"])):
                    whose = Figure(by, one["group"], item) if n else Figure(None, "", item)
                    yield whose._replace(key=Key(layer, ASKED)), (one["of"], one["asked"])
                    yield whose, cell(one)
                    for how in one["how"]:
                        yield whose._replace(key=item._replace(value=how["value"])), cell(how)


# --- the attack -----------------------------------------------------------------------------------------------------


def behind(figures: Sequence[Figure], packs: Sequence[TeamPack]) -> dict[Figure, Entries]:
    """Whose entries each figure counts."""
    rows = defaultdict(list)
    for row in (row for one in packs for row in rows_of(one)):
        contributor, _, role, when, layer, part, item, value, response, entries, _, team = row
        place = {"role": role, "month": when, "team": team}
        rows[Key(layer, part, item, value, response)].append((place, (contributor, team, role, when), entries))
    found = {}
    for figure in figures:
        counts: Entries = Counter()
        for place, whose, entries in rows[figure.key]:
            if GROUPS[figure.by](place) == figure.group:
                counts[whose] += entries
        found[figure] = counts
    return found


def people(entries: Entries) -> int:
    return len({whose[0] for whose, many in entries.items() if many})


def few(entries: Entries) -> bool:
    """Whether these are some entries, and of too few people; what is taken may not be more than there is."""
    return min(entries.values(), default=0) >= 0 and 0 < people(entries) < FEWEST


def less(entries: Entries, *taken: Entries) -> Entries:
    left = entries.copy()
    for one in taken:
        left.subtract(one)
    return left


def told_apart(packs: Sequence[TeamPack], figures: dict[Figure, tuple[int, int]]) -> Iterator[tuple[Any, ...]]:
    """Which figures, and which of them taken from each other, are of fewer than five people."""
    all_of = behind([*figures], packs)
    for figure, cell in figures.items():
        assert cell == (sum(all_of[figure].values()), people(all_of[figure])), "a figure that is not so"
        yield from [("alone", figure)] * (cell[1] < FEWEST)
        yield from _parts(figure, all_of, packs)
    for what in {figure.key for figure in figures}:
        same = [figure for figure in figures if figure.key == what]
        yield from ((one, other) for one, other in permutations(same, 2) if few(less(all_of[one], all_of[other])))
        whole = Figure(None, "", what)
        if whole in figures:
            yield from _of_the_whole(whole, [one for one in same if one != whole], all_of)


def _of_the_whole(whole: Figure, groups: list[Figure], all_of: dict[Figure, Entries]) -> Iterator[tuple[Any, ...]]:
    for by in WAYS:
        told = [all_of[one] for one in groups if one.by == by]
        yield from [("the rest", by, whole)] * (bool(told) and few(less(all_of[whole], *told)))
    for one, other in combinations(groups, 2):
        both = all_of[one] + all_of[other]
        yield from [(one, other)] * (few(less(all_of[whole], both)) or few(less(both, all_of[whole])))


def _parts(whole: Figure, all_of: dict[Figure, Entries], packs: Sequence[TeamPack]) -> Iterator[tuple[Any, ...]]:
    """An item less how it was, less what was done; and what was asked less what was chosen, where some is hidden."""
    here = [one for one in all_of if one[:2] == whole[:2] and one.key != whole.key]
    families = [
        [one for one in here if one.key.whole == whole.key and one.key.value],
        [one for one in here if one.key.whole == whole.key and one.key.response != WHOLE],
    ]
    for told in families:
        for many in range(1, len(told) + 1):
            for some in combinations(told, many):
                yield from [(whole, some)] * few(less(all_of[whole], *(all_of[one] for one in some)))
    if whole.key.part == ASKED and whole.key.layer in CHOICES:
        chosen = [one for one in here if one.key.layer == whole.key.layer and one.key.is_choice]
        needed = behind([Figure(whole.by, whole.group, Key(whole.key.layer, ITEM, item)) for item in NEEDS], packs)
        hidden = Entries()
        for figure, entries in needed.items():
            hidden += Counter() if figure in chosen else entries
        yield from [("not chosen", whole)] * (bool(chosen) and 0 < people(hidden) < FEWEST)


def attacked(seed: int, folder: Path) -> list[tuple[Any, ...]]:
    """All that is told apart in a made-up dataset."""
    packs = made(seed)
    collect(brought(*packs), folder)
    return list(told_apart(packs, printed(str(folder))))


@pytest.mark.parametrize("seed", [TELLING, *(pytest.param(n, marks=pytest.mark.nightly) for n in range(100, 160))])
def test_no_two_figures_of_what_is_printed_tell_of_fewer_than_five_people(seed: int, tmp_path: Path) -> None:
    assert attacked(seed, tmp_path) == []


@pytest.mark.nightly
def test_the_attack_finds_what_is_told_where_only_small_figures_are_hidden(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def naive(parts: Mapping[str, int], also: object = ()) -> set[str]:
        return {name for name, many in parts.items() if 0 < many < FEWEST}

    assert naive({"a": 9, "b": 3}) != hidden_parts({"a": 9, "b": 3})
    for module in (standing, suppression):
        monkeypatch.setattr(module, "hidden_parts", naive)
    assert {"the rest", "not chosen"} <= {one[0] for one in attacked(TELLING, tmp_path)}
