"""Windows: no fcntl, no SIGHUP, other consoles, files that keep their name while they are open."""

import builtins
import ctypes
import io
import os
import signal
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rcpjournal.cli import console
from rcpjournal.cli.asking import heeding_signals
from rcpjournal.cli.rescuing import unhurried
from rcpjournal.cli.terminal import ask_unseen
from rcpjournal.files import editor, left, locking, paths
from rcpjournal.files.editor import Edit
from rcpjournal.store import lasting, leftovers
from rcpjournal.store.processes import runs
from tests.cli.quick import added, done, listed

Kernel = Callable[..., Any]


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of the system; what it does otherwise is put in place by each test."""
    monkeypatch.setattr(sys, "platform", "win32")


def without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    """Takes modules away, whichever way they are asked for."""
    real = builtins.__import__

    def asked(name: str, *rest: Any, **more: Any) -> Any:
        if name in modules:
            raise ModuleNotFoundError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", asked)
    for name in modules:
        monkeypatch.setitem(sys.modules, name, None)


# --- processes: `os.kill(number, 0)` is Ctrl-C there ----------------------------------------------------------------


class Processes:
    """kernel32, as far as it is asked about processes: `codes` by number, None for one that may not be asked."""

    def __init__(self, codes: dict[int, int | None]) -> None:
        self.codes, self.error, self.closed = codes, 0, 0

    def OpenProcess(self, rights: int, inherit: bool, number: int) -> int:
        code = self.codes.get(number, -1)
        self.error = 5 if code is None else 87
        return 0 if code in (None, -1) else number

    def GetExitCodeProcess(self, handle: int, code: Any) -> int:
        code._obj.value = self.codes[handle]
        return 1

    def CloseHandle(self, handle: int) -> int:
        self.closed += 1
        return 1


def test_a_process_is_asked_about_without_a_signal(windows: None, monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = Processes({7: 259, 8: 0, 9: None})
    monkeypatch.setattr(ctypes, "WinDLL", lambda name, **more: kernel, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: kernel.error, raising=False)
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("this would send Ctrl-C"))
    assert [runs(7), runs(8), runs(9), runs(10)] == [True, False, True, False]
    assert not runs(9, anybodys=False)
    assert kernel.closed == 2


# --- files ----------------------------------------------------------------------------------------------------------


class Msvcrt(types.ModuleType):
    """Locks of one byte, as Windows keeps them: by file, whoever asks."""

    LK_NBLCK = 2

    def __init__(self) -> None:
        super().__init__("msvcrt")
        self.held: dict[int, int] = {}

    def locking(self, handle: int, mode: int, size: int) -> None:
        inode = os.fstat(handle).st_ino
        if os.lseek(handle, 0, os.SEEK_CUR) < os.fstat(handle).st_size:
            raise AssertionError("what is locked there nobody could read")
        if self.held.get(inode, handle) != handle:
            raise PermissionError("it is locked")
        self.held[inode] = handle


def test_without_fcntl_a_text_that_is_open_in_an_editor_is_not_called_left_behind(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(monkeypatch, "fcntl")
    locks = Msvcrt()
    monkeypatch.setitem(sys.modules, "msvcrt", locks)
    edit = Edit(home, "entry", "Hers.", "true", home)
    assert left.left_behind([home], home) == []
    locks.held.clear()
    assert left.left_behind([home], home) == [edit.path]
    edit.done()
    assert not edit.path.exists() and not left.mark_of(edit.path).exists()


def test_without_any_locks_the_editor_works_all_the_same(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "fcntl", "msvcrt")
    edit = Edit(home, "entry", "Hers.", "true", home)
    assert edit.run() == "Hers."
    assert locking.locked(-1)
    edit.done()
    assert left.left_behind([home], home) == []


def test_a_mark_that_could_not_go_while_it_was_open_goes_afterwards(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, opened = Path.unlink, set[Path]()

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path in opened:
            raise PermissionError("it is open")
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    edit = Edit(home, "entry", "Hers.", "true", home)
    opened.add(left.mark_of(edit.path))
    close = os.close

    def closing(handle: int) -> None:
        opened.clear()
        close(handle)

    monkeypatch.setattr(os, "close", closing)
    edit.done()
    assert not left.mark_of(edit.path).exists()


def test_an_unfinished_copy_that_keeps_its_name_while_open_is_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = tmp_path / f".rcpjournal-{2**22 + 1}-{'0' * 16}.part"
    part.write_bytes(b"words")
    real, tried = Path.unlink, list[Path]()

    def unlink(path: Path, missing_ok: bool = False) -> None:
        tried.append(path)
        if len(tried) == 1:
            raise PermissionError("it is open")
        real(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", unlink)
    leftovers.sweep(tmp_path)
    assert not part.exists()


def test_a_file_is_flushed_through_a_handle_that_may_write(
    windows: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"words")
    flags = list[int]()
    real = os.open

    def opening(path: Path, flag: int) -> int:
        flags.append(flag)
        return real(path, flag)

    monkeypatch.setattr(os, "open", opening)
    lasting.synced(file)
    assert flags == [os.O_RDWR]


@pytest.mark.parametrize("links", ["refused", "missing"])
def test_where_there_are_no_links_a_finished_file_is_renamed_and_replaces_nothing(
    links: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    if links == "missing":
        monkeypatch.delattr(os, "link")
    else:
        monkeypatch.setattr(os, "link", refuse)
    part, target = tmp_path / "part", tmp_path / "target"
    part.write_text("new")
    assert lasting.given_its_name(part, target) and target.read_text() == "new"
    part.write_text("newer")
    assert not lasting.given_its_name(part, target) and target.read_text() == "new"


def test_a_restore_lets_go_of_the_journal_before_it_is_replaced(
    windows: None, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There, a file that SQLite has open cannot be replaced."""
    from rcpjournal.store import restore
    from rcpjournal.store.opening import opened_beside

    kernel = Processes({os.getpid(): 259})
    monkeypatch.setattr(ctypes, "WinDLL", lambda name, **more: kernel, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: kernel.error, raising=False)
    first = added("Before.")
    done("backup")
    added("After.")
    begun = list[Any]()
    real_replace = Path.replace

    def opened(path: Path, key: Any, *, writing: bool = False) -> Any:
        sql = opened_beside(path, key, writing=writing)
        if writing:
            begun.append(sql)
        return sql

    def replace(path: Path, target: Path) -> Path:
        for sql in begun:
            with pytest.raises(Exception, match="closed"):
                sql.execute("SELECT 1")
        return real_replace(path, target)

    monkeypatch.setattr(restore, "opened_beside", opened)
    monkeypatch.setattr(Path, "replace", replace)
    done("restore", "--yes")
    assert begun and listed() == [first]


