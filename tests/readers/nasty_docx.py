"""Nasty Word files: all of them, and here the archives that are cut, lie or burst."""

import io
import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tests.readers import nasty_docx_body, nasty_docx_parts, nasty_docx_xml
from tests.readers.nasty_base import (
    EITHER,
    READ,
    REFUSED,
    SENTENCE,
    Bomb,
    Nasty,
    cuts,
    noise,
)
from tests.readers.nasty_docx_build import (
    DOCUMENT,
    Member,
    Part,
    archive,
    document,
    docx,
    member,
    packed,
    parts,
)

LOCKED = "password|encrypt"
LARGE = "larger|large|big|much|memory|unpack"
NO_WORD = "word|docx|document"


def files() -> Iterator[Nasty]:
    """Every nasty Word file."""
    yield Nasty("docx_sound.docx", docx(), READ)
    yield from _cut()
    yield from _bombs()
    yield from _crowds()
    yield from _lies()
    yield from _ends()
    yield from _names()
    yield from _impostors()
    yield from _locked()
    yield from nasty_docx_parts.files()
    yield from nasty_docx_xml.files()
    yield from nasty_docx_body.files()


def _cut() -> Iterator[Nasty]:
    """Cut off while it was downloaded: the directory at its end is lost."""
    filler = member("word/media/image1.png", noise(2_000))
    for share, data in cuts(packed(parts(), filler)):
        yield Nasty(f"docx_cut_{share}.docx", data, REFUSED)


def _exploding(path: str, bomb: Bomb, size: int | None = None) -> Member:
    return Member(path.encode(), bomb.raw(), bomb.size if size is None else size, bomb.crc())


def _bombs() -> Iterator[Nasty]:
    """Little that unpacks into a gigabyte, as the text or beside it, in one go or in many."""
    others = parts(document=None)
    whole = document().partition("<w:body>")
    before, after = (whole[0] + whole[1]).encode(), whole[2].encode()
    text = Bomb(before, after, b" ", megabytes=256)
    yield Nasty("docx_bomb.docx", packed(others, _exploding(DOCUMENT, Bomb())), REFUSED, LARGE)
    spaces = packed(others, _exploding(DOCUMENT, text))
    yield Nasty("docx_bomb_of_spaces.docx", spaces, REFUSED, LARGE)
    small = Bomb(before, after, b" ", megabytes=64)
    lie = packed(others, _exploding(DOCUMENT, small, size=2_000))
    yield Nasty("docx_bomb_said_to_be_small.docx", lie, REFUSED)
    for name, path in (("image", "word/media/image1.png"), ("elsewhere", "customXml/item1.xml")):
        data = packed(parts(), _exploding(path, Bomb(megabytes=128)))
        yield Nasty(f"docx_bomb_{name}.docx", data, EITHER, LARGE)
    styles = Bomb(megabytes=128, fill=b" ", before=b"<")
    data = packed(parts(styles=None), _exploding("word/styles.xml", styles))
    yield Nasty("docx_bomb_styles.docx", data, EITHER, LARGE)
    nested = _nested(5)
    yield Nasty("docx_bomb_nested.docx", packed(parts(), member("word/a.zip", nested)), READ)
    yield Nasty("docx_bomb_only_nested.docx", nested, REFUSED, NO_WORD)


def _nested(levels: int) -> bytes:
    """Sixteen archives of sixteen archives of …, at whose end stands a gigabyte."""
    inside = archive([_exploding("zeros", Bomb(megabytes=64))])
    for _ in range(levels):
        inside = archive(member(f"{number}.zip", inside) for number in range(16))
    return inside


def _crowds() -> Iterator[Nasty]:
    """Many members: each of them small, or all of them the same bytes."""
    small = [Member(b"%d" % number, b"", 0, 0, 0) for number in range(60_000)]
    yield Nasty("docx_60000_members.docx", packed(parts(), *small), EITHER)
    media = _exploding("word/media/a.png", Bomb(megabytes=1))
    at = packed(parts()).index(b"PK\1\2")
    copies = [replace(media, offset=at, is_listed_only=True) for _ in range(2_000)]
    yield Nasty("docx_overlapping.docx", packed(parts(), media, *copies), EITHER, LARGE)
    names = [replace(copy, name=b"word/media/%d.png" % n) for n, copy in enumerate(copies)]
    yield Nasty("docx_overlapping_names.docx", packed(parts(), media, *names), EITHER, LARGE)


def _with(changed: Member) -> bytes:
    """A sound file but for its main part."""
    return packed(parts(document=None), changed)


