"""Answers as HTML: every number in them opens what it stands for."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from assistant.results import Answer, Cell, Outcome, Usage, answered_together, shown_notes
from assistant.text.readings import reading, readings
from assistant.types import MISSING, OPEN, REFUSAL, UNDECIDED, Citation
from assistant.ui.markup import escape


def message(answer: Answer) -> str:
    """An answer as the body of a message; its numbers name sources by their key."""
    show, style = _SHOWN[answer.outcome]
    quoted = show(answer) if answer.table or not answer.sentences else ""
    said = f"{_written(answer)}{quoted}" if answer.sentences else quoted
    under = f"{_notes(answer)}{_by_model(answer)}"
    return f'<div class="{style}">{_searched(answer)}{said}{under}</div>'


def adds_words(answer: Answer) -> bool:
    """Whether what was searched for has words that the question doesn't."""
    asked = set(_WORD.findall(answer.question.casefold()))
    return not asked.issuperset(_WORD.findall(answer.searched.casefold()))


def link_to(citation: Citation) -> str:
    """The number of a citation, which opens its source."""
    named = escape(f"Source {citation.n}: {citation.title}")
    return (
        f'<a class="cite" href="#" data-key="{cited_key(citation)}" '
        f'aria-label="{named}">{citation.n}</a>'
    )


def cited_key(citation: Citation) -> str:
    """The key of a cited source within its answer."""
    return f"c{citation.n}"


def related_key(at: int) -> str:
    """The key of a related source within its answer, counted from 0."""
    return f"r{at}"


def _answered(answer: Answer) -> str:
    """The quotes; where several things were asked, each over what answers it."""
    if len(answer.parts) < 2 or not answer.citations:
        return _quotes(answer.citations)
    by_number = {citation.n: citation for citation in answer.citations}
    shown = []
    for asked, numbers, is_open in answered_together(answer.parts):
        quotes = _quotes([by_number[n] for n in numbers])
        opening = _opening(answer) if is_open else ""
        missing = f'<p class="missing">{MISSING.capitalize()}.</p>'
        shown.append(f"<h3>{escape(asked)}</h3>{opening}{quotes or missing}")
    return "".join(shown)


def _written(answer: Answer) -> str:
    """The sentences that a chat model wrote, each with the numbers of what supports it."""
    by_number = {citation.n: citation for citation in answer.citations}
    sentences = (
        " ".join([escape(one.text), *(link_to(by_number[n]) for n in one.citations)])
        for one in answer.sentences
    )
    return f"<p>{' '.join(sentences)}</p>"


def _by_model(answer: Answer) -> str:
    """Who wrote, what it took, and what was withheld of it with the reasons, folded."""
    usage = answer.usage
    took = f'<p class="note">{escape(told(usage))}</p>' if usage and answer.sentences else ""
    if not answer.withheld:
        return took
    count = len(answer.withheld)
    head = f"{count} sentence{'' if count == 1 else 's'} of the chat model withheld"
    items = "".join(
        f"<li>{escape(one.text)}<br><em>{escape('; '.join(one.reasons))}</em></li>"
        for one in answer.withheld
    )
    return f'{took}<details class="note"><summary>{head}</summary><ul>{items}</ul></details>'


def told(usage: Usage) -> str:
    """Who wrote an answer and what it took, in a line."""
    counts = ((usage.input_tokens, "tokens in"), (usage.output_tokens, "out"))
    counted = [f"{count:,} {name}" for count, name in counts if count is not None]
    first = [] if usage.first is None else [f"first sentence after {usage.first:.1f} s"]
    rest = "".join(f" · {part}" for part in (*counted, *first))
    return f"Written by {usage.model}, each sentence held to its sources{rest}"


def _quotes(citations: Sequence[Citation]) -> str:
    """Quotes of one document as a paragraph; several for one ask as a list."""
    quotes = [
        f"{_said_by(reads)} {link_to(citation)}"
        for citation, reads in zip(citations, readings(citations), strict=True)
    ]
    if len(quotes) >= _LISTED:
        return f'<ul class="quotes">{"".join(f"<li>{quote}</li>" for quote in quotes)}</ul>'
    paragraphs: dict[str, list[str]] = {}
    for citation, quote in zip(citations, quotes, strict=True):
        paragraphs.setdefault(citation.document_id, []).append(quote)
    return "".join(f"<p>{' '.join(found)}</p>" for found in paragraphs.values())


_LISTED = 3
"""Quotes from which they are items of a list: as a paragraph they read like one train of thought,
which they are not."""


def _said_by(reads: str) -> str:
    return escape(reads).replace("\n", "<br>")


