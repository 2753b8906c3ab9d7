"""Nasty RTF: groups without an end, bytes that are counted wrong, and words in numbers."""

from collections.abc import Iterator

from tests.readers.nasty_base import EITHER, GONE, READ, REFUSED, SENTENCE, Nasty, cuts, noise

HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Helvetica;}}\f0\fs24 "
NO_TEXT = "no text|no words|nothing to read|empty"


def files() -> Iterator[Nasty]:
    """Every nasty RTF."""
    yield Nasty("rtf_sound.rtf", rtf(), READ)
    yield from _cut()
    yield from _groups()
    yield from _bytes()
    yield from _letters()
    yield from _beside()
    yield from _words()
    yield from _impostors()


def rtf(body: str = SENTENCE, head: str = HEAD) -> bytes:
    """An RTF of a paragraph."""
    return f"{head}{body}\\par}}".encode("latin-1")


def _cut() -> Iterator[Nasty]:
    """Cut off while it was downloaded."""
    for share, data in cuts(rtf(f"One.\\par {SENTENCE}\\par " + "Another line.\\par\n" * 30)):
        yield Nasty(f"rtf_cut_{share}.rtf", data, EITHER)


def _groups() -> Iterator[Nasty]:
    """Groups that are too deep, never closed, or closed too often."""
    bodies = (
        ("deep", "{" * 100_000 + SENTENCE + "}" * 100_000, EITHER),
        ("deep_open", SENTENCE + "{" * 20_000, EITHER),
        ("deep_formats", r"{\b\i" * 10_000 + " " + SENTENCE, EITHER),
        ("deep_tables", r"{\trowd\intbl\itap9 " * 5_000 + SENTENCE, EITHER),
        ("deep_100", "{" * 100 + SENTENCE + "}" * 100, READ),
        ("closed_after", SENTENCE + "}" * 1_000, READ),
        ("closed_before", "}" * 1_000 + SENTENCE, EITHER),
        ("many", r"{\b A}" * 10_000 + SENTENCE, EITHER),
        ("empty", "{}" * 20_000 + SENTENCE, EITHER),
    )
    for name, body, becomes in bodies:
        yield Nasty(f"rtf_groups_{name}.rtf", rtf(body), becomes)


def _bytes() -> Iterator[Nasty]:
    """Bytes that are said to be as many as there are not, and bytes that look like RTF."""
    data = "d0cf11e0" * 5_000
    bodies = (
        ("bin", rf"{{\pict\bin5 }}{{}}\\}}{SENTENCE}", READ),
        ("bin_bomb", rf"{SENTENCE}{{\pict\bin2147483647 abc}}", EITHER),
        ("bin_bomb_before", rf"{{\pict\bin2147483647 abc}}{SENTENCE}", EITHER),
        ("bin_negative", rf"{{\pict\bin-5 abc}}{SENTENCE}", EITHER),
        ("bin_huge", rf"{{\pict\bin{'9' * 5_000} abc}}{SENTENCE}", EITHER),
        ("bin_many", r"\bin0 " * 5_000 + SENTENCE, EITHER),
        ("picture", rf"{{\pict\pngblip {'89504e47' * 5_000}}}{SENTENCE}", READ),
        ("picture_broken", rf"{{\pict\wmetafile8\picw99999999999 xyz}}{SENTENCE}", READ),
        ("object", rf"{{\object\objemb{{\*\objclass A}}{{\*\objdata {data}}}}}{SENTENCE}", READ),
        ("object_updated", rf"{{\object\objupdate{{\*\objdata {data}}}}}{SENTENCE}", READ),
        ("nuls", f"\0\0{SENTENCE}\0", EITHER),
        ("noise", SENTENCE + "".join(map(chr, noise(5_000).replace(b"}", b""))), EITHER),
    )  # fmt: skip
    for name, body, becomes in bodies:
        yield Nasty(f"rtf_bytes_{name}.rtf", rtf(body), becomes)


def _letters() -> Iterator[Nasty]:
    """Letters written as numbers, in every way and in wrong ones."""
    codes = "".join(f"\\u{ord(letter)}?" for letter in SENTENCE)
    none = r"\uc0 " + "".join(f"\\u{ord(letter)} " for letter in SENTENCE)
    two = r"\uc2 " + "".join(f"\\u{ord(letter)}??" for letter in SENTENCE)
    hexadecimal = "".join(f"\\'{ord(letter):02x}" for letter in SENTENCE)
    fallback = "".join(f"\\u{ord(letter)}\\'3f" for letter in SENTENCE)
    bodies = (
        ("unicode", codes, READ), ("unicode_without_other", none, READ),
        ("unicode_with_two_others", two, READ), ("unicode_with_hexadecimal", fallback, READ),
        ("hexadecimal", hexadecimal, READ), ("hexadecimal_odd", rf"\'zz\'4\'{SENTENCE}", EITHER),
        ("pair", rf"\u-10179?\u-8704? {SENTENCE}", READ),
        ("half_pair", rf"\u-10179? \u55357? {SENTENCE}", EITHER),
        ("half_pair_at_end", rf"{SENTENCE} \u-10179?", EITHER),
        ("too_large", rf"\u99999999999? \u1114112? {SENTENCE}", EITHER),
        ("nul", rf"\u0? \'00 {SENTENCE}", EITHER),
        ("skip_huge", rf"\uc2147483647 \u65? {SENTENCE}", EITHER),
        ("skip_negative", rf"\uc-5 \u65? {SENTENCE}", EITHER),
        ("symbols", rf"\~\-\_\:\|\emdash\lquote\bullet\tab {SENTENCE}", READ),
        ("escaped", rf"\{{\}}\\ {SENTENCE}", READ),
    )  # fmt: skip
    for name, body, becomes in bodies:
        yield Nasty(f"rtf_letters_{name}.rtf", rtf(body), becomes)
    for page in ("1251", "932", "65001", "10000", "99999", "0"):
        head = HEAD.replace("1252", page)
        yield Nasty(f"rtf_page_{page}.rtf", rtf(rf"\'c2\'83\'65 {SENTENCE}", head), READ)


