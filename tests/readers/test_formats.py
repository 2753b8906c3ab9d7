"""A file is what its bytes say, and is told where its name says otherwise."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.readers.encodings import declared_in, decoded
from assistant.readers.formats import Format, format_of

PAGE = b"<!DOCTYPE html><html><body><p>x</p></body></html>"


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "suffix", "kind"),
    [
        (b"%PDF-1.7", ".pdf", Format.PDF),
        (b"junk " * 100 + b"%PDF-1.7", ".pdf", Format.PDF),
        (b"%PDF-1.7", ".txt", Format.PDF),
        (b"On %PDF-1.7", ".txt", Format.TEXT),
        (PAGE, ".html", Format.HTML),
        (PAGE, ".pdf", Format.HTML),
        (PAGE, ".md", Format.HTML),
        (PAGE, "", Format.HTML),
        (b"\xff\xfe" + PAGE.decode().encode("utf-16-le"), ".html", Format.HTML),
        (b"<?xml version='1.0'?>\n<html xmlns='x'>", ".xhtml", Format.HTML),
        (b"<p align=center>Logo</p>\n# Title", ".md", Format.MARKDOWN),
        (b"{\\rtf1 x}", ".rtf", Format.RTF),
        (b"{\\rtf1 x}", ".doc", Format.RTF),
        (packed("[Content_Types].xml", "word/document.xml"), ".docx", Format.DOCX),
        (packed("word\\document.xml"), ".pdf", Format.DOCX),
        (b"plain", ".txt", Format.TEXT),
        (b"plain", ".md", Format.MARKDOWN),
        (b"{}", ".jsonl", Format.LINES),
    ],
)
def test_what_a_file_is(data: bytes, suffix: str, kind: Format) -> None:
    found, told = format_of(data, suffix)
    assert found is kind
    assert bool(told) == (
        kind is not {".pdf": Format.PDF, ".html": Format.HTML, ".md": Format.MARKDOWN,
                     ".txt": Format.TEXT, ".xhtml": Format.HTML, ".rtf": Format.RTF,
                     ".docx": Format.DOCX, ".jsonl": Format.LINES}.get(suffix, kind)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "suffix", "reason"),
    [
        (b"\x89PNG\r\n", ".pdf", r"picture \(PNG\).*OCR"),
        (b"\xd0\xcf\x11\xe0" * 9, ".docx", r"old Office file.*\.docx"),
        (packed("xl/workbook.xml"), ".docx", "Excel"),
        (packed("content.xml"), ".docx", "OpenDocument"),
        (packed("a.txt"), ".zip", "archive"),
        (b"PK\x03\x04cut", ".docx", "damaged"),
        (b"\x1f\x8b\x08", ".html", "gzip"),
        (b"nothing at all", ".pdf", "no PDF file"),
        (b"nothing at all", ".docx", "no Word file"),
        (b"nothing at all", ".exe", "'.exe' files can't be read"),
    ],
)
def test_what_can_not_be_read_is_named(data: bytes, suffix: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        format_of(data, suffix)


TEXT = "Кредит Орме составляет двадцать пять процентов всех расходов на съёмки в штате."


@pytest.mark.parametrize(
    ("data", "declared", "text", "says"),
    [
        ("Café".encode(), "", "Café", ""),
        ("Café".encode("cp1252"), "", "Café", "Windows-1252"),
        ("Café".encode("cp1252"), "iso-8859-1", "Café", "as it says"),
        ("Café “x”".encode("cp1252"), "latin-1", "Café “x”", "as it says"),
        (TEXT.encode("cp1251"), "windows-1251", TEXT, "windows-1251, as it says"),
        (TEXT.encode("cp1251"), "", TEXT, "which its bytes look like"),
        (TEXT.encode("cp1251"), "nonsense", TEXT, "which its bytes look like"),
        (TEXT.encode("utf-16"), "windows-1251", TEXT, "first bytes"),
        (
            "The credit is 25 percent.".encode("utf-16-le"),
            "",
            "The credit is 25 percent.",
            "UTF-16",
        ),
        (
            "The credit is 25 percent.".encode("utf-16-be"),
            "",
            "The credit is 25 percent.",
            "UTF-16",
        ),
    ],
)
def test_how_text_is_decoded_and_told(data: bytes, declared: str, text: str, says: str) -> None:
    found, told = decoded(data, declared)
    assert found.removeprefix("\ufeff") == text
    assert says in " ".join(told)
    assert bool(told) == bool(says)


@pytest.mark.parametrize(
    ("head", "declared"),
    [
        (b'<meta charset="utf-8">', "utf-8"),
        (b"<META http-equiv=x content='text/html; charset=Shift_JIS'>", "Shift_JIS"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?>', "iso-8859-2"),
        (b"<p>charset=utf-8", ""),
    ],
)
def test_what_a_page_declares(head: bytes, declared: str) -> None:
    assert declared_in(head) == declared


@given(st.binary(max_size=300), st.text(max_size=12))
def test_any_bytes_are_text_or_refused_in_a_line(data: bytes, declared: str) -> None:
    try:
        text, told = decoded(data, declared)
    except InputError as error:
        text, told = "", (str(error),)
    assert isinstance(text, str)
    assert all("\n" not in one for one in told)


WORDS = st.lists(
    st.sampled_from(
        ["The credit", "is", "25 percent", "a café’s", "€5", "of “it”", "\r\n", "\n\n"]
    ),
    min_size=8,
    max_size=40,
)


@given(
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufeff")),
    st.sampled_from(["utf-8", "utf-16", "utf-32"]),
    st.sampled_from(["", "windows-1251", "utf-8", "nonsense"]),
)
def test_text_in_unicode_is_read_to_the_letter(text: str, codec: str, declared: str) -> None:
    assert decoded(text.encode(codec), declared)[0] == text


@given(WORDS, st.sampled_from(["cp1252", "utf-16-le", "utf-16-be", "utf-8"]))
def test_text_that_tells_no_encoding_is_read_to_the_letter(words: list[str], codec: str) -> None:
    text = " ".join(words)

    assert decoded(text.encode(codec))[0] == text
