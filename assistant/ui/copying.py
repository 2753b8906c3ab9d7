"""An answer to be taken elsewhere: as plain text, rich text, Markdown and CSV, sources numbered."""

import csv
import io
import re
from collections.abc import Sequence
from datetime import date

from assistant.results import Answer, Table, shown_notes
from assistant.text.figures import written_day
from assistant.text.readings import reading
from assistant.text.spots import spot_of
from assistant.types import MISSING, Citation
from assistant.ui.markup import escape, is_safe, plain


def copies(answer: Answer, today: date) -> dict[str, str]:
    """The forms of an answer by name; ``csv`` is there where things were compared."""
    found = {
        "text": _text(answer, today),
        "html": _rich(answer, today),
        "markdown": _markdown(answer, today),
    }
    if answer.table:
        found["csv"] = _csv(answer.table, answer.citations, today)
    return found


def told(answer: Answer) -> list[str]:
    """What stands under an answer: its notes, and what is near where there is none."""
    near = [f"Near the subject: {reading(item)} ({item.title})" for item in answer.related]
    return [*shown_notes(answer), *dict.fromkeys(near)]


def footnotes(answer: Answer, today: date) -> dict[str, str]:
    """What stands behind each number of an answer, by the number as text."""
    return {str(item.n): _source(item, today) for item in answer.citations}


def _text(answer: Answer, today: date) -> str:
    listed = [f"[{item.n}] {_source(item, today)}" for item in answer.citations]
    return "\n".join([answer.answer, *_noted(answer), *([""] if listed else []), *listed])


def _rich(answer: Answer, today: date) -> str:
    lines = [*answer.answer.splitlines(), *_noted(answer)]
    said = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    listed = "".join(
        f'<li value="{item.n}">{_linked(item, today)}</li>' for item in answer.citations
    )
    return f"{said}<ol>{listed}</ol>" if listed else said


def _markdown(answer: Answer, today: date) -> str:
    said = "\n".join([answer.answer, *(f"\n{note}" for note in _noted(answer) if note)])
    said = plain(said)
    for item in answer.citations:
        said = said.replace(f"[{item.n}]", f"[^{item.n}]")
    listed = [f"[^{item.n}]: {plain(_source(item, today))}" for item in answer.citations]
    return "\n".join([said, "", *listed]) if listed else said


def _noted(answer: Answer) -> list[str]:
    """What is to be noted with an answer, behind an empty line."""
    noted = [f"Note: {note}" for note in shown_notes(answer)]
    return ["", *noted] if noted else []


def _csv(table: Table, citations: Sequence[Citation], today: date) -> str:
    """A comparison as rows, a quote with the numbers of its sources, and these below."""
    by_number = {item.n: item for item in citations}
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["", *map(_inert, table.aspects)])
    for row in table.rows:
        cells = (
            " ".join(f"{reading(by_number[n])} [{n}]" for n in cell.citations) or MISSING
            for cell in row.cells
        )
        writer.writerow([_inert(value) for value in (row.thing, *cells)])
    writer.writerow([])
    for item in citations:
        writer.writerow([f"[{item.n}]", _inert(_source(item, today))])
    return written.getvalue()


def _inert(value: str) -> str:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if value.lstrip()[:1] in ("=", "+", "-", "@") else value


def _source(item: Citation, today: date) -> str:
    """Title, place and originals of a quote, with the day on which it was read."""
    originals = [
        f"{source.name}, {source.url} ({source.grade})" if source.url else source.name
        for source in item.sources
    ]
    section = item.section if item.section != item.title else ""
    parts = [*filter(None, [item.title, section]), *spot_of(item)]
    return f"{'; '.join([', '.join(parts), *originals])}; accessed {written_day(today)}"


def _linked(item: Citation, today: date) -> str:
    """The same as HTML, its addresses as links."""
    said = escape(_source(item, today))
    urls = {escape(source.url): source.url for source in item.sources if is_safe(source.url)}
    if not urls:
        return said
    # The longest first: one may be the beginning of another.
    either = "|".join(re.escape(url) for url in sorted(urls, key=len, reverse=True))
    return re.sub(either, lambda found: f'<a href="{found[0]}">{found[0]}</a>', said)
