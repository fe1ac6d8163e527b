"""What a mark is counted under: the name an item has now, or the one it was written under.

An item may be reworded (same id, another label), replaced by another (retired, with one successor), or split
(retired, with several). *As mapped now* follows rewordings and replacements to the present name; a split is never
guessed: what was written stays under its own name, which says what it is now. *As written* counts each name apart.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rcpjournal.core.framework import Framework


class Wording(NamedTuple):
    """One wording of an item, by the store's number for it; whether it was ever in use."""

    key: int
    item: str
    layer: str
    label: str
    used: bool


class Name(NamedTuple):
    """What marks are counted under."""

    item: str
    label: str
    layer: str


def counted_under(wordings: Iterable[Wording], framework: Framework, *, as_written: bool = False) -> dict[int, Name]:
    """Each wording's name. An item that is no longer in use goes by the last wording that was."""
    ordered = sorted(wordings)
    last = {one.item: one for one in sorted(ordered, key=lambda one: (one.used, one.key))}
    return {one.key: _written(one) if as_written else _now(one, framework, last) for one in ordered}


def _written(wording: Wording) -> Name:
    return Name(wording.item, wording.label, wording.layer)


def _now(wording: Wording, framework: Framework, last: dict[str, Wording]) -> Name:
    item = framework.items.get(successor(wording.item, framework))
    if item and item.status == "active":
        return Name(item.id, item.label, item.layer)
    return _written(last[wording.item])


def successor(item: str, framework: Framework) -> str:
    """What `item` is called now: the active end of its chain of single successors, or itself."""
    end = _end(item, framework)
    found = framework.items.get(end)
    return end if found and found.status == "active" else item


def counted_as(item: str, framework: Framework) -> list[str]:
    """The ids that are counted under `item` now: its own, and those it replaced."""
    return [item, *(name for name in framework.items if name != item and successor(name, framework) == item)]


def became(item: str, framework: Framework) -> tuple[str, ...]:
    """What a retired item is now: the one that replaced it in the end, or those it was split into; else nothing."""
    end = _end(item, framework)
    found = framework.items.get(end)
    if found and found.status == "retired":
        return found.superseded_by
    return (end,) if end != item else ()


def _end(item: str, framework: Framework) -> str:
    found = framework.items.get(item)
    while found and found.status == "retired" and len(found.superseded_by) == 1:
        item = found.superseded_by[0]
        found = framework.items.get(item)
    return item
