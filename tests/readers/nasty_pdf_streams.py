"""Nasty PDFs: streams that are too much, packed oddly, or not as long as they say."""

import base64
import zlib
from collections.abc import Iterator

from tests.readers.nasty_base import EITHER, MEGABYTE, READ, REFUSED, Bomb, Nasty
from tests.readers.nasty_pdf_build import Pdf, bomb, compact, flate, lzw, shown, stream, write

SHOWN = shown()
NO_TEXT = "no text|no words|scan"
DEEP = 100_000


def files() -> Iterator[Nasty]:
    """Those whose streams are wrong."""
    yield from _bombs()
    yield from _filters()
    yield from _odd_filters()
    yield from _lengths()
    yield from _object_streams()
    yield from _operators()
    yield from _forms()
    yield from _pictures()


def _bombs() -> Iterator[Nasty]:
    """Little that unpacks into a gigabyte, where the words are or beside them."""
    packed = b"/Filter /FlateDecode"
    thrice = b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"
    zeros, words = (
        Bomb().zlib(),
        Bomb(before=SHOWN, fill=b" ", after=b" " + SHOWN, megabytes=256).zlib(),
    )
    yield Nasty("pdf_bomb.pdf", Pdf(content=stream(zeros, packed)).data(), REFUSED)
    yield Nasty("pdf_bomb_of_words.pdf", Pdf(content=stream(words, packed)).data(), EITHER)
    yield Nasty("pdf_bomb_nested.pdf", Pdf(content=bomb()).data(), REFUSED)
    deeper = stream(zlib.compress(zlib.compress(zeros, 9), 9), thrice)
    yield Nasty("pdf_bomb_nested_twice.pdf", Pdf(content=deeper).data(), REFUSED)
    shared = Pdf(content=deeper, page=b"/Contents [" + b"5 0 R " * 1_000 + b"]").data()
    yield Nasty("pdf_bomb_shown_1000_times.pdf", shared, REFUSED)
    beside = bomb(b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    for name, draw, becomes in (("not_shown", b"", READ), ("shown", b" /X Do", EITHER)):
        form = Pdf(stream(SHOWN + draw), resources=b"/XObject << /X 7 0 R >>", extra=(beside,))
        yield Nasty(f"pdf_bomb_form_{name}.pdf", form.data(), becomes)
    runs = zlib.compress(b"\x81 " * (8 * MEGABYTE) + b"\x80", 9)
    chain = stream(runs, b"/Filter [/FlateDecode /RunLengthDecode]")
    yield Nasty("pdf_bomb_of_runs.pdf", Pdf(content=chain).data(), REFUSED)


def _filters() -> Iterator[Nasty]:
    """Packed as it may be, though hardly anybody does."""
    ascii85, runs = base64.a85encode(SHOWN) + b"~>", bytes([len(SHOWN) - 1]) + SHOWN + b"\x80"
    chain = base64.a85encode(zlib.compress(SHOWN)).hex().encode() + b"7e3e>"
    packings = (
        ("lzw", lzw(SHOWN), b"/LZWDecode"),
        ("ascii85", ascii85, b"/ASCII85Decode"),
        ("hexadecimal", SHOWN.hex().encode() + b">", b"/ASCIIHexDecode"),
        ("hexadecimal_spaced", SHOWN.hex(" ").encode() + b" >", b"/ASCIIHexDecode"),
        ("runs", runs, b"/RunLengthDecode"),
        ("chain", chain, b"[/ASCIIHexDecode /ASCII85Decode /FlateDecode]"),
        ("short_names", ascii85, b"[/A85]"),
        ("none", SHOWN, b"[]"),
    )
    for name, data, filters in packings:
        content = stream(data, b"/Filter " + filters)
        becomes = EITHER if name == "short_names" else READ
        yield Nasty(f"pdf_filter_{name}.pdf", Pdf(content=content).data(), becomes)
    up = zlib.compress(b"".join(b"\x02" + _risen(SHOWN, at) for at in range(0, len(SHOWN), 8)))
    predicted = stream(up, b"/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 8 >>")
    yield Nasty("pdf_filter_predicted.pdf", Pdf(content=predicted).data(), READ)


def _risen(data: bytes, at: int, columns: int = 8) -> bytes:
    """A row as the difference from the row above it."""
    row = data[at : at + columns].ljust(columns)
    above = data[at - columns : at] if at else bytes(columns)
    return bytes((byte - other) % 256 for byte, other in zip(row, above, strict=True))


def _odd_filters() -> Iterator[Nasty]:
    """Packed so that it can hardly be unpacked."""
    ascii85, packed = base64.a85encode(SHOWN), zlib.compress(SHOWN)
    parameters = b"/FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 99 >>"
    odd = (
        ("lzw_without_clear", lzw(SHOWN)[2:], b"/LZWDecode"),
        ("lzw_noise", b"\xff\xfe\xfd\x80" * 500, b"/LZWDecode"),
        ("ascii85_open", ascii85, b"/ASCII85Decode"),
        ("ascii85_head", b"<~" + ascii85 + b"~>", b"/ASCII85Decode"),
        ("ascii85_odd", ascii85[:20] + b"zz{v\xff" + ascii85[20:] + b"~>", b"/ASCII85Decode"),
        ("hexadecimal_odd", b"zz" + SHOWN.hex().encode() + b"5", b"/ASCIIHexDecode"),
        ("runs_cut", bytes([127]) + SHOWN, b"/RunLengthDecode"),
        ("flate_cut", packed[:-9], b"/FlateDecode"),
        ("flate_wrong_checksum", packed[:-4] + b"\0\0\0\0", b"/FlateDecode"),
        ("flate_raw", packed[2:-4], b"/FlateDecode"),
        ("flate_lie", SHOWN, b"/FlateDecode"),
        ("unknown", SHOWN, b"/NoSuchDecode"),
        ("itself", SHOWN, b"5 0 R"),
        ("picture", SHOWN, b"[/DCTDecode /JPXDecode /JBIG2Decode /CCITTFaxDecode]"),
        ("crypt", SHOWN, b"[/Crypt] /DecodeParms [<< /Name /Identity >>]"),
        ("thousands", SHOWN, b"[" + b"/ASCIIHexDecode " * 3_000 + b"]"),
        ("parameters", packed, parameters),
    )
    for name, data, filters in odd:
        content = stream(data, b"/Filter " + filters)
        yield Nasty(f"pdf_filter_{name}.pdf", Pdf(content=content).data(), EITHER)


def _lengths() -> Iterator[Nasty]:
    """A stream is not as long as it says, or never ends."""
    lengths = (
        ("zero", b"0", READ), ("short", b"30", EITHER), ("long", b"99999", READ),
        ("negative", b"-1", EITHER), ("huge", b"9" * 30, EITHER), ("billions", b"4294967295", READ),
        ("nowhere", b"99 0 R", READ), ("itself", b"5 0 R", EITHER), ("text", b"(ten)", EITHER),
        ("elsewhere", b"7 0 R", READ),
    )  # fmt: skip
    for name, length, becomes in lengths:
        data = Pdf(content=stream(SHOWN, length=length), extra=(b"%d" % len(SHOWN),)).data()
        yield Nasty(f"pdf_length_{name}.pdf", data, becomes)
    sound = Pdf().data()
    yield Nasty("pdf_endstream_missing.pdf", sound.replace(b"\nendstream", b""), EITHER)
    yield Nasty("pdf_endobj_missing.pdf", sound.replace(b"\nendobj", b""), EITHER)
    both = sound.replace(b"\nendstream", b"").replace(b"\nendobj", b"")
    yield Nasty("pdf_every_end_missing.pdf", both, EITHER)
    yield Nasty("pdf_content_missing.pdf", Pdf(page=b"/Contents null").data(), REFUSED, NO_TEXT)
    data = Pdf(page=b"/Contents 7 0 R", extra=(b"[7 0 R 5 0 R]",)).data()
    yield Nasty("pdf_content_of_itself.pdf", data, EITHER)
    parts = tuple(stream(part) for part in (SHOWN[:12], SHOWN[12:]))
    data = Pdf(page=b"/Contents [7 0 R 8 0 R]", extra=parts).data()
    yield Nasty("pdf_content_in_parts.pdf", data, READ)


def _object_streams() -> Iterator[Nasty]:
    """Object streams and streams of references that lie, or lead back to themselves."""
    bodies = Pdf().objects()
    lies = (
        ("many", b"/N 2147483647", b""),
        ("none", b"/N 0", b""),
        ("negative", b"/N -5 /First -9", b""),
        ("first", b"/First 2147483647", b""),
        ("extends", b"/Extends 7 0 R", b""),
        ("cut", b"/Filter [/FlateDecode /ASCIIHexDecode]", b""),
        ("widths_huge", b"", b"/W [9 999999999 2147483647]"),
        ("widths_zero", b"", b"/W [0 0 0]"),
        ("widths_negative", b"", b"/W [-1 4 2]"),
        ("size", b"", b"/Size 2147483647"),
        ("index", b"", b"/Index [0 2147483647 5 -1]"),
        ("index_odd", b"", b"/Index [0]"),
        ("previous", b"", b"/Prev 16"),
        ("itself", b"/Length 7 0 R", b""),
    )
    for name, objects, references in lies:
        data = compact(bodies, objects, references)
        yield Nasty(f"pdf_packed_{name}.pdf", data, EITHER)
    packed = bomb(b"/Type /ObjStm /N 1 /First 5", b"9 0 << >> ", b" ")
    yield Nasty("pdf_packed_bomb.pdf", compact([*bodies, packed]), EITHER)
    sound = compact(bodies)
    at = sound.rindex(b"startxref")
    previous = sound[at + 10 : -7]
    looped = compact(bodies, references=b"/Prev " + previous)
    yield Nasty("pdf_packed_loop.pdf", looped, EITHER)


def _operators() -> Iterator[Nasty]:
    """A page that takes very long to draw, or is drawn by operators that never close."""
    begin, end = b"BT /F1 12 Tf 72 720 Td ", b" ET "
    contents = (
        ("texts_2000000", begin + b"(x) Tj " * 2_000_000 + end + SHOWN),
        ("lines_200000", begin + b"0 -1 Td (a b) Tj " * 200_000 + end + SHOWN),
        (
            "letters_apart",
            begin + b"".join(b"(%c) Tj 9 0 Td " % c for c in b"credit") + end + SHOWN,
        ),
        ("states_1000000", b"q " * 1_000_000 + SHOWN),
        ("states_closed", b"Q " * 1_000_000 + SHOWN),
        ("texts_open", b"BT " * 200_000 + SHOWN),
        ("lines_1000000", b"0 0 m 9 9 l S " * 1_000_000 + SHOWN),
        ("arrays", SHOWN + b" " + b"[" * DEEP + b"]" * DEEP + b" TJ"),
        ("dictionaries", SHOWN + b" /A " + b"<< /A " * DEEP + b" BDC"),
        ("operands", SHOWN + b" " + b"1 " * 1_000_000 + b"re"),
        ("marks", b"/P << /MCID 0 >> BDC " * 200_000 + SHOWN),
        ("noise", SHOWN + bytes(range(256)) * 40),
        ("picture_open", SHOWN + b" BI /W 10000 /H 10000 /BPC 8 /CS /G ID \0\1\2"),
        ("picture_huge", SHOWN + b" BI /W 2147483647 /H 2147483647 /BPC 8 /CS /RGB ID \0 EI"),
        ("text_open", SHOWN + b" BT (never closed Tj ET"),
        ("matrix", b"1e30 0 0 1e30 1e38 1e38 cm " * 10 + SHOWN),
    )
    for name, content in contents:
        yield Nasty(f"pdf_page_{name}.pdf", Pdf(content=flate(content)).data(), EITHER)


def _form(content: bytes, entries: bytes = b"") -> bytes:
    lead = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> "
    return stream(content, lead + b"/XObject << " + entries + b" >> >>")


def _forms() -> Iterator[Nasty]:
    """Forms that draw themselves, one another, or one another ten times each."""
    first = b"/XObject << /X 7 0 R >>"
    content = stream(SHOWN + b" /X Do")
    once = Pdf(content, resources=first, extra=(_form(b"/X Do", b"/X 7 0 R"),))
    yield Nasty("pdf_form_of_itself.pdf", once.data(), READ)
    for times, becomes in ((1, READ), (2, EITHER)):
        draws = b"/X Do " * times
        pair = (_form(draws, b"/X 8 0 R"), _form(draws, b"/X 7 0 R"))
        data = Pdf(content, resources=first, extra=pair).data()
        yield Nasty(f"pdf_form_of_two_{times}.pdf", data, becomes)
    inside = (_form(SHOWN),)
    words = Pdf(stream(b"/X Do"), resources=first, extra=inside)
    yield Nasty("pdf_form_has_the_words.pdf", words.data(), READ)
    for name, levels, times in (("laughs", 12, 10), ("1000_deep", 1_000, 1)):
        forms = [_form(b"/X Do " * times, b"/X %d 0 R" % (n + 8)) for n in range(levels)]
        data = Pdf(content, resources=first, extra=(*forms, _form(shown("ha")))).data()
        yield Nasty(f"pdf_form_{name}.pdf", data, EITHER)
    pattern = b"/Pattern << /P 7 0 R >>"
    tiles = stream(
        b"/Pattern cs /P scn 0 0 9 9 re f",
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.0001"
        b" /YStep 0.0001 /Resources << /Pattern << /P 7 0 R >> >>",
    )
    painted = stream(SHOWN + b" /Pattern cs /P scn 0 0 612 792 re f")
    # It can't be drawn, so that nobody can tell what of its words is seen.
    yield Nasty(
        "pdf_pattern_of_itself.pdf", Pdf(painted, resources=pattern, extra=(tiles,)).data(), EITHER
    )
    noted = (
        b"<< /Type /Annot /Subtype /FreeText /Rect [0 0 9 9] /Contents (A note) /AP << /N 8 0 R >>"
    )
    annotation = (noted + b" /Parent 7 0 R /Popup 7 0 R >>", _form(b"/X Do", b"/X 8 0 R"))
    notes = b"/Annots [" + b"7 0 R " * 10_000 + b"]"
    yield Nasty("pdf_notes_10000.pdf", Pdf(page=notes, extra=annotation).data(), EITHER)


def _pictures() -> Iterator[Nasty]:
    """A scan without a word in it, and pictures that are no pictures."""
    lead = b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8 "
    draw = b"q 612 0 0 792 0 0 cm /Im Do Q "
    resources = b"/XObject << /Im 7 0 R >>"
    gray = flate(b"\x80" * 10_000, lead + b"/Width 100 /Height 100")
    yield Nasty(
        "pdf_scan.pdf",
        Pdf(stream(draw), resources=resources, extra=(gray,)).data(),
        REFUSED,
        NO_TEXT,
    )
    pages = Pdf(stream(draw), b"/Kids [4 0 R 4 0 R 4 0 R] /Count 3", resources=resources)
    data = write([*pages.objects(), gray])
    yield Nasty("pdf_scan_of_three_pages.pdf", data, REFUSED, NO_TEXT)
    pictures = (
        ("bomb", bomb(lead + b"/Width 32768 /Height 32768")),
        ("huge", stream(b"\0", lead + b"/Width 2147483647 /Height 2147483647")),
        (
            "jpeg",
            stream(b"\xff\xd8\xff\xe0" + b"\xff" * 500, lead + b"/Filter /DCTDecode /Width 9"),
        ),
        ("jpeg2000", stream(b"\0\0\0\x0cjP  \r\n\x87\n" * 9, lead + b"/Filter /JPXDecode")),
        (
            "jbig2",
            stream(b"\x97JB2" * 99, lead + b"/Filter /JBIG2Decode /Width 99999 /Height 99999"),
        ),
        ("mask_of_itself", stream(b"\0", lead + b"/Width 1 /Height 1 /SMask 7 0 R")),
    )
    for name, picture in pictures:
        data = Pdf(stream(SHOWN + b" " + draw), resources=resources, extra=(picture,)).data()
        yield Nasty(f"pdf_picture_{name}.pdf", data, EITHER)
