"""A tree of codes as packs of a framework: ours come back as they were, others become layers and items. Pure.

What such a tree cannot hold (docs/codebooks.md) comes back from the pack of the same id that the journal knows.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from rcpjournal.core.codebook import Code, Codebook, CodebookFault
from rcpjournal.core.framework import Flow, Item, Layer, Pack, Prompt, Source
from rcpjournal.core.words import one_line, shorten

LOOSE = "Codes"
"""the layer of codes that stand alone"""
_MARK = re.compile(r"(?:\A|\r\n\r\n|\n\n?)rcpjournal (pack|layer|item) (\S{1,330})(?: ([^\n]{1,200}?))?\s*\Z")
_LONGEST_SLUG = 60


class Made(NamedTuple):
    """Packs made from codes, the line of each part, what has no place in them, and which pack is of others' codes."""

    packs: tuple[Pack, ...]
    lines: Mapping[tuple[str | int, ...], int]
    left: tuple[str, ...]
    foreign: str = ""


def packs_of(book: Codebook, *, name: str, as_: str = "", owners: Mapping[str, str] | None = None) -> Made:
    """Packs made from codes: one for each of ours, and one, called `name`, for all codes of others.

    `as_` names the one pack that the file holds; `owners`: which pack has which layer already. Raises CodebookFault.
    """
    ours = [(code, mark) for code in book.codes if (mark := _mark_of(code, "pack"))]
    others = tuple(code for code in book.codes if not _mark_of(code, "pack"))
    heads = [_Head(mark.id, mark.version, code.name, _words_of(code), code.codes, code.line) for code, mark in ours]
    if others:
        id_ = _slug(name) or "codebook"
        heads.append(_Head(id_, "1", one_line(book.title) or name, book.note, others, others[0].line))
    if not heads:
        raise CodebookFault(1, "there is no code in it")
    if as_ and len(heads) > 1:
        raise CodebookFault(heads[1].line, f"there are {len(heads)} packs in it, and --as names one")
    making = _Making(owners or {})
    packs = tuple(making.pack(n, head, as_ or head.id) for n, head in enumerate(heads))
    return Made(packs, making.lines, (*book.left, *making.left), packs[-1].id if others else "")


class _Mark(NamedTuple):
    """What our mark names."""

    id: str
    version: str


class _Head(NamedTuple):
    """A pack that is to be made: how it is called in the file, and its codes."""

    id: str
    version: str
    title: str
    note: str
    codes: tuple[Code, ...]
    line: int


class _Making:
    """Packs in the making: ids that are taken, lines, and what is left out."""

    def __init__(self, owners: Mapping[str, str]) -> None:
        self._owners = owners
        self._layers: dict[str, int] = {}
        self._items: dict[str, int] = {}
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.left: list[str] = []

    def pack(self, n: int, head: _Head, id_: str) -> Pack:
        layers: list[Layer] = []
        items: list[Item] = []
        self.lines[("packs", n)] = head.line
        for code, members in _sections(head.codes):
            mark = _mark_of(code, "layer")
            known = mark.id if mark else _slug(code.name) or "layer"
            owner = self._owners.get(known, id_)
            if mark and owner not in (id_, head.id):
                layer = known  # the pack adds to a layer of another one
            else:
                layer = _free(known if owner == id_ else f"{id_}-{known}", self._layers)
                title = code.name if mark else one_line(code.name)
                place = len(layers) + 1
                layers.append(Layer(id=layer, title=title, order=place, kind="tag", help=_words_of(code), open=True))
            for member, group in [*([(code, "")] if code.codable else []), *self._members(code, ""), *members]:
                self.lines[("packs", n, "items", len(items))] = member.line
                items.append(self._item(member, group, f"{head.id}.{known}.", f"{id_}.{layer}.", layer))
        prompts, flows = _asking(id_, head.title, layers, items)
        source = Source(title=head.title, note=head.note)
        return Pack(
            id=id_, version=head.version, title=head.title, source=source, layers=tuple(layers), items=tuple(items),
            prompts=prompts, flows=flows,
        )  # fmt: skip

    def _members(self, code: Code, group: str) -> Iterator[tuple[Code, str]]:
        for child in code.codes:
            if child.codable:
                yield child, group
            elif not child.codes:
                self.left.append(f"“{shorten(one_line(child.name), 60)}”, a heading with no code below it")
            inner = f"{group} / {one_line(child.name)}" if group else child.name
            yield from self._members(child, inner)

    def _item(self, code: Code, group: str, was: str, within: str, layer: str) -> Item:
        mark = _mark_of(code, "item")
        kept = mark.id.removeprefix(was) if mark and mark.id.startswith(was) else ""
        slug = kept or _slug(code.name) or f"code-{len(self._items) + 1}"
        label = code.name if mark else one_line(code.name)
        id_ = _free(f"{within}{slug}", self._items)
        return Item(id=id_, layer=layer, label=label, definition=_words_of(code), group=group)


