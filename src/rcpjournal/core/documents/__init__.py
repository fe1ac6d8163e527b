"""The shapes of the documents that commands print with `--json`, for `rcpjournal schema NAME`.

Entries and frameworks have their own classes; these are read by scripts only, so they are described here and made by
the views. A test holds each command's output against its shape.
"""

from dataclasses import field
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
from rcpjournal.core.documents.teams import TeamStatusDocument
from rcpjournal.core.entry import ActionState, Entry
from rcpjournal.core.framework import Pack
from rcpjournal.core.sharing.pack import PackDocument
from rcpjournal.core.sharing.selection import Selection
from rcpjournal.core.teams.pack import TeamPack, Withdrawal
from rcpjournal.core.teams.report import TeamReport
from rcpjournal.core.value import value


@value
class ListRow:
    """One entry in a list; a search adds the passage."""

    id: str
    happened_on: date
    kind: str | None
    with_: str | None
    title: str
    items: list[str]
    starred: bool
    passage: str = ""


@value
class ListDocument:
    """What `list --json` and `search --json` print."""

    schema: Literal["rcpjournal/list/1"]
    entries: list[ListRow]


@value
class ActionRow:
    """One action with its number."""

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


@value
class ActionsDocument:
    """What `actions --json` prints."""

    schema: Literal["rcpjournal/actions/1"]
    actions: list[ActionRow]


@value
class DueRow:
    """Something agreed whose day is near, and whether that is for looking at it again."""

    day: date
    review: bool
    action: ActionRow


@value
class MonthsQuestionRow:
    """The question of the month."""

    id: str
    text: str


@value
class DueDocument:
    """What `due --json` prints: all that is near, where the lines show the first few."""

    schema: Literal["rcpjournal/due/1"]
    today: date
    until: date
    supervision: date | None
    actions: list[DueRow]
    question: MonthsQuestionRow | None


@value
class HistoryRow:
    """An earlier text of an entry, and what was done to it then."""

    at: str
    what: str
    entry: Entry


@value
class HistoryDocument:
    """What `show --history --json` prints."""

    schema: Literal["rcpjournal/history/1"]
    entry: Entry
    revisions: list[HistoryRow]


@value
class ViewPart:
    """A part of an entry: its place, what it was asked as, its words."""

    place: str
    asked: str
    words: str
    guess: bool


@value
class ViewStage:
    """A stage of a model and what stands there; `asked`: whether the entry's questions led there."""

    stage: str
    explains: str
    asked: bool
    parts: list[ViewPart]


@value
class ViewSource:
    """Whose model it is."""

    title: str
    author: str


@value
class ViewDocument:
    """What `show --as MODEL --json` prints."""

    schema: Literal["rcpjournal/view/1"]
    entry: str
    happened_on: date
    model: str
    title: str
    source: ViewSource
    stages: list[ViewStage]
    elsewhere: list[ViewPart]


@value
class FrameworkDocument:
    """What `framework show --json` prints."""

    schema: Literal["rcpjournal/framework/1"]
    packs: list[Pack]


@value
class SettingRow:
    """A setting and where its value comes from."""

    name: str
    value: str | bool | list[str]
    from_: Literal["flag", "variable", "file", "default"]


@value
class ConfigDocument:
    """What `config --json` prints."""

    schema: Literal["rcpjournal/config/1"]
    file: str
    settings: list[SettingRow]
    commands: dict[str, str] = field(default_factory=dict)
    """command lines of one's own"""


@value
class DraftRow:
    """A reflection that is not finished."""

    flow: str
    started: date
    answers: int


@value
class HomeDocument:
    """What `rcpjournal --json` prints."""

    schema: Literal["rcpjournal/home/1"]
    entries: int
    drafts: list[DraftRow]
    last: ListRow | None
    near: list[ActionRow]
    more_actions: int


@value
class FindingRow:
    """One thing that is not as it should be: what it means, and what to do."""

    kind: str
    means: str
    do: str
    what: str = ""
    entry: str | None = None
    day: str | None = None


@value
class CheckDocument:
    """What `check --json` prints. `entries` is null where they cannot be counted."""

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
    "team-pack": TeamPack,
    "team-withdrawal": Withdrawal,
    "team-summary": TeamReport,
    "team-status": TeamStatusDocument,
    "check": CheckDocument,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of a document by its name. For an entry `text` may stand for the answers."""
    from rcpjournal.core.checks import json_schema

    schema = json_schema(SHAPES[name])
    if name == "entry":
        schema["properties"]["text"] = {"type": "string", "description": "the words of an entry without questions"}
    return schema
