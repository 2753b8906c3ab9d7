"""The text of a Word file, made plain for the converter: what Word would show, and nothing else.

The labels of items become text, headings get styles of six names, text boxes stand behind their
paragraph; deleted, hidden and placeholder text goes, and so do contents, pictures and formulas.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml.etree import _Element as Element

from assistant.docx.fields import without_fields
from assistant.docx.hiding import without_unseen
from assistant.docx.numbers import Numbers
from assistant.docx.styles import NO_LOOK, VAL, Look, Styles, W, is_on, number_of
from assistant.html.blocks import LOWEST
from assistant.html.frames import BULLET
from assistant.text.patterns import word_list

HEADING = "Heading"
ITEM = "Item"
DEEPEST = 8
"""The names of the styles that are given, with a level behind them, and the deepest of items."""

WIDEST = 200
"""Columns over which a cell may reach, at most."""

_GONE = word_list(
    """
    altChunk annotationRef bookmarkEnd bookmarkStart cellDel cellIns commentRangeEnd
    commentRangeStart commentReference delInstrText delText lastRenderedPageBreak moveFromRangeEnd
    moveFromRangeStart moveToRangeEnd moveToRangeStart object oMath oMathPara pPrChange permEnd
    permStart proofErr rPrChange rt sectPr sectPrChange subDoc tblGridChange tblPrChange
    tblPrExChange tcPrChange trPrChange
    """
)
"""What is not shown as text: marks of editors, what was deleted, objects."""

_OPENED = word_list("bdo customXml dir fldSimple hyperlink ins moveTo ruby rubyBase smartTag")
"""What only wraps text that is shown."""

_FORMULAS = frozenset({"oMath", "oMathPara"})
_BOXED = frozenset({"AlternateContent", "drawing", "pict"})
_SYMBOL = re.compile(r"[0-9a-fA-F]{1,4}")
_NEAR = 3
_HEADS_CONTENTS = re.compile(r"(?i)(?:table of )?contents\W*$")
_CONTENTS = frozenset({"Table of Contents", "Table of Figures", "Table of Authorities"})


@dataclass(slots=True)
class Told:
    """What was met that is not in the text, or not plainly."""

    has_deleted: bool = False
    has_formulas: bool = False
    has_embedded: bool = False
    has_unseen: bool = False
    titles: list[str] = field(default_factory=list)


def made_plain(root: Element, styles: Styles, numbers: Numbers, told: Told) -> None:
    """Make a part plain, in place."""
    without_fields(root)
    _drop(root, told)
    told.has_unseen |= without_unseen(root, styles)
    for box in list(_named(root, _BOXED)):
        if box.getparent() is not None:
            _unbox(box)
    for paragraph in list(root.iter(f"{W}p")):
        _plain_paragraph(paragraph, styles, numbers, told)
    for run in list(root.iter(f"{W}r")):
        _plain_run(run, styles)
    for properties in root.iter(f"{W}tcPr", f"{W}trPr"):
        _plain_cell(properties)


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _named(root: Element, names: frozenset[str]) -> Iterator[Element]:
    return (element for element in root.iter() if local(element) in names)


def _drop(root: Element, told: Told) -> None:
    """Take out what is not shown, and what only wraps what is."""
    for element in list(root.iter()):
        parent, name = element.getparent(), local(element)
        if parent is None:
            continue
        is_mark = local(parent) in ("rPr", "trPr")
        is_deleted = name in ("del", "moveFrom") and not is_mark
        told.has_deleted |= is_deleted
        told.has_formulas |= name in _FORMULAS
        told.has_embedded |= name == "altChunk"
        if is_deleted or name in _GONE or (name == "sdt" and _is_unread(element)):
            parent.remove(element)
        elif name in _OPENED and not is_mark:
            _open(parent, element)


def _open(parent: Element, element: Element) -> None:
    """Put what an element holds in its place."""
    for child in list(element):
        if not local(child).endswith("Pr"):
            element.addprevious(child)
    parent.remove(element)


def _is_unread(sdt: Element) -> bool:
    """Whether a control holds a table of contents, or only says what to write into it."""
    properties = sdt.find(f"{W}sdtPr")
    if properties is None:
        return False
    gallery = next(properties.iter(f"{W}docPartGallery"), None)
    if gallery is not None and gallery.get(VAL) in _CONTENTS:
        return True
    for box in list(properties):
        if local(box) == "checkbox":
            # The converter would write a control for it; the box itself is in the text.
            properties.remove(box)
    return bool(is_on(properties.find(f"{W}showingPlcHdr")))


def _unbox(box: Element) -> None:
    """Keep of a drawing the text in it, as a box that stands behind its paragraph."""
    parent = box.getparent()
    contents = next(box.iter(f"{W}txbxContent"), None)
    if contents is None:
        parent.remove(box)
        return
    kept = etree.Element(f"{W}pict")
    parent.replace(box, kept)
    kept.append(contents)
    for inner in list(_named(contents, _BOXED)):
        if inner.getparent() is not None:
            inner.getparent().remove(inner)


def _plain_paragraph(paragraph: Element, styles: Styles, numbers: Numbers, told: Told) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    named = properties.find(f"{W}pStyle")
    style = None if named is None else named.get(VAL)
    look = styles.look(style)
    if look.is_contents or look.is_hidden:
        _empty(paragraph)
        if look.is_contents:
            _drop_heading_of_contents(paragraph)
        return
    level = number_of(properties.find(f"{W}outlineLvl"))
    level = look.level if level is None else (level + 1 if level < LOWEST else 0)
    # A paragraph whose end was deleted goes on in the next, which has the label.
    is_counted = properties.find(f"{W}rPr/{W}del") is None and _says(paragraph)
    label, depth = _label(properties, style, look, numbers) if is_counted else ("", 0)
    if level and label == BULLET:
        label = ""
    for child in list(properties):
        if child is not named and local(child) != "rPr":
            properties.remove(child)
    _set_style(properties, f"{HEADING}{level}" if level else f"{ITEM}{depth}" if label else "")
    if look.is_bold and not level:
        _embolden(paragraph)
    if label:
        properties.addnext(_run(f"{label} "))
    if look.is_title:
        told.titles.append("".join(text.text or "" for text in paragraph.iter(f"{W}t")))


def _says(paragraph: Element) -> bool:
    """Whether a paragraph holds any text: Word counts empty items, but a reader sees none."""
    return any((text.text or "").strip() for text in paragraph.iter(f"{W}t", f"{W}sym"))


def _empty(paragraph: Element) -> None:
    for child in list(paragraph):
        paragraph.remove(child)


def _drop_heading_of_contents(paragraph: Element) -> None:
    """Empty the heading over a table of contents, as far as it stands right before."""
    for before in islice(paragraph.itersiblings(preceding=True), _NEAR):
        text = "".join(one.text or "" for one in before.iter(f"{W}t")).strip()
        if text:
            if _HEADS_CONTENTS.match(text):
                _empty(before)
            return


def _label(properties: Element, style: str | None, look: Look, numbers: Numbers) -> tuple[str, int]:
    """The label of a paragraph that is an item, and how deep it stands."""
    own = properties.find(f"{W}numPr/{W}numId")
    level = number_of(properties.find(f"{W}numPr/{W}ilvl"))
    number = look.number if own is None else own.get(VAL) or ""
    tied = numbers.of_style(style or "")
    if level is None:
        level = tied[1] if tied and own is None else look.number_level
    if not number and own is None and tied:
        number = tied[0]
    if number in ("", "0"):
        return "", 0
    return numbers.label(number, level), min(level, DEEPEST)


def _set_style(properties: Element, name: str) -> None:
    named = properties.find(f"{W}pStyle")
    if not name:
        if named is not None:
            properties.remove(named)
        return
    if named is None:
        named = etree.Element(f"{W}pStyle")
        properties.insert(0, named)
    named.set(VAL, name)


def _embolden(paragraph: Element) -> None:
    """Write onto the runs of a paragraph that their letters are bold, as its style says."""
    for run in paragraph.iterchildren(f"{W}r"):
        properties = _properties(run)
        if properties.find(f"{W}b") is None:
            properties.append(etree.Element(f"{W}b"))


def _properties(run: Element) -> Element:
    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    return properties


def _run(text: str) -> Element:
    run = etree.Element(f"{W}r")
    etree.SubElement(_properties(run), f"{W}b")
    etree.SubElement(run, f"{W}t").text = text
    return run


def _plain_run(run: Element, styles: Styles) -> None:
    """Take out a hidden run, and leave of a shown one what its look means.

    It joins the run before it where that looks the same: programs part runs at every turn.
    """
    properties = run.find(f"{W}rPr")
    if properties is not None:
        look = _run_look(properties, styles)
        if look is None:
            run.getparent().remove(run)
            return
        run.remove(properties)
        if len(look):
            run.insert(0, look)
    for child in list(run):
        _plain_child(run, child)
    before = run.getprevious()
    if before is not None and before.tag == run.tag and _marks(before) == _marks(run):
        before.extend(child for child in list(run) if local(child) != "rPr")
        run.getparent().remove(run)


def _run_look(properties: Element, styles: Styles) -> Element | None:
    """What the look of a run means: bold, raised, struck; ``None`` where it is hidden."""
    named = properties.find(f"{W}rStyle")
    look = NO_LOOK if named is None else styles.look(named.get(VAL))
    hidden, bold = is_on(properties.find(f"{W}vanish")), is_on(properties.find(f"{W}b"))
    if look.is_hidden if hidden is None else hidden:
        return None
    kept = etree.Element(f"{W}rPr")
    if look.is_bold if bold is None else bold:
        etree.SubElement(kept, f"{W}b")
    if is_on(properties.find(f"{W}strike")) or is_on(properties.find(f"{W}dstrike")):
        etree.SubElement(kept, f"{W}strike")
    raised = properties.find(f"{W}vertAlign")
    if raised is not None and raised.get(VAL) in ("subscript", "superscript"):
        kept.append(raised)
    return kept


def _marks(run: Element) -> list[str | None]:
    """What the look of a plain run means, to be compared."""
    # It stands first. To look for it would go through all that was joined so far.
    first = next(run.iterchildren(), None)
    if first is None or local(first) != "rPr":
        return []
    return [f"{one.tag} {one.get(VAL) or ''}" for one in first]


def _plain_child(run: Element, child: Element) -> None:
    name = local(child)
    if name in ("footnoteReference", "endnoteReference"):
        if _is_on(child, "customMarkFollows"):
            # The mark that was typed behind a reference is its marker.
            for behind in list(child.itersiblings()):
                if local(behind) in ("t", "sym"):
                    run.remove(behind)
    elif name == "ptab":
        run.replace(child, etree.Element(f"{W}tab"))
    elif name in ("br", "cr"):
        run.replace(child, etree.Element(f"{W}br"))
    elif name == "sym" and not _SYMBOL.fullmatch(child.get(f"{W}char") or ""):
        run.remove(child)


def _is_on(element: Element, name: str) -> bool:
    """Whether an attribute switches something on."""
    return (element.get(f"{W}{name}") or "0").lower() not in ("0", "false", "off")


def _plain_cell(properties: Element) -> None:
    """Take out what a table says of its cells in numbers that are none."""
    for child in list(properties):
        name = local(child)
        wide = number_of(child) if name == "gridSpan" else 1
        is_off = name == "tblHeader" and not is_on(child)
        if is_off or wide is None or not 1 <= wide <= WIDEST:
            properties.remove(child)
