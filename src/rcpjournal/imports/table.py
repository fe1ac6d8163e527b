"""CSV: a row an entry, its columns named by the person or by themselves."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rcpjournal.core.arriving import OUR_COLUMNS, Arrived, Event, Remark, Source, Wishes, tags_in
from rcpjournal.core.cells import freed
from rcpjournal.core.moments import read_moment
from rcpjournal.core.words import listed, shorten
from rcpjournal.errors import DocumentRefused
from rcpjournal.imports.reading import FORM_MAY, TWO_WAYS, order_by, text_of

FIELDS = ("text", "date", "time", "title", "tags", "starred", "kind", "with")
"""what a column may hold"""
SEVERAL = ("text", "tags")
"""what several columns may hold together"""
_DELIMITERS = ",;\t|"
_SAID = re.compile(r"\Asep=([^\n\w])\n", re.I)
"""the line by which Excel is told what parts the columns"""
_LONGEST_CELL = 16 * 1024 * 1024
_YES = ("yes", "y", "true", "1", "x", "*", "★", "starred")
_MOST_NAMED = 20


class Csv:
    """Rows under a line of names, parted by commas, semicolons, tabs or upright strokes."""

    name = "csv"
    words = "a table, with --column to say which column holds what"
    endings: tuple[str, ...] = (".csv", ".tsv", ".txt")

    def events(self, source: Source, wishes: Wishes) -> Iterator[Event]:
        """Each row that is not blank."""
        text = text_of(source, wishes)
        rows = list(_rows(source, text))
        if not rows:
            raise DocumentRefused(f"{source.name}: ", ["the file is empty"])
        header = [name.strip() for name in rows[0][1]]
        if tuple(header) == OUR_COLUMNS:
            yield from _ours(source, rows[1:], wishes)
            return
        columns = _columns(source, header, wishes)
        first = _order(source, [_cell(row, columns["date"]) for _, row in rows[1:]], wishes)
        unused = [name for n, name in enumerate(header) if name and not any(n in used for used in columns.values())]
        if unused:
            yield Remark(
                f"{source.name}:1", f"not brought in, since no --column names them: {listed(unused[:_MOST_NAMED])}"
            )
        yield from _unclosed(source, text, rows[-1][0])
        for line, row in rows[1:]:
            if any(cell.strip() for cell in row):
                yield from _entry(f"{source.name}:{line}", row, header, columns, source, wishes, first)


def _ours(source: Source, rows: Sequence[tuple[int, list[str]]], wishes: Wishes) -> Iterator[Event]:
    """What `export csv` wrote: id, day, kind, company, star and words. The rest is made to be read.

    A program for tables may have saved it since, with the days in its own way.
    """
    left = listed(OUR_COLUMNS[OUR_COLUMNS.index("text") + 1 :])
    yield Remark(f"{source.name}:1", f"not brought in, since a table says it only to be read: {left}")
    named = [(line, dict(zip(OUR_COLUMNS, map(freed, row), strict=False))) for line, row in rows if any(row)]
    first = _order(source, [cells.get("date", "") for _, cells in named], wishes)
    for line, cells in named:
        where, said, text = f"{source.name}:{line}", cells.get("date", ""), cells.get("text", "")
        moment = read_moment(said, first=first, form=wishes.date_format)
        if not text.strip():
            words = ", ".join(cell for cell in cells.values() if cell)
            yield Remark(where, f"this row has no words, so there is nothing to keep: {shorten(words, 80)}")
            continue
        if moment is None:
            yield Remark(where, f"“{shorten(said, 40)}” is not a date that can be read; {FORM_MAY}")
            text = "\n\n".join(part for part in (text, said) if part)
        yield Arrived(
            where=where,
            day=moment.day if moment else source.modified,
            guessed=moment is None,
            text=text,
            starred=cells["starred"].casefold() in _YES,
            tags=tags_in(text),
            kind=cells["kind"] or None,
            with_=cells["with"] or None,
            id=cells["id"] or None,
        )


def _rows(source: Source, text: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LONGEST_CELL)
    said = _SAID.match(text)
    sign = said[1] if said else _delimiter(text)
    reader = csv.reader(io.StringIO(text[said.end() :] if said else text, newline=""), delimiter=sign, strict=False)
    before = 1 if said else 0
    line = before + 1
    try:
        for row in reader:
            yield line, row
            line = before + reader.line_num + 1
    except csv.Error as error:
        raise DocumentRefused(f"{source.name}:{line}: ", [f"this row cannot be read ({error})"]) from None


def _unclosed(source: Source, text: str, line: int) -> Iterator[Remark]:
    """What is to be said of the last row, from `line` on, where a quotation mark without an end makes it long."""
    rest = text.split("\n", line - 1)[-1]
    try:
        list(csv.reader(io.StringIO(rest, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error:
        if "\n" in rest.rstrip("\n"):
            words = "a quotation mark is not closed where it should be: all from here on came as one row"
            yield Remark(f"{source.name}:{line}", words)


def _delimiter(text: str) -> str:
    """The sign that the first line has most of, outside quotation marks."""
    head = text.split("\n", 1)[0]
    outside = "".join(head.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)


def _columns(source: Source, header: Sequence[str], wishes: Wishes) -> Mapping[str, tuple[int, ...]]:
    """Field → places of its columns. A column that has a field's own name needs no --column."""
    places: dict[str, list[int]] = {}
    for n, name in enumerate(header):
        places.setdefault(name.casefold(), []).append(n)
    found: dict[str, tuple[int, ...]] = {}
    for field in FIELDS:
        named = wishes.columns.get(field, ())
        missing = [name for name in named if name.strip().casefold() not in places]
        if missing:
            raise DocumentRefused(f"{source.name}:1: ", [f"there is no column “{missing[0]}”. {_here(header)}"])
        if named:
            found[field] = tuple(n for name in named for n in places[name.strip().casefold()])
        elif field in places:
            found[field] = tuple(places[field])
    found = {field: at if field in SEVERAL else at[:1] for field, at in found.items()}
    lacking = [field for field in ("text", "date") if field not in found]
    if lacking:
        asked = " ".join(f"--column {field}=…" for field in lacking)
        raise DocumentRefused(f"{source.name}:1: ", [f"say which column holds what: {asked}. {_here(header)}"])
    return found


