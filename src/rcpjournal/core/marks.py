"""Which items of the framework an entry touches, in whichever part of it they stand."""

from collections.abc import Iterator
from dataclasses import replace

from rcpjournal.core.entry import Entry
from rcpjournal.core.framework import Framework

Mark = tuple[str, str | None]


def marks(entry: Entry, framework: Framework) -> list[Mark]:
    """(item id, value) for each item touched, none twice; the value is a stance, polarity, rating or None.

    An item of a text or lens layer is touched by an answer to one of its questions, an item of a choice layer by
    being the value of its field.
    """
    return list(dict.fromkeys(_all(entry, framework)))


def _all(entry: Entry, framework: Framework) -> Iterator[Mark]:
    yield from ((seen.item, seen.stance) for seen in entry.observations)
    yield from ((condition.item, condition.polarity) for condition in entry.conditions)
    yield from ((item, str(value)) for item, value in (entry.ratings or {}).items())
    for layer in framework.layers.values():
        if layer.kind == "choice" and layer.field:
            chosen = getattr(entry, "with_" if layer.field == "with" else layer.field)
            yield from ((item.id, None) for item in framework.items_of(layer.id) if item.value == chosen)
        elif layer.kind in ("text", "lens"):
            yield from (
                (item.id, None)
                for item in framework.items_of(layer.id)
                if any(prompt in entry.answers for prompt in item.prompts)
            )


def offering_its_head(entry: Entry, framework: Framework) -> Entry:
    """The entry with kind and company counted among what it was offered, where they were given instead of asked.

    A tag that is added later changes nothing: what was not asked was not asked.
    """
    if entry.offered is None:
        return entry
    given = {"kind": entry.kind, "with": entry.with_}
    touched = {layer.id for layer in framework.layers.values() if given.get(layer.field or "")}
    order = list(framework.layers)
    offered = sorted({*entry.offered, *touched}, key=lambda name: order.index(name) if name in order else len(order))
    return replace(entry, offered=tuple(offered))
