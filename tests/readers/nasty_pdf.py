"""Nasty PDFs: all of them, and here those cut off, led astray, or no PDF at all."""

import io
import zipfile
import zlib
from collections.abc import Iterator

from tests.readers import (
    nasty_pdf_fonts,
    nasty_pdf_hidden,
    nasty_pdf_locked,
    nasty_pdf_streams,
    nasty_pdf_tree,
)
from tests.readers.nasty_base import (
    EITHER,
    GONE,
    MEGABYTE,
    READ,
    REFUSED,
    SENTENCE,
    Nasty,
    cuts,
    noise,
    page,
)
from tests.readers.nasty_pdf_build import (
    ENTRIES,
    HEAD,
    Pdf,
    compact,
    ending,
    numbered,
    shown,
    stream,
    updated,
    write,
)

NO_PDF = "pdf"
EMPTY = "empty|nothing in"


def files() -> Iterator[Nasty]:
    """Every nasty PDF."""
    yield from _sound()
    yield from _cut()
    yield from _references()
    yield from _starts()
    yield from _ends()
    yield from _updates()
    yield from _impostors()
    yield from nasty_pdf_tree.files()
    yield from nasty_pdf_streams.files()
    yield from nasty_pdf_fonts.files()
    yield from nasty_pdf_hidden.files()
    yield from nasty_pdf_locked.files()


def _sound() -> Iterator[Nasty]:
    """Nothing is wrong: what the others are measured by."""
    yield Nasty("pdf_sound.pdf", Pdf().data(), READ)
    yield Nasty("pdf_sound_packed.pdf", compact(Pdf().objects()), READ)


def _cut() -> Iterator[Nasty]:
    """Cut off while it was downloaded. In a tenth of it there is no word yet."""
    filler = tuple(stream(noise(300, b"%d" % n)) for n in range(10))
    for share, data in cuts(Pdf(extra=filler).data()):
        yield Nasty(f"pdf_cut_{share}.pdf", data, REFUSED if share == 10 else EITHER)
    for share, data in cuts(compact(Pdf(extra=filler).objects())):
        yield Nasty(f"pdf_packed_cut_{share}.pdf", data, REFUSED if share == 10 else EITHER)


def _astray(start: int | None = None, shift: int = 0, entries: bytes = b"") -> bytes:
    """A PDF whose table of references, or what points to it, is off."""
    out, offsets = numbered(dict(enumerate(Pdf().objects(), 1)), HEAD)
    moved = {number: offset + shift for number, offset in offsets.items()}
    return out + ending(moved, len(out) if start is None else start, ENTRIES + entries)


def _circle() -> bytes:
    """Two tables of references, each of which names the other as the one before it."""
    later = b" /Prev 0000000000"
    data = updated(_astray(entries=later), {6: b"<< >>"})
    return data.replace(later, b" /Prev %010d" % data.rindex(b"xref\n0 1"))


def _references() -> Iterator[Nasty]:
    """The table of references is missing, wrong, endless, or leads back to itself."""
    sound = Pdf().data()
    table = sound.index(b"xref\n")
    trailer = sound.index(b"trailer\n")
    loop = b" /Prev %d" % table
    yield Nasty("pdf_xref_missing.pdf", sound[:table] + sound[trailer:], READ)
    yield Nasty("pdf_xref_and_trailer_missing.pdf", sound[:table], EITHER)
    yield Nasty("pdf_xref_shifted.pdf", _astray(shift=7), READ)
    yield Nasty("pdf_xref_far.pdf", _astray(shift=9_000_000_000), READ)
    yield Nasty("pdf_xref_loop.pdf", _astray(entries=loop), EITHER)
    yield Nasty("pdf_xref_loop_of_two.pdf", _circle(), EITHER)
    yield Nasty("pdf_xref_previous_negative.pdf", _astray(entries=b" /Prev -1"), EITHER)
    yield Nasty("pdf_xref_stream_loop.pdf", _astray(entries=b" /XRefStm %d" % table), EITHER)
    yield Nasty("pdf_xref_zeros.pdf", sound[:table] + b"\0" * 60 + sound[trailer:], EITHER)
    lie = sound.replace(b"xref\n0 7", b"xref\n0 4294967295", 1)
    yield Nasty("pdf_xref_of_four_billion.pdf", lie, EITHER)
    yield Nasty("pdf_xref_of_minus_one.pdf", sound.replace(b"xref\n0 7", b"xref\n0 -1", 1), EITHER)
    for name, said in (("huge", b"2147483647"), ("zero", b"0"), ("negative", b"-7")):
        data = sound.replace(b"/Size 7", b"/Size " + said)
        yield Nasty(f"pdf_size_{name}.pdf", data, EITHER)
    yield Nasty("pdf_root_missing.pdf", sound.replace(b"/Root 1 0 R", b""), EITHER)
    yield Nasty("pdf_root_is_a_page.pdf", sound.replace(b"/Root 1", b"/Root 4"), EITHER)
    yield Nasty("pdf_root_is_nowhere.pdf", sound.replace(b"/Root 1", b"/Root 9"), EITHER)


