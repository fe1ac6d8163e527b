"""Packs sealed with age to a supervisor's key, from the worker's journal to the supervisor's."""

import json
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from rcpjournal.errors import PackRefused
from rcpjournal.files import age
from tests.cli.packs import SMALL, compact, in_file, people, written
from tests.cli.quick import done, kept, refused, run
from tests.exports.page.making import FULL

pyrage = pytest.importorskip("pyrage", reason="sealing is an extra: pip install 'rcpjournal[age]'")

TRUST = "rcp.principle.trust"
MARCH = ["--since", "2026-03-01", "--until", "2026-03-31"]
CHOSEN = "She asked twice who reads this."
NO_PYRAGE = "import sys; sys.modules['pyrage'] = None\nfrom rcpjournal.cli import main\nmain()"


@pytest.fixture
def public(home: Path) -> str:
    """The public half of the key in the home folder."""
    return done("supervision", "keygen").out.strip()


@pytest.fixture
def march(home: Path) -> None:
    """An entry that may leave."""
    observation = {"item": TRUST, "stance": "strained", "quote": CHOSEN}
    kept({"text": f"Tea first. {CHOSEN}", "starred": True, "observations": [observation]})


def sealed_by_hand(public: str, what: bytes = b"", armoured: bool = False) -> bytes:
    recipient = pyrage.x25519.Recipient.from_str(public)
    return bytes(pyrage.encrypt(what or written(), [recipient], armored=armoured))


# --- keys -----------------------------------------------------------------------------------------------


def test_a_key_is_made_for_its_owner_alone_and_only_its_public_half_is_shown(home: Path) -> None:
    result = done("supervision", "keygen")
    assert result.out.startswith("age1") and result.out.count("\n") == 1
    file = home / "supervision-key.txt"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "AGE-SECRET-KEY-" in file.read_text()
    assert "AGE-SECRET-KEY-" not in result.out + result.err
    assert str(file) in result.err


def test_a_key_never_takes_the_place_of_a_key_or_of_any_file(public: str, home: Path, tmp_path: Path) -> None:
    before = (home / "supervision-key.txt").read_bytes()
    assert done("supervision", "keygen").out.strip() == public
    assert (home / "supervision-key.txt").read_bytes() == before
    other = tmp_path / "mine.txt"
    other.write_text("mine")
    assert "another name" in refused("supervision", "keygen", "-o", str(other))
    assert other.read_text() == "mine"
    done("supervision", "keygen", "-o", str(tmp_path / "second.txt"))


@pytest.mark.parametrize("word", ["", "age1", "age1qqqq", "me@example.org", "ssh-ed25519 AAAA", "\x1b[2J"])
def test_what_is_no_public_key_is_refused_before_anything_leaves(word: str, march: None, tmp_path: Path) -> None:
    words = ["export", "supervision", "--starred", "--format", "json", "-o", str(tmp_path / "x.age")]
    sentence = refused(*words, *MARCH, f"--encrypt-to={word}")
    assert "begins age1" in sentence and "\x1b" not in sentence
    assert done("supervision", "shared", "--json").data["shared"] == []
    assert not (tmp_path / "x.age").exists()


def test_a_secret_key_given_by_mistake_is_not_repeated(home: Path, march: None) -> None:
    done("supervision", "keygen")
    secret = (home / "supervision-key.txt").read_text().splitlines()[-1]
    words = ["export", "supervision", "--starred", "--format", "json", *MARCH, "--encrypt-to"]
    sentence = refused(*words, secret)
    assert "secret" in sentence and secret not in sentence


# --- from the worker to the supervisor -----------------------------------------------------------------


