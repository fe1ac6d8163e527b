"""Tables for a spreadsheet: a row for each entry, or for each item seen in one. Nothing in a cell runs."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rcpjournal.core import wording
from rcpjournal.core.arriving import OUR_COLUMNS
from rcpjournal.core.cells import held
from rcpjournal.core.entry import Entry, without_passage
from rcpjournal.core.framework import Framework
from rcpjournal.exports import Chosen
from rcpjournal.exports.telling import FOR_SUPERVISION, Agreed, Later, Told, told

OBSERVED = ("id", "date", "kind", "with", "layer", "item", "label", "stance", "quote")
"""the columns where a row is an observation"""
BYTE_ORDER_MARK = "\ufeff"


class Csv:
    """One row an entry; what an entry has several of stands in one cell, parted by semicolons or lines."""

    name = "csv"
    words = "a table, for a spreadsheet"
    mark = BYTE_ORDER_MARK

    def pieces(self, chosen: Chosen) -> Iterator[str]:
        """The line of names, then a piece an entry."""
        yield _row(OUR_COLUMNS)
        for entry, labels in chosen.entries:
            yield _row(_entry(entry, labels, chosen.framework))


class ObservationsCsv:
    """One row an item that was seen in an entry, to count and to sort by."""

    name = "csv"
    words = "a table of what was seen in the entries"
    mark = BYTE_ORDER_MARK

    def pieces(self, chosen: Chosen) -> Iterator[str]:
        """The line of names, then a piece an observation."""
        yield _row(OBSERVED)
        for entry, labels in chosen.entries:
            head = (entry.id or "", entry.happened_on.isoformat(), entry.kind or "", entry.with_ or "")
            for seen in entry.observations:
                layer = _layer(seen.item, chosen.framework)
                label = labels.get(seen.item, seen.item)
                yield _row((*head, layer, seen.item, label, seen.stance or "", seen.quote or ""))


def _row(cells: Iterable[str]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow([held(cell) for cell in cells])
    return out.getvalue()


def _layer(item: str, framework: Framework) -> str:
    """The layer of an item, by its id where the framework in use has it no more."""
    known = framework.items.get(item)
    return known.layer if known else item.split(".")[1] if item.count(".") > 1 else ""


def _entry(entry: Entry, labels: Mapping[str, str], framework: Framework) -> Iterator[str]:
    one = told(entry, labels, framework)
    yield from (entry.id or "", entry.happened_on.isoformat(), entry.kind or "", entry.with_ or "")
    yield "yes" if entry.starred else ""
    yield _text(one)
    yield _joined(wording.observation_words(without_passage(seen, entry), labels) for seen in entry.observations)
    yield _joined(_with(labels.get(c.item, c.item), wording.condition_notes(c)) for c in entry.conditions)
    yield from (entry.need or "", entry.got or "", entry.working or "")
    yield _joined(wording.rating_words(entry, labels))
    yield "\n".join(map(_action, one.actions))
    yield _asked(one.question) if one.question else ""
    yield _joined(wording.session_words(entry))
    yield "\n\n".join(f"{later.heading}\n{later.words}" for later in one.additions)
    yield from (entry.flow or "", entry.visibility)
    yield entry.created.isoformat(timespec="seconds") if entry.created else ""


def _text(one: Told) -> str:
    """The answers, from the second on under their questions: a cell begins with a person's words, save for a guess."""
    headed = (f"{said.heading}\n" if n or said.guess else "" for n, said in enumerate(one.answers))
    return "\n\n".join(f"{head}{said.words}" for head, said in zip(headed, one.answers, strict=True))


def _action(action: Agreed) -> str:
    due = f", by {action.due}" if action.due else ""
    return "; ".join([f"{action.what}{due} ({action.state})", *(f"{name}: {words}" for name, words in action.more)])


def _asked(question: Later) -> str:
    """The question; before it what the column's name does not say."""
    usual = question.heading == FOR_SUPERVISION
    return question.words if usual else f"{question.heading}: {question.words}"


def _with(label: str, more: str | None) -> str:
    return f"{label} ({more})" if more else label


def _joined(parts: Iterable[str] | Sequence[str]) -> str:
    return "; ".join(parts)
