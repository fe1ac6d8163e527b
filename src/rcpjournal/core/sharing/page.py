"""One honest page for supervision: pure data, the same for every format. What is not on it does not leave.

Its sections are those that supervisors ask for: what was agreed and what became of it, what the worker wants, themes
with their `k of n`, what goes well, what was hard, conditions, learning, a blank part for the session, and how it was
made.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rcpjournal.core.dates import spoken
from rcpjournal.core.entry import ActionState
from rcpjournal.core.framework import Framework
from rcpjournal.core.insight.conditions import ConditionSummary
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.summary import Summary, says_how
from rcpjournal.core.records import NumberedAction
from rcpjournal.core.sharing.selection import Passage, Selection, Wanted
from rcpjournal.core.value import CONFIG
from rcpjournal.core.words import plural

STATEMENT = "Chosen by the worker. Not a case record; not a measure of performance; may be disclosable."
LIMITS = (
    "Counts are of entries that the worker wrote and tagged: one entry, one vote, out of those that asked. They say "
    "what was written about, not what was done. Small numbers vary by chance."
)
MOST_CONDITIONS = 6


@dataclass(frozen=True, slots=True)
class Said:
    """A passage as it leaves; `reworded`: not the entry's own words."""

    __pydantic_config__ = CONFIG
    text: str
    reworded: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something agreed before, and what became of it."""

    __pydantic_config__ = CONFIG
    what: str
    state: ActionState
    due: date | None
    owner: str | None
    reason: str | None
    reworded: bool


@dataclass(frozen=True, slots=True)
class Theme:
    """An item in `entries` of `of`, how it was, in how many entries of each part, and approved passages."""

    __pydantic_config__ = CONFIG
    label: str
    entries: int
    of: int
    stances: dict[str, int]
    parts: tuple[tuple[date, int, int], ...]
    passages: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class AroundMe:
    """A condition, how it worked, and the responses to it."""

    __pydantic_config__ = CONFIG
    label: str
    external: bool
    entries: int
    of: int
    inhibited: int
    enabled: int
    both: int
    rules: dict[str, int]
    responses: dict[str, int]


@dataclass(frozen=True, slots=True)
class Page:
    """All that leaves."""

    __pydantic_config__ = CONFIG
    since: date
    until: date
    name: str
    to: str
    entries: int
    by: str
    frameworks: tuple[str, ...]
    follow_up: tuple[FollowUp, ...]
    wanted: tuple[Wanted, ...]
    themes: tuple[Theme, ...]
    well: tuple[Said, ...]
    hard: tuple[Said, ...]
    conditions: tuple[AroundMe, ...]
    not_lately: tuple[str, ...]
    learning: tuple[Said, ...]
    appendix: tuple[Theme, ...]

    @property
    def included(self) -> str:
        """What the page holds, in a line."""
        passages = sum(len(theme.passages) for theme in self.themes)
        passages += len(self.well) + len(self.hard) + len(self.learning)
        return f"{plural(self.entries, 'entry', 'entries')} counted, {plural(passages, 'passage')} chosen"

    @property
    def is_empty(self) -> bool:
        """Whether it would say nothing at all: no entry counted, and none of the worker's words."""
        words = (self.follow_up, self.wanted, self.themes, self.well, self.hard, self.learning)
        return not self.entries and not any(words)

    @property
    def period(self) -> str:
        """`4 Sep 2026 to 2 Oct 2026`."""
        return f"{spoken(self.since, weekday=False)} to {spoken(self.until, weekday=False)}"


def page(selection: Selection, summary: Summary, agreed: Iterable[NumberedAction], framework: Framework) -> Page:
    """The page that a selection makes of a period. Only counts and what the selection holds."""
    return Page(
        selection.since,
        selection.until,
        selection.name,
        selection.to,
        summary.entries,
        summary.by,
        tuple(f"{pack.title} {pack.version}" for pack in framework.packs),
        tuple(_follow_up(selection, agreed)),
        selection.wanted,
        tuple(_themes(selection, summary, selection.themes)),
        _said(selection, "well"),
        _said(selection, "hard"),
        tuple(_conditions(selection, summary.conditions)),
        tuple(one.label for one in summary.lately.silent) if selection.not_lately else (),
        _said(selection, "learning"),
        tuple(_themes(selection, summary, _others(selection, summary, framework))) if selection.appendix else (),
    )


def _follow_up(selection: Selection, agreed: Iterable[NumberedAction]) -> Iterable[FollowUp]:
    actions = {action.number: action for action in agreed}
    for one in selection.follow_up:
        if action := actions.get(one.number):
            due = date.fromisoformat(action.due) if action.due else None
            state: ActionState = action.state  # type: ignore[assignment]  # the store holds no other
            yield FollowUp(one.what, state, due, one.owner, one.reason, one.reworded)


def _themes(selection: Selection, summary: Summary, wanted: Sequence[str]) -> Iterable[Theme]:
    items = {item.item: item for item in summary.items}
    for name in wanted:
        if found := items.get(name):
            parts = tuple((part.start, part.entries, part.of) for part in found.periods)
            said = _said(selection, "theme", name)
            yield Theme(found.label, found.entries, found.of, found.stances, parts, said)


def themed(summary: Summary, framework: Framework) -> list[ItemSummary]:
    """What a theme can be: every item that was seen in the work, most often first."""
    layers = {layer.id for layer in framework.layers.values() if says_how(layer)}
    seen = [item for item in summary.items if item.entries and item.active and item.layer in layers]
    return sorted(seen, key=lambda item: -item.entries)


def _others(selection: Selection, summary: Summary, framework: Framework) -> list[str]:
    """Every other theme there could be, for the appendix."""
    return [item.item for item in themed(summary, framework) if item.item not in selection.themes]


def _said(selection: Selection, place: str, item: str | None = None) -> tuple[Said, ...]:
    def here(passage: Passage) -> bool:
        return passage.place == place and (item is None or passage.item == item)

    return tuple(Said(passage.text, passage.reworded) for passage in selection.passages if here(passage))


def _conditions(selection: Selection, found: Sequence[ConditionSummary]) -> Iterable[AroundMe]:
    if selection.conditions is None:
        hard = sorted((one for one in found if one.inhibited or one.both), key=lambda one: -one.inhibited - one.both)
        chosen = hard[:MOST_CONDITIONS]
    else:
        chosen = [one for one in found if one.item in selection.conditions]
    for one in chosen:
        yield AroundMe(
            one.label, one.layer == "external", one.entries, one.of, one.inhibited, one.enabled, one.both,
            one.rules, one.responses,
        )  # fmt: skip
