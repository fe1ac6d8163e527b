"""Made-up packs for a team, and the plain-Python reference of what a journal contributes."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from rcpjournal.core import strict_json
from rcpjournal.core.framework import Framework
from rcpjournal.core.teams.pack import ConditionCount, ItemCount, MonthCount, TeamPack

KEY = "abcdefghijklmnopqrstuvw234"
TRUST, PERMISSIONS = "rcp.principle.trust", "rcp.organisation.permissions"
MARCH = MonthCount(
    month="2026-03",
    entries=6,
    asked={"principle": 5, "organisation": 4},
    items=(ItemCount(item=TRUST, layer="principle", entries=3, stances={"present": 2, "strained": 1}),),
    conditions=(
        ConditionCount(
            item=PERMISSIONS,
            layer="organisation",
            entries=3,
            polarities={"enabled": 1, "inhibited": 2},
            responses={"challenge": 1},
        ),
    ),
)
PACK = TeamPack(
    contributor=KEY,
    number=2,
    team="duty-north",
    role="social-worker",
    since="2026-01",
    until="2026-03",
    frameworks={"rcp": "2026.3"},
    months=(MARCH,),
)


def document() -> dict[str, Any]:
    """The pack as a document that may be altered."""
    plain: dict[str, Any] = strict_json.plain(PACK)
    return plain


def written(altered: dict[str, Any]) -> str:
    """Its text."""
    return json.dumps(altered)


def counted_by_hand(exported: Iterable[str], framework: Framework, since: str, until: str) -> list[dict[str, Any]]:
    """The months of a pack from the lines of `export json`, entry by entry, in plain Python."""
    months: dict[str, _Month] = defaultdict(_Month)
    for line in exported:
        entry = json.loads(line)
        if since <= entry.get("happened_on", "")[:7] <= until:  # the first line may be a framework
            months[entry["happened_on"][:7]].add(entry, framework)
    return [{"month": name, **months[name].plain()} for name in sorted(months)]


class _Month:
    def __init__(self) -> None:
        self.entries, self.asked = 0, Counter[str]()
        self.items, self.values = Counter[tuple[str, str]](), Counter[tuple[str, str, str]]()

    def add(self, entry: dict[str, Any], framework: Framework) -> None:
        kinds = {name: layer.kind for name, layer in framework.layers.items()}
        counted = {n for n, kind in kinds.items() if kind in ("tag", "condition")} | {"need", "got"}
        asked = counted if entry.get("offered") is None else counted & set(entry["offered"])
        self.entries += 1
        self.asked.update(asked)
        seen, values = set(), set()
        for one in (*entry.get("observations", ()), *entry.get("conditions", ())):
            seen.add(one["item"])
            values |= {(one["item"], name, one[name]) for name in ("stance", "polarity", "response") if one.get(name)}
        for field in ("need", "got"):
            seen |= {one.id for one in framework.items_of(field) if one.value == entry.get(field)}
        layers = {one: framework.items[one].layer for one in seen if not one.startswith("own.")}
        self.items.update((one, layer) for one, layer in layers.items() if layer in asked)
        self.values.update(one for one in values if layers.get(one[0]) in asked)

    def plain(self) -> dict[str, Any]:
        def by(item: str, name: str) -> dict[str, int]:
            return {value: n for (one, field, value), n in sorted(self.values.items()) if (one, field) == (item, name)}

        rows = sorted((item, layer, n) for (item, layer), n in self.items.items())
        conditions = {item for item, name, _ in self.values if name in ("polarity", "response")}
        conditions |= {item for item, layer, _ in rows if layer in ("organisation", "external")}
        return {
            "entries": self.entries,
            "asked": dict(self.asked),
            "items": [
                {"item": item, "layer": layer, "entries": n, "stances": by(item, "stance")}
                for item, layer, n in rows
                if item not in conditions
            ],
            "conditions": [
                {
                    "item": item, "layer": layer, "entries": n,
                    "polarities": by(item, "polarity"), "responses": by(item, "response"),
                }
                for item, layer, n in rows
                if item in conditions
            ],
        }  # fmt: skip


def in_any_order(months: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The months with their items by id, as the reference has them."""
    names = ("items", "conditions")
    return [{**m, **{name: sorted(m[name], key=lambda one: str(one["item"])) for name in names}} for m in months]
