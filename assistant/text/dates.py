"""A date as people, pages, files and metadata write it -> the date, where it can mean no other."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from assistant.text.patterns import alternation

EARLIEST = 1500
LATEST = 2200
"""Years of a document."""

LONGEST = 200
LONGEST_ALONE = 50
"""Characters of a text that is looked through for a date, and of one that may be nothing else."""

_MOST_MONTHS = 12
_SHORT_YEAR = 2
_CENTURY, _TURN = 100, 70
"""Years that are written with two figures: "13" is 2013, "77" is 1977."""

_ENGLISH = (
    "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
    "august aug", "september sep sept", "october oct", "november nov", "december dec",
)  # fmt: skip
_OTHERS = (
    "januar janvier", "februar février", "märz mars", "avril", "mai", "juni juin", "juli juillet",
    "août", "septembre", "oktober octobre", "novembre", "dezember décembre",
)  # fmt: skip
"""The months as German and French write them: only within a day, for "Mars 2020" is a rover."""

_MONTHS = {
    name: number
    for several in (_ENGLISH, _OTHERS)
    for number, names in enumerate(several, start=1)
    for name in names.split()
}
_MONTH_OF_DAY = "|".join(sorted(_MONTHS, key=len, reverse=True))
_MONTH = "|".join(sorted(" ".join(_ENGLISH).split(), key=len, reverse=True))
_ORDINAL = "(?:st|nd|rd|th|er)?"

_ISO = r"(?<!\d)\d{4}[-/]\d{1,2}[-/]\d{1,2}(?!\d)|(?<!\d)\d{8}(?!\d)"
_DAY = alternation(
    rf"""
    {_ISO}                                                       # 2013-06-13, 20130613
    (?<!\d)\d{{1,2}}{_ORDINAL}\.?[ ](?:day[ ])?(?:of[ ])?(?:{_MONTH_OF_DAY})\.?,?[ ]\d{{4}}(?!\d)
    \b(?:{_MONTH})\.?[ ]\d{{1,2}}{_ORDINAL},?[ ]\d{{4}}(?!\d)    # June 13, 2013
    (?<![\d.])\d{{1,2}}\.\d{{1,2}}\.\d{{4}}(?![\d.]\d)           # 13.6.2013: the day stands first
    (?<![\d/])\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})(?![\d/])   # 6/13/2013
    """
)
_MONTH_ALONE = alternation(
    rf"""
    \b(?:{_MONTH})\.?,?[ ](?:of[ ])?\d{{4}}(?!\d)   # June 2013
    (?<![\d/-])\d{{4}}-\d{{1,2}}(?![\d-])           # 2013-06
    (?<![\d/])(?:0[1-9]|1[0-2])/\d{{4}}(?![\d/])    # 06/2013, with its nought
    """
)
DAY = rf"(?i:{_DAY})"
DAY_OR_MONTH = rf"(?i:{_DAY}|{_MONTH_ALONE})"
"""What a date looks like, and what a date or a month does, within a pattern."""

_DATE = re.compile(DAY_OR_MONTH)
_FIGURES = re.compile(r"\d+")
_NAME = re.compile(rf"(?i){_MONTH_OF_DAY}")
_WEEKDAY = r"(?:\w{3,9}day,? )?"
_TIME = r"(?:(?:T|,? (?:at )?)\d{1,2}[:.]\d{2}.{0,24})?[.,]?"
_DAY_ALONE = re.compile(rf"{_WEEKDAY}({DAY}){_TIME}", re.IGNORECASE)
_ALONE = re.compile(rf"{_WEEKDAY}({DAY_OR_MONTH}){_TIME}", re.IGNORECASE)
_STATED = re.compile(
    r"(?i)(?:(?:first |last |date )?(?:published|posted|issued|updated|reviewed|modified|revised)"
    r"|last (?:update|revision|review)|publication date|date of (?:issue|publication))"
    r"(?: (?:on|at))?\s*:?\s*(.{6,40})"
)


def read_date(text: str) -> date | None:
    """The first date that a short text gives; a month counts as its first day.

    Day and month by figures alone are one only where they can't be the other way round.
    """
    return next(_dates(text), None)


def last_date(text: str) -> date | None:
    """The last date that a short text gives."""
    found = list(_dates(text))
    return found[-1] if found else None


def whole_date(text: str) -> date | None:
    """The day that is all of a text, but for the day of the week and the time; no month alone."""
    found = _DAY_ALONE.fullmatch(" ".join(text[:LONGEST].split()))
    return _read(found[1]) if found else None


def alone(text: str) -> date | None:
    """The date or month that is all of a short text, a time of the day apart."""
    words = " ".join(text[:LONGEST].split())
    found = _ALONE.fullmatch(words) if len(words) <= LONGEST_ALONE else None
    return _read(found[1]) if found else None


def stated_date(text: str) -> date | None:
    """The date on which a short text says that its page was published or last changed."""
    found = _STATED.match(text) if len(text) <= LONGEST else None
    return read_date(found[1]) if found else None


def first_date(texts: Iterable[str]) -> date | None:
    """The date of the first text that gives one."""
    return next((found for found in map(read_date, texts) if found), None)


def _dates(text: str) -> Iterator[date]:
    words = " ".join(text[:LONGEST].split())
    return (day for found in _DATE.finditer(words) if (day := _read(found[0])))


def _read(written: str) -> date | None:
    """The date of what looks like one."""
    figures = _FIGURES.findall(written)
    if name := _NAME.search(written):
        day = figures[0] if len(figures) > 1 else "1"
        # A letter that is no "i" may match one, as in "Aprıl".
        number = _MONTHS.get(name[0].lower())
        return _date(figures[-1], number, int(day)) if number else None
    if len(figures) == 1:
        year, month, day = written[:4], written[4:6], written[6:]
        return _date(year, int(month), int(day))
    if len(figures[0]) == len("2013"):
        return _date(figures[0], int(figures[1]), int((figures[2:] or ["1"])[0]))
    if len(figures) == len(("month", "year")):
        return _date(figures[1], int(figures[0]), 1)
    one, other = int(figures[0]), int(figures[1])
    if "." in written or one > _MOST_MONTHS:
        return _date(figures[2], other, one)
    return _date(figures[2], one, other) if other > _MOST_MONTHS or one == other else None


def _date(year: str, month: int, day: int) -> date | None:
    number = int(year)
    if len(year) == _SHORT_YEAR:
        number += 19 * _CENTURY if number >= _TURN else 20 * _CENTURY
    try:
        found = date(number, month, day)
    except ValueError:
        return None
    return found if EARLIEST <= found.year <= LATEST else None
