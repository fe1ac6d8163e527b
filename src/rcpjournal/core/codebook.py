"""A framework as a tree of codes, as programs for qualitative analysis keep them. `codebook_in` leads back. Pure.

Pack, layer, group and item become codes within codes. The last line of a description is our mark: it names the id.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from rcpjournal.core.framework import Framework, Item, Pack

MOST_BYTES = 4 * 1024 * 1024
MOST_CODES = 5_000
MOST_DEPTH = 20
MOST_IN_A_NAME = 500
"""characters"""


class CodebookFault(Exception):
    """What is wrong with a codebook: its line (0 where none can be named) and the words for it."""

    def __init__(self, line: int, words: str) -> None:
        self.line, self.words = line, words
        super().__init__(f"line {line}: {words}")


class Code(NamedTuple):
    """A code; `codable`: it can be given to a passage, and is not a heading alone. `guid` is set on the way out."""

    name: str
    codable: bool
    description: str = ""
    codes: "tuple[Code, ...]" = ()
    guid: str = ""
    line: int = 0


class Codebook(NamedTuple):
    """What a file holds; `left`: what of it has no place in a framework."""

    codes: tuple[Code, ...]
    title: str = ""
    note: str = ""
    left: tuple[str, ...] = ()


def codes_of(packs: Iterable[Pack], framework: Framework) -> tuple[Code, ...]:
    """One code for each pack, with its layers and active items; `framework` knows the layers of other packs."""
    return tuple(
        _marked(pack.title, _credit(pack), f"pack {pack.id} {pack.version}", tuple(_layers(pack, framework)))
        for pack in packs
    )


def _layers(pack: Pack, framework: Framework) -> Iterator[Code]:
    active = [item for item in pack.items if item.status == "active"]
    known = {**framework.layers, **{layer.id: layer for layer in pack.layers}}
    wanted = {layer.id for layer in pack.layers} | {item.layer for item in active}
    for name in sorted(wanted, key=lambda name: (known[name].order, name)):
        items = [item for item in active if item.layer == name]
        codes = tuple(_grouped(f"{pack.id} {name}", items))
        yield _marked(known[name].title, known[name].help, f"layer {name}", codes, within=pack.id)


def _grouped(path: str, items: list[Item]) -> Iterator[Code]:
    for n, (group, members) in enumerate(groupby(items, key=lambda item: item.group)):
        codes = tuple(_marked(item.label, item.definition, f"item {item.id}", codable=True) for item in members)
        if group:
            yield Code(group, False, codes=codes, guid=_guid(f"group {path} {n} {group}"))
        else:
            yield from codes


def _marked(
    name: str, words: str, mark: str, codes: tuple[Code, ...] = (), *, codable: bool = False, within: str = ""
) -> Code:
    identity = " ".join([*mark.split(" ")[:2], *([within] if within else [])])  # a pack keeps its guid in each version
    return Code(name, codable, "\n\n".join(filter(None, [words, f"rcpjournal {mark}"])), codes, _guid(identity))


def _guid(identity: str) -> str:
    """The same for the same thing, in each export."""
    from uuid import UUID, uuid5

    return str(uuid5(UUID("7263706a-6f75-4e61-8c00-716463000001"), identity))


def _credit(pack: Pack) -> str:
    """Where the names are from, as far as the title does not say so."""
    source = pack.source
    title = "" if source.title == pack.title else source.title
    return "\n".join(filter(None, [title, source.author, source.url, source.note]))
