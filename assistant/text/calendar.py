"""A text -> every date in it, however it is written, so that two texts can be compared."""

import re
from calendar import day_name, month_abbr, month_name
from dataclasses import dataclass, field

from assistant.text.canonical import MONTHS, YEAR
from assistant.text.patterns import any_of

_NUMBERS = {name.lower(): at for at, name in enumerate(month_name) if name}
_NUMBERS |= {name.lower(): at for at, name in enumerate(month_abbr) if name} | {"sept": 9}
_ENDING = r"(?:st|nd|rd|th)?"
_NO_DAY = r"(?![\d:%/]|,\d{3}| ?(?:percent|per cent|million|billion|am\b|pm\b))"

_DATE = re.compile(
    rf"\b(?:(?:the )?(?P<day>\d{{1,2}}){_ENDING}(?: of)? )?(?P<month>{MONTHS})\b\.?"
    rf"(?: (?P<after>\d{{1,2}}){_ENDING}(?!\w){_NO_DAY})?"
    rf"(?:(?:,| of)? (?P<year>{YEAR})\b(?![%,]\d|%))?",
    re.ASCII,
)
_ISO = re.compile(rf"\b(?P<year>{YEAR})-(?P<month>\d\d)-(?P<day>\d\d)\b")
_SLASHED = re.compile(
    r"(?<![\d/])(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>(?:19|20)\d\d)(?![\d/])"
)
_YEAR_ALONE = re.compile(rf"(?<![\w$€£¥.,-]){YEAR}(?![\w%]|[.,]\d|-\d)")
_BARE = any_of(
    """
    in
    by
    since
    until
    through
    of
    from
    to
    last
    next
    this
    each
    every
    early
    late
    mid
    """,
    within=r"\b(?:{})[ -]$",
)
"""What stands before "May" and "March" where they are months."""

_WEEKDAY = re.compile(rf"\b({'|'.join(day_name)})s?\b")
_SEASON = re.compile(
    r"\b(?:in|by|since|until|this|last|next|of|early|late|the) (?:the )?"
    r"(spring|summer|autumn|fall|winter)\b"
)
_MOST_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Day:
    """A date of a text, as far as it is told: what is not is 0.

    One that is written with slashes may have its month and its day the other way round.
    """

    year: int
    month: int
    day: int
    text: str
    is_slashed: bool = False
    start: int = field(default=0, compare=False)

    def stands_in(self, others: "tuple[Day, ...]") -> bool:
        """Whether another one tells all that this one tells."""
        return any(self._is(other) for other in others)

    def _is(self, other: "Day") -> bool:
        told = (self.month, self.day)
        if self.is_slashed != other.is_slashed:
            readings = {told, (self.day, self.month)} if self.is_slashed else {told}
            there = {(other.month, other.day)}
            there |= {(other.day, other.month)} if other.is_slashed else set()
        else:
            readings, there = {told}, {(other.month, other.day)}
        return self.year in (0, other.year) and any(
            month in (0, m) and day in (0, d) for month, day in readings for m, d in there
        )


def days(text: str) -> tuple[Day, ...]:
    """The dates of a canonical text, and its years that stand alone."""
    found = [_day(item) for item in (*_DATE.finditer(text), *_ISO.finditer(text))]
    slashed = [
        Day(int(one["year"]), int(one["month"]), int(one["day"]), one[0], True, one.start())
        for one in _SLASHED.finditer(text)
    ]
    bare = _YEAR_ALONE.finditer(_blank_dates(text))
    return (
        *filter(None, found),
        *slashed,
        *(Day(int(one[0]), 0, 0, one[0], start=one.start()) for one in bare),
    )


def weekdays(text: str) -> frozenset[str]:
    """The days of the week and the seasons that a text names."""
    seasons = ("autumn" if one == "fall" else one for one in _SEASON.findall(text))
    return frozenset(_WEEKDAY.findall(text)) | frozenset(seasons)


def without_dates(text: str) -> str:
    """A canonical text with its dates and years made blank at equal length."""
    return _YEAR_ALONE.sub(_blank, _blank_dates(text))


def _day(found: re.Match[str]) -> Day | None:
    """A date by its parts; a word that may be a month's name alone is none where it need not be."""
    parts = found.groupdict()
    day = int(parts.get("day") or parts.get("after") or 0)
    year, month = int(parts["year"] or 0), parts["month"]
    if not day and not year and not _is_month(month, found):
        return None
    number = int(month) if month.isdigit() else _NUMBERS[month.lower()]
    return Day(year, number, day, found[0].strip(" ."), start=found.start())


def _is_month(word: str, found: re.Match[str]) -> bool:
    """Whether a month's name that stands without day and year is one: no "may", no "march"."""
    if not word[0].isupper():
        return False
    before = found.string[max(0, found.start() - 10) : found.start()]
    return word not in ("May", "March", "Mar", "Jun", "Jan", "Dec") or bool(_BARE.search(before))


def _blank_dates(text: str) -> str:
    dated = _DATE.sub(lambda item: _blank(item) if _day(item) else item[0], text)
    return _SLASHED.sub(_blank, _ISO.sub(_blank, dated))


def _blank(found: re.Match[str]) -> str:
    return "\0" * len(found[0])
