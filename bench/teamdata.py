"""Made-up packs of many workers, the same every time: straight into a dataset, or as pack files."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

MONTHS, FIRST_YEAR, IN_A_TEAM = 60, 2022, 25
ROWS_A_WORKER = 2_000
"""about: 60 months, each of some 33 rows"""
ITEMS, CONDITIONS = 21, 9
_STANCES, _POLARITIES = ("present", "absent", "mixed"), ("enabled", "inhibited", "both")
_RESPONSES = ("challenge", "work-around", "reframe", "reposition")
_ROLES = ("", "nurse", "social-worker", "care-worker")

_MACROS = """
    CREATE MACRO mixed(x) AS xor(x, x >> 15) % 2147483648 * 2246822519 % 4294967296;
    CREATE MACRO begun(i, k, j, s) AS (i * 73856093 + k * 19349663 + j * 83492791 + s * 50331653) % 2147483648;
    CREATE MACRO dice(i, k, j, s) AS mixed(mixed(begun(i, k, j, s) * 2654435761)) // 256 % 100;
    CREATE MACRO key(i) AS substr(translate(md5('worker ' || i), '0189', 'ghij'), 1, 26);
"""
_ROWS = """
    WITH months AS (
        SELECT i, k, key(i) AS contributor, {roles}[1 + i % 4] AS role, ({year} * 100 + 1 + k % 12)::INTEGER AS month,
               1 + dice(i, k, 0, 0) % 9 AS entries, 'team-' || lpad((i % {teams})::VARCHAR, 4, '0') AS team
        FROM range({workers}) w(i), range({first}, {first} + 12) m(k)
    ),
    shown AS (
        SELECT *, 1 + dice(i, k, j, 2) % entries AS n FROM months, range({items} + {conditions}) x(j)
        WHERE dice(i, k, j, 1) < 46
    ),
    counted AS (
        SELECT i, k, '' AS layer, 'all' AS part, '' AS item, '' AS value, '' AS response, entries FROM months
        UNION ALL
        SELECT i, k, unnest(['behaviours', 'conditions']), 'asked', '', '', '', entries FROM months
        UNION ALL
        SELECT i, k, 'behaviours', 'item', 'rcp.item-' || j, unnest(['', {stances}[1 + dice(i, k, j, 3) % 3]]), '', n
        FROM shown WHERE j < {items}
        UNION ALL
        SELECT i, k, 'conditions', 'condition', 'rcp.condition-' || j,
               unnest(['', {polarities}[1 + dice(i, k, j, 4) % 3]]), '', n
        FROM shown WHERE j >= {items}
        UNION ALL
        SELECT i, k, 'conditions', 'condition', 'rcp.condition-' || j, '', {responses}[1 + dice(i, k, j, 5) % 4], n
        FROM shown WHERE j >= {items} AND dice(i, k, j, 6) < 70
    )
    SELECT contributor, 1::INTEGER AS number, role, month, layer, part, item, value, response,
           counted.entries::INTEGER AS entries, 1 AS schema, {year} AS period, team
    FROM counted JOIN months USING (i, k)
    ORDER BY team, contributor, month, part, layer, item, value, response
"""


def fill(dataset: Path, workers: int) -> int:
    """Writes what `workers` gave over 60 months as a dataset that `collect` could have left; how many rows."""
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "2GB", "threads": "1"})
    connection.execute(_MACROS)
    for year in range(MONTHS // 12):
        rows = _ROWS.format(
            roles=list(_ROLES),
            stances=list(_STANCES),
            polarities=list(_POLARITIES),
            responses=list(_RESPONSES),
            items=ITEMS,
            conditions=CONDITIONS,
            workers=workers,
            teams=max(1, workers // IN_A_TEAM),
            year=FIRST_YEAR + year,
            first=year * 12,
        )
        connection.execute(
            f"COPY ({rows}) TO '{dataset}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (schema, period, team), "
            "FILENAME_PATTERN 'counts', OVERWRITE_OR_IGNORE)"
        )
    for made in dataset.glob("*/*/*/*.parquet"):
        made.rename(made.with_name("counts.parquet"))
    found = connection.execute(f"SELECT count(*) FROM read_parquet('{dataset}/*/*/*/*.parquet')").fetchall()
    return int(found[0][0])


def packs(many: int) -> Iterator[tuple[str, str]]:
    """(name, text) of so many packs, each of another worker: the last three months."""
    months = [f"{FIRST_YEAR + 4}-{n:02d}" for n in (10, 11, 12)]
    for i in range(many):
        document = {
            "schema": "rcpjournal/team-pack/1",
            "contributor": _key(i),
            "number": 2,
            "team": f"team-{i % max(1, many // IN_A_TEAM):04d}",
            "role": _ROLES[i % 4],
            "since": months[0],
            "until": months[-1],
            "frameworks": {"rcp": "2026.3"},
            "months": [_month(name, i + n) for n, name in enumerate(months)],
        }
        yield f"{i:06d}.json", json.dumps(document, indent=1)


def _month(name: str, seed: int) -> dict[str, object]:
    entries = 3 + seed % 7
    items = [
        {
            "item": f"rcp.item-{j}",
            "layer": "behaviours",
            "entries": entries - 1,
            "stances": {_STANCES[(seed + j) % 3]: 1},
        }
        for j in range(ITEMS)
        if (seed * 7 + j * 3) % 9 < 4
    ]
    conditions = [
        {
            "item": f"rcp.condition-{j}",
            "layer": "conditions",
            "entries": 2,
            "polarities": {_POLARITIES[(seed + j) % 3]: 2},
            "responses": {_RESPONSES[(seed + j) % 4]: 1},
        }
        for j in range(CONDITIONS)
        if (seed * 5 + j * 4) % 9 < 4
    ]
    asked = {"behaviours": entries, "conditions": entries}
    return {"month": name, "entries": entries, "asked": asked, "items": items, "conditions": conditions}


def _key(i: int) -> str:
    """As the macro `key` has it, so that these packs are newer ones of the workers in the dataset."""
    from hashlib import md5

    return md5(f"worker {i}".encode(), usedforsecurity=False).hexdigest().translate(str.maketrans("0189", "ghij"))[:26]


if __name__ == "__main__":
    print(f"{fill(Path(sys.argv[1]), int(sys.argv[2])):,} rows")