def _here(header: Sequence[str]) -> str:
    return f"The columns here are: {listed(shorten(name, 40) for name in header[:_MOST_NAMED] if name)}."


def _cell(row: Sequence[str], places: Sequence[int]) -> str:
    return "\n\n".join(part for n in places if n < len(row) and (part := row[n].strip()))


def _order(source: Source, days: list[str], wishes: Wishes) -> str:
    first = order_by(wishes.date_format, days)
    if first is None:
        raise DocumentRefused(f"{source.name}: ", [f"its dates {TWO_WAYS}"])
    return first


def _entry(
    where: str,
    row: Sequence[str],
    header: Sequence[str],
    columns: Mapping[str, tuple[int, ...]],
    source: Source,
    wishes: Wishes,
    first: str,
) -> Iterator[Event]:
    cells: dict[str, Any] = {field: _cell(row, places) for field, places in columns.items()}
    words = [cells.get("title", ""), cells["text"]]
    if more := [cell for cell in row[len(header) :] if cell.strip()]:
        yield Remark(where, "this row is longer than the line of names; what is over is kept at the end of its words")
        words += more
    said = f"{cells['date']} {cells.get('time', '')}".strip()
    moment = read_moment(said, first=first, form=wishes.date_format) or read_moment(
        cells["date"], first=first, form=wishes.date_format
    )
    if moment is None:
        yield Remark(where, f"“{shorten(said, 40)}” is not a date that can be read; {FORM_MAY}")
        words += [said] if said else []
    elif moment.clock is None and cells.get("time"):
        yield Remark(
            where, f"“{shorten(cells['time'], 40)}” is not a time that can be read; kept at the end of its words"
        )
        words.append(cells["time"])
    text = "\n\n".join(part for part in words if part)
    outside = tuple(tag for part in re.split(r"[,;|\n]", cells.get("tags", "")) if (tag := part.strip()))
    if not text and not outside:
        yield Remark(where, "this row has no words, so there is nothing to keep")
        return
    yield Arrived(
        where=where,
        day=moment.day if moment else source.modified,
        moment=moment.stamp if moment else None,
        guessed=moment is None,
        text=text,
        starred=cells.get("starred", "").casefold() in _YES,
        tags=tags_in(text),
        outside=outside,
        kind=cells.get("kind") or None,
        with_=cells.get("with") or None,
    )
