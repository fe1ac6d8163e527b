"""The shapes of the documents about supervision: sessions, what has left, and the supervisor's caseload."""

from datetime import date
from typing import Literal

from rcpjournal.core.sharing.selection import Wanted
from rcpjournal.core.value import value


@value
class SessionRow:
    """A supervision that took place; `with` by role, `next` the day set for the one after it."""

    entry: str
    happened_on: date
    with_: str | None
    next: date | None


@value
class SessionsDocument:
    """What `supervision --json` prints; `next` is the nearest day ahead."""

    schema: Literal["rcpjournal/sessions/1"]
    next: date | None
    sessions: list[SessionRow]


@value
class SharedRow:
    """Something that has left: SHA-256 and size are of the page itself, also where it left sealed to a key."""

    number: int
    at: str
    whom: str
    format: str
    since: date
    until: date
    digest: str
    size: int
    sealed_to: str | None


@value
class SharedDocument:
    """What `supervision shared --json` prints, newest first."""

    schema: Literal["rcpjournal/shared/1"]
    shared: list[SharedRow]


# --- the supervisor's side ------------------------------------------------------------------------------------------


@value
class ReceivedRow:
    """A pack in the caseload: the days of its page, when it came, and its digest."""

    number: int
    since: date
    until: date
    at: str
    digest: str


@value
class PersonRow:
    """Somebody, and their packs, oldest page first."""

    name: str
    packs: list[ReceivedRow]


@value
class CaseloadDocument:
    """What `supervision caseload --json` prints: people by name."""

    schema: Literal["rcpjournal/caseload/1"]
    people: list[PersonRow]


@value
class PackPeriod:
    """A pack that a summary is made of."""

    pack: int
    since: date
    until: date
    entries: int


@value
class ThemeRow:
    """A theme in `entries` of `of`."""

    label: str
    entries: int
    of: int
    stances: dict[str, int]


@value
class NewestPage:
    """This session's page in short."""

    pack: int
    since: date
    until: date
    wanted: list[Wanted]
    themes: list[ThemeRow]


@value
class BecameRow:
    """What one page says of something agreed."""

    pack: int
    until: date
    state: str
    due: date | None
    owner: str | None
    reason: str | None


@value
class AgreedRow:
    """Something agreed, matched over the pages by its words; `named_now`: it stands on the newest page."""

    what: str
    named_now: bool
    sessions: list[BecameRow]


@value
class NamedRow:
    """A page on which a theme stands, and its count there."""

    pack: int
    since: date
    until: date
    entries: int
    of: int


@value
class ReturningRow:
    """A theme that was named on two pages or more, with its count on each."""

    label: str
    pages: list[NamedRow]


@value
class ChangedRow:
    """An item in more or less of the entries than on the page before."""

    label: str
    entries: int
    of: int
    before_entries: int
    before_of: int
    verdict: Literal["more", "less"]


@value
class ChangeRow:
    """What changed since the pack before (`pack`), decided over `items` at once; `silence`: why nothing can be said."""

    method: str
    fewest: int
    pack: int | None
    items: int
    silence: Literal["", "one page", "days in common", "too few"]
    said: list[ChangedRow]


@value
class CaseloadSummaryDocument:
    """What `summary --from NAME --json` prints."""

    schema: Literal["rcpjournal/caseload-summary/1"]
    name: str
    note: str
    packs: list[PackPeriod]
    newest: NewestPage
    agreed: list[AgreedRow]
    returning: list[ReturningRow]
    change: ChangeRow
