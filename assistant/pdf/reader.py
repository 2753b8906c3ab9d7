"""A PDF -> its extract: text of record, layout, what it says of itself.

PDFium reads the letters and where they stand; lines, columns, tables and paragraphs are told from
that here.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.errors import InputError
from assistant.extracts import Extract, Facts
from assistant.pdf.blocks import blocks
from assistant.pdf.columns import Columns
from assistant.pdf.drawn import NOTHING, Drawn, drawn_on
from assistant.pdf.edges import without_edges
from assistant.pdf.headings import headings
from assistant.pdf.hyphens import Hyphens
from assistant.pdf.legibility import Legibility, State
from assistant.pdf.lines import Piece, pieces
from assistant.pdf.notes import marks, text_size
from assistant.pdf.parts import Block
from assistant.pdf.recognised import parted
from assistant.pdf.regions import regions
from assistant.pdf.sight import Sight
from assistant.pdf.spacing import unspaced, with_initials
from assistant.pdf.stitching import stitched
from assistant.pdf.words import read_words
from assistant.pdf.writing import Place, written
from assistant.text.characters import folded
from assistant.text.dates import last_date

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

MOST_PAGES = 3_000
"""Pages of a file, at most."""

_HEAD = 1024
_SIGN = b"%PDF-"
"""Bytes at whose beginning a PDF says that it is one, and how."""

_DATE = re.compile(r"D?:?(\d{4})(\d\d)?(\d\d)?")
"""How PDF writes a date; a year is enough."""

_PRINTED = re.compile("Skia/PDF")
"""What makes the PDFs that browsers print: that day, in the margins too, is none of the page's."""

_JUNK = re.compile(
    r"(?i)^(?:untitled|(?:word )?document ?\d*|microsoft (?:word|powerpoint)\b.*|title"
    r"|slide \d+|.{0,3})$|\.(?:docx?|indd|qxd|pdf|rtf|tmp|pages|wpd|xlsx?|pptx?)\W*$"
)
"""What programs write for a title that nobody gave, names of files among it."""

_SIDEWAYS = 120
"""Letters that stand on their side on a page from which they are a text, as a wide table is: a
stamp in the margin has some fifty."""

_LONGEST = 300
"""Letters of what a file says of itself that are kept."""


@dataclass(frozen=True, slots=True)
class PdfExtract:
    """The extract of a PDF, and where each line of it stands on its page."""

    extract: Extract
    places: tuple[Place, ...]


def is_pdf(data: bytes) -> bool:
    """Whether bytes are a PDF, by their first kilobyte."""
    return _SIGN in data[:_HEAD]


def read_pdf(
    data: bytes, is_word: Callable[[str], bool], most_pages: int = MOST_PAGES
) -> PdfExtract:
    """Read a PDF.

    Args:
        data: the file.
        is_word: whether letters in small are a word of the language.
        most_pages: how many pages it may have.

    Raises:
        InputError: it can't be read, or there is no text in it; with the reason and the remedy.
    """
    document = _opened(data[data.find(_SIGN) if is_pdf(data) else 0 :])
    try:
        return _read(document, is_word, most_pages)
    finally:
        document.close()


def _opened(data: bytes) -> "PdfDocument":
    from pypdfium2 import PdfDocument, PdfiumError, raw

    try:
        return PdfDocument(data)
    except PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD or "assword" in str(error):
            raise InputError(
                "needs a password; save it without one, as a print to PDF does"
            ) from error
        if getattr(error, "err_code", None) == raw.FPDF_ERR_SECURITY:
            raise InputError("is encrypted in a way that can't be read; save it without") from error
        raise InputError("is no PDF that can be read: it is damaged or cut off") from error


