"""A sentence -> the figures in it that can be compared: money, shares, times and dates."""

import re
from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from assistant.text.patterns import any_of

_SCALES = {
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "bn": 1e9,
    "m": 1e6,
    "": 1.0,
}
"""By the word behind an amount, what it is multiplied by."""

_DAYS = {
    "second": 1 / 86_400,
    "minute": 1 / 1_440,
    "hour": 1 / 24,
    "day": 1.0,
    "week": 7.0,
    "month": 30.44,
    "year": 365.25,
}
"""By unit of time, its mean length in days."""

_NUMERALS = "one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_NUMBERS = {word: number for number, word in enumerate(_NUMERALS, 1)}
_MONTHS = {name: number for number, name in enumerate(month_name) if name}
_SCALE = "|".join(filter(None, _SCALES))
_NUMBER = r"\d[\d,]{0,20}(?:\.\d{1,9})?"
_MONEY = re.compile(
    rf"(?<![A-Za-z$€£])(?P<unit>[A-Z]{{0,2}}\$|€|£)(?P<value>{_NUMBER})"
    rf"(?:[\s-]?(?P<scale>(?i:{_SCALE}))\b)?",
    re.ASCII,
)
_SHARE = re.compile(rf"(?<![\d.,])(?P<value>{_NUMBER}) ?(?:%|per ?cent\b)")
_TIME = re.compile(
    rf"(?<![\d.,$€£])(?P<value>\d{{1,3}}(?:,\d{{3}})?|{'|'.join(_NUMBERS)})[ -]"
    rf"(?:full |tax )?(?P<unit>{'|'.join(_DAYS)})s?\b",
    re.IGNORECASE | re.ASCII,
)
_NO_BILL = r"(?<!\b[A-Z]{2} )"
"""What does not stand before a year: the letters of a bill, as in "AB 2013"."""

_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}}) )?(?:(?P<month>{'|'.join(_MONTHS)}) )?(?:(?P<after>\d{{1,2}}), )?"
    rf"(?<![$€£\d]){_NO_BILL}(?P<year>(?:19|20)\d\d)\b(?![,.]?\d|%)"
)
_YEAR = re.compile(rf"{_NO_BILL}\b(?:19|20)\d\d\b")
_AMOUNT = rf"(?:[A-Z]{{0,2}}\$|€|£)?{_NUMBER}(?:[\s-]?(?:{_SCALE})\b)?(?: ?%)?"
_OLD = any_of(
    rf"""
    up from (?:only )?{_AMOUNT}
    down from (?:only )?{_AMOUNT}
    compared with {_AMOUNT}
    instead of {_AMOUNT}
    used to be {_AMOUNT}
    than the previous {_AMOUNT}
    from (?:about )?{_AMOUNT}(?= to\b)   # "from 20% to 35%"
    """,
    within=r"\b(?:{})",
)
"""What a sentence gives as an earlier value."""

_PART = re.compile(rf"\bwith {_AMOUNT} of that\b")
"""What a sentence gives as a part of the value before."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a sentence.

    ``kind`` is a currency sign, ``%``, ``days`` or ``date``; figures of one kind can be compared.
    ``value`` is in single units, percent, days, or for a date its ordinal day. ``text`` is how the
    sentence writes it.
    """

    kind: str
    value: float
    text: str


def figures(text: str) -> tuple[Figure, ...]:
    """The figures a sentence gives as holding now: money, shares, times, then dates.

    What it gives as an earlier value ("up from 20%", "from 20% to 35%") or as a part of another
    ("with $1 of that") is left out.
    """
    now = _blanked(_PART, _blanked(_OLD, text))
    return (*_money(now), *_shares(now), *_times(now), *_dates(now))


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """The text with what matches made blank at equal length, so that nothing joins."""
    return pattern.sub(lambda found: "\0" * len(found[0]), text)


def _money(text: str) -> Iterator[Figure]:
    for found in _MONEY.finditer(text):
        scale = _SCALES[(found["scale"] or "").lower()]
        unit = found["unit"].removeprefix("US").replace("CA$", "C$")
        yield Figure(unit, _value(found["value"]) * scale, found[0])


def _shares(text: str) -> Iterator[Figure]:
    for found in _SHARE.finditer(text):
        yield Figure("%", _value(found["value"]), found[0])


def _times(text: str) -> Iterator[Figure]:
    for found in _TIME.finditer(text):
        word = found["value"].lower()
        number = float(_NUMBERS[word]) if word in _NUMBERS else _value(word)
        yield Figure("days", number * _DAYS[found["unit"].lower()], found[0])


def _dates(text: str) -> Iterator[Figure]:
    for found in _DATE.finditer(text):
        day = _date(found)
        if day is not None:
            yield Figure("date", float(day.toordinal()), found[0])


def _value(number: str) -> float:
    return float(number.replace(",", ""))


def _date(found: re.Match[str]) -> date | None:
    """A date by its parts; a month or year alone counts as its first day, an impossible one not."""
    day = found["day"] or found["after"] or 1
    try:
        return date(int(found["year"]), _MONTHS.get(found["month"] or "", 1), int(day))
    except ValueError:
        return None


def years(text: str) -> frozenset[str]:
    """The years from 1900 to 2099 that a text names."""
    return frozenset(_YEAR.findall(text))


def latest_date(text: str) -> date | None:
    """The latest date a text names, such as "24 June 2026"."""
    return max(filter(None, map(_date, _DATE.finditer(text))), default=None)


def written_day(value: date) -> str:
    """A date as a person writes it: "3 July 2025"."""
    return f"{value.day} {value:%B %Y}"
