"""The framework as people look at it: all of it, a layer, an item, a question, a flow."""

from collections.abc import Iterator

from rcpjournal.core.framework import Framework, Item, Layer, Prompt, Provenance
from rcpjournal.core.records import StoredPack
from rcpjournal.core.words import plural
from rcpjournal.views import styled
from rcpjournal.views.styled import Line, dim, line, strong, title

WIDEST = 88
_PROVENANCE = {"source": "", "project": "our reading", "own": "your own"}
_RELATIONS = {"expresses": ("expresses", "expressed by"), "might-help": ("might help", "might be helped by")}
_KINDS = {
    "tag": "tagged",
    "condition": "noted as a condition",
    "choice": "chosen",
    "rating": "rated 1 to 5, or not sure; never added up",
    "text": "answered in words",
    "lens": "a lens, only when asked for",
}


def overview(framework: Framework, packs: list[StoredPack], width: int, *, plain: bool = False) -> Iterator[Line]:
    """Packs, layers in order with their items (`plain`: each on a line of its own), flows."""
    width = min(width, WIDEST)
    for pack in packs:
        use = "in use" if pack.in_use else "not in use"
        yield line(strong(f"{pack.title}"), dim(f"  {pack.id} {pack.version}, {pack.origin}, {use}"))
    for pack_in_use in framework.packs:
        if pack_in_use.source.author:
            source = f"{pack_in_use.id}: labels from {pack_in_use.source.author}, {pack_in_use.source.title}"
            yield from styled.wrapped(source, width, "  ", "dim")
    for layer in framework.layers.values():
        items = framework.items_of(layer.id)
        yield styled.EMPTY
        yield from _heading(layer, f"{layer.id}, {len(items)}, {_KINDS[layer.kind]}", width)
        names = [item.label + (" (your own)" if item.provenance == "own" else "") for item in items]
        for words in names if plain else [" · ".join(names)]:
            yield from styled.wrapped(words, width, "  ")
    yield styled.EMPTY
    yield title("Flows")
    for flow in framework.flows.values():
        about = f"about {flow.minutes} min, " if flow.minutes else ""
        yield line(f"  {flow.id}", dim(f"  {about}{plural(len(flow.steps), 'question')}"))
    yield styled.EMPTY
    yield from styled.wrapped(
        "`rcpjournal framework show principle` shows a layer, `… show trust` one item, `… show quick` a flow.",
        width,
        style="dim",
    )


def _heading(layer: Layer, about: str, width: int) -> Iterator[Line]:
    """A layer's title and what it is, on a line of its own where both do not fit into one."""
    if styled.width_of(f"{layer.title}  {about}") <= width:
        yield line(styled.Span(layer.title, "title"), dim(f"  {about}"))
        return
    yield from styled.wrapped(layer.title, width, style="title")
    yield from styled.wrapped(about, width, "  ", "dim")


def layer_lines(layer: Layer, framework: Framework, width: int) -> Iterator[Line]:
    """A layer: what it is for, its items with their definitions, what is asked about them."""
    width = min(width, WIDEST)
    yield from _heading(layer, f"{layer.id}, {_KINDS[layer.kind]}", width)
    if layer.aliases:
        yield from styled.wrapped(f"also called {', '.join(layer.aliases)}", width, "  ", "dim")
    yield from styled.wrapped(layer.help, width, "  ", "dim")
    if layer.stances:
        yield from styled.wrapped(f"stance: {', '.join(layer.stances)}", width, "  ", "dim")
    group = ""
    for item in framework.items_of(layer.id, retired=True):
        if item.group != group:
            group = item.group
            yield styled.EMPTY
            yield line(dim(f"  {group}"))
        yield from _item_in_layer(item, width)
    for detail in layer.details:
        yield styled.EMPTY
        yield from styled.wrapped(detail.text, width, "  ")
        for option in detail.options:
            yield from styled.wrapped(f"{option.value}: {option.label}", width, "    ", "dim")
    links = {link for item in framework.items_of(layer.id) for link in _links(item, framework) if link}
    if links and layer.id == "chain":
        yield styled.EMPTY
        for words in sorted(links):
            yield from styled.wrapped(words, width, "  ")


def _item_in_layer(item: Item, width: int) -> Iterator[Line]:
    notes = [item.scope, _PROVENANCE[item.provenance], "retired" if item.status == "retired" else ""]
    said = ", ".join(note for note in notes if note)
    yield line("  ", strong(item.label), dim(f"  {item.id}{', ' + said if said else ''}"))
    if item.definition:
        yield from styled.wrapped(item.definition, width, "      ")


def item_lines(item: Item, framework: Framework, width: int) -> Iterator[Line]:
    """One item: its definition, where it comes from, what it is linked to, what it asks."""
    width = min(width, WIDEST)
    yield line(strong(item.label), dim(f"  {item.id}"))
    yield from styled.wrapped(item.definition, width, "  ")
    layer = framework.layers[item.layer]
    facts = [
        f"layer: {layer.title}",
        f"group: {item.group}" if item.group else "",
        f"scope: {item.scope}" if item.scope else "",
        f"also called: {', '.join(item.aliases)}" if item.aliases else "",
        f"since {item.since}" if item.since else "",
        _PROVENANCE[item.provenance],
        f"retired: {item.reason}" if item.status == "retired" else "",
        f"now: {', '.join(item.superseded_by)}" if item.superseded_by else "",
    ]
    for fact in facts:
        if fact:
            yield from styled.wrapped(fact, width, "  ", "dim")
    for words in _links(item, framework):
        yield from styled.wrapped(words, width, "  ")
    for name in item.prompts:
        yield from styled.wrapped(f"asks: {framework.prompts[name].text}", width, "  ")


def _links(item: Item, framework: Framework) -> Iterator[str]:
    for link in framework.relations:
        if item.id not in (link.from_, link.to):
            continue
        forth, back = _RELATIONS.get(link.type, (link.type, f"{link.type} (from)"))
        note = _note(link.provenance)
        other = framework.items[link.to if item.id == link.from_ else link.from_]
        if link.type == "might-help":
            first, second = framework.items[link.from_], framework.items[link.to]
            yield f"{first.label} might help with: {second.label}{note}"
        else:
            yield f"{forth if item.id == link.from_ else back}: {other.label}{note}"


def _note(provenance: Provenance) -> str:
    return f" ({_PROVENANCE[provenance]})" if _PROVENANCE[provenance] else ""


def prompt_lines(prompt: Prompt, width: int) -> Iterator[Line]:
    """One question, and what helps to answer it."""
    yield line(strong(prompt.text), dim(f"  {prompt.id}"))
    yield from styled.wrapped(prompt.help, min(width, WIDEST), "  ")
    yield line(dim(f"  answered with: {prompt.answer}{', once a month' if prompt.monthly else ''}"))
    if prompt.stage:
        yield line(dim(f"  stage of the supervision cycle: {prompt.stage}{_note(prompt.provenance)}"))


def flow_lines(flow: str, framework: Framework, width: int) -> Iterator[Line]:
    """A flow: its questions in order."""
    found = framework.flows[flow]
    yield line(
        styled.Span(found.title, "title"), dim(f"  {found.id}{f', about {found.minutes} min' if found.minutes else ''}")
    )
    yield from styled.wrapped(found.help, min(width, WIDEST), "  ", "dim")
    if kept_as := framework.choices("kind").get(found.kind):
        yield line(dim(f"  for one kind of moment: {kept_as.label}"))
    for n, step in enumerate(found.steps, 1):
        yield from styled.wrapped(f"{n:>2}. {framework.prompts[step].text}", min(width, WIDEST), "  ")
