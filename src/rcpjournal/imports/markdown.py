"""Markdown files, one entry each: Obsidian, nb, or a plain folder; and what `export markdown` wrote, entry by entry."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from rcpjournal.core.arriving import NOTE, Arrived, Behind, Event, Remark, Source, Wishes, tags_in
from rcpjournal.core.dates import spoken
from rcpjournal.core.moments import Moment, read_moment
from rcpjournal.core.words import shorten
from rcpjournal.errors import DocumentRefused
from rcpjournal.imports.note_names import by_name
from rcpjournal.imports.our_markdown import is_ours, our_events
from rcpjournal.imports.our_notes import is_note, note_events
from rcpjournal.imports.reading import TWO_WAYS, is_open, part_first, text_of

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_EMBEDDED = re.compile(r"!\[\[[^\]\n]{1,1000}\]\]|!\[[^\]\n]{0,1000}\]\((?!https?:)[^)\n]{1,1000}\)")
_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_DATES = ("date", "created", "createdat", "createdon", "datecreated", "creation", "creationdate", "datetime", "day")
"""names of a date, as `_bare` makes them"""
_TITLE, _TAGS, _STARS = "title", ("tags", "tag", "keywords"), ("starred", "star", "favorite", "favourite")


class _Front(NamedTuple):
    """What a note's front matter says; `rest` is all of it, where not all was understood.

    `open`: a date that can be read in two ways.
    """

    moment: Moment | None = None
    title: str = ""
    tags: tuple[str, ...] = ()
    starred: bool = False
    rest: str = ""
    unread: str = ""
    open: str = ""


class Markdown:
    """A folder of notes, or one of them."""

    name = "markdown"
    words = "a folder of notes (Obsidian, nb) or one file, with or without front matter"
    endings: tuple[str, ...] = (".md", ".markdown", ".mdown", ".txt")

    def events(self, source: Source, wishes: Wishes) -> Iterator[Event]:
        """The note as an entry: by the date in its front matter, else in its name, else of the file."""
        text = text_of(source, wishes)
        if is_ours(text):
            yield from our_events(source, text)
            return
        match = _FRONT.match(text)
        data = wishes.front((match[1] or "").encode()) if match and f"\n{NOTE}:" in f"\n{match[1]}" else None
        if match and data is not None and is_note(data):
            yield from note_events(source, data, text[match.end() :])
            return
        front = _front(match[1] or "", wishes) if match else _Front()
        body = (text[match.end() :] if match else text).strip("\n").rstrip()
        where = f"{source.name}:1"
        if front.unread:
            yield Remark(where, front.unread)
        named = by_name(source.name, wishes.date_format)
        moment, title = front.moment or named.moment, named.title
        if moment is None and (unsettled := front.open or named.open):
            raise DocumentRefused(f"{where}: ", [f"“{shorten(unsettled, 40)}” {TWO_WAYS}"])
        words = _with_title(front.title or ("" if _HEADING.match(body) else title), body)
        if not body.strip() and not front.rest and not front.title:
            yield Remark(where, "this note has no words, so there is nothing to keep")
            return
        if moment is None:
            yield Remark(
                where, f"nothing says when it was written; it has the file's own day, {spoken(source.modified)}"
            )
        yield from (Behind("a picture, recording or file") for _ in _EMBEDDED.findall(body))
        yield Arrived(
            where=where,
            day=moment.day if moment else source.modified,
            moment=moment.stamp if moment else None,
            guessed=moment is None,
            text="\n\n".join(part for part in (words, front.rest) if part),
            starred=front.starred,
            tags=tags_in(body),
            outside=tuple(tag for tag in front.tags if tag.casefold() not in {t[1:].casefold() for t in tags_in(body)}),
        )


def _front(raw: str, wishes: Wishes) -> _Front:
    whole = f"---\n{raw}---"
    data = wishes.front(raw.encode()) if raw.strip() else {}
    if data is None:
        return _Front(rest=whole, unread="its front matter is not plain YAML; kept at the end of the words")
    names = {_bare(name): name for name in data}
    used: set[str] = set()

    def taken(*wanted: str) -> Any:
        for name in wanted:
            if name in names and data[names[name]] not in (None, "", []):
                used.add(names[name])
                return data[names[name]]
        return None

    said = taken(*_DATES)
    said_so = _plain(said) if isinstance(said, str | int) else ""
    moment = read_moment(said_so, first=part_first(wishes.date_format), form=wishes.date_format)
    title, tags, star = taken(_TITLE), _tags(taken(*_TAGS)), taken(*_STARS)
    unread = ""
    if said is not None and moment is None:
        unread = f"“{shorten(str(said), 40)}” is not a date that can be read; kept at the end of the words"
    whole_known = not unread and tags is not None and isinstance(star, bool | None) and _is_word(title)
    rest = "" if whole_known and used | _empty(data) == set(data) else whole
    unsettled = said_so if unread and is_open(said_so) else ""
    return _Front(moment, _plain(title) if _is_word(title) else "", tags or (), star is True, rest, unread, unsettled)


def _bare(name: str) -> str:
    """A name without what parts its words: `created_at`, `Created At` and `createdAt` are one."""
    return re.sub(r"[\s_-]+", "", name).casefold()


def _empty(data: Mapping[str, Any]) -> set[str]:
    return {name for name, value in data.items() if value in (None, "", [])}


def _is_word(value: Any) -> bool:
    return value is None or (isinstance(value, str | int) and not isinstance(value, bool))


def _plain(value: Any) -> str:
    """A value as text, without the brackets of an Obsidian link."""
    return "" if value is None else str(value).strip().removeprefix("[[").removesuffix("]]").strip()


def _tags(value: Any) -> tuple[str, ...] | None:
    """A list of tags, or a line of them; None where it is something else."""
    found = re.split(r"[,\s]+", value) if isinstance(value, str) else [] if value is None else value
    if not isinstance(found, list) or not all(isinstance(one, str | int) for one in found):
        return None
    return tuple(dict.fromkeys(tag for one in found if (tag := str(one).strip().lstrip("#").strip())))


def _with_title(title: str, body: str) -> str:
    """The note's words under its title, where that is not what they begin with. A heading is a title already."""
    begins = body.split("\n", 1)[0]
    return body if not title or _slug(title) == _slug(begins) else f"{title}\n\n{body}".rstrip()


def _slug(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
