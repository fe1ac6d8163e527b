"""What the templates share: everything is escaped, what could act is shown, and only their own style is let in."""

import base64
import hashlib
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from rcpjournal.core.words import safe


def template(package: str, name: str, **filters: Callable[..., Any]) -> Any:
    """A template beside the code of `package`; whatever goes into it is escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown
    )
    environment.filters.update(filters)
    return environment.from_string(_file(package, name))


def style(package: str, name: str) -> dict[str, Any]:
    """A style sheet of ours as `style`, and as `policy` that the page lets in nothing but that."""
    from markupsafe import Markup

    text = _file(package, name)
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return {"style": Markup(text), "policy": Markup(policy)}


def _shown(value: Any) -> Any:
    """Whatever goes into a template, without characters that could act; markup of the template's own stays."""
    return safe(value) if type(value) is str else value


def _file(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text("utf-8")
