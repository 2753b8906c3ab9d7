"""Nasty pages: written in other encodings than they say, or no pages at all."""

import gzip
from collections.abc import Iterator

from tests.readers.nasty_base import EITHER, READ, REFUSED, SENTENCE, Nasty, noise, page

PARAGRAPH = f"<p>{SENTENCE}</p>"
NO_PAGE = "text|binary|html|page|packed|compress|gzip|image"


def files() -> Iterator[Nasty]:
    """Those whose bytes are not what they should be."""
    yield from _marked()
    yield from _declared()
    yield from _odd()
    yield from _impostors()
    yield from _named()


def _meta(name: str) -> str:
    return f'<meta charset="{name}">'


def _marked() -> Iterator[Nasty]:
    """With a mark of the encoding at its start, or without the mark it needs."""
    utf8, utf16 = page(head=_meta("utf-8")), page(head=_meta("utf-16"))
    cases = (
        ("utf8_mark", b"\xef\xbb\xbf" + utf8.encode(), READ),
        ("utf8_mark_twice", b"\xef\xbb\xbf" * 2 + utf8.encode(), READ),
        ("utf16_little", b"\xff\xfe" + utf16.encode("utf-16-le"), READ),
        ("utf16_big", b"\xfe\xff" + utf16.encode("utf-16-be"), READ),
        ("utf16_against_declaration", b"\xff\xfe" + utf8.encode("utf-16-le"), READ),
        ("utf16_without_mark", utf16.encode("utf-16-le"), EITHER),
        ("utf16_big_without_mark", utf16.encode("utf-16-be"), EITHER),
        ("utf16_wrong_mark", b"\xfe\xff" + utf16.encode("utf-16-le"), EITHER),
        ("utf16_half", b"\xff\xfe" + utf16.encode("utf-16-le")[:-1], EITHER),
        ("utf16_surrogates", b"\xff\xfe" + utf16.encode("utf-16-le") + b"\0\xd8" * 9, EITHER),
        ("utf32", utf8.encode("utf-32"), EITHER),
        ("utf8_against_mark", b"\xff\xfe" + utf8.encode(), EITHER),
    )
    for name, data, becomes in cases:
        yield Nasty(f"html_{name}.html", data, becomes)


def _declared() -> Iterator[Nasty]:
    """In the encoding it declares, in another, or declared twice, too late or as nothing."""
    texts = (
        ("shift_jis", "控除は25パーセント"), ("euc_jp", "控除"), ("iso2022_jp", "控除は25"),
        ("windows-1251", "Вычет 25 процентов"), ("koi8-r", "Вычет"), ("gb18030", "抵免"),
        ("big5", "抵免"), ("euc_kr", "공제"), ("windows-1252", "“Crédit” – 25 €"),
        ("iso-8859-8", "זיכוי"), ("mac_roman", "Crédit"),
    )  # fmt: skip
    for name, words in texts:
        label = {"mac_roman": "macintosh", "iso2022_jp": "iso-2022-jp"}.get(name, name)
        label = label.replace("_", "-") if label.startswith("euc") else label
        html = page(f"{PARAGRAPH}<p>{words}</p>", _meta(label))
        yield Nasty(f"html_in_{name}.html", html.encode(name), READ)
    accented = f"{PARAGRAPH}<p>Crédit d’impôt, 25 %</p>"
    cases = (
        ("wrongly_utf8", page(accented, _meta("utf-8")).encode("cp1252")),
        ("wrongly_ascii", page(accented, _meta("us-ascii")).encode()),
        ("wrongly_latin1", page(accented, _meta("iso-8859-1")).encode()),
        ("wrongly_utf16", page(accented, _meta("utf-16")).encode()),
        ("unknown", page(accented, _meta("x-no-such")).encode()),
        ("empty", page(accented, _meta("")).encode()),
        ("twice", page(accented, _meta("utf-8") + _meta("windows-1251")).encode()),
        ("late", page(accented, "<!-- " + "a" * 5_000 + " -->" + _meta("cp1252")).encode("cp1252")),
        ("long", page(accented, _meta("a" * 100_000)).encode()),
        ("nowhere", page(accented).encode("cp1252")),
        ("of_python", page(accented, _meta("rot13")).encode()),
        ("of_python_bytes", page(accented, _meta("zlib_codec")).encode()),
        ("nul", page(accented, _meta("utf-8\0")).encode()),
    )
    for name, data in cases:
        yield Nasty(f"html_declared_{name}.html", data, READ)


