"""The framework: show, check, add, use, upgrade."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rcpjournal.cli.codebooks import AsOption, export_framework, is_codebook, packs_in
from rcpjournal.cli.context import here, shipped_packs
from rcpjournal.cli.help import Grouped, example
from rcpjournal.cli.options import JsonOption
from rcpjournal.cli.terminal import say, show, show_json, show_text
from rcpjournal.core.words import plural
from rcpjournal.errors import AmbiguousItem, FrameworkRefused, UnknownItem, UsageProblem

if TYPE_CHECKING:
    from rcpjournal.core.framework import Framework, Item

framework_app = typer.Typer(
    cls=Grouped, rich_markup_mode=None, add_completion=False, no_args_is_help=True,
    help="Look at the framework, add to it. Check one, and choose what is in use.",
    epilog=example("framework show", "framework show trust"),
)  # fmt: skip


@framework_app.command("show", epilog=example("framework show", "framework show principle", "framework show trust"))
def show_framework(
    what: Annotated[
        str | None, typer.Argument(metavar="[LAYER|ITEM]", help="A layer, an item, a flow or a question.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Show the framework, a layer, or one item."""
    from rcpjournal.views import framework as view

    framework = here.framework
    if json:
        show_json(_as_document(framework, what))
    elif what is None:
        show(view.overview(framework, here.journal().frameworks.packs(), here.width, plain=here.plain))
    elif what in framework.layers:
        show(view.layer_lines(framework.layers[what], framework, here.width))
    elif what in framework.flows:
        show(view.flow_lines(what, framework, here.width))
    elif what in framework.prompts:
        show(view.prompt_lines(framework.prompts[what], here.width))
    else:
        items = _items(what, framework)
        show(line for item in items for line in view.item_lines(item, framework, here.width))


def _items(word: str, framework: "Framework") -> "list[Item]":
    """The items that a word may mean: for looking, all of them will do."""
    from difflib import get_close_matches

    try:
        return [framework.find(word)]
    except AmbiguousItem as error:
        return [framework.items[name] for name in error.ids]
    except UnknownItem:
        layers = [
            name for name, layer in framework.layers.items() if word.casefold() in (layer.title.casefold(), f"{name}s")
        ]
        near = layers or get_close_matches(word, [*framework.layers, *framework.flows], n=2) or framework.near(word)
        raise UnknownItem(word, near) from None


def _as_document(framework: "Framework", what: str | None) -> dict[str, object]:
    from rcpjournal.core.framework_data import plain

    packs = [plain(pack) for pack in framework.packs]
    if what is not None:
        packs = [part for pack in packs if (part := _only(pack, what, framework))]
    return {"schema": "rcpjournal/framework/1", "packs": packs}


def _only(pack: "dict[str, Any]", what: str, framework: "Framework") -> "dict[str, Any] | None":
    """The pack cut down to one layer, item, flow or question; None where it holds nothing of it."""
    if what in framework.flows or what in framework.prompts:
        wanted, parts = {what}, ["flows", "prompts"]
    elif what in framework.layers:
        wanted, parts = {item.id for item in framework.items_of(what, retired=True)}, ["items"]
    else:
        wanted, parts = {item.id for item in _items(what, framework)}, ["items"]
    found = {part: [one for one in pack.get(part, ()) if one["id"] in wanted] for part in parts}
    layers = {what, *(item["layer"] for item in found.get("items", ()))}
    if "items" in found:
        found["layers"] = [one for one in pack.get("layers", ()) if one["id"] in layers]
    head = {name: pack[name] for name in ("id", "version", "title", "source")}
    return {**head, **{part: rows for part, rows in found.items() if rows}} if any(found.values()) else None


@framework_app.command(epilog=example("framework check our-team.yaml", "framework check codes.qdc --as team"))
def check(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A framework file (YAML), or a codebook (.qdc, .matrix).")
    ],
    as_: AsOption = None,
) -> None:
    """Check a framework file; change nothing."""
    for pack in packs_in(file, here.framework.packs, as_):
        counts = [
            plural(len(pack.layers), "layer"),
            plural(len(pack.items), "item"),
            plural(len(pack.prompts), "question"),
            plural(len(pack.flows), "flow"),
        ]
        show_text(f"{file}: {pack.id} {pack.version} is sound: {', '.join(counts)}.")


@framework_app.command(
    epilog=example(
        'framework add "Making tea" --layer behaviour',
        "framework add --pack our-team.yaml",
        "framework add --pack codes.qdc --as team",
    )
)
def add(
    label: Annotated[str | None, typer.Argument(metavar="[LABEL]", help="An item of your own: its name.")] = None,
    layer: Annotated[
        str | None,
        typer.Option("--layer", metavar="LAYER", help="The layer it belongs to: behaviour, skill, …"),
    ] = None,
    definition: Annotated[str, typer.Option("--definition", metavar="TEXT", help="What you mean by it.")] = "",
    pack: Annotated[
        Path | None,
        typer.Option("--pack", metavar="FILE", help="A whole pack: YAML, a codebook (.qdc), SmartEvidence (.matrix)."),
    ] = None,
    as_: AsOption = None,
) -> None:
    """Add an item or a pack of your own. The shipped ones stay as they are."""
    if (label is None) == (pack is None):
        raise UsageProblem(
            'Name one item and its layer, or a pack: `rcpjournal framework add "…" --layer behaviour`, `… --pack FILE`.'
        )
    if pack is not None:
        _add_pack(pack, as_)
    elif layer is None:
        raise UsageProblem(f"Which layer does it belong to? --layer {' or '.join(_open_layers(here.framework))}.")
    else:
        _add_item((label or "").strip(), layer, definition)


