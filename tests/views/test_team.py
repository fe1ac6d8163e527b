"""A team's report as text, as a page and as a document: the three say the same."""

import re
from html import unescape
from typing import Any

import pytest

from rcpjournal.core.teams import wording
from rcpjournal.core.teams.cells import ALL, ASKED, CONDITION, UNSAID, By, Cell, Counted, Counts, Key
from rcpjournal.core.teams.report import Span, TeamReport, report_document, team_report
from rcpjournal.core.teams.suppression import Shown, shown
from rcpjournal.core.teams.wording import entries, people
from rcpjournal.exports.team import team_page
from rcpjournal.views.team import team_lines
from tests.core.teams.test_report import CONDITIONS, FRAMEWORK, SPAN, quarters, told

HARD = Key("organisation", CONDITION, CONDITIONS[0])


def report(by: By | None, whole: Counts, **groups: Counts) -> TeamReport:
    """What may be told of these figures."""
    return team_report(shown(Counted(whole, {by: groups} if by else {}, ()), by), SPAN, by, FRAMEWORK)


def figures(many: int, hard: int = 0) -> dict[Key, Cell]:
    """So many people, of whom so many noted a condition as harder, and five of them as easier and challenged it."""
    ways = {HARD: hard, HARD._replace(value="inhibited"): hard, HARD._replace(value="enabled"): 5}
    did = {HARD._replace(response="challenge"): 5, HARD._replace(response=UNSAID): hard - 5}
    wholes = {Key("", ALL): many, Key("organisation", ASKED): many}
    return {key: Cell(150 * people, people) for key, people in (wholes | (ways | did if hard else {})).items()}


REPORTS = {
    "of nobody": report("team", figures(4), a=figures(4)),
    "in one": report(None, told().whole),
    "of a condition that is nobody's": report(None, figures(9)),
    "by team": report("team", figures(40, 30), a=figures(20, 15), b=figures(20, 15)),
    "by role, one without a name": report("role", figures(40, 30), **{"": figures(20, 15), "x": figures(20, 15)}),
    "of no team by itself": report("team", figures(8, 8), **{team: figures(1, 0) for team in "abcdefgh"}),
    "of two quarters with a change": quarters(5, 24),
    "of two quarters without": quarters(9, 9),
    "of one quarter": team_report(Shown(told().whole, {"2026-Q1": told().whole}), SPAN, "quarter", FRAMEWORK),
    "of no month": team_report(told(), Span("", ""), None, FRAMEWORK),
}


def in_words(page: str) -> str:
    """What a page reads as: each piece of text, and between them a space."""
    return unescape(" ".join(re.sub(r"<(style|title)>.*?</\1>|<[^>]*>", " ", page, flags=re.S).split()))


PHRASE = re.compile(
    r"\d[\d,]* (?:of \d[\d,]* )?(?:entries|entry|people|person)\b|\d[\d,]* \(\d[\d,]*\)"
    r"|(?:more|fewer) people wrote of it in \d+.Q\d than in \d+.Q\d"
    r"|No \w+ may be told of by itself|there is nothing to tell"
)


def phrases(words: str) -> list[str]:
    """All that is said with a number or of change, and that there is nothing to say."""
    return PHRASE.findall(" ".join(words.split()))


def head(document: Any) -> str:
    """A document's beginning in words."""
    if not document["contributors"]:
        return "there is nothing to tell: Fewer than 5 people"
    alone = f"No {document['by']} may be told of by itself" if document["by"] and not document["groups"] else ""
    each = [f"{people(one['contributors'])}, {entries(one['entries'])}" for one in (document, *document["groups"])]
    return "; ".join(["fewer than 5 people", alone, *each])


def rest(document: Any) -> str:
    """A document's figures in words, in the order in which they are read."""
    found = []
    for section in (*document["conditions"], *document["practice"]):
        found.append(f"{entries(section['of'])} of {people(section['asked'])}")
        for row in section["rows"]:
            for n, figure in enumerate((row["whole"], *row["groups"])):
                found.append(f"{figure['entries']:,} of {entries(figure['of'])}")
                found.append(f"{figure['contributors']:,} of {people(figure['asked'])}")
                found += [f"{one['entries']:,} ({one['contributors']:,})" for one in figure["how"]]
                if n == 0:
                    found += [f"{one['entries']:,} ({one['contributors']:,})" for one in row["responses"]]
                if n == 0 and row["change"]:
                    now, before = document["compared"]
                    word = "fewer" if row["change"] == "less" else "more"
                    found.append(f"{word} people wrote of it in {now} than in {before}")
    return "; ".join(found)


def text(given: TeamReport, width: int = 60) -> str:
    lines = ["".join(span.text for span in line) for line in team_lines(given, FRAMEWORK, width)]
    assert max(map(len, lines)) <= width
    return " ".join(" ".join(lines).split())


def page(given: TeamReport) -> str:
    return in_words("".join(team_page(given, FRAMEWORK)))


@pytest.mark.parametrize("given", REPORTS.values(), ids=REPORTS)
def test_text_page_and_document_say_the_same(given: TeamReport) -> None:
    document = report_document(given)
    first, last = phrases(head(document)), phrases(rest(document))
    for shown_so in (text(given), page(given)):
        found = phrases(shown_so)
        assert sorted(found[: len(first)]) == sorted(first)
        assert found[len(first) :] == last


@pytest.mark.parametrize("given", REPORTS.values(), ids=REPORTS)
def test_what_is_said_in_whole_sentences_is_the_same_in_text_and_page(given: TeamReport) -> None:
    sentences = (
        wording.period(given), wording.what_is_hidden(given), wording.nothing_yet(given),
        wording.no_groups(given) or "No ", wording.comparison(given) or "Small ones",
    )  # fmt: skip
    for sentence in sentences:
        assert (sentence in text(given)) == (sentence in page(given)), sentence


def test_where_no_team_may_be_told_of_by_itself_it_is_said() -> None:
    given = REPORTS["of no team by itself"]
    assert given.contributors and not given.groups
    assert "No team may be told of by itself." in text(given) and "No team may be told of by itself." in page(given)


def test_by_quarter_it_is_said_what_was_compared_and_that_nothing_could_be() -> None:
    said = {
        "of two quarters with a change": "What more or fewer people wrote of in 2026 Q2 than in 2026 Q1 says so.",
        "of two quarters without": "From 2026 Q1 to 2026 Q2 there is no difference that so many people could show.",
        "of one quarter": "To compare takes two quarters that are over and may be told of.",
    }
    for name, sentence in said.items():
        assert sentence in text(REPORTS[name]) and sentence in page(REPORTS[name])
    assert not any("compare" in text(REPORTS[name]) for name in ("in one", "by team", "of no team by itself"))
