"""What `check` may find, each kind with its plain sentences: what it means, and what to do."""

from typing import NamedTuple

from rcpjournal.core.words import plural


class Finding(NamedTuple):
    """One thing that is not as it should be: which entry (id and day) or what else it is about."""

    kind: str
    what: str = ""
    entry: str | None = None
    day: str | None = None


class Kind(NamedTuple):
    """A kind of finding. `title` is a sentence whose {n} holds how many `one`s or `many` there are."""

    title: str
    means: str
    do: str
    one: str = ""
    many: str = ""

    def heading(self, count: int) -> str:
        """The title for so many of them."""
        return self.title.format(n=plural(count, self.one, self.many)) if self.one else self.title


_REPAIR = "`rcpjournal check --repair` makes a copy in which this is put right; the journal itself stays as it is."
_SALVAGE = (
    "Make a copy of the file before anything else. `rcpjournal check --repair` saves every row that can still be read "
    "into a new file; a backup from before may have the rest (`rcpjournal restore`)."
)
_ENTRY = ("entry", "entries")

KINDS: dict[str, Kind] = {
    # --- the file -----------------------------------------------------------------------------------
    "file-unreadable": Kind(
        "The file cannot be read as a journal",
        "SQLite, which keeps the journal, does not get past the beginning of the file.",
        _SALVAGE,
    ),
    "pages": Kind(
        "Parts of the file are damaged",
        "Some of what the file holds can no longer be read, or stands where it should not. A failing disk, a copy that "
        "broke off or a program that wrote into the file does this.",
        _SALVAGE,
    ),
    "index": Kind(
        "An index does not agree with what it lists",
        "Nothing you wrote is lost by that, but lists may leave entries out.",
        _REPAIR,
    ),
    "shape": Kind(
        "Parts of the journal's own structure are missing",
        "Without them, new entries may not be found or listed.",
        _REPAIR,
    ),
    "older": Kind(
        "The journal is of an older format",
        "It was last used with an older rcpjournal, and has no digests to be checked by yet.",
        "Any command that reads it, such as `rcpjournal list`, brings it up to date; then check again.",
    ),
    "left-over": Kind(
        "{n} that was never finished",
        "A program was stopped while it made a copy of the journal. Whatever is in it is in the journal, too.",
        "The next `rcpjournal backup` or `purge` removes it; or delete it yourself.",
        "copy beside the journal",
        "copies beside the journal",
    ),
    "purge-unfinished": Kind(
        "A purge was interrupted",
        "What was to go can no longer be read, but remains of it may still be in the file's unused parts.",
        "Run `rcpjournal purge` again: it goes on from there.",
    ),
    "file-open": Kind(
        "Others on this computer may read or change the journal file",
        "It should be yours alone.",
        "Give it back to yourself: `chmod 600 FILE`.",
    ),
    "folder-open": Kind(
        "Others on this computer may look into the journal's folder",
        "They can see what is in it; where they may write, they could replace the journal.",
        "`chmod 700 FOLDER`, or keep the journal in a folder of its own.",
    ),
    # --- entries ------------------------------------------------------------------------------------
    "entry-changed": Kind(
        "{n} not as saved",
        "What is in the file is not what was saved: the disk, or another program, changed it.",
        "Look at each with `rcpjournal show ID`; a backup from before may hold it as it was. Where it is right as it "
        "stands, a copy made by `rcpjournal check --repair` takes it so.",
        *_ENTRY,
    ),
    "entry-unreadable": Kind(
        "{n} that cannot be read",
        "The rows of these entries are damaged or gone.",
        _SALVAGE,
        *_ENTRY,
    ),
    "entry-undigested": Kind(
        "{n} without a digest",
        "Nobody can say whether these are as they were saved.",
        "Look at each with `rcpjournal show ID`. " + _REPAIR,
        *_ENTRY,
    ),
    "marks": Kind(
        "{n} counted wrongly",
        "The entry is whole, but lists and summaries count other items for it than it holds.",
        _REPAIR,
        *_ENTRY,
    ),
    "title": Kind("{n} with another title in lists than its words", "The entry itself is whole.", _REPAIR, *_ENTRY),
    "search-words": Kind(
        "{n} found by other words than its own", "The entry itself is whole; search is not.", _REPAIR, *_ENTRY
    ),
    "search-missing": Kind("{n} that search cannot find", "The entry itself is whole.", _REPAIR, *_ENTRY),
    "search-extra": Kind(
        "{n} in the search index without an entry",
        "Words may be left there of what is gone.",
        _REPAIR,
        "text",
        "texts",
    ),
    "search-index": Kind(
        "The search index does not agree with the entries",
        "The entries are whole, but search may miss some, or find what is not there.",
        _REPAIR,
    ),
    # --- around them --------------------------------------------------------------------------------
    "orphans": Kind(
        "{n} that belong to nothing that is here",
        "What they were a part of is gone: an entry, an item or a question.",
        _SALVAGE,
        "row",
        "rows",
    ),
    "earlier-text": Kind(
        "{n} not as kept",
        "What `undo` and `show --history` would bring is not what was kept then. The entries as they are now are not "
        "touched by this.",
        "Do not undo past it. A backup from before may hold it; " + _REPAIR,
        "earlier text",
        "earlier texts",
    ),
    "framework-missing": Kind(
        "{n} of the framework that entries were written under, and that the journal does not hold",
        "The names of their items and questions may be wrong or missing.",
        _SALVAGE,
        "version",
        "versions",
    ),
    "framework-changed": Kind(
        "{n} of the framework not as stored",
        "Names, definitions or questions may read otherwise than they did.",
        "A backup from before may hold it as it was; a copy made by `rcpjournal check --repair` takes it as it stands.",
        "pack",
        "packs",
    ),
    "wordings": Kind(
        "{n} worded otherwise than in the framework",
        "Old entries may show another name than the one they were written under.",
        _REPAIR,
        "item or question",
        "items or questions",
    ),
    "shared-changed": Kind(
        "{n} that left, not as remembered",
        "What `supervision shared` would show is not what left then.",
        "What was sent is with whom you sent it to; a backup from before may hold it too.",
        "page",
        "pages",
    ),
    "received-changed": Kind(
        "{n} in the caseload not as received",
        "Its figures cannot be trusted.",
        "`rcpjournal supervision remove NAME` takes it out; receive it again.",
        "pack",
        "packs",
    ),
    "draft-unreadable": Kind(
        "{n} that cannot be read",
        "`write` or `supervision prepare` cannot go on with it.",
        "`rcpjournal check --repair` keeps what can be read of it in the copy, and says where.",
        "unfinished reflection or page",
        "unfinished reflections or pages",
    ),
}
