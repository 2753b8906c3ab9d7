"""The lists of a Word file -> the labels that Word writes before their items."""

import re
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from assistant.docx.styles import VAL, W, number_of
from assistant.html.frames import BULLET, letters, roman

LEVELS = 9
"""Levels of a list."""

LONGEST_LABEL = 60

_BULLETS = frozenset("•▪◦·‣⁃●○■□➢✓✔*–—-→»")
_PLACE = re.compile(r"%([1-9])")
_LETTERS = {"lowerLetter": False, "upperLetter": True}
_ROMANS = {"lowerRoman": False, "upperRoman": True}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    kind: str = "decimal"
    text: str = ""
    is_legal: bool = False
    restarts: bool = True


@dataclass(slots=True)
class _List:
    """A list while its items are counted. Several lists of a file may count on together."""

    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(frozen=True, slots=True)
class _Use:
    """How a list is used: which it is, and at what number its levels begin anew."""

    abstract: str
    starts: dict[int, int]
    levels: dict[int, _Level]


class Numbers:
    """Counts the items of all lists of a document, in the order of its text."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, _Use] = {}
        self._begun: set[tuple[str, int]] = set()
        self._by_style: dict[str, tuple[str, int]] = {}
        if root is not None:
            self._read(root)

    def of_style(self, style_id: str) -> tuple[str, int] | None:
        """The list and the level that are tied to a style of paragraphs."""
        return self._by_style.get(style_id)

    def label(self, number: str, level: int) -> str:
        """The label of the next item of a list at a level, empty where it has none."""
        use = self._uses.get(number)
        counted = self._lists.get(use.abstract) if use else None
        if use is None or counted is None or not 0 <= level < LEVELS:
            return ""
        levels = counted.levels | use.levels
        told = levels.get(level, _Level())
        self._count(number, use, counted, levels, level)
        if told.kind == "bullet":
            return told.text if told.text in _BULLETS else BULLET
        return _written(told, levels, counted.counts)[:LONGEST_LABEL]

    def _count(
        self, number: str, use: _Use, counted: _List, levels: dict[int, _Level], level: int
    ) -> None:
        counts = counted.counts
        before = counts[level]
        if level in use.starts and (number, level) not in self._begun:
            counts[level] = use.starts[level]
        elif before is None:
            counts[level] = levels.get(level, _Level()).start
        else:
            counts[level] = before + 1
        self._begun.add((number, level))
        for deeper in range(level + 1, LEVELS):
            if levels.get(deeper, _Level()).restarts:
                counts[deeper] = None

    def _read(self, root: Element) -> None:
        links: dict[str, str] = {}
        styled: dict[str, str] = {}
        for element in root.iter(f"{W}abstractNum"):
            key = element.get(f"{W}abstractNumId") or ""
            levels = {at: one for at, one in map(_level, element.iter(f"{W}lvl")) if at < LEVELS}
            self._lists[key] = _List(levels)
            for at, tied in _tied(element):
                self._by_style.setdefault(tied, (key, at))
            link, style = element.find(f"{W}numStyleLink"), element.find(f"{W}styleLink")
            if link is not None:
                links[key] = link.get(VAL) or ""
            if style is not None:
                styled[style.get(VAL) or ""] = key
        for element in root.iter(f"{W}num"):
            self._use(element, links, styled)
        first = {use.abstract: number for number, use in reversed(self._uses.items())}
        self._by_style = {
            style: (first[key], at) for style, (key, at) in self._by_style.items() if key in first
        }

    def _use(self, element: Element, links: dict[str, str], styled: dict[str, str]) -> None:
        named = element.find(f"{W}abstractNumId")
        key = "" if named is None else named.get(VAL) or ""
        key = styled.get(links.get(key, ""), key)
        starts: dict[int, int] = {}
        levels: dict[int, _Level] = {}
        for override in element.iter(f"{W}lvlOverride"):
            at = _attribute(override, "ilvl")
            start = number_of(override.find(f"{W}startOverride"))
            level = override.find(f"{W}lvl")
            if level is not None:
                levels[at] = _level(level)[1]
            if start is not None:
                starts[at] = start
        self._uses[element.get(f"{W}numId") or ""] = _Use(key, starts, levels)


def _level(element: Element) -> tuple[int, _Level]:
    start = number_of(element.find(f"{W}start"))
    kind, text = element.find(f"{W}numFmt"), element.find(f"{W}lvlText")
    return _attribute(element, "ilvl"), _Level(
        start=1 if start is None else start,
        kind="decimal" if kind is None else kind.get(VAL) or "decimal",
        text="" if text is None else _plain(text.get(VAL) or ""),
        is_legal=element.find(f"{W}isLgl") is not None,
        restarts=number_of(element.find(f"{W}lvlRestart")) != 0,
    )


def _plain(text: str) -> str:
    """The text of a label, in which a mark of a symbol font is a bullet."""
    is_private = any("\ue000" <= character <= "\uf8ff" for character in text)
    return BULLET if is_private or text == "o" else text.strip()


def _tied(element: Element) -> list[tuple[int, str]]:
    """The levels of a list that are tied to styles of paragraphs."""
    return [
        (_attribute(level, "ilvl"), style.get(VAL) or "")
        for level in element.iter(f"{W}lvl")
        for style in level.iter(f"{W}pStyle")
    ]


def _attribute(element: Element, name: str) -> int:
    value = element.get(f"{W}{name}") or ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < len("100") else 0


def _written(told: _Level, levels: dict[int, _Level], counts: list[int | None]) -> str:
    """A label: its pattern with the counts of its level and of those above."""
    if told.kind == "none" and not _PLACE.search(told.text):
        return told.text

    def count(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        level = levels.get(at, _Level())
        number = counts[at]
        number = level.start if number is None else number
        return figure(number, "decimal" if told.is_legal else level.kind)

    return _PLACE.sub(count, told.text)


def figure(number: int, kind: str) -> str:
    """A number as Word writes it in a kind of figures."""
    if kind in _LETTERS:
        # Beyond z Word repeats the letter: aa, bb.
        turns, at = divmod(number - 1, 26)
        mark = letters(at + 1) * (turns + 1) if 0 < number <= 26 * LEVELS else str(number)
        return mark.upper() if _LETTERS[kind] else mark
    if kind in _ROMANS:
        mark = roman(number)
        return mark.upper() if _ROMANS[kind] else mark
    if kind == "decimalZero":
        return f"{number:02}"
    if kind == "ordinal":
        return f"{number}{_ordinal(number)}"
    return "" if kind == "none" else str(number)


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
