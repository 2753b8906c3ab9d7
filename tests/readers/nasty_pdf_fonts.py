"""Nasty PDFs: words that can't be read off, because of their font or of how they are shown."""

from collections.abc import Iterator

from tests.readers.nasty_base import EITHER, READ, REFUSED, SENTENCE, Nasty, noise
from tests.readers.nasty_pdf_build import HELVETICA, Pdf, bomb, cmap, flate, shown, stream

CODES = bytes(range(32, 127))
"""What the fonts here have a glyph for."""

NOT_SEEN = "no text that can be seen"


def files() -> Iterator[Nasty]:
    """Those whose words are there and can hardly be had."""
    yield from _encodings()
    yield from _maps()
    yield from _programs()
    yield from _type3()
    yield from _descendants()
    yield from _odd_fonts()
    yield from _shown()
    yield from _scripts()


def _font(entries: bytes) -> bytes:
    return b"<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+Odd " + entries + b" >>"


def _differences(names: str) -> bytes:
    """An encoding that gives each code a name made of this pattern."""
    listed = " ".join(f"/{names.format(code)}" for code in CODES)
    return f"/Encoding << /Type /Encoding /Differences [32 {listed}] >>".encode()


def _encodings() -> Iterator[Nasty]:
    """Letters are glyphs of names that say nothing, or say too much."""
    for name, pattern in (
        ("meaningless", "g{}"),
        ("alike", "a"),
        ("private", "uniE0{:02X}"),
        ("surrogate", "uniD8{:02X}"),
        ("nul", "uni0000"),
        ("none", ".notdef"),
    ):
        data = Pdf(font=_font(_differences(pattern))).data()
        yield Nasty(f"pdf_glyphs_{name}.pdf", data, EITHER)
    shifted = shown("".join(chr(ord(letter) + 1) for letter in SENTENCE))
    data = Pdf(content=stream(shifted), font=_font(_differences("g{}"))).data()
    yield Nasty("pdf_glyphs_shifted.pdf", data, EITHER)
    data = Pdf(font=_font(_differences("uni00{:02X}"))).data()
    yield Nasty("pdf_glyphs_named.pdf", data, EITHER)


def _maps() -> Iterator[Nasty]:
    """The map from codes to letters maps to one letter, to none, to too many, or to itself."""
    long = b"<43> <" + b"0041" * 10_000 + b">"
    every = b"\n".join(b"<%02X> <E0%02X>" % (code, code) for code in CODES)
    maps = (
        (
            "one_letter",
            cmap(b"1 beginbfrange", b"<00> <FF> [" + b"<0061>" * 256 + b"]", b"endbfrange"),
        ),
        ("private", cmap(b"95 beginbfchar", every, b"endbfchar")),
        ("surrogates", cmap(b"1 beginbfrange", b"<20> <7E> <D800>", b"endbfrange")),
        ("nuls", cmap(b"1 beginbfrange", b"<00> <FF> <0000>", b"endbfrange")),
        ("long", cmap(b"1 beginbfchar", long, b"endbfchar")),
        ("ranges", cmap(b"99999 beginbfrange", *[b"<0000> <FFFF> <0000>"] * 2_000)),
        ("backwards", cmap(b"1 beginbfrange", b"<7E> <20> <0020>", b"endbfrange")),
        ("cut", cmap(b"1 beginbfrange", b"<20> <7E")),
        ("used_by_itself", cmap(b"/A usecmap")),
        ("noise", flate(noise(5_000))),
        ("bomb", bomb(fill=b" ")),
        ("font", HELVETICA),
    )
    for name, body in maps:
        font = _font(b"/Encoding /WinAnsiEncoding /ToUnicode 7 0 R")
        yield Nasty(f"pdf_map_{name}.pdf", Pdf(font=font, extra=(body,)).data(), EITHER)
    loop = HELVETICA.replace(b">>", b"/ToUnicode 3 0 R >>")
    yield Nasty("pdf_map_is_its_font.pdf", Pdf(font=loop).data(), EITHER)


