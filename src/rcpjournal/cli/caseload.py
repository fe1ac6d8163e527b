"""The supervisor's side: packs received, whom they are from, what they say across sessions, and the key."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.help import example
from rcpjournal.cli.options import JsonOption, YesOption, expect_only, whole_number
from rcpjournal.cli.terminal import confirm, say, show, show_json, show_text
from rcpjournal.core.words import plural
from rcpjournal.errors import NobodyToAsk, UsageProblem
from rcpjournal.files import paths

if TYPE_CHECKING:
    from rcpjournal.cli.sharing import Target
    from rcpjournal.core.records import Received
    from rcpjournal.core.sharing.page import Page

_LONGEST_FILE = 8_000_000
"""bytes: a pack of the most characters there may be, sealed and as text"""

_WITH_SUMMARY = {"from_", "json"}
_WITH_EXPORT = {"from_", "pack", "page_format", "output", "encrypt_to", "force", "format_"}

KeyOption = Annotated[
    Path | None, typer.Option("--key", metavar="FILE", help="Your key, for a sealed pack; the journal's if not given.")
]


def register(app: typer.Typer) -> None:
    """Puts these commands among those of `supervision`."""
    for function, examples in (
        (receive, ("supervision receive page.json", 'supervision receive page.json --as "Duty"')),
        (caseload, ("supervision caseload", 'supervision caseload "Duty worker"')),
        (remove, ("supervision remove 3",)),
        (keygen, ("supervision keygen", "supervision keygen -o key.txt")),
    ):
        app.command(epilog=example(*examples))(function)


def receive(
    pack: Annotated[str, typer.Argument(metavar="PACK", help="The file a worker gave you; - for standard input.")],
    as_: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Whom it is from; the name on its page if not given.")
    ] = None,
    key: KeyOption = None,
) -> None:
    """For supervisors: keep a worker's pack. It goes into your caseload, apart from your own entries."""
    from rcpjournal.core.sharing.pack import opened_pack
    from rcpjournal.core.sharing.received import checked_figures, person

    text = _text(_plain(_data(pack), key))
    opened = checked_figures(opened_pack(text), here.today)
    page = opened.page
    name = person(as_, page)
    store = here.journal(writing=True).caseload
    kept, new = store.keep(text, name=name, digest=opened.digest, since=page.since, until=page.until)
    show_text(str(kept.number))
    if not new:
        other = f" To have it under another name, `rcpjournal supervision remove {kept.number}` first." if as_ else ""
        say(f"It is here already, as pack {kept.number} from {kept.name}. Nothing was added.{other}")
        return
    packs = plural(len(store.packs_of(kept.name)), "pack")
    say(f"Kept: {page.period}, from {kept.name} ({packs}). `rcpjournal summary --from {_quoted(kept.name)}` reads it.")


def _data(pack: str) -> bytes:
    from rcpjournal.errors import PackRefused
    from rcpjournal.files.reading import read_bytes

    most = _LONGEST_FILE + 1
    if pack == "-" and sys.stdin.isatty():
        here.journal(writing=True)  # asks for its passphrase before anything can be pasted
    data = sys.stdin.buffer.read(most) if pack == "-" else read_bytes(paths.expanded(pack), most=most)
    if len(data) == most:
        raise PackRefused(f"it is longer than {_LONGEST_FILE:,} bytes, and no pack is")
    return data


def _plain(data: bytes, key: Path | None) -> bytes:
    """What a sealed file holds; another file as it is."""
    from rcpjournal.files.age import is_sealed, unsealed

    if not is_sealed(data):
        return data
    file = paths.expanded(str(key)) if key else paths.key_in(here.home)
    if key is None and not file.exists():
        from rcpjournal.core.sharing.refusals import KeyRefused

        raise KeyRefused(
            f"This pack is sealed, and there is no key at {file}: --key FILE says where yours is, or `rcpjournal "
            "supervision keygen` makes one for the packs to come."
        )
    return unsealed(data, file)


def _text(data: bytes) -> str:
    from rcpjournal.errors import PackRefused

    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PackRefused("it is not text in UTF-8") from None


