"""Identifiers with a form of their own: numbers by checksum, phones, postcodes, mail, addresses, dates, references."""

import re
from collections.abc import Callable, Iterator
from functools import cache

from rcpjournal.core.identifiers.found import Mark
from rcpjournal.core.identifiers.lexicon import lists

Finder = Callable[[str, int, int], Iterator[Mark]]
AROUND = 120
"""signs before and after a digit within which what belongs to it stands"""

_GAP = "[ .\u00a0\u2009\u202f-]"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = (
    rf"(?:\d{{1,2}} ?[/.-] ?\d{{1,2}} ?[/.-] ?(?:\d{{4}}|\d{{2}})|\d{{4}}-\d\d-\d\d"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:\.?,? \d{{4}}| '?\d\d)?"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?)(?!\d)"
)
_BORN = (
    r"\b(?:d\.? ?o\.? ?b\.?|date of birth|born(?: on)?(?: the)?|birth ?date|birthday|b\.|turned \d{1,2} on)"
    r"[^\w\n]{0,4}(?:(?:is|was|on|of|as|the|given|now|to|recorded)[ :]{1,2}){0,3}"
)
_STREET = (
    "Road|Rd|Street|St|Avenue|Ave|Lane|Ln|Close|Drive|Dr|Crescent|Cres|Way|Court|Place|Terrace|Gardens|Grove|Mews|Square"
    "|Rise|Hill|Park|Row|Walk|View|Green|Parade|Croft|Fold|Gate|Wharf|Quay|Yard|Mount|Bank|Broadway|House|Lodge|Towers?"
    "|Cottages?|Villas?|Buildings|Flats|Estate|Point|Mill|Farm|Heights|Passage|Vale|End|Circus|Approach|Chase|Dene|Garth"
)
_STREET_ALONE = "Road|Rd|Street|Avenue|Ave|Lane|Crescent|Terrace|Grove|Mews|Close"
_CAPITAL = "[A-ZÀ-ÖØ-ÞĀ-Žʼ][\\w'’.-]{0,24}"
_LABEL = (
    r"(?:case|ref(?:erence)?|file|client|patient|hospital|record|mosaic|liquidlogic|lcs|las|rio|systmone|emis|paris"
    r"|carefirst|datix|upn|uln|urn|crime|court|claim|tenancy|incident|policy|account|passport|visa|home office|police"
    r"|log|gmc|nmc|unit|chi|h&c|warrant|applicant|service user|person|swift|icare|id|pin"
    r"|licence|collar|staff|ehcp|marac)"
)


def marks(text: str) -> Iterator[Mark]:
    """Every structured identifier, those that overlap included."""
    yield from _mail(text)
    yield from _web(text)
    yield from _handles(text)
    yield from _streets(text)
    finders: tuple[Finder, ...]
    finders = (_health_numbers, _insurance_numbers, _phones, _postcodes, _births, _addresses, _references)
    for low, high in _near_digits(text):
        for finder in finders:
            yield from finder(text, low, high)


