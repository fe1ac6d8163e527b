"""Text that would do something to a terminal or to a reader, and how to tell that it does not."""

import random
import re

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u180e\u2028\u2029\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff]"
    "|(?<![\U0001f3f4\U000e0020-\U000e007e])[\U000e0000-\U000e007f]"
)
"""all but newline and tab that a terminal acts on, that turns text round, or that hides in it"""

ATTACKS = {
    "CSI": "\x1b[31m\x1b[2J\x1b[H\x1b[?1049h",
    "CSI of one character": "\x9b31m\x9b2J",
    "OSC 0": "\x1b]0;a title\x07",
    "OSC 8": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "OSC 52": "\x1b]52;c;cm0gLXJm\x07",
    "OSC of one character": "\x9d0;a title\x9c",
    "DCS": '\x1bP$q"p\x1b\\',
    "DCS of one character": "\x90$q\x9c",
    "APC, PM, SOS": "\x1b_G\x1b\\\x1b^x\x1b\\\x1bXx\x1b\\",
    "C1": "".join(map(chr, range(0x80, 0xA0))),
    "C0": "".join(chr(code) for code in range(1, 0x20) if code not in (9, 10)) + "\x7f",
    "NUL": "\x00",
    "bidi overrides": "\u202egnp.exe\u202c\u202d\u202a\u202b",
    "bidi isolates": "\u2066a\u2067b\u2068c\u2069",
    "no width": "\ufeff\u2060\u2062\u180e\u3164\ufff9",
    "tags": "\U000e0068\U000e0069",
    "separators": "a\u2028b\u2029c\x85d",
    "carriage return": "delete everything\rshow list",
    "backspaces": "secret\x08\x08\x08\x08\x08\x08public",
    "markup": "[link=https://evil.example]x[/link] [/b] [red] [x] done :smile: {0} %s $(id) `id`",
}
HARMLESS = (
    "a",
    "Words. ",
    " ",
    "\n",
    "\t",
    "é",
    "茶",
    "مرحبا",
    "👩‍👩‍👧",
    "e\u0301",
    "[x] done",
    "==",
    "- ",
    "\\",
    '"',
    "<b>",
    "|",
)


def unsafe_in(text: str) -> str:
    """The first place where `text` is unsafe, with a little around it; empty where it is safe."""
    found = UNSAFE.search(text)
    return repr(text[max(0, found.start() - 30) : found.end() + 10]) if found else ""


def fuzzed(seed: int) -> str:
    """A text made of attacks, pieces of them, any characters and harmless words; it can be stored and has words."""
    chance = random.Random(seed)
    pieces = ["x"]
    for _ in range(chance.randint(1, 10)):
        attack = chance.choice([text for name, text in ATTACKS.items() if name != "NUL"])
        start = chance.randrange(len(attack))
        any_character = chr(chance.choice((chance.randrange(1, 0x100), chance.randrange(0x100, 0xD800))))
        pieces.append(
            chance.choice((attack, attack[start:], attack[: start + 1], any_character, *chance.sample(HARMLESS, 3)))
        )
    return "".join(pieces)
