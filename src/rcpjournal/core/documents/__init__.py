"""The shapes of the documents that commands print with `--json`, for `rcpjournal schema NAME`.

Entries and frameworks have their own classes; these are read by scripts only, so they are described here and made by
the views. A test holds each command's output against its shape.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from rcpjournal.core.documents.backups import BackupsDocument
from rcpjournal.core.documents.sharing import (
    CaseloadDocument,
    CaseloadSummaryDocument,
    SessionsDocument,
    SharedDocument,
)
from rcpjournal.core.documents.summary import SummaryDocument
from rcpjournal.core.entry import ActionState, Entry
from rcpjournal.core.framework import CONFIG, Pack
from rcpjournal.core.sharing.pack import PackDocument
from rcpjournal.core.sharing.selection import Selection


@dataclass(frozen=True, kw_only=True)
class ListRow:
    """One entry in a list; a search adds the passage."""

    __pydantic_config__ = CONFIG
    id: str
    happened_on: date
    kind: str | None
    with_: str | None
    title: str
    items: list[str]
    starred: bool
    passage: str = ""


@dataclass(frozen=True, kw_only=True)
class ListDocument:
    """What `list --json` and `search --json` print."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/list/1"]
    entries: list[ListRow]


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    """One action with its number."""

    __pydantic_config__ = CONFIG
    number: int
    entry: str
    happened_on: date
    what: str
    state: ActionState
    why: str | None = None
    how: str | None = None
    whose_view: str | None = None
    due: date | None = None
    reason: str | None = None
    owner: str | None = None
    review: date | None = None
    about: str | None = None


@dataclass(frozen=True, kw_only=True)
class ActionsDocument:
    """What `actions --json` prints."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/actions/1"]
    actions: list[ActionRow]


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """Something agreed whose day is near, and whether that is for looking at it again."""

    __pydantic_config__ = CONFIG
    day: date
    review: bool
    action: ActionRow


@dataclass(frozen=True, kw_only=True)
class MonthsQuestionRow:
    """The question of the month."""

    __pydantic_config__ = CONFIG
    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class DueDocument:
    """What `due --json` prints: all that is near, where the lines show the first few."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/due/1"]
    today: date
    until: date
    supervision: date | None
    actions: list[DueRow]
    question: MonthsQuestionRow | None


@dataclass(frozen=True, kw_only=True)
class HistoryRow:
    """An earlier text of an entry, and what was done to it then."""

    __pydantic_config__ = CONFIG
    at: str
    what: str
    entry: Entry


@dataclass(frozen=True, kw_only=True)
class HistoryDocument:
    """What `show --history --json` prints."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/history/1"]
    entry: Entry
    revisions: list[HistoryRow]


@dataclass(frozen=True, kw_only=True)
class ViewPart:
    """A part of an entry: its place, what it was asked as, its words."""

    __pydantic_config__ = CONFIG
    place: str
    asked: str
    words: str
    guess: bool


@dataclass(frozen=True, kw_only=True)
class ViewStage:
    """A stage of a model and what stands there; `asked`: whether the entry's questions led there."""

    __pydantic_config__ = CONFIG
    stage: str
    explains: str
    asked: bool
    parts: list[ViewPart]


@dataclass(frozen=True, kw_only=True)
class ViewSource:
    """Whose model it is."""

    __pydantic_config__ = CONFIG
    title: str
    author: str


@dataclass(frozen=True, kw_only=True)
class ViewDocument:
    """What `show --as MODEL --json` prints."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/view/1"]
    entry: str
    happened_on: date
    model: str
    title: str
    source: ViewSource
    stages: list[ViewStage]
    elsewhere: list[ViewPart]


@dataclass(frozen=True, kw_only=True)
class FrameworkDocument:
    """What `framework show --json` prints."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/framework/1"]
    packs: list[Pack]


@dataclass(frozen=True, kw_only=True)
class SettingRow:
    """A setting and where its value comes from."""

    __pydantic_config__ = CONFIG
    name: str
    value: str | bool | list[str]
    from_: Literal["flag", "variable", "file", "default"]


@dataclass(frozen=True, kw_only=True)
class ConfigDocument:
    """What `config --json` prints."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/config/1"]
    file: str
    settings: list[SettingRow]
    commands: dict[str, str] = field(default_factory=dict)
    """command lines of one's own"""


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    """A reflection that is not finished."""

    __pydantic_config__ = CONFIG
    flow: str
    started: date
    answers: int


@dataclass(frozen=True, kw_only=True)
class HomeDocument:
    """What `rcpjournal --json` prints."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/home/1"]
    entries: int
    drafts: list[DraftRow]
    last: ListRow | None
    near: list[ActionRow]
    more_actions: int


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    """One thing that is not as it should be: what it means, and what to do."""

    __pydantic_config__ = CONFIG
    kind: str
    means: str
    do: str
    what: str = ""
    entry: str | None = None
    day: str | None = None


@dataclass(frozen=True, kw_only=True)
class CheckDocument:
    """What `check --json` prints. `entries` is null where they cannot be counted."""

    __pydantic_config__ = CONFIG
    schema: Literal["rcpjournal/check/1"]
    journal: str
    entries: int | None
    whole: bool
    findings: list[FindingRow]


SHAPES: dict[str, type] = {
    "entry": Entry,
    "home": HomeDocument,
    "list": ListDocument,
    "summary": SummaryDocument,
    "actions": ActionsDocument,
    "due": DueDocument,
    "history": HistoryDocument,
    "view": ViewDocument,
    "framework": FrameworkDocument,
    "config": ConfigDocument,
    "pack": PackDocument,
    "selection": Selection,
    "sessions": SessionsDocument,
    "shared": SharedDocument,
    "caseload": CaseloadDocument,
    "caseload-summary": CaseloadSummaryDocument,
    "backups": BackupsDocument,
    "check": CheckDocument,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of a document by its name. For an entry `text` may stand for the answers."""
    from rcpjournal.core.checks import json_schema

    schema = json_schema(SHAPES[name])
    if name == "entry":
        schema["properties"]["text"] = {"type": "string", "description": "the words of an entry without questions"}
    return schema
