"""The entries that the golden files were written from."""

from datetime import date

from rcpjournal.core.entry import Action, Addition, Entry, Observation
from rcpjournal.core.framework import Framework
from rcpjournal.core.recast.filling import fill
from rcpjournal.exports.forms import ToFill
from rcpjournal.files.forms_file import load_form, shipped_forms

WHOLE = Entry(
    id="260304-k7q",
    happened_on=date(2026, 3, 4),
    kind="training",
    with_="colleague",
    alias="HERON",
    flow="deep",
    answers={
        "rcp.prompt.what-happened": "Half a day on trauma.\n\n\tOne talks for four minutes, the other only listens.",
        "rcp.prompt.noticed": "I make a noise that says: hurry up.",
        "rcp.prompt.learnt": "That I listen for the end of a sentence.",
        "rcp.prompt.change": "I keep quiet now, and count to four.",
        "rcp.prompt.benefit": "The family on the phone had room to say it.",
        "tar.prompt.how-known": "observed",
    },
    observations=(Observation(item="rcp.behaviour.active-listening", stance="helped"),),
    actions=(
        Action(what="Try it in the next three calls", why="It was one call", due=date(2026, 3, 18), state="done"),
        Action(what="Ask the trainer for the slides", state="dropped", reason="There are none."),
        Action(what="Show it to the team", due=date(2026, 4, 1)),
    ),
    additions=(
        Addition(
            on=date(2026, 3, 9),
            kind="peer-discussion",
            role="a senior colleague",
            text="She counts too. Four is long; <b>that is the point</b>.",
        ),
        Addition(on=date(2026, 3, 20), kind="feedback", role="a father", text="You let me finish."),
    ),
)
BARE = Entry(id="260411-0a2", happened_on=date(2026, 4, 11), answers={"rcp.prompt.text": "A short call."})


def to_fill(name: str, framework: Framework, *entries: Entry) -> ToFill:
    """A shipped form with these entries."""
    form = load_form(shipped_forms()[name])
    return ToFill(form, [fill(form, entry, {}, framework) for entry in entries])
