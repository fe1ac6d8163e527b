"""What a worker would give to a team, as people read it; what a withdrawal does; and what was given so far."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rcpjournal.core.dates import month_name, months_in_words
from rcpjournal.core.framework import Framework
from rcpjournal.core.teams.contribution import Contribution
from rcpjournal.core.teams.contributor import Contributor, Given
from rcpjournal.core.teams.pack import ConditionCount, ItemCount, MonthCount, TeamPack
from rcpjournal.core.words import listed, plural
from rcpjournal.views.styled import Line, Span, dim, strong, titled, wrapped, wrapped_spans
from rcpjournal.views.summary.ledger import WAYS, labelled

_NOT_IN_IT = (
    "No word that you wrote, no quote, no name and no code word. No day and no entry's id. Not what kind of moment it "
    "was or who was there. No answer, no rating, no action. An entry counts whether you marked it as shareable or not, "
    "since nothing of its words leaves."
)
_WHO_CAN_TELL = (
    "Whoever takes the file from your hands knows that it is yours, and can read all that stands here. The contributor "
    "is a random key: it stays the same, so that a later pack takes the place of this one instead of being added to it."
)
_ROLE = (
    "A role that you alone have names you to whoever holds the team's data. If {role} is nobody but you there, take a "
    "group of several (--role NAME), or none (--role '')."
)


class Reading(NamedTuple):
    """With what a pack is read: the framework's words; `running`, the month that is not over (empty: none); and the
    teams that were given to before.
    """

    framework: Framework
    labels: Mapping[str, str]
    width: int
    running: str = ""
    teams: Sequence[str] = ()


def pack_lines(pack: TeamPack, left: Contribution, moved: Sequence[Given], reading: Reading) -> Iterator[Line]:
    """The whole pack in words, and what is not in it. `moved`: packs for other teams whose months it takes."""
    width = reading.width
    yield from wrapped("What would leave this journal", width, style="title")
    for name, text in _head(pack, reading.teams):
        yield from wrapped_spans([dim(f"{name}: "), Span(text)], width)
    yield from titled("What is not in it", width)
    yield from wrapped(_NOT_IN_IT, width)
    of_role = [_ROLE.format(role=pack.role)] if pack.role else []
    for words in (*_left_out(left), *_moving(moved, pack.team), _WHO_CAN_TELL, *of_role):
        yield from wrapped(words, width)
    for month in pack.months:
        yield from titled(f"{month_name(month.month)}: {plural(month.entries, 'entry', 'entries')}", width)
        if month.month == reading.running:
            yield from wrapped("This month is not over; a later pack takes its place.", width, "  ", "dim")
        yield from _month_lines(month, reading)
    if not pack.months:
        yield from titled("No entry in these months, so no counts", width)


def status_lines(contributor: Contributor, width: int) -> Iterator[Line]:
    """The beginning of the key, and each pack that was given under it."""
    yield from wrapped_spans([Span("The contributor is "), strong(contributor.sign)], width)
    if contributor.team:
        named = f" as {contributor.role}" if contributor.role else ", no role named"
        yield from wrapped(f"For next time: {contributor.team}{named}", width)
    yield from _given_lines(contributor.given, width)
    if not contributor.given:
        yield from wrapped("Nothing was given under this key yet.", width)


def status_document(contributor: Contributor | None) -> dict[str, object]:
    """The same as JSON; None: there is no key."""
    known = contributor or Contributor("")
    return {
        "schema": "rcpjournal/team-status/1",
        "key_begins": known.key_begins,
        "team": known.team,
        "role": known.role,
        "given": [one._asdict() for one in known.given],
    }


def withdrawal_lines(contributor: Contributor, then: str, width: int) -> Iterator[Line]:
    """What a withdrawal takes back; `then`: what becomes of the key."""
    yield from wrapped("What would be withdrawn", width, style="title")
    yield from _given_lines(contributor.given, width)
    words = (
        f"The file holds the contributor's key, {contributor.sign}, and nothing else. Once it is collected, all that "
    )
    yield from wrapped(f"{words}was given under that key is taken out, for good. {then}", width)


def _given_lines(given: Iterable[Given], width: int) -> Iterator[Line]:
    for one in given:
        role = f" as {one.role}" if one.role else ""
        yield from wrapped(f"Pack {one.number} to {one.team}{role}: {months_in_words(one.since, one.until)}", width)


def _head(pack: TeamPack, teams: Sequence[str]) -> Iterator[tuple[str, str]]:
    another = bool(teams) and pack.team not in teams
    yield "Team", f"{pack.team}, to which you gave nothing yet; until now to {listed(teams)}" if another else pack.team
    yield "Role", pack.role or "none named"
    entries = plural(sum(month.entries for month in pack.months), "entry", "entries")
    yield "Months", f"{months_in_words(pack.since, pack.until)}, {entries} in all"
    yield "Contributor", pack.contributor
    yield "Number", f"{pack.number}, of the packs that this journal wrote"
    yield "Framework", ", ".join(f"{name} {version}" for name, version in pack.frameworks.items())


def _month_lines(month: MonthCount, reading: Reading) -> Iterator[Line]:
    """Layer by layer: how many entries asked about it, and what they showed."""
    unseen = []
    for layer, asked in month.asked.items():
        title = reading.framework.layers[layer].title if layer in reading.framework.layers else layer
        shown = [one for one in month.shown if one.layer == layer]
        if shown:
            head = [strong(title), Span(f": {plural(asked, 'entry', 'entries')} asked")]
            yield from wrapped_spans(head, reading.width, "  ")
            for one in shown:
                yield from _item_lines(one, reading)
        else:
            unseen.append(f"{title} ({asked})")
    if unseen:
        yield from wrapped(f"Asked about, and nothing seen: {', '.join(unseen)}", reading.width, "  ")


def _item_lines(one: ItemCount | ConditionCount, reading: Reading) -> Iterator[Line]:
    if isinstance(one, ItemCount):
        parts = [_counts(one.stances)]
    else:
        responses = _counts(labelled(reading.framework, one.layer, "response", one.responses))
        ways = {WAYS.get(way, way): count for way, count in one.polarities.items()}
        parts = [_counts(ways), f"response: {responses}" if responses else ""]
    said = "; ".join(part for part in parts if part)
    text = f"{reading.labels.get(one.item, one.item)}: in {one.entries}{f' ({said})' if said else ''}"
    yield from wrapped(text, reading.width, "    ")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{word} {count}" for word, count in counts.items())


def _left_out(left: Contribution) -> Iterator[str]:
    if left.own:
        yield f"Left out: {plural(left.own, 'item')} of your own, since what you called them are words of yours."
    if left.others:
        others = plural(left.others, "item")
        yield f"Left out: {others} that the framework in use has no more, or whose id is not of plain letters."
    if left.unasked:
        mentions = plural(left.unasked, "mention")
        yield f"Left out: {mentions} of items in entries that did not ask about them; they are in no share."


def _moving(moved: Iterable[Given], team: str) -> Iterator[str]:
    for one in moved:
        months = months_in_words(one.since, one.until)
        yield f"You gave months of {months} to {one.team}: those that stand here count for {team} instead from now on."
