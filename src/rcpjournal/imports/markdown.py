"""Markdown files, one entry each: Obsidian, nb, or a plain folder; and what `export markdown` wrote, entry by entry."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from rcpjournal.core.arriving import NOTE, Arrived, Behind, Event, Remark, Source, Wishes, tags_in
from rcpjournal.core.dates import spoken
from rcpjournal.core.moments import Moment, read_moment
from rcpjournal.core.words import shorten
from rcpjournal.imports.our_markdown import is_ours, our_events
from rcpjournal.imports.our_notes import is_note, note_events
from rcpjournal.imports.reading import text_of

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_EMBEDDED = re.compile(r"!\[\[[^\]\n]+\]\]|!\[[^\]\n]*\]\((?!https?:)[^)\n]+\)")
_HEADING = re.compile(r"#{1,6}[ \t]+\S")
_DATES = ("date", "created", "created_at", "date created", "creation date", "datetime", "day")
_TITLE, _TAGS, _STARS = "title", ("tags", "tag", "keywords"), ("starred", "star", "favorite", "favourite")
_NAMED_DATE = re.compile(
    r"(\d{4}[-_.]\d{1,2}[-_.]\d{1,2}|\d{14}|\d{12}|\d{8})(?:[ _T-]+(\d{2}[-.:h]?\d{2}(?![\d])))?[ _.-]*"
)
_TAG_KINDS = re.compile(r"(\.(bookmark|todo|note))+\Z")


class _Front(NamedTuple):
    """What a note's front matter says; `rest` is all of it, where not all was understood."""

    moment: Moment | None = None
    title: str = ""
    tags: tuple[str, ...] = ()
    starred: bool = False
    rest: str = ""
    unread: str = ""


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
        moment, title = _by_name(source.name, wishes)
        moment = front.moment or moment
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
    names = {name.casefold(): name for name in data}
    used: set[str] = set()

    def taken(*wanted: str) -> Any:
        for name in wanted:
            if name in names and data[names[name]] not in (None, "", []):
                used.add(names[name])
                return data[names[name]]
        return None

    said = taken(*_DATES)
    moment = read_moment(_plain(said), form=wishes.date_format) if isinstance(said, str | int) else None
    title, tags, star = taken(_TITLE), _tags(taken(*_TAGS)), taken(*_STARS)
    unread = ""
    if said is not None and moment is None:
        unread = f"“{shorten(str(said), 40)}” is not a date that can be read; kept at the end of the words"
    whole_known = not unread and tags is not None and isinstance(star, bool | None) and _is_word(title)
    rest = "" if whole_known and used | _empty(data) == set(data) else whole
    return _Front(moment, _plain(title) if _is_word(title) else "", tags or (), star is True, rest, unread)


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


def _by_name(name: str, wishes: Wishes) -> tuple[Moment | None, str]:
    """The moment that a file's name says, and what else it says: `2026-03-04-visit.md`, `20260304093000.md`."""
    path = PurePosixPath(name)
    stem = _TAG_KINDS.sub("", path.stem)
    if (form := wishes.date_format) and (moment := read_moment(stem, form=form)):
        return moment, ""
    match = _NAMED_DATE.match(stem)
    if match and (moment := _read(match)):
        return moment, stem[match.end() :].strip()
    folders = "-".join([*path.parts[-3:-1], stem])  # jrnl and others: 2026/03/04.txt
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", folders) and (moment := read_moment(folders)):
        return moment, ""
    return None, stem.strip()


def _read(match: re.Match[str]) -> Moment | None:
    day = read_moment(match[1].replace("_", "-"))
    if day is None or day.clock is not None or not match[2]:
        return day
    figures = re.sub(r"\D", "", match[2])
    try:
        return Moment(day.day, datetime.strptime(figures, "%H%M").time())
    except ValueError:
        return day


def _with_title(title: str, body: str) -> str:
    """The note's words under its title, where that is not what they begin with. A heading is a title already."""
    begins = body.split("\n", 1)[0]
    return body if not title or _slug(title) == _slug(begins) else f"{title}\n\n{body}".rstrip()


def _slug(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