def caseload(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Only the packs from NAME, with numbers.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """For supervisors: whom you have packs from. In the order of their names."""
    from rcpjournal.views.caseload import pack_lines, people_document, people_lines

    packs = _packs_of(name) if name is not None else here.journal().caseload.packs()
    if json:
        show_json(people_document(packs))
        return
    show(people_lines(packs, here.width) if name is None else pack_lines(packs))
    if not packs:
        say("The caseload is empty. `rcpjournal supervision receive PACK` keeps what a worker gave you.")


def remove(
    number: Annotated[
        int,
        typer.Argument(metavar="N", parser=whole_number(), help="The pack's number, as `caseload NAME` shows it."),
    ],
    exports: Annotated[
        bool, typer.Option("--exports", help="And what is kept of pages of it that you exported.")
    ] = False,
    yes: YesOption = False,
) -> None:
    """For supervisors: take a pack out for good. It asks first."""
    store = here.journal().caseload
    one = store.get(number)
    what = f"pack {number} from {one.name}, {one.since} to {one.until}"
    agreed = yes or confirm(f"Remove {what}, for good?", default=False)
    if agreed is None:
        raise NobodyToAsk
    if not agreed:
        say("Nothing was removed.")
        return
    left = store.remove(number, exports=exports)
    still = f" {plural(left, 'export')} of it stay{'s' if left == 1 else ''} in `supervision shared`." if left else ""
    say(f"Removed {what}.{still}{' --exports takes those out too, together with the pack.' if left else ''}")


def keygen(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="A new file; in the journal's folder if not.")
    ] = None,
) -> None:
    """For supervisors: make a key. Workers can seal packs to you then."""
    from rcpjournal.core.sharing.refusals import KeyRefused
    from rcpjournal.files.age import new_key, public_key

    file = paths.expanded(str(output)) if output else paths.key_in(here.home)
    if output is None and file.exists():
        show_text(public_key(file))
        say(f"There is a key in {file} already, and it is never replaced: this is its public half.")
        return
    if file.exists() or file.is_symlink():
        raise KeyRefused(f"{file} is there already, and a key never takes a file's place: choose another name.")
    show_text(new_key(file, here.now))
    say(
        f"Give this public key to those you supervise, for --encrypt-to. The secret one is in {file}: keep a copy "
        "where it is safe, since without it no sealed pack opens."
    )


# --- what other families ask for ------------------------------------------------------------------------------------


def summary_from(name: str, ctx: typer.Context, *, json: bool) -> None:
    """`summary --from NAME`. Raises UsageProblem for options that do not go with it."""
    from rcpjournal.core.sharing.across import PackPage, across
    from rcpjournal.views.caseload import across_document, across_lines

    expect_only(ctx, _WITH_SUMMARY, "--from tells what somebody's packs say: only --json goes with it")
    with here.journal().reading():
        packs = _packs_of(name)
        found = across([PackPage(one.number, _page(one)) for one in packs])
    if json:
        show_json(across_document(packs[0].name, found))
        return
    show(across_lines(packs[0].name, found, here.width))
    say(f"`rcpjournal export supervision --from {_quoted(packs[0].name)} --format txt` gives the whole page.")


def export_from(name: str | None, number: int | None, target: "Target", ctx: typer.Context) -> None:
    """`export supervision --from NAME`: the newest page, or that of one pack, as the worker would export it."""
    from rcpjournal.cli.sharing import Memory, let_out
    from rcpjournal.core.sharing.refusals import NotInCaseload
    from rcpjournal.exports.page import page_formats

    if name is None:
        raise UsageProblem("--pack says which page of somebody's: add --from NAME.")
    expect_only(ctx, _WITH_EXPORT, "--from takes a page as it was received")
    packs = _packs_of(name)
    found = [one for one in packs if number in (None, one.number)]
    if not found:
        raise NotInCaseload(number or 0, packs[0].name)
    one = found[-1]
    page = _page(one)
    memory = Memory(
        f"{page.to or 'nobody named'} (page of {one.name})",
        page.since,
        page.until,
        {"from": one.name, "pack": one.digest},
    )
    let_out(page_formats()[target.format].render(page), memory, target)


def _packs_of(name: str) -> "list[Received]":
    """The packs from somebody, oldest page first. Raises NobodyOfThatName."""
    store = here.journal().caseload
    if packs := store.packs_of(name):
        return packs
    from difflib import get_close_matches

    from rcpjournal.core.sharing.refusals import NobodyOfThatName

    known = dict.fromkeys(one.name for one in store.packs())
    folded = {other.casefold(): other for other in known}
    near = get_close_matches(name.casefold(), folded, n=2, cutoff=0.6)
    raise NobodyOfThatName(name, [folded[one] for one in near])


def _page(one: "Received") -> "Page":
    from rcpjournal.core.sharing.pack import read_pack

    return read_pack(here.journal().caseload.text_of(one.number))


def _quoted(name: str) -> str:
    import shlex

    return shlex.quote(name)
