"""What a sentence leans on, put before it: it is read, and quoted, together with that."""

import re
from collections.abc import Container, Sequence
from dataclasses import replace

from assistant.text.marks import MARKER, as_shown
from assistant.text.sentences import LONGEST, Hole
from assistant.types import Block, Sentence, Span

FEW = 2
"""Words of a sentence ("No.", "Good morning.") that is no answer without the one after it."""

LEAST_ITEMS = 2

_JOINED = re.compile(r"(?:[.;,]|[;,] (?:and|or))$")
"""The end of an item that tells by itself that another one follows."""


def begin_of(sentence: Sentence, after: int) -> int:
    """Where the text of a sentence begins, the words that govern it included, if ``after`` that."""
    return min([sentence.start, *(lead.start for lead in sentence.lead if lead.start >= after)])


def led(
    text: str, sentences: Sequence[Sentence], leads: tuple[Span, ...], written: Container[str]
) -> tuple[Sentence, ...]:
    """Sentences behind the lines that lead them in."""
    merged = _without_short_first(text, sentences, 0)
    return tuple(_behind(item, leads, written) for item in merged)


def answering(
    text: str,
    sentences: Sequence[Sentence],
    question: Span,
    leads: tuple[Span, ...],
    written: Container[str],
) -> tuple[Sentence, ...]:
    """The sentences of an answer behind the question that they answer."""
    return led(text, sentences, (question, *leads), written)


def spoken(
    text: str,
    sentences: Sequence[Sentence],
    label: Span,
    leads: tuple[Span, ...],
    written: Container[str],
) -> tuple[Sentence, ...]:
    """What somebody says behind their name; the first sentence holds it, and has ``leads``."""
    merged = _without_short_first(text, sentences, label.end)
    return tuple(
        _behind(item, leads if item.start <= label.start else (label,), written) for item in merged
    )


def list_sentence(
    text: str, lead: Span, items: Sequence[Block], holes: Sequence[Hole]
) -> Sentence | None:
    """A list as a whole, from the line that leads it in to its last item, if it is short enough."""
    if len(items) < LEAST_ITEMS:
        return None
    end = max(block.end for block in items)
    is_broken = MARKER.search(text, lead.start, end) or any(
        lead.start < start < end for start, _ in holes
    )
    if end - lead.start > LONGEST or is_broken:
        return None
    said = as_shown(text[items[0].start : items[0].end])
    for block in items[1:]:
        said += " " if _JOINED.search(said) else "; "
        said += as_shown(text[block.start : block.end])
    words = f"{as_shown(lead.text)} {said}"
    return Sentence(lead.start, end, text[lead.start : end], words=words)


def _leading(words: str) -> str:
    """What stands before a sentence, with a colon where it ends in a word."""
    return f"{words}:" if words[-1:].isalnum() else words


def _without_short_first(
    text: str, sentences: Sequence[Sentence], begins: int
) -> tuple[Sentence, ...]:
    """The sentences, the first two as one where the first is but a word or two.

    What is said begins at ``begins`` at the earliest.
    """
    if len(sentences) < 2 or sentences[1].leans:
        return tuple(sentences)
    first, second, *rest = sentences
    said = text[max(first.start, begins) : first.end].split()
    if len(said) > FEW or second.end - first.start > LONGEST or second.lead:
        return tuple(sentences)
    whole = replace(
        first,
        end=second.end,
        text=text[first.start : second.end],
        sources=tuple(dict.fromkeys((*first.sources, *second.sources))),
    )
    between = MARKER.search(text, first.start, second.end)
    return tuple(sentences) if between else (whole, *rest)


def _behind(sentence: Sentence, leads: tuple[Span, ...], written: Container[str]) -> Sentence:
    """A sentence behind what leads it in; the rest of one stands behind its own beginning."""
    if sentence.leans:
        return sentence
    leads = (*leads, *sentence.lead)
    before = (_leading(as_shown(lead.text, written)) for lead in leads)
    said = " ".join([*before, as_shown(sentence.text, written)])
    return replace(sentence, lead=leads, words="" if said == as_shown(sentence.text) else said)
