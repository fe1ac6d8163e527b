"""The shapes of the documents about supervision: sessions, what has left, and the supervisor's caseload."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rcpjournal.core.framework import CONFIG
from rcpjournal.core.sharing.selection import Wanted


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """A supervision that took place; `with` by role, `next` the day set for the one after it."""

    __pydantic_config__ = CONFIG
    entry: str
    happened_on: date
    with_: str | None
    next: date | None


@dataclass(frozen=True, kw_only=True)
class SessionsDocument:
    """What `supervision --json` prints; `next` is the nearest day ahead."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/sessions/1"]
    next: date | None
    sessions: list[SessionRow]


@dataclass(frozen=True, kw_only=True)
class SharedRow:
    """Something that has left: SHA-256 and size are of the page itself, also where it left sealed to a key."""

    __pydantic_config__ = CONFIG
    number: int
    at: str
    whom: str
    format: str
    since: date
    until: date
    digest: str
    size: int
    sealed_to: str | None


@dataclass(frozen=True, kw_only=True)
class SharedDocument:
    """What `supervision shared --json` prints, newest first."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/shared/1"]
    shared: list[SharedRow]


# --- the supervisor's side ------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ReceivedRow:
    """A pack in the caseload: the days of its page, when it came, and its digest."""

    __pydantic_config__ = CONFIG
    number: int
    since: date
    until: date
    at: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """Somebody, and their packs, oldest page first."""

    __pydantic_config__ = CONFIG
    name: str
    packs: list[ReceivedRow]


@dataclass(frozen=True, kw_only=True)
class CaseloadDocument:
    """What `supervision caseload --json` prints: people by name."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/caseload/1"]
    people: list[PersonRow]


@dataclass(frozen=True, kw_only=True)
class PackPeriod:
    """A pack that a summary is made of."""

    __pydantic_config__ = CONFIG
    pack: int
    since: date
    until: date
    entries: int


@dataclass(frozen=True, kw_only=True)
class ThemeRow:
    """A theme in `entries` of `of`."""

    __pydantic_config__ = CONFIG
    label: str
    entries: int
    of: int
    stances: dict[str, int]


@dataclass(frozen=True, kw_only=True)
class NewestPage:
    """This session's page in short."""

    __pydantic_config__ = CONFIG
    pack: int
    since: date
    until: date
    wanted: list[Wanted]
    themes: list[ThemeRow]


@dataclass(frozen=True, kw_only=True)
class BecameRow:
    """What one page says of something agreed."""

    __pydantic_config__ = CONFIG
    pack: int
    until: date
    state: str
    due: date | None
    owner: str | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class AgreedRow:
    """Something agreed, matched over the pages by its words; `named_now`: it stands on the newest page."""

    __pydantic_config__ = CONFIG
    what: str
    named_now: bool
    sessions: list[BecameRow]


@dataclass(frozen=True, kw_only=True)
class NamedRow:
    """A page on which a theme stands, and its count there."""

    __pydantic_config__ = CONFIG
    pack: int
    since: date
    until: date
    entries: int
    of: int


@dataclass(frozen=True, kw_only=True)
class ReturningRow:
    """A theme that was named on two pages or more, with its count on each."""

    __pydantic_config__ = CONFIG
    label: str
    pages: list[NamedRow]


@dataclass(frozen=True, kw_only=True)
class ChangedRow:
    """An item in more or less of the entries than on the page before."""

    __pydantic_config__ = CONFIG
    label: str
    entries: int
    of: int
    before_entries: int
    before_of: int
    verdict: Literal["more", "less"]


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """What changed since the pack before (`pack`), decided over `items` at once; `silence`: why nothing can be said."""

    __pydantic_config__ = CONFIG
    method: str
    fewest: int
    pack: int | None
    items: int
    silence: Literal["", "one page", "days in common", "too few"]
    said: list[ChangedRow]


@dataclass(frozen=True, kw_only=True)
class CaseloadSummaryDocument:
    """What `summary --from NAME --json` prints."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/caseload-summary/1"]
    name: str
    note: str
    packs: list[PackPeriod]
    newest: NewestPage
    agreed: list[AgreedRow]
    returning: list[ReturningRow]
    change: ChangeRow
