"""Text in the cells of a table that a spreadsheet opens."""

import unicodedata

from rcpjournal.core.words import safe

_RUNS = frozenset("=+-@\u2212")
_PASSED_OVER = ("Z", "C")


def inert(text: str) -> str:
    """`text` as a cell that no spreadsheet takes for a formula: where it could, with a leading '.

    A spreadsheet may pass over blanks, and takes wide forms (＝) for the plain ones.
    """
    shown = safe(text)
    return f"'{shown}" if _risky(shown) else shown


def held(text: str) -> str:
    """`inert` in a way that `freed` undoes: a leading ' that was there before gets one more."""
    shown = inert(text)
    return f"'{shown}" if safe(text) == shown and freed(shown) != shown else shown


def freed(cell: str) -> str:
    """A cell without the ' that `held` put before it."""
    rest = cell.lstrip("'")
    return cell[1:] if rest != cell and _risky(rest) else cell


def _risky(shown: str) -> bool:
    first = next((letter for letter in shown if unicodedata.category(letter)[0] not in _PASSED_OVER), "")
    return not _RUNS.isdisjoint(unicodedata.normalize("NFKC", first)) or shown[:1].isspace()