def _programs() -> Iterator[Nasty]:
    """The embedded font is no font; its codes are plain letters all the same."""
    truetype = b"\0\1\0\0\xff\xff\0\0\0\0\0\0" + noise(4_000)
    programs = (
        ("truetype_noise", b"/TrueType", b"/FontFile2", stream(truetype)),
        ("truetype_empty", b"/TrueType", b"/FontFile2", stream(b"")),
        ("truetype_bomb", b"/TrueType", b"/FontFile2", bomb()),
        (
            "cff_noise",
            b"/Type1",
            b"/FontFile3",
            stream(b"\1\0\4\2" + noise(4_000), b"/Subtype /Type1C"),
        ),
        (
            "opentype_noise",
            b"/Type1",
            b"/FontFile3",
            stream(b"OTTO" + noise(4_000), b"/Subtype /OpenType"),
        ),
        ("type1_noise", b"/Type1", b"/FontFile", stream(b"%!PS-AdobeFont-1.0: A\n" + noise(4_000))),
        ("itself", b"/TrueType", b"/FontFile2", b"7 0 R"),
    )
    lead = b"<< /Type /Font /BaseFont /ABCDEF+Odd /Encoding /WinAnsiEncoding /FontDescriptor 8 0 R"
    widths = b" /FirstChar 32 /LastChar 126 /Widths [" + b"500 " * 95 + b"] /Subtype %b >>"
    described = (
        b"<< /Type /FontDescriptor /FontName /ABCDEF+Odd /Flags 32 /FontBBox [0 -200 1000 900]"
        b" /ItalicAngle 0 /Ascent 800 /Descent -200 /StemV 80 %b 7 0 R >>"
    )
    for name, subtype, key, program in programs:
        font, descriptor = (lead + widths) % subtype, described % key
        becomes = EITHER if name == "truetype_bomb" else READ
        data = Pdf(font=font, extra=(program, descriptor)).data()
        yield Nasty(f"pdf_program_{name}.pdf", data, becomes)


def _type3() -> Iterator[Nasty]:
    """Every letter is a drawing, and the drawings draw letters."""
    lead = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 750 750] /FontMatrix [0.001 0 0 0.001 0 0]"
        b" /FirstChar 32 /LastChar 126 /Widths [" + b"600 " * 95 + b"] /Resources << /Font <<"
        b" /F1 3 0 R >> /XObject << /X 7 0 R >> >> /CharProcs << "
    )
    glyphs = b" ".join(b"/g%d 7 0 R" % code for code in CODES)
    font = lead + glyphs + b" >> " + _differences("g{}")
    draws = (
        ("square", b"600 0 0 0 600 600 d1 0 0 600 600 re f"),
        ("itself", b"600 0 d0 BT /F1 1000 Tf (The credit) Tj ET"),
        ("form", b"600 0 d0 /X Do /X Do"),
        ("states", b"600 0 d0 " + b"q " * 30_000),
        ("nothing", b""),
    )
    form = b"/Subtype /Form /BBox [0 0 9 9]"
    for name, draw in draws:
        data = Pdf(font=font + b" >>", extra=(stream(draw, form),)).data()
        yield Nasty(f"pdf_type3_{name}.pdf", data, EITHER)
    mapped = cmap(b"1 beginbfrange", b"<20> <7E> <0020>", b"endbfrange")
    body = stream(draws[0][1])
    data = Pdf(font=font + b" /ToUnicode 8 0 R >>", extra=(body, mapped)).data()
    yield Nasty("pdf_type3_mapped.pdf", data, READ)


def _composite(encoding: bytes, descendant: bytes, entries: bytes = b"") -> bytes:
    return (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Odd /Encoding " + encoding
        + b" /DescendantFonts [" + descendant + b"] " + entries + b" >>"
    )  # fmt: skip


CID = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Odd /DW 1000 /CIDSystemInfo"
    b" << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor << /Type"
    b" /FontDescriptor /FontName /Odd /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0"
    b" /Ascent 900 /Descent -100 /StemV 80 >> >>"
)


def _mapped(words: str, encoding: bytes = b"/Identity-H") -> bytes:
    """A PDF that shows words in a font of two bytes a letter, with a map to what they are."""
    pairs = [f"<{n:04X}> <{c.encode('utf-16-be').hex()}>" for n, c in enumerate(words, 1)]
    lines = [f"{len(pairs)} beginbfchar", *pairs, "endbfchar"]
    codes = "".join(f"{n:04X}" for n in range(1, len(words) + 1))
    # Each letter is as wide as it is high: at 12 points the line would run off the page.
    content = f"BT /F1 10 Tf 72 720 Td <{codes}> Tj ET".encode()
    letters = cmap(*(line.encode() for line in lines))
    font = _composite(encoding, CID, b"/ToUnicode 7 0 R")
    return Pdf(content=stream(content), font=font, extra=(letters,)).data()


def _descendants() -> Iterator[Nasty]:
    """Composite fonts: one sound, the others without an end or without what they need."""
    yield Nasty("pdf_composite.pdf", _mapped(SENTENCE), READ)
    fonts = (
        ("of_itself", _composite(b"/Identity-H", b"3 0 R")),
        ("without_map", _composite(b"/Identity-H", CID)),
        ("without_descendant", _composite(b"/Identity-H", b"null")),
        ("unknown_encoding", _composite(b"/No-Such-H", CID)),
        ("encoded_by_itself", _composite(b"3 0 R", CID)),
        (
            "widths",
            _composite(b"/Identity-H", CID.replace(b"/DW", b"/W [0 2147483647 5 7 [] ] /DW")),
        ),
    )
    for name, font in fonts:
        yield Nasty(f"pdf_composite_{name}.pdf", Pdf(font=font).data(), EITHER)


