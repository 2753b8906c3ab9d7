"""HTML -> a tree of elements, and how much text stands in each of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from assistant.errors import InputError
from assistant.html.words import UNREAD_TAGS
from assistant.text.characters import folded

NO_TEXT = (
    "holds no text; if its text only appears in a browser, save the page from there or print it "
    "to a PDF"
)
TOO_DEEP = "its elements stand too deep within each other to be read; save it as plain text"

LEAST_PROSE = 40
"""Characters of a piece of text outside of links from which it is prose, not a label."""

LONGEST_TAG = 20_000
"""Characters of a tag that is read with its attributes, at most."""

_VOID = re.compile(r"(?i)</?(?:bgsound|command|embed|keygen|source|track|wbr)\b[^<>]*>")
"""Elements that hold nothing, as the parser does not know."""

_LINE_END = re.compile(r"(?i)</br\s*>")
_END = re.compile(r"(?i)</(?:body|html)\s*>")
"""What the parser takes for less than browsers do: a line end, and an end behind which text goes
on."""

_WRAPPERS = re.compile(
    r"(?i)</?(?:a|abbr|b|big|center|cite|code|em|font|i|ins|mark|o:p|small|span|strong|tt|u)\b[^<>]*>"
)
_BOXES = re.compile(
    r"(?i)</?(?:article|blockquote|div|dl|fieldset|form|main|ol|section|ul)\b[^<>]*>"
)


@dataclass(slots=True)
class Measure:
    """How much stands within an element.

    Attributes:
        chars: characters of its text.
        linked: those of them in links.
        prose: those of them in pieces of prose.
        titles: how many headings of the first level it holds.
        mains: how many elements it holds that a page names its main ones.
    """

    chars: int = 0
    linked: int = 0
    prose: int = 0
    titles: int = 0
    mains: int = 0

    def add(self, other: "Measure") -> None:
        """Count what stands in a child."""
        self.chars += other.chars
        self.linked += other.linked
        self.prose += other.prose
        self.titles += other.titles
        self.mains += other.mains


def parsed(markup: str) -> Element:
    """The tree of a page.

    What nests deeper than the parser goes, as unclosed elements do, is read without the elements
    that only give a look.

    Raises:
        InputError: there is no element in it, or it nests too deep all the same.
    """
    if not markup.strip():
        raise InputError("is empty; save the page anew")
    markup = _END.sub("", _without_long_tags(markup.replace("\0", "")))
    markup = _LINE_END.sub("<br>", _VOID.sub("", markup))
    tree, is_whole = _parse(markup)
    if not is_whole:
        tree, is_whole = _parse(_BOXES.sub("<p>", _WRAPPERS.sub("", markup)))
    if not is_whole:
        raise InputError(TOO_DEEP)
    if tree is None:
        raise InputError(NO_TEXT)
    return tree


def _without_long_tags(markup: str) -> str:
    """A page whose longest tags have lost their attributes.

    The parser compares each attribute with all others; the longest values are pictures.
    """
    if len(markup) <= LONGEST_TAG:
        return markup
    parts = markup.split(">")
    for at, part in enumerate(parts):
        begins = part.rfind("<") if len(part) > LONGEST_TAG else len(part)
        if 0 <= begins < len(part) - LONGEST_TAG:
            name = part[begins : begins + LONGEST_TAG].split(None, 1)[0]
            parts[at] = part[:begins] + name[: len("<blockquote")]
    return ">".join(parts)


def _parse(markup: str) -> tuple[Element | None, bool]:
    """The tree of a page, if it has one, and whether the parser came to its end."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    data = markup.encode("utf-8", "ignore")
    if not data.strip():
        return None, True
    try:
        tree = etree.fromstring(data, parser)
    except etree.ParserError:
        return None, True
    except etree.XMLSyntaxError:
        return None, True
    stopped = (error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)
    return tree, not any(stopped)


def measured(tree: Element) -> dict[Element, Measure]:
    """How much stands within each element that is read, from one walk over the tree."""
    found: dict[Element, Measure] = {}
    open_links = 0
    walker: Any = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        if event == "start":
            found[element] = Measure()
            if element.tag in UNREAD_TAGS:
                walker.skip_subtree()
                continue
            open_links += element.tag == "a"
            _count(found[element], element.text, is_linked=open_links > 0)
            continue
        if element.tag not in UNREAD_TAGS:
            open_links -= element.tag == "a"
        parent = element.getparent()
        if parent is not None:
            of_parent = found[parent]
            found[element].titles += element.tag == "h1"
            found[element].mains += is_main(element)
            of_parent.add(found[element])
            _count(of_parent, element.tail, is_linked=open_links > 0)
    return found


def short_text(element: Element, longest: int) -> str | None:
    """The words of an element on one line, ``None`` where they are more than so many characters."""
    found = ""
    for piece in element.itertext():
        found += piece
        if len(found.strip()) > longest:
            return None
    return folded(found)


def read_texts(element: Element) -> Iterator[str]:
    """The pieces of text within an element, without those that nobody reads."""
    walker: Any = etree.iterwalk(element, events=("start", "end"))
    for event, one in walker:
        if event == "end":
            if one is not element and one.tail:
                yield one.tail
        elif one.tag in UNREAD_TAGS:
            walker.skip_subtree()
        elif one.text:
            yield one.text


def _count(measure: Measure, text: str | None, *, is_linked: bool) -> None:
    length = len(text.strip()) if text else 0
    measure.chars += length
    if is_linked:
        measure.linked += length
    elif length >= LEAST_PROSE:
        measure.prose += length


def is_main(element: Element) -> bool:
    """Whether a page says of an element that it holds its text."""
    return bool(element.tag == "main" or element.get("role") == "main")
