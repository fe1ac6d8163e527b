"""The floor: what `summary --by month` counts, in hand-written SQL, without command line, checks or settings.

`python plain_summary.py JOURNAL SINCE UNTIL` prints the counts as compact JSON. SQL counts, in as few passes over the
rows as were found quickest; Python reads the framework and puts the counts together.
"""

import json
import sqlite3
import sys
from collections import Counter, defaultdict
from itertools import combinations
from typing import Any

FEWEST_TOGETHER = 3
FIELDS = ("polarity", "rule", "blocker", "response", "sphere")
STAGES = {1: "experience", 2: "reflection", 4: "analysis", 8: "plan"}

_TABLES = """
PRAGMA temp_store=MEMORY;
CREATE TEMP TABLE here(entry INTEGER PRIMARY KEY, month INTEGER NOT NULL, day TEXT NOT NULL, asked INTEGER NOT NULL);
CREATE TEMP TABLE asked(number INTEGER PRIMARY KEY, framework INTEGER, offered TEXT, UNIQUE (framework, offered));
CREATE TEMP TABLE names(item INTEGER PRIMARY KEY, name INTEGER NOT NULL, is_tag INTEGER NOT NULL);
"""
_MONTH = "substr(happened_on, 1, 4) * 12 + substr(happened_on, 6, 2)"
_THOSE = "deleted IS NULL AND happened_on BETWEEN ? AND ?"
_ASKED = f"INSERT INTO asked(framework, offered) SELECT DISTINCT framework, offered FROM entries WHERE {_THOSE}"
_HERE = (
    f"INSERT INTO here SELECT pk, {_MONTH}, happened_on, (SELECT number FROM asked a"
    f" WHERE a.framework = e.framework AND a.offered IS e.offered) FROM entries e WHERE {_THOSE}"
)
_ALL = "SELECT (SELECT max(pk) FROM entries), (SELECT min(happened_on) FROM entries WHERE deleted IS NULL)"
_CURRENT = "SELECT value FROM state WHERE key = 'framework'"
_PACKS = "SELECT p.document FROM frameworks f, json_each(f.packs) j JOIN packs p ON p.pk = j.value WHERE f.pk = ?"
_WORDINGS = (
    "SELECT pk, id, layer FROM items i"
    " ORDER BY EXISTS (SELECT 1 FROM framework_items f WHERE f.item = i.pk AND f.active), pk"
)
_EXISTED = (
    "SELECT n.name, f.framework, i.layer FROM framework_items f JOIN items i ON i.pk = f.item"
    " JOIN names n ON n.item = i.pk WHERE f.active"
)
_OFFERED = (
    f"SELECT framework, offered, {_MONTH}, happened_on, count(*) FROM entries WHERE {_THOSE}"
    " GROUP BY happened_on, framework, offered"
)
# The entries first, then their marks; or, where most entries are asked for, the marks by their index.
_BY_ENTRY = "here h CROSS JOIN marks m ON m.entry = h.entry CROSS JOIN names n ON n.item = m.item"
_BY_ITEM = "names n CROSS JOIN marks m ON m.item = n.item CROSS JOIN here h ON h.entry = m.entry"
_SEEN = "SELECT n.name, h.month, h.asked, count(DISTINCT h.entry), min(h.day), max(h.day) FROM {rows} GROUP BY 1, 2, 3"
_STANCES = (
    f"SELECT h.month, n.name, h.asked, ifnull(m.value, ''), count(DISTINCT h.entry) FROM {_BY_ENTRY}"
    " GROUP BY 1, 2, 3, 4"
)
_TOGETHER = (
    "SELECT asked, tags, count(*) FROM (SELECT h.asked, group_concat(DISTINCT n.name) AS tags"
    f" FROM {_BY_ENTRY} WHERE n.is_tag GROUP BY h.entry) GROUP BY 1, 2"
)
_CONDITIONS_BY_ENTRY = "here h CROSS JOIN conditions c ON c.entry = h.entry"
_CONDITIONS_AT_ONCE = "conditions c CROSS JOIN here h ON h.entry = c.entry"
_CONDITION = (
    "SELECT n.name, '{field}', {value}, count(DISTINCT h.entry) FROM {{rows}} CROSS JOIN names n ON n.item = c.item"
    " {more} WHERE {value} IS NOT NULL GROUP BY 1, 3"
)
_CONDITIONS = " UNION ALL ".join(
    [_CONDITION.format(field=field, value=f"c.{field}", more="") for field in FIELDS]
    + [_CONDITION.format(field="outcome", value="a.state", more="CROSS JOIN actions a ON a.entry = h.entry")]
)
# Which stages an entry reached is one number, with a bit for each stage. An entry reaches a stage by an answer, by a
# pick that the stage asks for, or, to plan, by an action.
_CYCLE = """
SELECT month, framework, flow, need, got, reached, count(*) FROM (
 SELECT h.month, e.framework, e.flow, e.need, e.got,
  ifnull((SELECT sum(DISTINCT CASE {answers} END) FROM answers a WHERE a.entry = h.entry), 0) {others} AS reached
 FROM here h CROSS JOIN entries e ON e.pk = h.entry
) GROUP BY 1, 2, 3, 4, 5, 6
"""
_ANSWER = "WHEN a.prompt IN ({keys}) AND trim(a.text, char(32, 9, 10, 13)) <> '' THEN {bit}"
_PICK = "| {bit} * EXISTS (SELECT 1 FROM marks m WHERE m.entry = h.entry AND m.item IN ({keys}))"
_ACTION = "| {bit} * (e.take_to_supervision IS 1 OR EXISTS (SELECT 1 FROM actions c WHERE c.entry = h.entry))"

