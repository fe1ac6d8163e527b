"""What is near enough to be shown on the home page."""

from datetime import date, timedelta

from rcpjournal.core.home import near_actions
from rcpjournal.core.records import NumberedAction

TODAY = date(2026, 3, 4)


def action(number: int, due: date | None) -> NumberedAction:
    day = due.isoformat() if due else None
    return NumberedAction(number, "260304-k7q", "2026-03-01", "Ring", None, None, None, day, "open", None)


def test_what_is_due_within_two_weeks_either_way_is_near_and_the_rest_is_counted() -> None:
    days = [-15, -14, 0, 14, 15, None]
    actions = [action(n, None if day is None else TODAY + timedelta(day)) for n, day in enumerate(days)]
    near, others = near_actions(actions, TODAY)
    assert [one.action.number for one in near] == [1, 2, 3]
    assert others == 3


def test_a_day_for_looking_again_is_near_too_and_of_two_days_the_closer_one_counts() -> None:
    both = action(1, TODAY - timedelta(9))._replace(review=str(TODAY + timedelta(1)))
    (near,), _ = near_actions([both], TODAY)
    assert (near.day, near.review) == (TODAY + timedelta(1), True)
    (near,), _ = near_actions([both._replace(review=str(TODAY + timedelta(9)))], TODAY)
    assert (near.day, near.review) == (TODAY - timedelta(9), False)


def test_at_most_five_are_shown() -> None:
    near, others = near_actions([action(n, TODAY) for n in range(9)], TODAY)
    assert [one.action.number for one in near] == [0, 1, 2, 3, 4]
    assert others == 4
