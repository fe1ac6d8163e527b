"""Made-up text and entries for property tests."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, get_args

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from rcpjournal.core.entry import Action, Addition, Condition, Entry, ForSupervision, Observation, Rating, Session
from rcpjournal.core.framework import Framework

DAYS = st.dates(date(1970, 1, 1), date(2099, 12, 31))

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
HOSTILE_LINES = (
    "", "   ", "\t", "==", "== Seen in it [observations]", "\\== Seen [rcp.prompt.noticed]", "\\\\==", "\\", "a\\",
    "# a note", "kind: visit", "what: again", '"in quotes"', '"', "'", "ends in blanks   ", "a line\r", "\ufeffbom",
    "[red]not markup[/red]", "[/b]", ":smile:", "\x1b[31mred\x1b[0m", "\x1b]8;;http://x\x07y", "\u202eright to left",
    FAMILY, "مرحبا بك", "e\u0301", "日本語の記録", "a\u2028b", "a\x85b", "{}", "null", "-",
    "- a list", "> said", "````", "<b>",
)  # fmt: skip

_LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\x00")
LINES = st.one_of(st.sampled_from(HOSTILE_LINES), st.text(_LETTERS, max_size=12))
TEXTS = st.lists(LINES, min_size=1, max_size=4).map("\n".join)
"""Anything that can be stored, blank texts too."""

WORDS = TEXTS.filter(lambda text: bool(text.strip()))
"""Texts with something in them."""

OPTIONAL = st.none() | WORDS

MOMENTS = st.builds(
    lambda moment, hours: moment.replace(microsecond=moment.microsecond // 1000 * 1000, tzinfo=UTC).astimezone(
        timezone(timedelta(hours=hours))
    ),
    st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30)),
    st.integers(-12, 14),
)


@st.composite
def entries(draw: st.DrawFn, framework: Framework) -> Entry:
    """A sound entry that may use any part of the framework."""

    def items(kind: str) -> SearchStrategy[str]:
        return st.sampled_from([i.id for i in framework.items.values() if framework.layers[i.layer].kind == kind])

    def choice(field: str) -> Any:
        return draw(st.none() | st.sampled_from(list(framework.choices(field))))

    def several(parts: SearchStrategy[Any]) -> tuple[Any, ...]:
        return tuple(draw(st.lists(parts, max_size=3)))

    flow = draw(st.none() | st.sampled_from(list(framework.flows)))
    prompts = [prompt.id for prompt in framework.prompts.values() if prompt.answer == "text"]
    answers = draw(st.dictionaries(st.sampled_from(prompts), TEXTS, max_size=3))
    answers[draw(st.sampled_from(prompts))] = draw(WORDS)
    layers = st.lists(st.sampled_from(list(framework.layers)), unique=True, max_size=4).map(tuple)
    return Entry(
        id=draw(st.sampled_from(["260304-k7q", "991231-zzz", "260304-zzz0"])),
        created=draw(MOMENTS),
        zone=draw(st.sampled_from([None, "GMT", "BST"])),
        happened_on=draw(DAYS),
        kind=choice("kind"),
        with_=choice("with"),
        alias=draw(OPTIONAL),
        flow=flow,
        offered=draw(st.none() | layers) if flow is None else draw(layers),
        framework=framework.versions,
        visibility=draw(st.sampled_from(["private", "shareable"])),
        starred=draw(st.booleans()),
        answers=answers,
        asked={prompt: framework.prompts[prompt].text for prompt in answers},
        observations=several(observations(framework, items("tag"))),
        conditions=several(_conditions(items("condition"))),
        ratings=draw(st.dictionaries(items("rating"), RATINGS, max_size=3)) or None,
        need=choice("need"),
        got=choice("got"),
        working=choice("working"),
        actions=several(ACTIONS),
        supervision=draw(st.none() | SUPERVISIONS),
        session=draw(st.none() | SESSIONS),
        additions=several(ADDITIONS),
    )


@st.composite
def observations(draw: st.DrawFn, framework: Framework, items: SearchStrategy[str]) -> Observation:
    """An item with a stance that its layer takes, or none."""
    item = draw(items)
    stances = framework.layers[framework.items[item].layer].stances
    return Observation(item=item, stance=draw(st.sampled_from([None, *stances])), quote=draw(OPTIONAL))


def _conditions(items: SearchStrategy[str]) -> SearchStrategy[Condition]:
    return st.builds(
        Condition,
        item=items,
        polarity=st.sampled_from([None, "enabled", "inhibited", "both"]),
        rule=st.sampled_from([None, "real", "assumed", "unsure"]),
        blocker=st.sampled_from([None, "time", "capacity", "permission"]),
        response=st.sampled_from([None, "challenge", "work-around", "reframe", "accept-for-now"]),
        sphere=st.sampled_from([None, "control", "influence", "neither"]),
    )


RATINGS: SearchStrategy[Rating] = st.sampled_from(get_args(Rating))
ACTIONS = st.builds(
    Action,
    what=WORDS,
    why=OPTIONAL,
    how=OPTIONAL,
    whose_view=OPTIONAL,
    due=st.none() | DAYS,
    state=st.sampled_from(["open", "done", "changed", "dropped"]),
    reason=OPTIONAL,
    owner=OPTIONAL,
    review=st.none() | DAYS,
    about=st.sampled_from([None, "260304-k7q", "260304-k7q 260305-abc"]),
)
SESSIONS = st.builds(Session, role=WORDS, next=st.none() | DAYS)
SUPERVISIONS = st.builds(
    ForSupervision,
    take=st.booleans(),
    question=OPTIONAL,
    function=st.sampled_from([None, "management", "support", "development", "mediation"]),
)
ADDITIONS = st.builds(
    Addition,
    on=DAYS,
    kind=st.sampled_from(["note", "peer-discussion", "feedback", "follow-up"]),
    role=OPTIONAL,
    text=WORDS,
)