def _odd_fonts() -> Iterator[Nasty]:
    """The font is not there, is another thing, or says what can't be."""
    wide = b"/FirstChar 0 /LastChar 2147483647 /Widths [" + b"500 " * 20_000 + b"]"
    fonts = (
        ("null", b"null"),
        ("number", b"42"),
        ("itself", b"3 0 R"),
        ("page", b"<< /Type /Page /Parent 2 0 R >>"),
        ("unknown", b"<< /Type /Font /Subtype /NoSuch /BaseFont /Odd >>"),
        ("nameless", b"<< /Type /Font /Subtype /Type1 >>"),
        ("long_name", HELVETICA.replace(b"/Helvetica", b"/" + b"A" * 70_000)),
        ("widths", HELVETICA.replace(b">>", wide + b" >>")),
        ("widths_negative", HELVETICA.replace(b">>", b"/FirstChar -9 /LastChar -1 >>")),
        ("encoded_by_itself", HELVETICA.replace(b"/WinAnsiEncoding", b"3 0 R")),
        ("zero_widths", HELVETICA.replace(b">>", b"/FirstChar 32 /LastChar 126 /Widths ["
            + b"0 " * 95 + b"] >>")),
    )  # fmt: skip
    for name, font in fonts:
        yield Nasty(f"pdf_font_{name}.pdf", Pdf(font=font).data(), EITHER)


def _shown() -> Iterator[Nasty]:
    """Words that an eye can't see, and words shown letter by letter or twice."""
    letters = " ".join(f"({letter}) -{index % 7}" for index, letter in enumerate(SENTENCE))
    spaced = f"BT /F1 12 Tf 72 720 Td [{letters}] TJ ET".encode()
    words = SENTENCE.split()
    lines = "".join(f"1 0 0 1 72 {720 - 15 * n} Tm ({word}) Tj " for n, word in enumerate(words))
    off = b" /OC /Hidden BDC " + shown(at="72 600") + b" EMC"
    stand_in = b"/Span << /ActualText (The credit) >> BDC "
    digits = f"BT /F1 12 Tf 72 720 Td <{SENTENCE.encode().hex()}> Tj ET".encode()
    contents = (
        ("invisible", b"3 Tr " + shown(), REFUSED),
        ("clipped", b"0 0 1 1 re W n " + shown(), REFUSED),
        ("white", b"1 1 1 rg " + shown(), REFUSED),
        ("covered", shown() + b" 0 g 0 0 612 792 re f", REFUSED),
        ("tiny", shown(size="0.1"), REFUSED),
        ("size_zero", shown(size="0"), EITHER),
        ("size_huge", shown(size="1e9"), EITHER),
        ("size_negative", shown(size="-12"), EITHER),
        ("outside", shown(at="-9000 9000"), EITHER),
        ("mirrored", b"-1 0 0 1 612 0 cm " + shown(), EITHER),
        ("twice", shown() + b" " + shown(at="72.3 720"), EITHER),
        ("many_times", (shown() + b" ") * 500, EITHER),
        ("kerned", spaced, READ),
        ("word_a_line", f"BT /F1 12 Tf {lines} ET".encode(), EITHER),
        ("layer_off", off, REFUSED),
        ("text_stands_for_it", stand_in + shown() + b" EMC", EITHER),
        ("is_artifact", b"/Artifact BMC " + shown() + b" EMC", EITHER),
        ("hexadecimal", digits, READ),
    )  # fmt: skip
    hidden = b"<< /Type /OCG /Name (Hidden) >>"
    layers = b"/OCProperties << /OCGs [7 0 R] /D << /OFF [7 0 R] /BaseState /OFF >> >>"
    for name, content, becomes in contents:
        data = Pdf(
            content=stream(content),
            resources=b"/Properties << /Hidden 7 0 R >>",
            catalog=layers,
            extra=(hidden,),
        ).data()
        says = NOT_SEEN if becomes == REFUSED else ""
        yield Nasty(f"pdf_words_{name}.pdf", data, becomes, says)


def _scripts() -> Iterator[Nasty]:
    """Words that run from right to left or from top to bottom, or are of what is no word."""
    texts = (
        ("hebrew", "הזיכוי הוא 25 אחוזים"[::-1]),
        ("arabic", "الائتمان ٢٥ في المئة"),
        ("arabic_forms", "ﺍﻻﺋﺘﻤﺎﻥ"),
        ("mixed", SENTENCE + " הזיכוי"),
        ("overridden", "\u202e" + SENTENCE + "\u202c\u2066\u2067"),
        ("ligatures", "The o\ufb03ce \ufb01les \ufb02ows."),
        ("invisible", "\u200b\u200d\ufeff\u00ad" * 9 + SENTENCE),
        ("emoji", "👩‍👩‍👧‍👦🏴" * 9),
        ("controls", "".join(map(chr, range(1, 32))) + SENTENCE),
        ("noncharacters", "\ufffe\uffff\ufdd0" + SENTENCE),
    )
    for name, words in texts:
        yield Nasty(f"pdf_script_{name}.pdf", _mapped(words), EITHER)
    yield Nasty("pdf_script_vertical.pdf", _mapped(SENTENCE, b"/Identity-V"), EITHER)
