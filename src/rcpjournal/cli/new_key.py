"""A new passphrase, and the recovery code that goes with it: shown once, and a group of it typed back."""

import os
import random
import sys
from importlib.util import find_spec
from pathlib import Path

from rcpjournal.cli.context import here
from rcpjournal.cli.terminal import ask_line, ask_unseen, closed, say, say_as_it_is, somebody_sees
from rcpjournal.core.extras import way_to_add
from rcpjournal.core.sealed import (
    GROUPS_A_LINE,
    CodeNotShown,
    NoNewPhrase,
    NotConfirmed,
    PhraseRefused,
    checked_phrase,
    recovery_code,
)
from rcpjournal.errors import Interrupted
from rcpjournal.store.sealing import Key, engine, fresh_key

TRIES = 3
OFFER = (
    "This journal can be sealed: then nobody reads the file without your passphrase, on this computer or in a copy of "
    "it. It is asked for each time."
)
HOW_TO_SEAL = "A journal can be sealed with a passphrase, which needs one more part: `{}`, then `rcpjournal seal`."
_ABOUT_CODE = (
    "Your recovery code is below. It opens the journal if you forget the passphrase, and it is shown only now. Write "
    "it on paper and keep it away from this computer. If passphrase and code are both lost, nobody can get your words "
    "back."
)
_ORDINALS = ("first", "second", "third", "fourth")


def offered(path: Path) -> Key | None:
    """Asks a person whether the journal that they begin is to be sealed; None where not, or where nobody sits there."""
    if not here.interactive:
        return None
    if find_spec("sqlcipher3") is None:
        say(HOW_TO_SEAL.format(way_to_add("sealed")))
        return None
    say(f"A new journal begins at {path}.")
    say(OFFER)
    if not _agreed("Seal it? Enter means yes, n means no:"):
        say("Not sealed. `rcpjournal seal` does it at any time.")
        return None
    return chosen(None)


def _agreed(question: str) -> bool:
    while True:
        reply = ask_line(question)
        if reply is None:
            raise Interrupted
        if reply.casefold() in ("", "y", "yes"):
            return True
        if reply.casefold() in ("n", "no"):
            return False


def chosen(named: tuple[str, str] | None, option: str = "--key-file") -> Key:
    """A new key: from the passphrase that is named, or else from one that is typed twice. Hands over its recovery code.

    Raises PhraseRefused, NoNewPhrase, NotConfirmed, ExtraMissing.
    """
    engine()
    key = fresh_key(checked_phrase(named[0]) if named else _typed(option))
    _hand_over(recovery_code(key.secret))
    return key


def _typed(option: str) -> str:
    if not somebody_sees():
        raise NoNewPhrase(option)
    say("Choose a passphrase: a sentence, or four or five words. Nothing shows while you type.")
    for _ in range(TRIES):
        phrase = ask_unseen("New passphrase:")
        if phrase is None:
            raise NoNewPhrase(option)
        try:
            checked_phrase(phrase)
        except PhraseRefused as error:
            say(str(error))
            continue
        if ask_unseen("The same once more:") == phrase:
            return phrase
        say("The two differ.")
    raise PhraseRefused("No passphrase was chosen, so nothing was changed.")


def _put_out(code: str, name: str) -> None:
    """Raises CodeNotShown where nobody can have got it."""
    stream = getattr(sys, name)
    try:
        stream.write(f"{code}\n")
        stream.flush()
    except OSError:
        if name == "stdout":  # nothing is left to be written when the program ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        raise CodeNotShown from None
    if name in closed:
        raise CodeNotShown


def _hand_over(code: str) -> None:
    """Shows the code. A person types a group of it back; a script has it on standard output."""
    groups = code.split("-")
    lines = [groups[n : n + GROUPS_A_LINE] for n in range(0, len(groups), GROUPS_A_LINE)]
    if not here.interactive:
        say("The recovery code opens the journal as well, and is shown only now: keep it apart from it.")
        _put_out(code, "stdout" if here.unlocking.code_is_result else "stderr")
        return
    say()
    say(_ABOUT_CODE)
    say()
    say_as_it_is("\n".join("    " + "-".join(line) for line in lines))
    say()
    chance = random.SystemRandom()
    for _ in range(TRIES):
        row = chance.randrange(len(lines))
        column = chance.randrange(len(lines[row]))
        try:
            reply = ask_line(f"To go on, type the {_ORDINALS[column]} group of line {row + 1}:")
        except KeyboardInterrupt:
            say()
            reply = None
        if reply is None:
            raise Interrupted("Stopped. Nothing was changed: the code shown opens nothing, so throw it away.")
        if reply.upper() == lines[row][column]:
            say("Good. The code stays in this window until you clear or close it.")
            say()
            return
        say("That is not it.")
    raise NotConfirmed
