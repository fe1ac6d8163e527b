"""The shapes of what leads from a summary's counts back to entries: passages, ledger, matrix, one item's story."""

from dataclasses import dataclass
from datetime import date

from rcpjournal.core.entry import ActionState
from rcpjournal.core.framework import CONFIG


@dataclass(frozen=True, kw_only=True)
class Passage:
    """A passage that was tied to an item, in this entry."""

    __pydantic_config__ = CONFIG
    entry: str
    item: str
    quote: str


@dataclass(frozen=True, kw_only=True)
class LedgerAction:
    """An action agreed in the entry, and what became of it."""

    __pydantic_config__ = CONFIG
    number: int
    what: str
    state: ActionState
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class LedgerAddition:
    """Something added to the entry later."""

    __pydantic_config__ = CONFIG
    on: date
    kind: str
    text: str


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """One condition in one entry, and what came of it."""

    __pydantic_config__ = CONFIG
    item: str
    entry: str
    happened_on: date
    title: str
    polarity: str | None
    rule: str | None
    blocker: str | None
    response: str | None
    sphere: str | None
    agreed: list[LedgerAction]
    later: list[LedgerAddition]


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """The entries of one part that touch the layer, `of` so many entries in that part, asked or not."""

    __pydantic_config__ = CONFIG
    start: date
    of: int
    entries: list[str]
    quotes: list[Passage]


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """One layer over the parts of the period."""

    __pydantic_config__ = CONFIG
    layer: str
    count: int
    of: int
    cells: list[MatrixCell]


@dataclass(frozen=True, kw_only=True)
class StoryEntry:
    """An entry in which the item was seen; `beside`: what else it touches."""

    __pydantic_config__ = CONFIG
    entry: str
    happened_on: date
    title: str
    kind: str | None
    with_: str | None
    stances: list[str]
    quotes: list[str]
    beside: list[str]


@dataclass(frozen=True, kw_only=True)
class StoryCompany:
    """Seen in so many of the entries with this company."""

    __pydantic_config__ = CONFIG
    with_: str
    count: int
    of: int


@dataclass(frozen=True, kw_only=True)
class StoryMoment:
    """Seen in so many of the entries of this kind."""

    __pydantic_config__ = CONFIG
    kind: str
    count: int
    of: int


@dataclass(frozen=True, kw_only=True)
class ItemStory:
    """One item's story; its counts stand among the summary's items."""

    __pydantic_config__ = CONFIG
    item: str
    company: list[StoryCompany]
    moments: list[StoryMoment]
    seen: list[StoryEntry]
