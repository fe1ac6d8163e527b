"""A framework of practice: packs of layers, items, relations, prompts and flows.

The classes are plain values, so that what the journal itself has stored loads without pydantic; what comes from
outside is checked against the same classes in `core.checks`. A field whose name is a Python keyword carries a
trailing underscore here and none in files (`from_` is `from`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, NamedTuple

from rcpjournal.core.value import value
from rcpjournal.errors import AmbiguousItem, UnknownItem

LayerKind = Literal["tag", "condition", "choice", "rating", "text", "lens"]
AnswerKind = Literal["text", "date", "choice", "tags", "conditions", "ratings", "lens", "action", "supervision"]
Provenance = Literal["source", "project", "own"]
Stage = Literal["", "experience", "reflection", "analysis", "plan"]
STAGES = ("experience", "reflection", "analysis", "plan")
"""of the supervision cycle (Morrison), in their order"""
ChoiceField = Literal["kind", "with", "working", "need", "got"]
DetailField = Literal["rule", "blocker", "response", "sphere"]


@value
class Source:
    """Where a pack's labels come from."""

    title: str
    author: str = ""
    url: str = ""
    retrieved: str = ""
    note: str = ""


@value
class Option:
    """One of several possible replies."""

    value: str
    label: str
    help: str = ""


@value
class Detail:
    """What is asked about each condition that is picked from a layer."""

    field: DetailField
    text: str
    help: str = ""
    options: tuple[Option, ...]


@value
class Layer:
    """A level of the framework: how its items are recorded, and in which order it prints."""

    id: str
    title: str
    order: int
    kind: LayerKind
    help: str = ""
    open: bool = False
    aliases: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    field: ChoiceField | None = None
    details: tuple[Detail, ...] = ()


