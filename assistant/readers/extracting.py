"""Bytes of a known format -> what a reader takes from them. Runs in a program apart."""

from dataclasses import dataclass

from assistant.extracts import Extract
from assistant.pdf.writing import Place
from assistant.readers.formats import Format
from assistant.settings import FileLimits


@dataclass(frozen=True, slots=True)
class Extracted:
    """An extract, and for a PDF where each of its lines stands on its page."""

    extract: Extract
    places: tuple[Place, ...] = ()


def extracted(data: bytes, kind: Format, declared: str, limits: FileLimits) -> Extracted:
    """Read the bytes of a file.

    Args:
        data: the file.
        kind: what it is, one of ``EXTRACTED``.
        declared: the encoding that a server gave for a page; may be empty.
        limits: what it may take.

    Raises:
        InputError: it can't be read, with the reason and the remedy.
    """
    if kind is Format.PDF:
        return _pdf(data, limits)
    if kind is Format.DOCX:
        return _docx(data, limits)
    if kind is Format.RTF:
        from assistant.rtf.reader import read_rtf

        return Extracted(read_rtf(data))
    return _html(data, declared)


def _pdf(data: bytes, limits: FileLimits) -> Extracted:
    from assistant.models.english import is_english
    from assistant.pdf.reader import read_pdf

    found = read_pdf(data, is_english, limits.pages)
    return Extracted(found.extract, found.places)


def _docx(data: bytes, limits: FileLimits) -> Extracted:
    from assistant.docx.reader import read_docx

    return Extracted(read_docx(data, ratio=limits.ratio))


def _html(data: bytes, declared: str) -> Extracted:
    from dataclasses import replace

    from assistant.html.reader import read_html
    from assistant.readers.encodings import declared_in, decoded

    markup, told = decoded(data, declared or declared_in(data))
    found = read_html(markup)
    return Extracted(replace(found, warnings=(*told, *found.warnings)))
