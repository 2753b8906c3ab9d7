"""Answers as HTML. Everything that comes from a document or a person is escaped here."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from assistant.results import Answer, Cell, CitedPassage, Outcome, answered_together
from assistant.text.figures import written_day
from assistant.text.marks import MARKER
from assistant.text.readings import reading, readings
from assistant.text.visible import visible
from assistant.types import GRADES, MISSING, OPEN, REFUSAL, UNDECIDED, Citation, Metadata, Source


def escape(text: str) -> str:
    """Escape text for HTML and for Markdown alike.

    The chat reads a message as Markdown with HTML in it. Every ASCII character that is neither
    letter, digit nor space becomes a character reference, which both show as the character.
    """
    return "".join(
        character
        if character.isalnum() or character == " " or not character.isascii()
        else f"&#{ord(character)};"
        for character in visible(text)
    )


def message(answer: Answer, turn: int) -> str:
    """An answer as a chat message; its numbers link to the sources of the same turn."""
    show, style = _SHOWN[answer.outcome]
    return f'<div class="{style}">{_searched(answer)}{show(answer, turn)}{_notes(answer)}</div>'


def sources(passages: Sequence[CitedPassage], question: str, turn: int) -> str:
    """The cited passages of one turn, each with its quote marked."""
    if not passages:
        return ""
    cards = "".join(_card(passage, turn) for passage in passages)
    return f'<section class="turn"><h3>{escape(question)}</h3>{cards}</section>'


def notice(text: str) -> str:
    """A message about the assistant itself, such as a fault."""
    return f'<div class="notice">{escape(text)}</div>'


def _answered(answer: Answer, turn: int) -> str:
    """The quotes; where several things were asked, each over what answers it."""
    if len(answer.parts) < 2 or not answer.citations:
        return _quotes(answer.citations, turn)
    by_number = {citation.n: citation for citation in answer.citations}
    shown = []
    for asked, numbers, is_open in answered_together(answer.parts):
        quotes = _quotes([by_number[n] for n in numbers], turn)
        opening = _opening(answer) if is_open else ""
        missing = f'<p class="missing">{MISSING.capitalize()}.</p>'
        shown.append(f"<h4>{escape(asked)}</h4>{opening}{quotes or missing}")
    return "".join(shown)


def _quotes(citations: Sequence[Citation], turn: int) -> str:
    paragraphs: dict[str, list[str]] = {}
    for citation, reads in zip(citations, readings(citations), strict=True):
        quote = f"{escape(reads)} {_link(citation, turn)}"
        paragraphs.setdefault(citation.document_id, []).append(quote)
    return "".join(f"<p>{' '.join(quotes)}</p>" for quotes in paragraphs.values())


def _compared(answer: Answer, turn: int) -> str:
    table = answer.table
    if table is None:
        return _quotes(answer.citations, turn)
    by_number = {citation.n: citation for citation in answer.citations}
    head = "".join(f'<th scope="col">{escape(aspect)}</th>' for aspect in table.aspects)
    rows = "".join(
        f'<tr><th scope="row">{escape(row.thing)}</th>'
        + "".join(_cell(cell, by_number, turn) for cell in row.cells)
        + "</tr>"
        for row in table.rows
    )
    verdicts = "".join(f"<p>{_verdict(text, by_number, turn)}</p>" for text in table.verdicts)
    return f"<table><thead><tr><th></th>{head}</tr></thead><tbody>{rows}</tbody></table>{verdicts}"


def _undecided(answer: Answer, turn: int) -> str:
    if len(answer.parts) > 1:
        return _answered(answer, turn)
    return f"{_opening(answer)}{_quotes(answer.citations, turn)}"


def _opening(answer: Answer) -> str:
    """What stands before the last status of what is undecided, as the answer's text has it."""
    begins = max(answer.answer.find(UNDECIDED), 0)
    head = answer.answer[begins:].partition(":")[0]
    return f"<p><strong>{escape(head)}:</strong></p>"


def _refused(answer: Answer, _turn: int) -> str:
    head = f"<p><strong>{escape(REFUSAL)}</strong> {escape(answer.reason)}</p>"
    return f"{head}{_related(answer)}"


def _said(answer: Answer, _turn: int) -> str:
    """What the assistant says in its own words: paragraphs, and lists of what begins with "-"."""
    lines = answer.answer.splitlines()
    blocks = []
    for is_list, together in groupby(filter(None, lines), lambda line: line.startswith("- ")):
        tag = "li" if is_list else "p"
        items = "".join(f"<{tag}>{escape(line.removeprefix('- '))}</{tag}>" for line in together)
        blocks.append(f"<ul>{items}</ul>" if is_list else items)
    return "".join(blocks)


