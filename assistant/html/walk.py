"""The part of a tree that holds the text -> blocks, walked without recursion."""

import re
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from assistant.html.blocks import BELOW, DEEPEST, Block, Gone, Paragraph
from assistant.html.frames import (
    BULLET,
    CellFrame,
    DefinitionFrame,
    Frame,
    HeadingFrame,
    ItemFrame,
    ListFrame,
    NoteFrame,
    PreFrame,
    RowFrame,
    TableFrame,
    TermFrame,
    TermsFrame,
)
from assistant.html.inline import Inline
from assistant.html.menus import (
    is_no_text,
    leads_in,
    numbered,
    without_close,
    without_menus,
)
from assistant.html.notes import Notes
from assistant.html.pre import lines_of
from assistant.html.tree import short_text
from assistant.html.words import (
    ANCHOR,
    RAISED,
    UNMARKED,
    UNMARKED_NAMES,
    UNREAD_TAGS,
    names,
    words,
)
from assistant.text.patterns import word_list

_BLOCKS = word_list(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main
    menu nav ol optgroup p plaintext pre section summary table tbody td tfoot th thead tr ul xmp
    """
)
_LISTS = frozenset({"dir", "menu", "ol", "ul"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PRE = frozenset({"listing", "plaintext", "pre", "xmp"})
_BOLD = frozenset({"b", "strong"})
_IS_BOLD = re.compile(r"(?i)font-weight\s*:\s*(?:bold|[6-9]00)")
_IS_BLOCK = re.compile(r"(?i)display\s*:\s*(?:block|flex|grid|list-item|table)\b")
_IS_RAISED = re.compile(r"(?i)vertical-align\s*:\s*super")
_LIST_STYLE = re.compile(r"(?i)list-style(?:-type)?\s*:[^;]*?(none|(?:lower|upper)-\w+|decimal)")
_STYLES = {
    "none": "", "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A",
    "upper-latin": "A", "lower-roman": "i", "upper-roman": "I",
}  # fmt: skip

_LEVEL_OF_ROLE = 2
"""Level of what only says that it is a heading."""

_LONGEST_ANCHOR = 30
_LONGEST_STYLE = 1_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of a tree before it is walked.

    Attributes:
        passed: elements that are no text.
        questions: elements that are questions over their answers.
        toggled: ids of what is shown when a button is pressed.
        is_page: whether it is a page, with what pages have around their text.
    """

    notes: Notes = field(default_factory=Notes)
    passed: Set[Element] = frozenset()
    questions: Set[Element] = frozenset()
    toggled: Set[str] = frozenset()
    is_page: bool = True


def walked(root: Element, plan: Plan) -> list[Block]:
    """The blocks of what stands in an element."""
    walk = _Walk(root, plan)
    walker: Any = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        if event == "end":
            walk.end(element)
        elif not walk.start(element):
            walker.skip_subtree()
    if not plan.is_page:
        return walk.blocks()
    return numbered(without_close(list(without_menus(walk.blocks()))))


class _Walk:
    """Keeps the frames of the elements that are open, and the text of the block that is."""

    def __init__(self, root: Element, plan: Plan) -> None:
        self._root = root
        self._plan = plan
        self._frames: list[Frame] = [Frame(None)]
        self._inline = Inline()
        self._skipped: Element | None = None
        self._lists = self._link = self._links = self._jumps = self._bolds = 0
        self._raised = self._pres = self._headings = 0

    def blocks(self) -> list[Block]:
        """All blocks, once the tree was walked."""
        self._flush()
        return self._frames[0].blocks

    def start(self, element: Element) -> bool:
        """Begin an element; tells whether to go into it."""
        self._skipped = None if self._is_entered(element) else element
        if self._skipped is not None:
            return False
        is_block = self._is_block(element)
        if is_block:
            self._flush()
        if frame := self._frame(element):
            if not is_block:
                self._flush()
            self._frames.append(frame)
        self._count(element, 1)
        if element.tag == "q":
            self._add("“")
        self._add(element.text)
        return True

    def end(self, element: Element) -> None:
        """End an element, whether it was gone into or not."""
        if element is not self._skipped:
            if element.tag == "q":
                self._add("”")
            has_frame = self._frames[-1].element is element
            if has_frame or self._is_block(element):
                self._flush()
            self._count(element, -1)
            if has_frame:
                self._close()
        if element is not self._root:
            self._add(element.tail)

    def _is_entered(self, element: Element) -> bool:
        """Whether what stands in an element is text; a line end or a marker is set for others."""
        tag, notes = element.tag, self._plan.notes
        if tag == "br":
            self._end_line()
            return False
        if not isinstance(tag, str) or tag in UNREAD_TAGS or element in self._plan.passed:
            if tag in _BLOCKS:
                self._flush()
            return False
        if element in notes.calls:
            self._inline.note(notes.calls[element])
            return False
        if element in notes.backs or (tag == "a" and self._is_anchor(element)):
            return False
        return tag != "button" or self._is_read(element)

    def _count(self, element: Element, step: int) -> None:
        tag = element.tag
        style = _style(element)
        self._lists += step * (tag in _LISTS)
        if tag == "a":
            self._link += step > 0
            self._links += step
            self._jumps += step * (element.get("href") or "").startswith("#")
        self._pres += step * (tag in _PRE)
        self._headings += step * (tag in _HEADINGS)
        self._bolds += step * (tag in _BOLD or bool(style and _IS_BOLD.search(style)))
        self._raised += step * (
            tag == "sup"
            or (tag == "span" and not RAISED.isdisjoint(words(element)))
            or bool(style and _IS_RAISED.search(style))
        )

    def _add(self, text: str | None) -> None:
        if not text:
            return
        frame = self._frames[-1]
        if self._pres and isinstance(frame, PreFrame):
            frame.raw.append(text)
            return
        self._inline.add(
            text,
            is_bold=self._bolds > 0,
            is_raised=self._raised > 0,
            link=self._link if self._links else 0,
            is_jump=self._jumps > 0,
        )

    def _end_line(self) -> None:
        if self._pres or self._headings:
            self._add("\n")
        else:
            self._inline.end_line()

    def _flush(self) -> None:
        """End the paragraph that is open."""
        blocks = self._frames[-1].blocks
        for paragraph in self._inline.take(min(self._lists, DEEPEST)):
            is_text = not (self._plan.is_page and is_no_text(paragraph))
            blocks.append(paragraph if is_text else Gone())

    def _close(self) -> None:
        """End the innermost frame."""
        frame = self._frames.pop()
        outer = self._frames[-1]
        if isinstance(frame, PreFrame):
            frame.blocks += (
                Paragraph(line, min(self._lists, DEEPEST)) for line in lines_of("".join(frame.raw))
            )
        outer.take(frame)

    def _is_block(self, element: Element) -> bool:
        if element.tag in _BLOCKS:
            return True
        style = _style(element)
        return bool(style and _IS_BLOCK.search(style))

    def _is_read(self, button: Element) -> bool:
        """Whether the text of a button is that of the page: it heads what it shows."""
        return (
            button in self._plan.questions
            or button.get("aria-controls") in self._plan.toggled
            or any(one.tag in _HEADINGS or one.tag == "summary" for one in _near(button))
        )

    def _is_anchor(self, link: Element) -> bool:
        """Whether a link only names the heading that it stands in."""
        if not any(one.tag in _HEADINGS for one in _near(link)):
            return False
        text = short_text(link, _LONGEST_ANCHOR)
        return text is not None and bool(ANCHOR.fullmatch(text))

    def _frame(self, element: Element) -> Frame | None:
        """The frame of an element, if it has one of its own."""
        plan, tag = self._plan, element.tag
        if element in plan.notes.bodies:
            key = plan.notes.bodies[element]
            return NoteFrame(element, key, plan.notes.marks.get(key, ""))
        if element in plan.questions or tag == "summary":
            return None if self._headings else HeadingFrame(element, BELOW)
        if tag == "button" and not self._headings:
            return HeadingFrame(element, BELOW)
        if tag in _HEADINGS:
            return HeadingFrame(element, int(tag[1]))
        if element.get("role") == "heading":
            return HeadingFrame(element, _number(element.get("aria-level")) or _LEVEL_OF_ROLE)
        if tag in _LISTS:
            return self._list(element)
        if tag == "li":
            return self._item(element)
        make = _FRAMES.get(tag)
        return make(element) if make else None

    def _list(self, element: Element) -> ListFrame:
        start = _number(element.get("start"))
        frame = ListFrame(
            element, _numbering(element), 1 if start is None else start, is_page=self._plan.is_page
        )
        frame.is_led_in = leads_in(self._frames[-1].blocks)
        return frame

    def _item(self, element: Element) -> ItemFrame:
        outer = self._frames[-1]
        mark = outer.mark(_number(element.get("value"))) if isinstance(outer, ListFrame) else BULLET
        return ItemFrame(element, mark, min(max(0, self._lists - 1), DEEPEST))


_FRAMES: dict[str, Callable[[Element], Frame]] = {
    "dl": TermsFrame,
    "dt": TermFrame,
    "dd": DefinitionFrame,
    "table": lambda element: TableFrame(
        element, is_layout=element.get("role") in ("none", "presentation")
    ),
    "tr": lambda element: RowFrame(element, is_head=_is_within(element, "thead")),
    "td": lambda element: _cell(element),
    "th": lambda element: _cell(element),
    **dict.fromkeys(_PRE, PreFrame),
}


def _cell(element: Element) -> CellFrame:
    return CellFrame(
        element,
        across=_number(element.get("colspan")) or 1,
        down=_number(element.get("rowspan")) or 1,
        is_head=element.tag == "th",
    )


def _is_within(element: Element, tag: str) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == tag


def _near(element: Element) -> Sequence[Element]:
    """An element's ancestors, as far as a link stands within its heading, and its neighbour."""
    found: list[Element] = []
    parent = element.getparent()
    while parent is not None and len(found) < len("h2 > span > a"):
        found.append(parent)
        parent = parent.getparent()
    return found


def _number(value: str | None) -> int | None:
    """A number that an attribute gives, if it does."""
    bare = (value or "").strip()
    is_number = bare.isascii() and bare.lstrip("-").isdigit() and len(bare) <= len("-99999")
    return int(bare) if is_number else None


def _style(element: Element) -> str:
    return (element.get("style") or "")[:_LONGEST_STYLE]


def _numbering(element: Element) -> str:
    """The kind of a list's marks."""
    if found := _LIST_STYLE.search(_style(element)):
        return _STYLES.get(found[1].lower(), BULLET)
    if not UNMARKED.isdisjoint(words(element)) or not UNMARKED_NAMES.isdisjoint(names(element)):
        return ""
    if element.tag != "ol":
        return BULLET
    kind = element.get("type") or "1"
    return kind if kind in ("1", "a", "A", "i", "I") else "1"
