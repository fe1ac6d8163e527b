"""How much is found and how much is said in vain, on the half that the rules were tuned on and on the other."""

from importlib import import_module
from pathlib import Path

import pytest

from tests.core.identifiers.measuring import HALVES, STRUCTURED, Tally, measured, reflections


@pytest.fixture(scope="module", params=HALVES)
def tally(request: pytest.FixtureRequest) -> Tally:
    return measured(request.param)


def test_the_set_is_large_and_its_halves_differ() -> None:
    seen, unseen = (reflections(half) for half in HALVES)
    assert min(len(seen), len(unseen)) >= 59
    assert len(seen) + len(unseen) >= 120
    assert not {one.text for one in seen} & {one.text for one in unseen}
    assert all(40 <= len(one.text.split()) <= 150 for one in seen + unseen)


def test_structured_identifiers_are_found(tally: Tally) -> None:
    assert tally.share(*STRUCTURED) >= 0.97, tally.missed


def test_names_are_found(tally: Tally) -> None:
    assert tally.share("name") >= 0.97, tally.missed


def test_passages_that_name_by_their_parts_are_warned_of(tally: Tally) -> None:
    assert tally.share("jigsaw") == 1


def test_there_are_few_false_warnings(tally: Tally) -> None:
    assert tally.false_in_100_words <= 0.15, tally.false


@pytest.mark.parametrize("half", HALVES)
def test_each_kind_is_planted_and_mostly_found(half: str) -> None:
    tally = measured(half)
    assert set(STRUCTURED) <= set(tally.planted)
    assert {kind for kind in STRUCTURED if tally.share(kind) < 0.8} == set()


def test_the_page_for_users_says_what_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[3] / "bench"))
    identifiers = import_module("identifiers")
    rows = "\n".join(identifiers.table([measured(half) for half in HALVES]))
    assert f"{identifiers.BEGINS}\n{rows}\n{identifiers.ENDS}" in identifiers.PAGE.read_text("utf-8"), (
        "run `python bench/identifiers.py --write`"
    )
