"""What a team is told: in which order, beside which people, and whether it changed."""

from collections.abc import Iterator

from rcpjournal.cli.context import shipped_packs
from rcpjournal.core.framework import Framework
from rcpjournal.core.teams.cells import ALL, ASKED, CONDITION, ITEM, UNSAID, Cell, Key
from rcpjournal.core.teams.report import Said, Span, TeamReport, team_report, unknown_items
from rcpjournal.core.teams.suppression import Shown

FRAMEWORK = Framework(shipped_packs())
SPAN = Span("2026-01", "2026-06")
EVERYONE, ASKED_CONDITIONS, ASKED_PRINCIPLES = Key("", ALL), Key("organisation", ASKED), Key("principle", ASKED)
TRUST, KINDNESS = Key("principle", ITEM, "rcp.principle.trust"), Key("principle", ITEM, "rcp.principle.kindness")
CONDITIONS = [item.id for item in FRAMEWORK.items_of("organisation")]


def told(groups: dict[str, dict[Key, Cell]] | None = None) -> Shown:
    """Figures of thirty people."""
    hard = Key("organisation", CONDITION, CONDITIONS[0])
    whole = {
        EVERYONE: Cell(300, 30),
        ASKED_PRINCIPLES: Cell(200, 28),
        ASKED_CONDITIONS: Cell(100, 20),
        TRUST: Cell(60, 18),
        KINDNESS: Cell(90, 19),
        hard: Cell(50, 16),
        hard._replace(value="enabled"): Cell(10, 6),
        hard._replace(value="inhibited"): Cell(40, 12),
        hard._replace(response="challenge"): Cell(30, 9),
    }
    return Shown(whole, groups or {})


def test_conditions_come_first_and_rows_stand_in_the_frameworks_order_not_in_that_of_their_figures() -> None:
    report = team_report(told(), SPAN, None, FRAMEWORK)
    assert [section.layer for section in report.conditions] == ["organisation"]
    assert [section.layer for section in report.practice] == ["principle"]
    assert [row.label for row in report.practice[0].rows] == ["Kindness", "Trust"]


def test_each_figure_stands_beside_the_entries_that_asked_and_the_people() -> None:
    report = team_report(told(), SPAN, None, FRAMEWORK)
    (row,) = report.conditions[0].rows
    assert (row.whole.entries, row.whole.of, row.whole.contributors, row.whole.asked) == (50, 100, 16, 20)
    assert row.whole.how == (
        Said(value="inhibited", entries=40, contributors=12),
        Said(value="enabled", entries=10, contributors=6),
    )
    assert row.responses == (Said(value="challenge", entries=30, contributors=9),)


def test_an_item_that_this_program_does_not_know_is_told_by_its_id() -> None:
    own = Key("local", ITEM, "county.local.joint-visits")
    report = team_report(
        Shown({**told().whole, Key("local", ASKED): Cell(9, 9), own: Cell(9, 9)}, {}), SPAN, None, FRAMEWORK
    )
    assert [(one.title, one.rows[0].label) for one in report.practice[1:]] == [("Local", "Joint visits")]


def test_what_is_a_condition_the_figures_say_and_not_the_framework() -> None:
    rota = Key("rota", CONDITION, "county.rota.short-notice")
    more = {Key("rota", ASKED): Cell(9, 9), rota: Cell(9, 9)}
    report = team_report(Shown({**told().whole, **more}, {}), SPAN, None, FRAMEWORK)
    assert [one.layer for one in report.conditions] == ["organisation", "rota"]
    assert [one.layer for one in report.practice] == ["principle"]
    assert unknown_items(report, FRAMEWORK) == 1 and unknown_items(quarters(5, 5), FRAMEWORK) == 0


def test_a_layer_that_some_use_for_conditions_and_others_for_tags_is_told_as_both() -> None:
    both = {Key("rota", ASKED): Cell(20, 9), **{Key("rota", part, "x.y"): Cell(9, 9) for part in (CONDITION, ITEM)}}
    report = team_report(Shown({EVERYONE: Cell(20, 9), **both}, {}), SPAN, None, FRAMEWORK)
    assert [[one.layer for one in part] for part in (report.conditions, report.practice)] == [["rota"], ["rota"]]


def ways(key: Key, **many: int) -> list[str]:
    """In which order a report tells of an item in sixty entries, so many of them each way."""
    asked = {EVERYONE: Cell(99, 30), Key(key.layer, ASKED): Cell(99, 30), key: Cell(60, 18)}
    how = {key._replace(value=way): Cell(entries, 18) for way, entries in many.items()}
    report = team_report(Shown(asked | how, {}), SPAN, None, FRAMEWORK)
    ((row,),) = (section.rows for section in (*report.conditions, *report.practice))
    return [one.value for one in row.whole.how]


def test_how_something_was_is_told_in_the_same_order_in_every_row_whatever_was_more() -> None:
    time = Key("organisation", CONDITION, CONDITIONS[0])
    for many in ({"enabled": 50, "inhibited": 10}, {"inhibited": 50, "enabled": 10}):
        assert ways(time, unsaid=55, **many) == ["inhibited", "enabled", UNSAID]
    assert ways(TRUST, unsaid=9, strange=9, missing=30, present=5) == ["present", "missing", "strange", UNSAID]


def test_that_nobody_said_how_it_was_is_not_told_where_there_is_no_how() -> None:
    assert ways(TRUST, unsaid=60) == []
    assert ways(Key("organisation", CONDITION, CONDITIONS[0]), unsaid=60) == [UNSAID]


class LookedUp(dict[Key, Cell]):
    """Figures that nobody goes through: with hundreds of teams that would be done for each of their rows."""

    def __iter__(self) -> Iterator[Key]:
        raise AssertionError("went through all figures of a group")

    keys = items = values = __iter__  # type: ignore[assignment]


def test_a_groups_figures_are_looked_up_and_not_gone_through_row_by_row() -> None:
    report = team_report(Shown(told().whole, {"a": LookedUp(told().whole)}), SPAN, "team", FRAMEWORK)
    assert [len(figure.how) for figure in report.conditions[0].rows[0].groups] == [2]


def quarters(before: int, now: int, asked: int = 28) -> TeamReport:
    """A report of two quarters: so many people wrote of trust in each."""
    groups = {
        name: {EVERYONE: Cell(99, 30), ASKED_PRINCIPLES: Cell(80, asked), TRUST: Cell(many, many)}
        for name, many in (("2026 Q1", before), ("2026 Q2", now))
    }
    return team_report(told(groups), SPAN, "quarter", FRAMEWORK)


def test_a_change_is_said_by_the_rule_for_one_journal_with_a_vote_for_each_person() -> None:
    assert [row.change for row in quarters(5, 24).practice[0].rows] == [None, "more"]
    assert [row.change for row in quarters(24, 5).practice[0].rows] == [None, "less"]
    assert [row.change for row in quarters(9, 14).practice[0].rows] == [None, None], "chance would do as much"
    assert quarters(5, 24).compared == ("2026 Q2", "2026 Q1")


def test_of_too_few_people_there_is_no_report_and_no_time() -> None:
    report = team_report(Shown({}, {"a": {}}), SPAN, "team", FRAMEWORK)
    assert (report.contributors, report.since, report.conditions, report.practice, report.groups) == (0, "", (), (), ())
