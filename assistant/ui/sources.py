"""The sources of an answer, as the page shows them: a card for each, and a line for all."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from assistant.results import Answer
from assistant.text.figures import written_day
from assistant.text.readings import reading
from assistant.text.spots import place_of
from assistant.text.standing import Standing
from assistant.types import GRADES, Citation, Source
from assistant.ui import markup, render
from assistant.ui.shelf import CLAIMED, Shelf

CLAIMED_BY_MANY = "in force or not: as the documents say"


def sources(answer: Answer, shelf: Shelf) -> list[dict[str, Any]]:
    """The cited sources in their order, then the related ones, each under its key."""
    cited = [(render.cited_key(item), item) for item in answer.citations]
    related = [(render.related_key(at), item) for at, item in enumerate(answer.related)]
    return [
        {"key": key, "card": _card(item, shelf), **_opened(item)}
        for key, item in (*cited, *related)
    ]


def line(answer: Answer, shelf: Shelf) -> str:
    """Who says what an answer quotes and as of when, as HTML: "3 trade · checked to …".

    Behind it a badge tells whether what is quoted is in force; one that holds for some of the
    documents alone stands behind the numbers of these.
    """
    if not answer.citations:
        return ""
    badges = "".join(_badges(answer.citations, shelf))
    return f"{markup.escape(' · '.join(_told(answer)))}{badges}"


def _told(answer: Answer) -> list[str]:
    sources = {source for citation in answer.citations for source in citation.sources}
    counted = Counter({(item.name, item.url): _graded(item) for item in sources}.values())
    grades = (*GRADES, *(f"{grade}, as the document says" for grade in GRADES))
    told = [f"{counted[grade]} {grade}" for grade in grades if counted[grade]]
    if not told:
        number = len({citation.document_id for citation in answer.citations})
        told = [f"{number} document{'' if number == 1 else 's'}"]
    return [*told, f"checked to {written_day(answer.as_of)}"] if answer.as_of else told


def _graded(source: Source) -> str:
    return source.grade if source.trusted else f"{source.grade}, as the document says"


def _badges(citations: Sequence[Citation], shelf: Shelf) -> Iterator[str]:
    """How the cited documents stand, with their titles; several alike are counted: "2 in force"."""
    by_name: dict[str, dict[str, list[Citation]]] = {}
    for citation in citations:
        name = shelf.standing(citation.document_id).name
        by_name.setdefault(name, {}).setdefault(citation.document_id, []).append(citation)
    for name, alike in by_name.items():
        if not name:
            continue
        standing = _counted(name, [shelf.standing(key) for key in alike])
        titles = "; ".join(dict.fromkeys(cited[0].title for cited in alike.values()))
        badge = markup.badge(standing, titles)
        if len(by_name) == 1:
            yield badge
        else:
            cited = [item for found in alike.values() for item in found]
            links = " ".join(map(render.link_to, cited))
            yield f' <span class="of-some">{links} {badge}</span>'


def _counted(name: str, alike: Sequence[Standing]) -> Standing:
    if len(alike) == 1:
        return alike[0]
    return Standing(name, CLAIMED_BY_MANY if name == CLAIMED else f"{len(alike)} {name}")


def _opened(citation: Citation) -> dict[str, Any]:
    """What the reader needs to open a document where it is quoted."""
    return {
        "id": citation.document_id,
        "title": citation.title,
        "start": citation.start,
        "end": citation.end,
        "lead": [[lead.start, lead.end] for lead in citation.lead],
    }


def _card(citation: Citation, shelf: Shelf) -> str:
    """Quote, source, grade and date: what stands at a number before it is opened."""
    summary = shelf.summary(citation.document_id)
    place = place_of(citation)
    section = f'<p class="quiet">{markup.escape(place)}</p>' if place else ""
    about = markup.about(summary.metadata, trusted=summary.trusted) if summary else ""
    badge = markup.badge(shelf.standing(citation.document_id))
    return (
        f"<header><strong>{markup.escape(citation.title)}</strong> {badge}</header>{section}"
        f"<blockquote>{markup.escape(reading(citation))}</blockquote>"
        f"{markup.origins(citation)}"
        f'<p class="quiet">{markup.escape(about)}{_read_from(citation, shelf)}</p>'
    )


def _read_from(citation: Citation, shelf: Shelf) -> str:
    summary = shelf.summary(citation.document_id)
    doubt = "" if summary is None or summary.trusted else ", not in a trusted folder"
    return f" · read from {markup.escape(citation.origin)}{doubt}" if citation.origin else ""
