"""Settings: one table, one TOML file. A flag wins over a variable, that over the file, that over the default."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from rcpjournal.errors import CannotStore, FileRefused, SettingRefused
from rcpjournal.files.paths import expanded, made
from rcpjournal.files.reading import read_bytes, write_new

Value = str | bool | list[str]
OWN = "commands."
"""what stands before the name of a command line of one's own; in the file it is a table"""
_TABLE = OWN.rstrip(".")


class Setting(NamedTuple):
    """A setting: its name, its default (whose type is the setting's), what it does, and how else it is said."""

    name: str
    default: Value
    words: str
    flag: str
    choices: tuple[str, ...] = ()
    """the only words it takes, where there are such"""
    path: bool = False
    """whether it names a file, and is kept whole"""


SETTINGS = {
    setting.name: setting
    for setting in (
        Setting(
            "flow",
            "standard",
            "the reflection that `write` begins: quick, standard, deep, supervisor or group",
            "write FLOW",
        ),
        Setting("monthly", True, "whether `write` offers the month's question", "--no-monthly"),
        Setting("prompts_off", [], "ids of questions that are not to be asked", "--without ID"),
        Setting("editor", "", "the editor to use; empty means $VISUAL or $EDITOR", "--editor COMMAND"),
        Setting("safe_words", [], "words that the name check need not ask about", "config set safe_words"),
        Setting("name_hint", True, "a word after an entry that mentions a name or a number", "config set name_hint"),
        Setting(
            "keychain", False, "whether the system's key chain may hold the key to a sealed journal", "seal --remember"
        ),
        Setting("pager", True, "whether long output goes through a pager on a terminal", "--no-pager"),
        Setting("plain", False, "plain numbered lines, for screen readers and simple terminals", "--plain"),
        Setting(
            "dates",
            "usual",
            "how days are shown: usual (Wed 4 Mar 2026), iso (2026-03-04), locale (in your system's language)",
            "config set dates",
            ("usual", "iso", "locale"),
        ),
        Setting(
            "date_order",
            "",
            "what comes first in a day you type as 4/3/2026: day or month; empty means that it is not guessed",
            "config set date_order",
            ("", "day", "month"),
        ),
        Setting("backup", True, "whether backups are made by themselves: once a day of writing", "config set backup"),
        Setting(
            "backup_folder",
            "",
            "the folder for backups; empty means `backups`, beside the journal",
            "config set backup_folder",
        ),
        Setting("backup_keep", "7 4 12", "how many backups stay: of days, weeks and months", "config set backup_keep"),
        Setting("journal", "", "another journal file than the one in the home folder", "--journal PATH", path=True),
    )
}


class Known(NamedTuple):
    """A setting's value, and where it comes from: flag, variable, file or default."""

    value: Value
    source: str


class Config:
    """The settings in force. Flags are given by the caller; the file is read when a setting is first asked for."""

    def __init__(self, path: Path, flags: Mapping[str, Value]) -> None:
        self.path, self._flags = path, dict(flags)
        self._read: dict[str, Any] | None = None

    def known(self, name: str) -> Known:
        """A setting's value and source. Raises SettingRefused.

        An empty variable says nothing where empty is no value of the setting.
        """
        setting = _setting(name)
        if name in self._flags:
            return Known(self._flags[name], "flag")
        variable = variable_of(name)
        given = os.environ.get(variable)
        if given or (given is not None and setting.default in ("", [])):
            return Known(parsed(setting, given, variable), "variable")
        if name in self._file():
            return Known(_from(self.path.absolute().parent, setting, self._file()[name]), "file")
        return Known(setting.default, "default")

    def text(self, name: str) -> str:
        """A setting that is a word."""
        return str(self.known(name).value)

    def on(self, name: str) -> bool:
        """A setting that is yes or no."""
        return bool(self.known(name).value)

    def words(self, name: str) -> list[str]:
        """A setting that is a list."""
        value = self.known(name).value
        return list(value) if isinstance(value, list) else []

    def own_lines(self) -> dict[str, str]:
        """Command lines of the person's own by name, as they stand in the file. Raises SettingRefused."""
        return dict(self._file().get(_TABLE, {}))

    def _file(self) -> dict[str, Any]:
        if self._read is None:
            try:
                self._read = _load(self.path) if self.path.exists() else {}
            except (OSError, FileRefused) as error:
                raise CannotStore(str(self.path), "its settings cannot be read") from error
        return self._read

    def set(self, name: str, value: str | None) -> None:
        """Writes a setting to the file, or takes it out (None); comments in the file stay. Raises SettingRefused.

        `commands.NAME` is a command line of one's own. A path is kept whole: it means the same from every folder.
        """
        import tomlkit

        own = name.removeprefix(OWN) if name.startswith(OWN) else None
        said: Value | None = value
        if own is None:
            setting = _setting(name)
            said = None if value is None else _from(Path.cwd(), setting, parsed(setting, value, name))
        made(self.path.parent)
        if self.path.exists():
            _load(self.path, but=name)
        document = tomlkit.parse(read_bytes(self.path).decode() if self.path.exists() else "")
        place: Any = document if own is None else document.setdefault(_TABLE, tomlkit.table())
        if said is None:
            place.pop(own or name, None)
        else:
            place[own or name] = said
        write_new(self.path, [tomlkit.dumps(document)], force=True)
        self._read = None


