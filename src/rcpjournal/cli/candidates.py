"""Values that an option or an argument may take, by what the help calls them (`ITEM`, `KIND`, `ID` …)."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from rcpjournal.cli.context import here
from rcpjournal.cli.offered import OFFERED
from rcpjournal.core.dates import LAST_SUPERVISION, WEEKDAYS
from rcpjournal.views.days import spoken

if TYPE_CHECKING:
    from rcpjournal.core.framework import Framework, Item
    from rcpjournal.store.glance import Glance

MOST_IDS = 30
_DAYS = ("today", "yesterday", *WEEKDAYS, LAST_SUPERVISION)


class Candidate(NamedTuple):
    """A word that may stand here, and what it means."""

    value: str
    help: str = ""


class Candidates:
    """What the journal, where it can be read without asking anybody, and the framework have to offer."""

    def __init__(self, path: str, given: list[str], part: str) -> None:
        self.path, self.given, self.part = path, given, part
        """the command, the words it has been given, and the one that is being typed"""

    def of(self, param: Any) -> tuple[Iterable[Candidate] | None, str]:
        """The values of an option or argument, and what of `part` stands before each; None for the name of a file."""
        if choices := getattr(param.type, "choices", None):
            return [Candidate(str(getattr(choice, "value", choice))) for choice in choices], ""
        called = (param.metavar or "").strip("[].")
        names = (f"{self.path} {max(param.opts, key=len)}", f"{self.path} {called}", called)
        known = next((OFFERED[name] for name in names if name in OFFERED), None)
        if known is None:
            return [], ""
        found = getattr(self, known)()
        return found if isinstance(found, tuple) else (found, "")

    def close(self) -> None:
        """Lets go of the journal."""
        if "_glance" in self.__dict__ and self._glance:
            self._glance.close()

    # --- where it is from -------------------------------------------------------------------------------

    @cached_property
    def _glance(self) -> "Glance | None":
        from rcpjournal.store.faults import database_errors
        from rcpjournal.store.glance import glance

        try:
            return glance(here.journal_path, lambda: here.unlocking)
        except OSError:
            return None
        except database_errors():  # which engine's they are is known only now
            return None

    @cached_property
    def _framework(self) -> "Framework":
        """The one in use; what comes with the program, where no journal says."""
        from rcpjournal.core.framework import Framework
        from rcpjournal.core.framework_data import pack_from

        if self._glance and (packs := self._glance.packs()):
            return Framework(packs)
        from rcpjournal.files import strict_yaml
        from rcpjournal.files.framework_file import shipped_path

        document: Any = strict_yaml.parse(shipped_path().read_bytes())
        return Framework([pack_from(pack) for pack in document.data["packs"]])

    # --- the framework ----------------------------------------------------------------------------------

    def _named(self, items: "Iterable[Item]") -> Iterator[Candidate]:
        """Items by the shortest name that is theirs alone, or, where a dot was typed, by their longer ones."""
        slugs = [item.slug for item in self._framework.items.values()]
        for item in items:
            longer = item.id.partition(".")[2]
            name = longer if slugs.count(item.slug) > 1 else item.slug
            if "." in self.part:
                name = item.id if item.id.startswith(self.part) else longer
            yield Candidate(name, item.label)

    def items(self) -> Iterable[Candidate]:
        """Items that an entry may touch."""
        kept = [item for item in self._framework.items.values() if not self._framework.layers[item.layer].field]
        return self._named(kept)

    def tags(self) -> tuple[Iterable[Candidate], str]:
        """Items that can be tagged, and after a colon the stances of one."""
        name, colon, _ = self.part.partition(":")
        layers = self._framework.layers
        if colon:
            return [Candidate(stance) for stance in layers[self._framework.find(name).layer].stances], f"{name}:"
        tagged = [
            item
            for item in self._framework.items.values()
            if layers[item.layer].kind == "tag" and item.status == "active"
        ]
        return self._named(tagged), ""

    def mapped(self) -> tuple[Iterable[Candidate], str]:
        """After a tag of another program and `=`, our items."""
        tag, equals, rest = self.part.partition("=")
        found, prefix = Candidates(self.path, self.given, rest).tags()
        return (found, f"{tag}={prefix}") if equals else ([], "")

    def layers(self) -> Iterable[Candidate]:
        """Layers."""
        return [Candidate(layer.id, layer.title) for layer in self._framework.layers.values()]

    def parts(self) -> Iterable[Candidate]:
        """Whatever the framework can show."""
        flows = [Candidate(flow.id, flow.title) for flow in self._framework.flows.values()]
        return [*self.layers(), *flows, *self._named(self._framework.items.values())]

    def flows(self) -> Iterable[Candidate]:
        """Reflections."""
        return [Candidate(flow.id, flow.title) for flow in self._framework.flows.values()]

    def prompts(self) -> Iterable[Candidate]:
        """Questions by their ids."""
        return [Candidate(prompt.id, prompt.text) for prompt in self._framework.prompts.values()]

    def answers(self) -> Iterable[Candidate]:
        """Questions by the last part of their ids."""
        return [Candidate(name.rpartition(".")[2], prompt.text) for name, prompt in self._framework.prompts.items()]

    def kinds(self) -> Iterable[Candidate]:
        """Kinds of moment."""
        return [Candidate(value, item.label) for value, item in self._framework.choices("kind").items()]

    def whom(self) -> Iterable[Candidate]:
        """With whom."""
        return [Candidate(value, item.label) for value, item in self._framework.choices("with").items()]

    # --- the journal ------------------------------------------------------------------------------------

    def entries(self) -> Iterable[Candidate]:
        """The newest entries, then the word for the last."""
        rows = self._glance.newest(self.part, MOST_IDS) if self._glance else []
        found = [Candidate(name, f"{spoken(date.fromisoformat(day))}  {title}") for name, day, title in rows]
        return [*found, Candidate("last", "the newest by day")]

    def actions(self) -> Iterable[Candidate]:
        """What is still to do."""
        return [Candidate(str(number), what) for number, what in (self._glance.actions() if self._glance else [])]

    def senders(self) -> Iterable[Candidate]:
        """Whom packs came from."""
        return [Candidate(name) for name in (self._glance.senders() if self._glance else [])]

    def received(self) -> Iterable[Candidate]:
        """Packs that came."""
        return [Candidate(str(number), name) for number, name in (self._glance.received() if self._glance else [])]

    def teams(self) -> Iterable[Candidate]:
        """Teams that something was given to."""
        known = self._glance.contributor() if self._glance else None
        return [Candidate(name) for name in (known.teams if known else ())]

    def roles(self) -> Iterable[Candidate]:
        """Groups of roles that were named when something was given."""
        known = self._glance.contributor() if self._glance else None
        return [Candidate(name) for name in (known.roles if known else ())]

    def packs(self) -> Iterable[Candidate]:
        """Framework packs that are not named yet."""
        known = self._glance.pack_names() if self._glance else [(one.id, one.title) for one in self._framework.packs]
        return [Candidate(name, title) for name, title in known if name not in self.given]

    # --- the program ------------------------------------------------------------------------------------

    def days(self) -> Iterable[Candidate]:
        """Days as people name them."""
        return [Candidate(day) for day in _DAYS]

    def ways(self) -> Iterable[Candidate]:
        """Ways to part a team's summary."""
        from rcpjournal.core.teams.cells import WAYS

        return [Candidate(way) for way in WAYS]

    def files(self) -> tuple[None, str]:
        """The name of a file."""
        return None, ""

    def exports(self) -> Iterable[Candidate]:
        """Formats that go out."""
        from rcpjournal.cli.forming import form_names
        from rcpjournal.exports import exporters

        return [
            *(Candidate(name, one.words) for name, one in exporters().items()),
            Candidate("supervision", "one page for supervision"),
            *(Candidate(name, "a form") for name in form_names()),
        ]

    def models(self) -> Iterable[Candidate]:
        """Models of reflection."""
        from rcpjournal.files.forms_file import shipped_models

        return [Candidate(name) for name in shipped_models()]

    def imports(self) -> Iterable[Candidate]:
        """Formats that come in."""
        from rcpjournal.imports import importers, readers

        ours = [Candidate(name, one.words) for name, one in importers().items()]
        return [*ours, *(Candidate(name, one.words) for name, one in readers().items())]

    def pages(self) -> Iterable[Candidate]:
        """Formats of a page for supervision."""
        from rcpjournal.exports.page import page_formats

        return [Candidate(name, one.words) for name, one in page_formats().items()]

    def schemas(self) -> Iterable[Candidate]:
        """Documents that have a schema."""
        from rcpjournal.core.documents import SHAPES

        return [Candidate(name) for name in SHAPES]

    def settings(self) -> Iterable[Candidate]:
        """Settings, and command lines of one's own."""
        from rcpjournal.cli.own import own_lines
        from rcpjournal.files.config import OWN, SETTINGS

        own = [Candidate(f"{OWN}{name}", line) for name, line in own_lines().items()]
        return [*(Candidate(name, setting.words) for name, setting in SETTINGS.items()), *own]

    def setting_values(self) -> Iterable[Candidate]:
        """What the setting that was named takes."""
        from rcpjournal.files.config import SETTINGS

        setting = SETTINGS.get(self.given[0])
        if setting and isinstance(setting.default, bool):
            return [Candidate("yes"), Candidate("no")]
        if setting and setting.choices:
            return [Candidate(word) for word in setting.choices if word]
        return self.flows() if self.given[0] == "flow" else []

    def later(self) -> Iterable[Candidate]:
        """What may be added to an entry later."""
        from rcpjournal.cli.changing import KINDS

        return [Candidate(kind) for kind in KINDS]

    def shells(self) -> Iterable[Candidate]:
        """Shells that can be taught."""
        from rcpjournal.cli.completion import SHELLS

        return [Candidate(name) for name in SHELLS]