Rows = list[Any]


class Framework:
    """A framework as it stands in the journal: its parts by id."""

    def __init__(self, sql: sqlite3.Connection, key: int) -> None:
        packs = [json.loads(document) for (document,) in sql.execute(_PACKS, (key,))]
        self.layers, self.items, self.prompts, self.flows = (
            {one["id"]: one for pack in packs for one in pack.get(part, ())}
            for part in ("layers", "items", "prompts", "flows")
        )

    def now(self, item: str) -> str:
        """What an item is called now: where its replacements lead, or its own name."""
        found = self.items.get(item)
        while found and found.get("status") == "retired" and len(found.get("superseded_by", ())) == 1:
            found = self.items.get(found["superseded_by"][0])
        return str(found["id"]) if found and found.get("status") != "retired" else item

    def staged(self, stage: str) -> list[dict[str, Any]]:
        """The questions of a stage."""
        return [one for one in self.prompts.values() if one.get("stage") == stage]


class Summary:
    """The counts of the entries from one day to another."""

    def __init__(self, sql: sqlite3.Connection, since: str, until: str) -> None:
        self.sql = sql
        sql.executescript(_TABLES)
        self.framework = Framework(sql, sql.execute(_CURRENT).fetchone()[0])
        sql.execute(_ASKED, (since, until))
        self.entries = sql.execute(_HERE, (since, until)).rowcount
        self.asked = {number: rest for number, *rest in sql.execute("SELECT number, framework, offered FROM asked")}
        everything, first = sql.execute(_ALL).fetchone()
        self.most = self.entries * 2 > (everything or 0)
        begun = max(since, min(first or since, until))
        self.start, end = (int(day[:4]) * 12 + int(day[5:7]) for day in (begun, until))
        self.months = end - self.start + 1
        self.offered: Rows = sql.execute(_OFFERED, (since, until)).fetchall()
        self.names = self.named()

    def nought(self) -> list[int]:
        return [0] * self.months

    def named(self) -> list[str]:
        """Fills `names`: each wording under what its item is called now. The names, by their numbers."""
        wordings = self.sql.execute(_WORDINGS).fetchall()
        now = {key: self.framework.now(item) for key, item, _ in wordings}
        layer_of = {item: layer for _, item, layer in wordings}
        tags = {layer for layer, its in self.framework.layers.items() if its["kind"] == "tag"}
        number = {name: n for n, name in enumerate(dict.fromkeys(now.values()))}
        rows = [(key, number[name], layer_of[name] in tags) for key, name in now.items()]
        self.sql.executemany("INSERT INTO names VALUES (?, ?, ?)", rows)
        return list(number)

    # --- items ------------------------------------------------------------------------------------------------------

    def items(self) -> dict[str, Any]:
        found = [self.unseen(could) for could in self.could()]
        fit = self.fit()
        rows = _BY_ITEM if self.most else _BY_ENTRY
        for name, month, asked, count, first, last in self.sql.execute(_SEEN.format(rows=rows)):
            one = found[name]
            if asked not in fit[name]:
                one["elsewhere"] += count
                continue
            one["counts"][month - self.start] += count
            one["first"] = min(one["first"] or first, first)
            one["last"] = max(one["last"] or last, last)
        for month, name, asked, value, count in self.sql.execute(_STANCES):
            if asked in fit[name]:
                stances = found[name]["stances"]
                (stances.get(value) or stances.setdefault(value, self.nought()))[month - self.start] += count
        for one in found:
            one["count"], one["of"] = sum(one["counts"]), sum(one["ofs"])
        self.add_since(found)
        return {name: one for name, one in zip(self.names, found, strict=True) if one["of"] or one["elsewhere"]}

    def fit(self) -> list[set[int]]:
        """For each name the kinds of entries that could have shown it."""
        return [{number for number, group in self.asked.items() if fits(there, *group)} for there in self.layers]

    def unseen(self, could: list[int]) -> dict[str, Any]:
        return {
            "counts": self.nought(),
            "ofs": could,
            "stances": {},
            "first": None,
            "last": None,
            "since": 0,
            "elsewhere": 0,
        }

    def could(self) -> list[list[int]]:
        """For each name the entries of each month whose framework had the item, and that were offered its layer."""
        groups: dict[tuple[int, str | None], list[int]] = defaultdict(self.nought)
        for framework, offered, month, _, count in self.offered:
            groups[framework, offered][month - self.start] += count
        self.layers: list[dict[int, str]] = [{} for _ in self.names]
        for name, framework, layer in self.sql.execute(_EXISTED):
            self.layers[name][framework] = layer
        known: dict[tuple[tuple[int, str], ...], list[int]] = {}
        for there in self.layers:
            if (alike := tuple(there.items())) not in known:
                fit = [counts for group, counts in groups.items() if fits(there, *group)]
                known[alike] = [sum(counts) for counts in zip(*fit, strict=True)] or self.nought()
        return [known[tuple(there.items())] for there in self.layers]

    def add_since(self, items: list[dict[str, Any]]) -> None:
        """To each item seen, how many entries after its last day could have shown it."""
        for one, there in zip(items, self.layers, strict=True):
            for framework, offered, _, day, count in reversed(self.offered) if one["last"] else ():
                if day <= one["last"]:
                    break
                one["since"] += count if fits(there, framework, offered) else 0

    # --- what hangs together ----------------------------------------------------------------------------------------

    def together(self) -> Rows:
        """Entries with the same tags are counted at once."""
        pairs: Counter[tuple[int, int]] = Counter()
        alone: dict[int, Counter[int]] = defaultdict(Counter)
        fit = self.fit()
        for asked, tags, count in self.sql.execute(_TOGETHER):
            names = [name for name in sorted(map(int, tags.split(","))) if asked in fit[name]]
            for name in names:
                alone[name][asked] += count
            for pair in combinations(names, 2):
                pairs[pair] += count
        return [
            [self.names[one], self.names[other], count, *self.apart(one, other, alone, fit)]
            for (one, other), count in pairs.items()
            if count >= FEWEST_TOGETHER
        ]

    def apart(self, one: int, other: int, alone: dict[int, Counter[int]], fit: list[set[int]]) -> list[int]:
        both = fit[one] & fit[other]
        return [sum(count for asked, count in alone[name].items() if asked in both) for name in (one, other)]

    def conditions(self) -> dict[str, dict[str, dict[str, int]]]:
        found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        rows = _CONDITIONS_AT_ONCE if self.most else _CONDITIONS_BY_ENTRY
        for name, field, value, count in self.sql.execute(_CONDITIONS.format(rows=rows)):
            found[self.names[name]][field][value] = count
        return found

    # --- the cycle --------------------------------------------------------------------------------------------------

    def cycle(self) -> dict[str, Any]:
        frameworks = {key: Framework(self.sql, key) for key in {group[0] for group in self.offered}}
        prompts = {stage: {one["id"] for one in self.framework.staged(stage)} for stage in STAGES.values()}
        reached, asked = ({stage: self.nought() for stage in STAGES.values()} for _ in range(2))
        met: dict[tuple[str | None, str | None], list[int]] = defaultdict(self.nought)
        for month, framework, flow, need, got, mask, entries in self.sql.execute(self.cycle_sql()):
            place = month - self.start
            if need or got:
                met[need, got][place] += entries
            steps = frameworks[framework].flows.get(flow, {}).get("steps", ())
            for bit, stage in STAGES.items():
                if not prompts[stage].isdisjoint(steps):
                    reached[stage][place] += entries if mask & bit else 0
                    asked[stage][place] += entries
        return {
            "stages": {stage: [reached[stage], asked[stage]] for stage in STAGES.values() if any(asked[stage])},
            "need_and_got": [[need, got, counts] for (need, got), counts in met.items()],
        }

    def cycle_sql(self) -> str:
        stage_of: dict[str, str] = {}
        for one in self.framework.prompts.values():
            if one.get("stage"):
                stage_of = dict.fromkeys(one.get("layers", ()), one["stage"]) | stage_of
        answers, others = [], []
        for bit, stage in STAGES.items():
            prompts = self.keys("prompts", "id", [one["id"] for one in self.framework.staged(stage)])
            picks = self.keys("items", "layer", [layer for layer, its in stage_of.items() if its == stage])
            answers.append(_ANSWER.format(bit=bit, keys=prompts))
            others += [_PICK.format(bit=bit, keys=picks)] if picks else []
            others += [_ACTION.format(bit=bit)] if stage == "plan" else []
        return _CYCLE.format(answers=" ".join(answers), others=" ".join(others))

    def keys(self, table: str, column: str, wanted: list[str]) -> str:
        text = f"SELECT group_concat(pk) FROM {table} WHERE {column} IN ({', '.join('?' * len(wanted))})"
        return self.sql.execute(text, wanted).fetchone()[0] or ""


def fits(there: dict[int, str], framework: int, offered: str | None) -> bool:
    """Whether an entry under this framework, offered these layers, could have shown an item."""
    return framework in there and (offered is None or there[framework] in offered.split())


def main() -> None:
    sql = sqlite3.connect(sys.argv[1], isolation_level=None)
    sql.execute("BEGIN")
    summary = Summary(sql, sys.argv[2], sys.argv[3])
    counts = {
        "entries": summary.entries,
        "items": summary.items(),
        "together": summary.together(),
        "conditions": summary.conditions(),
        "cycle": summary.cycle(),
    }
    print(json.dumps(counts, separators=(",", ":")))
    sql.close()


if __name__ == "__main__":
    main()
