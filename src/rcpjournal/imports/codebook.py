"""A REFI-QDA codebook (`.qdc`) → codes. Hostile until proven otherwise: no DTD, no entities, limits.

Of a codebook's elements, `Codes`, `Code` and `Description` are read, in whichever namespace; others are told, and of
`Sets`, which most programs write though there are none, each `Set`.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from rcpjournal.core.codebook import MOST_CODES, MOST_DEPTH, MOST_IN_A_NAME, Code, Codebook, CodebookFault
from rcpjournal.core.words import plural, shorten

_CODABLE = {"true": True, "1": True, "false": False, "0": False}


def codebook_in_qdc(raw: bytes) -> Codebook:
    """The codes in a file. Raises CodebookFault."""
    from xml.parsers.expat import ExpatError, ParserCreate

    if raw.startswith(b"PK"):
        raise CodebookFault(1, "this is a zip: a whole project, perhaps. Take its codebook out as a .qdc first")
    parser = ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    reading = _Reading(parser)
    try:
        parser.Parse(raw, True)
    except ExpatError as error:
        why = str(error).partition(":")[0]
        raise CodebookFault(error.lineno, f"this is not sound XML ({why})") from None
    except (LookupError, UnicodeError, ValueError):
        raise CodebookFault(1, "it names an encoding that cannot be read; UTF-8 can") from None
    return Codebook(tuple(_frozen(code) for code in reading.codes), left=tuple(reading.left()))


@dataclass
class _Open:
    """A code whose end has not come yet."""

    name: str
    codable: bool
    line: int
    words: list[str] = field(default_factory=list)
    codes: "list[_Open]" = field(default_factory=list)


def _frozen(code: _Open) -> Code:
    return Code(code.name, code.codable, "".join(code.words), tuple(map(_frozen, code.codes)), line=code.line)


class _Reading:
    """Takes what the parser finds, one element after the other."""

    def __init__(self, parser: Any) -> None:
        self.codes: list[_Open] = []
        self._parser = parser
        self._path: list[str] = []
        self._open: list[_Open] = []
        self._count = 0
        self._aside = 0
        self._left: Counter[str] = Counter()
        parser.StartElementHandler, parser.EndElementHandler = self._begins, self._ends
        parser.CharacterDataHandler = self._says
        for name in ("StartDoctypeDecl", "EntityDecl", "UnparsedEntityDecl", "ExternalEntityRef", "SkippedEntity"):
            setattr(parser, f"{name}Handler", self._refuses)

    def left(self) -> list[str]:
        """What was not read, in words."""
        return [f"{plural(many, f'<{shorten(name, 40)}>')}" for name, many in sorted(self._left.items())]

    def _refuses(self, *_: Any) -> None:
        raise CodebookFault(self._parser.CurrentLineNumber, "a codebook has no DOCTYPE and no entities of its own")

    def _begins(self, name: str, given: dict[str, str]) -> None:
        line, local = self._parser.CurrentLineNumber, name.rpartition("}")[2]
        if not self._path and local != "CodeBook":
            raise CodebookFault(line, f"this is no codebook: it begins with <{shorten(local, 40)}>, not <CodeBook>")
        self._path.append(local)
        if len(self._path) > MOST_DEPTH:
            raise CodebookFault(line, f"it is nested deeper than {MOST_DEPTH} levels")
        if self._aside or not self._expected(local):
            if not self._aside:
                self._left[local] += 1
            self._aside += 1
        elif local == "Code":
            self._code(line, given)

    def _expected(self, local: str) -> bool:
        above = self._path[-2] if len(self._path) > 1 else ""
        return (above, local) in {
            ("", "CodeBook"), ("CodeBook", "Codes"), ("CodeBook", "Sets"), ("Codes", "Code"), ("Code", "Code"),
            ("Code", "Description"),
        }  # fmt: skip

    def _code(self, line: int, given: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_CODES:
            raise CodebookFault(line, f"there are more than {MOST_CODES:,} codes in it")
        name = given.get("name", "")
        if not name.strip():
            raise CodebookFault(line, "a code has no name")
        if len(name) > MOST_IN_A_NAME:
            raise CodebookFault(line, f"a code's name is longer than {MOST_IN_A_NAME} characters")
        codable = _CODABLE.get(given.get("isCodable", "true").strip())
        if codable is None:
            raise CodebookFault(line, f"isCodable is “{shorten(given['isCodable'], 40)}”; it is true or false")
        code = _Open(name, codable, line)
        (self._open[-1].codes if self._open else self.codes).append(code)
        self._open.append(code)

    def _says(self, words: str) -> None:
        if self._open and not self._aside and self._path[-1] == "Description":
            self._open[-1].words.append(words)

    def _ends(self, _: str) -> None:
        local = self._path.pop()
        if self._aside:
            self._aside -= 1
        elif local == "Code":
            self._open.pop()
