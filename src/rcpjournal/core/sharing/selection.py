"""What a worker chose for a supervision page (`rcpjournal/selection/1`): nothing that is not here leaves.

A selection is kept while the page is prepared, and can be written by hand or by a script. It holds the words as they
are to leave; where a passage came from stays in the journal.
"""

from collections.abc import Container
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from rcpjournal.core.entry import SupervisionFunction
from rcpjournal.core.framework import Framework
from rcpjournal.core.value import public_name, value
from rcpjournal.core.words import shorten
from rcpjournal.errors import AmbiguousItem, DocumentRefused, UnknownItem

SELECTION: Literal["rcpjournal/selection/1"] = "rcpjournal/selection/1"
MOST_QUESTIONS = 3
MOST_THEMES = 3

Place = Literal["theme", "well", "hard", "learning"]


@value
class Wanted:
    """What the worker wants from the session, and which function of supervision that is."""

    question: str
    function: SupervisionFunction | None = None


@value
class Passage:
    """Words that may leave, and where on the page they stand: under a theme (its item), or in a section.

    `entry` is where they came from; it never leaves. `reworded` says that they are not the entry's own words.
    """

    text: str
    place: Place
    item: str | None = None
    entry: str | None = None
    reworded: bool = False


@value
class Followed:
    """Something agreed before that may leave, by its number, in the words in which it is to leave.

    `reason` is what the worker says became of it, and why; `owner` is whose it is, by role.
    """

    number: int
    what: str
    reason: str | None = None
    owner: str | None = None
    reworded: bool = False


@value
class Selection:
    """A choice for one page. `conditions`: which to name (None: those that made it harder); `name`: what the worker is
    called on it; `to`: for whom it is, by role."""

    schema: Literal["rcpjournal/selection/1"] = SELECTION
    since: date
    until: date
    name: str = ""
    to: str = ""
    wanted: tuple[Wanted, ...] = ()
    themes: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    follow_up: tuple[Followed, ...] = ()
    conditions: tuple[str, ...] | None = None
    not_lately: bool = False
    appendix: bool = False


def checked_selection(selection: Selection, framework: Framework, agreed: Container[int]) -> Selection:
    """The selection with each item by its id, if all that it names is there. Raises DocumentRefused with what is not.

    `agreed`: the numbers of what was agreed.
    """
    problems: list[str] = []

    def item(word: str) -> str:
        try:
            return framework.find(word).id
        except (UnknownItem, AmbiguousItem) as error:
            problems.append(str(error))
            return word

    themes = tuple(item(word) for word in selection.themes)
    passages = tuple(replace(one, item=item(one.item)) if one.item else one for one in selection.passages)
    conditions = None if selection.conditions is None else tuple(item(word) for word in selection.conditions)
    if selection.since > selection.until:
        problems.append(f"its days run backwards: {selection.since} to {selection.until}")
    if len(selection.wanted) > MOST_QUESTIONS:
        problems.append(f"it asks {len(selection.wanted)} questions of the session; up to {MOST_QUESTIONS} have room")
    if len(themes) > MOST_THEMES:
        problems.append(f"it names {len(themes)} themes; up to {MOST_THEMES} have room, an appendix has the rest")
    for one in passages:
        if one.place == "theme" and one.item not in themes:
            problems.append(f"“{shorten(one.text, 40)}” stands under a theme, but its item is not among the themes")
    problems += [
        f"nothing agreed has the number {one.number}" for one in selection.follow_up if one.number not in agreed
    ]
    if problems:
        raise DocumentRefused("", problems)
    return replace(selection, themes=themes, passages=passages, conditions=conditions)


def selection_document(selection: Selection) -> dict[str, Any]:
    """The selection as JSON."""
    return {public_name(name): _plain(getattr(selection, name)) for name in Selection.__dataclass_fields__}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if hasattr(value, "__dataclass_fields__"):
        return {public_name(name): _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
