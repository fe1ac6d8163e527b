"""Somebody's model of reflection as data, and one entry seen by it: by projection, so that nothing is asked twice."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from rcpjournal.core.dates import spoken
from rcpjournal.core.entry import Entry
from rcpjournal.core.framework import Framework, Problem, Source
from rcpjournal.core.recast.parts import Part, Reading, faults, leads
from rcpjournal.core.value import value
from rcpjournal.core.wording import Spelled


@value
class ModelStage:
    """A stage by the model's own name, what it is about in our words, and which places of an entry stand there."""

    title: str
    explains: str
    from_: tuple[str, ...]


@value
class Model:
    """What a file in `models/` holds."""

    schema: Literal[1]
    title: str
    source: Source
    stages: tuple[ModelStage, ...]


class Seen(NamedTuple):
    """A stage and what of the entry stands there. `asked`: whether the entry's questions led there."""

    stage: ModelStage
    parts: tuple[Part, ...]
    asked: bool


class View(NamedTuple):
    """An entry by a model; `elsewhere` is what has no place in it."""

    entry: Entry
    name: str
    model: Model
    stages: tuple[Seen, ...]
    elsewhere: tuple[Part, ...]


def problems(model: Model) -> list[Problem]:
    """Every fault in a model. Its questions may be of a framework that is not here."""
    places = (
        (("stages", n, "from", k), place) for n, one in enumerate(model.stages) for k, place in enumerate(one.from_)
    )
    return faults(places, None)


def seen_as(
    name: str,
    model: Model,
    entry: Entry,
    labels: Mapping[str, str],
    framework: Framework,
    *,
    day: Spelled = spoken,
) -> View:
    """The entry, each part in its stage, whole and once; `day`: how days are spelled."""
    reading = Reading(entry, labels, framework, day=day)
    groups = [stage.from_ for stage in model.stages]
    laid_out = reading.laid_out(groups)
    flow = framework.flows.get(entry.flow or "")
    stages = (
        Seen(stage, parts, flow is None or leads(flow, stage.from_, groups, framework))
        for stage, parts in zip(model.stages, laid_out, strict=True)
    )
    placed = {part for parts in laid_out for part in parts}
    elsewhere = (part for part in reading.everything() if part not in placed and part.words.strip())
    return View(entry, name, model, tuple(stages), tuple(elsewhere))
