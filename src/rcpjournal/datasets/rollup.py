"""The one question that is asked of a dataset, the same for every engine: an expression of ibis."""

from typing import TYPE_CHECKING, Any

from rcpjournal.core.sharing.refusals import ExtraMissing
from rcpjournal.core.teams.rolled import By
from rcpjournal.datasets.rows import as_number

if TYPE_CHECKING:
    from ibis.expr.types import Table, Value

_KEYS = ("group", "part", "layer", "item", "value", "response")
_READ = {
    "contributor": "string",
    "role": "string",
    "month": "int32",
    "layer": "string",
    "part": "string",
    "item": "string",
    "value": "string",
    "response": "string",
    "entries": "int32",
    "team": "string",
}


def counts_table(name: str, database: str | None = None) -> "Table":
    """The counts as the engine names them. Raises ExtraMissing."""
    return _ibis().table(_READ, name=name, database=database)


def rollup(table: "Table", by: By | None = None, *, since: str | None = None, until: str | None = None) -> "Table":
    """The columns of `Rolled`, in no order; where they are given, only of the months `since` to `until` (`2026-03`)."""
    if since:
        table = table.filter(table.month >= as_number(since))
    if until:
        table = table.filter(table.month <= as_number(until))
    grouped = table.mutate(key=_key(table, by)).group_by("key", *_KEYS[1:])
    counted = grouped.aggregate(
        entries=table.entries.sum().cast("int64"), contributors=table.contributor.nunique().cast("int64")
    )
    return counted.select(_named(counted.key, by).name("group"), *_KEYS[1:], "entries", "contributors")


def sql_of(question: "Table", dialect: str) -> str:
    """The question in an engine's own words."""
    return str(_ibis().to_sql(question, dialect=dialect))


def _key(table: "Table", by: By | None) -> "Value":
    """What tells groups apart: for quarters a number, which engines tell apart sooner than words."""
    if by == "quarter":
        return table.month // 100 * 10 + (table.month % 100 + 2) // 3
    return table[by] if by else _ibis().literal("")


def _named(key: "Value", by: By | None) -> Any:
    return (key // 10).cast("string") + "-Q" + (key % 10).cast("string") if by == "quarter" else key


def _ibis() -> Any:
    try:
        import ibis
    except ImportError:
        raise ExtraMissing("What many people counted", "team") from None
    return ibis