def _lies() -> Iterator[Nasty]:
    """A member is not what the directory says of it."""
    main = member(DOCUMENT, document())
    image = member("word/media/image1.png", noise(500))
    yield Nasty("docx_wrong_checksum.docx", _with(replace(main, crc=1)), REFUSED)
    beside = packed(parts(), replace(image, crc=1))
    yield Nasty("docx_wrong_checksum_of_image.docx", beside, EITHER)
    for method, name in ((99, "aes"), (97, "wavpack"), (9, "deflate64"), (0xFFFF, "unknown")):
        data = _with(replace(main, method=method))
        yield Nasty(f"docx_method_{name}.docx", data, REFUSED)
    yield Nasty("docx_member_locked.docx", _with(replace(main, flags=1)), REFUSED, LOCKED)
    strong = _with(replace(main, flags=0x2041))
    yield Nasty("docx_member_strongly_locked.docx", strong, REFUSED, LOCKED)
    yield Nasty("docx_member_noise.docx", _with(replace(main, data=noise(900))), REFUSED)
    yield Nasty("docx_member_cut.docx", _with(replace(main, data=main.data[:-20])), REFUSED)
    yield Nasty("docx_member_too_small.docx", _with(replace(main, size=10)), EITHER)
    yield Nasty("docx_member_too_large.docx", _with(replace(main, size=0xFFFFFFFE)), EITHER)
    yield Nasty("docx_member_far_away.docx", _with(replace(main, offset=0xFFFFFFF0)), REFUSED)
    yield Nasty("docx_member_elsewhere.docx", _with(replace(main, offset=0)), REFUSED)
    other = replace(main, name=b"word/nothing.xml")
    data = packed(parts(document=None), other).replace(b"nothing", b"documen", 1)
    yield Nasty("docx_member_of_two_names.docx", data, REFUSED)
    yield Nasty("docx_member_extra_noise.docx", _with(replace(main, extra=noise(50))), EITHER)
    zip64 = struct.pack("<HHQQ", 1, 16, 1 << 60, 1 << 60)
    yield Nasty("docx_member_zip64_lie.docx", _with(replace(main, extra=zip64)), EITHER)
    twice = packed(parts(), member(DOCUMENT, document("<w:p/>")))
    yield Nasty("docx_member_twice.docx", twice, EITHER)
    cased = packed(parts(), member("WORD/Document.xml", document("<w:p/>")))
    yield Nasty("docx_member_twice_in_case.docx", cased, READ)
    yield Nasty("docx_stored.docx", _zipped(parts(), zipfile.ZIP_STORED), READ)
    yield Nasty("docx_bzip2.docx", _zipped(parts(), zipfile.ZIP_BZIP2), EITHER)
    yield Nasty("docx_lzma.docx", _zipped(parts(), zipfile.ZIP_LZMA), EITHER)
    yield Nasty("docx_streamed.docx", _streamed(parts()), READ)


def _zipped(whole: dict[str, Part], method: int) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", method) as out:
        for path, data in whole.items():
            out.writestr(zipfile.ZipInfo(path), data, method)
    return memory.getvalue()


