"""The supervisor's side: packs are received, kept apart, read across sessions, and taken out again."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rcpjournal.core.sharing.page import Page
from rcpjournal.core.words import one_line
from tests.cli.packs import LATER, WORKER, in_file, people, received, sound, written
from tests.cli.quick import WEDNESDAY, added, done, kept, refused, run
from tests.core.making import FAMILY
from tests.core.test_words import CORPUS, unsafe
from tests.exports.page.making import BARE, FULL, Needles, anything, changed, everywhere

NAMES = ["Ünal", "李小龍", "O'Brien & Søn", "-x", "$(rm -rf ~)", "a" * 80, FAMILY, "J. “the duty” worker", "مرحبا"]


# --- receiving ------------------------------------------------------------------------------------------


def test_a_pack_is_kept_under_the_name_on_its_page_with_its_days_and_digest(home: Path, tmp_path: Path) -> None:
    number = done("supervision", "receive", in_file(tmp_path, written())).out.strip()
    (one,) = people()
    (pack,) = one["packs"]
    assert (one["name"], str(pack["number"])) == (WORKER, number)
    assert (pack["since"], pack["until"]) == (str(FULL.since), str(FULL.until))
    assert pack["digest"].startswith("sha256:")


def test_the_name_that_is_given_goes_before_the_one_on_the_page() -> None:
    received(FULL, "--as", "J. from the north team")
    assert [one["name"] for one in people()] == ["J. from the north team"]


def test_a_page_that_names_nobody_asks_for_a_name() -> None:
    assert "--as NAME" in refused("supervision", "receive", "-", stdin=written(BARE), code=2)
    received(BARE, "--as", "J")
    assert [one["name"] for one in people()] == ["J"]


def test_the_same_pack_received_twice_adds_nothing_whatever_its_layout_and_whomever_it_is_said_to_be_from() -> None:
    number = received()
    again = done("supervision", "receive", "-", "--as", "Other", stdin=b"\xef\xbb\xbf" + written().replace(b"  ", b""))
    assert int(again.out) == number
    assert "already" in again.err
    assert [(one["name"], len(one["packs"])) for one in people()] == [(WORKER, 1)]


def test_somebodys_packs_are_in_the_order_of_their_days_not_of_their_coming() -> None:
    later, first = received(LATER), received(FULL)
    (one,) = people()
    assert [pack["number"] for pack in one["packs"]] == [first, later]


@pytest.mark.parametrize("other", ["duty worker", " DUTY   worker ", "Du\u200bty worker", "\uff24uty worker"])
def test_a_name_that_looks_the_same_is_the_same_person_as_it_was_written_first(other: str) -> None:
    received()
    received(LATER, "--as", other)
    assert [(one["name"], len(one["packs"])) for one in people()] == [(WORKER, 2)]
    assert len(done("supervision", "caseload", other, "--json").data["people"][0]["packs"]) == 2


@pytest.mark.parametrize("name", NAMES)
def test_any_name_that_can_be_seen_can_be_kept_asked_for_and_shown(name: str) -> None:
    received(FULL, f"--as={name}")
    assert [one["name"] for one in people()] == [name]
    assert done("summary", f"--from={name}", "--json").data["name"] == name
    assert one_line(name).split()[0][:20] in done("supervision", "caseload").out


@pytest.mark.parametrize("name", [*(n for n, text in CORPUS.items() if any(map(unsafe, text)) and "\n" not in text)])
def test_a_name_that_a_terminal_could_act_on_is_refused_in_a_sentence(name: str) -> None:
    text = CORPUS[name]
    page = changed(FULL, name=text)
    result = run("supervision", "receive", "-", stdin=written(page))
    assert (result.code == 0) == (one_line(text) != text and not any(map(unsafe, one_line(text))))
    assert not any(map(unsafe, result.err.replace("\n", "")))
    if "\ud800" in text:  # half a character: the pack itself is no text, whatever its name
        assert "half a character" in refused("supervision", "receive", "-", "--as", "J", stdin=written(page))
    else:
        received(page, "--as", "J")


@pytest.mark.parametrize("name", ["\u200b", "\u2060\u200d", "\u0301", "x" * 81])
def test_a_name_that_cannot_be_seen_or_has_no_end_is_refused(name: str) -> None:
    assert "--as NAME" in refused("supervision", "receive", "-", "--as", name, stdin=written(), code=2)
    assert people() == []


# --- apart from the journal's own -----------------------------------------------------------------------

OWN = [
    ["list"], ["list", "--json"], ["search", "needle*"], ["search", "needle001x"], ["show"], ["show", "last", "--json"],
    ["summary"], ["summary", "--json"], ["summary", "--by", "week", "--part", "conditions"], ["actions", "--all"],
    ["export", "markdown"], ["export", "json", "--with-aliases"], ["export", "supervision", "--counts-only"],
    ["supervision"], ["supervision", "--json"], [], ["--json"], ["framework", "show"],
]  # fmt: skip


def test_nothing_of_a_pack_is_in_anything_of_the_journals_own() -> None:
    kept({"observations": [{"item": "rcp.principle.trust", "stance": "present"}]})
    added("Something.")
    before = [run(*words, RCPJOURNAL_NOW=WEDNESDAY) for words in OWN]
    needles = Needles()
    received(sound(needles.page), "--as", "needle")
    after = [run(*words, RCPJOURNAL_NOW=WEDNESDAY) for words in OWN]
    assert [one.out for one in after] == [one.out for one in before]
    assert not [word for word in ("needle", *needles.words) for one in after if word in one.out]


def test_a_command_that_looks_begins_no_journal_and_finds_an_empty_caseload(bare_home: Path) -> None:
    assert "supervision receive" in done("supervision", "caseload").err
    assert done("supervision", "caseload", "--json").data == {"schema": "rcpjournal/caseload/1", "people": []}


# --- across sessions ------------------------------------------------------------------------------------


def test_a_summary_from_somebody_says_what_is_wanted_agreed_and_returning_and_that_the_worker_chose() -> None:
    first, second = received(), received(LATER)
    found = done("summary", "--from", WORKER, "--json").data
    assert [pack["pack"] for pack in found["packs"]] == [first, second]
    assert [one["question"] for one in found["newest"]["wanted"]] == [one.question for one in FULL.wanted]
    assert {"label": "Trust", "entries": 9, "of": 17}.items() <= found["newest"]["themes"][0].items()
    ring = found["agreed"][0]
    assert [(row["pack"], row["state"]) for row in ring["sessions"]] == [(first, "done"), (second, "done")]
    assert [page["pack"] for page in found["returning"][0]["pages"]] == [first, second]
    assert "chose" in found["note"]
    shown = done("summary", "--from", WORKER).out
    for words in ("Trust: 9 of 17", "Ring before each visit", "What returns", "What changed", "was not chosen"):
        assert words in shown


def test_a_clear_change_between_the_two_newest_pages_is_said_with_its_evidence() -> None:
    def page(n: int, entries: int) -> Page:
        theme = changed(FULL.themes[0], entries=entries, of=30, parts=())
        return changed(BARE, since=FULL.since + timedelta(n), until=FULL.since + timedelta(n + 9), entries=30,
                       themes=(theme,), name="J")  # fmt: skip

    for n, entries in ((0, 20), (10, 2), (20, 25)):
        received(page(n, entries))
    shown = done("summary", "--from", "J").out
    assert "More often in what was written: Trust, 25 of 30, before 2 of 30" in shown
    assert "not what was" in shown


def test_words_of_a_pack_are_shown_safely_wherever_they_stand() -> None:
    for n, text in enumerate(text for text in CORPUS.values() if "\ud800" not in text):
        days = {"since": FULL.since + timedelta(n), "until": FULL.since + timedelta(n)}
        received(changed(everywhere(text), **days), "--as", "J")
    for words in (["summary", "--from", "J"], ["summary", "--from", "J", "--json"], ["supervision", "caseload", "J"]):
        assert not any(map(unsafe, done(*words).out))


@pytest.mark.parametrize(
    "words",
    [["--since", "today"], ["--week"], ["--kind", "visit"], ["--compare"], ["--item", "trust"], ["--by", "week"]],
    ids=" ".join,
)
def test_what_does_not_go_with_from_is_named(words: list[str]) -> None:
    received()
    assert words[0] in refused("summary", "--from", WORKER, *words, code=2)


def test_a_name_that_is_not_there_is_told_with_the_nearest() -> None:
    received()
    for words in (["summary", "--from"], ["export", "supervision", "--from"], ["supervision", "caseload"]):
        assert WORKER in refused(*words, "Duty wroker")


# --- a page out again -----------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["md", "html", "docx", "txt", "csv", "json"])
def test_a_received_page_is_exported_to_the_same_bytes_that_the_worker_would_have(format_: str, tmp_path: Path) -> None:
    from rcpjournal.exports.page import page_formats

    first = received()
    received(LATER)
    for page, words in ((LATER, []), (FULL, ["--pack", str(first)])):
        target = tmp_path / f"{page.since}.{format_}"
        done("export", "supervision", "--from", WORKER, "--format", format_, "-o", str(target), *words)
        assert target.read_bytes() == page_formats()[format_].render(page)
    newest, _ = done("supervision", "shared", "--json").data["shared"]
    assert (newest["whom"], newest["since"]) == (f"{FULL.to} (page of {WORKER})", str(FULL.since))


@given(st.lists(anything().map(sound), min_size=1, max_size=3))
@settings(
    deadline=None, max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)  # fmt: skip
def test_any_page_that_can_be_goes_through_the_caseload_and_out_again_to_the_byte(pages: list[Page]) -> None:
    numbers = [received(page, "--as", "J") for page in pages]
    for number, page in zip(numbers, pages, strict=True):
        words = ["--from", "J", "--pack", str(number), "--format", "json"]
        whose = run("export", "supervision", *words)
        assert whose.out.encode() == written(page)
    done("summary", "--from", "J")
    for number in set(numbers):
        done("supervision", "remove", str(number), "--yes")


@pytest.mark.parametrize(
    "words", [["--counts-only"], ["--starred"], ["--selection", "x"], ["--since", "today"], ["--until", "today"]]
)
def test_a_choice_of_ones_own_does_not_go_with_a_page_that_was_received(words: list[str]) -> None:
    received()
    assert words[0] in refused("export", "supervision", "--from", WORKER, *words, code=2)


def test_a_number_that_is_somebody_elses_or_nobodys_is_refused() -> None:
    received()
    other = received(LATER, "--as", "K")
    assert "from Duty worker" in refused("export", "supervision", "--from", WORKER, "--pack", str(other))
    assert "no pack 99" in refused("supervision", "remove", "99", "--yes")
    assert "--from" in refused("export", "supervision", "--pack", "1", code=2)
    assert "export supervision" in refused("export", "json", "--from", WORKER, code=2)


# --- taking out -----------------------------------------------------------------------------------------


def test_a_pack_is_taken_out_after_asking_and_leaves_no_word_in_the_file(home: Path) -> None:
    number = received(everywhere("NEEDLE-of-somebody"), "--as", "J")
    assert "nobody to ask" in refused("supervision", "remove", str(number)).casefold()
    run("supervision", "remove", str(number), stdin="\n")
    assert people()
    done("supervision", "remove", str(number), stdin="y\n")
    assert people() == []
    assert b"NEEDLE-of-somebody" not in (home / "journal.db").read_bytes()


def test_it_is_said_where_an_exported_page_still_is() -> None:
    number = received()
    done("export", "supervision", "--from", WORKER, "--format", "txt")
    assert "supervision shared" in done("supervision", "remove", str(number), "--yes").err


# --- no ranking -----------------------------------------------------------------------------------------


def test_people_stand_by_name_whatever_their_figures_are_and_in_no_order_of_any_count() -> None:
    theme = FULL.themes[0]
    for name, packs, entries in (("Cy", 3, 17), ("Al", 1, 0), ("Bo", 2, 9)):
        for n in range(packs):
            day = FULL.since + timedelta(days=n)
            page = changed(FULL, name=name, since=day, themes=(changed(theme, entries=entries, of=17, parts=()),))
            received(page)
    assert [one["name"] for one in people()] == ["Al", "Bo", "Cy"]
    assert all(set(one) == {"name", "packs"} for one in people())
    shown = done("supervision", "caseload").out
    assert shown.index("Al") < shown.index("Bo") < shown.index("Cy")
    assert " of 17" not in shown


def test_a_summary_is_of_one_person_and_names_nobody_else() -> None:
    received(FULL, "--as", "Al")
    received(changed(LATER, name="Bo"))
    assert "Bo" not in done("summary", "--from", "Al").out + done("summary", "--from", "Al", "--json").out