@value
class Item:
    """One element of a layer. Its identity is `id` (`pack.layer.slug`), never the label."""

    id: str
    layer: str
    label: str
    definition: str = ""
    group: str = ""
    scope: Literal["", "transferable", "situational", "widely applicable"] = ""
    value: str = ""
    aliases: tuple[str, ...] = ()
    provenance: Provenance = "source"
    status: Literal["active", "retired"] = "active"
    reason: str = ""
    superseded_by: tuple[str, ...] = ()
    since: str = ""
    prompts: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The last part of the id."""
        return self.id.rpartition(".")[2]


@value
class Relation:
    """A typed link between two items; it never tags anything by itself."""

    type: str
    from_: str
    to: str
    provenance: Provenance = "project"


@value
class Prompt:
    """A question: its words, its help, and what kind of answer it takes."""

    id: str
    text: str
    help: str = ""
    answer: AnswerKind = "text"
    layers: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    details: tuple[str, ...] = ()
    most: int | None = None
    quote: bool = False
    guess: bool = False
    monthly: bool = False
    stage: Stage = ""
    provenance: Provenance = "project"


@value
class Flow:
    """A guided reflection: prompts in the order in which they are asked.

    `kind`: the kind of moment that it is for, and so that of its entries; empty where it is for any.
    """

    id: str
    title: str
    minutes: str = ""
    kind: str = ""
    help: str = ""
    steps: tuple[str, ...]


@value
class Pack:
    """A versioned set of layers, items, relations, prompts and flows from one source."""

    id: str
    version: str
    title: str
    source: Source
    layers: tuple[Layer, ...] = ()
    items: tuple[Item, ...] = ()
    relations: tuple[Relation, ...] = ()
    prompts: tuple[Prompt, ...] = ()
    flows: tuple[Flow, ...] = ()


@value
class FrameworkFile:
    """What a `framework.yaml` holds."""

    schema: Literal[1]
    packs: tuple[Pack, ...]


OWN_PACK = "own"
FREE_TEXT = "rcp.prompt.text"


class Framework:
    """The packs in use together, with look-ups by id. `key` is the store's number for this set."""

    def __init__(self, packs: Sequence[Pack], key: int = 0) -> None:
        self.key = key
        self.packs = tuple(packs)
        self.layers = {layer.id: layer for layer in sorted(_all(packs, "layers"), key=_layer_order)}
        self.items: dict[str, Item] = {item.id: item for item in _all(packs, "items")}
        self.prompts: dict[str, Prompt] = {prompt.id: prompt for prompt in _all(packs, "prompts")}
        self.flows: dict[str, Flow] = {flow.id: flow for flow in _all(packs, "flows")}
        self.relations: tuple[Relation, ...] = tuple(_all(packs, "relations"))

    @property
    def versions(self) -> dict[str, str]:
        """Pack id → version."""
        return {pack.id: pack.version for pack in self.packs}

    @cached_property
    def _by_layer(self) -> dict[str, list[Item]]:
        grouped: dict[str, list[Item]] = {layer: [] for layer in self.layers}
        for item in self.items.values():
            grouped.setdefault(item.layer, []).append(item)
        return grouped

    @cached_property
    def _active(self) -> dict[str, list[Item]]:
        return {layer: [item for item in items if item.status == "active"] for layer, items in self._by_layer.items()}

    def items_of(self, layer: str, *, retired: bool = False) -> Sequence[Item]:
        """A layer's items in order; the active ones unless `retired`."""
        return (self._by_layer if retired else self._active).get(layer, ())

    @cached_property
    def _choices(self) -> dict[str, dict[str, Item]]:
        found: dict[str, dict[str, Item]] = {}
        for layer in self.layers.values():
            if layer.field:
                of_field = found.setdefault(layer.field, {})
                of_field.update((item.value, item) for item in self.items_of(layer.id, retired=True))
        return found

    def choices(self, field: str) -> Mapping[str, Item]:
        """The items behind an entry field such as `kind` or `with`, by the value kept in the entry."""
        return self._choices.get(field, {})

    def layers_offered(self, prompts: Iterable[str]) -> tuple[str, ...]:
        """The layers that these prompts ask about, in order."""
        asked = set(prompts)
        found = {layer for name in asked if name in self.prompts for layer in self.prompts[name].layers}
        for item in self.items.values():
            if self.layers[item.layer].kind == "text" and asked.intersection(item.prompts):
                found.add(item.layer)
        return tuple(layer for layer in self.layers if layer in found)

    def askable(self, prompt: str) -> bool:
        """Whether a prompt can be asked: it is here, and so is at least one layer that it offers, if it offers any."""
        found = self.prompts.get(prompt)
        return found is not None and (not found.layers or any(layer in self.layers for layer in found.layers))

    def monthly(self) -> list[Prompt]:
        """The prompts that are offered once a month."""
        return [prompt for prompt in self.prompts.values() if prompt.monthly]

    def find(self, word: str) -> Item:
        """The one item that a person means by `word`: its id, slug, label, alias, or the start of one.

        Raises UnknownItem or AmbiguousItem.
        """
        if word in self.items:
            return self.items[word]
        wanted = word.casefold().strip()
        for matches in (_named_exactly, _named_so_far):
            found = [item for item in self.items.values() if matches(item, wanted)]
            if len(found) == 1:
                return found[0]
            if found:
                raise AmbiguousItem(word, [item.id for item in found])
        raise UnknownItem(word, self.near(wanted))

    def near(self, word: str) -> list[str]:
        """Up to three names that look like `word`."""
        from difflib import get_close_matches

        names = [name for item in self.items.values() for name in (item.slug, item.label.casefold(), item.id)]
        return get_close_matches(word, dict.fromkeys(names), n=3, cutoff=0.7)


def _named_exactly(item: Item, wanted: str) -> bool:
    return wanted in _names(item)


def _named_so_far(item: Item, wanted: str) -> bool:
    return bool(wanted) and any(name.startswith(wanted) for name in _names(item))


def _names(item: Item) -> Iterator[str]:
    yield item.id
    yield item.slug
    yield item.id.partition(".")[2]
    yield item.label.casefold()
    yield from (alias.casefold() for alias in item.aliases)


def _all(packs: Iterable[Pack], part: str) -> Iterator[Any]:
    for pack in packs:
        yield from getattr(pack, part)


def _layer_order(layer: Layer) -> int:
    return layer.order


class Problem(NamedTuple):
    """A fault in a framework: where (a path of keys and indexes into the document) and what."""

    path: tuple[str | int, ...]
    words: str
