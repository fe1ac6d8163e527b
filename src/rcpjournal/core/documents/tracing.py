"""The shapes of what leads from a summary's counts back to entries: passages, ledger, matrix, one item's story."""

from datetime import date

from rcpjournal.core.entry import ActionState
from rcpjournal.core.value import value


@value
class Passage:
    """A passage that was tied to an item, in this entry."""

    entry: str
    item: str
    quote: str


@value
class LedgerAction:
    """An action agreed in the entry, and what became of it."""

    number: int
    what: str
    state: ActionState
    reason: str | None


@value
class LedgerAddition:
    """Something added to the entry later."""

    on: date
    kind: str
    text: str


@value
class LedgerRow:
    """One condition in one entry, and what came of it."""

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


@value
class MatrixCell:
    """The entries of one part that touch the layer, `of` so many entries in that part, asked or not."""

    start: date
    of: int
    entries: list[str]
    quotes: list[Passage]


@value
class MatrixRow:
    """One layer over the parts of the period."""

    layer: str
    count: int
    of: int
    cells: list[MatrixCell]


@value
class StoryEntry:
    """An entry in which the item was seen; `beside`: what else it touches."""

    entry: str
    happened_on: date
    title: str
    kind: str | None
    with_: str | None
    stances: list[str]
    quotes: list[str]
    beside: list[str]


@value
class StoryCompany:
    """Seen in so many of the entries with this company."""

    with_: str
    count: int
    of: int


@value
class StoryMoment:
    """Seen in so many of the entries of this kind."""

    kind: str
    count: int
    of: int


@value
class ItemStory:
    """One item's story; its counts stand among the summary's items."""

    item: str
    company: list[StoryCompany]
    moments: list[StoryMoment]
    seen: list[StoryEntry]
