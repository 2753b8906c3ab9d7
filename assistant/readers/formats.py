"""What a file is: told by its first bytes, and by its name where these say nothing."""

import re
import zipfile
from enum import StrEnum
from io import BytesIO

from assistant.errors import InputError


class Format(StrEnum):
    """What can be read. All but the last three are extracted by a program apart."""

    PDF = "PDF"
    DOCX = "Word"
    HTML = "HTML"
    RTF = "RTF"
    MARKDOWN = "Markdown"
    TEXT = "plain text"
    LINES = "JSON lines"


SUFFIXES = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.TEXT,
    ".jsonl": Format.LINES,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".rtf": Format.RTF,
}
"""What files are by the ends of their names."""

EXTRACTED = frozenset({Format.PDF, Format.DOCX, Format.HTML, Format.RTF})
"""Formats whose text is not what their bytes say."""

_HEAD = 1024
_HTML = re.compile(
    rb"(?i)\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head)\b",
    re.DOTALL,
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_LEAST_TAGS = 5
_TAG = re.compile(rb"(?i)</?(?:html|head|title|body|div|p|table|tr|td|a|br|ul|li|h[1-6]|span)\b")

_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "is an old Office file, or one with a password; save it as .docx"),
    (b"\x89PNG", "is a picture (PNG); have its text recognised (OCR) first"),
    (b"\xff\xd8\xff", "is a picture (JPEG); have its text recognised (OCR) first"),
    (b"GIF8", "is a picture (GIF); have its text recognised (OCR) first"),
    (b"II*\0", "is a picture (TIFF); have its text recognised (OCR) first"),
    (b"MM\0*", "is a picture (TIFF); have its text recognised (OCR) first"),
    (b"\x1f\x8b", "is compressed (gzip); unpack it"),
    (b"BZh", "is compressed (bzip2); unpack it"),
    (b"\xfd7zXZ", "is compressed (xz); unpack it"),
    (b"7z\xbc\xaf", "is an archive (7z); unpack it"),
    (b"Rar!", "is an archive (RAR); unpack it"),
    (b"MZ", "is a program and no text"),
    (b"\x7fELF", "is a program and no text"),
    (b"%!PS", "is PostScript; save it as PDF"),
    (b"ID3", "is a sound and no text"),
)
_PACKED = (
    ("xl/", "is an Excel file; save its sheets as text or .csv"),
    ("ppt/", "is a PowerPoint file; save it as PDF"),
    ("META-INF/container.xml", "is an EPUB book; save it as PDF or HTML"),
    ("content.xml", "is an OpenDocument file; save it as .docx"),
)


def format_of(data: bytes, suffix: str) -> tuple[Format, tuple[str, ...]]:
    """What a file is, and a word on it where its name says otherwise.

    Args:
        data: its bytes, at least one.
        suffix: the end of its name, in small letters, with the dot.

    Raises:
        InputError: it is none of what can be read; with what it is and what to do.
    """
    named = SUFFIXES.get(suffix)
    found = _by_content(data, named)
    if found is None:
        found = named
    if found is None:
        raise InputError(_unknown(suffix))
    if found is not named and named is not None:
        return found, (f"read as {found}, which it is, though its name ends in {suffix}",)
    return found, ()


def _unknown(suffix: str) -> str:
    known = ", ".join(SUFFIXES)
    return f"'{suffix or 'such'}' files can't be read; convert it to one of {known}"


def _by_content(data: bytes, named: Format | None) -> Format | None:
    """What bytes say that they are, ``None`` where they say nothing."""
    head = data[:_HEAD]
    is_text = named in (Format.MARKDOWN, Format.TEXT, Format.LINES)
    if head.startswith(b"%PDF-") or (b"%PDF-" in head and not is_text):
        return Format.PDF
    if head.lstrip().startswith(b"{\\rtf"):
        return Format.RTF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(data)
    for sign, reason in _REFUSED:
        if head.startswith(sign):
            raise InputError(reason)
    if _HTML.match(head) or _HTML.match(_narrow(head)):
        return Format.HTML
    if named in (Format.PDF, Format.DOCX, Format.RTF):
        return _misnamed(data, named)
    return None


def _narrow(head: bytes) -> bytes:
    """The first bytes of a text in UTF-16 as if it were ASCII."""
    return head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")


def _packed(data: bytes) -> Format:
    """What an archive holds: a Word document, or something else that is refused by name."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()[:20_000]
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise InputError("is damaged or cut off: no archive that can be opened") from error
    if any(name.replace("\\", "/").startswith("word/") for name in names):
        return Format.DOCX
    for start, reason in _PACKED:
        if any(name.startswith(start) for name in names):
            raise InputError(reason)
    raise InputError("is an archive (ZIP) and no document; unpack it")


def _misnamed(data: bytes, named: Format) -> Format:
    """What a file is that is not what its name says.

    Raises:
        InputError: nothing that can be read.
    """
    head = data[: 64 * _HEAD]
    if len(_TAG.findall(head)) >= _LEAST_TAGS and not _CONTROL.search(head):
        return Format.HTML
    raise InputError(f"is no {named} file, whatever its name says; it is damaged or misnamed")
