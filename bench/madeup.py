"""Made-up entries, the same every time: words, days and choices. Standard library only."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import accumulate
from typing import NamedTuple

SEED = 20260304
YEARS = 10
MORE = 24
WORDS_AN_ENTRY = 117
RARE_WORD = "kettle"
RARE_EVERY = 20
COMMON_WORD = "she"

_SMALL = (
    "the and i to of a was she it that in he her not but they for with we had on me at what so as my him this then "
    "about there said when be no if how did you from were out would because"
)
_CONTENT = (
    "time door again phone asked listened waited letter home week felt talk visit mother morning worried plan meeting "
    "school slow quiet money daughter tea housing angry family tired better form nothing appointment table son trust "
    "colleague promise silence doctor hurry chair garden office list ward bus rain choose brother question window "
    "decide kitchen answer manager help walk neighbour afraid review agency clinic change laugh story past medicine "
    "benefit sister job sign rent keys dog proud rule decision care photo street support risk lonely card assessment "
    "father hope smile learn cry notice hear explain space pressure record respect team language support-worker night "
    "corridor referral apologise disagree honest borrow carry coat explain feed goodbye hospital interpreter journey "
    "kindness leaflet mistake nurse overtime patience quarrel repair shoes teacher uncle voice wheelchair yesterday "
    "allotment bakery caravan dentist envelope fridge grandchild hallway insulin jumper knitting library mattress "
    "newspaper oxygen pavement radiator stairs tablets umbrella voucher wardrobe yard budgie crossword drawer eviction"
)
_VOCABULARY = [*_SMALL.split(), *_CONTENT.split()]
_ODDS = list(accumulate(1 / (n + 4) for n in range(len(_VOCABULARY))))
_SHARES = (0.5, 0.3, 0.2)


class MadeUp(NamedTuple):
    """One made-up entry. `choices` are numbers in 0 … 1 that pick kinds, items and stances; `more` pick the rest."""

    moment: datetime
    answers: tuple[str, ...]
    choices: tuple[float, ...]
    more: tuple[float, ...]


def made_up(count: int, end: datetime) -> Iterator[MadeUp]:
    """`count` entries, oldest first, spread over the ten years before `end`."""
    dice, more = random.Random(SEED), random.Random(SEED + 1)
    step = timedelta(days=365.25 * YEARS) / max(count, 1)
    for n in range(count):
        day = end - step * (count - n - dice.random() * 0.9)
        moment = day.replace(hour=dice.randint(8, 21), minute=dice.randint(0, 59), second=dice.randint(0, 59))
        length = min(max(dice.gauss(WORDS_AN_ENTRY, 35), 40), 220)
        answers = [_text(dice, length * share) for share in _SHARES]
        if n % RARE_EVERY == RARE_EVERY // 2:
            answers[1] += f" The {RARE_WORD} was on."
        choices = tuple(dice.random() for _ in range(9))
        yield MadeUp(min(moment, end), tuple(answers), choices, tuple(more.random() for _ in range(MORE)))


def _text(dice: random.Random, words: float) -> str:
    sentences: list[str] = []
    left = round(words)
    while left > 0:
        length = min(left, dice.randint(6, 16))
        chosen = dice.choices(_VOCABULARY, cum_weights=_ODDS, k=length)
        sentences.append(" ".join(chosen).capitalize() + ".")
        left -= length
    return " ".join(sentences)