def _streamed(whole: dict[str, Part]) -> bytes:
    """Written without going back: the sizes stand after each member, in 64 bits."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

        def seek(self, *_: int) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as out:
        for path, data in whole.items():
            with out.open(zipfile.ZipInfo(path), "w", force_zip64=True) as file:
                file.write(data.encode() if isinstance(data, str) else data)
    return pipe.getvalue()


def _ends() -> Iterator[Nasty]:
    """The end of the archive counts wrong, stands elsewhere, or is followed by more."""
    sound = docx()
    end = sound.rindex(b"PK\5\6")

    def ended(count: int, size: int, offset: int) -> bytes:
        said = struct.pack("<HHHHIIH", 0, 0, count, count, size, offset, 0)
        return sound[:end] + b"PK\5\6" + said

    start = sound.index(b"PK\1\2")
    yield Nasty("docx_end_counts_none.docx", ended(0, end - start, start), EITHER)
    yield Nasty("docx_end_counts_many.docx", ended(0xFFFE, end - start, start), EITHER)
    yield Nasty("docx_end_zip64_lie.docx", ended(0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF), EITHER)
    yield Nasty("docx_end_points_far.docx", ended(6, end - start, 0xFFFFFFF0), EITHER)
    yield Nasty("docx_end_points_to_itself.docx", ended(6, 22, end), EITHER)
    yield Nasty("docx_end_missing.docx", sound[:end], REFUSED)
    members = [member(path, part) for path, part in parts().items()]
    yield Nasty("docx_comment.docx", archive(members, comment=b"PK\5\6" * 16_000), EITHER)
    yield Nasty("docx_after_program.docx", archive(members, before=b"MZ" + noise(5_000)), EITHER)
    yield Nasty("docx_after_bytes.docx", noise(500) + sound, EITHER)
    yield Nasty("docx_before_bytes.docx", sound + noise(500), EITHER)
    yield Nasty("docx_twice.docx", sound + docx("<w:p/>"), EITHER)


def _names() -> Iterator[Nasty]:
    """Names that lead out of the folder, or are no names."""
    names = (
        ("outside", b"../../../../tmp/evil.xml"),
        ("outside_word", b"word/../../../evil.xml"),
        ("absolute", b"/etc/cron.d/evil"),
        ("drive", b"C:\\Windows\\evil.dll"),
        ("backslashes", b"..\\..\\evil.xml"),
        ("nul", b"word/evil.xml\0.png"),
        ("empty", b""),
        ("long", b"word/" + b"a" * 60_000),
        ("bytes", b"word/\xff\xfe\x80.xml"),
        ("escape", b"word/\x1b[31m\r\n.xml"),
        ("device", b"word/CON"),
        ("folder", b"word/document.xml/"),
    )
    for name, path in names:
        data = packed(parts(), member(path, "<evil/>"))
        yield Nasty(f"docx_name_{name}.docx", data, READ)
    windows = {path.replace("/", "\\"): part for path, part in parts().items()}
    yield Nasty("docx_name_all_backslashes.docx", packed(windows), EITHER)
    rooted = {f"/{path}": part for path, part in parts().items()}
    yield Nasty("docx_name_all_absolute.docx", packed(rooted), EITHER)
    inner = {f"letter/{path}": part for path, part in parts().items()}
    yield Nasty("docx_name_all_in_a_folder.docx", packed(inner), EITHER)
    link = replace(member(DOCUMENT, "/etc/passwd"), extra=b"ux\0\0")
    linked = bytearray(_with(link))
    at = linked.rindex(b"PK\1\2")
    linked[at + 5] = 3
    linked[at + 38 : at + 42] = (0o120777 << 16).to_bytes(4, "little")
    yield Nasty("docx_name_is_link.docx", bytes(linked), REFUSED)


def _of(kind: str, members: Iterable[tuple[str, str]]) -> bytes:
    """An archive whose first member tells what it is, as those of OpenDocument and EPUB do."""
    said = kind.encode()
    first = replace(member("mimetype", kind), data=said, method=0)
    return archive([first, *(member(path, part) for path, part in members)])


def _impostors() -> Iterator[Nasty]:
    """Other things that are named as a Word file, and Word files named as other things."""
    office = "application/vnd.oasis.opendocument.text"
    words = f"<office:text><text:p>{SENTENCE}</text:p></office:text>"
    book = f"<html><body><p>{SENTENCE}</p></body></html>"
    sheet = parts(document=None) | {"xl/workbook.xml": "<workbook/>"}
    slides = parts(document=None) | {"ppt/presentation.xml": "<p/>"}
    html = f"<!DOCTYPE html><html><body><p>{SENTENCE}</p></body></html>"
    yield Nasty("docx_empty.docx", b"", REFUSED, "empty|nothing in")
    yield Nasty("docx_one_byte.docx", b"P", REFUSED)
    yield Nasty("docx_zeros.docx", b"\0" * 50_000, REFUSED)
    yield Nasty("docx_noise.docx", noise(50_000), REFUSED, NO_WORD)
    yield Nasty("docx_head_only.docx", b"PK\3\4", REFUSED)
    yield Nasty("docx_empty_archive.docx", archive([]), REFUSED)
    yield Nasty("docx_is_odt.docx", _of(office, [("content.xml", words)]), REFUSED)
    yield Nasty("docx_is_xlsx.docx", packed(sheet), REFUSED)
    yield Nasty("docx_is_pptx.docx", packed(slides), REFUSED)
    epub = _of("application/epub+zip", [("OEBPS/a.xhtml", book)])
    yield Nasty("docx_is_epub.docx", epub, REFUSED)
    yield Nasty("docx_is_zip.docx", archive([member("a.txt", SENTENCE)]), REFUSED)
    yield Nasty("docx_is_html.docx", html.encode(), READ, "html")
    yield Nasty(
        "docx_is_rtf.docx", b"{\\rtf1\\ansi " + SENTENCE.encode() + b"\\par}", EITHER, "rtf"
    )
    yield Nasty("docx_is_text.docx", SENTENCE.encode(), EITHER)
    yield Nasty("docx_is_xml.docx", document().encode(), EITHER)
    yield Nasty("docx_named_pdf.pdf", docx(), READ, "docx|word")
    yield Nasty("docx_named_html.html", docx(), READ, "docx|word")
    yield Nasty("docx_named_txt.txt", docx(), READ, "docx|word")


def _locked() -> Iterator[Nasty]:
    """The containers of old Word, in which locked files of new Word lie as well."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + b"\x3e\0\3\0\xfe\xff\x09\0\6\0"
    old = r"\.doc|old word|password"
    yield Nasty("docx_is_doc.docx", head + noise(4_096), REFUSED, old)
    streams = "EncryptedPackage\0EncryptionInfo".encode("utf-16-le")
    yield Nasty("docx_locked.docx", head + b"\0" * 480 + streams + noise(4_096), REFUSED, old)
    yield Nasty("docx_is_doc_head_only.docx", head[:8], REFUSED)
