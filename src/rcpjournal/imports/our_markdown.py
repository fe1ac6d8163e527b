"""What `export markdown` wrote, entry by entry. It is made to be read: what it says in words comes back as words."""

import re
from collections.abc import Iterator

from rcpjournal.core.arriving import Arrived, Event, Remark, Source, tags_in
from rcpjournal.core.moments import read_moment
from rcpjournal.imports.reading import Lines

_FIRST = re.compile(r"# Reflections\n\nTaken out on [^\n]+\n")
_HEAD = re.compile(r"^## ([A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2} \d{4}) \(([0-9A-Za-z][0-9A-Za-z-]{1,39})\)$", re.M)
_ABOUT = re.compile(r"\A\*((?:[a-z-]+|with [a-z-]+)(?:, (?:[a-z-]+|with [a-z-]+))*)\*\n+")
_ONE_QUESTION = re.compile(r"\A### [^\n]+\n\n")
_ESCAPED = re.compile(r"\\(.)")


def is_ours(text: str) -> bool:
    """Whether `export markdown` wrote it."""
    return bool(_FIRST.match(text))


def our_events(source: Source, text: str) -> Iterator[Event]:
    """Each entry with its id, day, kind, company and star; its words, under their questions where it has several."""
    heads = list(_HEAD.finditer(text))
    first = heads[0].start() if heads else len(text)
    if before := text[_FIRST.match(text).end() : first].strip():  # type: ignore[union-attr]
        yield Remark(
            f"{source.name}:3", "these words stand before the first entry; kept as an entry of the file's own day"
        )
        yield Arrived(where=f"{source.name}:3", day=source.modified, guessed=True, text=before, tags=tags_in(before))
    lines = Lines(text)
    for n, head in enumerate(heads):
        end = heads[n + 1].start() if n + 1 < len(heads) else len(text)
        where = f"{source.name}:{lines.at(head.start())}"
        moment = read_moment(head[1])
        body = text[head.end() : end].strip("\n")
        about = _ABOUT.match(body)
        said = about[1].split(", ") if about else []
        body = body[about.end() :] if about else body
        if moment is None or not body.strip():
            yield Remark(where, "this heading has no day that can be read, or no words below it; kept as words")
            body = text[head.start() : end].strip("\n")
        if len(re.findall(r"^### ", body, re.M)) == 1:
            body = _ONE_QUESTION.sub("", body, count=1)
        words = _ESCAPED.sub(r"\1", body).rstrip()
        kinds = [part for part in said if part != "starred" and not part.startswith("with ")]
        yield Arrived(
            where=where,
            day=moment.day if moment else source.modified,
            guessed=moment is None,
            text=words,
            starred="starred" in said,
            tags=tags_in(words),
            kind=kinds[0] if kinds else None,
            with_=next((part[5:] for part in said if part.startswith("with ")), None),
            id=head[2],
        )
