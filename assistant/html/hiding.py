"""What the styles of a page hide: those of its elements, and sheets within it.

What a sheet hides a script may show again, as answers behind their questions: it counts where a
page has no scripts.
"""

import re
from collections.abc import Iterator, Mapping

from lxml.etree import _Element as Element

_LONGEST_STYLE = 2_000
_LONGEST_SHEET = 300_000
_MOST_ABOVE = 50
"""Characters of the style of an element and of all sheets, and elements around one, looked at."""

_FAR = -900.0
_TINY = 1.0
_CLEAR = 0.02
"""Dots beside a page, dots of a letter, and a share of ink, from which nobody sees words."""

_ALIKE = 12
"""By how much of 255 two colours differ at most that nobody tells apart."""

_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.DOTALL)
_NUMBER = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|vw|vh|)")
_NOTHING = re.compile(r"scale[xy]?\(\s*0*\.?0+\s*[,)]|inset\(\s*(?:[5-9]\d|100)%|circle\(\s*0")
_CUT = re.compile(r"rect\(\s*[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?[\s,]+[01](?:px)?\s*\)")
_HEX = re.compile(r"#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b")
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*(?:[,/]\s*(\d*\.?\d+)(%?)\s*)?\)")
_NAMED = {"white": (255, 255, 255), "black": (0, 0, 0), "snow": (255, 250, 250)}
_RULE = re.compile(r"([^{}]{1,1000})\{([^{}]{0,2000})\}")
_NAME = re.compile(r"[.#][\w-]{1,100}")
_NOT_ON_SCREEN = re.compile(r"@(?:media|supports|page|keyframes|font-face|layer|container)\b")

Colour = tuple[int, int, int]
Declared = Mapping[str, str]


def declared(style: str) -> dict[str, str]:
    """What a style says, as browsers read it: without comments, with escaped letters."""
    text = _ESCAPE.sub(_unescaped, _without_comments(style[:_LONGEST_STYLE]))
    found: dict[str, str] = {}
    for said in text.lower().split(";"):
        name, _, value = said.partition(":")
        found[name.strip()] = value.replace("!important", "").strip()
    return found


def is_hiding(said: Declared) -> bool:
    """Whether a style leaves nothing to be seen of what it is for."""
    return (
        said.get("display") == "none"
        or said.get("visibility") in ("hidden", "collapse")
        or said.get("content-visibility") == "hidden"
        or _size(said, "opacity", 1.0) <= _CLEAR
        or _is_tiny(said.get("font-size", ""))
        or bool(_NOTHING.search(f"{said.get('transform', '')} {said.get('clip-path', '')}"))
        or _is_away(said)
        or _is_folded(said)
    )


def _is_tiny(size: str) -> bool:
    found = _NUMBER.match(size)
    if found is None:
        return False
    number, unit = float(found[1]), found[2]
    return number <= 0 or (unit in ("px", "pt") and number <= _TINY)


def _is_away(said: Declared) -> bool:
    """Whether a style moves what it is for off the page, or cuts it away."""
    if _size(said, "text-indent") <= _FAR or _size(said, "margin-left") <= _FAR:
        return True
    if said.get("position") not in ("absolute", "fixed"):
        return False
    sides = ("left", "right", "top", "bottom")
    return bool(_CUT.search(said.get("clip", ""))) or any(_size(said, at) <= _FAR for at in sides)


def _is_folded(said: Declared) -> bool:
    if said.get("overflow") not in ("hidden", "clip"):
        return False
    sides = ("height", "max-height", "width", "max-width")
    return any(at in said and _size(said, at, 99.0) <= _TINY for at in sides)


def _size(said: Declared, name: str, otherwise: float = 0.0) -> float:
    """A size that a style gives, in whatever unit; another one where it gives none in numbers."""
    found = _NUMBER.match(said.get(name, ""))
    return float(found[1]) if found else otherwise