def _starts() -> Iterator[Nasty]:
    """The start is not where it should be, or another thing's."""
    sound = Pdf().data()
    for name, start in (("zero", 0), ("beyond", 10**9), ("huge", 10**30), ("negative", -5)):
        yield Nasty(f"pdf_startxref_{name}.pdf", _astray(start), READ)
    for size, becomes in ((500, READ), (1_000, READ), (2_000, EITHER), (100_000, EITHER)):
        junk = (b"HTTP/1.1 200 OK\r\nServer: x\r\n" * (size // 28 + 1))[:size]
        yield Nasty(f"pdf_after_{size}_bytes.pdf", junk + sound, becomes)
    yield Nasty("pdf_after_bom.pdf", b"\xef\xbb\xbf" + sound, READ)
    yield Nasty("pdf_version_odd.pdf", sound.replace(b"%PDF-1.4", b"%PDF-9.9"), READ)
    yield Nasty("pdf_version_missing.pdf", sound.replace(b"%PDF-1.4", b"%PDF-\xff\xff\xff"), EITHER)
    linear = b"<< /Linearized 1 /L 99 /H [1 2] /O 77 /E 5 /N 4000 /T 3 >>"
    yield Nasty("pdf_linearized_lie.pdf", write([*Pdf().objects(), linear]), READ)
    first = {7: linear, **dict(enumerate(Pdf().objects(), 1))}
    out, offsets = numbered(first, HEAD)
    data = out + ending(dict(sorted(offsets.items())), len(out))
    yield Nasty("pdf_linearized_lie_first.pdf", data, READ)


def _ends() -> Iterator[Nasty]:
    """The end is missing, written twice, or buried; lines end in other ways."""
    sound = Pdf().data()
    end = sound.rindex(b"startxref")
    yield Nasty("pdf_no_eof.pdf", sound.replace(b"%%EOF\n", b""), READ)
    yield Nasty("pdf_no_startxref.pdf", sound[:end] + b"%%EOF\n", READ)
    yield Nasty("pdf_startxref_no_number.pdf", sound[:end] + b"startxref\nabc\n%%EOF", READ)
    yield Nasty("pdf_eof_twice.pdf", sound + b"%%EOF\n" * 1_000, READ)
    yield Nasty("pdf_before_zeros.pdf", sound + b"\0" * 100_000, EITHER)
    yield Nasty("pdf_before_page.pdf", sound + b"<html><p>The session has ended.</p></html>", READ)
    yield Nasty("pdf_line_ends_cr.pdf", sound.replace(b"\n", b"\r"), READ)
    yield Nasty("pdf_line_ends_lost.pdf", sound.replace(b"\n", b" "), EITHER)
    yield Nasty("pdf_line_ends_doubled.pdf", sound.replace(b"\n", b"\r\n"), READ)


def _updates() -> Iterator[Nasty]:
    """What was replaced by an update is no longer what the file says."""
    old = Pdf(content=stream(shown(GONE))).data()
    yield Nasty("pdf_updated.pdf", updated(old, {5: stream(shown())}), READ)
    data = old
    for number in range(300):
        data = updated(data, {5: stream(shown(f"Version {number}."))})
    yield Nasty("pdf_updated_300_times.pdf", updated(data, {5: stream(shown())}), EITHER)
    freed = updated(Pdf().data(), {9: stream(shown(GONE))})
    yield Nasty("pdf_updated_in_vain.pdf", freed, READ)
    yield Nasty("pdf_in_pdf.pdf", Pdf(extra=(stream(old),)).data(), READ)


def _archive() -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt"), GONE)
    return memory.getvalue()


def picture() -> bytes:
    """A PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data).to_bytes(4, "big")
        return len(data).to_bytes(4, "big") + kind + data + check

    head = b"\0\0\0\1\0\0\0\1\x08\0\0\0\0"
    pixels = zlib.compress(b"\0\x80")
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def _impostors() -> Iterator[Nasty]:
    """Other things that are named as a PDF, and PDFs that are named as other things."""
    sound = Pdf().data()
    yield Nasty("pdf_empty.pdf", b"", REFUSED, EMPTY)
    yield Nasty("pdf_one_byte.pdf", b"%", REFUSED)
    yield Nasty("pdf_blank.pdf", b" \n" * 500, REFUSED)
    yield Nasty("pdf_zeros.pdf", b"\0" * 50_000, REFUSED)
    yield Nasty("pdf_head_only.pdf", b"%PDF-1.4\n", REFUSED)
    yield Nasty("pdf_head_and_end.pdf", b"%PDF-1.4\n%%EOF\n", REFUSED)
    yield Nasty("pdf_noise.pdf", noise(5 * MEGABYTE), REFUSED, NO_PDF)
    yield Nasty("pdf_noise_after_head.pdf", HEAD + noise(100_000), REFUSED)
    yield Nasty("pdf_noise_inside.pdf", sound[:200] + noise(5_000) + sound[200:], EITHER)
    yield Nasty("pdf_is_zip.pdf", _archive(), REFUSED, "zip|pdf")
    yield Nasty("pdf_is_png.pdf", picture(), REFUSED, "png|image|picture|pdf")
    script = b"%!PS-Adobe-3.0\n/Helvetica findfont 12 scalefont setfont (A) show showpage\n"
    yield Nasty("pdf_is_postscript.pdf", script, REFUSED, "postscript|pdf")
    form = b"%FDF-1.2\n1 0 obj\n<< /FDF << /Fields [] >> >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n"
    yield Nasty("pdf_is_fdf.pdf", form + b"%%EOF\n", REFUSED)
    yield Nasty("pdf_is_html.pdf", page().encode(), READ, "html")
    yield Nasty("pdf_is_text.pdf", SENTENCE.encode(), EITHER)
    yield Nasty("pdf_and_zip.pdf", sound + _archive(), READ)
    yield Nasty("pdf_named_docx.docx", sound, READ, "pdf")
    yield Nasty("pdf_named_html.html", sound, READ, "pdf")
    yield Nasty("pdf_named_htm.htm", compact(Pdf().objects()), READ, "pdf")
    yield Nasty("pdf_named_txt.txt", sound, READ, "pdf")
    yield Nasty("pdf_named_md.md", sound, EITHER, "pdf")
    yield Nasty("pdf_named_rtf.rtf", sound, EITHER, "pdf")
