"""An entry of the journal, and the document that it is outside the program (`rcpjournal/entry/1`)."""

from collections.abc import Mapping
from dataclasses import field, fields, replace
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from rcpjournal.core.framework import FREE_TEXT
from rcpjournal.core.value import public_names, public_parts, value

SCHEMA: Literal["rcpjournal/entry/1"] = "rcpjournal/entry/1"

Polarity = Literal["enabled", "inhibited", "both"]
Rule = Literal["real", "assumed", "unsure"]
Blocker = Literal["time", "capacity", "permission"]
Response = Literal["challenge", "work-around", "reframe", "use-the-opportunity", "reposition", "accept-for-now"]
Sphere = Literal["control", "influence", "neither"]
Ways = Literal["relationship", "transaction", "both"]
Working = Literal["with", "for", "to", "mixed"]
ActionState = Literal["open", "done", "changed", "dropped"]
SupervisionFunction = Literal["management", "support", "development", "mediation"]
AdditionKind = Literal["note", "peer-discussion", "feedback", "follow-up"]
Rating = Literal[1, 2, 3, 4, 5, "unsure"]


@value
class Observation:
    """An item of the framework seen in the entry, with its stance and a passage of one's own words."""

    item: str
    stance: str | None = None
    quote: str | None = None


@value
class Condition:
    """Something around the work that made it easier or harder, and what was done about it."""

    item: str
    polarity: Polarity | None = None
    rule: Rule | None = None
    blocker: Blocker | None = None
    response: Response | None = None
    sphere: Sphere | None = None


@value
class Action:
    """What was agreed with oneself or in supervision, and what became of it.

    `owner`: whose it is, by role; `review`: when to look at it again; `about`: the ids of the entries it came from,
    with blanks between them.
    """

    what: str
    why: str | None = None
    how: str | None = None
    whose_view: str | None = None
    due: date | None = None
    state: ActionState = "open"
    reason: str | None = None
    owner: str | None = None
    review: date | None = None
    about: str | None = None


@value
class ForSupervision:
    """Whether the entry goes to supervision, with which question, and what kind of help is hoped for."""

    take: bool
    question: str | None = None
    function: SupervisionFunction | None = None


@value
class Session:
    """A supervision that took place: with whom, by role, and when the next one is."""

    role: str
    next: date | None = None


@value
class Addition:
    """Something added later, dated; the original stays as it was. `role` is with whom, never a name."""

    on: date
    kind: AdditionKind = "note"
    role: str | None = None
    text: str


@value
class Entry:
    """One reflection. `offered` holds the layers that its questions reached; None means all of them.

    `asked` holds the wording of each question answered; `framework` the pack versions it was written under.
    """

    schema: Literal["rcpjournal/entry/1"] = SCHEMA
    id: str | None = None
    created: datetime | None = None
    zone: str | None = None
    happened_on: date
    kind: str | None = None
    with_: str | None = None
    alias: str | None = None
    flow: str | None = None
    offered: tuple[str, ...] | None = None
    framework: dict[str, str] | None = None
    visibility: Literal["private", "shareable"] = "private"
    starred: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] | None = None
    observations: tuple[Observation, ...] = ()
    conditions: tuple[Condition, ...] = ()
    ratings: dict[str, Rating] | None = None
    need: Ways | None = None
    got: Ways | None = None
    working: Working | None = None
    actions: tuple[Action, ...] = ()
    supervision: ForSupervision | None = None
    session: Session | None = None
    additions: tuple[Addition, ...] = ()


class Revision(NamedTuple):
    """An earlier text of an entry, and what was done to it then."""

    at: str
    what: str
    entry: Entry


ALWAYS = ("schema", "id", "happened_on", "kind", "with", "flow", "visibility", "starred", "answers")
LISTS = ("observations", "conditions", "actions")
_AS_THEY_ARE = frozenset({str, int, bool})
_EMPTY = ("answers", "offered")
"""what is said though there is nothing in it"""


