"""Mahara's SmartEvidence frameworks (`.matrix`, JSON, both of its versions) → codes.

The format: https://manual.mahara.org/en/22.10/administration/smartevidence_import.html . Standards become layers, their
elements items. What is for marking somebody's work (evidence statuses, self-assessment) is not taken.
"""

import json
import re
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any

from rcpjournal.core.codebook import MOST_CODES, MOST_DEPTH, MOST_IN_A_NAME, Code, Codebook, CodebookFault
from rcpjournal.core.words import one_line, shorten
from rcpjournal.imports.json_places import line_of, line_too_deep, places

_BREAKS = frozenset(("p", "div", "br", "ul", "ol", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"))
_UNSHOWN = frozenset(("script", "style"))
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|<!--[^<>]*>")
_LINK = re.compile(r"""\bhref\s*=\s*["']?(https?://[^\s"'<>]+)""")
_IS_CODE = re.compile(r"framework\.standards\.\d+(\.standardelement\.\d+)?|framework\.standardelements\.\d+")
_DEEPEST = 6
"""levels down to the deepest value that is read: framework, standards, 0, standardelement, 0, name"""
_LONG_NUMBER = re.compile(r"\d{4301,}")
Mapped = dict[str, Any]


class _Unsound(Exception):
    """What is wrong, and the part that it is wrong with."""

    def __init__(self, where: str, words: str) -> None:
        self.where, self.words = where, words
        super().__init__(words)


def codebook_in_matrix(raw: bytes) -> Codebook:
    """The standards and elements in a file. Raises CodebookFault with the line and, where there is one, the part."""
    text, data = _loaded(raw)
    try:
        return _book(text, data)
    except _Unsound as fault:
        raise CodebookFault(line_of(text, fault.where), fault.words) from None


def _book(text: str, data: Any) -> Codebook:
    framework = _mapped(data.get("framework") if isinstance(data, dict) else None, "framework")
    standards = _listed(framework.get("standards"), "framework.standards")
    flat = _listed(framework.get("standardelements", []), "framework.standardelements")
    count = len(standards) + len(flat)
    _expect_few(count, "framework")
    lines = _lines(text)
    codes = []
    for n, standard in enumerate(standards):
        where = f"framework.standards.{n}"
        elements = [
            *((f"{where}.standardelement.{i}", one)
              for i, one in enumerate(_listed(standard.get("standardelement", []), f"{where}.standardelement"))),
            *((f"framework.standardelements.{i}", one)
              for i, one in enumerate(flat) if one.get("standardid") == standard.get("standardid")),
        ]  # fmt: skip
        count += len(elements)
        _expect_few(count, where)
        codes.append(_code(standard, where, lines, codable=False, codes=_nested(elements, lines)))
    title = _text(framework, "name", "framework")
    known = [standard.get("standardid") for standard in standards]
    astray = [(n, one) for n, one in enumerate(flat) if one.get("standardid") not in known]
    left = tuple(
        f"“{shorten(_named(one, f'framework.standardelements.{n}'), 60)}”, an element of no standard"
        for n, one in astray
    )
    return Codebook(tuple(codes), one_line(title), _described(framework, "framework"), left)


def _lines(text: str) -> dict[str, int]:
    """The line of each standard and element by its place. Raises CodebookFault for a key that stands twice."""
    lines = {}
    for place in places(text, _DEEPEST):
        if place.twice:
            key = place.path.rpartition(".")[2]
            raise CodebookFault(place.line, f"the key “{shorten(key, 40)}” stands twice in one place")
        if _IS_CODE.fullmatch(place.path):
            lines[place.path] = place.line
    return lines


def _code(
    part: Mapped, where: str, lines: Mapping[str, int], *, codable: bool = True, codes: tuple[Code, ...] = ()
) -> Code:
    return Code(_named(part, where), codable, _described(part, where), codes, line=lines[where])


def _expect_few(count: int, where: str) -> None:
    if count > MOST_CODES:
        raise _Unsound(where, f"there are more than {MOST_CODES:,} elements in it")


def _nested(elements: Iterable[tuple[str, Mapped]], lines: Mapping[str, int]) -> tuple[Code, ...]:
    """Elements in their order, those that have a parent below it. Version 1 says `parent: true` of what is below the
    last element that has none; version 2 names the parent by its id."""
    top: list[tuple[Mapped, list[Code], str]] = []
    places: dict[str, int] = {}
    for where, element in elements:
        parent = str(element.get("parentelementid") or "")
        place = places.get(parent) if parent else len(top) - 1 if element.get("parent") is True else None
        if place is None or place < 0:
            place = len(top)
            top.append((element, [], where))
        else:
            top[place][1].append(_code(element, where, lines))
        if isinstance(element.get("elementid"), str | int):
            places[str(element["elementid"])] = place
    return tuple(_code(element, where, lines, codes=tuple(below)) for element, below, where in top)


def _named(part: Mapped, where: str) -> str:
    """“1.2 Know the people”: a short name that has a number in it before the name; a number alone says little."""
    short, name = one_line(_text(part, "shortname", where)), one_line(_text(part, "name", where))
    if not (short or name):
        raise _Unsound(where, f"{where} has no name")
    if max(len(short), len(name)) > MOST_IN_A_NAME:
        raise _Unsound(f"{where}.name", f"the name of {where} is longer than {MOST_IN_A_NAME} characters")
    numbered = any(letter.isdigit() for letter in short) and short.casefold() not in name.casefold()
    return f"{short} {name}" if numbered and name else name or short


def _described(part: Mapped, where: str) -> str:
    text = _text(part, "description", where)
    return in_plain_words(text) if "<" in text or "&" in text else text.strip()


# --- the shape of the data ----------------------------------------------------------------------


def _loaded(raw: bytes) -> tuple[str, Any]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CodebookFault(raw.count(b"\n", 0, error.start) + 1, "the file is not UTF-8 text") from None
    try:
        return text, json.loads(text)
    except json.JSONDecodeError as error:
        raise CodebookFault(error.lineno, f"this is not sound JSON ({error.msg})") from None
    except RecursionError:
        raise CodebookFault(line_too_deep(text, MOST_DEPTH), "it is nested too deeply") from None
    except ValueError:
        number = _LONG_NUMBER.search(text)
        line = text.count("\n", 0, number.start()) + 1 if number else 1
        raise CodebookFault(line, "it holds a number that is too long") from None


def _mapped(value: Any, where: str) -> Mapped:
    if not isinstance(value, dict):
        raise _Unsound(where, f"{where} is missing, or is no mapping: this is no SmartEvidence framework")
    return value


def _listed(value: Any, where: str) -> list[Mapped]:
    if not isinstance(value, list):
        raise _Unsound(where, f"{where} should be a list")
    return [_mapped(one, f"{where}.{n}") for n, one in enumerate(value)]


def _text(part: Mapped, name: str, where: str) -> str:
    value = part.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _Unsound(f"{where}.{name}", f"{where}.{name} should be text")
    return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


# --- HTML in descriptions ----------------------------------------------------------------------


def in_plain_words(html: str) -> str:
    """HTML without its marks: a line for each paragraph, a dash before what stands in a list, addresses behind links.

    In a time that grows with its length; the standard library's parser takes the square of it for what is half a tag.
    """
    pieces: list[str] = []
    at, link, shown = 0, "", True
    for tag in _TAG.finditer(html):
        pieces.append(html[at : tag.start()] if shown else "")
        at, name, ends = tag.end(), (tag[2] or "").casefold(), bool(tag[1])
        if name in _UNSHOWN:
            shown = ends
        if name in _BREAKS:
            pieces.append("\n- " if name == "li" and not ends else "\n")
        if name == "a":
            pieces.append(f" ({link})" if ends and link else "")
            found = None if ends else _LINK.search(tag[3])
            link = found[1] if found else ""
    pieces.append(html[at:] if shown else "")
    lines = [one_line(line) for line in unescape("".join(pieces)).split("\n")]
    return "\n".join(line for line in lines if line not in ("", "-"))
