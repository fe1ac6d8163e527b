"""What comes from other programs: entries as they were found, what is said about them, and who they are.

An importer yields these one after the other; the command line maps their tags, shows them and keeps them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from shlex import quote
from typing import Any, NamedTuple

from rcpjournal.core.digest import digest_of_texts
from rcpjournal.core.ids import SIGNS, id_for
from rcpjournal.core.value import value

OUR_COLUMNS = (
    "id", "date", "kind", "with", "starred", "text", "seen", "conditions", "needed", "got", "working", "ratings",
    "actions", "for supervision", "session", "added later", "flow", "visibility", "written",
)  # fmt: skip
"""the line of names by which a table is known for what `export csv` wrote"""
NOTE, NOTE_SCHEMA, DIGEST_SIGNS = "rcpjournal", "note/1", 12
"""by which a note is known for one that `export markdown --folder` wrote; signs of a digest in it"""
FRAMEWORKS = "rcpjournal-framework-"
"""how the files beside such notes are called that hold the frameworks which another journal may not have"""
_TIMED_SIGNS, _DAY_SIGNS, _MOST_SIGNS = 7, 10, 24
"""signs of an entry's digest in its id: after a time of day, where there is none, and at most"""
UNDATED = "undated"
"""how the id of an entry begins whose day was only guessed, so that it does not follow the guess"""
_LONGEST_TAG = 80
_UNSAFE_IN_QUOTES = frozenset('"$`!%')
_TAG = re.compile(r"(?<![^\s(,;])([@#])((?=[\w/+*-]*[^\W\d_])[\w/+*-]*\w)")


class Source(NamedTuple):
    """A file's bytes, the name by which a person is told of it, and the day it was last changed."""

    name: str
    data: bytes
    modified: date


class Wishes(NamedTuple):
    """How a person wants files read: the form of their dates, their encoding, which columns hold what."""

    date_format: str = ""
    encoding: str = ""
    columns: Mapping[str, tuple[str, ...]] = {}
    front: Callable[[bytes], Mapping[str, Any] | None] = lambda raw: None
    """a note's front matter as plain data; None where it cannot be read as that"""


@value
class Arrived:
    """One entry as it was found. `moment`: when it was written, by the clock there, with its zone where it is known.

    `guessed`: nothing says which day it is of, so it has its file's. `tags`: as they stand in the text;
    `outside`: those that stand beside it. `id`: only one that this program gave; `document`: the whole of an entry that
    this program wrote, in which case nothing but `where`, `day` and `id` is looked at beside it.
    """

    where: str
    day: date
    text: str
    moment: datetime | None = None
    zone: str | None = None
    guessed: bool = False
    starred: bool = False
    tags: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    kind: str | None = None
    with_: str | None = None
    id: str | None = None
    document: Mapping[str, Any] | None = None


class Remark(NamedTuple):
    """Something that could not be understood, and what became of it."""

    where: str
    words: str


class Behind(NamedTuple):
    """Something that an entry has there and that has no place here: `a picture`, `weather`."""

    what: str


Event = Arrived | Remark | Behind


def tags_in(text: str) -> tuple[str, ...]:
    """The words with @ or # before them, each once; a number alone is none, nor is a very long word."""
    found = (sign + word for sign, word in _TAG.findall(text) if len(word) <= _LONGEST_TAG)
    return tuple(dict.fromkeys(found))


def for_a_shell(word: str) -> str:
    """`word` as it is typed in a shell, of whichever system as far as that goes."""
    if not word or _UNSAFE_IN_QUOTES & set(word) or word.endswith("\\"):
        return quote(word)
    return word if quote(word) == word else f'"{word}"'


def bare(tag: str) -> str:
    """A tag without its sign, for comparing."""
    return tag.strip().lstrip("@#").casefold()


def with_outside(text: str, outside: Iterable[str]) -> str:
    """The text, with tags that stood beside it on a last line of their own."""
    last = " ".join(tag if tag.startswith(("@", "#")) else f"#{'-'.join(tag.split())}" for tag in outside)
    return f"{text}\n\n{last}".lstrip("\n") if last else text


def unified(text: str) -> str:
    """Text with every line end as one newline, and no byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@dataclass
class Identities:
    """Gives entries ids that follow from what they are, so that the same one never comes twice.

    An id is the day and time, then signs of a digest of the minute (which is all that some formats have) and the words.
    The same words in the same minute are told apart by their number in order. Where two of one run would have one id,
    the later has a longer one.
    """

    _times: Counter[str] = field(default_factory=Counter)
    _taken: dict[str, str] = field(default_factory=dict)

    def id_of(self, one: Arrived) -> str:
        """The id of the next entry that was found."""
        if one.id:
            return one.id
        when = "" if one.guessed else f"{one.moment:%Y-%m-%dT%H:%M}" if one.moment else one.day.isoformat()
        what = digest_of_texts(when, one.text)
        self._times[what] += 1
        digest = digest_of_texts(when, one.text, str(self._times[what]))
        start, fewest = self._start(one)
        for length in range(fewest, _MOST_SIGNS):
            made = f"{start}{_signs(digest, length)}"
            if self._taken.setdefault(made, digest) == digest:
                return made
        raise AssertionError("digests of 120 bits do not meet")

    def _start(self, one: Arrived) -> tuple[str, int]:
        if one.guessed:
            return f"{UNDATED}-", _DAY_SIGNS
        if one.moment is None:
            return f"{one.day:%y%m%d}-", _DAY_SIGNS
        return id_for(one.moment.replace(second=0)), _TIMED_SIGNS


def _signs(digest: str, length: int) -> str:
    number = int(digest, 16)
    return "".join(SIGNS[number >> 5 * n & 31] for n in range(length))
