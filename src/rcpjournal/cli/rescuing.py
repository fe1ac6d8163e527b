"""Where words go that the journal could not take."""

import sys

from rcpjournal.cli.context import here


def whereabouts(words: str) -> str:
    """Puts `words` somewhere safe; the rest of a sentence that says where they are now.

    Words of a sealed journal go to no file, which would hold them in plain text for good, but to the person's screen.
    """
    if here.sealed:
        if sys.stderr.isatty():
            return f"\nThe journal is sealed, so your words are in no file. Here they are, to copy:\n{words}"
        return " The journal is sealed, so your words are in no file of ours: keep them where they came from."
    from rcpjournal.files.rescue import rescue

    place = rescue(words, here.home, here.now())
    return f" Your words are safe in {place}." if place else f"\nYour words:\n{words}"