_SHOWN: Mapping[Outcome, tuple[Callable[[Answer, int], str], str]] = MappingProxyType(
    {
        Outcome.ANSWERED: (_answered, "answer"),
        Outcome.COMPARED: (_compared, "answer"),
        Outcome.UNDECIDED: (_undecided, "refusal undecided"),
        Outcome.REFUSED: (_refused, "refusal"),
        Outcome.ASKED_BACK: (_said, "clarify"),
        Outcome.REPLIED: (_said, "reply"),
    }
)
"""By outcome, what writes the body of a message, and its style."""


def _cell(cell: Cell, by_number: Mapping[int, Citation], turn: int) -> str:
    if not cell.citations:
        return f'<td class="missing">{MISSING}</td>'
    quoted = [by_number[n] for n in cell.citations]
    quotes = (f"{escape(reading(item))} {_link(item, turn)}" for item in quoted)
    opening = f"<em>{OPEN}:</em> " if cell.open else ""
    return f"<td>{opening}{' '.join(quotes)}</td>"


def _verdict(text: str, by_number: Mapping[int, Citation], turn: int) -> str:
    """A sentence with numbers in square brackets, these as links."""
    parts = re.split(r"\[(\d+)\]", text)
    return "".join(
        _link(by_number[int(part)], turn) if at % 2 else escape(part)
        for at, part in enumerate(parts)
    )


def _related(answer: Answer) -> str:
    items = "".join(
        f"<li>{escape(reading(item))} <cite>{escape(item.title)}</cite></li>"
        for item in answer.related
    )
    return f"<p>Near the subject, but not an answer:</p><ul>{items}</ul>" if items else ""


def _searched(answer: Answer) -> str:
    if answer.searched == answer.question:
        return ""
    return f'<p class="searched">Searched for: {escape(answer.searched)}</p>'


def _notes(answer: Answer) -> str:
    return "".join(f'<p class="note">{escape(note)}</p>' for note in answer.notes)


def _link(citation: Citation, turn: int) -> str:
    return f'<a class="cite" href="#cite-{turn}-{citation.n}">{citation.n}</a>'


def _card(passage: CitedPassage, turn: int) -> str:
    citation = passage.citation
    path = [heading for heading in citation.path if heading != citation.title]
    section = f" · {escape(' › '.join(path))}" if path else ""
    before, after = (_surrounding(text) for text in (passage.before, passage.after))
    return (
        f'<article class="source" id="cite-{turn}-{citation.n}">'
        f'<header><span class="number">{citation.n}</span>'
        f"<strong>{escape(citation.title)}</strong>{section}</header>"
        f'<p class="about">{escape(_about(passage.metadata, trusted=passage.trusted))}</p>'
        f"{_read_from(passage)}"
        f"{_origins(citation)}"
        f"<blockquote>{before}<mark>{escape(citation.quote)}</mark>{after}</blockquote>"
        "</article>"
    )


def _surrounding(text: str) -> str:
    return escape(MARKER.sub("", text)).replace("&#10;", "<br>")


def _read_from(passage: CitedPassage) -> str:
    """Where the document came from, and that it is none of the trusted ones."""
    origin = passage.citation.origin
    if not origin:
        return ""
    doubt = "" if passage.trusted else ", not in a trusted folder"
    return f'<p class="about">read from {escape(origin)}{doubt}</p>'


def _about(metadata: Metadata, *, trusted: bool) -> str:
    known = [
        ("published", metadata.published),
        ("facts checked to", metadata.as_of),
        ("in effect from", metadata.effective),
        ("expires", metadata.expires),
    ]
    dates = [f"{label} {written_day(value)}" for label, value in known if value]
    return " · ".join(
        [
            _called(metadata.kind, trusted=trusted),
            *(dates or ["undated"]),
            *filter(None, [metadata.status]),
        ]
    )


def _called(kind: str, *, trusted: bool) -> str:
    """What a document is called: a brief of the library is no source by itself."""
    if not trusted:
        return f"{kind}, as the document says"
    return "library brief, based on the sources below" if kind == "brief" else kind


def _grade(source: Source) -> str:
    """The grade of a source: of a document that is not trusted, as its own words."""
    if source.trusted:
        return f'<span class="grade {escape(source.grade)}">{escape(source.grade)}</span>'
    return f'<span class="grade {GRADES[-1]}">{escape(source.grade)}, as the document says</span>'


def _origins(citation: Citation) -> str:
    if not citation.sources:
        return f'<p class="origin"><span class="grade {GRADES[-1]}">{GRADES[-1]}</span></p>'
    rows = "".join(
        f"<li>{_grade(source)} {escape(source.name)} <span>{escape(source.url)}</span></li>"
        for source in citation.sources
    )
    return f'<ul class="origin">{rows}</ul>'
