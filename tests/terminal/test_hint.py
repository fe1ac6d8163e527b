"""After an entry that mentions a name or a number, one gentle word at a terminal; nowhere else, never in the way."""

import pytest

from rcpjournal.store import Journal
from tests.support import done
from tests.terminal.conftest import Begin
from tests.terminal.driver import CLOSE

NAMED = "Mrs Okafor rang from 07700 900123 about the door."
HINT = (
    "This mentions “Mrs Okafor” and a phone number. It stays in your journal, and `supervision prepare` asks before "
    "any of it is on a page."
)


def test_what_an_added_entry_mentions_is_said_once_it_is_kept(begin: Begin, journal: Journal) -> None:
    person = begin("add", NAMED)
    assert person.ends() == 0
    person.sees(HINT)
    assert list(journal.entries.get("last").answers.values()) == [NAMED], "and nothing in it was changed"


def test_what_a_reflection_mentions_is_said_after_its_close(begin: Begin) -> None:
    person = begin("write", "quick")
    person.answers("what-happened", NAMED)
    person.answers("noticed")
    person.answers("carry-forward")
    person.asked("tags")
    person.press("enter")
    person.offered(CLOSE)
    person.press("enter")
    assert person.ends() == 0
    person.sees("takes it back. " + HINT)


@pytest.mark.nightly
def test_a_code_word_of_ones_own_is_mentioned_in_plain_lines_too(begin: Begin) -> None:
    done("add", "-", "--alias", "heron", stdin="We met.")
    person = begin("add", "--plain", "I saw heron by the river.")
    assert person.ends() == 0
    person.sees("This mentions “heron”.")
    assert b"\x1b" not in person.output


def test_an_entry_that_mentions_nobody_is_followed_by_nothing(begin: Begin) -> None:
    person = begin("add", "She opened the door herself.")
    assert person.ends() == 0
    assert "mentions" not in person.seen


def test_it_can_be_turned_off(begin: Begin) -> None:
    done("config", "set", "name_hint", "no")
    person = begin("add", NAMED)
    assert person.ends() == 0
    assert "mentions" not in person.seen


def test_a_script_hears_nothing_of_it_and_loads_nothing_for_it() -> None:
    from tests.test_startup import loaded_by

    assert "mentions" not in done("add", "-", stdin=NAMED).err
    assert not {name for name in loaded_by("add", "-", stdin=NAMED) if "identifiers" in name}
