"""A canonical text -> every number in it, however it is written, so that two can be compared.

``figures`` tells what of a sentence can be compared as larger or smaller; here nothing is left out,
earlier values and bare numbers included, since what somebody writes may repeat any of them. Dates
are told by ``calendar``.
"""

import re
from dataclasses import dataclass, field, replace

from assistant.text.calendar import without_dates
from assistant.text.numerals import ORDINALS, SPELLED, spelled
from assistant.text.patterns import either

_FRACTIONS = {
    "half": 1 / 2, "halve": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fourth": 1 / 4,
    "fifth": 1 / 5, "sixth": 1 / 6, "seventh": 1 / 7, "eighth": 1 / 8, "ninth": 1 / 9,
    "tenth": 1 / 10,
}  # fmt: skip
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7,
           "nine": 9}  # fmt: skip
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9,
           "billion": 1e9, "trillion": 1e12, "hundred": 1e2, "dozen": 12.0}  # fmt: skip
_CURRENCIES = {"dollar": "$", "euro": "€", "pound": "£", "yen": "¥", "cent": "$"}
_UNITS = {
    "second": ("clock", 1.0), "minute": ("clock", 60.0), "hour": ("clock", 3600.0),
    "day": ("days", 1.0), "week": ("days", 7.0), "month": ("months", 1.0),
    "year": ("months", 12.0), "decade": ("months", 120.0),
    "foot": ("foot", 1.0), "feet": ("foot", 1.0), "yard": ("yard", 1.0), "mile": ("mile", 1.0),
    "metre": ("metre", 1.0), "meter": ("metre", 1.0), "kilometre": ("metre", 1000.0),
    "kilometer": ("metre", 1000.0), "km": ("metre", 1000.0), "acre": ("acre", 1.0),
}  # fmt: skip
"""Units, each with what it measures and how many of its smallest it is."""

_FACTORS = {"double": 2.0, "doubled": 2.0, "doubles": 2.0, "doubling": 2.0, "twice": 2.0,
            "triple": 3.0, "tripled": 3.0, "triples": 3.0, "tripling": 3.0, "thrice": 3.0,
            "quadrupled": 4.0, "halved": 0.5, "halves": 0.5}  # fmt: skip

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+"
_LONG = either("hundred thousand million billion trillion dozen")
_SIGN = r"(?:US|CA|HK|NZ|[CAS])?[$€£¥]"
_BETWEEN = either("business calendar working consecutive full additional further more shooting")
_NUMBER = re.compile(
    rf"(?P<minus>(?<![\w.,)%-])-)?(?:(?<![\w.,$€£¥])|(?<=[ (]-))"
    rf"(?P<sign>{_SIGN})?(?P<value>{_DIGITS}|{SPELLED})"
    rf"(?P<scale>(?: |-)(?:{_LONG})\b|(?: ?(?:k|m|mn|bn|b)\b))?"
    r"(?P<share> ?%| per ?cent\b| percentage points?\b)?"
    rf"(?:(?:[ -](?:{_BETWEEN})){{0,2}}[ -](?P<unit>{'|'.join((*_UNITS, *_CURRENCIES))})s?\b)?"
    r"(?!\d)",
    re.IGNORECASE | re.ASCII,
)
_FRACTION = re.compile(
    rf"\b(?P<count>{'|'.join(_COUNTS)})[ -](?P<part>{'|'.join(_FRACTIONS)})s?\b"
    r"|\b(?P<of>one|two|three|four|five) (?:in|out of(?: every)?) "
    r"(?P<all>two|three|four|five|six|ten)\b"
    r"|(?<!\d)(?P<up>\d)/(?P<down>[2-9])(?![\d/])"
    r"|\b(?P<half>half)\b(?! an? )",
    re.IGNORECASE | re.ASCII,
)
_NO_FRACTION = re.compile(r"(?:first|second|last|next|each|per|every|the) $", re.IGNORECASE)
"""What stands before "a quarter" or "third" that is no share: "the third quarter"."""

_ORDINAL = re.compile(rf"\b(?:(?P<figures>\d+)(?:st|nd|rd|th)|(?P<word>{'|'.join(ORDINALS)}))\b",
                      re.IGNORECASE | re.ASCII)  # fmt: skip
_COMMON = 3
"""The highest ordinal that says as often something else, in words: "first of all", "a second"."""

_CLOCK = re.compile(
    r"(?<![\d:.])(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?(?: ?(?P<half>am|pm))?(?![\w:])",
    re.IGNORECASE | re.ASCII,
)
_FACTOR = re.compile(rf"\b(?:{'|'.join(_FACTORS)})\b", re.IGNORECASE | re.ASCII)
_CLAUSE = re.compile(r"(?<![\w.])\d+(?:\.\d+)*(?:\([A-Za-z0-9]{1,4}\))+|\bQ[1-4]\b")

_HOURS = 24

_CLOSE = 0.7
_HEDGED = 3.5
"""How far, in percent, a share in words may be from one in figures, "a third" from "33 percent",
and how far where it says that it is no more than near: "over a quarter"."""

