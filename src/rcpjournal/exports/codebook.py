"""Codes as a REFI-QDA codebook (`.qdc`), which programs for qualitative analysis read.

The format: https://www.qdasoftware.org/codebook-exchange/ . The same codes give the same bytes.
"""

from collections.abc import Iterable, Iterator

from rcpjournal.core.codebook import Code

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_SIGNS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def qdc(codes: Iterable[Code]) -> Iterator[str]:
    """The document, in pieces; fit for a terminal too, since what could steer one is written as a number."""
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="{NAMESPACE}" origin="rcpjournal">\n  <Codes>\n'
    for code in codes:
        yield from _code(code, "    ")
    yield "  </Codes>\n</CodeBook>\n"


def _code(code: Code, indent: str) -> Iterator[str]:
    name = _written(code.name).replace("\n", "&#xa;")  # in an attribute a line break would be read as a blank
    yield f'{indent}<Code guid="{code.guid}" name="{name}" isCodable="{"true" if code.codable else "false"}">\n'
    if code.description:
        yield f"{indent}  <Description>{_written(code.description)}</Description>\n"
    for inner in code.codes:
        yield from _code(inner, f"{indent}  ")
    yield f"{indent}</Code>\n"


def _written(text: str) -> str:
    if text.isascii() and text.isprintable() and not any(sign in text for sign in _SIGNS):
        return text
    return "".join(_SIGNS.get(letter) or _letter(letter) for letter in text)


def _letter(letter: str) -> str:
    if letter.isprintable() or letter == "\n":
        return letter
    code = ord(letter)
    held = letter in "\t\r" or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF
    return f"&#x{code:x};" if held else "\ufffd"  # XML has no way to write the others