class Hiding:
    """Tells what the styles of one page hide."""

    def __init__(self, tree: Element) -> None:
        """Read the sheets of a page. ``has_scripts`` tells whether something could show more."""
        self.has_scripts = next(tree.iter("script"), None) is not None
        sheets = [sheet.text or "" for sheet in tree.iter("style")]
        linked = any("stylesheet" in (link.get("rel") or "").lower() for link in tree.iter("link"))
        self._is_plain = not sheets and not linked
        text = "" if self.has_scripts else "\n".join(sheets)[:_LONGEST_SHEET]
        self._names = frozenset(_hidden_names(_without_comments(text)))

    def hides(self, element: Element) -> bool:
        """Whether a style lets nobody see an element."""
        style = element.get("style") or ""
        said = declared(style) if style else {}
        if said and is_hiding(said):
            return True
        names = {f".{name}" for name in (element.get("class") or "").split()}
        if not self._names.isdisjoint(names | {f"#{element.get('id') or ''}"}):
            return True
        given = said.get("color") or (element.get("color") or "").lower()
        return bool(given) and self._is_like_ground(given, element, said)

    def _is_like_ground(self, given: str, element: Element, said: Declared) -> bool:
        """Whether letters of a colour can't be told from what they stand on."""
        if "background-clip" in said or "-webkit-background-clip" in said:
            return False
        colour, ground = _colour(given), self._ground(element)
        if colour is None:
            return given == "transparent" or _is_clear(given)
        return ground is not None and all(
            abs(one - other) <= _ALIKE for one, other in zip(colour, ground, strict=True)
        )

    def _ground(self, element: Element) -> Colour | None:
        """The colour of what an element stands on, ``None`` where that can't be told."""
        around = (element, *element.iterancestors())
        for one in around[:_MOST_ABOVE]:
            said = declared(one.get("style") or "")
            given = (
                said.get("background-color") or said.get("background") or one.get("bgcolor") or ""
            )
            if given and given not in ("transparent", "none", "inherit"):
                return _colour(given.lower())
            if one.get("background"):
                return None
        return _NAMED["white"] if self._is_plain else None


def _colour(given: str) -> Colour | None:
    """A colour that is written in one of the usual ways and not clear, ``None`` else."""
    if given in _NAMED:
        return _NAMED[given]
    if found := _HEX.fullmatch(given):
        digits = found[1] if len(found[1]) > 4 else "".join(2 * digit for digit in found[1])
        if digits[6:] == "00":
            return None
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    if (found := _RGB.fullmatch(given)) and not _is_clear(given):
        return int(found[1]), int(found[2]), int(found[3])
    return None


def _is_clear(given: str) -> bool:
    """Whether a colour has no ink."""
    if found := _HEX.fullmatch(given):
        return len(found[1]) in (4, 8) and set(found[1][-(len(found[1]) // 4) :]) == {"0"}
    found = _RGB.fullmatch(given)
    return bool(found and found[4] and float(found[4]) <= _CLEAR)


def _hidden_names(sheet: str) -> Iterator[str]:
    """The classes and ids that a sheet hides, and nothing else of it shows."""
    hidden: set[str] = set()
    shown: set[str] = set()
    for selectors, style in _RULE.findall(sheet):
        said = declared(style)
        for selector in selectors.split(","):
            bare = selector.strip()
            if is_hiding(said) and _NAME.fullmatch(bare):
                hidden.add(bare)
            elif {"display", "visibility", "opacity", "font-size", "height"} & said.keys():
                shown.update(_NAME.findall(bare))
    # What holds for some screens or for paper stands in blocks of their own.
    kept = hidden - shown
    return iter(() if _NOT_ON_SCREEN.search(sheet) else kept)


def _without_comments(text: str) -> str:
    parts = text.split("/*")
    return parts[0] + "".join(part.partition("*/")[2] for part in parts[1:])


def _unescaped(found: re.Match[str]) -> str:
    if not found[1]:
        return found[2]
    code = int(found[1], 16)
    return chr(code) if 0 < code < 0xD800 else ""
