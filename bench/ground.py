"""The ground that is measured on: a wheel in an environment of its own, and journals full of made-up entries."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from madeup import COMMON_WORD, RARE_WORD
from measure import TIMED, Row

HERE = Path(__file__).parent
ROOT = HERE.parent
TEXT = "She opened the door herself today, and we had tea before anyone said the word assessment. " * 7

PASS, HELLO, PLAIN_LIST, PLAIN_ADD = "python -c pass", "typer hello world", "list, plain", "add, plain"
VERSION, HELP = "--version", "--help"
LIST, SHOW, ADD = "list", "show ID", "add TEXT"
PROMPT, NEXT = "write, to the first question", "write, to the next question"
QUESTION = "typer and prompt_toolkit ask"
MOST_COPIED = 1_000
"""entries of a journal that is copied anew for each run"""
EXPORT, IMPORT, WHOLE_LIST = "export json", "import json", "list --json, all of it"
SUMMARY, SUMMARY_ALL = "summary, 12 months", "summary, all"
PLAIN = {
    LIST: PLAIN_LIST,
    ADD: PLAIN_ADD,
    PROMPT: QUESTION,
    SUMMARY: "summary, 12 months, plain",
    SUMMARY_ALL: "summary, all, plain",
    EXPORT: "export json, plain",
    IMPORT: "import json, plain",
}
SEARCH_RARE, SEARCH_COMMON = "search, in 1 of 20", "search, in nearly all"


class Ground(NamedTuple):
    """Where things were put."""

    python: Path
    program: Path
    folder: Path
    home: Path

    def home_of(self, size: int, name: str = "read") -> Path:
        """The home with the journal of `size` entries: the one that is only read, or a copy."""
        return self.folder / f"{size}-{name}"

    def has_journal(self, size: int) -> bool:
        """Whether that journal is made."""
        return self.home_of(size).exists()


def run(*words: str | Path) -> str:
    """Runs a step of the setting up; what it printed. Variables that steer Python itself are left out."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    ended = subprocess.run([str(word) for word in words], env=environment, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise SystemExit(f"This step failed: {' '.join(map(str, words))}\n{ended.stdout}{ended.stderr}")
    return ended.stdout


def new_environment(folder: Path) -> Path:
    """An empty virtual environment; its python."""
    run(sys.executable, "-m", "venv", folder)
    return folder / "bin" / "python"


def installed(folder: Path) -> Ground:
    """Builds the wheel and installs it, at the versions that were tested together."""
    python = new_environment(folder / "environment")
    pip = (python, "-m", "pip", "--disable-pip-version-check", "--quiet")
    run(*pip, "wheel", "--no-deps", "--wheel-dir", folder / "wheel", ROOT)
    (wheel,) = (folder / "wheel").glob("*.whl")
    run(*pip, "install", "--constraint", ROOT / "constraints.txt", f"{wheel}[sealed]")
    home = folder / "home"
    home.mkdir(mode=0o700)
    return Ground(python, python.with_name("rcpjournal"), folder, home)


def environment_of(ground: Ground, **more: str) -> dict[str, str]:
    """The few variables that a measured process gets."""
    path = f"{ground.python.parent}:/usr/bin:/bin"
    return {"PATH": path, "HOME": str(ground.home), "LANG": "C.UTF-8", "TERM": "xterm", **more}


def base_rows(ground: Ground) -> list[Row]:
    """What opens no journal: the two that everything is compared with, `--version` and `--help`."""
    python, program = str(ground.python), str(ground.program)
    environment = environment_of(ground, RCPJOURNAL_HOME=str(ground.home))
    return [
        Row(PASS, 0, (python, "-c", "pass"), environment),
        Row(HELLO, 0, (python, str(HERE / "hello.py")), environment),
        Row(VERSION, 0, (program, "--version"), environment),
        Row(HELP, 0, (program, "--help"), environment),
        _question(python, 0, environment),
    ]


def _question(python: str, size: int, environment: dict[str, str]) -> Row:
    timer = (str(HERE / "prompt.py"), "--first")
    return Row(QUESTION, size, (python, str(HERE / "question.py")), environment, timer=timer)


def filled(ground: Ground, size: int) -> str:
    """Makes the journal of `size` entries that is only read; the id of an entry in it."""
    home = ground.home_of(size)
    home.mkdir(mode=0o700)
    return run(ground.python, HERE / "fill.py", home / "journal.db", str(size)).strip()