def _odd() -> Iterator[Nasty]:
    """Bytes that no text holds, and encodings that hide what they say."""
    text = page()
    hidden = text.replace(PARAGRAPH, PARAGRAPH + "<script>alert(1)</script>")
    utf7 = page(head=_meta("utf-7")).replace(PARAGRAPH, PARAGRAPH + "+ADw-script+AD4-")
    cases = (
        ("utf7", utf7.encode(), EITHER),
        ("utf7_undeclared", hidden.encode("utf-7"), EITHER),
        ("hz", page("<p>~{VP9z~}</p>" + PARAGRAPH, _meta("hz-gb-2312")).encode(), EITHER),
        ("ebcdic", text.encode("cp037"), EITHER),
        ("nuls", text.replace("<p>", "<p>\0\0").encode(), EITHER),
        ("nuls_between", text.encode().replace(b"credit", b"c\0r\0e\0d\0i\0t"), EITHER),
        ("nuls_after", text.encode() + b"\0" * 100_000, EITHER),
        ("overlong", text.encode().replace(b"<p>", b"<p>\xc0\xbc\xe0\x80\xbc"), EITHER),
        ("surrogates", text.encode().replace(b"<p>", b"<p>\xed\xa0\x80\xed\xb0\x80"), EITHER),
        ("utf8_cut", text.encode().replace(b"</p>", b"\xe2\x82</p>"), EITHER),
        ("mixed", text.encode().replace(b"</p>", b"</p><p>\xe9\xc3\xa9\xff</p>"), EITHER),
        ("controls", text.encode().replace(b"<p>", b"<p>" + bytes(range(1, 9))), EITHER),
        ("escape", text.encode().replace(b"<p>", b"<p>\x1b[31m\x1b]0;a\x07</p><p>"), EITHER),
        ("noise_inside", text.encode().replace(b"<p>", noise(5_000) + b"<p>"), EITHER),
        ("line_ends_mixed", text.replace("\n", "\r\n\r\r\n\n\x0b\x0c\u2028\u0085").encode(), READ),
        ("line_ends_cr", text.replace("\n", "\r").encode(), READ),
    )
    for name, data, becomes in cases:
        yield Nasty(f"html_bytes_{name}.html", data, becomes)


def _mail(body: str) -> bytes:
    return (
        "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n"
        ' type="text/html"; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n'
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{body}\r\n--x--\r\n"
    ).encode()


def _impostors() -> Iterator[Nasty]:
    """Other things that are named as a page."""
    text = page().encode()
    bomb = gzip.compress(b"\0" * 50_000_000, mtime=0)
    script = f"<?php echo file_get_contents('/etc/passwd'); ?>{PARAGRAPH}"
    cases = (
        ("empty", b"", REFUSED, "empty|nothing in"),
        ("blank", b" \n\t" * 500, REFUSED, "empty|no text|no words|nothing"),
        ("only_mark", b"\xef\xbb\xbf", REFUSED, "empty|no text|no words|nothing"),
        ("one_byte", b"<", EITHER, ""),
        ("zeros", b"\0" * 50_000, REFUSED, ""),
        ("noise", noise(50_000), REFUSED, ""),
        ("is_gzip", gzip.compress(text, mtime=0), REFUSED, NO_PAGE),
        ("is_gzip_bomb", bomb, REFUSED, NO_PAGE),
        ("is_png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + noise(500), REFUSED, NO_PAGE),
        ("is_jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF\0" + noise(500), REFUSED, NO_PAGE),
        ("is_program", b"\x7fELF\x02\x01\x01" + b"\0" * 9 + noise(500), REFUSED, NO_PAGE),
        ("is_archive", b"bplist00" + noise(500), REFUSED, NO_PAGE),
        ("is_doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + noise(2_000), REFUSED, ""),
        ("is_json", f'{{"text": "{SENTENCE}"}}'.encode(), EITHER, ""),
        ("is_mhtml", _mail(page()), EITHER, ""),
        ("is_markdown", f"# A credit\n\n{SENTENCE}\n".encode(), EITHER, ""),
        ("is_rtf", f"{{\\rtf1\\ansi {SENTENCE}}}".encode(), EITHER, "rtf"),
        ("is_script", script.encode(), EITHER, ""),
        ("is_response", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + text, EITHER, ""),
        ("is_css", b"p { color: red } /* " + SENTENCE.encode() + b" */", EITHER, ""),
    )
    for name, data, becomes, says in cases:
        yield Nasty(f"html_{name}.html", data, becomes, says)


def _named() -> Iterator[Nasty]:
    """Pages that are named as another thing."""
    for suffix, becomes in (("txt", EITHER), ("md", EITHER), ("rtf", EITHER), ("htm", READ)):
        yield Nasty(f"html_named_{suffix}.{suffix}", page().encode(), becomes)
