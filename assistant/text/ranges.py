"""Steps of a scale: "Below $200,000", "$200,000 to $1 million", "11–25 persons" -> what they hold.

Rows of rates stand for steps like these, and a question gives an amount: which row it means is
arithmetic, which no likeness of words tells.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.text.names import large_names
from assistant.text.patterns import alternation

_SCALES = {"thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9}
_MONEY = {"dollars": "$", "euros": "€", "pounds": "£"}
_CURRENCIES = {"USD": "$", "US$": "$", "EUR": "€", "GBP": "£"}
_UNDER = alternation(
    r"""
    below          # leaves its amount out
    under
    less than
    fewer than
    """
)
_UP_TO = alternation(
    r"""
    up to          # takes its amount in
    at most
    no more than
    not more than
    """
)
_OVER = alternation(
    r"""
    above          # leaves its amount out
    over
    more than
    exceeding
    """
)
_FROM = alternation(
    r"""
    at least       # takes its amount in
    no less than
    not less than
    from
    """
)


def _amount(at: str) -> str:
    return (
        rf"(?P<unit{at}>[A-Z]{{0,2}}[$€£]|(?:USD|EUR|GBP) )?"
        rf"(?P<value{at}>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)"
        rf"(?:[ -]?(?P<scale{at}>{'|'.join(_SCALES)})\b)?(?![\d%]| ?%|,\d)"
    )


_ONE = _amount("1")
_COUNTED = r"(?: [a-z-]+){0,2}"
"""What is counted, behind a step: "persons", "shooting days"."""

_BOUND = rf"(?:(?P<under>{_UNDER})|(?P<up_to>{_UP_TO})|(?P<over>{_OVER})|(?P<from_>{_FROM}))"
_STEPS = [
    re.compile(rf"(?:{form}){_COUNTED}", re.IGNORECASE)
    for form in (
        rf"(?:from |between )?{_ONE} ?(?:up to|to|and|through|[-–—]) ?{_amount('2')}",
        rf"{_BOUND} {_ONE}",
        rf"{_ONE}{_COUNTED} ?(?:(?P<or_more>\+|(?:and|or) (?:more|above|over))|or (?:less|fewer))",
    )
]
_NO_AMOUNT = r"(?:19|20)\d\d\b(?! ?(?:days|hours|people|persons))|\d+\([a-z]\)"
"""Years, and numbers of paragraphs."""

_ASKED = re.compile(rf"(?<![\w$€£.,])(?:{_BOUND} )?(?!{_NO_AMOUNT}){_ONE}(?!\()", re.IGNORECASE)
_LABEL = re.compile(r"[^:;]{1,60}: ")


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount that is asked about: exactly, or just below (-1) or just above it (1).

    ``is_count`` tells that it is a bare number, of people or days, and none of money.
    """

    unit: str
    value: float
    side: int = 0
    is_count: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """The amounts from ``low`` to ``high``, in single units; ``unit`` is a currency or empty."""

    unit: str
    low: float
    high: float
    takes_low: bool = True
    takes_high: bool = True

    def holds(self, amount: Amount) -> bool:
        """Whether an amount lies in it; a count lies in no range of money."""
        if self.unit and (amount.is_count or self.unit != (amount.unit or self.unit)):
            return False
        value, side = amount.value, amount.side
        at_low = side > 0 or (side == 0 and self.takes_low)
        at_high = side < 0 or (side == 0 and self.takes_high)
        is_over = value > self.low or (value == self.low and at_low)
        return is_over and (value < self.high or (value == self.high and at_high))


def step(text: str) -> Range | None:
    """The step that a row or an item stands for, where its first cell says nothing else.

    "Local spend: Below $200,000; Rebate: 5%" is one, "Fee; $200,000" is none.
    """
    first = re.split(r"[;\t]", text, maxsplit=1)[0].strip()
    if label := _LABEL.match(first):
        first = first[label.end() :]
    found = next(filter(None, (form.fullmatch(first) for form in _STEPS)), None)
    return _range(found) if found else None


def amounts(question: str) -> tuple[Amount, ...]:
    """The amounts that a question gives; the number of a name, "SB 22", is none."""
    for name in large_names(question):
        if not name[0].isdigit():
            question = question.replace(name, " " * len(name))
    return tuple(_amounts(question))


def _amounts(question: str) -> Iterator[Amount]:
    for found in _ASKED.finditer(question):
        side = -1 if found["under"] else 1 if found["over"] else 0
        unit = _unit(found, "1") or _MONEY.get(_behind(question, found.end()), "")
        is_count = not (unit or found["scale1"] or "," in found["value1"])
        yield Amount(unit, _value(found, "1"), side, is_count)


def _range(found: re.Match[str]) -> Range | None:
    given = found.groupdict()
    value, unit = _value(found, "1"), _unit(found, "1")
    if given.get("value2"):
        high = _value(found, "2")
        if given["scale2"] and not given["scale1"]:
            # "$1 to 5 million": one scale for both, unless the first is larger by itself.
            scaled = value * _SCALES.get(given["scale2"].lower(), 1.0)
            value = scaled if scaled <= high else value
        return Range(unit or _unit(found, "2"), value, high) if value <= high else None
    if given.get("under") or given.get("up_to"):
        return Range(unit, -math.inf, value, takes_high=bool(given["up_to"]))
    if given.get("over") or given.get("from_"):
        return Range(unit, value, math.inf, takes_low=bool(given["from_"]))
    if given.get("or_more"):
        return Range(unit, value, math.inf)
    return Range(unit, -math.inf, value)


def _behind(text: str, at: int) -> str:
    """The word behind a place."""
    found = re.compile(r"\s*([a-z]+)").match(text, at)
    return found[1] if found else ""


def _value(found: re.Match[str], at: str) -> float:
    scale = (found[f"scale{at}"] or "").lower()
    return float(found[f"value{at}"].replace(",", "")) * _SCALES.get(scale, 1.0)


def _unit(found: re.Match[str], at: str) -> str:
    unit = (found[f"unit{at}"] or "").strip().upper()
    return _CURRENCIES.get(unit, unit)
