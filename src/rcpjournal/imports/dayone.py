"""Day One: its JSON export. What it has beside words, stars and tags (places, weather, pictures) has no place here."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from rcpjournal.core.arriving import Arrived, Behind, Event, Remark, Source, Wishes, tags_in, unified
from rcpjournal.core.moments import Moment, read_moment
from rcpjournal.core.words import shorten
from rcpjournal.errors import DocumentRefused
from rcpjournal.imports.reading import UNREAD, members, names_at, text_of, words_at

_ATTACHED = re.compile(r"!\[[^\]\n]{0,1000}\]\(dayone-moment:[^)\n]{0,1000}\)")
_CODE_OR_ESCAPED = re.compile(
    r"(?<!`)(?P<ticks>`{1,4}+)(?!`)[^\n]{1,1000}?(?<!`)(?P=ticks)(?!`)|\\(?P<sign>[\\.!()\[\]{}#*_+\-`~>|=])"
)
_FENCE = re.compile(r"`{3,}")
_LEFT_THERE = ("location", "weather", "music", "userActivity", "templateID")
_ATTACHMENTS = ("photos", "videos", "audios", "pdfAttachments")


class DayOne:
    """The zip that Day One exports, or a JSON file out of it."""

    name = "dayone"
    words = "Day One's JSON export, as the zip it comes in or one file of it"
    endings: tuple[str, ...] = (".json",)

    def events(self, source: Source, wishes: Wishes) -> Iterator[Event]:
        """Each entry, dated by the clock of the zone in which it was written."""
        for line, data in members(source, text_of(source, wishes), "entries"):
            where = f"{source.name}:{line}"
            if not isinstance(data, dict) or not {"creationDate", "text", "richText"} & set(data):
                raise DocumentRefused(f"{where}: ", ["this is not an entry of Day One: it has neither a date nor text"])
            yield from _entry(where, data, source)


def _entry(where: str, data: dict[str, Any], source: Source) -> Iterator[Event]:
    text = _text(data)
    yield from (Behind("a picture, recording or file") for _ in _ATTACHED.findall(text))
    if not _ATTACHED.search(text):
        for name in _ATTACHMENTS:
            attached = data.get(name)
            yield from (
                Behind("a picture, recording or file") for _ in (attached if isinstance(attached, list) else ())
            )
    yield from (Behind("weather" if name == "weather" else _spaced(name)) for name in _LEFT_THERE if data.get(name))
    said = words_at(data, "creationDate")
    moment = read_moment(said)
    zone = words_at(data, "timeZone")
    if moment is None or moment.stamp is None:
        yield Remark(where, f"“{shorten(said, 40)}” is not a date that can be read; {UNREAD}")
        text = "\n\n".join(part for part in (text, said) if part)
    elif zone and _zone(zone) is None:
        yield Remark(where, f"“{shorten(zone, 40)}” is not a time zone that is known; its time is given as UTC")
    outside = names_at(data, "tags")
    if not text.strip() and not outside:
        yield Remark(where, "this entry has no words, so there is nothing to keep")
        return
    local = _local(moment, zone) if moment and moment.stamp else None
    timed = local if data.get("isAllDay") is not True else None  # an hour that nobody said
    yield Arrived(
        where=where,
        day=local.date() if local else source.modified,
        moment=timed,
        zone=zone if timed and _zone(zone) else None,
        guessed=local is None,
        text=text,
        starred=data.get("starred") is True,
        tags=tags_in(text),
        outside=outside,
    )


def _text(data: dict[str, Any]) -> str:
    """The entry's words, without the backslashes that Day One puts before punctuation when it exports."""
    if words := words_at(data, "text"):
        return "\n".join(_unescaped(words.strip("\n").rstrip().split("\n")))
    try:
        rich = json.loads(words_at(data, "richText") or "null")
    except (ValueError, RecursionError):
        return words_at(data, "richText")
    contents = rich.get("contents") if isinstance(rich, dict) else None
    pieces = [one.get("text") for one in contents if isinstance(one, dict)] if isinstance(contents, list) else []
    return unified("".join(piece for piece in pieces if isinstance(piece, str))).strip("\n").rstrip()


def _unescaped(lines: Iterable[str]) -> Iterator[str]:
    """Lines as they were typed: what stands in code, between backticks or fences, has no backslashes put to it."""
    fence = ""
    for line in lines:
        opening = None if fence else _FENCE.match(line)
        yield line if fence or opening else _CODE_OR_ESCAPED.sub(lambda found: found["sign"] or found[0], line)
        fence = opening[0] if opening else "" if line.rstrip() == fence else fence


def _spaced(name: str) -> str:
    return {"location": "a place", "music": "music", "userActivity": "steps", "templateID": "a template"}[name]


@cache
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def _local(moment: Moment, zone: str) -> datetime | None:
    stamp = moment.stamp
    if stamp is None:
        return None
    aware = stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC)
    return aware.astimezone(_zone(zone) or UTC) if zone else aware
