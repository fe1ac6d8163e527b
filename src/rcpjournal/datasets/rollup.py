"""The one question that is asked of a dataset, the same for every engine: an expression of ibis."""

from typing import TYPE_CHECKING, Any

from rcpjournal.core.sharing.refusals import ExtraMissing
from rcpjournal.core.teams.cells import ALL, By

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
    return ibis_here().table(_READ, name=name, database=database)


def rollup(table: "Table", by: By | None = None) -> "Table":
    """The columns of `Rolled`, in no order. Of all months: two spans that overlap would tell what lies between."""
    grouped = table.mutate(key=group_key(table, by)).group_by("key", *_KEYS[1:])
    counted = grouped.aggregate(
        entries=table.entries.sum().cast("int64"), contributors=table.contributor.nunique().cast("int64")
    )
    return counted.select(named(counted.key, by).name("group"), *_KEYS[1:], "entries", "contributors")


def counted_again(table: "Table", by: By) -> "Table":
    """Rows of (part, layer, item, value, response, people): by how many all groups together count more people.

    Somebody in three groups is counted twice more. So the whole is the sum of its groups, less these; where few are in
    more groups than one that is far less to count than the whole itself.
    """
    counts = table.mutate(key=group_key(table, by))
    written = counts.filter(counts.part == ALL)
    groups = written.group_by("contributor").aggregate(many=written.key.nunique())
    theirs = counts.semi_join(groups.filter(groups.many > 1), "contributor")
    each = theirs.group_by("contributor", *_KEYS[1:]).aggregate(many=theirs.key.nunique())
    return each.group_by(_KEYS[1:]).aggregate(people=(each.many - 1).sum().cast("int64"))


def months(table: "Table", fewest: int) -> "Table":
    """One row: the first and the last month (202603) in which so many people wrote, both None where there is none."""
    written = table.filter(table.part == ALL)
    people = written.group_by("month").aggregate(many=written.contributor.nunique())
    enough = people.filter(people.many >= fewest)
    return enough.aggregate(first=enough.month.min(), last=enough.month.max())


def sql_of(question: "Table", dialect: str) -> str:
    """The question in an engine's own words."""
    return str(ibis_here().to_sql(question, dialect=dialect))


def group_key(table: "Table", by: By | None) -> "Value":
    """What tells groups apart: for quarters a number, which engines tell apart sooner than words."""
    if by == "quarter":
        return table.month // 100 * 10 + (table.month % 100 + 2) // 3
    return table[by] if by else ibis_here().literal("")


def named(key: "Value", by: By | None) -> Any:
    """A group by the name that it has in a report."""
    return (key // 10).cast("string") + "-Q" + (key % 10).cast("string") if by == "quarter" else key


def ibis_here() -> Any:
    """ibis, where it is installed. Raises ExtraMissing."""
    try:
        import ibis
    except ImportError:
        raise ExtraMissing("What many people counted", "team") from None
    return ibis
