"""What `team contribute`, `withdraw` and `rotate` do between asking and showing: a pack made, agreed to, written."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from rcpjournal.cli.context import here
from rcpjournal.cli.terminal import confirm, say, show
from rcpjournal.core.dates import month_name, months_in_words, next_period
from rcpjournal.core.insight.periods import parts_of
from rcpjournal.core.records import Selection
from rcpjournal.core.teams.contributor import Contributor, Given, months_before
from rcpjournal.core.teams.refusals import (
    NameForTeamRefused,
    NobodyToAgree,
    NoMonthToContribute,
    NoTeamNamed,
    NothingContributed,
)
from rcpjournal.errors import UsageProblem

if TYPE_CHECKING:
    from rcpjournal.core.teams.contribution import Contribution
    from rcpjournal.core.teams.pack import TeamPack
    from rcpjournal.views.styled import Line


class Wish(NamedTuple):
    """What was asked for; None where an option was not given."""

    team: str | None
    role: str | None
    since: str | None
    until: str | None


class Prepared(NamedTuple):
    """A pack, the text that its file would be, and what was left out of it; `before`: what the journal knew until now.

    `moved`: packs that were given to other teams, which some of its months are still with.
    """

    before: Contributor | None
    pack: "TeamPack"
    text: str
    left: "Contribution"
    moved: tuple[Given, ...]

    @property
    def after(self) -> Contributor:
        """What the journal knows once the pack was written."""
        return (self.before or Contributor(self.pack.contributor)).after(self.pack)


def prepared(wish: Wish) -> Prepared:
    """The pack asked for, checked as collecting checks it. Raises UsageProblem or NoMonthToContribute."""
    from rcpjournal.core.teams.checking import team_text
    from rcpjournal.core.teams.contribution import shared_versions
    from rcpjournal.core.teams.pack import TeamPack
    from rcpjournal.store.contributing import fresh_key

    before = here.journal().contributing.contributor()
    known = before or Contributor(fresh_key())
    team = _group("--team", wish.team) if wish.team is not None else known.team
    role = _group("--role", wish.role) if wish.role else known.role if wish.role is None else ""
    if not team:
        raise NoTeamNamed
    since, until = _months(wish, known, team)
    left = counted(since, until)
    if not left.months and not any(one.since <= until and since <= one.until for one in known.given):
        raise NoMonthToContribute(f"no entry is of {months_in_words(since, until)}")
    pack = TeamPack(
        contributor=known.key,
        number=known.number + 1,
        team=team,
        role=role,
        since=since,
        until=until,
        frameworks=shared_versions(here.framework),
        months=left.months,
    )
    newest = known.newest
    with_others = dict.fromkeys(
        newest[one.month] for one in left.months if one.month in newest and newest[one.month].team != team
    )
    return Prepared(before, pack, team_text(pack), left, tuple(with_others))


def counted(since: str, until: str) -> "Contribution":
    """The counts of the entries of whole months."""
    from rcpjournal.core.teams.contribution import contribution

    journal, framework = here.journal(), here.framework
    first = date.fromisoformat(f"{since}-01")
    last = next_period(date.fromisoformat(f"{until}-01"), "month") - timedelta(days=1)
    parts = parts_of(first, last, "month")
    material = journal.tallies.material(Selection(since=first, until=last), parts, framework)
    return contribution(material, parts, framework)


def _months(wish: Wish, known: Contributor, team: str) -> tuple[str, str]:
    """The first and the last month: those asked for, or all that are over and were not given to another team."""
    from rcpjournal.core.teams.checking import MOST_MONTHS, months_between

    running = here.today.isoformat()[:7]
    until = _month("--until", wish.until, running) if wish.until is not None else months_before(running, 1)
    if wish.since is not None:
        since = _month("--since", wish.since, running)
        if since > until:
            raise UsageProblem(f"--since ({since}) is after the last month, {until}: --until names a later one.")
        if months_between(since, until) > MOST_MONTHS:
            raise UsageProblem(f"A pack covers at most {MOST_MONTHS} months: a later --since, or an earlier --until.")
        return since, until
    day = here.journal().finding.first_day()
    first = day.isoformat()[:7] if day else None
    usual = known.usual_since(team, first)
    if usual is None:
        raise NoMonthToContribute("the journal has no entries yet")
    if usual > until and first and first <= until:
        before = month_name(months_before(usual, 1))
        raise NoMonthToContribute(f"what you gave up to {before} stays with another team, unless --since names it")
    if usual > until:
        raise NoMonthToContribute(f"the first month to give is {month_name(usual)}, after {month_name(until)}")
    return max(usual, months_before(until, MOST_MONTHS - 1)), until


def _month(option: str, word: str, running: str) -> str:
    """A month, by itself or by one of its days. Raises UnreadableDate or UsageProblem."""
    from rcpjournal.core.teams.checking import is_month

    month = word.strip() if is_month(word.strip()) else here.day(word).isoformat()[:7]
    if month > running:
        raise UsageProblem(f"{option} {month} is still to come.")
    return month


def _group(option: str, word: str) -> str:
    """`duty-north` for “Duty North”. Raises NameForTeamRefused."""
    from rcpjournal.core.teams.checking import is_group

    name = "-".join(word.split()).lower()
    if not is_group(name):
        raise NameForTeamRefused(option, word)
    return name


# --- what leaves ----------------------------------------------------------------------------------------------------


def file_for(output: Path | None, usual: str, *, force: bool, yes: bool) -> Path | None:
    """Where it goes: the file named, or at a terminal a free name like `usual`.json here. None: it is only looked at.

    Raises FileRefused, or UsageProblem.
    """
    from rcpjournal.files.paths import expanded, free_name
    from rcpjournal.files.reading import expect_new

    if output is None:
        if here.interactive:
            return free_name(usual, ".json")
        if yes:
            raise UsageProblem("Say where it goes: -o FILE.")
        return None
    if str(output) == "-":
        raise UsageProblem("What leaves goes into a file, so that you know what left: -o FILE.")
    file = expanded(str(output))
    expect_new(file, force=force)
    return file


def show_whole(lines: "Iterable[Line]") -> None:
    """Shows what is to leave. Where a reader of a pipe goes before its end, it was not seen, and so nothing leaves."""
    try:
        show(lines)
    except typer.Exit:
        say("Not all of it was read, so nothing was written.")
        raise typer.Exit(1) from None


def agreed(file: Path | None, question: str, *, yes: bool) -> Path | None:
    """The file, if the person agrees that it is written. Raises NobodyToAgree where nobody can."""
    if file is None or not (yes or here.person_listens):
        raise NobodyToAgree
    return file if yes or confirm(question, default=False) else None


def give(ready: Prepared, file: Path, *, force: bool) -> None:
    """Writes a pack: first the memory, then the file, so that no number is ever on two packs."""
    from rcpjournal.files.reading import write_new

    contributing = here.journal(writing=True).contributing
    contributing.keep(ready.after, instead_of=ready.before)
    try:
        write_new(file, [ready.text], force=force)
    except BaseException:  # whatever ends it, Ctrl-C too: no file is left, so no pack was given
        contributing.keep(ready.before, instead_of=ready.after)
        raise


class Back(NamedTuple):
    """How what was given is taken back: where to, and what was said on the command line."""

    output: Path | None
    force: bool
    yes: bool


def take_back(back: Back, then: str, question: str, now: Callable[[Contributor], Contributor | None]) -> Path | None:
    """Writes the withdrawal of all that was given, if the person agrees; then the journal knows `now` in its place.

    `then` says what becomes of the key, `question` asks for it. Raises NothingContributed.
    """
    from rcpjournal.core.teams.checking import team_text
    from rcpjournal.files.reading import write_new
    from rcpjournal.views.contributing import withdrawal_lines

    known = here.journal().contributing.contributor()
    if known is None or not known.given:
        raise NothingContributed
    file = file_for(back.output, "team-withdrawal", force=back.force, yes=back.yes)
    show(withdrawal_lines(known, then, here.width), page=False)
    if file := agreed(file, f"Write it to {file}, and {question}?", yes=back.yes):
        write_new(file, [team_text(known.withdrawal)], force=back.force)
        try:
            here.journal(writing=True).contributing.keep(now(known), instead_of=known)
        except BaseException:  # whatever ends it, Ctrl-C while another window saves too: the file is there
            say(f"The withdrawal is in {file}, but this journal was not changed.")
            raise
    return file
