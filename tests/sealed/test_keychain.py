"""The key chain holds the key only where a person asks for it; then no passphrase is needed, until it lets go."""

import json
import os
from pathlib import Path

import pytest

from rcpjournal.core.sealed import key_in_code
from rcpjournal.store.sealing import salt_of
from tests.sealed.test_terminal import ASKS, unseen
from tests.support import PHRASE, done, run
from tests.terminal.conftest import Begin

pytest.importorskip("keyring", reason="the key chain needs the extra rcpjournal[keychain]")
OTHER = "a kettle and two cups"


@pytest.fixture
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sealed: Path) -> Path:
    """A key chain that keeps what it holds in this file."""
    place = str(Path(__file__).parent / "keychain")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [place, os.environ.get("PYTHONPATH")])))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "filechain.FileChain")
    monkeypatch.setenv("FILECHAIN", str(tmp_path / "chain.json"))
    return tmp_path / "chain.json"


def test_nothing_goes_into_the_key_chain_unasked(chain: Path) -> None:
    done("list", RCPJOURNAL_PASSPHRASE=PHRASE)
    assert not chain.exists()


def test_the_key_chain_opens_it_until_it_is_told_to_forget(
    chain: Path, sealed: Path, begun_sealed: tuple[Path, Path]
) -> None:
    said = done("seal", "--remember", RCPJOURNAL_PASSPHRASE=PHRASE).err
    assert "whoever is logged in as you" in said
    salt = salt_of(sealed)
    key = key_in_code(begun_sealed[1].read_text())
    assert salt and key
    assert json.loads(chain.read_text()) == {f"rcpjournal/{salt.hex()}": key.hex()}
    assert done("list", "--json").err == ""
    assert run("list", RCPJOURNAL_PASSPHRASE=OTHER).code == 1  # what is named comes first
    assert "holds the key no more" in done("seal", "--forget").err
    assert json.loads(chain.read_text()) == {}
    assert run("list").code == 1


@pytest.mark.nightly
def test_rekeying_puts_the_new_key_in_the_old_ones_place_and_unsealing_takes_it_out(
    chain: Path, tmp_path: Path
) -> None:
    done("seal", "--remember", RCPJOURNAL_PASSPHRASE=PHRASE)
    before = json.loads(chain.read_text())
    (tmp_path / "new").write_text(OTHER)
    (tmp_path / "new").chmod(0o600)
    done("rekey", "--new-key-file", str(tmp_path / "new"))
    after = json.loads(chain.read_text())
    assert len(after) == 1 and not set(before) & set(after)
    done("list")
    done("unseal", "--yes")
    assert json.loads(chain.read_text()) == {}


@pytest.mark.nightly
def test_a_wrong_or_strange_key_in_the_chain_opens_nothing_and_is_not_an_end(chain: Path, sealed: Path) -> None:
    done("seal", "--remember", RCPJOURNAL_PASSPHRASE=PHRASE)
    salt = salt_of(sealed)
    assert salt
    for held in ("00" * 32, "not hexadecimal", "", "00"):
        chain.write_text(json.dumps({f"rcpjournal/{salt.hex()}": held}))
        assert "--key-file" in run("list").err
        assert done("list", RCPJOURNAL_PASSPHRASE=PHRASE).code == 0


def test_where_the_setting_says_so_the_passphrase_is_asked_once(chain: Path, begin: Begin) -> None:
    done("config", "set", "keychain", "yes")
    person = begin("list")
    unseen(person, ASKS, PHRASE)
    assert person.ends() == 0
    assert len(json.loads(chain.read_text())) == 1
    again = begin("list")
    assert again.ends() == 0
    assert ASKS not in again.seen


@pytest.mark.nightly
def test_a_key_chain_that_refuses_or_is_not_there_is_said_and_the_passphrase_still_works(chain: Path) -> None:
    result = run("seal", "--remember", RCPJOURNAL_PASSPHRASE=PHRASE, FILECHAIN_LOCKED="1")
    assert (result.code, result.out) == (1, "")
    assert "the chain is locked" in result.err and result.err.count("\n") == 1
    fail = {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    result = run("seal", "--remember", RCPJOURNAL_PASSPHRASE=PHRASE, **fail)
    assert result.code == 1 and "key chain" in result.err
    done("config", "set", "keychain", "yes")
    assert done("list", "--json", RCPJOURNAL_PASSPHRASE=PHRASE, **fail).err == ""


def test_without_the_extra_one_sentence_says_how_to_get_it(chain: Path, tmp_path: Path) -> None:
    (tmp_path / "without" / "keyring").mkdir(parents=True)
    (tmp_path / "without" / "keyring" / "__init__.py").write_text("raise ImportError\n")
    path = os.pathsep.join([str(tmp_path / "without"), os.environ["PYTHONPATH"]])
    result = run("seal", "--remember", PYTHONPATH=path, RCPJOURNAL_PASSPHRASE=PHRASE)
    assert result.code == 2 and 'pip install "rcpjournal[keychain]"' in result.err
