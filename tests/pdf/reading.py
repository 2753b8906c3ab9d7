"""Reads PDFs made by tests, and asks of what was read."""

from collections.abc import Sequence

from assistant.extracts import Extract
from assistant.models.english import is_english
from assistant.pdf.reader import PdfExtract, read_pdf
from tests.pdf.building import Item, Page, pdf

SENTENCES = (
    "The Producer shall give written notice to the Guild before a scan of a performer takes place.",
    "A performer may withhold consent, and no inference shall be drawn from that decision.",
    "Payments are due within thirty days of the end of the calendar quarter in which they arise.",
    "The arbitrator has no power to add to the terms of this Agreement or to subtract from them.",
    "Employment in motion picture production rose in each of the last four quarters of the year.",
    "Nothing in this section limits the right of the parties to seek relief in a court of law.",
    "The Commission shall keep a register of all certificates that it has issued or withdrawn.",
    "Residuals for high budget programs are computed on the basis of the number of subscribers.",
)
"""Sentences of the kind of text that is read here, each of some 90 letters."""


def read(*pages: Page | Sequence[Item]) -> PdfExtract:
    return read_pdf(pdf(*pages), is_english)


def extract(*pages: Page | Sequence[Item]) -> Extract:
    return read(*pages).extract


def text(*pages: Page | Sequence[Item]) -> str:
    return extract(*pages).text


def blocks(*pages: Page | Sequence[Item]) -> list[str]:
    """What was read, by block."""
    return text(*pages).split("\n\n")


def prose(count: int, first: int = 0) -> str:
    """A text of some sentences, counted from one on."""
    return " ".join(SENTENCES[(first + at) % len(SENTENCES)] for at in range(count))


def headings(found: Extract) -> list[str]:
    return [found.text[one.start : one.end] for one in found.layout.headings]


def notes(found: Extract) -> list[tuple[str, str]]:
    """Each note with the last word before its mark."""
    return [
        (found.text[one.start : one.end], found.text[: one.at].split()[-1])
        for one in found.layout.notes
    ]


def tables(found: Extract) -> list[list[list[str]]]:
    return [
        [line.split("\t") for line in found.text[one.start : one.end].split("\n")]
        for one in found.layout.tables
    ]