def _beside() -> Iterator[Nasty]:
    """Beside the words stands what is none of them."""
    facts = r"{\info{\title A}{\creatim\yr99999\mo13\dy45}{\author \u-10179?}}"
    include = r"{\field{\*\fldinst INCLUDETEXT /etc/passwd}{\fldrslt as it was}}"
    link = rf'{{\field{{\*\fldinst HYPERLINK "javascript:a"}}{{\fldrslt {SENTENCE}}}}}'
    bodies = (
        ("unknown", rf"{{\*\nosuchword {GONE}}}{SENTENCE}", READ),
        ("generator", rf"{{\*\generator {GONE};}}{SENTENCE}", READ),
        (
            "styles",
            rf"{{\stylesheet{{\s1 Heading 1;}}{{\s2\sbasedon2\snext2 A;}}}}{SENTENCE}",
            READ,
        ),
        ("colours", rf"{{\colortbl;\red999\green-1\blue0;}}{SENTENCE}", READ),
        ("facts", facts + SENTENCE, READ),
        ("field", link, READ),
        ("field_included", include + SENTENCE, READ),
        ("template", rf"{{\*\template http://127.0.0.1:9/evil.dotm}}{SENTENCE}", READ),
        ("header", rf"{{\header Confidential}}{{\footer Page}}{SENTENCE}", READ),
        ("note", rf"{SENTENCE}{{\footnote A note{{\footnote of a note}}}}", EITHER),
        ("hidden", rf"{{\v Not to be seen.}}{SENTENCE}", READ),
        ("deleted", rf"{{\deleted Not any more.}}{SENTENCE}", READ),
        ("page_of_html", r"\fromhtml1 {\*\htmltag <p>}" + SENTENCE + r"{\*\htmltag </p>}", READ),
        ("upr", rf"{{\upr{{A}}{{\*\ud{{A}}}}}}{SENTENCE}", READ),
        ("comment", rf"{{\*\atnid A}}{{\*\annotation Is this so?}}{SENTENCE}", READ),
    )
    for name, body, becomes in bodies:
        yield Nasty(f"rtf_beside_{name}.rtf", rtf(body), becomes)


def _words() -> Iterator[Nasty]:
    """Control words that are too long, too many, too large, or in the middle of a word."""
    row = r"\trowd\cellx1000\cellx2000 A\cell 10\cell\row "
    broken = SENTENCE.replace("credit", r"cre{\b d}it").replace("percent", "per\r\ncent")
    bodies = (
        ("long", "\\" + "a" * 100_000 + " " + SENTENCE, EITHER),
        ("many", r"\b\b0" * 10_000 + " " + SENTENCE, EITHER),
        ("unknown", rf"\nosuchword-99 \another1{SENTENCE}", READ),
        ("number_huge", rf"\fs{'9' * 5_000} {SENTENCE}", READ),
        ("number_negative", rf"\fs-1\li-2147483649 {SENTENCE}", READ),
        ("rows", row * 2_000 + SENTENCE, EITHER),
        ("cells", r"\trowd" + r"A\cell " * 5_000 + r"\row " + SENTENCE, EITHER),
        ("paragraphs", r"\par " * 10_000 + SENTENCE, EITHER),
        ("in_pieces", broken, READ),
        ("one_line", "word " * 20_000 + SENTENCE, EITHER),
        ("slashes", SENTENCE + "\\" * 50_000, EITHER),
        ("stars", r"{\*" * 20_000 + SENTENCE, EITHER),
        ("end_of_file", SENTENCE + "\\", READ),
    )
    for name, body, becomes in bodies:
        yield Nasty(f"rtf_words_{name}.rtf", rtf(body), becomes)


def _impostors() -> Iterator[Nasty]:
    """Other things that are named as RTF, and RTF that is named as other things."""
    cases = (
        ("empty", b"", REFUSED, "empty|nothing in"),
        ("only_head", b"{\\rtf1}", REFUSED, NO_TEXT),
        ("only_picture", rtf(r"{\pict\pngblip 89504e47}"), REFUSED, NO_TEXT),
        ("half_head", b"{\\rt", EITHER, ""),
        ("no_version", rtf(head=r"{\rtf "), READ, ""),
        ("no_brace", f"\\rtf1\\ansi {SENTENCE}".encode(), EITHER, ""),
        ("other_version", rtf(head=r"{\rtf99\ansi "), READ, ""),
        ("after_mark", b"\xef\xbb\xbf" + rtf(), EITHER, ""),
        ("after_blank", b"\r\n  " + rtf(), EITHER, ""),
        ("before_more", rtf() + b"\0" * 5_000, READ, ""),
        ("twice", rtf() + rtf(), READ, ""),
        ("in_utf16", rtf().decode().encode("utf-16"), EITHER, ""),
        ("is_text", SENTENCE.encode(), EITHER, ""),
        ("is_noise", noise(50_000), REFUSED, ""),
        ("is_zeros", b"\0" * 50_000, REFUSED, ""),
        ("is_doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(2_000), REFUSED, ""),
    )
    for name, data, becomes, says in cases:
        yield Nasty(f"rtf_{name}.rtf", data, becomes, says)
    yield Nasty("rtf_named_txt.txt", rtf(), EITHER, "rtf")
    yield Nasty("rtf_named_pdf.pdf", rtf(), EITHER, "rtf|pdf")
