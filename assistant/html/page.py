"""A page -> which part of it holds its text, and what in that part is none."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.etree import _Element as Element

from assistant.html.hiding import Hiding
from assistant.html.tree import Measure, is_main, read_texts
from assistant.html.words import (
    CALLOUTS,
    HEADERS,
    HIDDEN,
    LIKELY,
    LIKELY_ENDS,
    PASSED_ROLES,
    PASSED_TAGS,
    STRONG,
    STRONG_ENDS,
    UNREAD_TAGS,
    WEAK,
    class_words,
    id_words,
    names,
)
from assistant.text.characters import folded

MOST_HIDDEN = 0.4
MOST_OF_PAGE = 0.7
"""Shares of a page's prose from which an element is its text, although it is hidden until a script
of the page runs, and whatever it is called."""

MAIN_SHARE = 0.5
"""Share of the prose that is not passed over, which the element that a page calls its main one has
to hold."""

LITTLE_PROSE = 200
LINKED = 0.4
"""Characters of prose below which the words in an element's names decide, and the share of links
from which weak words do."""

_TABLE_PARTS = frozenset({"td", "th", "tr", "tbody", "thead", "tfoot", "caption"})
_INNER = frozenset({"article", "section"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_TEXTS = frozenset({"p", "li", "dt", "dd", "pre", "blockquote", "td", "span", "b", "strong", "em"})
_JUDGED = PASSED_TAGS | {"footer", "header"}
_TOGGLES = ("aria-controls", "data-target", "data-bs-target", "aria-describedby")


@dataclass(frozen=True, slots=True)
class Page:
    """Where the text of a page stands.

    Attributes:
        root: the element that holds it.
        passed: the elements in it that are no text.
        title: the heading of the page, where that stands outside.
        hidden: those of them that nobody sees, whatever they are called.
        has_unhidden: whether it holds what is not shown until a script runs.
    """

    root: Element
    passed: Set[Element]
    title: str = ""
    hidden: Set[Element] = frozenset()
    has_unhidden: bool = False


def page_of(tree: Element, measures: Mapping[Element, Measure], kept: Set[Element]) -> Page:
    """Find the text of a page. ``kept`` are elements known to be text: notes, answers."""
    finder = _Finder(tree, measures, kept)
    passed = finder.passed()
    root = finder.root(passed)
    titles = [
        folded("".join(read_texts(heading)))
        for heading in tree.iter("h1")
        if heading in measures and any(above in passed for above in heading.iterancestors())
    ]
    title = titles[0] if len(titles) == 1 else ""
    return Page(root, passed, title, finder.hidden, finder.has_unhidden)


class _Finder:
    """Judges the elements of one page."""

    def __init__(
        self, tree: Element, measures: Mapping[Element, Measure], kept: Set[Element]
    ) -> None:
        self._tree = tree
        self._measures = measures
        self._kept = kept
        self._holders = {above for element in kept for above in element.iterancestors()}
        self._all = measures[tree]
        self._toggled = _toggled(tree)
        self._hiding = Hiding(tree)
        self.has_unhidden = False
        self.hidden: set[Element] = set()
        self._before = 0

    def passed(self) -> set[Element]:
        """The elements that are no text; what stands within them is not looked at."""
        found: set[Element] = set()
        depth = 0
        walker: Any = etree.iterwalk(self._tree, events=("start", "end"))
        for event, element in walker:
            is_inner = element.tag in _INNER or is_main(element)
            if event == "end":
                depth -= is_inner
                continue
            depth += is_inner
            if self._is_passed(element, is_within=depth > 0):
                found.add(element)
                walker.skip_subtree()
            elif element.tag in _TEXTS:
                self._before += self._measures[element].prose
        return found

    def root(self, passed: Set[Element]) -> Element:
        """The element that holds the text: the main one with its title, or all of the body."""
        body = self._tree.find("body")
        body = self._tree if body is None else body
        lost = sum(self._measures[element].prose for element in passed)
        most = MAIN_SHARE * (self._all.prose - lost)
        candidates = [element for element in self._tree.iter() if is_main(element)]
        candidates = candidates or list(self._tree.iter("article"))
        candidates = [one for one in candidates if not self._is_under(one, passed)]
        best = max(candidates, key=lambda one: self._measures[one].prose, default=body)
        if self._measures[best].prose < most or self._measures[best].chars == 0:
            return body
        return self._with_title(best, body, passed)

    def _with_title(self, main: Element, body: Element, passed: Set[Element]) -> Element:
        """The main element, or that around it which also holds the page's title."""
        titles = [title for title in body.iter("h1") if not self._is_under(title, passed)]
        if not titles:
            return main
        around = {above for title in titles for above in title.iterancestors()}
        if main in around:
            return main
        return next((above for above in main.iterancestors() if above in around), body)

    def _is_under(self, element: Element, passed: Set[Element]) -> bool:
        return element in passed or any(above in passed for above in element.iterancestors())

    def _is_passed(self, element: Element, *, is_within: bool) -> bool:
        tag = element.tag
        if not isinstance(tag, str) or tag in UNREAD_TAGS:
            return True
        if element in self._kept or element in self._holders or tag in ("html", "body"):
            return False
        if tag == "main" and self._hiding.has_scripts:
            return False
        if tag not in _JUDGED and not element.keys():
            return False
        measure = self._measures[element]
        share = measure.prose / max(1, self._all.prose)
        if self._is_hidden(element):
            if not self._hiding.has_scripts or (share < MOST_HIDDEN and not measure.mains):
                if element.get("hidden") is not None or self._hiding.hides(element):
                    self.hidden.add(element)
                return True
            self.has_unhidden = True
        if tag == "main" or measure.mains or share >= MOST_OF_PAGE or tag in _TABLE_PARTS:
            return False
        return self._is_chrome(element, measure, is_within=is_within)

    def _is_hidden(self, element: Element) -> bool:
        """Whether a page does not show an element, and no button in it would."""
        if element.get("id") in self._toggled or element.get("role") == "tabpanel":
            return False
        return (
            element.get("hidden") is not None
            or element.get("aria-hidden") == "true"
            or self._hiding.hides(element)
            or not HIDDEN.isdisjoint(names(element))
        )

    def _is_chrome(self, element: Element, measure: Measure, *, is_within: bool) -> bool:
        """Whether an element is of the page around the text: its menus, its head and foot."""
        tag, role = element.tag, element.get("role") or ""
        if role.startswith("doc-") and "toc" not in role:
            return False
        if tag == "aside":
            return CALLOUTS.isdisjoint(class_words(element))
        if tag == "header" or role == "banner":
            return not is_within
        if tag in PASSED_TAGS or role in PASSED_ROLES:
            return True
        if tag == "footer":
            return not is_within or measure.prose < LITTLE_PROSE
        if tag in _HEADINGS:
            return False
        return self._is_named_so(element, measure, is_within=is_within)

    def _is_named_so(self, element: Element, measure: Measure, *, is_within: bool) -> bool:
        """Whether the words in its names tell that an element is no text."""
        is_text = element.tag in _TEXTS
        is_little = not measure.titles and measure.prose < LITTLE_PROSE
        is_linked = measure.linked >= LINKED * measure.chars
        named = class_words(element)
        found = named | id_words(element)
        if found & HEADERS and not (is_text or is_within):
            # What stands before any prose, with links, is the head of the page.
            is_one_of = 0 < measure.titles < self._all.titles
            if not self._before and (is_one_of or (not measure.titles and measure.linked)):
                return True
        # The id of a part may be made of its heading: "cookies" is what a law is about.
        if _is_strong(named) or (_is_strong(found) and is_little):
            return not measure.titles
        if found & LIKELY or any(word.endswith(LIKELY_ENDS) for word in found):
            return is_little and (is_linked or not is_text)
        return bool(found & WEAK) and is_little and is_linked and not is_text


def _is_strong(found: Set[str]) -> bool:
    return bool(found & STRONG) or any(word.endswith(STRONG_ENDS) for word in found)


def _toggled(tree: Element) -> set[str]:
    """The ids of what a button or a link shows when it is pressed."""
    found: set[str] = set()
    for element in tree.iter("a", "button", "summary", "h2", "h3", "h4", "div"):
        for name in _TOGGLES:
            found.update((element.get(name) or "").replace("#", "").split())
    return found
