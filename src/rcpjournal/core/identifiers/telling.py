"""What was found, in a few words for the person who wrote it: `“Mrs Okafor” and a phone number`."""

from collections.abc import Iterable

from rcpjournal.core.identifiers.found import Found, Kind

MOST = 3
KINDS: dict[Kind, str] = {
    "nhs-number": "an NHS number",
    "ni-number": "a National Insurance number",
    "phone": "a phone number",
    "postcode": "a postcode",
    "email": "an email address",
    "web-address": "a web address",
    "address": "an address",
    "date-of-birth": "a date of birth",
    "case-reference": "a reference number",
}
"""what has a form of its own, in words"""


def told(found: Iterable[Found]) -> str:
    """Names and code words as they stand, the rest by what it is; the first three, each once. Empty for nothing.

    What only together may say who it is (`jigsaw`) is not told: that takes a sentence of its own.
    """
    words = list(dict.fromkeys(KINDS.get(one.kind, f"“{one.text}”") for one in found if one.kind != "jigsaw"))
    more = len(words) - MOST
    if more > 0:
        words = [*words[:MOST], f"{more} more"]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
