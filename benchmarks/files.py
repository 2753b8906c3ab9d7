"""Writes folders of files of each format, of a library's own text, the same for the same seed."""

import ctypes
import html
import io
import json
import random
import textwrap
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from assistant.documents.articles import parse

WORDS = 500
"""Words of a page, where a format has none."""

PAGES_A_FILE = 10

_SEED = 2026
_WIDE, _HIGH, _MARGIN = 612, 792, 72
_SIZE, _LEADING = 10.0, 12
_ACROSS = 96
"""Points of a page of letter paper, of its letters and lines; and letters of a line."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, and the paragraphs under it."""

    title: str
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> int:
        """How many it has."""
        return sum(len(text.split()) for text in (self.title, *self.paragraphs))


def parts_of(corpus: Path) -> list[Part]:
    """The sections of all articles of a folder, without their footnotes."""
    found: list[Part] = []
    for path in sorted(corpus.glob("*.md")):
        for section in parse(path.stem, path.read_text("utf-8")).sections:
            texts = (
                " ".join(" ".join(one.text for one in block.sentences).split())
                for block in section.blocks
            )
            found.append(Part(section.title or path.stem, tuple(filter(None, texts))))
    return [part for part in found if part.paragraphs]


def write(folder: Path, parts: Sequence[Part], pages: int) -> dict[str, Path]:
    """Write a folder for each format, of some 500 words a page; returns the folders by format."""
    chance = random.Random(_SEED)  # noqa: S311 - which text comes next
    documents = [
        list(_some(parts, chance, min(PAGES_A_FILE, pages - done) * WORDS))
        for done in range(0, pages, PAGES_A_FILE)
    ]
    folders: dict[str, Path] = {}
    for suffix, make in _WRITERS.items():
        folders[suffix] = folder / suffix.removeprefix(".")
        folders[suffix].mkdir(parents=True)
        for number, document in enumerate(documents, 1):
            (folders[suffix] / f"{suffix[1:]}-{number}{suffix}").write_bytes(make(document))
    return folders


def _some(parts: Sequence[Part], chance: random.Random, words: int) -> Iterator[Part]:
    """Parts by chance, until they have so many words."""
    while words > 0:
        part = chance.choice(parts)
        words -= part.words
        yield part


def _markdown(document: Sequence[Part]) -> bytes:
    sections = ("\n\n".join((f"## {part.title}", *part.paragraphs)) for part in document)
    return "\n\n".join(sections).encode()


def _text(document: Sequence[Part]) -> bytes:
    return "\n\n".join("\n\n".join((part.title, *part.paragraphs)) for part in document).encode()


def _lines(document: Sequence[Part]) -> bytes:
    """A line for each part; its id is told by what the file says, and by which one it is."""
    key = zlib.crc32(_text(document))
    told = (
        {
            "id": f"{key:08x}-{number}",
            "title": part.title,
            "text": "\n\n".join(part.paragraphs),
        }
        for number, part in enumerate(document)
    )
    return "".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in told).encode()


def _page(document: Sequence[Part]) -> bytes:
    body = "".join(
        f"<h2>{html.escape(part.title)}</h2>"
        + "".join(f"<p>{html.escape(text)}</p>\n" for text in part.paragraphs)
        for part in document
    )
    menu = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Home", "News", "About"))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"></head><body><nav><ul>{menu}'
        f"</ul></nav><main>{body}</main><footer><p>All rights reserved</p></footer></body></html>"
    ).encode()


def _rtf(document: Sequence[Part]) -> bytes:
    body = "".join(
        f"\\pard\\plain\\s2\\b {_rtf_text(part.title)}\\par\n"
        + "".join(f"\\pard\\plain\\s0 {_rtf_text(text)}\\par\n" for text in part.paragraphs)
        for part in document
    )
    styles = "{\\stylesheet{\\s0 Normal;}{\\s2 heading 2;}}"
    return f"{{\\rtf1\\ansi\\ansicpg1252\\uc1{styles}{body}}}".encode("ascii")


def _rtf_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return "".join(one if one.isascii() else f"\\u{_signed(one)}?" for one in escaped)


def _signed(letter: str) -> int:
    code = min(ord(letter), 0xFFFF)
    return code - 0x10000 if code > 0x7FFF else code


def _docx(document: Sequence[Part]) -> bytes:
    from docx import Document

    made = Document()
    for part in document:
        made.add_heading(part.title, 2)
        for text in part.paragraphs:
            made.add_paragraph(text)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _pdf(document: Sequence[Part]) -> bytes:
    """Pages of lines set in Helvetica, headings larger."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    made = pypdfium2.PdfDocument.new()
    font = pdfium.FPDFText_LoadStandardFont(made, b"Helvetica")
    page, y = None, 0
    for text, size in _set(document):
        if page is None or y < _MARGIN:
            if page is not None:
                page.gen_content()
            page, y = made.new_page(_WIDE, _HIGH), _HIGH - _MARGIN
        if text:
            _put(page, pdfium.FPDFPageObj_CreateTextObj(made, font, size), text, y)
        y -= _LEADING
    if page is not None:
        page.gen_content()
    held = io.BytesIO()
    made.save(held)
    made.close()
    return held.getvalue()


def _put(page: Any, letters: Any, text: str, y: float) -> None:
    """Put a line onto a page of a PDF."""
    import pypdfium2.raw as pdfium

    written = text.encode("cp1252", "replace").decode("cp1252").encode("utf-16-le") + b"\0\0"
    held = ctypes.create_string_buffer(written)
    pdfium.FPDFText_SetText(letters, ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)))
    pdfium.FPDFPageObj_Transform(letters, 1, 0, 0, 1, _MARGIN, y)
    pdfium.FPDFPage_InsertObject(page, letters)


def _set(document: Sequence[Part]) -> Iterator[tuple[str, float]]:
    """The lines of a document with their sizes; an empty one parts paragraphs."""
    for part in document:
        for line in textwrap.wrap(part.title, _ACROSS * 2 // 3):
            yield line, 1.5 * _SIZE
        yield "", _SIZE
        for text in part.paragraphs:
            for line in textwrap.wrap(text, _ACROSS):
                yield line, _SIZE
            yield "", _SIZE


_WRITERS: Mapping[str, Callable[[Sequence[Part]], bytes]] = MappingProxyType(
    {
        ".md": _markdown,
        ".txt": _text,
        ".jsonl": _lines,
        ".html": _page,
        ".pdf": _pdf,
        ".docx": _docx,
        ".rtf": _rtf,
    }
)
"""By the end of a file's name, what makes its bytes of a document."""
