"""Answers as HTML. Everything that comes from a document or a person is escaped here."""

from collections.abc import Sequence
from datetime import date

from assistant.sentences import MARKER, without_markers
from assistant.types import GRADES, REFUSAL, Answer, Citation, CitedPassage, Metadata


def escape(text: str) -> str:
    """Escape text for HTML and for Markdown alike.

    The chat reads a message as Markdown with HTML in it. Every ASCII character that is neither
    letter, digit nor space becomes a character reference, which both show as the character.
    """
    return "".join(
        character
        if character.isalnum() or character == " " or not character.isascii()
        else f"&#{ord(character)};"
        for character in text
    )


def message(answer: Answer, turn: int) -> str:
    """An answer as a chat message; its numbers link to the sources of the same turn."""
    if answer.open:
        head = f"<p><strong>{escape(answer.answer.partition(':')[0])}:</strong></p>"
        return _bubble("refusal undecided", answer, f"{head}{_quotes(answer, turn)}")
    if answer.abstained:
        head = f"<p><strong>{escape(REFUSAL)}</strong> {escape(answer.reason)}</p>"
        return _bubble("refusal", answer, f"{head}{_related(answer)}")
    return _bubble("answer", answer, _quotes(answer, turn))


def sources(passages: Sequence[CitedPassage], question: str, turn: int) -> str:
    """The cited passages of one turn, each with its quote marked."""
    if not passages:
        return ""
    cards = "".join(_card(passage, turn) for passage in passages)
    return f'<section class="turn"><h3>{escape(question)}</h3>{cards}</section>'


def notice(text: str) -> str:
    """A message about the assistant itself, such as a fault."""
    return f'<div class="notice">{escape(text)}</div>'


def _bubble(style: str, answer: Answer, body: str) -> str:
    return f'<div class="{style}">{_searched(answer)}{body}{_notes(answer)}</div>'


def _quotes(answer: Answer, turn: int) -> str:
    paragraphs: dict[str, list[str]] = {}
    for citation in answer.citations:
        quote = escape(without_markers(citation.quote))
        paragraphs.setdefault(citation.document_id, []).append(f"{quote} {_link(citation, turn)}")
    return "".join(f"<p>{' '.join(quotes)}</p>" for quotes in paragraphs.values())


def _related(answer: Answer) -> str:
    items = "".join(
        f"<li>{escape(without_markers(item.quote))} <cite>{escape(item.title)}</cite></li>"
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
    section = f" · {escape(citation.section)}" if citation.section else ""
    before, after = (_surrounding(text) for text in (passage.before, passage.after))
    return (
        f'<article class="source" id="cite-{turn}-{citation.n}">'
        f'<header><span class="number">{citation.n}</span>'
        f"<strong>{escape(citation.title)}</strong>{section}</header>"
        f'<p class="about">{escape(_about(passage.metadata))}</p>'
        f"{_origins(citation)}"
        f"<blockquote>{before}<mark>{escape(citation.quote)}</mark>{after}</blockquote>"
        "</article>"
    )


def _surrounding(text: str) -> str:
    return escape(MARKER.sub("", text)).replace("&#10;", "<br>")


def _about(metadata: Metadata) -> str:
    known = [
        ("published", metadata.published),
        ("facts checked to", metadata.as_of),
        ("in effect from", metadata.effective),
        ("expires", metadata.expires),
    ]
    dates = [f"{label} {_day(value)}" for label, value in known if value]
    kind = "library brief" if metadata.kind == "brief" else metadata.kind
    return " · ".join([kind, *(dates or ["undated"]), *filter(None, [metadata.status])])


def _day(value: date) -> str:
    return f"{value.day} {value:%B %Y}"


def _origins(citation: Citation) -> str:
    if not citation.sources:
        return f'<p class="origin"><span class="grade {GRADES[-1]}">{GRADES[-1]}</span></p>'
    rows = "".join(
        f'<li><span class="grade {escape(source.grade)}">{escape(source.grade)}</span> '
        f"{escape(source.name)} <span>{escape(source.url)}</span></li>"
        for source in citation.sources
    )
    return f'<ul class="origin">{rows}</ul>'
