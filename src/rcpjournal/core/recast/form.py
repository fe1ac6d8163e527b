"""A regulator's form, or one's own, as data, and what must hold in it.

A form is dated: it says where its rule was read and when. Nothing here knows one regulator from another.
"""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import field
from datetime import date
from typing import Literal

from rcpjournal.core.framework import Problem, Source
from rcpjournal.core.recast.parts import faults
from rcpjournal.core.value import value


@value
class Field:
    """One field: its label, and the places of an entry that fill it; none where it is for the person to write.

    `kinds`: what each kind of moment is called here, `other` for the rest. `words`: at most so many, if that is known.
    """

    id: str
    label: str
    from_: tuple[str, ...] = ()
    help: str = ""
    words: int | None = None
    kinds: dict[str, str] = field(default_factory=dict)


@value
class Period:
    """So many years; `ends`: the month and day of the deadline (`11-30`), where it is everybody's."""

    years: int = 1
    ends: str = ""


@value
class Having:
    """How many of the pieces need something in a field, and the words for such a piece."""

    field: str
    words: str
    least: int | None = None


@value
class Rule:
    """What is asked for: in words, and what of it can be counted. `different`: where pieces should differ."""

    text: str
    one: str = "piece"
    many: str = "pieces"
    least: int | None = None
    period: Period | None = None
    having: tuple[Having, ...] = ()
    different: str = ""


@value
class Form:
    """What a file in `forms/` holds. `asked_by`: whose form it is."""

    schema: Literal[1]
    title: str
    asked_by: str = ""
    source: Source | None = None
    rule: Rule | None = None
    fields: tuple[Field, ...]

    @property
    def read_on(self) -> date | None:
        """The day on which the rule was read, if that is said."""
        return _day(self.source.retrieved) if self.source else None


OTHER = "other"
"""among a field's `kinds`: every kind that is not named"""


def problems(form: Form, prompts: Iterable[str] | None, kinds: AbstractSet[str] | None) -> list[Problem]:
    """Every fault in a form, given the ids of all questions and the kinds of moment that there are.

    Both are None for a form whose framework may not be here: it is looked over without them.
    """
    return [
        *_fields(form, kinds),
        *faults(
            (
                (("fields", n, "from", k), place)
                for n, one in enumerate(form.fields)
                for k, place in enumerate(one.from_)
            ),
            prompts,
        ),
        *_source(form),
        *_rule(form),
        *_numbers(form),
    ]


def _fields(form: Form, kinds: AbstractSet[str] | None) -> Iterator[Problem]:
    if not form.fields:
        yield Problem(("fields",), "a form has at least one field")
    seen = set[str]()
    for n, one in enumerate(form.fields):
        if one.id in seen:
            yield Problem(("fields", n, "id"), f"another field is {one.id[:60]!r} already")
        seen.add(one.id)
        if not one.label.strip():
            yield Problem(("fields", n, "label"), "a field has a label")
        if one.words is not None and one.words < 1:
            yield Problem(("fields", n, "words"), "a field takes at least one word")
        if one.kinds and "kind" not in one.from_:
            yield Problem(("fields", n, "kinds"), "kinds are for a field that is filled from `kind`")
        for kind in one.kinds:
            if kinds is not None and kind not in kinds and kind != OTHER:
                yield Problem(("fields", n, "kinds", kind), f"{kind[:60]!r} is no kind of moment")


def _source(form: Form) -> Iterator[Problem]:
    if form.source and form.source.retrieved and not form.read_on:
        yield Problem(("source", "retrieved"), f"{form.source.retrieved[:60]!r} should be a day, as 2026-03-04")


def _rule(form: Form) -> Iterator[Problem]:
    if not form.rule:
        return
    names = {one.id for one in form.fields}
    wanted = [(("rule", "having", n, "field"), one.field) for n, one in enumerate(form.rule.having)]
    for path, name in [*wanted, *([(("rule", "different"), form.rule.different)] if form.rule.different else [])]:
        if name not in names:
            yield Problem(path, f"the form has no field {name[:60]!r}")
    period = form.rule.period
    if period and not 1 <= period.years <= 20:
        yield Problem(("rule", "period", "years"), "a period has from 1 to 20 years")
    if period and period.ends and not _day(f"2025-{period.ends}"):
        yield Problem(("rule", "period", "ends"), f"{period.ends[:60]!r} should be a month and a day, as 11-30")


def _numbers(form: Form) -> Iterator[Problem]:
    if form.rule and form.rule.least is not None and form.rule.least < 1:
        yield Problem(("rule", "least"), "this should be 1 or more")
    for n, one in enumerate(form.rule.having if form.rule else ()):
        if one.least is not None and one.least < 1:
            yield Problem(("rule", "having", n, "least"), "this should be 1 or more")


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if re.fullmatch(r"\d{4}-\d\d-\d\d", word, re.ASCII) else None
    except ValueError:
        return None