_ABOUT = re.compile(r"\b(?:about|roughly|around|some|approximately) $", re.IGNORECASE)
_OVER = re.compile(r"\b(?:over|more than|above) $", re.IGNORECASE)
_UNDER = re.compile(r"\b(?:under|nearly|almost|less than|close to|below) $", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text.

    Attributes:
        kind: ``share`` (in percent), ``money``, ``number``, ``ordinal``, ``clock`` (minutes of the
            day), ``factor`` or ``clause`` (a number with its letters).
        value: the number; of a clause 0.
        text: how it is written.
        unit: a sign of currency or what its unit measures; empty where neither stands there.
        below, above: how far another one may lie below and above it and still be the same.
        is_common: whether its words say as often something else: it may be claimed by another
            text, and claims nothing.
        start: where it stands in its text.
    """

    kind: str
    value: float
    text: str
    unit: str = ""
    below: float = 1e-6
    above: float = 1e-6
    is_common: bool = False
    start: int = field(default=0, compare=False)

    def stands_in(self, others: "tuple[Quantity, ...]") -> bool:
        """Whether one of some others says the same; a share is no number that is none."""
        return any(self.is_same(other) or other.is_same(self) for other in others)

    def is_same(self, other: "Quantity") -> bool:
        """Whether another one says the same, as exactly as this one tells it."""
        alike = self.kind == other.kind or {self.kind, other.kind} <= _MIXED
        if not alike or (self.unit and other.unit and self.unit != other.unit):
            return False
        if (self.value, self.below, self.above) == (other.value, other.below, other.above):
            return self.kind != "clause" or other.text.startswith(self.text)
        slight = 1e-9 * abs(self.value)
        return -self.below - slight <= other.value - self.value <= self.above + slight


_MIXED = {"money", "number", "ordinal"}
"""Kinds of which one may stand for the other: "1.5 million" for "$1.5 million"."""


def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a canonical text that are no dates: digits, words, and fractions in words."""
    left = without_dates(text)
    found: list[Quantity] = []
    for pattern, reads in (
        (_CLAUSE, _clause),
        (_CLOCK, _clock),
        (_FRACTION, _fraction),
        (_ORDINAL, _ordinal),
        (_FACTOR, _factor),
        (_NUMBER, _number),
    ):
        read_here = [(item, reads(item)) for item in pattern.finditer(left)]
        found += [replace(read, start=item.start()) for item, read in read_here if read]
        for item in (item for item, quantity in read_here if quantity):
            left = left[: item.start()] + "\0" * len(item[0]) + left[item.end() :]
    return tuple(sorted(found, key=lambda one: one.start))


def _clause(found: re.Match[str]) -> Quantity:
    return Quantity("clause", 0.0, found[0])


def _clock(found: re.Match[str]) -> Quantity | None:
    """A time of the day, which has minutes or says which half of the day."""
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if not (half or found["minute"]) or hour >= _HOURS:
        return None
    of_day = hour % 12 + 12 * (half == "pm") if half else hour
    return Quantity("clock", 60.0 * of_day + int(found["minute"] or 0), found[0])


def _fraction(found: re.Match[str]) -> Quantity | None:
    before = found.string[max(0, found.start() - 18) : found.start()]
    if found["part"] and before.endswith(" and "):
        return None  # "two and a half million"
    if found["half"]:
        share, close = 50.0, 1e-6
    elif found["of"]:
        share, close = 100 * spelled(found["of"]) / spelled(found["all"]), _CLOSE
    elif found["up"]:
        share, close = 100 * int(found["up"]) / int(found["down"]), _CLOSE
    elif _NO_FRACTION.search(before):
        return None
    else:
        count = _COUNTS[found["count"].lower()]
        share, close = 100 * count * _FRACTIONS[found["part"].lower()], _CLOSE
    about = bool(_ABOUT.search(before))
    below = _HEDGED if about or _UNDER.search(before) else close
    above = _HEDGED if about or _OVER.search(before) else close
    if _OVER.search(before):
        below = -1e-6
    elif _UNDER.search(before):
        above = -1e-6
    return Quantity("share", share, found[0], below=below, above=above)


def _ordinal(found: re.Match[str]) -> Quantity:
    word = (found["word"] or "").lower()
    value = ORDINALS[word] if word else float(found["figures"])
    return Quantity("ordinal", value, found[0], is_common=bool(word) and value <= _COMMON)


def _factor(found: re.Match[str]) -> Quantity:
    return Quantity("factor", _FACTORS[found[0].lower()], found[0])


def _number(found: re.Match[str]) -> Quantity:
    word = found["value"].lower()
    value = spelled(word) if word[0].isalpha() else float(word.replace(",", ""))
    value *= _SCALES.get((found["scale"] or "").strip(" -").lower(), 1.0)
    value *= -1 if found["minus"] else 1
    unit = (found["unit"] or "").lower()
    text = found[0].strip()
    if found["share"]:
        return Quantity("share", value, text)
    if found["sign"] or unit in _CURRENCIES:
        sign = (found["sign"] or _CURRENCIES[unit]).upper().replace("CA$", "C$").replace("US$", "$")
        return Quantity("money", value / (100 if unit == "cent" else 1), text, sign)
    if unit:
        measured, size = _UNITS[unit]
        return Quantity("number", value * size, text, measured)
    # "One" stands for "a" as often.
    return Quantity("number", value, text, is_common=word == "one" and not found["scale"])
