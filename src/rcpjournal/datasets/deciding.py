"""Which counts stand: what is decided between packs, in SQL, over what was collected before and what comes now."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rcpjournal.core.teams.hiding import FEWEST
from rcpjournal.datasets.committing import Staging
from rcpjournal.datasets.duck import HIVE
from rcpjournal.datasets.layout import COLUMNS, FILE, PACKS, SCHEMA, literally, partition
from rcpjournal.datasets.refusals import DatasetUnusable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Head(NamedTuple):
    """A pack without its counts. `n`: which of those that come, in this run; `since` and `until` as 202603."""

    n: int
    contributor: str
    number: int
    since: int
    until: int
    team: str
    role: str
    digest: str


class Fates(NamedTuple):
    """How many packs found nothing before them, took the place of older ones, or came too late for all their months."""

    added: int
    replaced: int
    older: int


class Written(NamedTuple):
    """The files that are touched, and how many different people's counts are others than before.

    `teams`: the same for each team that a summary of before may have told of.
    """

    touched: Sequence[str] = ()
    people: int = 0
    teams: Mapping[str, int] = {}


_LEDGER = "contributor, number, since, until, team, digest"
_HEADS = (
    "n INTEGER, contributor VARCHAR, number INTEGER, since INTEGER, until INTEGER, team VARCHAR, role VARCHAR, "
    "digest VARCHAR"
)
_LINES = (
    "n INTEGER, month INTEGER, layer VARCHAR, part VARCHAR, item VARCHAR, value VARCHAR, response VARCHAR, "
    "entries INTEGER"
)
_OF_COUNTS = ", ".join(COLUMNS)
_SAID = ", ".join(name for name in COLUMNS if name not in ("contributor", "number"))
"""what a row says, whichever pack it came in"""
_FATES = """
    WITH months AS (
        SELECT n, contributor, number,
            unnest(range(since // 100 * 12 + since % 100 - 1, until // 100 * 12 + until % 100)) AS nth,
            nth // 12 * 100 + nth % 12 + 1 AS month
        FROM heads
    ), counting AS (
        SELECT DISTINCT n FROM months m WHERE NOT EXISTS (
            SELECT 1 FROM known k WHERE k.contributor = m.contributor AND k.number > m.number
            AND m.month BETWEEN k.since AND k.until
        )
    )
    SELECT
        count(*) FILTER (NOT older AND NOT over), count(*) FILTER (NOT older AND over), count(*) FILTER (older)
    FROM (
        SELECT
            n NOT IN (FROM counting) AS older,
            EXISTS (SELECT 1 FROM known k WHERE k.contributor = h.contributor AND k.number < h.number
                    AND k.since <= h.until AND k.until >= h.since) AS over
        FROM heads h
    )
"""
_STANDING = """
    CREATE VIEW standing AS SELECT {counts}, month // 100 AS period, team FROM fresh JOIN heads f USING (n)
    WHERE NOT EXISTS (
        SELECT 1 FROM known k WHERE k.contributor = f.contributor AND k.number > f.number
        AND fresh.month BETWEEN k.since AND k.until
    )
"""
_TOUCHED = """
    SELECT DISTINCT period, team FROM standing
    UNION
    SELECT DISTINCT unnest(range(l.since // 100, l.until // 100 + 1)), l.team FROM ledger l
    WHERE l.contributor IN (FROM gone) OR EXISTS (
        SELECT 1 FROM heads h WHERE h.contributor = l.contributor AND h.number > l.number
        AND h.since <= l.until AND h.until >= l.since
    )
"""
_LEAVES = """
    (o.contributor IN (FROM gone) OR EXISTS (
        SELECT 1 FROM heads h WHERE h.contributor = o.contributor AND h.number >= o.number
        AND o.month BETWEEN h.since AND h.until
    ))
"""
_CHANGED = """
    SELECT team, count(DISTINCT contributor) FROM (
        SELECT team, contributor FROM (
            SELECT team, contributor, hash({said})::HUGEINT AS mark FROM standing
            UNION ALL SELECT team, contributor, -hash({said})::HUGEINT FROM there o WHERE {leaves}
        )
        GROUP BY team, contributor HAVING sum(mark) <> 0
    )
    GROUP BY GROUPING SETS ((), (team)) HAVING team IS NULL OR team IN (
        SELECT l.team FROM ledger l GROUP BY l.team HAVING count(DISTINCT l.contributor) >= {fewest}
    )
"""
_WRITTEN = """
    COPY (
        SELECT {counts}, {schema} AS schema, period, team
        FROM (FROM there o WHERE NOT {leaves} UNION ALL FROM standing)
        ORDER BY period, team, contributor, month, part, item
    ) TO {folder} (
        FORMAT parquet, COMPRESSION zstd, PARTITION_BY (schema, period, team), FILENAME_PATTERN 'counts',
        OVERWRITE_OR_IGNORE
    )
"""


class Deciding:
    """What is decided in one run. Raises errors of DuckDB."""

    def __init__(self, duck: "DuckDBPyConnection", dataset: Path, staging: Staging) -> None:
        self._duck, self._dataset, self._staging = duck, dataset, staging
        duck.execute(f"CREATE TABLE heads ({_HEADS}); CREATE TABLE gone (contributor VARCHAR)")
        before = dataset / PACKS
        source = f"read_parquet({_file(before)})" if before.exists() else "heads WHERE false"
        duck.execute(f"CREATE VIEW ledger AS SELECT {_LEDGER} FROM {source}")
        duck.execute(f"CREATE VIEW known AS FROM ledger UNION ALL SELECT {_LEDGER} FROM heads")

    def digests(self, packs: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """(contributor, number) → digest of those that are collected already, or noted."""
        asked = json.dumps([{"contributor": contributor, "number": number} for contributor, number in packs])
        wanted = _unpacked("contributor VARCHAR, number INTEGER")
        found = self._duck.execute(
            f"SELECT contributor, number, digest FROM known SEMI JOIN ({wanted}) USING (contributor, number)", [asked]
        ).fetchall()
        return {(contributor, number): digest for contributor, number, digest in found}

    def note(self, heads: Sequence[Head]) -> None:
        """Packs that are good."""
        self._duck.execute(f"INSERT INTO heads {_unpacked(_HEADS)}", [json.dumps([head._asdict() for head in heads])])

    def withdraw(self, contributors: Iterable[str]) -> None:
        """Nothing of theirs stays."""
        rows = json.dumps([{"contributor": key} for key in sorted(contributors)])
        self._duck.execute(f"INSERT INTO gone {_unpacked('contributor VARCHAR')}", [rows])
        self._duck.execute("DELETE FROM heads WHERE contributor IN (FROM gone)")

    def fates(self) -> Fates:
        """What becomes of the packs that were noted."""
        (found,) = self._duck.execute(_FATES).fetchall()
        return Fates(*found)

    def write(self, rows: Path) -> Written:
        """Makes the files that change. `rows`: of what was noted, n and what `lines_of` says."""
        texts = ", ".join(f"'{name}'" for name, kind in _columns(_LINES).items() if kind == "VARCHAR")
        self._duck.execute(
            f"CREATE VIEW fresh AS FROM read_csv({_file(rows)}, header = false, auto_detect = false, delim = '\t', "
            f"quote = '', escape = '', columns = {_columns(_LINES)}, force_not_null = [{texts}])"
        )
        self._duck.execute(_STANDING.format(counts=_OF_COUNTS))
        touched = [partition(*found) for found in self._duck.execute(_TOUCHED).fetchall()]
        files = [_file(self._dataset / name) for name in touched if (self._dataset / name).exists()]
        source = f"read_parquet([{', '.join(files)}], {HIVE})" if files else "standing WHERE false"
        self._duck.execute(f"CREATE VIEW there AS SELECT {_OF_COUNTS}, period, team FROM {source}")
        people, teams = self._changed()
        self._duck.execute("SET threads = 1")  # one file for each folder
        folder = _quoted(self._staging.new)
        self._duck.execute(_WRITTEN.format(counts=_OF_COUNTS, schema=SCHEMA, leaves=_LEAVES, folder=folder))
        _named(self._staging.new)
        packs = "FROM known WHERE contributor NOT IN (FROM gone) ORDER BY contributor, number"
        self._duck.execute(f"COPY ({packs}) TO {_quoted(self._staging.new / PACKS)} (FORMAT parquet, COMPRESSION zstd)")
        return Written(touched, people, teams)

    def _changed(self) -> tuple[int, dict[str, int]]:
        """How many people's counts are others than before: in all, and by team."""
        found: dict[str | None, int] = dict(
            self._duck.execute(_CHANGED.format(said=_SAID, leaves=_LEAVES, fewest=FEWEST)).fetchall()
        )
        return found.get(None, 0), {team: people for team, people in found.items() if team}


def _named(folder: Path) -> None:
    """Gives each file the name that it has in a dataset; DuckDB counts them, were it only one."""
    for made in folder.glob("*/*/*/*.parquet"):
        if (target := made.with_name(FILE)).exists():
            raise DatasetUnusable(str(folder), "one team's counts of a year came as two files")
        made.rename(target)


def _unpacked(columns: str) -> str:
    """A SELECT of the rows of a parameter, which is JSON: by far the quickest way in."""
    shape = json.dumps([_columns(columns)])
    return f"SELECT unnest(from_json(?::JSON, '{shape}'), recursive := true)"


def _columns(columns: str) -> dict[str, str]:
    return dict(column.split() for column in columns.split(", "))


def _file(path: Path) -> str:
    """A file to be read."""
    return _quoted(literally(str(path)))


def _quoted(path: Path | str) -> str:
    """A path as SQL writes it."""
    return "'" + str(path).replace("'", "''") + "'"
