"""Sealing: seal, unseal, rekey."""

from typing import TYPE_CHECKING, Annotated

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.options import YesOption
from rcpjournal.cli.terminal import confirm, say
from rcpjournal.core.sealed import AlreadySealed, NotSealed
from rcpjournal.core.words import plural
from rcpjournal.errors import Interrupted, NobodyToAsk, UsageProblem
from rcpjournal.store.sealing import engine, looks_plain, looks_sealed, salt_of

if TYPE_CHECKING:
    from rcpjournal.store import Journal
    from rcpjournal.store.sealing import Key

_NAMED = 5
_OLD_PLAIN = (
    "What was plain before may survive elsewhere: in backups and synchronised copies, and in old blocks of a disk, "
    "above all an SSD."
)


def seal(
    remember: Annotated[
        bool, typer.Option("--remember", help="Let the system's key chain hold a sealed journal's key.")
    ] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Take the key out of the key chain again.")] = False,
) -> None:
    """Seal the journal with a passphrase. Nobody reads the file without it.

    A recovery code is shown once; it opens the journal if the passphrase is lost. If both are lost, nothing can be
    recovered. From a script, --key-file or RCPJOURNAL_PASSPHRASE names the new passphrase, and the recovery code goes
    to standard output.
    """
    if remember and forget:
        raise UsageProblem("--remember and --forget exclude each other.")
    if remember or forget:
        _key_chain(held=remember)
        return
    path = here.journal_path
    if looks_sealed(path):
        raise AlreadySealed(str(path))
    engine()
    here.unlocking.code_is_result = True
    here.unlocking.begins = "sealed"
    journal = here.journal(writing=True)
    if not journal.sealed:
        from rcpjournal.cli.new_key import chosen
        from rcpjournal.store.resealing import expect_room

        expect_room(path)
        _reseal(journal, chosen(here.unlocking.phrase()))
        say(f"Sealed. {path} opens only with the passphrase from now on. {_OLD_PLAIN}")
        _name_what_is_plain()
    else:
        say(f"A new journal, sealed, is at {path}.")


def _name_what_is_plain() -> None:
    """Copies of the journal, and texts beside it, that anybody can still read."""
    from rcpjournal.cli.backing import copies
    from rcpjournal.files.paths import repaired_of, rescued_in
    from rcpjournal.store.leftovers import sweep

    sweep(here.journal_path.resolve().parent)
    for folder, files in copies().items():
        if plain := sum(looks_plain(file) for file in files if not file.is_symlink()):
            say(
                f"{plural(plain, 'backup', 'backups')} in {folder} {'is' if plain == 1 else 'are'} not sealed: delete "
                "what nobody else may read, once `rcpjournal backup` has made one that is."
            )
    beside = [file for file in repaired_of(here.journal_path) if looks_plain(file)] + rescued_in(here.home)
    if beside:
        say(f"Not sealed either: {', '.join(map(str, beside[:_NAMED]))}{' …' if len(beside) > _NAMED else ''}")


def unseal(yes: YesOption = False) -> None:
    """Take the seal off. The journal is a plain file again then."""
    journal = _sealed_journal()
    agreed = yes or (confirm("Anyone who has the file can read it then. Unseal it?", default=False))
    if agreed is None:
        raise NobodyToAsk
    if not agreed:
        say("It stays sealed.")
        return
    key = journal.key
    _reseal(journal, None)
    if key:
        _let_go(key.salt)
    say(f"Unsealed. {here.journal_path} is a plain file now; `rcpjournal seal` seals it again.")


def rekey(
    new_key_file: Annotated[
        str | None,
        typer.Option("--new-key-file", metavar="PATH", help="The new passphrase: the first line of this file."),
    ] = None,
) -> None:
    """Give a sealed journal another passphrase. Its recovery code is another then, too."""
    from rcpjournal.cli.new_key import chosen
    from rcpjournal.cli.unlocking import phrase_in
    from rcpjournal.store.resealing import expect_room

    journal = _sealed_journal()
    expect_room(journal.path)
    here.unlocking.code_is_result = True
    named = (phrase_in(new_key_file), "--new-key-file") if new_key_file else None
    before, key = journal.key, chosen(named, "--new-key-file")
    _reseal(journal, key)
    if before and _let_go(before.salt):
        from rcpjournal.files.keychain import remember

        remember(key.salt, key.secret)
    say(
        "Done. The old passphrase and the old recovery code open this file no more; copies made before still open with "
        "them."
    )


def _reseal(journal: "Journal", key: "Key | None") -> None:
    """Where it fails or is stopped half-way, says which secret holds; where it was done by then, that it was."""
    if here.interactive:
        say("Making a copy and checking it …", dim=True)
    before = journal.key
    try:
        journal.reseal(key)
    except (KeyboardInterrupt, Exception) as error:
        from rcpjournal.cli.rescuing import foreseen

        why, now = foreseen(error), salt_of(journal.path)
        if why is None:
            raise
        if now != (key.salt if key else None):
            why.args = (f"{why}{_what_holds(before, key, now)}",)
            raise why from None
        how = "when you stopped it" if isinstance(why, Interrupted) else "all the same"
        say(f"It was done {how}, but the old file may not have been overwritten.")


def _what_holds(before: "Key | None", key: "Key | None", now: bytes | None) -> str:
    """What opens a journal that was to be sealed with `key`, and was not; `now` is how its file begins."""
    code = ": the recovery code just shown opens nothing, so throw it away" if key else ""
    if now != (before.salt if before else None):
        return f" Nothing was done here{code}. What another program did to the file holds."
    holds = (
        "The old passphrase and the old recovery code still open the journal" if before else "The journal is not sealed"
    )
    return f" Nothing was changed{code}. {holds}."


def _sealed_journal() -> "Journal":
    """The journal, open. Raises NotSealed before anything is asked."""
    path = here.journal_path
    if not looks_sealed(path):
        from rcpjournal.cli.backing import expect_begun

        expect_begun()
        here.journal()  # tells what is no journal at all
        raise NotSealed(str(path))
    return here.journal()


def _key_chain(*, held: bool) -> None:
    from rcpjournal.files import keychain

    key = _sealed_journal().key
    if key and held:
        keychain.remember(key.salt, key.secret)
        here.config.set("keychain", "yes")
        say("The key chain holds the key now: whoever is logged in as you opens the journal without the passphrase.")
    elif key:
        was = keychain.forget(key.salt)
        here.config.set("keychain", None)
        say("The key chain holds the key no more." if was else "The key chain did not hold the key.")


def _let_go(salt: bytes) -> bool:
    """Takes a key that opens nothing any more out of the key chain, if that is in use."""
    if not here.config.on("keychain"):
        return False
    from rcpjournal.files.keychain import forget

    return forget(salt)