def variable_of(name: str) -> str:
    """The environment variable of a setting."""
    return f"RCPJOURNAL_{name.upper()}"


def parsed(setting: Setting, text: str, where: str) -> Value:
    """A setting's value from text. Raises SettingRefused."""
    if isinstance(setting.default, bool):
        words = {
            "yes": True,
            "true": True,
            "on": True,
            "1": True,
            "no": False,
            "false": False,
            "off": False,
            "0": False,
        }
        if text.strip().casefold() not in words:
            raise SettingRefused(f"{where} is yes or no, not “{text}”.")
        return words[text.strip().casefold()]
    if isinstance(setting.default, list):
        return [part for part in text.replace(",", " ").split() if part]
    _expect_sound(setting, text, where)
    return text


def _expect_sound(setting: Setting, text: str, where: str) -> None:
    if setting.choices and text not in setting.choices:
        known = " or ".join(word or "empty" for word in setting.choices)
        raise SettingRefused(f"{where} is {known}, not “{text}”.")
    if setting.name == "backup_keep":
        from rcpjournal.core.backups import keep_of

        keep_of(text)


def _from(folder: Path, setting: Setting, value: Value) -> Value:
    """The value, where it is a path as it is seen from `folder`."""
    return str(folder / expanded(value)) if setting.path and isinstance(value, str) and value else value


def _setting(name: str) -> Setting:
    if name not in SETTINGS:
        from difflib import get_close_matches

        near = get_close_matches(name, SETTINGS, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        raise SettingRefused(f"There is no setting “{name}”.{meant} `rcpjournal config` lists them.")
    return SETTINGS[name]


def _load(path: Path, *, but: str = "") -> dict[str, Any]:
    """The file's settings; one that is about to be changed (`but`) may be wrong. Raises SettingRefused."""
    import tomllib

    try:
        data = tomllib.loads(read_bytes(path).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingRefused(f"{path} is not TOML: {error}. Mend or remove the file.") from None
    for name, value in data.items():
        if name == but:
            continue
        if name == _TABLE:
            _expect_lines(path, value)
            continue
        try:
            setting = _setting(name)
        except SettingRefused as error:
            raise SettingRefused(f"{path}: {error}") from None
        default = setting.default
        if type(value) is not type(default) or (isinstance(value, list) and not all(isinstance(v, str) for v in value)):
            raise SettingRefused(f"{path}: {name} should be {_kind(default)}.")
        if isinstance(value, str):
            try:
                _expect_sound(setting, value, f"{path}: {name}")
            except SettingRefused as error:
                where = "" if str(path) in str(error) else f"{path}: "
                raise SettingRefused(f"{where}{error} `rcpjournal config set {name} …` mends it.") from None
    return data


def _expect_lines(path: Path, table: Any) -> None:
    if not isinstance(table, dict) or not all(isinstance(line, str) for line in table.values()):
        raise SettingRefused(f'{path}: [{_TABLE}] should hold lines of text: mon = "list --since monday".')


def _kind(default: Value) -> str:
    return "true or false" if isinstance(default, bool) else "a list" if isinstance(default, list) else "text"
