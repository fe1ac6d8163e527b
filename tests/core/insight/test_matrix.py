"""The matrix: each cell holds exactly the entries of its part that touch its layer, and their passages."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rcpjournal.core.entry import Condition, Entry, Observation
from rcpjournal.core.insight.matrix import Row, matrix
from rcpjournal.core.insight.periods import parts_of
from rcpjournal.core.records import Selection
from rcpjournal.store import Journal
from tests.core.insight.summing import (
    CHOSEN,
    LISTENING,
    NORMS,
    SAFETY,
    SINCE,
    STORE,
    SUPPORT,
    TEA,
    TRUST,
    UNTIL,
    add_tea,
    change,
    entry,
    journal_of,
    keep,
    retired,
    saying,
    some_entries,
)

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)


def rows(journal: Journal, by: str = "month", selection: Selection = CHOSEN) -> tuple[Row, ...]:
    """The matrix of a journal, as the command computes it."""
    parts, tracing, framework = parts_of(SINCE, UNTIL, by), journal.tracing, journal.frameworks.current()
    offered = journal.tallies.outline(selection, parts, framework).offered
    written = [
        sum(group.entries for group in offered if part.start.isoformat() <= group.day <= part.end.isoformat())
        for part in parts
    ]
    return matrix(framework, tracing.touches(selection, parts), tracing.quotes(selection), parts, written)


def cells(found: Sequence[Row]) -> dict[tuple[str, date], tuple[str, ...]]:
    """(layer, start of the part) → the entries of each cell that has some."""
    return {(row.layer, cell.start): cell.entries for row in found for cell in row.cells if cell.entries}


def test_a_cell_names_its_entries_oldest_first_and_each_but_once(journal: Journal) -> None:
    late, early, april, *_ = keep(
        journal,
        entry(date(2026, 3, 31), f"{TRUST}:present", f"{TRUST}:strained", SAFETY),
        entry(MARCH, SAFETY),
        entry(APRIL, LISTENING, TRUST),
        entry(MARCH),
        entry(date(2026, 5, 1), TRUST),
    )
    found = rows(journal)
    assert cells(found) == {
        ("principle", MARCH): (early, late),
        ("principle", APRIL): (april,),
        ("behaviour", APRIL): (april,),
    }
    assert [(row.title, row.entries, row.of, [cell.of for cell in row.cells]) for row in found] == [
        ("Underpinning principles", 3, 4, [3, 1]),
        ("Characteristic behaviours", 1, 4, [3, 1]),
    ]
    assert all([cell.start for cell in row.cells] == [MARCH, APRIL] for row in found)


def test_every_kind_of_layer_has_its_row_in_the_order_of_the_framework(journal: Journal) -> None:
    keep(
        journal,
        entry(
            MARCH,
            TRUST,
            kind="visit",
            with_="family",
            need="both",
            got="both",
            working="with",
            ratings={SUPPORT: 2},
            conditions=(Condition(item=NORMS),),
            answers={"tar.prompt.who-held-it": "x", "tar.prompt.sos-worry": "x"},
        ),
    )
    found = [row.layer for row in rows(journal)]
    assert sorted(found) == sorted(
        [
            "principle",
            "organisation",
            "need",
            "got",
            "rating",
            "containment",
            "working",
            "approach",
            "context",
            "person",
        ]
    )
    order = list(journal.frameworks.current().layers)
    assert found == sorted(found, key=order.index)


def test_passages_stand_in_the_cell_of_their_item_and_their_day(journal: Journal) -> None:
    said = (
        Observation(item=TRUST, quote="a"),
        Observation(item=LISTENING, quote="b"),
        Observation(item=SAFETY, quote="c"),
    )
    keep(journal, entry(MARCH, observations=said), saying(APRIL, trust="d"), entry(APRIL, SAFETY))
    found = {row.layer: row.cells for row in rows(journal)}
    quotes = {layer: [[one.quote for one in cell.quotes] for cell in cells] for layer, cells in found.items()}
    assert quotes == {"principle": [["a", "c"], ["d"]], "behaviour": [["b"], []]}


def test_the_matrix_keeps_to_the_selection_and_to_what_is_not_deleted(journal: Journal) -> None:
    visit, gone, _ = keep(
        journal,
        replace(saying(MARCH, trust="a"), kind="visit"),
        replace(saying(MARCH, trust="b"), kind="visit"),
        saying(MARCH, trust="c"),
    )
    journal.entries.delete(gone)
    (row, _) = rows(journal, selection=CHOSEN._replace(kind="visit"))
    assert (row.cells[0].entries, [one.quote for one in row.cells[0].quotes]) == ((visit,), ["a"])


def test_a_retired_item_is_still_in_its_row_with_its_passage(journal: Journal) -> None:
    keep(journal, saying(MARCH, trust="a"))
    change(journal, "2027.1", {TRUST: retired("rcp.behaviour.empathy")})
    (row,) = rows(journal)
    assert (row.layer, row.entries, [one.quote for one in row.cells[0].quotes]) == ("principle", 1, ["a"])


def test_a_layer_that_is_no_longer_in_use_has_the_last_rows_under_its_bare_name(journal: Journal) -> None:
    keep(journal, entry(MARCH, "tar.mechanism.continuity", "rcp.advocacy.conviction"))
    journal.frameworks.use([pack for pack in journal.frameworks.current().packs if pack.id == "rcp"])
    assert [(row.layer, row.title) for row in rows(journal)] == [
        ("advocacy", "Changing the conditions"),
        ("mechanism", "mechanism"),
    ]


def test_an_item_that_is_no_longer_in_use_keeps_its_passages(journal: Journal) -> None:
    shipped = journal.frameworks.current().packs
    add_tea(journal)
    keep(journal, entry(MARCH, observations=(Observation(item=TEA.id, quote="She poured."),)))
    journal.frameworks.use(shipped)
    (row,) = rows(journal)
    assert [one.quote for one in row.cells[0].quotes] == ["She poured."]


# --- by hand --------------------------------------------------------------------------------------------


@st.composite
def numbered(draw: st.DrawFn) -> list[Entry]:
    """Entries with ids, the passages of each of which are found nowhere else."""
    made = []
    for n, one in enumerate(draw(st.lists(some_entries(), min_size=1, max_size=7))):
        said = tuple(replace(seen, quote=f"{n} {m}") for m, seen in enumerate(one.observations))
        made.append(replace(one, id=f"260101-aa{n}", observations=said))
    return made


def touched(one: Entry) -> Iterator[str]:
    """The layers that an entry touches, field by field."""
    yield from (seen.item.split(".")[1] for seen in one.observations)
    yield from (noted.item.split(".")[1] for noted in one.conditions)
    fields = {"kind": "context", "with_": "person", "need": "need", "got": "got", "working": "working"}
    yield from (layer for field, layer in fields.items() if getattr(one, field))
    yield from ["rating"] if one.ratings else []
    yield from ["containment"] if "tar.prompt.who-held-it" in one.answers else []


@given(numbered(), st.sampled_from(["week", "month"]))
@STORE
def test_cells_hold_exactly_the_entries_and_passages_that_sorting_by_hand_puts_there(
    begun_journal: Path, entries: list[Entry], by: str
) -> None:
    with journal_of(begun_journal, entries) as journal:
        found = rows(journal, by)
    held: dict[tuple[str, date], set[str]] = defaultdict(set)
    said: dict[tuple[str, date], set[tuple[str, str, str | None]]] = defaultdict(set)
    starts = [part.start for part in parts_of(SINCE, UNTIL, by)]
    for one in entries:
        if not SINCE <= one.happened_on <= UNTIL:
            continue
        start = max(day for day in starts if day <= one.happened_on)
        for layer in touched(one):
            held[layer, start].add(one.id or "")
        for seen in one.observations:
            said[seen.item.split(".")[1], start].add((one.id or "", seen.item, seen.quote))
    assert {place: set(ids) for place, ids in cells(found).items()} == held
    assert all(len(set(ids)) == len(ids) for ids in cells(found).values())
    quotes = [(row.layer, cell.start, q) for row in found for cell in row.cells for q in cell.quotes]
    assert {(place, start, (q.entry, q.item, q.quote)) for place, start, q in quotes} == {
        (*place, words) for place, several in said.items() for words in several
    }
    assert len(quotes) == sum(map(len, said.values()))
    for row in found:
        assert row.entries == sum(len(cell.entries) for cell in row.cells)
