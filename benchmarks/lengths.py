"""Tells whether reading a document takes time and records with its length alone.

    python -m benchmarks lengths

Each construct is repeated to fill 10, 20, … 160 thousand characters, which are parsed and cut into
passages. The slope of the time over the length on logarithmic axes is 1 where it grows as the text
does and 2 where it grows with the square (least squares; processor time, so that a busy machine
counts less).
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from assistant.documents.articles import parse
from assistant.documents.chunks import chunk_document, statement_texts
from assistant.documents.coverage import coverage
from assistant.errors import InputError
from assistant.store.records import chunk_record

SIZES = (10_000, 20_000, 40_000, 80_000, 160_000)
"""Characters of the documents."""

UNITS: Mapping[str, str] = MappingProxyType(
    {
        "prose": "The rebate is 20 percent of the eligible costs in Orme. ",
        "paragraphs": "The rebate is 20 percent of eligible costs.\n\n",
        "short lines": "a\n",
        "one word": "a",
        "no spaces": "電影",
        "base64": "QmFzZTY0",
        "empty lines": "\n",
        "spaces": " ",
        "page breaks": "a line of text\n\f",
        "stars": "*",
        "open bold": "**a ",
        "underscores": "a_b_c ",
        "open brackets": "[",
        "open links": "[a](",
        "open images": "![a](",
        "open brackets with sentences": "(a. B ",
        "open quotation marks": "“a. B ",
        "footnotes": "So it is.[^1] ",
        "tags": "<b>a</b> ",
        "open tags": "<a ",
        "open comments": "<!-- ",
        "entities": "&amp;",
        "code": "`a ",
        "fences": "```\na\n",
        "bullets": "- a thing\n",
        "lead-ins": "The costs are:\n- wages\n- rent\n\n",
        "semicolons": "one thing; ",
        "headings": "## Head\n\nText is.\n\n",
        "headings alone": "## Head\n",
        "headings in capitals": "HEADING OF IT\n\nText is so.\n\n",
        "underlined headings": "Head\n====\n\nText is.\n\n",
        "sections": "SEC. 4. DUTIES.\n(a) Election.—It is so.\n(1) one\n",
        "table rows": "| a | b |\n",
        "bars": "|",
        "aligned rows": "Name of it      12      14\n",
        "numbered lines": "12  the costs of the crew of the room that are\n9  met\n",
        "contents": "Term of it ........ 4\n",
        "speakers": "MR. VALE: I do not agree.\n\nMS. ODE: I do.\n\n",
        "questions": "Q: Is it so?\nA: Yes it is.\n\n",
        "labels": "**Sponsor:** X\n",
        "definitions": "Term\n: what it is\n\n",
        "block quotes": "> a quote of it\n",
        "numbers alone": "1\n\n",
        "initials": "A.B ",
        "abbreviations": "No. ",
        "hyphens": "inva-\nded ",
        "rules": "---\n",
        "feet of pages": "text of it\n- 12 -\n",
        "addresses": "https://a.b/c?d=e ",
    }
)
"""What is repeated to fill a document, one construct each."""


@dataclass(frozen=True, slots=True)
class Growth:
    """How a construct grows: its slope, and what the longest document takes.

    Attributes:
        construct: its name.
        slope: of the logarithm of time over that of length.
        seconds: for the longest document.
        records: characters of what is stored of it, for each of its own.
    """

    construct: str
    slope: float
    seconds: float
    records: float


def measure(
    units: Mapping[str, str] = UNITS,
    sizes: Sequence[int] = SIZES,
    clock: Callable[[], float] = time.process_time,
) -> Iterator[Growth]:
    """How each construct grows, in plain text and in Markdown: the worse of the two."""
    for name, unit in units.items():
        grown = [_grow(name, unit, sizes, clock, is_markdown=form) for form in (True, False)]
        yield max(grown, key=lambda growth: growth.slope)


def table(found: Iterator[Growth]) -> str:
    """The constructs as lines, the steepest first."""
    rows = sorted(found, key=lambda growth: -growth.slope)
    head = f"{'construct':30} slope  ms for the longest  records"
    lines = (
        f"{row.construct:30} {row.slope:5.2f}  {row.seconds * 1000:18.0f}  {row.records:7.1f}"
        for row in rows
    )
    return "\n".join([head, *lines])


def _grow(
    name: str, unit: str, sizes: Sequence[int], clock: Callable[[], float], *, is_markdown: bool
) -> Growth:
    seconds, stored = [], 0
    for size in sizes:
        text = f"# Title\n\n{(unit * (size // len(unit) + 1))[:size]}\n\n[^1]: N | u | trade\n"
        began = clock()
        stored = _read(text, is_markdown=is_markdown)
        seconds.append(max(clock() - began, 1e-6))
    slope = float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])
    return Growth(name, slope, seconds[-1], stored / sizes[-1])


def _read(text: str, *, is_markdown: bool) -> int:
    """Read a document as an ingest does; returns the characters of its records."""
    try:
        document = parse("d", text, is_markdown=is_markdown)
    except InputError:
        return 0
    chunks = chunk_document(document)
    coverage(document, chunks)
    return sum(
        len(str(chunk_record(chunk))) + sum(map(len, statement_texts(chunk).values()))
        for chunk in chunks
    )
