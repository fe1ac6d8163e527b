"""The made-up journal: its lines (days counted back from today) → entry documents."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any


def demo_document(row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """One line of the demo as an `rcpjournal/entry/1` document, dated against `now`."""
    today = now.date()
    day = _back(today, row["days_ago"])
    hour, minute = (int(part) for part in row.get("time", "17:30").split(":"))
    written = datetime.combine(day, time(hour, minute), tzinfo=now.tzinfo)
    data = {name: value for name, value in row.items() if name not in ("days_ago", "time")}
    data["happened_on"] = day.isoformat()
    data["created"] = min(written, now).isoformat(timespec="seconds")
    for action in data.get("actions", ()):
        if "due_days_ago" in action:
            action["due"] = _back(today, action.pop("due_days_ago")).isoformat()
    for addition in data.get("additions", ()):
        addition["on"] = _back(today, addition.pop("days_ago")).isoformat()
    return data


def _back(today: date, days: int) -> date:
    return today - timedelta(days=days)