def _add_pack(file: Path, as_: str | None) -> None:
    from rcpjournal.core.framework import OWN_PACK

    frameworks = here.journal(writing=True).frameworks
    shipped = {pack.id for pack in frameworks.packs() if pack.origin == "shipped"}
    packs = packs_in(file, frameworks.current().packs, as_)
    if taken := [pack.id for pack in packs if pack.id in shipped | {OWN_PACK}]:
        whose = "your single items" if taken[0] == OWN_PACK else "the shipped framework"
        another = "give yours another, with --as" if is_codebook(file) else "give yours another"
        raise FrameworkRefused([f"{file}: the pack id {taken[0]} is taken by {whose}; {another}."])
    ids = {pack.id for pack in packs}
    frameworks.use([*(pack for pack in frameworks.current().packs if pack.id not in ids), *packs], origin="own")
    for pack in packs:
        show_text(f"{pack.id} {pack.version} is in use.")


def _add_item(label: str, layer: str, definition: str) -> None:
    from dataclasses import replace

    from rcpjournal.core.framework import OWN_PACK, Pack, Source
    from rcpjournal.core.framework_rules import problems

    frameworks = here.journal(writing=True).frameworks
    framework = frameworks.current()
    own = frameworks.own() or Pack(id=OWN_PACK, version="0", title="My own additions", source=Source(title="My own"))
    item = _own_item(label, layer, definition, framework)
    grown = replace(own, version=str(int(own.version) + 1), items=(*own.items, item))
    others = [pack for pack in framework.packs if pack.id != OWN_PACK]
    if found := problems([grown], others):
        raise FrameworkRefused([f"“{label}” cannot be added: {problem.words}." for problem in found])
    frameworks.use([*others, grown], origin="own")
    show_text(item.id)
    say(f"“{label}” is now in {framework.layers[item.layer].title}. `rcpjournal framework show {item.slug}` shows it.")


def _own_item(label: str, layer: str, definition: str, framework: "Framework") -> "Item":
    from rcpjournal.core.framework import OWN_PACK, Item

    if layer not in framework.layers or not framework.layers[layer].open:
        raise UsageProblem(f"“{layer}” takes no items of one's own. These do: {', '.join(_open_layers(framework))}.")
    slug = re.sub(r"[^\w]+", "-", label.casefold()).strip("-_")
    if not slug:
        raise UsageProblem("The name needs at least one letter.")
    found = framework.layers[layer]
    if found.kind in ("lens", "text"):
        raise UsageProblem(f"{found.title} are asked through questions of their own; add them as a pack: --pack FILE.")
    return Item(
        id=f"{OWN_PACK}.{layer}.{slug}",
        layer=layer,
        label=label,
        definition=definition,
        provenance="own",
        value=slug if found.kind == "choice" else "",
    )


def _open_layers(framework: "Framework") -> list[str]:
    return [layer.id for layer in framework.layers.values() if layer.open]


framework_app.command(
    "export", epilog=example("framework export qdc -o framework.qdc", "framework export qdc --pack rcp")
)(export_framework)


@framework_app.command(epilog=example("framework use rcp", "framework use rcp tar own"))
def use(
    packs: Annotated[list[str], typer.Argument(metavar="PACK...", help="Packs by id, or id@version.")],
) -> None:
    """Choose which packs are in use from now on. Old entries keep theirs."""
    from rcpjournal.core.framework_rules import hindering, problems

    frameworks = here.journal(writing=True).frameworks
    chosen = [frameworks.pack(name)[0] for name in dict.fromkeys(packs)]
    if found := hindering(problems(chosen)):
        raise FrameworkRefused([f"These packs cannot be used without what they refer to: {found[0].words}."])
    if not any(flow.steps for pack in chosen for flow in pack.flows):
        say("No flow is in use now, so `write` has nothing to ask; `add` still works.")
    frameworks.use(chosen)
    show_text(f"In use: {', '.join(f'{pack.id} {pack.version}' for pack in chosen)}.")


@framework_app.command(epilog=example("framework upgrade"))
def upgrade() -> None:
    """Take up the newer framework. It came with this version of the program; your own items stay."""
    from rcpjournal.core.framework_rules import problems

    frameworks = here.journal(writing=True).frameworks
    used = frameworks.current()
    shipped = {pack.id: pack for pack in shipped_packs()}
    newer = [pack for pack in used.packs if pack.id in shipped and shipped[pack.id] != pack]
    if not newer:
        show_text("The framework in use is the one that came with this program.")
        return
    packs = [shipped.get(pack.id, pack) for pack in used.packs]
    if found := problems(packs):
        raise FrameworkRefused(
            [f"Your own items do not fit the new framework yet: {problem.words}." for problem in found]
        )
    frameworks.use(packs)
    for pack in newer:
        show_text(f"{pack.id}: {pack.version} to {shipped[pack.id].version}.")
