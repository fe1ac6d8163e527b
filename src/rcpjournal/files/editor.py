"""A person's own editor on a private file. The file stays until what was typed is safe elsewhere."""

import os
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from rcpjournal.errors import CannotStore, EditorFailed
from rcpjournal.files.left import FOLDER, mark_of, remove, saved_beside
from rcpjournal.files.locking import locked
from rcpjournal.files.paths import made

_VIM_FLAGS = ["-n", "-i", "NONE", "-c", "set nobackup nowritebackup noundofile"]


def command(setting: str) -> list[str]:
    """The editor to run: the setting, $VISUAL, $EDITOR, or one that is commonly there. Raises EditorFailed."""
    named = setting or os.environ.get("VISUAL") or os.environ.get("EDITOR") or _common()
    try:
        words = words_of(named)
    except ValueError as error:
        raise EditorFailed(named, f"cannot be understood ({error})") from None
    if not words:
        raise EditorFailed("none", "is not set: name one with `rcpjournal config set editor nano`")
    return [words[0], *(_VIM_FLAGS if _is_vim(words[0]) else []), *words[1:]]


def words_of(line: str) -> list[str]:
    """A command line as words. On Windows a backslash belongs to a path. Raises ValueError."""
    if sys.platform != "win32":
        return shlex.split(line)
    return [word.strip('"') for word in shlex.split(line, posix=False)]


def _is_vim(word: str) -> bool:
    """Whether this is vim by whichever name: `vi` and `editor` often are."""
    found = shutil.which(word)
    names = {Path(word).name, Path(found).resolve().name if found else ""}
    return any(name.startswith(("vim", "nvim", "gvim")) for name in names)


def _common() -> str:
    return next((name for name in ("nano", "vim", "vi", "notepad") if shutil.which(name)), "")


class Edit:
    """One visit to the editor, for the home's journal. `done()` removes the file once what came back is saved."""

    def __init__(self, folder: Path, name: str, text: str, setting: str, home: Path) -> None:
        self._command = command(setting)
        self._held = -1
        try:
            self._folder = made(folder / FOLDER)
            self.path = self._fresh(name)
            self._hold(mark_of(self.path), home)
            self.path.write_bytes(text.encode("utf-8"))
        except (OSError, CannotStore) as error:
            if hasattr(self, "path"):
                self.done()
            raise EditorFailed(self._command[0], f"could not be given a file in {folder / FOLDER}") from error

    def _fresh(self, name: str) -> Path:
        for n in range(1000):
            path = self._folder / f"{name}{f'-{n}' if n else ''}.md"
            try:
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            except FileExistsError:
                continue
            return path
        raise EditorFailed(self._command[0], f"has too many old files in {self._folder}; look through them")

    def _hold(self, mark: Path, home: Path) -> None:
        """Says whose text it is, and that it is open, for as long as this process lives."""
        made(mark.parent)
        mark.unlink(missing_ok=True)
        self._held = os.open(mark, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        os.write(self._held, os.fsencode(home.absolute()))
        locked(self._held)

    def run(self) -> str:
        """Opens the editor and waits; the text as it is then. Raises EditorFailed, leaving the file."""
        kept = f" What you typed is in {self.path}."
        try:
            ended = subprocess.run([*self._command, str(self.path)], check=False).returncode
        except OSError as error:
            self.done()
            raise EditorFailed(self._command[0], f"could not be started ({error.strerror})") from None
        if ended:
            raise EditorFailed(self._command[0], f"ended with an error ({ended})", kept)
        try:
            return self.path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            raise EditorFailed(self._command[0], "saved text that is not UTF-8", kept) from None
        except OSError as error:
            raise EditorFailed(self._command[0], f"left no file behind ({error.strerror})") from None

    def left(self) -> str:
        """What the file holds now, as far as it can be read."""
        try:
            return self.path.read_bytes().decode("utf-8", "replace").rstrip("\n")
        except OSError:
            return ""

    def done_if_all_of_it_is(self, kept: str) -> None:
        """`done`, where `kept` is all that the editor left: its file to the letter, and none saved beside it."""
        with suppress(OSError, ValueError):
            if self.path.read_bytes().decode("utf-8").rstrip("\n") == kept and not saved_beside(self.path):
                self.done()

    def done(self) -> None:
        """What was typed is safe elsewhere: the file goes, and what the editor left beside it."""
        remove(self.path)
        if self._held >= 0:
            os.close(self._held)
            self._held = -1
            with suppress(OSError):  # on Windows it could not go while it was open
                mark_of(self.path).unlink(missing_ok=True)
