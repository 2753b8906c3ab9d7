"""The sources of an answer, as the page shows them: a card for each, and a line for all."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from assistant.results import Answer, CitedPassage
from assistant.text.figures import written_day
from assistant.text.readings import reading
from assistant.types import GRADES, Citation
from assistant.ui import markup, render


def sources(answer: Answer, passages: Sequence[CitedPassage]) -> list[dict[str, Any]]:
    """The cited sources in their order, then the related ones, each under its key."""
    cited = [_source(passage, render.cited_key(passage.citation)) for passage in passages]
    related = [
        {"key": render.related_key(at), "card": _related_card(item), **_opened(item)}
        for at, item in enumerate(answer.related)
    ]
    return [*cited, *related]


def line(answer: Answer) -> str:
    """Who says what an answer quotes, and as of when: "3 trade · 1 official · checked to …"."""
    best = {
        (source.name, source.url): source.grade
        for citation in answer.citations
        for source in citation.sources
    }
    counted = Counter(best.values())
    told = [f"{counted[grade]} {grade}" for grade in GRADES if counted[grade]]
    if answer.citations and not told:
        number = len({citation.document_id for citation in answer.citations})
        told = [f"{number} document{'' if number == 1 else 's'}"]
    if answer.as_of and answer.citations:
        told.append(f"checked to {written_day(answer.as_of)}")
    return " · ".join(told)


def _source(passage: CitedPassage, key: str) -> dict[str, Any]:
    citation = passage.citation
    return {"key": key, "card": _card(passage), **_opened(citation)}


def _opened(citation: Citation) -> dict[str, Any]:
    """What the reader needs to open a document where it is quoted."""
    return {
        "id": citation.document_id,
        "title": citation.title,
        "start": citation.start,
        "end": citation.end,
        "lead": [[lead.start, lead.end] for lead in citation.lead],
    }


def _card(passage: CitedPassage) -> str:
    """Quote, source, grade and date: what stands at a number before it is opened."""
    citation = passage.citation
    place = markup.place(citation)
    section = f'<p class="quiet">{markup.escape(place)}</p>' if place else ""
    about = markup.about(passage.metadata, trusted=passage.trusted)
    return (
        f"<header><strong>{markup.escape(citation.title)}</strong>"
        f"{markup.status(passage.metadata)}</header>{section}"
        f"<blockquote>{markup.escape(reading(citation))}</blockquote>"
        f"{markup.origins(citation)}"
        f'<p class="quiet">{markup.escape(about)}{_read_from(passage)}</p>'
    )


def _related_card(citation: Citation) -> str:
    return (
        f"<header><strong>{markup.escape(citation.title)}</strong></header>"
        f"<blockquote>{markup.escape(reading(citation))}</blockquote>{markup.origins(citation)}"
    )


def _read_from(passage: CitedPassage) -> str:
    origin = passage.citation.origin
    doubt = "" if passage.trusted else ", not in a trusted folder"
    return f" · read from {markup.escape(origin)}{doubt}" if origin else ""