def _read(document: "PdfDocument", is_word: Callable[[str], bool], most: int) -> PdfExtract:
    count = len(document)
    if not count:
        raise InputError("is a PDF without pages")
    if count > most:
        raise InputError(f"has {count:,} pages, more than {most:,}; split it into several files")
    legibility = Legibility(is_word)
    found, drawn = zip(*_pages(document, legibility, is_word), strict=True)
    warnings = legibility.warnings(count)
    inner = without_edges(found)
    margins = _margins(found[0], inner[0])
    kept = zip(inner, drawn, strict=True)
    columns = Columns()
    made = [[*_blocks(page, on, columns, at)] for at, (page, on) in enumerate(kept, 1)]
    hyphens = Hyphens((line.text for page in made for b in page for line in b.lines), is_word)
    told = written(stitched(headings(made)), hyphens)
    if not told.text.strip():
        raise InputError("holds no text that can be read")
    facts = _facts(document, margins)
    return PdfExtract(Extract(told.text, told.layout, facts, warnings), told.places)


def _margins(page: Sequence[Piece], inner: Sequence[Piece]) -> list[str]:
    """What stands over and under the text of a page."""
    top = min((piece.y0 for piece in inner), default=0.0)
    bottom = max((piece.y1 for piece in inner), default=0.0)
    return [piece.text for piece in page if piece.y1 <= top or piece.y0 >= bottom]


def _pages(
    document: "PdfDocument", legibility: Legibility, is_word: Callable[[str], bool]
) -> Iterator[tuple[list[Piece], Drawn]]:
    """The pieces of each page and what is drawn on it; none of a page that can't be read.

    Raises:
        InputError: none of the pages can be.
    """
    from pypdfium2 import PdfiumError

    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            text_page = page.get_textpage()
        except PdfiumError:
            legibility.broken(number)
            yield [], NOTHING
            continue
        yield _page(number, page, text_page, legibility, is_word)
        text_page.close()
        page.close()
    legibility.require()


def _page(
    number: int,
    page: "PdfPage",
    text_page: "PdfTextPage",
    legibility: Legibility,
    is_word: Callable[[str], bool],
) -> tuple[list[Piece], Drawn]:
    """The pieces of a page and what is drawn on it; none of one that can't be read."""
    if legibility.is_crowded(number, text_page):
        return [], NOTHING
    drawn = drawn_on(page)
    sight = Sight(page, text_page, drawn.pictured)
    words = with_initials(unspaced(read_words(page, text_page, sight), is_word), is_word)
    if sight.has_hidden:
        legibility.hidden(number)
    if sight.sideways >= _SIDEWAYS:
        legibility.sideways(number)
    state = legibility.page(number, text_page, words, is_scan=drawn.is_scan)
    if state is State.NONE:
        return [], drawn
    if state is State.SCANNED:
        words = parted(words, is_word)
    return pieces(words, drawn.upright), drawn


def _blocks(page: Sequence[Piece], drawn: Drawn, columns: Columns, number: int) -> Iterator[Block]:
    called, usual = marks(page), text_size(page)
    for region in regions(page, drawn, columns):
        yield from blocks(region, number, called, drawn.level, usual)


def _facts(document: "PdfDocument", margins: Sequence[str]) -> Facts:
    """What the file says of itself, and the date in the margins of its first page."""
    title, author = _said(document, "Title"), _said(document, "Author")
    is_print = _PRINTED.match(_said(document, "Producer"))
    return Facts(
        title="" if _JUNK.search(title) else title[:_LONGEST],
        author=author[:_LONGEST],
        language=_language(document),
        # A stamp of the printer ends in the day of the print: "VerDate Sep 11 2014 … Aug 05, 2019".
        created=None
        if is_print
        else next(filter(None, map(last_date, margins)), None)
        or _date(_said(document, "CreationDate")),
    )


def _said(document: "PdfDocument", name: str) -> str:
    """What the file says of itself under a name; empty where that is no text."""
    try:
        return folded(document.get_metadata_value(name))
    except UnicodeDecodeError:
        return ""


def _date(written_as: str) -> date | None:
    found = _DATE.match(written_as)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


def _language(document: "PdfDocument") -> str:
    import ctypes

    from pypdfium2 import raw

    length = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not 2 < length < _LONGEST:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFCatalog_GetLanguage(
        document.raw, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length
    )
    said = buffer.raw.decode("utf-16-le", "ignore").strip("\0")
    return said if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", said) else ""
