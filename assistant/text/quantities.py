"""A text -> every number and date in it, however it is written, so that two texts can be compared.

``figures`` tells what of a sentence can be compared as larger or smaller; here nothing is left out,
earlier values and bare numbers included, since what somebody writes may repeat any of them.
"""

import re
from calendar import month_abbr, month_name
from collections.abc import Iterator
from dataclasses import dataclass

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
_WORDS |= {f"{ten}-{one}": _WORDS[ten] + _WORDS[one] for ten in _TENS for one in _ONES[1:10]}
_FRACTIONS = {"half": 50.0, "quarter": 25.0, "fifth": 20.0, "tenth": 10.0, "third": 100 / 3}
_SCALES = {
    "dozen": 12.0,
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9}
_MONTHS = {name.lower(): at for at, name in enumerate(month_name) if name}
_MONTHS |= {name.lower(): at for at, name in enumerate(month_abbr) if name} | {"sept": 9}

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SPELLED = "|".join(sorted(_WORDS, key=len, reverse=True))
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?:1[6-9]|20)\d\d"
_ORDINAL = r"(?:st|nd|rd|th)?"

_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}){_ORDINAL}(?: of)? )?(?P<month>{_MONTH})\b\.?"
    rf"(?: (?P<after>\d{{1,2}}){_ORDINAL}(?![\d:%]| ?(?:{either('percent million')})))?"
    rf"(?:,? (?P<year>{_YEAR})\b(?!%))?",
    re.IGNORECASE,
)
_ISO = re.compile(rf"\b(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_NUMBER = re.compile(
    rf"(?<![\w.,])(?P<unit>[A-Z]{{0,2}}[$€£])?(?P<value>{_DIGITS}|\b(?:{_SPELLED})\b)"
    rf"(?P<scale>(?: ?|-)(?:{'|'.join(_SCALES)})\b|(?:{'|'.join(_SHORT)})\b)?"
    r"(?P<share> ?%| per ?cent\b| percentage points?\b)?(?![\d])",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"\b(?P<count>an?|one|two|three|four)[ -](?P<part>{'|'.join(_FRACTIONS)})s?\b"
    r"|\b(?P<half>half)\b",
    re.IGNORECASE,
)
_NO_FRACTION = re.compile(r"(?:first|second|last|next|each|per|every|the) $", re.IGNORECASE)
"""What stands before "a quarter" or "third" that is no share: "the third quarter"."""

_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_CLOSE = 0.51
_HEDGED = 3.5
"""How far, in percent, a share in words may be from one in figures, "a third" from "33 percent",
and how far where it says that it is no more than near: "over a quarter"."""

_HEDGES = re.compile(
    r"(?:about|over|under|roughly|nearly|almost|around|just|some|barely|than) $", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text.

    ``kind`` is ``share`` (in percent), ``money`` or ``number``; ``text`` is how it is written, and
    ``margin`` how far from another one it may be and still be the same.
    """

    kind: str
    value: float
    text: str
    margin: float = 1e-6

    def stands_in(self, others: "tuple[Quantity, ...]") -> bool:
        """Whether one of some others says the same; a share is no number that is none."""
        return any(self._is(other) for other in others)

    def _is(self, other: "Quantity") -> bool:
        if "share" in (self.kind, other.kind) and self.kind != other.kind:
            return False
        margin = max(self.margin, other.margin, 1e-9 * abs(self.value))
        return abs(self.value - other.value) <= margin


@dataclass(frozen=True, slots=True)
class Day:
    """A date of a text, as far as it is told: what is not is 0."""

    year: int
    month: int
    day: int
    text: str

    def stands_in(self, others: "tuple[Day, ...]") -> bool:
        """Whether another one tells all that this one tells."""
        return any(
            self.year in (0, other.year)
            and self.month in (0, other.month)
            and self.day in (0, other.day)
            for other in others
        )


def days(text: str) -> tuple[Day, ...]:
    """The dates of a text, and its years that stand alone."""
    found = [_day(item) for item in (*_DATE.finditer(text), *_ISO.finditer(text))]
    bare = re.finditer(rf"(?<![\w$€£.,-]){_YEAR}(?![\w%]|[.,]\d)", _blank_dates(text))
    return (*filter(None, found), *(Day(int(item[0]), 0, 0, item[0]) for item in bare))


def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text that are no dates: digits, words, and fractions in words.

    "One" counts nothing, for it stands for "a" as often.
    """
    bare = re.sub(rf"(?<![\w$€£.,-]){_YEAR}(?![\w%]|[.,]\d)", _blank, _blank_dates(text))
    shares = [*_shares(bare)]
    numbers = _numbers(_FRACTION.sub(_blank, bare))
    return (*shares, *numbers)


def _numbers(text: str) -> Iterator[Quantity]:
    for found in _NUMBER.finditer(text):
        word = found["value"].lower()
        if word == "one" and not (found["scale"] or found["share"]):
            continue
        value = _WORDS[word] if word in _WORDS else float(word.replace(",", ""))
        scale = (found["scale"] or "").strip(" -").lower()
        value *= _SCALES.get(scale, _SHORT.get(scale, 1.0))
        kind = "share" if found["share"] else "money" if found["unit"] else "number"
        yield Quantity(kind, value, found[0].strip())


def _shares(text: str) -> Iterator[Quantity]:
    for found in _FRACTION.finditer(text):
        before = text[max(0, found.start() - 8) : found.start()]
        if found["half"]:
            yield Quantity("share", 50.0, found[0], _HEDGED if _HEDGES.search(before) else 1e-6)
        elif not _NO_FRACTION.search(before):
            share = _COUNTS[found["count"].lower()] * _FRACTIONS[found["part"].lower()]
            margin = _HEDGED if _HEDGES.search(before) else _CLOSE
            yield Quantity("share", share, found[0], margin)


def _day(found: re.Match[str]) -> Day | None:
    """A date by its parts; a month's name alone, which may be a word or a name, is none."""
    parts = found.groupdict()
    day = int(parts.get("day") or parts.get("after") or 0)
    year, month = int(parts["year"] or 0), parts["month"].lower()
    if not day and not year and (month in ("may", "march") or not parts["month"][0].isupper()):
        return None
    number = int(month) if month.isdigit() else _MONTHS[month]
    return Day(year, number, day, found[0].strip())


def _blank_dates(text: str) -> str:
    return _ISO.sub(_blank, _DATE.sub(lambda item: _blank(item) if _day(item) else item[0], text))


def _blank(found: re.Match[str]) -> str:
    return "\0" * len(found[0])