def document(entry: Entry) -> dict[str, Any]:
    """The entry as a JSON-ready document. The usual fields are always there; rarer ones that are empty are left out."""
    data = _plain(entry)
    whole = {**dict.fromkeys(ALWAYS), **{name: [] for name in LISTS}, **data}
    return {name: whole[name] for name in DOCUMENT_ORDER if name in whole}


def _plain(value: Any) -> Any:
    kind = value.__class__
    if kind in _AS_THEY_ARE:
        return value
    if kind is tuple:
        return [_plain(part) for part in value]
    if kind is dict:
        return dict(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return value.isoformat()
    return {
        name: part if part.__class__ in _AS_THEY_ARE else _plain(part)
        for name, part in public_parts(value)
        if part or part.__class__ in _AS_THEY_ARE or (part is not None and name in _EMPTY)
    }


DOCUMENT_ORDER = public_names(Entry)


def entry_from(data: Mapping[str, Any]) -> Entry:
    """The inverse of `document` for a document that this program wrote itself. No checks."""
    given = {f"{name}_" if name == "with" else name: value for name, value in data.items()}
    build: dict[str, Any] = {
        "happened_on": date.fromisoformat,
        "created": datetime.fromisoformat,
        "offered": tuple,
        "observations": lambda rows: tuple(Observation(**row) for row in rows),
        "conditions": lambda rows: tuple(Condition(**row) for row in rows),
        "actions": lambda rows: tuple(Action(**_dated(_dated(row, "due"), "review")) for row in rows),
        "supervision": lambda row: ForSupervision(**row),
        "session": lambda row: Session(**_dated(row, "next")),
        "additions": lambda rows: tuple(Addition(**_dated(row, "on")) for row in rows),
    }
    return Entry(
        **{name: build[name](value) if name in build and value is not None else value for name, value in given.items()}
    )


def _dated(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = row.get(name)
    return {**row, name: date.fromisoformat(value)} if value else dict(row)


def merged(before: Entry, after: Entry, now: Entry) -> Entry:
    """`now` with the changes that lead from `before` to `after`: what others changed in the meantime stays."""
    changes: dict[str, Any] = {}
    for part in fields(Entry):
        was, is_ = getattr(before, part.name), getattr(after, part.name)
        if was != is_:
            changes[part.name] = is_
    if "answers" in changes:
        kept = {
            name: words for name, words in now.answers.items() if name in after.answers or name not in before.answers
        }
        altered = {name: words for name, words in after.answers.items() if before.answers.get(name) != words}
        changes["answers"] = {**kept, **altered}
    if "additions" in changes:
        changes["additions"] = (*now.additions, *after.additions[len(before.additions) :])
    return replace(now, **changes)


def free_entry(text: str, happened_on: date, **head: Any) -> Entry:
    """An entry without questions: the text stands under the framework's free-text prompt."""
    return Entry(happened_on=happened_on, answers={FREE_TEXT: text}, **head)


def texts(entry: Entry) -> list[str]:
    """Everything in the entry that a person typed, in the order in which it reads."""
    actions = [part for a in entry.actions for part in (a.what, a.why, a.how, a.whose_view, a.reason, a.owner)]
    return [
        part
        for part in (
            *entry.answers.values(),
            *(seen.quote for seen in entry.observations if not is_passage(seen.quote, entry)),
            *actions,
            entry.supervision.question if entry.supervision else None,
            entry.session.role if entry.session else None,
            *(part for later in entry.additions for part in (later.role, later.text)),
            entry.alias,
        )
        if part
    ]


def is_passage(quote: str | None, entry: Entry) -> bool:
    """Whether a quote stands in an answer, just so."""
    return quote is not None and any(quote in answer for answer in entry.answers.values())


def without_passage(seen: Observation, entry: Entry) -> Observation:
    """What was seen, without a quote that stands in an answer already."""
    return replace(seen, quote=None) if is_passage(seen.quote, entry) else seen
