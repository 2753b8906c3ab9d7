"""A tree of HTML -> its notes: which links are markers of them, and which elements hold them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice

from lxml.etree import _Element as Element

from assistant.html.tree import Measure, short_text
from assistant.html.words import words
from assistant.text.patterns import word_list

MARKER = re.compile(
    r"""
    [\[(]? (?: (?:foot|end)?note\s*)?
    (?: \d{1,4} | [a-zA-Z]{1,2} | [ivxlc]{1,7} | [*†‡§¶]{1,4} )
    [\])]?
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""The text of a link that is the marker of a note."""

LONGEST_MARKER = 20
LONGEST_NOTE = 6_000
"""Characters of a marker and of a note, at most."""

_NAMES = word_list(
    """
    cite_ref citation fn fnref footnote footnotecall footnoteref footnotereference ftn ftnref
    msofootnotereference note noteref ref reference super tag
    """
)
"""Words in the names of markers."""

_NOTES = word_list("endnote endnotes fn footnote footnotes note notes ref references reflist ftn")
"""Words in the names of notes."""

_BACK = re.compile(
    r"[↩↑^⤴⏎]|\W{0,2}(?:back(?: to (?:text|content))?|return|jump up)\W{0,2}", re.IGNORECASE
)
_BLOCKS = frozenset({"aside", "dd", "div", "li", "p", "section", "td"})
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_RAISED = frozenset({"sup", "small"})


@dataclass(slots=True)
class Notes:
    """The notes of a page.

    Attributes:
        calls: markers, with the number of their note.
        bodies: the elements that hold notes, with their numbers.
        backs: links from notes to their markers.
        marks: what stands at the beginning of a note to number it, by its number.
    """

    calls: dict[Element, int] = field(default_factory=dict)
    bodies: dict[Element, int] = field(default_factory=dict)
    backs: set[Element] = field(default_factory=set)
    marks: dict[int, str] = field(default_factory=dict)


def find_notes(tree: Element, measures: Mapping[Element, Measure]) -> Notes:
    """Find the notes of a page: links that look like markers and lead to what looks like a note."""
    targets = _targets(tree)
    order = {element: at for at, element in enumerate(tree.iter())}
    notes = Notes()
    for link in tree.iter("a"):
        target = targets.get((link.get("href") or "").rpartition("#")[2])
        if target is None or link in notes.backs:
            continue
        text = short_text(link, LONGEST_MARKER)
        if not text or not MARKER.fullmatch(text):
            continue
        body = _body(target)
        if body is None or order[target] < order[link] or not _may_be_note(body, measures):
            continue
        backs = _backs(body, link, targets)
        if backs or _is_raised(link) or _is_named(link, _NAMES) or _is_named(body, _NOTES):
            key = notes.bodies.setdefault(body, len(notes.bodies))
            notes.calls[link] = key
            notes.marks.setdefault(key, text.strip("[]()"))
            notes.backs.update(backs)
    _keep_whole(notes)
    return notes


def _targets(tree: Element) -> dict[str, Element]:
    """The elements to which links of the page lead, by name."""
    wanted = {(link.get("href") or "").rpartition("#")[2] for link in tree.iter("a")}
    found: dict[str, Element] = {}
    for element in tree.iter():
        for name in (element.get("id"), element.get("name")):
            if name and name in wanted:
                found.setdefault(name, element)
    return found


def _body(target: Element) -> Element | None:
    """The element that holds the note to which a link leads."""
    if target.tag in _BLOCKS:
        return target
    return next((above for above in target.iterancestors() if above.tag in _BLOCKS), None)


def _may_be_note(body: Element, measures: Mapping[Element, Measure]) -> bool:
    is_short = body in measures and measures[body].chars <= LONGEST_NOTE
    return is_short and next(body.iter(*_HEADINGS), None) is None


def _backs(body: Element, link: Element, targets: Mapping[str, Element]) -> list[Element]:
    """The links in a note that lead back to its marker."""
    around = {link, *_near(link)}
    found = []
    for back in body.iter("a"):
        target = targets.get((back.get("href") or "").rpartition("#")[2])
        text = short_text(back, LONGEST_MARKER)
        if target is None or text is None:
            continue
        if target in around or _BACK.fullmatch(text):
            found.append(back)
    return found


def _near(link: Element) -> list[Element]:
    """The elements next to a marker that may bear its name: around it, in it, before it."""
    near = list(link.iter())
    parent = link.getparent()
    for _ in range(2):
        if parent is not None and parent.tag not in _BLOCKS:
            near.append(parent)
            parent = parent.getparent()
    before = link.getprevious()
    return near if before is None else [*near, before]


def _is_raised(link: Element) -> bool:
    """Whether a link stands raised, or holds what does."""
    parent = link.getparent()
    return (parent is not None and parent.tag in _RAISED) or any(
        child.tag in _RAISED for child in link.iter()
    )


def _is_named(element: Element, known: frozenset[str]) -> bool:
    if (element.get("role") or "") in ("doc-noteref", "doc-footnote", "doc-endnote"):
        return True
    near = [element, *element.iter("span"), *islice(element.iterancestors(), 2)]
    return any(words(one) & known for one in near)


def _keep_whole(notes: Notes) -> None:
    """Forget notes that hold another one, as a list of them does."""
    around = {above for body in notes.bodies for above in body.iterancestors()}
    lost = {key for body, key in notes.bodies.items() if body in around}
    if lost:
        notes.bodies = {body: key for body, key in notes.bodies.items() if key not in lost}
        notes.calls = {call: key for call, key in notes.calls.items() if key not in lost}
