"""What a Word file holds and shows to nobody: white on white, a point high, hidden boxes."""

import re

from lxml.etree import _Element as Element

from assistant.docx.styles import VAL, Styles, W, number_of

_PALEST = 0xF5
"""How much of each colour of 255 letters have that can't be told from paper."""

_TINY = 3
"""Half points of letters that nobody can read."""

_WORDS = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_HIDING = re.compile(r"(?i)(?:visibility\s*:\s*hidden|display\s*:\s*none)")
_PLAIN = frozenset({"", "auto", "ffffff"})
_BOXES = frozenset({"txbxContent", "pict", "drawing"})


def without_unseen(root: Element, styles: Styles) -> bool:
    """Take out of a part what nobody sees; tells whether there was any."""
    gone = [box for box in root.iter(f"{W}pict", f"{W}drawing") if _is_hidden_box(box)]
    is_paper = root.find(f"{W}background") is None and not styles.has_shading
    gone += [run for run in root.iter(f"{W}r") if _is_unseen(run, is_paper=is_paper)]
    for element in gone:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return bool(gone)


def _is_hidden_box(box: Element) -> bool:
    shown = (one for one in box.iterchildren() if _HIDING.search(one.get("style") or ""))
    return next(shown, None) is not None or any(
        one.get("hidden") in ("1", "true") for one in box.iter(f"{_WORDS}docPr")
    )


def _is_unseen(run: Element, *, is_paper: bool) -> bool:
    """Whether the letters of a run are too small to be read, or as white as the paper."""
    properties = run.find(f"{W}rPr")
    if properties is None:
        return False
    size = number_of(properties.find(f"{W}sz"))
    if size is not None and size < _TINY:
        return True
    colour = properties.find(f"{W}color")
    return (
        is_paper
        and colour is not None
        and _is_white(colour.get(VAL) or "")
        and not _is_shaded(properties)
        and not any(map(_is_ground, run.iterancestors()))
    )


def _is_white(colour: str) -> bool:
    try:
        return len(colour) == len("ffffff") and min(bytes.fromhex(colour)) >= _PALEST
    except ValueError:
        return False


def _is_ground(around: Element) -> bool:
    """Whether something around letters may have a colour of its own."""
    name = str(around.tag).rpartition("}")[2]
    if name in _BOXES:
        return True
    if name == "tbl":
        properties = around.find(f"{W}tblPr")
        is_styled = properties is not None and properties.find(f"{W}tblStyle") is not None
        return is_styled or (properties is not None and _is_shaded(properties))
    properties = around.find(f"{W}{name}Pr") if name in ("p", "tc") else None
    return properties is not None and _is_shaded(properties)


def _is_shaded(properties: Element) -> bool:
    shade = properties.find(f"{W}shd")
    if shade is not None and (
        (shade.get(f"{W}fill") or "").lower() not in _PLAIN
        or (shade.get(VAL) or "clear") not in ("clear", "nil")
        or shade.get(f"{W}themeFill")
    ):
        return True
    return properties.find(f"{W}highlight") is not None
