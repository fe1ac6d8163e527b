"""Whether the plain SQL counts what `summary --json` counts: both brought into one shape and compared, part by part."""

from typing import Any

Parts = dict[str, Any]
_FIELDS = {"rules": "rule", "blockers": "blocker", "responses": "response", "spheres": "sphere", "outcomes": "outcome"}
_WAYS = ("inhibited", "enabled", "both")


def disagreement(document: Parts, counts: Parts) -> str:
    """The first part in which the two differ; "" if there is none."""
    theirs = _from_counts(document, counts)
    return next((part for part, ours in _from_document(document).items() if ours != theirs[part]), "")


def _from_document(document: Parts) -> Parts:
    """What `summary --json` says."""
    cycle, parts = document["cycle"], {"entries": document["entries"]}
    parts["items"] = {
        one["item"]: [one[name] for name in ("count", "of", "stances", "first", "last")] for one in document["items"]
    }
    parts["months"] = {
        one["item"]: [[month[name] for name in ("count", "of", "stances")] for month in one["periods"]]
        for one in document["items"]
    }
    parts["not lately"] = {one["item"]: one["entries"] for one in document["not_lately"]}
    parts["together"] = {tuple(one["items"]): [one["count"], one["apart"]] for one in document["together"]}
    parts["conditions"] = {
        one["item"]: [[one[way] for way in _WAYS], {name: one[name] for name in _FIELDS}]
        for one in document["conditions"]
    }
    parts["stages"] = {
        one["stage"]: [one["count"], one["of"], [[month["count"], month["of"]] for month in one["periods"]]]
        for one in cycle["stages"]
    }
    parts["need and got"] = {(one["need"], one["got"]): [one["count"], _periods(one)] for one in cycle["need_and_got"]}
    parts["working"] = {one["item"]: _periods(one) for one in cycle["working"]}
    parts["ratings"] = {(one["item"], one["value"]): _periods(one) for one in cycle["ratings"]}
    return parts


def _periods(one: Parts) -> list[int]:
    return [period["count"] for period in one["periods"]]


def _from_counts(document: Parts, counts: Parts) -> Parts:
    """The same from the plain SQL; what the document draws from the items' counts is drawn from them here."""
    items, cycle, shown = counts["items"], counts["cycle"], document["cycle"]
    parts: Parts = {"entries": counts["entries"]}
    parts["items"] = {
        name: [
            one["count"],
            one["of"],
            {value: sum(n) for value, n in one["stances"].items() if value},
            one["first"],
            one["last"],
        ]
        for name, one in items.items()
    }
    parts["months"] = {name: _months(one) for name, one in items.items()}
    parts["not lately"] = {one["item"]: items[one["item"]]["since"] for one in document["not_lately"]}
    parts["together"] = {
        (one, other) if one < other else (other, one): [count, [first, second] if one < other else [second, first]]
        for one, other, count, first, second in counts["together"]
    }
    conditions = {one["item"]: {} for one in document["conditions"]} | counts["conditions"]
    parts["conditions"] = {
        name: [
            [fields.get("polarity", {}).get(way, 0) for way in _WAYS],
            {plural: fields.get(field, {}) for plural, field in _FIELDS.items()},
        ]
        for name, fields in conditions.items()
    }
    parts["stages"] = {
        stage: [sum(reached), sum(of), [list(month) for month in zip(reached, of, strict=True)]]
        for stage, (reached, of) in cycle["stages"].items()
    }
    parts["need and got"] = {(need, got): [sum(n), n] for need, got, n in cycle["need_and_got"]}
    parts["working"] = {one["item"]: items[one["item"]]["counts"] for one in shown["working"]}
    parts["ratings"] = {
        (one["item"], one["value"]): items[one["item"]]["stances"][one["value"]] for one in shown["ratings"]
    }
    return parts


def _months(one: Parts) -> list[list[Any]]:
    return [
        [count, of, {value: n[month] for value, n in one["stances"].items() if value and n[month]}]
        for month, (count, of) in enumerate(zip(one["counts"], one["ofs"], strict=True))
    ]
