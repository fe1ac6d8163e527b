"""What is hidden: no figure, and no difference of two, speaks of fewer than five people."""

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcpjournal.core.teams import standing, suppression
from rcpjournal.core.teams.cells import ALL, ASKED, CONDITION, ITEM, SEVERAL, UNSAID, WAYS, By, Cell, Counted, Key
from rcpjournal.core.teams.hiding import FEWEST, hidden_parts
from rcpjournal.core.teams.suppression import Shown, shown
from tests.core.teams import made_up
from tests.core.teams.made_up import LAYER, NAME, Entries, One, counted, counted_in_groups, entries, grouped, told_apart
from tests.support import examples

NOTED = Key(LAYER, CONDITION, NAME)


def reports(made: Entries) -> dict[By, Shown]:
    """All that the program tells of these entries."""
    return {by: shown(counted_in_groups(made), by) for by in WAYS}


@settings(max_examples=examples(300))
@given(entries())
def test_no_figure_and_no_difference_of_any_two_is_of_fewer_than_five_people(made: Entries) -> None:
    assert list(told_apart(made, reports(made))) == []


@settings(max_examples=examples(100))
@given(entries())
def test_what_is_told_is_as_it_was_counted(made: Entries) -> None:
    whole = counted(made)
    for by, report in reports(made).items():
        assert report.whole.items() <= whole.items()
        for name, part in grouped(made, by).items():
            assert report.groups[name].items() <= counted(part).items()


def test_the_attack_finds_what_is_told_where_only_small_figures_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def naive(parts: dict[str, int], also: object = ()) -> set[str]:
        return {name for name, many in parts.items() if 0 < many < FEWEST}

    found: list[object] = []

    @settings(max_examples=examples(100))
    @given(entries())
    def attack(made: Entries) -> None:
        found.extend(told_apart(made, reports(made)))

    for module in (standing, suppression):
        monkeypatch.setattr(module, "hidden_parts", naive)
    attack()
    assert found, "else the attack would find nothing, whatever is told"


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ({}, set()),
        ({"a": 9, "b": 6}, set()),
        ({"a": 9, "b": 0}, set()),
        ({"a": 9, "b": 6, "c": 4}, {"b", "c"}),
        ({"a": 9, "b": 3, "c": 4}, {"a", "b", "c"}),
        ({"a": 1}, {"a"}),
    ],
)
def test_a_part_of_fewer_than_five_takes_the_smallest_other_with_it(parts: dict[str, int], hidden: set[str]) -> None:
    assert hidden_parts(parts) == hidden


def test_a_large_team_is_told_of_beside_two_that_are_not() -> None:
    def of(many: int) -> dict[Key, Cell]:
        return {key: Cell(many * 2, many) for key in (Key("", ALL), Key(LAYER, ASKED), NOTED)}

    told = shown(Counted(of(30), {"team": {"a": of(20), "b": of(7), "c": of(3)}}, ()), "team")
    assert told.whole == of(30)
    assert told.groups == {"a": of(20), "b": {}, "c": {}}


def test_of_fewer_than_five_people_nothing_is_told() -> None:
    few = {key: Cell(40, 4) for key in (Key("", ALL), Key(LAYER, ASKED), NOTED)}
    assert shown(Counted(few, {"team": {"a": few}}, ()), "team") == Shown({}, {"a": {}})


def said(rows: list[tuple[str, str]]) -> dict[Key, Cell]:
    """The figures of people with one entry each: (team, what they said of the item: both letters say both)."""
    ways = {
        "p": [row for row in rows if "p" in row[1]],
        "s": [row for row in rows if "s" in row[1]],
        UNSAID: [row for row in rows if not row[1]],
        SEVERAL: [row for row in rows if len(row[1]) > 1],
    }
    wholes = dict.fromkeys((Key("", ALL), Key(LAYER, ASKED), NOTED), Cell(len(rows), len(rows)))
    return (wholes if rows else {}) | {NOTED._replace(value=w): Cell(len(r), len(r)) for w, r in ways.items() if r}


def given_away(told: Iterable[Key], rows: list[tuple[str, str]]) -> set[int]:
    """How many people the sums of what is told of `rows` tell of: those without a way, those with both, or neither."""
    ways = {key.value for key in told if key.whole == NOTED and key.value}
    found = {sum(way not in row[1] for row in rows) for way in ways & {"p", "s"}}
    if {"p", "s"} <= ways:
        several, unsaid = sum(len(row[1]) > 1 for row in rows), sum(not row[1] for row in rows)
        found |= {several} if not unsaid or UNSAID in ways else set()
        found |= {unsaid} if not several else set()
    return found


@settings(max_examples=examples(300))
@given(st.lists(st.tuples(st.sampled_from("aaab"), st.sampled_from(["p", "p", "s", "s", "ps", ""])), max_size=60))
def test_who_said_two_things_of_an_item_or_only_one_is_not_told_by_sums(rows: list[tuple[str, str]]) -> None:
    parts = {team: [row for row in rows if row[0] == team] for team in "ab"}
    report = shown(Counted(said(rows), {"team": {team: said(part) for team, part in parts.items()}}, ()), "team")
    found = given_away(report.whole, rows)
    for team, part in parts.items():
        found |= given_away(report.groups[team], part)
    assert not found & {1, 2, 3, 4}
    assert not any(key.value == SEVERAL for counts in (report.whole, *report.groups.values()) for key in counts)


def chosen(rows: list[tuple[str, str]]) -> dict[Key, Cell]:
    """The figures of people with one entry each: (team, what was needed)."""
    many = Counter(need for _, need in rows)
    wholes = dict.fromkeys((Key("", ALL), Key("need", ASKED)), Cell(len(rows), len(rows)))
    return (wholes if rows else {}) | {Key("need", ITEM, need): Cell(n, n) for need, n in many.items()}


