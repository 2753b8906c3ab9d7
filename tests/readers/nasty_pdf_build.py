"""Writes PDFs by hand, part by part, so that any part can be wrong."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.readers.nasty_base import SENTENCE, Bomb

HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
HEAD = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
ENTRIES = b"/Root 1 0 R /Info 6 0 R"


def shown(words: str = SENTENCE, *, at: str = "72 720", size: str = "12") -> bytes:
    """The operators that show a line of words in the font F1."""
    escaped = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {at} Td ({escaped}) Tj ET".encode("latin-1")


def stream(data: bytes, entries: bytes = b"", length: bytes | None = None) -> bytes:
    """A stream object; ``length`` is what it says of its own length, the truth if not given."""
    said = b"%d" % len(data) if length is None else length
    return b"<< /Length " + said + b" " + entries + b" >>\nstream\n" + data + b"\nendstream"


def flate(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object, packed."""
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + entries)


def bomb(entries: bytes = b"", before: bytes = b"", fill: bytes = b"\0") -> bytes:
    """A stream object packed twice, so that a few thousand bytes are a gigabyte."""
    packed = zlib.compress(Bomb(before=before, fill=fill).zlib(), 9)
    return stream(packed, b"/Filter [/FlateDecode /FlateDecode] " + entries)


def lzw(data: bytes) -> bytes:
    """Packed as LZW, the table cleared so often that every code stays at nine bits."""
    codes: list[int] = []
    for at in range(0, len(data), 250):
        codes += [256, *data[at : at + 250]]
    bits = "".join(f"{code:09b}" for code in [*codes, 257])
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


@dataclass(frozen=True, slots=True)
class Pdf:
    """The parts of a PDF of one page that shows ``SENTENCE``.

    Its objects are the catalog (1), the tree of pages (2), the font (3), the page (4), its
    content (5), what the file says of itself (6), and from 7 on what ``extra`` holds.
    """

    content: bytes = stream(shown())
    tree: bytes = b"/Kids [4 0 R] /Count 1"
    font: bytes = HELVETICA
    page: bytes = b""
    box: bytes = b"/MediaBox [0 0 612 792]"
    resources: bytes = b""
    catalog: bytes = b""
    info: bytes = b"<< /Title (A credit) >>"
    extra: Sequence[bytes] = ()

    def objects(self) -> list[bytes]:
        """The bodies of its objects, from number 1 on."""
        resources = b"<< /Font << /F1 3 0 R >> " + self.resources + b" >>"
        return [
            b"<< /Type /Catalog /Pages 2 0 R " + self.catalog + b" >>",
            b"<< /Type /Pages " + self.tree + b" >>",
            self.font,
            b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources "
            + resources
            + b" "
            + self.box
            + b" "
            + self.page
            + b" >>",
            self.content,
            self.info,
            *self.extra,
        ]

    def data(self) -> bytes:
        """The file."""
        return write(self.objects())


def write(bodies: Sequence[bytes], entries: bytes = ENTRIES) -> bytes:
    """A whole file of objects; ``entries`` are those of its trailer."""
    out, offsets = numbered(dict(enumerate(bodies, 1)), HEAD)
    return out + ending(offsets, len(out), entries)


def numbered(bodies: Mapping[int, bytes], head: bytes) -> tuple[bytes, dict[int, int]]:
    """Objects written after a head, and the offset of each by its number."""
    offsets: dict[int, int] = {}
    out = bytearray(head)
    for number, body in bodies.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    return bytes(out), offsets


def ending(offsets: Mapping[int, int], start: int, entries: bytes = ENTRIES) -> bytes:
    """The cross-reference table, which stands at ``start``, and the trailer after it."""
    size = max(offsets) + 1
    rows = [b"0 1\n0000000000 65535 f \n"]
    if len(offsets) == size - 1:
        rows = [b"0 %d\n0000000000 65535 f \n" % size]
        rows += [b"%010d 00000 n \n" % offset for offset in offsets.values()]
    else:
        rows += [b"%d 1\n%010d 00000 n \n" % (key, offset) for key, offset in offsets.items()]
    trailer = b"trailer\n<< /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n" % (size, entries, start)
    return b"xref\n" + b"".join(rows) + trailer


def updated(data: bytes, bodies: Mapping[int, bytes], entries: bytes = ENTRIES) -> bytes:
    """A file with objects of it replaced by an update at its end."""
    start = data.rindex(b"startxref\n") + len(b"startxref\n")
    before = int(data[start : data.index(b"\n", start)])
    out, offsets = numbered(bodies, data)
    return out + ending(offsets, len(out), entries + b" /Prev %d" % before)


def compact(bodies: Sequence[bytes], object_stream: bytes = b"", references: bytes = b"") -> bytes:
    """A file of PDF 1.5: objects in an object stream, references in a stream of their own.

    The last two are further entries of those streams; of an entry given twice the last counts.
    """
    plain = {n: body for n, body in enumerate(bodies, 1) if b"endstream" in body}
    inner = {n: body for n, body in enumerate(bodies, 1) if n not in plain}
    index, packed = b"", b""
    for number, body in inner.items():
        index += b"%d %d " % (number, len(packed))
        packed += body + b"\n"
    holder = len(bodies) + 1
    lead = b"/Type /ObjStm /N %d /First %d " % (len(inner), len(index))
    plain[holder] = flate(index + packed, lead + object_stream)
    out, offsets = numbered(plain, b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places = {number: (2, holder, at) for at, number in enumerate(inner)}
    places |= {number: (1, offset, 0) for number, offset in offsets.items()}
    places |= {0: (0, 0, 65_535), holder + 1: (1, len(out), 0)}
    rows = b"".join(
        kind.to_bytes(1, "big") + where.to_bytes(4, "big") + last.to_bytes(2, "big")
        for _, (kind, where, last) in sorted(places.items())
    )
    lead = b"/Type /XRef /Size %d /W [1 4 2] %b " % (holder + 2, ENTRIES)
    body = flate(rows, lead + references)
    return out + b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (holder + 1, body, len(out))


def cmap(*lines: bytes) -> bytes:
    """A ToUnicode stream with these lines in it."""
    head = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /A def\n"
        b"/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
    )
    return flate(head + b"\n".join(lines) + b"\nendcmap end end\n")
