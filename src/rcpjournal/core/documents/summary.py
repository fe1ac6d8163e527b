"""The shape of what `summary --json` prints, for `rcpjournal schema summary`."""

from dataclasses import field
from datetime import date
from typing import Literal

from rcpjournal.core.documents.tracing import ItemStory, LedgerRow, MatrixRow, Passage
from rcpjournal.core.value import value


@value
class SummaryCount:
    """In so many of so many entries."""

    count: int
    of: int


@value
class SummaryPeriod:
    """A count for the part of the period that begins on `start`, and the stances in it."""

    start: date
    count: int
    of: int
    stances: dict[str, int]
    unsaid: int


@value
class SummaryItem:
    """One item; `interval` is Wilson's at 95 %, `active` is false for one that is no longer in the framework.

    `wordings`: what it was called in how many entries, where one name has united several; `became`: what a retired
    item is now.
    """

    item: str
    label: str
    layer: str
    count: int
    of: int
    stances: dict[str, int]
    interval: tuple[float, float]
    first: date | None
    last: date | None
    periods: list[SummaryPeriod]
    previous: SummaryCount | None
    change: Literal["more", "less"] | None
    active: bool
    unsaid: int
    elsewhere: int
    wordings: dict[str, int]
    became: list[str]


@value
class SummaryCompared:
    """The period that `previous` is of; `decided`: whether more and less often were looked for (`--compare`)."""

    since: date
    until: date
    entries: int
    decided: bool


@value
class SummaryPart:
    """How many entries there are in the part that begins on `start`, whatever they were asked."""

    start: date
    entries: int


@value
class SummaryWithin:
    """An item's run chart; `said`: what the whole report carries."""

    item: str
    said: Literal["shift", "crossings"] | None
    points: int
    useful: int
    median: float
    longest: int | None
    longest_limit: int
    crossings: int
    crossings_limit: int
    chance: float | None


@value
class SummarySilence:
    """An item not tagged in the last `entries` entries that asked; before that in `count` of `of`."""

    item: str
    entries: int
    weeks: int
    count: int
    of: int
    chance: float
    said: bool


@value
class SummaryWatched:
    """Of so many items, so many would be silent in the `last` entries by chance alone."""

    items: int
    expected: float
    last: int


@value
class SummaryPause:
    """Nothing was written since this day."""

    since: date
    weeks: int


@value
class SummaryPair:
    """Two items in the same entries; `apart`: each of them; `expected`: together by chance."""

    items: tuple[str, str]
    count: int
    of: int
    apart: tuple[int, int]
    expected: float
    chance: float
    passages: list[Passage]


@value
class SummaryCondition:
    """How a condition worked, what was done about it, and what was agreed in the same entries."""

    item: str
    label: str
    count: int
    of: int
    elsewhere: int
    inhibited: int
    enabled: int
    both: int
    rules: dict[str, int]
    blockers: dict[str, int]
    responses: dict[str, int]
    spheres: dict[str, int]
    outcomes: dict[str, int]


@value
class SummaryStage:
    """A stage of the reflective cycle, over the whole period and in each part."""

    stage: Literal["experience", "reflection", "analysis", "plan"]
    count: int
    of: int
    periods: list[SummaryCount]


@value
class SummaryDots:
    """One value of a choice or rating, over the whole period and in each part."""

    item: str
    value: str
    count: int
    of: int
    periods: list[SummaryCount]


@value
class SummaryMeeting:
    """What was needed and what it got, together; `of` the entries that asked for either."""

    need: str | None
    got: str | None
    count: int
    of: int
    periods: list[SummaryCount]


@value
class SummaryCycle:
    """How the entries moved; `starts` are the first days of the parts."""

    starts: list[date]
    stages: list[SummaryStage]
    working: list[SummaryDots]
    need_and_got: list[SummaryMeeting]
    ratings: list[SummaryDots]


@value
class SummaryDocument:
    """What `summary --json` prints; the last four only where they are asked for: `--part`, `--item`, `--quotes`."""

    schema: Literal["rcpjournal/summary/1"]
    since: date
    until: date
    by: Literal["week", "month", "quarter", "supervision"]
    as_: Literal["mapped", "written"]
    entries: int
    periods: list[SummaryPart]
    compared: SummaryCompared | None
    items: list[SummaryItem]
    within: list[SummaryWithin]
    not_lately: list[SummarySilence]
    watched: SummaryWatched
    pause: SummaryPause | None
    together: list[SummaryPair]
    conditions: list[SummaryCondition]
    cycle: SummaryCycle
    methods: dict[str, str]
    ledger: list[LedgerRow] = field(default_factory=list)
    matrix: list[MatrixRow] = field(default_factory=list)
    story: ItemStory | None = None
    quotes: list[Passage] = field(default_factory=list)
