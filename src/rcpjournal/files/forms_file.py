"""Forms and models of reflection in YAML: those that came with the program, and a person's own forms.

A file's name is the form's name, so adding one takes a file and nothing else.
"""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rcpjournal.core.recast.form import Form
    from rcpjournal.core.recast.model import Model

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped_forms() -> dict[str, Path]:
    """The forms that came with the program, by name."""
    return _named(_PACKAGE / "forms")


def own_forms(folder: Path) -> dict[str, Path]:
    """A person's own forms, by name; none where there is no such folder."""
    return _named(folder)


def shipped_models() -> dict[str, Path]:
    """The models of reflection, by name."""
    return _named(_PACKAGE / "models")


def _named(folder: Path) -> dict[str, Path]:
    found = (path for path in sorted(folder.glob("*")) if path.suffix in (".yaml", ".yml"))
    return {path.stem: path for path in found if not path.name.startswith(".")}


def load_form(path: Path, prompts: Collection[str] | None = None, kinds: AbstractSet[str] | None = None) -> "Form":
    """A form; `prompts` are the ids of all questions, `kinds` the kinds of moment, so that a misspelt one is refused.

    Without them (for a shipped form, whose framework may not be in use) neither is looked up. Raises FormRefused or
    FileRefused.
    """
    from rcpjournal.core.recast.form import Form, problems
    from rcpjournal.core.recast.refusals import FormRefused
    from rcpjournal.files.checked_yaml import checked

    return checked(path, Form, lambda form: problems(form, prompts, kinds), FormRefused)


def load_model(path: Path) -> "Model":
    """A model. Raises FormRefused or FileRefused."""
    from rcpjournal.core.recast.model import Model, problems
    from rcpjournal.core.recast.refusals import FormRefused
    from rcpjournal.files.checked_yaml import checked

    return checked(path, Model, problems, FormRefused)
