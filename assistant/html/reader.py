"""HTML -> the text of a page as its reader sees it, without what stands around it."""

from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.etree import _Element as Element

from assistant.errors import InputError
from assistant.extracts import Extract
from assistant.html.blocks import BELOW, Block, Heading, Paragraph, without_markers, written
from assistant.html.facts import facts_of, page_data
from assistant.html.notes import find_notes
from assistant.html.page import page_of
from assistant.html.tree import NO_TEXT, measured, parsed
from assistant.html.walk import Plan, walked

LEAST_TEXT = 200
LOST = 0.25
"""Characters of a text, and the share of all on its page, below which the page is taken whole."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNHIDDEN = "most of its text is hidden until a script runs; compare it with the page in a browser"
_NEAR = 100
"""Elements from that of a question on among which its words are."""

_MOST_STATED = 60
"""Paragraphs at either end of a text in which it may say when it was published."""


def read_html(markup: str) -> Extract:
    """Read a page.

    Raises:
        InputError: it holds no text, or can't be read.
    """
    tree = parsed(markup)
    measures = measured(tree)
    notes = find_notes(tree, measures)
    questions = _questions(tree)
    page = page_of(tree, measures, {*notes.bodies, *questions})
    data = page_data(tree)
    plan = Plan(notes, page.passed, questions, _toggled(tree))
    blocks = walked(page.root, plan)
    text, layout = written(_headed(blocks, data.questions, page.title))
    if len(text) < LEAST_TEXT and len(text) < LOST * measures[tree].chars:
        # A page of links alone, or one whose names mislead: all of it is its text.
        blocks = walked(tree, Plan(notes, page.hidden, is_page=False))
        text, layout = written(_headed(blocks, data.questions, ""))
    if not text:
        raise InputError(NO_TEXT)
    titles = _titles(blocks)
    facts = facts_of(tree, data, titles or [page.title] * bool(page.title), list(_ends(blocks)))
    return Extract(text, layout, facts, (_UNHIDDEN,) * page.has_unhidden)


def _headed(blocks: Sequence[Block], questions: frozenset[str], title: str) -> Iterator[Block]:
    """The blocks with the page's title over them, and with the questions known as headings."""
    if title and not any(map(_is_title, blocks)):
        yield Heading(title, 1)
    for block in blocks:
        if isinstance(block, Paragraph) and block.text.casefold() in questions:
            yield Heading(block.text, BELOW)
        else:
            yield block


def _titles(blocks: Sequence[Block]) -> list[str]:
    """The headings of the first level."""
    found = (one for one in blocks if isinstance(one, Heading) and one.level == 1)
    return [without_markers(one.text) for one in found]


def _is_title(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1


def _ends(blocks: Sequence[Block]) -> Iterator[str]:
    """The paragraphs at both ends of a text."""
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    yield from texts[:_MOST_STATED]
    yield from texts[_MOST_STATED:][-_MOST_STATED:]


def _questions(tree: Element) -> set[Element]:
    """The elements that a page marks as questions, where they are no headings yet."""
    found: set[Element] = set()
    for element in tree.iter():
        kind = element.get("itemtype") if isinstance(element.tag, str) else None
        if not kind or not kind.endswith("schema.org/Question"):
            continue
        inner = islice(element.iter(), _NEAR)
        named = (one for one in inner if one.get("itemprop") == "name")
        name = next(named, None)
        if (
            name is not None
            and name.tag not in _HEADINGS
            and next(name.iter(*_HEADINGS), None) is None
        ):
            found.add(name)
    return found


def _toggled(tree: Element) -> set[str]:
    """The ids of what buttons show, where that is text: an answer behind its question."""
    wanted = {button.get("aria-controls") for button in tree.iter("button")} - {None}
    return {
        element.get("id")
        for element in tree.iter()
        if element.get("id") in wanted and element.tag not in ("nav", "ul", "form")
    }
