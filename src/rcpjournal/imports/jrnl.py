"""jrnl: its text files, old (`2019-01-02 09:30 Words`) and new (`[2019-01-02 09:30] Words`), and its JSON export."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from rcpjournal.core.arriving import Arrived, Behind, Event, Remark, Source, Wishes, tags_in
from rcpjournal.core.moments import Moment, read_moment
from rcpjournal.core.words import shorten
from rcpjournal.errors import DocumentRefused
from rcpjournal.imports.reading import FORM_MAY, TWO_WAYS, Lines, members, order_by, text_of, words_at

_BRACKETED = re.compile(r"^\[([^\]\n]{4,80})\](?=\s|\Z)[ \t]*", re.M)
_CLOCK = r"[ ,T]+\d{1,2}[:.h]\d{2}(?::\d{2})?(?:[ ]?[AaPp][Mm]\b)?"
_BARE = re.compile(
    rf"^((?:\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}|\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}){_CLOCK})(?=\s|\Z)[ \t]*", re.M
)
_LIKE_A_DATE = re.compile(r"\d.*[-/.: ].*\d.*\d|\d{4}")
_STAR = re.compile(r"(?:\A|\s)\*\s*\Z")
_SEALED = (b"gAAAAA", b"JRNLv3")
"""how a file begins that jrnl has encrypted, from its second version on; of the first, every byte says nothing"""
_NO_DATE = "no date that can be read (--date-format says how yours are written)"
_KNOWN = {"title", "body", "date", "time", "tags", "starred"}


class _Head(NamedTuple):
    """Where an entry begins, where its words do, and when it is from."""

    start: int
    end: int
    moment: Moment


class Jrnl:
    """What jrnl keeps, and what `jrnl --export json` writes."""

    name = "jrnl"
    words = "jrnl's text file or folder, or its JSON export"
    endings: tuple[str, ...] = (".txt", ".jrnl", ".json")

    def events(self, source: Source, wishes: Wishes) -> Iterator[Event]:
        """Each entry; what stands before the first one is an entry of its own."""
        if source.data.startswith(_SEALED):
            raise DocumentRefused(f"{source.name}: ", ["jrnl has encrypted this file. Run `jrnl --decrypt` first."])
        text = text_of(source, wishes)
        start = text.lstrip()[:1]
        if start == "{" or (start == "[" and text.lstrip()[1:].lstrip()[:1] in "{]"):
            yield from self._from_json(source, text, wishes)
        else:
            yield from self._from_text(source, text, wishes)

    def _from_text(self, source: Source, text: str, wishes: Wishes) -> Iterator[Event]:
        heads, remarks = _heads(source, text, wishes)
        yield from remarks
        first = heads[0].start if heads else len(text)
        if before := text[:first].strip():
            where = f"{source.name}:{text[:first].count(chr(10), 0, len(text) - len(text.lstrip())) + 1}"
            what = "these words stand before the first entry" if heads else f"there is {_NO_DATE}"
            yield Remark(where, f"{what}; kept as an entry of the file's own day")
            yield Arrived(where=where, day=source.modified, guessed=True, text=before, tags=tags_in(before))
        lines = Lines(text)
        for n, head in enumerate(heads):
            end = heads[n + 1].start if n + 1 < len(heads) else len(text)
            yield from _entry(f"{source.name}:{lines.at(head.start)}", head.moment, text[head.end : end])

    def _from_json(self, source: Source, text: str, wishes: Wishes) -> Iterator[Event]:
        found = list(members(source, text, "entries"))
        days = [words_at(data, "date") for _, data in found if isinstance(data, dict)]
        first = _order(source, days, wishes)
        for line, data in found:
            where = f"{source.name}:{line}"
            if not isinstance(data, dict) or not {"title", "body"} & set(data):
                raise DocumentRefused(f"{where}: ", ["this is not an entry of jrnl: it has neither title nor body"])
            yield from _from_document(where, data, source, wishes, first)


def _from_document(where: str, data: dict[str, Any], source: Source, wishes: Wishes, first: str) -> Iterator[Event]:
    title, body = words_at(data, "title").strip("\n"), words_at(data, "body").rstrip()
    words = f"{title}\n{body}".strip()  # an old jrnl's body begins with the blank line below its title
    said = f"{words_at(data, 'date')} {words_at(data, 'time')}".strip()
    moment = read_moment(said, first=first, form=wishes.date_format)
    if moment is None:
        yield Remark(where, f"“{shorten(said, 40)}” is not a date that can be read; {FORM_MAY}")
        words = "\n\n".join(part for part in (words, said) if part)
    yield from (Behind(name) for name in data if name not in _KNOWN and data[name])
    if not words:
        yield Remark(where, "this entry has no words, so there is nothing to keep")
        return
    yield Arrived(
        where=where,
        day=moment.day if moment else source.modified,
        moment=moment.stamp if moment else None,
        guessed=moment is None,
        text=words,
        starred=data.get("starred") is True,
        tags=tags_in(words),
    )


def _entry(where: str, moment: Moment, words: str) -> Iterator[Event]:
    title, newline, body = words.partition("\n")
    starred = bool(_STAR.search(title))
    text = f"{_STAR.sub('', title)}{newline}{body}".strip("\n").rstrip()
    if not text.strip():
        yield Remark(where, "this entry has no words, so there is nothing to keep")
        return
    yield Arrived(where=where, day=moment.day, moment=moment.stamp, text=text, starred=starred, tags=tags_in(text))


def _heads(source: Source, text: str, wishes: Wishes) -> tuple[list[_Head], list[Remark]]:
    """Where entries begin: all with a date in brackets, as in new files, or all with a bare one, as in old ones.

    Which, its first words say, or else one date in brackets does. Dates of the other kind are words: in an old file
    they are remarked, since it may have been gone on with by a newer jrnl.
    """
    bracketed, bare = list(_BRACKETED.finditer(text)), _bare(text, wishes.date_format)
    old = bool(bare) and not text[: bare[0].start()].strip()
    for matches in (bare, bracketed) if old else (bracketed, bare):
        first = _order(source, [match[1] for match in matches], wishes)
        read = [(match, read_moment(match[1], first=first, form=wishes.date_format)) for match in matches]
        heads = [_Head(match.start(), match.end(), moment) for match, moment in read if moment]
        if heads or (matches and any(_LIKE_A_DATE.search(match[1]) for match in matches)):
            lines = Lines(text)
            unread = [match for match, moment in read if not moment and _dated(match[1])]
            remarks = [_unread(f"{source.name}:{lines.at(match.start())}", match[1]) for match in unread]
            return heads, [*remarks, *(_other(source, text, bracketed) if heads and old else ())]
    return [], []


def _other(source: Source, text: str, bracketed: list[re.Match[str]]) -> Iterator[Remark]:
    lines = Lines(text)
    for match in bracketed:
        if read_moment(match[1], first="day"):
            said = f"“[{shorten(match[1], 40)}]” is in brackets, and the file begins with a date that is not"
            yield Remark(f"{source.name}:{lines.at(match.start())}", f"{said}; kept as words of the entry before it")


def _bare(text: str, form: str) -> list[re.Match[str]]:
    if not form:
        return list(_BARE.finditer(text))
    blank = r"\S+" + r"[ ]+\S+" * (len(form.split()) - 1)
    return [
        match for match in re.finditer(rf"^({blank})(?=\s|\Z)[ \t]*", text, re.M) if read_moment(match[1], form=form)
    ]


def _dated(words: str) -> bool:
    return bool(_LIKE_A_DATE.search(words))


def _unread(where: str, said: str) -> Remark:
    return Remark(where, f"“{shorten(said, 40)}” is not a date that can be read; kept as words of the entry before it")


def _order(source: Source, dates: list[str], wishes: Wishes) -> str:
    first = order_by(wishes.date_format, dates)
    if first is None:
        both = next(one for one in dates if order_by(wishes.date_format, [one]) is None)
        raise DocumentRefused(f"{source.name}: ", [f"“{shorten(both, 40)}” {TWO_WAYS}"])
    return first
