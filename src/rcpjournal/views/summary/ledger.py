"""Conditions, what was done about them, and what came of it: in short, and entry by entry."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from rcpjournal.core.framework import Framework
from rcpjournal.core.insight.conditions import ConditionSummary, LedgerLine
from rcpjournal.core.insight.summary import Summary
from rcpjournal.core.words import listed, plural
from rcpjournal.views import styled
from rcpjournal.views.days import spoken
from rcpjournal.views.styled import Line, Span
from rcpjournal.views.summary.marks import EASIER, EITHER, HARDER, mark_of

HEADING = "Conditions, and what was done about them"
_LEDGER = "The ledger of conditions: from entry to response to what came of it"
_FEW = 3
"""so many conditions are all told in full; of more, those noted once are only named"""
WAYS = {"inhibited": "made it harder", "enabled": "made it easier", "both": "both harder and easier"}


def condition_lines(summary: Summary, framework: Framework, width: int, *, plain: bool, same: str) -> Iterator[Line]:
    """Two or three lines for each condition that was noted more than once, the others by name.

    `same`: the options that ask for the same entries again.
    """
    if not summary.conditions:
        return
    yield from styled.titled(HEADING, width)
    once = [one for one in summary.conditions if one.entries <= 1 and len(summary.conditions) > _FEW]
    for one in summary.conditions:
        if one not in once:
            yield from _head(one, width, plain)
            said = "; ".join(part for part in _told(one, framework) if part)
            yield from styled.wrapped(said, width, "    ", "dim") if said else ()
    if once:
        yield from styled.wrapped(f"In one entry each: {listed(one.label for one in once)}.", width, "  ")
    told = f"`rcpjournal summary --part conditions{same}` follows each from its entry to what came of it."
    yield from styled.wrapped(told, width, "  ", "dim")


def _told(one: ConditionSummary, framework: Framework) -> Iterator[str]:
    yield _listed("rule", one.rules)
    yield _listed("short of", one.blockers)
    yield _listed("response:", labelled(framework, one.layer, "response", one.responses))
    yield _listed("it was in my", {name: one.spheres[name] for name in one.spheres if name != "neither"})
    outcomes = {f"an action {state}": count for state, count in one.outcomes.items()}
    yield _listed("in those entries:", outcomes)
    yield f"{one.elsewhere} of them did not ask about it" if one.elsewhere else ""


def _head(one: ConditionSummary, width: int, plain: bool) -> Iterator[Line]:
    ways = ((HARDER, "harder", one.inhibited), (EASIER, "easier", one.enabled), (EITHER, "both", one.both))
    spans = [Span(f"  {one.entries} of {one.of}")]
    for sign, word, count in ways:
        if count:
            spans.append(
                Span(f"  {'' if plain else sign + ' '}{word} {count}", "accent" if word == "easier" else "warm")
            )
    whole = (Span(f"  {one.label}", "strong"), *spans)
    if sum(styled.width_of(span.text) for span in whole) <= width:
        yield whole
        return
    yield from styled.wrapped(one.label, width, "  ", "strong")
    yield from styled.wrapped("".join(span.text for span in spans).strip(), width, "    ")


def _listed(name: str, counts: Mapping[str, int]) -> str:
    return f"{name} {', '.join(f'{word} {count}' for word, count in counts.items())}".strip() if counts else ""


def labelled(framework: Framework, layer: str, field: str, counts: Mapping[str, int]) -> dict[str, int]:
    """The counts of a condition's detail, by the words of its options."""
    details = framework.layers[layer].details if layer in framework.layers else ()
    labels = {option.value: option.label.casefold() for d in details if d.field == field for option in d.options}
    return {labels.get(value, value): count for value, count in counts.items()}


def ledger_lines(
    lines: Sequence[LedgerLine], summary: Summary, framework: Framework, width: int, *, plain: bool
) -> Iterator[Line]:
    """The whole ledger: condition by condition, each entry with its response and what came of it."""
    yield from styled.wrapped(_LEDGER, width, style="title")
    if not lines:
        yield from styled.wrapped("No conditions were noted in this time.", width, "  ")
    order = [one.item for one in summary.conditions]
    labels = {one.item: one.label for one in summary.conditions}
    for item in dict.fromkeys([*order, *(line.item for line in lines)]):
        mine = [line for line in lines if line.item == item]
        if mine:
            yield styled.EMPTY
            label = f"{labels.get(item, mine[0].label)}  {plural(len(mine), 'note')}"
            yield from styled.wrapped(label, width, style="strong")
            for line in mine:
                yield from _traced(line, framework, width, plain)


def _traced(line: LedgerLine, framework: Framework, width: int, plain: bool) -> Iterator[Line]:
    sign, style = mark_of({line.polarity: 1} if line.polarity else {})
    day = spoken(date.fromisoformat(line.happened_on), weekday=False)
    way = WAYS.get(line.polarity or "", "no more was said of it")
    head = f"{day}  {way}{_details(line)}  ({line.entry})"
    yield from styled.wrapped(head if plain else f"{sign} {head}", width, "  ", style)
    yield from styled.wrapped(f"“{line.title}”", width, "    ", "dim")
    if line.response:
        response = next(iter(labelled(framework, _layer_of(line, framework), "response", {line.response: 1})))
        yield from styled.wrapped(f"response: {response}", width, "    ")
    for agreed in line.agreed:
        reason = f" ({agreed.reason})" if agreed.reason else ""
        yield from styled.wrapped(f"agreed there: {agreed.what}: {agreed.state}{reason}", width, "    ")
    for later in line.later:
        yield from styled.wrapped(f"{later.kind.replace('-', ' ')} later: {later.text}", width, "    ")
    if not line.response and not line.agreed and not line.later:
        yield from styled.wrapped("nothing noted yet on what was done about it", width, "    ", "dim")


def _details(line: LedgerLine) -> str:
    parts = [
        f"rule {line.rule}" if line.rule else "",
        f"short of {line.blocker}" if line.blocker else "",
        line.sphere or "",
    ]
    said = ", ".join(part for part in parts if part)
    return f", {said}" if said else ""


def _layer_of(line: LedgerLine, framework: Framework) -> str:
    return framework.items[line.item].layer if line.item in framework.items else ""


def condition_documents(conditions: Iterable[ConditionSummary]) -> list[dict[str, object]]:
    """The conditions as JSON."""
    return [
        {
            "item": one.item,
            "label": one.label,
            "count": one.entries,
            "of": one.of,
            "elsewhere": one.elsewhere,
            "inhibited": one.inhibited,
            "enabled": one.enabled,
            "both": one.both,
            "rules": one.rules,
            "blockers": one.blockers,
            "responses": one.responses,
            "spheres": one.spheres,
            "outcomes": one.outcomes,
        }
        for one in conditions
    ]


def ledger_document(lines: Iterable[LedgerLine]) -> list[dict[str, object]]:
    """The ledger as JSON."""
    return [
        {
            **{name: getattr(line, name) for name in LedgerLine._fields if name not in ("agreed", "later", "label")},
            "agreed": [one._asdict() for one in line.agreed],
            "later": [{"on": one.on_day, "kind": one.kind, "text": one.text} for one in line.later],
        }
        for line in lines
    ]
