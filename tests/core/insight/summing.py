"""Journals of a few entries, and their summaries as the command computes them."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from rcpjournal.core.entry import Action, Condition, Entry, Observation
from rcpjournal.core.framework import FREE_TEXT, OWN_PACK, Framework, Item, Pack, Source
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.periods import SUPERVISION, Part, parts_of
from rcpjournal.core.insight.summary import Before, Span, Summary, summarise
from rcpjournal.core.records import Selection
from rcpjournal.store import Journal
from tests.support import examples

SINCE, UNTIL = date(2026, 3, 1), date(2026, 4, 30)
CHOSEN = Selection(since=SINCE, until=UNTIL)
TRUST, SAFETY, KINDNESS = "rcp.principle.trust", "rcp.principle.safety", "rcp.principle.kindness"
LISTENING, LISTENING_SKILL = "rcp.behaviour.active-listening", "rcp.skill.active-listening"
CONTINUITY = "tar.mechanism.continuity"
NORMS, PERMISSIONS = "rcp.organisation.norms", "rcp.organisation.permissions"
SUPPORT, CHALLENGE = "tar.rating.high-support", "tar.rating.high-challenge"
TEA = Item(id="own.behaviour.tea", layer="behaviour", label="Making tea", provenance="own")


def entry(day: date = date(2026, 3, 4), *seen: str, **parts: Any) -> Entry:
    """An entry of one line that shows some items, given as `item` or `item:stance`."""
    pairs = [one.partition(":") for one in seen]
    shown = tuple(Observation(item=item, stance=stance or None) for item, _, stance in pairs)
    return Entry(happened_on=day, **{"answers": {FREE_TEXT: "x"}, "observations": shown, **parts})


def saying(day: date, **quotes: str) -> Entry:
    """An entry of one line with a passage for some principles, by the last part of their ids."""
    shown = tuple(Observation(item=f"rcp.principle.{name}", quote=words) for name, words in quotes.items())
    return entry(day, observations=shown)


def keep(journal: Journal, *entries: Entry) -> list[str]:
    """Keeps them; their ids."""
    with journal.saving():
        return [journal.entries.add(one).id or "" for one in entries]


def change(journal: Journal, version: str, items: Mapping[str, Mapping[str, Any]], *new: Item) -> Framework:
    """Puts a new version of the packs into use: some items changed, and some of the first pack new."""
    first, *others = (_changed(pack, version, items) for pack in journal.frameworks.current().packs)
    grown = replace(first, version=version, items=(*first.items, *new)) if new else first
    return journal.frameworks.use([grown, *others])


def _changed(pack: Pack, version: str, changes: Mapping[str, Mapping[str, Any]]) -> Pack:
    items = tuple(replace(one, **changes.get(one.id, {})) for one in pack.items)
    return pack if items == pack.items else replace(pack, version=version, items=items)


def add_tea(journal: Journal) -> None:
    """Puts an item of one's own into use."""
    own = Pack(id=OWN_PACK, version="1", title="Mine", source=Source(title="Mine"), items=(TEA,))
    journal.frameworks.use([*journal.frameworks.current().packs, own], "own")


def retired(*successors: str) -> dict[str, Any]:
    """What makes an item a retired one."""
    return {"status": "retired", "reason": "Split.", "superseded_by": successors}


def summary(
    journal: Journal,
    since: date = SINCE,
    until: date = UNTIL,
    by: str = "month",
    before: date | None = None,
    *,
    as_written: bool = False,
    decides: bool = False,
) -> Summary:
    """The summary of a journal, as the command computes it."""
    framework = journal.frameworks.current()
    parts = parts_of(since, until, by, journal.finding.supervisions() if by == SUPERVISION else ())
    material = journal.tallies.material(Selection(since=since, until=until), parts, framework, as_written=as_written)
    earlier = None
    if before:
        last = since - timedelta(1)
        days, whole = Selection(since=before, until=last), [Part(before, last)]
        outline = journal.tallies.outline(days, whole, framework, as_written=as_written)
        earlier = Before(before, last, outline, decides=decides)
    frameworks = {one.key: one for one in journal.frameworks.written_under()}
    return summarise(framework, frameworks, material, Span(since, until, by, parts), earlier)


def item(found: Summary, name: str) -> ItemSummary:
    (one,) = [one for one in found.items if one.item == name]
    return one


def counts(found: Summary) -> dict[str, tuple[int, int]]:
    """Item → (entries, of), for what was seen."""
    return {one.item: (one.entries, one.of) for one in found.items if one.entries}


def asked(one: Entry, layer: str) -> bool:
    """Whether an entry was asked about a layer."""
    return one.offered is None or layer in one.offered


# --- made-up entries ------------------------------------------------------------------------------------

STORE = settings(deadline=None, max_examples=examples(15), suppress_health_check=[HealthCheck.too_slow])
DAYS = st.dates(SINCE - timedelta(5), UNTIL + timedelta(5))
SEEN = st.sampled_from([TRUST, f"{TRUST}:strained", SAFETY, LISTENING, LISTENING_SKILL, CONTINUITY])
FLOWS = st.sampled_from(
    [
        (None, None),
        ("quick", ()),
        ("quick", ("principle",)),
        ("quick", ("behaviour", "skill")),
        ("standard", ("principle", "mechanism")),
    ]
)
"""A flow, and the layers that it offered."""
ANSWERS = st.sampled_from([FREE_TEXT, "rcp.prompt.what-happened", "rcp.prompt.noticed", "tar.prompt.who-held-it"])
NOTED = st.builds(
    Condition,
    item=st.sampled_from([NORMS, PERMISSIONS]),
    polarity=st.sampled_from([None, "inhibited", "enabled"]),
    rule=st.sampled_from([None, "real", "assumed"]),
    response=st.sampled_from([None, "reframe", "challenge"]),
)
AGREED = st.builds(Action, what=st.just("ring"), state=st.sampled_from(["open", "done"]))


@st.composite
def some_entries(draw: st.DrawFn, days: st.SearchStrategy[date] = DAYS) -> Entry:
    """An entry that holds a little of anything a summary counts."""
    flow, offered = draw(FLOWS)
    return entry(
        draw(days),
        *draw(st.lists(SEEN, max_size=3)),
        flow=flow,
        offered=offered,
        answers=dict.fromkeys(draw(st.lists(ANSWERS, min_size=1, max_size=2)), "x"),
        kind=draw(st.sampled_from([None, "visit"])),
        with_=draw(st.sampled_from([None, "family"])),
        need=draw(st.sampled_from([None, "both"])),
        got=draw(st.sampled_from([None, "both", "transaction"])),
        working=draw(st.sampled_from([None, "with", "to"])),
        ratings=draw(st.sampled_from([None, {SUPPORT: 2}, {SUPPORT: "unsure", CHALLENGE: 5}])),
        conditions=tuple(draw(st.lists(NOTED, max_size=2))),
        actions=tuple(draw(st.lists(AGREED, max_size=2))),
    )


SEVERAL = st.lists(some_entries(), min_size=1, max_size=7)


@contextmanager
def journal_of(begun: Path, entries: Sequence[Entry] = ()) -> Iterator[Journal]:
    """A new journal with these entries, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        shutil.copy(begun, path)
        journal = Journal(path, now=lambda: datetime(2026, 5, 1, tzinfo=UTC), shipped=list)
        try:
            keep(journal, *entries)
            yield journal
        finally:
            journal.close()
