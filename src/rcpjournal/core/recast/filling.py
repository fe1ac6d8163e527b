"""What of an entry stands in each field of a form, and how many of what the rule asks for there are."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from rcpjournal.core.dates import months_later, spoken
from rcpjournal.core.entry import Entry
from rcpjournal.core.framework import Framework
from rcpjournal.core.recast.form import OTHER, Field, Form, Rule
from rcpjournal.core.recast.parts import Part, Reading
from rcpjournal.core.wording import Spelled
from rcpjournal.core.words import plural

_OLD = timedelta(days=366)


class Filled(NamedTuple):
    """A field and what stands in it."""

    field: Field
    parts: tuple[Part, ...]

    @property
    def words(self) -> str:
        """All of it, an empty line between two parts."""
        return "\n\n".join(part.words for part in self.parts)

    @property
    def too_long(self) -> int:
        """How many words there are, where that is more than the form takes; else 0."""
        count = len(self.words.split())
        return count if self.field.words is not None and count > self.field.words else 0


class Piece(NamedTuple):
    """One entry as the form has it."""

    entry: str
    happened_on: date
    fields: tuple[Filled, ...]

    @property
    def missing(self) -> list[Field]:
        """The fields with nothing in them."""
        return [one.field for one in self.fields if not one.parts]

    @property
    def text(self) -> str:
        """Every word of the entry's that the form takes."""
        return "\n\n".join(one.words for one in self.fields if one.parts)


def fill(form: Form, entry: Entry, labels: Mapping[str, str], framework: Framework) -> Piece:
    """An entry in the form's fields: what they name, whole and once, and nothing else of it."""
    laid_out = Reading(entry, labels, framework, leaving=True).laid_out([one.from_ for one in form.fields])
    fields = (Filled(one, _called(one, parts, entry)) for one, parts in zip(form.fields, laid_out, strict=True))
    return Piece(entry.id or "", entry.happened_on, tuple(fields))


def _called(one: Field, parts: Sequence[Part], entry: Entry) -> tuple[Part, ...]:
    """The parts, the kind of moment as the form calls it, and a guess marked as one."""
    name = one.kinds.get(entry.kind or "") or one.kinds.get(OTHER, "")
    named = (part._replace(words=name) if part.place == "kind" and name else part for part in parts)
    return tuple(part._replace(words=f"{part.words} (a guess)") if part.guess else part for part in named)


def nearest(pieces: Iterable[Piece], most: int) -> list[Piece]:
    """Those with the fewest fields that have nothing in them, of as many the newest."""
    newest = sorted(pieces, key=lambda piece: (piece.happened_on, piece.entry), reverse=True)
    return sorted(newest, key=lambda piece: len(piece.missing))[:most]


# --- against the rule -----------------------------------------------------------------------------------------------


class Tally(NamedTuple):
    """Pieces against the rule, counted: `having` in the rule's order; `kinds` what they differ in; `outside`: how many
    happened outside the period."""

    pieces: int
    having: tuple[int, ...]
    kinds: tuple[str, ...]
    period: tuple[date, date] | None
    outside: int


def tally(form: Form, pieces: Sequence[Piece], today: date) -> Tally:
    """Plain counts of these pieces."""
    rule = form.rule or Rule(text="")
    having = tuple(sum(bool(_in(piece, one.field)) for piece in pieces) for one in rule.having)
    kinds = dict.fromkeys(filter(None, (_in(piece, rule.different) for piece in pieces)))
    period = period_of(rule, today)
    outside = sum(not period[0] <= piece.happened_on <= period[1] for piece in pieces) if period else 0
    return Tally(len(pieces), having, tuple(kinds), period, outside)


def _in(piece: Piece, name: str) -> str:
    return next((one.words for one in piece.fields if one.field.id == name), "")


def period_of(rule: Rule, today: date) -> tuple[date, date] | None:
    """The first and the last day of the period that today is in; where its end is each person's own, the years until
    today, before which nothing can count."""
    if not rule.period:
        return None
    if not rule.period.ends:
        return months_later(today, -12 * rule.period.years), today
    last = date.fromisoformat(f"{today.year}-{rule.period.ends}")
    if last < today:
        last = months_later(last, 12)
    return months_later(last, -12 * rule.period.years) + timedelta(days=1), last


_DAY = partial(spoken, weekday=False)


def tallied(form: Form, found: Tally, day: Spelled = _DAY) -> str:
    """The counts in a sentence, and what the rule asks beside them: a count, never a score; `day` spells one."""
    rule = form.rule or Rule(text="")
    here = [plural(found.pieces, rule.one, rule.many)]
    here += [f"{count} {one.words}" for count, one in zip(found.having, rule.having, strict=True)]
    asked = [str(rule.least)] if rule.least is not None else []
    asked += [f"{one.least} {one.words}" for one in rule.having if one.least is not None]
    wants = f" {form.asked_by or 'The form'} asks for at least {', '.join(asked)}." if asked else ""
    return f"Here: {', '.join(here)}{_of_kinds(rule, found)}.{wants}{_outside(rule, found, day)}"


def _of_kinds(rule: Rule, found: Tally) -> str:
    if not rule.different or found.pieces < 2 or not found.kinds:
        return ""
    how_many = f"of {len(found.kinds)} kinds" if len(found.kinds) > 1 else "all of one kind"
    return f", {how_many} ({'; '.join(found.kinds)})"


def _outside(rule: Rule, found: Tally, day: Spelled) -> str:
    if not rule.period or not found.period or not found.outside:
        return ""
    if not rule.period.ends:
        return f" {found.outside} of {found.pieces} happened more than {plural(rule.period.years, 'year')} ago."
    first, last = map(day, found.period)
    return f" {found.outside} of {found.pieces} happened outside the period from {first} to {last}."


def as_it_stood(form: Form) -> str:
    """Where the rule was read, and when: `As read on 25 Nov 2026: Continuing … (https://…)`."""
    source = form.source
    if not source:
        return "Where this form comes from is not said in its file."
    read = f"As read on {spoken(form.read_on, weekday=False)}" if form.read_on else "Source"
    note = f" {source.note}" if source.note else ""
    return f"{read}: {source.title}{f' ({source.url})' if source.url else ''}.{note}"


def is_old(form: Form, today: date) -> bool:
    """Whether the rule was read more than a year ago."""
    return form.read_on is not None and today - form.read_on > _OLD
