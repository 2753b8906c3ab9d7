"""A date as pages, files and metadata write it -> the date, where it can mean no other."""

import re
from collections.abc import Iterator
from datetime import date

EARLIEST = 1500
LATEST = 2200
"""Years of a document."""

LONGEST = 200
LONGEST_ALONE = 50
"""Characters of a text that is looked through for a date, and of one that may be nothing else."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{1,2})(?:-(\d{1,2}))?(?!\d)|(?<!\d)(\d{4})(\d{2})(\d{2})(?!\d)"
)
_DAY_FIRST = re.compile(
    rf"(?i)(?<!\d)(\d{{1,2}})(?:st|nd|rd|th)?\.? ({_MONTH})\.?,? (\d{{4}})(?!\d)"
)
_MONTH_FIRST = re.compile(rf"(?i)\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})(?!\d)")
_ALONE = re.compile(
    rf"(?i)(?:\w{{3,9}}day,? )?(?:(?:{_MONTH})\.? \d{{1,2}},? |\d{{1,2}} (?:{_MONTH})\.? )\d{{4}}"
    r"[.,]?(?:,? (?:at )?\d{1,2}[:.]\d{2}.{0,12})?"
)
_STATED = re.compile(
    r"(?i)(?:(?:first |last |date )?(?:published|posted|issued|updated|reviewed|modified|revised)"
    r"|last (?:update|revision|review)|publication date|date of (?:issue|publication))"
    r"(?: (?:on|at))?\s*:?\s*(.{6,40})"
)


def read_date(text: str) -> date | None:
    """The date that a short text gives; day and month by figures alone are no date."""
    text = " ".join(text[:LONGEST].split())
    if found := _ISO.search(text):
        year, month, day = (found[1], found[2], found[3] or "1") if found[1] else found.groups()[3:]
        return _date(year, int(month), day)
    if found := _DAY_FIRST.search(text):
        return _date(found[3], _MONTHS[found[2].lower()], found[1])
    if found := _MONTH_FIRST.search(text):
        return _date(found[3], _MONTHS[found[1].lower()], found[2])
    return None


def alone(text: str) -> date | None:
    """The date that is all of a short text, a time of the day apart."""
    return read_date(text) if len(text) <= LONGEST_ALONE and _ALONE.fullmatch(text) else None


def stated_date(text: str) -> date | None:
    """The date on which a short text says that its page was published or last changed."""
    found = _STATED.match(text) if len(text) <= LONGEST else None
    return read_date(found[1]) if found else None


def first_date(texts: Iterator[str]) -> date | None:
    """The date of the first text that gives one."""
    return next((found for found in map(read_date, texts) if found), None)


def _date(year: str, month: int, day: str) -> date | None:
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return None
    return found if EARLIEST <= found.year <= LATEST else None
