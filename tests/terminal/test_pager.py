"""A pager in front of us: keys are its own, and we end when it does."""

import sys
from pathlib import Path

import pytest

from tests.support import added
from tests.terminal.conftest import Begin

PAGER = """\
import signal, sys
signal.signal(signal.SIGINT, lambda *_: print("heard", flush=True))
print(sys.stdin.readline().strip(), "paged", flush=True)
READ
with open("/dev/tty") as keys:
    print("ended by", keys.readline().strip())
"""


@pytest.fixture
def pagers(tmp_path: Path) -> dict[str, str]:
    """One that reads all it is given, and one that leaves most of it unread; each goes at a line from the keys."""
    made = {}
    for name, read in (("patient", "sys.stdin.read()"), ("brief", "sys.stdin.close()")):
        (tmp_path / name).write_text(PAGER.replace("READ", read))
        made[name] = f"{sys.executable} {tmp_path / name}"
    return made


@pytest.fixture
def long_entry() -> None:
    """One with more words than a pipe holds."""
    added("Rain again. " * 10_000)


def test_ctrl_c_is_the_pagers_and_no_key_is_taken_from_the_shell_afterwards(
    begin: Begin, pagers: dict[str, str], long_entry: None
) -> None:
    person = begin("show", PAGER=pagers["patient"])
    person.sees("paged")
    person.press("ctrl-c")
    person.sees("heard")
    person.types("q")
    person.press("enter")
    assert person.ends() == 0
    person.sees("ended by q")


def test_a_pager_that_is_left_early_is_no_failure(begin: Begin, pagers: dict[str, str], long_entry: None) -> None:
    person = begin("show", PAGER=pagers["brief"])
    person.sees("paged")
    person.types("q")
    person.press("enter")
    assert person.ends() == 0
    assert "could not be written" not in person.seen


def test_a_pager_that_ctrl_c_ends_ends_us_too(begin: Begin, long_entry: None) -> None:
    person = begin("show", PAGER='sh -c "echo paged; exec sleep 60"')
    person.sees("paged")
    person.press("ctrl-c")
    assert person.ends() == 130
