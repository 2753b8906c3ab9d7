"""The styles of a Word file -> what the paragraphs in them are: headings, contents, items."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from assistant.html.blocks import LOWEST

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"

BODY_LEVEL = 9
"""The outline level by which Word says that a paragraph is no heading."""

_MOST_ANCESTORS = 30
_HEADING = re.compile(r"(?:^|[\s:_-])(?:sub)?heading\W{0,3}([1-9])", re.IGNORECASE)
_PLAIN_HEADING = re.compile(r"(?i)(?:section |chapter |part |schedule |annex )?(?:sub)?heading$")
_TITLE = re.compile(r"(?i)(?:document |doc |report |main )?title$")
_NAMED_TITLE = re.compile(
    r"(?i)(?!.*\b(?:box|chapter|column|contents|fig(?:ure)?|section|sub|table|toc)\b)(?:.*\b)?title$"
)
_HEADING_IDS = re.compile(
    r"(?i)(?:heading|berschrift|titre|titolo|ttulo|kop|rubrik|overskrift|otsikko|nagwek|nadpis"
    r"|cmsor|titlu|antrat|virsraksts|pealkiri)([1-9])"
)
"""The ids of Word's own headings in the languages that translate them, without their accents."""

_CONTENTS = re.compile(r"(?i)(?:toc|contents) ?\d?(?: heading)?$|table of (?:figures|authorities)$")
_BESIDE = re.compile(r"(?i)\b(?:caption|emphasis|quote|quotation|strong)\b")
"""Styles whose bold letters head nothing."""

_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Style:
    """A style as it is written, without what it inherits."""

    id: str
    name: str
    based_on: str
    outline: int | None
    number: str | None
    number_level: int | None
    is_bold: bool | None
    is_hidden: bool | None


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph is by its style.

    Attributes:
        level: its level as a heading, 0 where it is none.
        is_title: whether it may be the title of the document.
        is_contents: whether it belongs to a table of contents.
        number: the list that it is an item of, if any.
        number_level: at which level.
        is_bold: whether its letters are bold.
        is_hidden: whether it is not shown.
    """

    level: int = 0
    is_title: bool = False
    is_contents: bool = False
    number: str = ""
    number_level: int = 0
    is_bold: bool = False
    is_hidden: bool = False


NO_LOOK = Look()


class Styles:
    """The styles of a document, with what each inherits.

    ``has_shading`` tells whether one of them gives words a ground of their own.
    """

    def __init__(self, root: Element | None) -> None:
        styles = [] if root is None else [_style(one) for one in root.iter(f"{W}style")]
        self._styles = {style.id: style for style in styles}
        self._looks: dict[str, Look] = {}
        kinds = ("paragraph", "character")
        self.has_shading = root is not None and any(
            next(one.iter(f"{W}shd"), None) is not None
            for one in root.iter(f"{W}style")
            if one.get(f"{W}type") in kinds
        )
        self._default = "" if root is None else _default(root)

    def look(self, style_id: str | None) -> Look:
        """What a paragraph in a style is; one without a style is in the common one."""
        key = style_id or self._default
        if key not in self._looks:
            self._looks[key] = self._look(key)
        return self._looks[key]

    def _look(self, style_id: str) -> Look:
        chain = list(self._chain(style_id))
        if not chain:
            return NO_LOOK
        number = next((one for one in chain if one.number is not None), None)
        level = next((one.number_level for one in chain if one.number_level is not None), 0)
        return Look(
            level=_level(chain),
            is_title=any(_NAMED_TITLE.match(one.name) for one in chain),
            is_contents=any(_CONTENTS.match(one.name) for one in chain),
            number=(number.number or "") if number else "",
            number_level=level,
            is_bold=_is_bold(chain),
            is_hidden=any(one.is_hidden for one in chain),
        )

    def _chain(self, style_id: str) -> Iterator[Style]:
        """A style and those it is based on."""
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen and len(seen) < _MOST_ANCESTORS:
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = self._styles[style_id].based_on


def _is_bold(chain: list[Style]) -> bool:
    """Whether a style makes letters bold, as that of a heading does."""
    told = next((one.is_bold for one in chain if one.is_bold is not None), None)
    return bool(told) and not any(_BESIDE.search(one.name) for one in chain[:1])


def _level(chain: list[Style]) -> int:
    """The level of a heading: by the outline, by the names of the style and those it rests on."""
    if any(_TITLE.match(one.name) for one in chain[:1]):
        return 1
    for one in chain:
        if one.outline is not None:
            return 0 if one.outline >= BODY_LEVEL else min(one.outline + 1, LOWEST)
        found = _HEADING.search(one.name) or _HEADING_IDS.fullmatch(one.id)
        if found:
            return min(int(found[1]), LOWEST)
        if _PLAIN_HEADING.match(one.name):
            return 2
    return 0


def _style(element: Element) -> Style:
    outline = number_of(element.find(f"{W}pPr/{W}outlineLvl"))
    number = element.find(f"{W}pPr/{W}numPr/{W}numId")
    return Style(
        id=element.get(f"{W}styleId") or "",
        name=_value(element.find(f"{W}name")),
        based_on=_value(element.find(f"{W}basedOn")),
        outline=outline,
        number=None if number is None else _value(number),
        number_level=number_of(element.find(f"{W}pPr/{W}numPr/{W}ilvl")),
        is_bold=is_on(element.find(f"{W}rPr/{W}b")),
        is_hidden=is_on(element.find(f"{W}rPr/{W}vanish")),
    )


def _default(root: Element) -> str:
    for style in root.iter(f"{W}style"):
        if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
            return style.get(f"{W}styleId") or ""
    return ""


def _value(element: Element | None) -> str:
    return "" if element is None else (element.get(VAL) or "").strip()


def number_of(element: Element | None) -> int | None:
    """The number that an element gives, if it does."""
    value = _value(element)
    return (
        int(value) if value.isascii() and value.isdigit() and len(value) < len("1000000") else None
    )


def is_on(element: Element | None) -> bool | None:
    """Whether an element switches something on; ``None`` where it is not there."""
    return None if element is None else (element.get(VAL) or "").lower() not in _OFF
