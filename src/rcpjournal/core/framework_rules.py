"""What must hold between the parts of a framework, once each part has its right shape."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from rcpjournal.core.framework import Framework, Item, Layer, Pack, Problem, Prompt
from rcpjournal.core.words import shorten

_NEEDS_LAYER_KINDS = {
    "tags": {"tag"},
    "conditions": {"condition"},
    "ratings": {"rating"},
    "lens": {"lens"},
    "choice": {"choice"},
}


def problems(packs: Sequence[Pack], base: Sequence[Pack] = ()) -> list[Problem]:
    """Every fault found in `packs`, which are to be used together with `base` (already in use)."""
    whole = Framework([*base, *packs])
    return [
        *_duplicates(packs, base),
        *(
            Problem(("packs", n, *problem.path), problem.words)
            for n, pack in enumerate(packs)
            for check in (_ids, _layers, _items, _relations, _prompts, _flows)
            for problem in check(pack, whole)
        ),
        *_circles(packs, whole),
    ]


def hindering(found: Sequence[Problem]) -> list[Problem]:
    """The faults that keep sound packs from being used without one another.

    A question or a layer that only another pack has is simply not asked.
    """
    return [p for p in found if not ("flows" in p.path or ("prompts" in p.path and "layers" in p.path))]


_ID = r"[\w-]{1,80}(\.[\w-]{1,80}){0,3}\Z"


def _ids(pack: Pack, whole: Framework) -> Iterator[Problem]:
    things: list[tuple[tuple[str | int, ...], str]] = [(("id",), pack.id)]
    for part in ("layers", "items", "prompts", "flows"):
        things += [((part, i, "id"), thing.id) for i, thing in enumerate(getattr(pack, part))]
    for path, name in things:
        if not re.match(_ID, name):
            shown = shorten(name, 60)
            yield Problem(path, f"{shown!r} is not an id: letters, digits and hyphens, in parts joined by full stops")


def _duplicates(packs: Sequence[Pack], base: Sequence[Pack]) -> Iterator[Problem]:
    for part in ("layers", "items", "prompts", "flows"):
        seen = Counter(thing.id for pack in base for thing in getattr(pack, part))
        for n, pack in enumerate(packs):
            for i, thing in enumerate(getattr(pack, part)):
                seen[thing.id] += 1
                if seen[thing.id] > 1:
                    yield Problem(("packs", n, part, i, "id"), f"the id {thing.id} stands here a second time")
    ids = Counter(pack.id for pack in base)
    for n, pack in enumerate(packs):
        ids[pack.id] += 1
        if ids[pack.id] > 1:
            yield Problem(("packs", n, "id"), f"the pack id {pack.id} stands here a second time")


def _layers(pack: Pack, whole: Framework) -> Iterator[Problem]:
    for i, layer in enumerate(pack.layers):
        if (layer.kind == "choice") != (layer.field is not None):
            yield Problem(("layers", i, "field"), "a choice layer names its entry field, and only a choice layer does")
        if layer.stances and layer.kind != "tag":
            yield Problem(("layers", i, "stances"), "only a tag layer takes stances")
        if layer.details and layer.kind != "condition":
            yield Problem(("layers", i, "details"), "only a condition layer asks for details")


def _items(pack: Pack, whole: Framework) -> Iterator[Problem]:
    for i, item in enumerate(pack.items):
        here = ("items", i)
        layer = whole.layers.get(item.layer)
        if layer is None:
            yield Problem((*here, "layer"), f"there is no layer {item.layer}")
        else:
            yield from (Problem((*here, *p.path), p.words) for p in _item_in_layer(item, layer, pack, whole))
        if item.status == "retired" and not item.reason.strip():
            yield Problem((*here, "status"), f"{item.id} is retired without a reason")
        for n, later in enumerate(item.superseded_by):
            if later not in whole.items:
                yield Problem((*here, "superseded_by", n), f"there is no item {later}")
        for n, prompt in enumerate(item.prompts):
            if prompt not in whole.prompts:
                yield Problem((*here, "prompts", n), f"there is no prompt {prompt}")


def _item_in_layer(item: Item, layer: Layer, pack: Pack, whole: Framework) -> Iterator[Problem]:
    if not item.id.startswith(f"{pack.id}.{layer.id}.") or not item.slug:
        yield Problem(("id",), f"the id {item.id} should begin with {pack.id}.{layer.id}.")
    if not layer.open and layer not in pack.layers:
        yield Problem(("layer",), f"the layer {layer.id} is closed: only its own pack adds items to it")
    if (layer.kind == "choice") != bool(item.value):
        yield Problem(("value",), "an item of a choice layer has a value, and only such an item has")
    if layer.kind in ("text", "lens") and not item.prompts:
        yield Problem(("prompts",), f"an item of the {layer.kind} layer {layer.id} needs its questions")


def _relations(pack: Pack, whole: Framework) -> Iterator[Problem]:
    for i, link in enumerate(pack.relations):
        for end, item in (("from", link.from_), ("to", link.to)):
            if item not in whole.items:
                yield Problem(("relations", i, end), f"there is no item {item}")


def _prompts(pack: Pack, whole: Framework) -> Iterator[Problem]:
    for i, prompt in enumerate(pack.prompts):
        here = ("prompts", i)
        for n, name in enumerate(prompt.layers):
            layer = whole.layers.get(name)
            if layer is None:
                yield Problem((*here, "layers", n), f"there is no layer {name}")
            elif layer.kind not in _NEEDS_LAYER_KINDS.get(prompt.answer, {"tag"}):
                yield Problem((*here, "layers", n), f"an answer of kind {prompt.answer} cannot be given in {name}")
        if words := _prompt_fault(prompt):
            yield Problem((*here, "answer"), words)


_DETAILS = {
    "conditions": {"rule", "blocker", "response", "sphere"},
    "action": {"why", "how", "whose_view", "due"},
}


def _prompt_fault(prompt: Prompt) -> str:
    if unknown := set(prompt.details) - _DETAILS.get(prompt.answer, set()):
        return f"an answer of kind {prompt.answer} has no details called {', '.join(sorted(unknown))}"
    if prompt.answer == "choice" and bool(prompt.layers) == bool(prompt.options):
        return "a choice has either a layer or options"
    if prompt.answer in ("tags", "conditions", "ratings", "lens") and not prompt.layers:
        return f"an answer of kind {prompt.answer} needs a layer"
    if prompt.answer == "choice" and len(prompt.layers) > 1:
        return "a choice is made in one layer"
    if prompt.monthly and prompt.answer != "text":
        return "a monthly prompt is answered in words"
    return ""


def _flows(pack: Pack, whole: Framework) -> Iterator[Problem]:
    for i, flow in enumerate(pack.flows):
        for n, step in enumerate(flow.steps):
            if step not in whole.prompts:
                yield Problem(("flows", i, "steps", n), f"there is no prompt {step}")
        kinds = whole.choices("kind")
        if flow.kind and flow.kind not in kinds:
            known = f"choose from {', '.join(kinds)}" if kinds else "no layer names kinds"
            yield Problem(("flows", i, "kind"), f"there is no kind {shorten(flow.kind, 60)}; {known}")
        if not any(step in whole.prompts and whole.prompts[step].answer == "text" for step in flow.steps):
            yield Problem(("flows", i, "steps"), "a flow needs at least one question answered in words")


def _circles(packs: Sequence[Pack], whole: Framework) -> Iterator[Problem]:
    for n, pack in enumerate(packs):
        for i, item in enumerate(pack.items):
            if item.superseded_by and _leads_back(item.id, whole):
                yield Problem(
                    ("packs", n, "items", i, "superseded_by"), f"{item.id} is superseded by itself in the end"
                )


def _leads_back(start: str, whole: Framework) -> bool:
    seen: set[str] = set()
    ahead = list(whole.items[start].superseded_by)
    while ahead:
        name = ahead.pop()
        if name == start:
            return True
        if name not in seen and name in whole.items:
            seen.add(name)
            ahead.extend(whole.items[name].superseded_by)
    return False
