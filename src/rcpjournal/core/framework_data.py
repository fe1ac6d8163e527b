"""Packs as plain data, for the store and for JSON, and back."""

from dataclasses import fields
from typing import Any

from rcpjournal.core.framework import (
    Detail,
    Flow,
    Item,
    Layer,
    Option,
    Pack,
    Prompt,
    Relation,
    Source,
)
from rcpjournal.core.value import public_name


def plain(value: Any) -> Any:
    """A dataclass as plain data with public names, leaving out what has its default."""
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if not hasattr(value, "__dataclass_fields__"):
        return value
    return {
        public_name(field.name): plain(part)
        for field in fields(value)
        if (part := getattr(value, field.name)) != field.default
    }


def pack_from(data: dict[str, Any]) -> Pack:
    """The inverse of `plain` for a pack that was checked before it was stored."""
    return Pack(
        id=data["id"],
        version=data["version"],
        title=data["title"],
        source=Source(**data["source"]),
        layers=tuple(_layer_from(layer) for layer in data.get("layers", ())),
        items=tuple(Item(**_tuples(item)) for item in data.get("items", ())),
        relations=tuple(
            Relation(from_=link["from"], **{k: v for k, v in link.items() if k != "from"})
            for link in data.get("relations", ())
        ),
        prompts=tuple(_prompt_from(prompt) for prompt in data.get("prompts", ())),
        flows=tuple(Flow(**_tuples(flow)) for flow in data.get("flows", ())),
    )


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(part) if isinstance(part, list) else part for name, part in data.items()}


def _options(data: dict[str, Any]) -> dict[str, Any]:
    return data | {"options": tuple(Option(**option) for option in data.get("options", ()))}


def _prompt_from(data: dict[str, Any]) -> Prompt:
    return Prompt(**_tuples(_options(data)))


def _layer_from(data: dict[str, Any]) -> Layer:
    details = tuple(Detail(**_options(detail)) for detail in data.get("details", ()))
    return Layer(**_tuples(data | {"details": details}))