def _compared(answer: Answer) -> str:
    table = answer.table
    if table is None:
        return _quotes(answer.citations)
    by_number = {citation.n: citation for citation in answer.citations}
    names = [aspect[:1].upper() + aspect[1:] for aspect in table.aspects]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row">{escape(row.thing)}</th>'
        + "".join(_cell(cell, name, by_number) for cell, name in zip(row.cells, names, strict=True))
        + "</tr>"
        for row in table.rows
    )
    verdicts = "".join(f"<p>{_numbered(text, by_number)}</p>" for text in table.verdicts)
    head = f'<thead><tr><td class="corner"></td>{head}</tr></thead>'
    return f"{_OPEN_TABLE}{head}<tbody>{rows}</tbody></table></div>{verdicts}"


_OPEN_TABLE = (
    '<div class="scrolls" role="region" aria-label="Comparison" tabindex="0">'
    '<table class="compared">'
)


def _undecided(answer: Answer) -> str:
    if len(answer.parts) > 1:
        return _answered(answer)
    return f"{_opening(answer)}{_quotes(answer.citations)}"


def _opening(answer: Answer) -> str:
    """What stands before the last status of what is undecided, as the answer's text has it."""
    begins = max(answer.answer.find(UNDECIDED), 0)
    head = answer.answer[begins:].partition(":")[0]
    return f"<p><strong>{escape(head)}:</strong></p>"


def _refused(answer: Answer) -> str:
    head = f"<p><strong>{escape(REFUSAL)}</strong> {escape(answer.reason)}</p>"
    return f"{head}{_related(answer)}"


def _said(answer: Answer) -> str:
    """What the assistant says in its own words: paragraphs, and lists of what begins with "-"."""
    lines = answer.answer.splitlines()
    blocks = []
    for is_list, together in groupby(filter(None, lines), lambda line: line.startswith("- ")):
        tag = "li" if is_list else "p"
        items = "".join(f"<{tag}>{escape(line.removeprefix('- '))}</{tag}>" for line in together)
        blocks.append(f"<ul>{items}</ul>" if is_list else items)
    return "".join(blocks)


_SHOWN: Mapping[Outcome, tuple[Callable[[Answer], str], str]] = MappingProxyType(
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


def _cell(cell: Cell, aspect: str, by_number: Mapping[int, Citation]) -> str:
    label = f' data-label="{escape(aspect)}"'
    if not cell.citations:
        return f'<td class="missing"{label}>{MISSING}</td>'
    quoted = [by_number[n] for n in cell.citations]
    quotes = (f"{_said_by(reading(item))} {link_to(item)}" for item in quoted)
    opening = f"<em>{OPEN}:</em> " if cell.open else ""
    return f"<td{label}>{opening}{' '.join(quotes)}</td>"


def _numbered(text: str, by_number: Mapping[int, Citation]) -> str:
    """A sentence with the numbers of citations in square brackets, these as links."""
    numbers = {f"[{n}]": citation for n, citation in by_number.items()}
    parts = re.split(r"(\[\d+\])", text)
    return "".join(link_to(numbers[part]) if part in numbers else escape(part) for part in parts)


def _related(answer: Answer) -> str:
    """What is near, by document; what reads alike stands once."""
    by_document: dict[str, list[tuple[int, Citation]]] = {}
    for at, item in enumerate(answer.related):
        found = by_document.setdefault(item.document_id, [])
        if all(reading(item) != reading(other) for _, other in found):
            found.append((at, item))
    items = "".join(map(_near, by_document.values()))
    return f"<p>Near the subject, but not an answer:</p><ul>{items}</ul>" if items else ""


def _near(found: Sequence[tuple[int, Citation]]) -> str:
    at, first = found[0]
    named = f'<a class="cite named" href="#" data-key="{related_key(at)}">{escape(first.title)}</a>'
    quotes = [f"<p>{_said_by(reading(first))}</p>"]
    for other, item in found[1:]:
        key = related_key(other)
        opened = f'<a class="cite" href="#" data-key="{key}" aria-label="Open this passage">›</a>'
        quotes.append(f"<p>{_said_by(reading(item))} {opened}</p>")
    return f"<li>{named}{''.join(quotes)}</li>"


def _searched(answer: Answer) -> str:
    if not adds_words(answer):
        return ""
    return f'<p class="searched">Searched for: {escape(answer.searched)}</p>'


def _notes(answer: Answer) -> str:
    """What is to be noted; how sure a refusal was is told to those who ask why."""
    by_number = {citation.n: citation for citation in answer.citations}
    return "".join(_note(note, by_number) for note in shown_notes(answer))


def _note(note: str, by_number: Mapping[int, Citation]) -> str:
    """A note; a long one is folded."""
    linked = _numbered(note, by_number)
    if len(note) <= _LONG_NOTE:
        return f'<p class="note">{linked}</p>'
    head = "Who says this"
    return f'<details class="note"><summary>{head}</summary><p>{linked}</p></details>'


_WORD = re.compile(r"\w+")

_LONG_NOTE = 220
"""Characters from which a note is folded: three lines."""
