"""How days are spelled for a person: as everywhere, as ISO, or in their own language; never for what leaves."""

import locale
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from rcpjournal.views import days
from rcpjournal.views.days import Names
from tests.cli.quick import done, kept, refused
from tests.support import done as done_apart

DAY = date(2026, 3, 4)
FRENCH = Names(
    ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    "dmy",
)
HERE = {"RCPJOURNAL_DATES": "locale"}


@pytest.fixture
def french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "names_here", lambda: FRENCH)


def test_at_first_days_are_spelled_the_same_everywhere(french: None) -> None:
    kept({"text": "Words."})
    assert "Wed 4 Mar 2026   Words." in done("list").out


def test_as_iso_there_is_no_weekday_and_the_column_is_narrower() -> None:
    kept({"text": "Words."})
    assert "  2026-03-04  Words." in done("list", RCPJOURNAL_DATES="iso").out
    assert done("show", RCPJOURNAL_DATES="iso").out.startswith("2026-03-04  ")


def test_every_day_in_an_entry_is_spelled_so_also_by_a_model_and_as_json_none() -> None:
    later = {"on": "2026-03-09", "kind": "peer-discussion", "text": "Slower."}
    session = {"role": "a manager", "next": "2026-04-04"}
    kept({"actions": [{"what": "Ring", "due": "2026-03-18"}], "additions": [later], "session": session})
    for words in (["show"], ["show", "--as", "kolb"]):
        out = done(*words, RCPJOURNAL_DATES="iso").out
        assert "by 2026-03-18" in out and "the next on 2026-04-04" in out and "Talked over on 2026-03-09" in out
        assert "Mar 2026" not in out
    plain = done("show", "--as", "kolb", "--json").out
    assert "18 Mar 2026" in plain and done("show", "--as", "kolb", "--json", RCPJOURNAL_DATES="iso").out == plain


def test_in_ones_language_the_month_is_named_and_columns_stay_straight(french: None) -> None:
    kept({"text": "Words.", "happened_on": "2026-03-04"}, {"text": "Words.", "happened_on": "2026-02-14"})
    out = done("list", **HERE).out
    assert "mer. 4 mars 2026 " in out and "sam. 14 févr. 2026 " in out
    assert len({line.index("Words.") for line in out.splitlines()}) == 1
    assert done("show", **HERE).out.startswith("mer. 4 mars 2026  ")


@pytest.mark.parametrize(
    ("order", "shown"), [("dmy", "mer. 4 mars 2026"), ("mdy", "mer. mars 4 2026"), ("ymd", "mer. 2026-03-04")]
)
def test_the_order_is_that_of_the_language(order: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(days, "names_here", lambda: FRENCH._replace(order=order))
    monkeypatch.setattr(days, "manner", lambda: days.LOCALE)
    assert days.spoken(DAY) == shown
    assert days.spoken(DAY, weekday=False) == shown.removeprefix("mer. ")
    assert days.weekday_of(DAY) == "mer."


def test_a_system_without_such_a_language_spells_as_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(category: int, name: str | None = None) -> str:
        if name == "":
            raise locale.Error("unsupported locale setting")
        return "C"

    monkeypatch.setattr(locale, "setlocale", refuse)
    monkeypatch.setattr(days, "manner", lambda: days.LOCALE)
    days.names_here.cache_clear()
    try:
        assert days.spoken(DAY) == "Wed 4 Mar 2026"
        assert days.cells() == 15
    finally:
        days.names_here.cache_clear()


def test_what_leaves_is_the_same_for_everybody(french: None) -> None:
    kept({"text": "Words."})
    for words in (("export", "markdown"), ("export", "supervision", "--format", "md", "--counts-only")):
        words = (*words, "--since", "2026-01-01", "--until", "2026-12-31")
        assert done(*words, **HERE).out == done(*words).out
    assert done("list", "--json", **HERE).data["entries"][0]["happened_on"] == "2026-03-04"


def test_what_is_typed_is_read_by_the_order_that_was_set() -> None:
    kept({"text": "March.", "happened_on": "2026-03-04"}, {"text": "April.", "happened_on": "2026-04-03"})
    assert "date_order" in refused("list", "--until", "4/3/2026", code=2)
    assert "April" not in done("list", "--until", "4/3/2026", RCPJOURNAL_DATE_ORDER="day").out
    assert "April" in done("list", "--until", "4/3/2026", RCPJOURNAL_DATE_ORDER="month").out


@pytest.mark.parametrize("name", ["dates", "date_order"])
def test_a_manner_that_is_not_known_is_refused_with_those_that_are(name: str) -> None:
    assert f"{name} is" in refused("config", "set", name, "roman", code=2)


@pytest.mark.nightly
@pytest.mark.skipif(
    shutil.which("localedef") is None or not Path("/usr/share/i18n/locales/fr_FR").exists(),
    reason="the system can make no locale",
)
def test_a_real_french_system_names_its_months(tmp_path: Path) -> None:
    subprocess.run(["localedef", "-i", "fr_FR", "-f", "UTF-8", tmp_path / "fr_FR.UTF-8"], check=True)
    kept({"text": "Words."})
    shown = done_apart("list", LOCPATH=str(tmp_path), LC_ALL="fr_FR.UTF-8", **HERE).out
    assert "mer. 4 mars 2026" in shown
