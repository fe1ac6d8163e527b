"""The last look at a page before it leaves: what its bytes say, and whether they are to be written."""

from typing import Literal

from rcpjournal.cli.asking import Asker
from rcpjournal.cli.page_target import where
from rcpjournal.cli.sharing import Target
from rcpjournal.cli.terminal import say_as_it_is

Decision = Literal["write", "back", "wait"]
HELP = (
    "y lets the page leave, just as you see it. < goes back to the questions. b shows the bytes of the file "
    "themselves. Enter leaves everything as it is: nothing leaves, and the page waits."
)
_REPLIES: dict[str, Decision] = {"y": "write", "yes": "write", "<": "back", "": "wait", ".": "wait", "n": "wait"}


def decision(asker: Asker, target: Target, what: bytes) -> Decision:
    """Shows the page and asks until the reply is one of those offered."""
    from rcpjournal.exports.page.seen import raw, reads_as_it_is, said

    as_it_is = reads_as_it_is(target.format)
    size, sealed = f"{len(what):,} bytes", ", before they are sealed" if target.sealed_to else ""
    asker.say("")
    asker.say(
        f"This is what would leave, all {size} of it{sealed}:"
        if as_it_is
        else f"This is every word of the {target.format} file that would leave, read back from its {size}. It has no "
        "others; only its layout is not shown."
    )
    asker.say("")
    words = said(target.format, what)
    if as_it_is:
        say_as_it_is(words)
    for line in () if as_it_is else words.split("\n"):
        asker.say(line)
    asker.say("")
    asker.say(f"When you let it leave, it {where(target)}.")
    bytes_ = "" if as_it_is else "b shows its bytes, "
    while True:
        reply = asker.line(f"y lets it leave, < goes back, {bytes_}Enter lets it wait:").casefold()
        if reply in _REPLIES:
            return _REPLIES[reply]
        if reply == "b":
            say_as_it_is(raw(target.format, what))
        else:
            asker.say(HELP)
