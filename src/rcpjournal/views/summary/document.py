"""`rcpjournal/summary/1`: every figure that is drawn, and how each was come by."""

from collections.abc import Sequence
from typing import Any

from rcpjournal.core.insight import change, gaps, runs
from rcpjournal.core.insight.counts import ItemSummary
from rcpjournal.core.insight.material import Quote
from rcpjournal.core.insight.summary import Summary, Within
from rcpjournal.core.insight.together import Together
from rcpjournal.views.summary.findings import Passages
from rcpjournal.views.summary.ledger import condition_documents
from rcpjournal.views.summary.movement import cycle_document

METHODS = {
    "count": "one entry, one vote; of the entries that could have shown it",
    "interval": "Wilson 1927, 95 %",
    "change": change.METHOD,
    "within": runs.RUNS_METHOD,
    "not_lately": f"no tag in {gaps.SILENT_ENTRIES} entries or more; chance of the gap in any order of the entries; "
    "said: Holm's step-down over all items watched, 5 %",
    "together": "three shared entries or more; expected and chance by the hypergeometric distribution",
}


def summary_document(
    summary: Summary, passages: Passages, *, as_written: bool, layer: str | None = None
) -> dict[str, Any]:
    """The summary as JSON; `layer`: only that layer's items."""
    lately = summary.lately
    return {
        "schema": "rcpjournal/summary/1",
        "since": summary.since.isoformat(),
        "until": summary.until.isoformat(),
        "by": summary.by,
        "as": "written" if as_written else "mapped",
        "entries": summary.entries,
        "periods": [
            {"start": start.isoformat(), "entries": entries}
            for start, entries in zip(summary.periods, summary.written, strict=True)
        ],
        "compared": _compared(summary),
        "items": [_item(item) for item in summary.items if layer in (None, item.layer)],
        "within": [_within(one) for one in summary.within],
        "not_lately": [
            {
                "item": one.item,
                "entries": one.entries,
                "weeks": one.weeks,
                "count": one.seen,
                "of": one.of,
                "chance": _figures(one.chance),
                "said": one.said,
            }
            for one in lately.silent
        ],
        "watched": {"items": lately.watched, "expected": round(lately.expected, 1), "last": gaps.SILENT_ENTRIES},
        "pause": lately.pause and {"since": lately.pause.since.isoformat(), "weeks": lately.pause.weeks},
        "together": [_together(pair, passages.get(pair.items, ())) for pair in summary.together],
        "conditions": condition_documents(summary.conditions),
        "cycle": cycle_document(summary),
        "methods": METHODS,
    }


def _compared(summary: Summary) -> dict[str, object] | None:
    if summary.compared is None:
        return None
    then = summary.compared
    return {
        "since": then.since.isoformat(),
        "until": then.until.isoformat(),
        "entries": then.entries,
        "decided": then.decided,
    }


def _item(item: ItemSummary) -> dict[str, object]:
    return {
        "item": item.item,
        "label": item.label,
        "layer": item.layer,
        "count": item.entries,
        "of": item.of,
        "stances": item.stances,
        "interval": list(item.interval),
        "first": item.first.isoformat() if item.first else None,
        "last": item.last.isoformat() if item.last else None,
        "periods": [
            {
                "start": p.start.isoformat(),
                "count": p.entries,
                "of": p.of,
                "stances": p.stances,
                "unsaid": p.unsaid,
            }
            for p in item.periods
        ],
        "previous": {"count": item.previous.entries, "of": item.previous.of} if item.previous else None,
        "change": item.change,
        "active": item.active,
        "unsaid": item.unsaid,
        "elsewhere": item.elsewhere,
        "wordings": item.wordings,
        "became": list(item.became),
    }


def _within(one: Within) -> dict[str, object]:
    chart = one.chart
    return {
        "item": one.item,
        "said": one.said,
        "points": chart.points,
        "useful": chart.useful,
        "median": chart.median,
        "longest": chart.longest and chart.longest.length,
        "longest_limit": chart.longest_limit,
        "crossings": chart.crossings,
        "crossings_limit": chart.crossings_limit,
        "chance": _figures(chart.chance) if chart.signal else None,
    }


def _together(pair: Together, passages: Sequence[Quote]) -> dict[str, object]:
    return {
        "items": list(pair.items),
        "count": pair.entries,
        "of": pair.of,
        "apart": list(pair.apart),
        "expected": pair.expected,
        "chance": _figures(pair.chance),
        "passages": [{"entry": q.entry, "item": q.item, "quote": q.quote} for q in passages],
    }


def _figures(chance: float) -> float:
    """A chance to three figures: small ones stay more than nought."""
    return float(f"{chance:.3g}")
