"""The shapes of the documents about supervision: sessions, what has left, and the supervisor's caseload."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from rcpjournal.core.framework import CONFIG


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


@dataclass(frozen=True, kw_only=True)
class SharedDocument:
    """What `supervision shared --json` prints, newest first."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/shared/1"]
    shared: list[SharedRow]
