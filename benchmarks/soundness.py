"""What holds of whatever was read, however odd it was: each promise is checked on its own."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise

from lxml.etree import _Element as Element

from assistant.documents.chunks import chunk_document, statement_texts
from assistant.documents.coverage import UNREAD, coverage
from assistant.extracts import TAB, Extract, HeadingLine, Note, dump_extract, load_extract
from assistant.html.reader import read_html
from assistant.html.tree import parsed
from assistant.html.words import UNREAD_TAGS
from assistant.text.characters import plain
from assistant.text.joints import LONGEST
from assistant.text.marks import COMMENT, MARKER, as_shown
from assistant.text.sentences import Hole
from assistant.types import Block, Document, LeftOut, Sentence, Span

_LEAST_WORD = 5
"""Letters of a word that tells by itself whether what it stands in was read."""

_NOTE = re.compile(r"(?:\[\d{1,3}\]|\d{1,2}|[¹²³⁴-⁹]|\W)+")
"""Marks of notes behind sentences, which are no words."""

_PROSE = "The credit is a quarter of what a production spends in the state. " * 8
_MAY_BE_TEXT = re.compile(r"(?i)main|<article|<h1|href|itemtype")
"""A text beside which a menu is little, and what may make a menu text, or that text none."""


class Breach(Exception):
    """A promise that was not kept. ``promise`` names it, the same for all that break it."""

    def __init__(self, promise: str, shown: object = "") -> None:
        super().__init__(f"{promise}: {shown!r}")
        self.promise = promise


def check_sentences(text: str, sentences: Sequence[Sentence], holes: Sequence[Hole] = ()) -> None:
    """Sentences are exact, in order, apart from each other, short, and hold no marker or hole."""
    for sentence in sentences:
        _check_sentence(text, sentence)
        _need(sentence.end - sentence.start <= LONGEST, "a sentence is short", sentence.text)
        crossed = [hole for hole in holes if hole[0] < sentence.end and hole[1] > sentence.start]
        _need(not crossed, "a sentence holds no foot of a page", sentence.text)
    _check_order(sentences, "sentences stand in order and apart")


def check_words(text: str, sentences: Sequence[Sentence], holes: Sequence[Hole]) -> None:
    """Every word that is shown, outside of holes, is in a sentence or in what leads it."""
    held = [(span.start, span.end) for one in sentences for span in _of(one)]
    comments = (found.span() for found in COMMENT.finditer(text))
    rest = list(text)
    for start, end in (*held, *holes, *comments):
        rest[start:end] = " " * (end - start)
    words = as_shown("".join(rest)).split()
    lost = [one for one in words if any(map(str.isalnum, one)) and not _NOTE.fullmatch(one)]
    _need(not lost, "no word is lost", lost)


def check_document(document: Document) -> None:
    """All parts of a document are exact spans of its text, and all of its text is told of."""
    text = document.text
    blocks = [block for section in document.sections for block in section.blocks]
    own: list[Sentence] = []
    for block in blocks:
        _need(0 <= block.start < block.end <= len(text), "a block lies in the text", block)
        for sentence in block.sentences:
            _check_sentence(text, sentence)
        if block.question:
            _check_span(text, block.question)
        own += _within(block)
    _check_order(own, "sentences stand in order and apart")
    told: list[Span | LeftOut] = [*document.headings, *document.left_out]
    for span in told:
        _need(0 <= span.start <= span.end <= len(text), "what is told of lies in the text", span)
    _check_chunks(document)


def check_extract(extract: Extract) -> None:
    """The text of an extract has its form, its layout lies in it, and it is kept as it is."""
    text, layout = extract.text, extract.layout
    odd = sorted(letter for letter in {*text} - {*"\n\t"} if plain(letter) != letter)
    _need(not odd, "a text holds only what is drawn", odd)
    _need(bool(text.strip()), "a text holds words")
    in_tables = {at for one in layout.tables for at in range(one.start, one.end)}
    tabs = [at for at, letter in enumerate(text) if letter == TAB and at not in in_tables]
    _need(not tabs, "tabs part the cells of rows alone", tabs)
    lines: list[HeadingLine | Note] = [*layout.headings, *layout.notes]
    for line in lines:
        _need(_is_line(text, line.start, line.end), "a heading or a note is a line", line)
    _need(all(1 <= one.level <= 6 for one in layout.headings), "a heading has a level")
    _need(all(0 <= one.at <= len(text) for one in layout.notes), "a marker stands in the text")
    for table in layout.tables:
        rows = text[table.start : table.end].split("\n")
        _need(len({row.count(TAB) for row in rows}) == 1, "rows have as many cells", rows)
        _need(0 <= table.heads <= len(rows), "heads are rows", table)
    for spans in (layout.headings, layout.tables, layout.notes):
        starts = [one.start for one in spans]
        _need(starts == sorted(set(starts)), "a layout is in order", spans)
    facts = extract.facts
    told = (facts.title, facts.author, facts.language, facts.url)
    _need(all(plain(one) == one for one in told), "facts hold only what is drawn", told)
    _need(load_extract(dump_extract(extract)) == extract, "an extract is kept as it is")


def check_unread(markup: str, extract: Extract) -> None:
    """No word that a page holds in programs, styles and the like alone is in its text."""
    found = _told(parsed(markup), UNREAD_TAGS, extract)
    _need(not found, "what nobody reads is no text", found)


def check_menus(markup: str) -> None:
    """No word of a menu alone is in the text of a page that has other text, plain to see."""
    whole = f"<p>{_PROSE}</p>{markup}"
    tree = parsed(whole)
    menus = sum(len("".join(menu.itertext())) for menu in tree.iter("nav"))
    if 0 < menus < len(_PROSE) and not _MAY_BE_TEXT.search(markup):
        found = _told(tree, {*UNREAD_TAGS, "nav"}, read_html(whole))
        _need(not found, "a menu is no text", found)


def _told(tree: Element, tags: Set[str], extract: Extract) -> list[str]:
    """The words of a text that its page holds in some elements alone."""
    shown: set[str] = set()
    unread: set[str] = set()
    for text, is_read in _pieces(tree, tags):
        (shown if is_read else unread).update(plain(text).split())
    words = {word for word in unread if len(word) >= _LEAST_WORD and word.isalpha()}
    around = " ".join(shown)
    return sorted(word for word in words & set(extract.text.split()) if word not in around)


def _pieces(tree: Element, tags: Set[str]) -> Iterator[tuple[str, bool]]:
    """The texts of a tree, each with whether it stands outside of some elements."""
    inside = 0
    waiting: list[tuple[Element, bool]] = [(tree, False)]
    while waiting:
        element, is_left = waiting.pop()
        is_one = element.tag in tags
        if is_left:
            inside -= is_one
            yield element.tail or "", not inside
            continue
        inside += is_one
        yield element.text or "", not inside
        waiting.append((element, True))
        waiting += ((child, False) for child in reversed(element))


def _check_chunks(document: Document) -> None:
    chunks = chunk_document(document)
    for chunk in chunks:
        _need(document.text[chunk.start : chunk.end] == chunk.text, "a passage is exact", chunk)
        for sentence in chunk.sentences:
            is_inside = chunk.start <= sentence.start < sentence.end <= chunk.end
            _need(is_inside, "a sentence lies in its passage", sentence)
        _need(all(statement_texts(chunk).values()), "a statement has words", chunk)
    found = coverage(document, chunks)
    lost = [document.text[one.start : one.end] for one in found.left_out if one.reason == UNREAD]
    _need(not lost, "all text is told of", lost)
    _need(0 <= found.indexed <= 1, "a share is one", found.indexed)


def _check_sentence(text: str, sentence: Sentence) -> None:
    for span in _of(sentence):
        _check_span(text, span)
    said = sentence.text
    _need(said == said.strip(), "a sentence has no white space around it", said)
    _need(any(map(str.isalnum, said)), "a sentence has words", said)
    _need(not MARKER.search(said), "a sentence holds no marker", said)


def _check_span(text: str, span: Sentence | Span) -> None:
    _need(0 <= span.start < span.end <= len(text), "a sentence lies in the text", span)
    _need(text[span.start : span.end] == span.text, "a sentence is exact", span)


def _of(sentence: Sentence) -> tuple[Sentence | Span, ...]:
    """A sentence and what leads it."""
    return (sentence, *sentence.lead)


def _within(block: Block) -> Iterator[Sentence]:
    """The sentences of a block, without that which is a list as a whole."""
    return (one for one in block.sentences if one.end <= block.end)


def _check_order(spans: Iterable[Sentence], promise: str) -> None:
    for one, other in pairwise(spans):
        _need(one.end <= other.start, promise, (one.text, other.text))


def _is_line(text: str, start: int, end: int) -> bool:
    """Whether a span is a line, all of it."""
    is_begun = start == 0 or text[start - 1 : start] == "\n"
    is_ended = end == len(text) or text[end : end + 1] == "\n"
    return 0 <= start < end <= len(text) and is_begun and is_ended and "\n" not in text[start:end]


def _need(kept: bool, promise: str, shown: object = "") -> None:
    if not kept:
        raise Breach(promise, shown)
