"""jrnl beside rcpjournal, in an environment of its own, on the same made-up entries."""

from datetime import datetime
from pathlib import Path

from ground import Ground, environment_of, new_environment, run
from madeup import COMMON_WORD, RARE_WORD, made_up
from measure import Row

JRNL = "jrnl==4.6"
MOST_WHOLE = 10_000
"""entries up to which it is asked for tags and given entries: with ten times as many each takes twenty minutes"""
_TAGS = ("@trust", "@listening", "@power", "@presence", "@honesty", "@pace")
LAST, SEARCH, SEARCH_COMMON, TAGS, ADD = (
    "jrnl -n 20",
    "jrnl, in 1 of 20",
    "jrnl, in nearly all",
    "jrnl --tags",
    "jrnl TEXT",
)


def jrnl_installed(ground: Ground) -> Path:
    """The jrnl program, from the package index."""
    python = new_environment(ground.folder / "jrnl-environment")
    run(python, "-m", "pip", "--disable-pip-version-check", "--quiet", "install", JRNL)
    return python.with_name("jrnl")


def jrnl_rows(ground: Ground, program: Path, size: int, text: str) -> list[Row]:
    """What jrnl does of the everyday commands; the one that adds has a journal of its own."""
    homes = {name: ground.folder / f"jrnl-{size}-{name}" for name in ("read", "add")}
    for home in homes.values():
        _fill(home, size)

    def row(name: str, home: str, *words: str) -> Row:
        config = ("--config-file", str(homes[home] / "jrnl.yaml"))
        return Row(name, size, (str(program), *config, *words), environment_of(ground))

    rows = [
        row(LAST, "read", "-n", "20"),
        row(SEARCH, "read", "-contains", RARE_WORD, "-n", "20"),
        row(SEARCH_COMMON, "read", "-contains", COMMON_WORD, "-n", "20"),
    ]
    return rows if size > MOST_WHOLE else [*rows, row(TAGS, "read", "--tags"), row(ADD, "add", text)]


def _fill(home: Path, size: int) -> None:
    home.mkdir()
    entries = [
        f"[{made.moment:%Y-%m-%d %H:%M}] {' '.join(made.answers)} {_tags(made.choices)}\n"
        for made in made_up(size, datetime.now())
    ]
    (home / "journal.txt").write_text("\n".join(entries), encoding="utf-8")
    (home / "jrnl.yaml").write_text(
        "colors: {body: none, date: none, tags: none, title: none}\ndefault_hour: 9\ndefault_minute: 0\neditor: ''\n"
        "encrypt: false\nhighlight: true\nindent_character: '|'\nlinewrap: 79\ntagsymbols: '#@'\ntemplate: false\n"
        f"timeformat: '%F %H:%M'\nversion: '4.6'\njournals: {{default: {{journal: '{home / 'journal.txt'}'}}}}\n",
        encoding="utf-8",
    )


def _tags(choices: tuple[float, ...]) -> str:
    return " ".join(_TAGS[int(choice**2 * len(_TAGS))] for choice in choices[3:6])