def journal_rows(ground: Ground, size: int) -> list[Row]:
    """Everyday commands on a journal of `size` entries. What adds has a copy, so that what reads stays the same."""
    shown = filled(ground, size)
    read, add, floor, write = (ground.home_of(size, name) for name in ("read", "add", "floor", "write"))
    for copy in (add, floor, write):
        shutil.copytree(read, copy)
    program, python, plain = str(ground.program), str(ground.python), str(HERE / "plain.py")
    prompt = str(HERE / "prompt.py")

    def row(name: str, home: Path, *words: str, timer: tuple[str, ...] = (str(TIMED),)) -> Row:
        return Row(name, size, words, environment_of(ground, RCPJOURNAL_HOME=str(home)), timer=timer)

    return [
        row(LIST, read, program, "list"),
        row(PLAIN_LIST, read, python, plain, "list", str(read / "journal.db")),
        row(SHOW, read, program, "show", shown),
        row(SEARCH_RARE, read, program, "search", RARE_WORD),
        row(SEARCH_COMMON, read, program, "search", COMMON_WORD),
        row(ADD, add, program, "add", TEXT),
        row(PLAIN_ADD, floor, python, plain, "add", str(floor / "journal.db"), TEXT),
        row(PROMPT, write, program, "write", "quick", timer=(prompt, "--first")),
        _question(python, size, environment_of(ground, RCPJOURNAL_HOME=str(write))),
        *(
            [row(NEXT, write, program, "write", "quick", timer=(prompt, "--next"))._replace(fresh=(write, read))]
            if size <= MOST_COPIED
            else []
        ),
        row(WHOLE_LIST, read, program, "list", "--json", "--limit", "0"),
    ]


def moving_rows(ground: Ground, size: int) -> list[Row]:
    """Out and in, and the same in plain Python; what comes in comes into a journal that is begun and empty."""
    read, file, begun = ground.home_of(size), ground.folder / f"{size}.jsonl", ground.folder / "begun"
    program, plain = str(ground.program), str(HERE / "plain_moving.py")
    run(program, "--journal", read / "journal.db", "export", "json", "--output", file)
    if not begun.exists():
        begun.mkdir(mode=0o700)
        run(ground.python, HERE / "fill.py", begun / "journal.db", "0")
    rows = []
    wanted: tuple[tuple[str, tuple[str, ...]], ...] = (
        (EXPORT, (program, "export", "json")),
        (PLAIN[EXPORT], (str(ground.python), plain, "export", str(read / "journal.db"))),
        (IMPORT, (program, "import", "json", str(file))),
        (PLAIN[IMPORT], (str(ground.python), plain, "import", "JOURNAL", str(file))),
    )
    for name, words in wanted:
        comes_in = name in (IMPORT, PLAIN[IMPORT])
        home = ground.home_of(size, name.replace(" ", "-")) if comes_in else read
        words = tuple(str(home / "journal.db") if word == "JOURNAL" else word for word in words)
        environment = environment_of(ground, RCPJOURNAL_HOME=str(home))
        rows.append(Row(name, size, words, environment, fresh=(home, begun) if comes_in else None))
    return rows


def sealed_rows(ground: Ground, size: int) -> list[tuple[Row, Row]]:
    """Commands on a sealed copy, its passphrase in a file, each beside the same on the plain one."""
    home, plain = ground.home_of(size, "sealed"), ground.home_of(size)
    shutil.copytree(plain, home)
    phrase = ground.folder / "passphrase"
    phrase.write_text("three geese, on a Tuesday\n", encoding="utf-8")
    phrase.chmod(0o600)
    program = str(ground.program)
    run(program, "--journal", home / "journal.db", "--key-file", phrase, "seal")
    pairs = []
    for name, words in ((LIST, ("list",)), (SEARCH_RARE, ("search", RARE_WORD))):
        more = {"RCPJOURNAL_PASSPHRASE_FILE": str(phrase)}
        sealed = Row(name, size, (program, *words), environment_of(ground, RCPJOURNAL_HOME=str(home), **more))
        pairs.append((sealed, Row(name, size, (program, *words), environment_of(ground, RCPJOURNAL_HOME=str(plain)))))
    return pairs


def inside(ground: Ground, size: int, kind: str) -> dict[str, float]:
    """What a plain or sealed journal takes within one process, in milliseconds; see sealing.py."""
    home = ground.home_of(size, "floor" if kind == "plain" else kind)
    found: dict[str, float] = json.loads(run(ground.python, HERE / "sealing.py", kind, home / "journal.db"))
    return found


def summary_rows(ground: Ground, size: int) -> list[Row]:
    """`summary` of 12 months and of all entries, and the same counts in plain SQL, on a journal that is there."""
    home, today = ground.home_of(size), date.today()
    environment = environment_of(ground, RCPJOURNAL_HOME=str(home))
    rows = []
    for name, since in ((SUMMARY, str(today - timedelta(days=365))), (SUMMARY_ALL, "2000-01-01")):
        plain = (str(ground.python), str(HERE / "plain_summary.py"), str(home / "journal.db"), since, str(today))
        rows.append(Row(name, size, (str(ground.program), "summary", "--since", since), environment))
        rows.append(Row(PLAIN[name], size, plain, environment))
    return rows


def journal_mib(ground: Ground, size: int) -> float:
    """How large the journal file is."""
    return (ground.home_of(size) / "journal.db").stat().st_size / 2**20
