"""A sentence -> the figures in it that can be compared: money, shares, times and dates."""

import re
from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "": 1.0}
_MONEY = re.compile(
    r"(?P<unit>(?:C|A|US)?\$|€|£)(?P<value>\d[\d,]*(?:\.\d+)?)(?: (?P<scale>thousand|million"
    r"|billion"
    r"|trillion))?\b"
)
_SHARE = re.compile(r"(?P<value>\d+(?:\.\d+)?) ?(?:%|percent\b|per cent\b)")
_DAYS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}
_NUMBERS = {
    word: number
    for number, word in enumerate(
        re.findall(r"\w+", "one two three four five six seven eight nine ten eleven twelve"), 1
    )
}
_TIME = re.compile(
    rf"\b(?P<value>\d[\d,]*(?:\.\d+)?|{'|'.join(_NUMBERS)})[ -](?:full |tax )?"
    r"(?P<unit>hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_MONTHS = {name: number for number, name in enumerate(month_name) if name}
_DATE = re.compile(rf"(?:(?:(\d{{1,2}}) )?({'|'.join(_MONTHS)}) )?\b((?:19|20)\d\d)\b")
_OLD = re.compile(
    r"\b(?:(?:up|down|compared with|instead of|rather than|against|where (?:the|it)[^,]*?used to be"
    r"|used to be|previously|formerly) (?:from )?|from (?=[^,;]{1,25} to )|(?:than"
    r"|of) the previous )"
    r"[^,;.]*?(?:[$€£]\d[\d,.]*(?: \w+illion)?|\d+(?:\.\d+)? ?(?:%|percent))",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:with|of which|including|,) [$€£]?\d[\d,.]*(?: \w+illion|%)? (?:of (?:that|it|which)\b)",
    re.IGNORECASE,
)


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
    """The figures a sentence gives as holding now, in reading order.

    What it gives as an earlier value ("up from 20%") or as a part of another ("with $1 of that")
    is left out. Times and dates are read after these, for most sentences name one in passing.
    """
    now = _PART.sub(" ", _OLD.sub(" ", text))
    return (*_money(now), *_shares(now), *_times(now), *_dates(now))


def _money(text: str) -> Iterator[Figure]:
    for found in _MONEY.finditer(text):
        value = float(found["value"].replace(",", "")) * _SCALES[found["scale"] or ""]
        yield Figure(found["unit"], value, found[0])


def _shares(text: str) -> Iterator[Figure]:
    for found in _SHARE.finditer(text):
        yield Figure("%", float(found["value"]), found[0])


def _times(text: str) -> Iterator[Figure]:
    for found in _TIME.finditer(text):
        number = _NUMBERS.get(found["value"].lower()) or float(found["value"].replace(",", ""))
        yield Figure("days", number * _DAYS[found["unit"].lower()], found[0])


def _dates(text: str) -> Iterator[Figure]:
    for found in _DATE.finditer(text):
        day = as_date(*found.groups())
        if day is not None:
            yield Figure("date", float(day.toordinal()), found[0])


def as_date(day: str | None, month: str | None, year: str) -> date | None:
    """A date by its parts; a month or year alone counts as its first day, an impossible one not."""
    try:
        return date(int(year), _MONTHS.get(month or "", 1), int(day or 1))
    except ValueError:
        return None


def latest_date(text: str) -> date | None:
    """The latest date a text names, such as "24 June 2026"."""
    days = [as_date(*found) for found in _DATE.findall(text)]
    return max((day for day in days if day), default=None)


def written_day(value: date) -> str:
    """A date as a person writes it: "3 July 2025"."""
    return f"{value.day} {value:%B %Y}"