def test_the_home_is_the_folder_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    from platformdirs import windows as system

    monkeypatch.delenv(paths.HOME_VARIABLE)
    monkeypatch.setattr("platformdirs.PlatformDirs", system.Windows)
    monkeypatch.setattr(system, "get_win_folder", {"CSIDL_LOCAL_APPDATA": "/users/her/AppData/Local"}.__getitem__)
    assert paths.home() == Path("/users/her/AppData/Local/rcpjournal")


# --- words and signals ----------------------------------------------------------------------------------------------


def test_a_backslash_in_the_name_of_an_editor_belongs_to_it(windows: None) -> None:
    assert editor.words_of(r'"C:\Program Files\Notepad++\notepad++.exe" -multiInst') == [
        r"C:\Program Files\Notepad++\notepad++.exe",
        "-multiInst",
    ]
    assert editor.words_of(r"C:\tools\nano.exe -w") == [r"C:\tools\nano.exe", "-w"]


def test_without_the_signals_of_a_terminal_ctrl_c_is_still_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SIGHUP", "SIGTSTP", "SIGCONT"):
        monkeypatch.delattr(signal, name)
    with unhurried("SIGINT", "SIGHUP", "SIGTERM") as heard:
        signal.raise_signal(signal.SIGINT)
    assert heard == [signal.SIGINT]

    class Asker:
        def leave(self) -> None: ...

    before = signal.getsignal(signal.SIGTERM)
    with heeding_signals(Asker()):  # type: ignore[arg-type]
        assert signal.getsignal(signal.SIGTERM) != before
    assert signal.getsignal(signal.SIGTERM) == before


def test_a_passphrase_is_asked_for_where_no_key_can_stop_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    import getpass

    for name in ("SIGHUP", "SIGTSTP", "SIGCONT"):
        monkeypatch.delattr(signal, name)
    without(monkeypatch, "termios")
    monkeypatch.setattr("rcpjournal.cli.terminal.somebody_sees", lambda: True)
    monkeypatch.setattr(getpass, "getpass", lambda question: "three geese")
    assert ask_unseen("Passphrase:") == "three geese"


# --- consoles -------------------------------------------------------------------------------------------------------


def stream(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


@pytest.mark.parametrize(
    ("encoding", "shown"),
    [
        ("utf-8", "“Tea” – 3 of 5 → more… ☕"),
        ("cp1252", "“Tea” – 3 of 5 -> more… ☕"),
        ("cp437", '"Tea" - 3 of 5 -> more... ☕'),
        ("ascii", '"Tea" - 3 of 5 -> more... ☕'),
    ],
)
def test_our_own_signs_become_simpler_ones_and_a_persons_letters_stay(encoding: str, shown: str) -> None:
    assert console.fitted("“Tea” – 3 of 5 → more… ☕", stream(encoding)) == shown


def test_files_and_pipes_are_utf_8_and_a_console_stays_what_it_is(
    windows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe, terminal = stream("cp1252"), stream("cp437")
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    console.set_up([pipe, terminal])
    assert (pipe.encoding, pipe.errors) == ("utf-8", "backslashreplace")
    assert (terminal.encoding, terminal.errors) == ("cp437", "backslashreplace")


class Console:
    """kernel32, as far as it is asked about the console."""

    def __init__(self, *, there: bool, new: bool) -> None:
        self.there, self.new, self.mode = there, new, 3

    def GetStdHandle(self, which: int) -> int:
        assert which == -11
        return 1

    def GetConsoleMode(self, handle: int, mode: Any) -> int:
        mode._obj.value = self.mode
        return int(self.there)

    def SetConsoleMode(self, handle: int, mode: int) -> int:
        if self.new:
            self.mode = mode
        return int(self.new)


@pytest.mark.parametrize(("there", "new"), [(True, True), (True, False), (False, False)])
def test_an_older_console_is_asked_for_styles_and_gets_none_where_it_has_none(
    there: bool, new: bool, windows: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernel = Console(there=there, new=new)
    monkeypatch.setattr(ctypes, "WinDLL", lambda name: kernel, raising=False)
    console.styles_understood.cache_clear()
    try:
        assert console.styles_understood() is new
        assert kernel.mode == (7 if new else 3)
    finally:
        console.styles_understood.cache_clear()
