"""The facts in a text that one can check without a language model: figures, dates, names, terms.

A nugget is a minimal piece of information an answer should hold (Voorhees, "Overview of the TREC
2003 Question Answering Track"); here nuggets are taken from the reference by rules, and spelled
one way: "$750M" and "$750 million" are one, "1 July 2025" and "July 1, 2025" too.
"""

import re
from calendar import month_name
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.text.words import content_stems, name_stems

_MONTHS = {name.lower(): number for number, name in enumerate(month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? (?P<year>(?:19|20)\d\d)\b",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)\b",
        rf"\b{_MONTH},? (?P<year>(?:19|20)\d\d)\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH}(?!\w)",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b",
        r"(?<![\d$£€.,])\b(?P<year>(?:19|20)\d\d)\b(?![.,]\d|%)",
    )
)
_SCALES = {
    "thousand": 3, "k": 3, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9, "b": 9,
    "trillion": 12,
}  # fmt: skip
_AMOUNT = re.compile(
    r"(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:\s?(?P<percent>%|per ?cent\b|percentage points?\b)"
    r"|[\s-]?(?P<scale>thousand|million|billion|trillion|mn|bn|[kmb])\b)?",
    re.IGNORECASE,
)
_NUMERALS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_NUMERAL = re.compile(rf"\b(?:{'|'.join(_NUMERALS)})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Nuggets:
    """The nuggets of a text. ``figures`` are amounts and dates, ``terms`` stems of other words."""

    figures: frozenset[str]
    names: frozenset[str]
    terms: frozenset[str]


def read_nuggets(text: str) -> Nuggets:
    """Take the nuggets out of a text, spelled one way."""
    figures = frozenset(_figures(text))
    names = frozenset(name for name in name_stems(text) if not name[0].isdigit())
    terms = frozenset(term for term in content_stems(text) if not term[0].isdigit()) - names
    return Nuggets(figures, names, terms)


def recall(wanted: Iterable[str], given: frozenset[str]) -> float | None:
    """Share in 0..1 of the wanted nuggets that are given; ``None`` when none is wanted.

    A wanted month or year is given by any date in it, a day without year by that day in any.
    """
    missing_from = list(wanted)
    if not missing_from:
        return None
    return 1 - len(missing(missing_from, given)) / len(missing_from)


def missing(wanted: Iterable[str], given: frozenset[str]) -> list[str]:
    """The wanted nuggets that are not given, in order."""
    return sorted(nugget for nugget in wanted if not _is_given(nugget, given))


def _is_given(nugget: str, given: frozenset[str]) -> bool:
    if nugget in given:
        return True
    if not nugget.startswith("date:"):
        return False
    day = nugget.removeprefix("date:any")
    is_yearless = day != nugget
    return any(
        other.endswith(day) if is_yearless else other.startswith(f"{nugget}-") for other in given
    )


def _figures(text: str) -> Iterator[str]:
    for pattern in _DATES:
        for found in pattern.finditer(text):
            yield _date(found)
        text = pattern.sub(" ", text)
    for found in _AMOUNT.finditer(text):
        yield _amount(found)
    for found in _NUMERAL.finditer(text):
        yield str(_NUMERALS[found[0].lower()])


def _date(found: re.Match[str]) -> str:
    parts = found.groupdict()
    month = parts.get("number") or _MONTHS.get((parts.get("month") or "").lower(), "")
    pieces = [parts.get("year") or "any"]
    if month:
        pieces.append(f"{int(month):02d}")
    if parts.get("day"):
        pieces.append(f"{int(parts['day']):02d}")
    return f"date:{'-'.join(pieces)}"


def _amount(found: re.Match[str]) -> str:
    value = Decimal(found["number"].replace(",", ""))
    scale = _SCALES.get((found["scale"] or "").lower(), 0)
    plain = f"{value.scaleb(scale).normalize():f}"
    return f"{plain}%" if found["percent"] else plain
