"""Writes Word files by hand: the XML of their parts, and ZIP archives that may lie."""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tests.readers.nasty_base import SENTENCE

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:r="{OFFICE}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN = f"{WORD_TYPE}.document.main+xml"
DOCUMENT = "word/document.xml"

Part = str | bytes


def run(words: str = SENTENCE) -> str:
    """A run of text."""
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(words: str = SENTENCE) -> str:
    """A paragraph of one run."""
    return f"<w:p>{run(words)}</w:p>"


def document(body: str | None = None, head: str = DECLARED, namespaces: str = NAMESPACES) -> str:
    """The main part; its body is ``SENTENCE`` if not given."""
    inside = paragraph() if body is None else body
    return f"{head}<w:document {namespaces}><w:body>{inside}</w:body></w:document>"


def part(kind: str, inside: str) -> str:
    """Another part of a document: its styles, footnotes, numbering, comments…"""
    return f"{DECLARED}<w:{kind} {NAMESPACES}>{inside}</w:{kind}>"


def types(main: str = MAIN, more: str = "") -> str:
    """What kinds of parts there are."""
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORD_TYPE}.{name}+xml"/>'
        for name in ("styles", "footnotes", "numbering", "comments", "settings")
    )
    return (
        f'{DECLARED}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/>{parts}{more}</Types>'
    )


def relations(*targets: tuple[str, str]) -> str:
    """What a part relates to: pairs of a kind and a target, named rId1, rId2…

    A target with a scheme is outside the file.
    """
    entries = "".join(_relation(f"rId{n}", *pair) for n, pair in enumerate(targets, 1))
    return f'{DECLARED}<Relationships xmlns="{PACKAGE}/relationships">{entries}</Relationships>'


def _relation(name: str, kind: str, target: str) -> str:
    address = kind if ":" in kind else f"{OFFICE}/{kind}"
    outside = ' TargetMode="External"' if ":" in target else ""
    return f'<Relationship Id="{name}" Type="{address}" Target="{target}"{outside}/>'


CORE = (
    f'{DECLARED}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>A credit</dc:title>'
    '<dcterms:created xsi:type="dcterms:W3CDTF">2024-01-02T03:04:05Z</dcterms:created>'
    "</cp:coreProperties>"
)
STYLES = part(
    "styles",
    '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>',
)


def parts(body: str | None = None, /, **changed: Part | None) -> dict[str, Part]:
    """The parts of a Word file by their path.

    A part is changed, or added under ``word/``, by its name, and left out if it is ``None``:
    ``types``, ``top`` (its relations), ``core``, ``document``, ``styles``, ``relations``, …
    """
    core = f"{PACKAGE}/relationships/metadata/core-properties"
    whole: dict[str, Part | None] = {
        "[Content_Types].xml": types(),
        "_rels/.rels": relations(("officeDocument", DOCUMENT), (core, "docProps/core.xml")),
        "docProps/core.xml": CORE,
        DOCUMENT: document(body),
        "word/styles.xml": STYLES,
        "word/_rels/document.xml.rels": relations(("styles", "styles.xml")),
    }
    paths = {
        "types": "[Content_Types].xml",
        "top": "_rels/.rels",
        "core": "docProps/core.xml",
        "relations": "word/_rels/document.xml.rels",
    }
    whole |= {paths.get(name, f"word/{name}.xml"): part for name, part in changed.items()}
    return {path: part for path, part in whole.items() if part is not None}


def docx(body: str | None = None, /, **changed: Part | None) -> bytes:
    """A Word file; see ``parts``."""
    return packed(parts(body, **changed))


def packed(whole: Mapping[str, Part], *more: "Member") -> bytes:
    """An archive of parts, and of members after them."""
    return archive([*(member(path, part) for path, part in whole.items()), *more])


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a ZIP, told as it is or otherwise. ``data`` is as it is stored.

    ``offset`` is where the directory says that it lies, the truth if ``None``.
    """

    name: bytes
    data: bytes
    size: int
    crc: int
    method: int = zlib.DEFLATED
    flags: int = 0
    offset: int | None = None
    extra: bytes = b""
    is_listed_only: bool = False

    def local(self) -> bytes:
        """What stands before and at its data."""
        if self.is_listed_only:
            return b""
        return b"PK\3\4" + self._fields() + self.name + self.extra + self.data

    def listed(self, offset: int) -> bytes:
        """Its entry in the directory."""
        at = offset if self.offset is None else self.offset
        after = struct.pack("<HHHII", 0, 0, 0, 0, at)
        return b"PK\1\2\x14\0" + self._fields() + after + self.name + self.extra

    def _fields(self) -> bytes:
        numbers = (20, self.flags, self.method, 0, 0x21, self.crc, len(self.data), self.size)
        return struct.pack("<HHHHHIIIHH", *numbers, len(self.name), len(self.extra))


def member(path: str | bytes, part: Part) -> Member:
    """A member as it should be."""
    name = path.encode() if isinstance(path, str) else path
    data = part.encode() if isinstance(part, str) else part
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Member(name, packer.compress(data) + packer.flush(), len(data), zlib.crc32(data))


def archive(members: Iterable[Member], before: bytes = b"", comment: bytes = b"") -> bytes:
    """A ZIP of members."""
    out, directory, count = bytearray(before), bytearray(), 0
    for item in members:
        directory += item.listed(len(out))
        out += item.local()
        count += 1
    shown = min(count, 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, shown, shown, len(directory), len(out), len(comment))
    return bytes(out + directory + b"PK\5\6" + end + comment)