def left(told: Iterable[Key], rows: list[tuple[str, str]]) -> int:
    """How many people needed something that is not told of, where anything is."""
    named = {key.item for key in told if key.part == ITEM}
    return sum(need not in named for _, need in rows) if named else 0


@settings(max_examples=examples(300))
@given(st.lists(st.tuples(st.sampled_from("aaabbc"), st.sampled_from("rrrbbt")), max_size=60))
def test_of_what_was_needed_no_choice_is_told_by_what_the_others_leave(rows: list[tuple[str, str]]) -> None:
    parts = {team: [row for row in rows if row[0] == team] for team in "abc"}
    report = shown(Counted(chosen(rows), {"team": {team: chosen(part) for team, part in parts.items()}}, ()), "team")
    found = {left(report.whole, rows)} | {left(report.groups[team], part) for team, part in parts.items()}
    for need in "rbt":
        there = [row for row in rows if row[1] == need and Key("need", ITEM, need) in report.whole]
        found.add(sum(Key("need", ITEM, need) not in report.groups[team] for team, _ in there))
    assert not found & {1, 2, 3, 4}


def test_where_each_choice_is_of_many_all_are_told() -> None:
    rows = [(team, need) for team in "ab" for need in "rbt" for _ in range(5)]
    groups = {team: chosen([row for row in rows if row[0] == team]) for team in "ab"}
    report = shown(Counted(chosen(rows), {"team": groups}, ()), "team")
    assert all(len(counts) == 5 for counts in (report.whole, *report.groups.values()))


def people_of(*rows: tuple[int, str, str, str]) -> Entries:
    """Entries that all note the condition as harder: (person, team, quarter, role)."""
    return list(enumerate(One(*row, asked=True, value="inhibited", response="reframe") for row in rows))


GIVING_AWAY = {
    "one within the other": people_of(
        *((n, "a", "1", "x") for n in range(6)),
        (6, "b", "1", "x"),
        *((n, "b", "1", "y") for n in range(7, 13)),
        *((n, "c", "1", "z") for n in range(13, 20)),
    ),
    "two that are apart": people_of(
        *((n, "a", "1", "x") for n in range(6)),
        *((n, "b", "1", "y") for n in range(6, 12)),
        *((n, "c", "1", "y") for n in range(12, 15)),
        *((n, "c", "1", "z") for n in range(15, 21)),
        *((n, "c", "1", "x") for n in range(21, 23)),
    ),
    "a hidden one among several within": people_of(
        *((n, "a", "1", "x") for n in range(6)),
        *((n, "b", "1", "x") for n in range(6, 13)),
        *((n, "c", "1", "x") for n in range(13, 16)),
        *((n, "d", "1", "y") for n in range(16, 21)),
        *((n, "e", "1", "y") for n in range(21, 30)),
    ),
    "two of another role in a team that is nearly of one": people_of(
        *((n, "a", "1", "x") for n in range(7)),
        *((n, "b", "1", "x") for n in range(7, 13)),
        *((n, "b", "1", "y") for n in range(13, 15)),
        *((n, "c", "1", "y") for n in range(15, 22)),
        *((n, "c", "1", "z") for n in range(22, 28)),
    ),
    "two that are all there is": people_of(
        *((n, "a", "1", "x") for n in range(6)),
        *((n, "a", "1", "y") for n in range(6, 9)),
        *((n, "b", "1", "y") for n in range(9, 15)),
    ),
}


@pytest.mark.parametrize("made", GIVING_AWAY.values(), ids=GIVING_AWAY)
def test_groups_of_two_reports_give_nobody_away_together(made: Entries, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(told_apart(made, reports(made))) == []
    monkeypatch.setattr(made_up, "links", lambda made: set())
    assert list(told_apart(made, reports(made))), "else this example shows nothing"


@settings(max_examples=examples(100))
@given(entries())
def test_a_report_tells_nothing_beside_others_that_it_would_not_tell_alone(made: Entries) -> None:
    counted = counted_in_groups(made)
    for by in WAYS:
        alone = shown(counted._replace(links=()), by)
        for group, told in shown(counted, by).groups.items():
            assert told.items() <= alone.groups[group].items()


def test_a_role_that_nobody_is_told_of_hides_no_team() -> None:
    """Three people named no role, so that neither role is told of, and no role says anything about a team."""
    made = people_of(
        *((n, "a", "1", "x") for n in range(8)),
        *((n, "b", "1", "x") for n in range(8, 16)),
        *((n, "b", "1", "") for n in range(16, 19)),
    )
    told = shown(counted_in_groups(made), "team")
    assert [told.groups[team][NOTED].contributors for team in "ab"] == [8, 11]


def test_how_an_item_was_is_told_of_no_group_where_a_part_of_all_is_hidden() -> None:
    def of(**ways: int) -> dict[Key, Cell]:
        wholes = dict.fromkeys((Key("", ALL), Key(LAYER, ASKED), NOTED), Cell(sum(ways.values()), sum(ways.values())))
        return wholes | {NOTED._replace(value=way): Cell(many, many) for way, many in ways.items()}

    groups = {"a": of(enabled=20, inhibited=20, both=2), "b": of(enabled=20, inhibited=10)}
    told = shown(Counted(of(enabled=40, inhibited=30, both=2), {"team": groups}, ()), "team")
    assert [key.value for key in told.whole if key.value] == ["enabled"]
    assert [key.value for counts in told.groups.values() for key in counts if key.value] == []
