"""Contributing at a terminal: all of it is seen, then asked, and only a yes writes."""

from pathlib import Path

import pytest

from tests.support import done, everyday
from tests.terminal.conftest import Begin

MARCH = ["--since", "2026-03", "--until", "2026-03"]


@pytest.fixture(autouse=True)
def an_entry(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry of March, and a folder to be in."""
    done("add", "-", "--on", "2026-03-04", "--item", "trust:present", stdin="She opened the door herself.")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RCPJOURNAL_PAGER", "no")


def packs() -> list[str]:
    return sorted(path.name for path in Path().glob("*.json"))


def test_a_yes_writes_and_a_free_name_is_found_for_it(begin: Begin) -> None:
    for number in (1, 2):
        person = begin("team", "contribute", "--team", "north", *MARCH)
        person.sees("Write it to")
        person.types("y\r")
        assert person.ends() == 0
        assert "What is not in it" in person.seen and "Give it to whoever collects" in person.seen
        assert len(packs()) == number
    assert packs() == ["team-pack-north-2026-03-2.json", "team-pack-north-2026-03.json"]
    person = begin("team", "withdraw")
    person.sees("and forget the key?")
    person.types("y\r")
    assert person.ends() == 0
    assert "team-withdrawal.json" in packs()


@pytest.mark.parametrize("key", everyday(["enter", "ctrl-d", "ctrl-c"], "enter"))
def test_anything_but_a_yes_writes_nothing(key: str, begin: Begin) -> None:
    person = begin("team", "contribute", "--team", "north", *MARCH)
    person.sees("Write it to")
    person.press(key)
    assert person.ends() == (0 if key == "enter" else 130)
    assert packs() == []
    assert "Nothing was contributed" in done("team").err