def _sections(codes: tuple[Code, ...]) -> Iterator[tuple[Code, list[tuple[Code, str]]]]:
    """What becomes a layer; codes that stand alone share one, the last."""
    alone = [code for code in codes if code.codable and not code.codes]
    yield from ((code, []) for code in codes if code.codes or not code.codable)
    if alone:
        yield Code(LOOSE, False), [(code, "") for code in alone]


def _asking(
    id_: str, title: str, layers: Sequence[Layer], items: Sequence[Item]
) -> tuple[tuple[Prompt, ...], tuple[Flow, ...]]:
    """Questions by which the items can be recorded, what happened and then each layer, and a flow of them.

    None for a pack without layers of its own: it adds to what others ask.
    """
    used = {item.layer for item in items}
    asked = [
        Prompt(
            id=f"{id_}.prompt.{layer.id}", text=f"{layer.title}: which of these were in it?", answer="tags",
            layers=(layer.id,), provenance="own",
        )
        for layer in layers if layer.id in used
    ]  # fmt: skip
    if not asked:
        return (), ()
    told = Prompt(
        id=f"{id_}.prompt.what-happened", text="What happened? No names.", stage="experience", provenance="own"
    )
    prompts = (told, *asked)
    return prompts, (Flow(id=id_, title=title, steps=tuple(prompt.id for prompt in prompts)),)


def _mark_of(code: Code, kind: str) -> _Mark | None:
    found = _MARK.search(code.description)
    return _Mark(found[2], found[3] or "1") if found and found[1] == kind else None


def _words_of(code: Code) -> str:
    """A description without our mark."""
    return _MARK.sub("", code.description, count=1)


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-_")[:_LONGEST_SLUG].strip("-_")


def _free(wanted: str, taken: dict[str, int]) -> str:
    """`wanted`, or with a number where that is taken; taken from now on."""
    name, n = wanted, taken.get(wanted, 0)
    while name in taken:
        n += 1
        name = f"{wanted}-{n}"
    taken[name] = taken[wanted] = max(n, 1)
    return name


# --- what the journal knows already -----------------------------------------------------------------


def settled(pack: Pack, known: Pack | None) -> Pack:
    """`pack` with what a codebook cannot hold from the `known` one; `known` itself where nothing changed.

    Where something did, it has the next version. Retired items stay.
    """
    if known is None:
        return pack
    layers, items = {one.id: one for one in known.layers}, {one.id: one for one in known.items}
    kept = [
        replace(items[one.id], label=one.label, definition=one.definition, group=one.group) if one.id in items else one
        for one in pack.items
    ]
    kept += [one for one in known.items if one.status == "retired" and one.id not in {item.id for item in pack.items}]
    ids = {one.id for one in kept}
    grown = replace(
        known,
        title=pack.title,
        layers=tuple(
            replace(layers[one.id], title=one.title, help=one.help) if one.id in layers else one for one in pack.layers
        ),
        items=tuple(kept),
        relations=tuple(one for one in known.relations if one.from_ in ids and one.to in ids),
    )
    if (known.prompts, known.flows) == _asking(known.id, known.title, known.layers, known.items):  # not a person's own
        grown = replace(grown, prompts=pack.prompts, flows=pack.flows)
    return known if _same(grown, known) else replace(grown, version=_next(known.version))


def _same(one: Pack, other: Pack) -> bool:
    """Whether two packs hold the same, in whichever order."""

    def sorted_(pack: Pack) -> Pack:
        return replace(
            pack,
            layers=tuple(sorted(pack.layers, key=lambda layer: layer.id)),
            items=tuple(sorted(pack.items, key=lambda item: item.id)),
        )

    return sorted_(one) == sorted_(other)


def _next(version: str) -> str:
    number = re.search(r"\d{1,9}\Z", version)
    return f"{version[: number.start()]}{int(number[0]) + 1}" if number else f"{version}.1"
