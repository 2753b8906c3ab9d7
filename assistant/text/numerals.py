"""Numbers that are written in words -> their values: "two hundred and fifty", "half a million"."""

import re

from assistant.text.patterns import either

_ONES = re.findall(
    r"\w+",
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
    """,
)
_TENS = re.findall(r"\w+", "twenty thirty forty fifty sixty seventy eighty ninety")
_WORDS = {word: float(value) for value, word in enumerate(_ONES)} | {
    word: 10.0 * value for value, word in enumerate(_TENS, 2)
}
_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}

_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_SCALE = either("hundred thousand million billion trillion dozen")
SPELLED = (
    rf"\b(?:half an? (?:{_SCALE})|an? (?:half[ -])?(?:{_SCALE})|(?:{_WORD}))\b"
    rf"(?:[ -](?:(?<=hundred )and |(?<=thousand )and |(?<=million )and )?(?:{_WORD}|{_SCALE})\b)*"
    rf"(?: and a half(?: (?:{_SCALE}))?\b)?"
)
"""A pattern for numbers in words, to be put inside another one."""

_ORDINAL_ONES = re.findall(
    r"\w+",
    """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
    """,
)
_PLACES = {word: float(value) for value, word in enumerate(_ORDINAL_ONES, 1)} | {
    "twentieth": 20.0, "thirtieth": 30.0, "fortieth": 40.0, "fiftieth": 50.0,
}  # fmt: skip
_PLACES |= {
    f"{ten}-{one}": _WORDS[ten] + _PLACES[one] for ten in _TENS for one in _ORDINAL_ONES[:9]
}
ORDINALS = dict(sorted(_PLACES.items(), key=lambda item: -len(item[0])))
"""What is counted in order, in words, and its place; the longest first where one begins another."""


def spelled(text: str) -> float:
    """The value of what ``SPELLED`` matches."""
    total = current = 0.0
    words = re.findall("[a-z]+", text.lower())
    for word in words:
        if word in _WORDS:
            current += _WORDS[word]
        elif word == "half":
            current += 0.5
        elif word == "hundred":
            current = (current or 1.0) * 100
        elif word == "dozen":
            current = (current or 1.0) * 12
        elif word in _SCALES:
            total += (current or 1.0) * _SCALES[word]
            current = 0.0
    return total + current