@pytest.mark.parametrize("command", [["export", "supervision"], ["supervision", "prepare"]], ids=" ".join)
def test_a_sealed_pack_is_opened_with_the_key_and_nobody_else_reads_a_word(
    command: list[str], public: str, march: None, tmp_path: Path
) -> None:
    target = tmp_path / "page.age"
    words = ["--starred", "--format", "json", *MARCH, "--encrypt-to", public, "-o", str(target)]
    done(*command, *words)
    assert target.read_bytes().startswith(b"age-encryption.org/")
    assert CHOSEN.encode() not in target.read_bytes()
    assert target.stat().st_mode & 0o777 == 0o600
    done("supervision", "receive", str(target), "--as", "J")
    page = done("export", "supervision", "--from", "J", "--format", "json").data["page"]
    assert page["themes"][0]["passages"][0]["text"] == CHOSEN


def test_a_sealed_pack_goes_through_a_pipe(public: str, march: None) -> None:
    out = subprocess.run(
        [sys.executable, "-m", "rcpjournal", "export", "supervision", "--starred", "--format", "json", *MARCH,
         "--encrypt-to", public],
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    done("supervision", "receive", "-", "--as", "J", stdin=out)
    assert len(people()) == 1


def test_what_was_sealed_is_remembered_as_it_was_before_with_the_key_it_went_to(
    public: str, march: None, tmp_path: Path
) -> None:
    words = ["export", "supervision", "--starred", "--format", "json", *MARCH]
    plain = done(*words).out
    done(*words, "--encrypt-to", public, "-o", str(tmp_path / "page.age"))
    sealed, open_ = done("supervision", "shared", "--json").data["shared"]
    assert (sealed["digest"], sealed["size"]) == (open_["digest"], open_["size"])
    assert (sealed["sealed_to"], open_["sealed_to"]) == (public, None)
    assert done("supervision", "shared", str(sealed["number"])).out == plain
    assert public[:12] in done("supervision", "shared").out


@pytest.mark.parametrize("armoured", [False, True])
def test_a_pack_that_another_program_sealed_is_opened_too(armoured: bool, public: str, tmp_path: Path) -> None:
    done("supervision", "receive", in_file(tmp_path, sealed_by_hand(public, armoured=armoured)))
    assert people()[0]["name"] == FULL.name


def test_a_received_page_is_passed_on_sealed(public: str, tmp_path: Path) -> None:
    done("supervision", "receive", "-", stdin=written())
    target = tmp_path / "on.age"
    done("export", "supervision", "--from", FULL.name, "--format", "json", "--encrypt-to", public, "-o", str(target))
    assert age.unsealed(target.read_bytes(), tmp_path / "home" / "supervision-key.txt") == written()


@pytest.mark.parametrize("format_", ["html", "docx", "md", "txt", "csv"])
def test_only_a_pack_is_sealed(format_: str, public: str, march: None, tmp_path: Path) -> None:
    words = [
        "export",
        "supervision",
        "--starred",
        "--encrypt-to",
        public,
        "--format",
        format_,
        "-o",
        str(tmp_path / "x"),
    ]
    assert "--format json" in refused(*words, code=2)
    assert "export supervision" in refused("export", "json", "--encrypt-to", public, code=2)


# --- what cannot be opened ------------------------------------------------------------------------------


def test_another_key_is_told_apart_from_damage(public: str, tmp_path: Path) -> None:
    done("supervision", "keygen", "-o", str(tmp_path / "other.txt"))
    file = in_file(tmp_path, sealed_by_hand(public), "page.age")
    assert "another key" in refused("supervision", "receive", file, "--key", str(tmp_path / "other.txt"))
    done("supervision", "receive", file)


def test_every_byte_changed_or_cut_from_a_sealed_pack_is_noticed(public: str, home: Path) -> None:
    data, key = sealed_by_hand(public, compact(SMALL)), home / "supervision-key.txt"
    for n, byte in enumerate(data):
        for altered in (bytes((*data[:n], byte ^ 1, *data[n + 1 :])), data[:n]):
            with pytest.raises(PackRefused):
                age.unsealed(altered, key)


@pytest.mark.parametrize("cut", [22, 100, 300, -40])
def test_a_sealed_pack_that_was_cut_short_is_one_sentence(cut: int, public: str, tmp_path: Path) -> None:
    for armoured in (False, True):
        file = in_file(tmp_path, sealed_by_hand(public, armoured=armoured)[:cut])
        assert refused("supervision", "receive", file).count("\n") == 1


def test_what_was_sealed_and_is_no_pack_is_refused(public: str) -> None:
    assert "not JSON" in refused("supervision", "receive", "-", stdin=sealed_by_hand(public, b"hello"))


def test_a_sealed_pack_without_a_key_here_says_where_one_is_asked_for(home: Path) -> None:
    other = str(pyrage.x25519.Identity.generate().to_public())
    assert "--key FILE" in refused("supervision", "receive", "-", stdin=sealed_by_hand(other))


@pytest.mark.parametrize("text", ["", "# nothing\n", "hello", "AGE-SECRET-KEY-1QQ", "\x00\xff", "AGE-PLUGIN-X-1QQ"])
def test_a_key_file_that_holds_none_is_named(text: str, public: str, tmp_path: Path) -> None:
    key = in_file(tmp_path, text.encode("latin-1"), "key.txt")
    assert key in refused("supervision", "receive", "-", "--key", key, stdin=sealed_by_hand(public))
    assert "no such file" in refused(
        "supervision", "receive", "-", "--key", str(tmp_path / "gone"), stdin=sealed_by_hand(public)
    )


def test_a_key_for_a_pack_that_is_not_sealed_is_not_needed(tmp_path: Path) -> None:
    done("supervision", "receive", "-", "--key", str(tmp_path / "gone"), stdin=written())


def test_without_the_extra_one_sentence_says_how_to_get_it_and_plain_packs_work(
    public: str, march: None, tmp_path: Path
) -> None:
    file = in_file(tmp_path, sealed_by_hand(public), "page.age")
    for words in (
        ["supervision", "keygen", "-o", str(tmp_path / "new.txt")], ["supervision", "receive", file],
        ["export", "supervision", "--starred", "--format", "json", *MARCH, "--encrypt-to", public],
    ):  # fmt: skip
        ended = subprocess.run([sys.executable, "-c", NO_PYRAGE, *words], capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stdout) == (2, "")
        assert 'pip install "rcpjournal[age]"' in ended.stderr and ended.stderr.count("\n") == 1
    plain = ["supervision", "receive", in_file(tmp_path, written())]
    subprocess.run([sys.executable, "-c", NO_PYRAGE, *plain], capture_output=True, check=True)


@pytest.mark.skipif(not which("age"), reason="the program age is not installed here")
def test_the_key_file_works_with_the_program_age(public: str, home: Path) -> None:
    opened = subprocess.run(
        ["age", "--decrypt", "-i", str(home / "supervision-key.txt")], input=sealed_by_hand(public),
        capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert json.loads(opened) == json.loads(written())


def test_a_sealed_pack_does_not_go_to_a_terminal(public: str, march: None) -> None:
    import pexpect

    words = [
        "-m",
        "rcpjournal",
        "export",
        "supervision",
        "--starred",
        "--format",
        "json",
        *MARCH,
        "--encrypt-to",
        public,
    ]
    child = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=20)
    child.expect(pexpect.EOF)
    child.close()
    assert "-o FILE" in str(child.before) and child.exitstatus == 2
    assert run("supervision", "shared", "--json").data["shared"] == []


def test_a_page_that_was_led_through_is_shown_before_it_is_sealed(public: str, march: None, tmp_path: Path) -> None:
    target = tmp_path / "page.age"
    words = ["supervision", "prepare", "--plain", "--new", *MARCH, "--format", "json", "--encrypt-to", public]
    words += ["-o", str(target)]
    waits = run(*words, stdin="\n" * 40)
    asked = (waits.out + waits.err).count("Question ")
    assert asked > 3 and not target.exists()
    leaves = run(*words, stdin="\n" * asked + "y\n")
    assert "before they are sealed" in leaves.out + leaves.err
    done("supervision", "receive", str(target), "--as", "J")