def _near_digits(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that have digits: most of a reflection has none, and need not be looked at."""
    low = high = -1
    for match in _compiled(r"[0-9]+").finditer(text):
        if match.start() > high + AROUND and high >= 0:
            yield low, min(len(text), high)
            low = -1
        low = max(0, match.start() - AROUND) if low < 0 else low
        high = match.end() + AROUND
    if high >= 0:
        yield low, min(len(text), high)


@cache
def _compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")


def _health_numbers(text: str, low: int, high: int) -> Iterator[Mark]:
    """Ten digits in any spacing whose check digit is right (NHS, CHI, Health and Care numbers share the sum)."""
    from stdnum.gb import nhs

    pattern = _compiled(rf"(?<![\d+£$€/])(?<!\d[.,])\d(?:{_GAP}?\d){{9}}(?!{_GAP}?\d)")
    for match in pattern.finditer(text, low, high):
        number = _digits(match.group())
        told = _compiled(r"(?:nhs|chi)\W", re.I).search(text[max(0, match.start() - 24) : match.start()])
        if (told or number[0] != "0") and len(set(number)) > 1 and nhs.is_valid(number):
            yield Mark("nhs-number", *match.span())


def _insurance_numbers(text: str, low: int, high: int) -> Iterator[Mark]:
    """Two letters, six digits, one letter. Prefixes that are never issued count too: people make slips."""
    body = rf"[a-z]{{2}}{_GAP}?\d\d{_GAP}?\d\d{_GAP}?\d\d"
    for match in _compiled(rf"\b{body}{_GAP}?[a-d]\b", re.I).finditer(text, low, high):
        yield Mark("ni-number", *match.span())
    labelled = rf"\b(?:ni|nino|national insurance)(?: (?:number|no\.?|is))*\W{{1,3}}({body})\b"
    for match in _compiled(labelled, re.I).finditer(text, low, high):
        yield Mark("ni-number", *match.span(1))


def _phones(text: str, low: int, high: int) -> Iterator[Mark]:
    """Numbers as they are dialled here, and from abroad; shorter ones where a word beside them says what they are."""
    for match in _compiled(r"(?<![\w+/£$€.-])(?:\+|00)[1-9](?:[ ().-]{0,2}\d){7,14}(?!\d)").finditer(text, low, high):
        yield Mark("phone", *match.span(), sure=_dials(match.group()))
    for match in _compiled(r"(?<![\w+/£$€.-])\(?0(?:[ ().-]{0,2}\d){9,10}(?!\d)").finditer(text, low, high):
        yield Mark("phone", *match.span(), sure=True)
    for match in _compiled(r"(?<![\w+/£$€.-])7\d{3}[ -]?\d{3}[ -]?\d{3}(?!,?\d)").finditer(text, low, high):
        yield Mark("phone", *match.span(), sure=False)
    label = (
        r"\b(?:tel(?:ephone)?|phone|mob(?:ile)?|ring|call|text|fax|ext(?:ension)?)\b\.?"
        r"(?: (?:number|no|is|on|him|her|them)\b)*"
    )
    for match in _compiled(rf"{label}[ .:]{{1,3}}(\d(?:[ -]?\d){{3,9}})(?![\d:])", re.I).finditer(text, low, high):
        yield Mark("phone", *match.span(1))


def _dials(number: str) -> bool:
    """Whether such a number exists in the numbering plan of its country."""
    import phonenumbers

    try:
        return phonenumbers.is_possible_number(phonenumbers.parse("+" + number.lstrip("+0"), None))
    except phonenumbers.NumberParseException:
        return False


def _postcodes(text: str, low: int, high: int) -> Iterator[Mark]:
    """Full postcodes of areas that exist, in either case; the second half never holds C, I, K, M, O or V."""
    pattern = r"\b([a-z]{1,2})\d[a-z\d]? {0,2}\d([abd-hjlnp-uw-z]{2})\b"
    for match in _compiled(pattern, re.I).finditer(text, low, high):
        if match[1].upper() in lists()["areas"] and (
            match[2].isupper() or match[2].lower() not in ("st", "nd", "rd", "th")
        ):
            yield Mark("postcode", *match.span(), sure=match[2].isupper() or " " in match.group())


def _mail(text: str) -> Iterator[Mark]:
    """An address around each @ that has one; looked at from the @ outwards, so that no text is slow."""
    before, after = _compiled(r"[\w.+%'-]{1,64}\Z"), _compiled(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
    position = text.find("@")
    while position >= 0:
        name, host = before.search(text[max(0, position - 64) : position]), after.match(text, position + 1)
        if name and host:
            yield Mark("email", position - len(name.group().lstrip("'.-")), host.end())
        position = text.find("@", position + 1)


def _web(text: str) -> Iterator[Mark]:
    """What begins like an address of the web; and a domain, looked at from its last part backwards."""
    ends = r"[^\s<>\"”’'()]{0,200}?(?=[.,;:!?]*(?:[\s<>\"”’'()]|\Z))"
    for match in _compiled(rf"\b(?:https?://|www\.){ends}", re.I).finditer(text):
        yield Mark("web-address", *match.span())
    tail = rf"\.(?:(?:co\.uk|org\.uk|nhs\.uk|gov\.uk|ac\.uk|com|org|net|uk)\b(?:/{ends})?|[a-z]{{2,6}}/{ends})"
    before = _compiled(r"(?<![\w@.-])[a-z0-9][a-z0-9.-]{0,60}\Z", re.I)
    for match in _compiled(tail, re.I).finditer(text):
        low = max(0, match.start() - 62)
        if host := before.search(text[low : match.start()]):
            yield Mark("web-address", low + host.start(), match.end())


def _handles(text: str) -> Iterator[Mark]:
    for match in _compiled(r"(?<![\w.@])@[a-z0-9_](?:[\w.]{1,30})(?<![.])", re.I).finditer(text):
        yield Mark("web-address", *match.span())


def _births(text: str, low: int, high: int) -> Iterator[Mark]:
    """A date with a word beside it that says it is somebody's birth; else a full date may be the day of a visit."""
    stretch = text[low:high].lower()
    if not any(word in stretch for word in ("born", "birth", "b.", "dob", "turned")):
        return
    for match in _compiled(rf"{_BORN}({_DATE})", re.I).finditer(text, low, high):
        yield Mark("date-of-birth", *match.span(1))
    far = rf"\b(?:d\.?o\.?b\.?|date of birth|birthday|birth date)\b[^\n\d.]{{1,60}}({_DATE})"
    for match in _compiled(far, re.I).finditer(text, low, high):
        if _compiled(r"\d.*\d\d\Z|\d\d\d\d", re.S).search(match[1]):
            yield Mark("date-of-birth", *match.span(1))
    pattern = rf"({_DATE}) \(?(?:is|was)? ?(?:his|her|their|the)? ?(?:dob|date of birth|birthday)\b"
    for match in _compiled(pattern, re.I).finditer(text, low, high):
        yield Mark("date-of-birth", *match.span(1))


def _addresses(text: str, low: int, high: int) -> Iterator[Mark]:
    """A number and a street, or a flat; in small letters only where the street says so itself."""
    flat = r"(?:(?:Flat|Apartment|Apt|Unit|Room|flat|apartment) \d{1,4}[A-Za-z]?,? ?)"
    street = rf"(?:{_CAPITAL} ){{1,4}}(?:{_STREET})\b"
    more = rf"(?: {_CAPITAL}(?<!\.))?"
    pattern = rf"\b(?:{flat}?\d{{1,4}}[A-Za-z]?,? {street}(?: Cottages?| Court| House)?|{flat}{street})"
    for match in _compiled(pattern).finditer(text, low, high):
        yield Mark("address", *match.span())
    pattern = rf"\b(?:Flat|Apartment|Apt|flat) \d{{1,4}}[A-Za-z]?,? \d{{1,4}}[A-Za-z]? {_CAPITAL}{more}"
    for match in _compiled(pattern).finditer(text, low, high):
        yield Mark("address", *match.span())
    lower = (
        r"(?<![\d/:.,-])\b\d{1,4}[a-z]?,? ((?:[a-z'’]{2,20} ){1,2})"
        r"(?:road|rd|street|avenue|lane|crescent|terrace|grove|close)\b"
    )
    for match in _compiled(lower).finditer(text, low, high):
        if not lists()["plain"].intersection(match[1].split()):
            yield Mark("address", *match.span(), sure=False)


def _streets(text: str) -> Iterator[Mark]:
    """A street without a number, or a named house on one."""
    house = rf"(?:\b(?:The |Tŷ ){_CAPITAL}(?: {_CAPITAL})?, )?"
    pattern = rf"{house}\b(?!The |A |This |That |High |Main )(?:{_CAPITAL} ){{1,2}}(?:{_STREET_ALONE})\b(?! [A-Z])"
    for match in _compiled(pattern).finditer(text):
        yield Mark("address", *match.span(), sure=", " in match.group())


def _references(text: str, low: int, high: int) -> Iterator[Mark]:
    """What a word beside it calls a reference, a mix of letters and digits, a long run of digits, a number plate."""
    label = (
        rf"\b{_LABEL}(?: (?:number|numbers|no|ref|reference|id|log|is|was|on)\b)*"
        r"[.:#]?[ :#]{0,3}((?:[A-Z]{1,6}[ /-]?)?)\Z"
    )
    labelled = _compiled(label, re.I)
    for match in _compiled(r"(?<![\d.,£$€])\d[\dA-Za-z/-]{2,20}(?<![/-])(?![\w£%])").finditer(text, low, high):
        if _compiled(r"(?:19|20)\d\d|\d{1,3}").fullmatch(match[0]):
            continue
        if before := labelled.search(text[max(0, match.start() - 50) : match.start()]):
            yield Mark("case-reference", match.start() - len(before[1]), match.end())
    mixed = (
        r"(?<![\w/£$€@.-])(?=[A-Z\d/-]{0,8}[A-Z])(?=(?:[A-Z/-]{0,8}\d){3})"
        r"[A-Za-z\d]{1,12}(?:[/-][A-Za-z\d]{1,12}){0,4}(?![\w@/-])"
    )
    for match in _compiled(mixed).finditer(text, low, high):
        if _is_reference(match.group()):
            yield Mark("case-reference", *match.span(), sure=_is_pupil(match.group()))
    pattern = r"(?<![\w/£$€@.,+-])\d{7,20}(?![\w@])|(?<![\w/£$€])\d{2,6}/\d{4,10}(?![\w/])"
    for match in _compiled(pattern).finditer(text, low, high):
        yield Mark("case-reference", *match.span(), sure=False)
    for match in _compiled(rf"(?<![\d+£$€/.,-])\d(?:{_GAP}?\d){{9}}(?!{_GAP}?\d|,\d)").finditer(text, low, high):
        yield Mark("case-reference", *match.span(), sure=False)
    for match in _compiled(r"\b[A-Z]{2}\d\d ?[A-Z]{3}\b").finditer(text, low, high):
        yield Mark("case-reference", *match.span(), sure=False)


def _is_reference(word: str) -> bool:
    """Letters and at least four digits that are not a year alone, or letters and two groups with five digits."""
    digits = _digits(word)
    if len(digits) < 4 or _compiled(r"[A-Za-z]+[/-]?(?:19|20)\d\d(?:[/-]\d\d)?").fullmatch(word):
        return False
    return len(digits) >= 5 or bool(_compiled(r"[A-Z]{1,4}[/-]?\d{4}[A-Z]?|[A-Z\d]+(?:[/-][A-Z\d]+)+").fullmatch(word))


def _is_pupil(word: str) -> bool:
    """Whether it is a Unique Pupil Number with its check letter right."""
    from stdnum.gb import upn

    return len(word) == 13 and upn.is_valid(word)
