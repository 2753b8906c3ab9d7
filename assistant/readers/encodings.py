"""Bytes -> text, and a word on how they were read where that was not plain.

A byte order mark says it first; then text is UTF-8 where it can be; then it is what the file
declares, and else what the bytes look like.
"""

import codecs
import re

from assistant.errors import InputError

_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20)])
"""Bytes that no text holds."""

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)

_DECLARED = re.compile(
    rb"""(?i)<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]{2,40})"""
    rb"""|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{2,40})"""
)
_HEAD = 4096
"""Bytes at the top of a page in which it declares how it is written."""

_WIDE = 0.3
"""Share of NULs at every other byte of a text in UTF-16 without a mark."""

_FEW = 0.12
"""Share of the letters that are not ASCII up to which a text is of Western Europe: in others most
letters are."""

_ASCII = bytes(range(0x80))
_LEAST = 20
"""Bytes that are not ASCII from which an encoding is told: of fewer any may be the one."""

_SHORT = 40
"""Letters of a text below which their shares say nothing."""

_SAMPLE = 200_000
"""Bytes from which an encoding is told."""


def decoded(data: bytes, declared: str = "") -> tuple[str, tuple[str, ...]]:
    """Bytes as text, and a word on how they were read where they are not UTF-8.

    Args:
        data: the bytes of a file.
        declared: what they are said to be, by the file or by a server; may be empty.

    Raises:
        InputError: they are no text.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            return data.decode(codec, "replace"), (f"read as {name}, as its first bytes say",)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _other(data, error.start, declared)
    if "\0" in text:
        return _wide(data, 0) or (text, ())
    return text, ()


def declared_in(markup: bytes) -> str:
    """The encoding that a page declares at its top, empty where it declares none."""
    found = _DECLARED.search(markup[:_HEAD])
    return (found[1] or found[2]).decode("ascii", "ignore") if found else ""


def _other(data: bytes, first: int, declared: str) -> tuple[str, tuple[str, ...]]:
    """Text in another encoding than UTF-8, as byte ``first`` shows."""
    wide = _wide(data, first)
    if wide:
        return wide
    said = _as_declared(data, declared)
    if said is not None:
        return said, (f"read as {declared}, as it says",)
    if len(data.translate(None, _CONTROLS)) < len(data):
        raise InputError(f"is no text (byte {first}); save it as UTF-8 text")
    western = _western(data)
    if western is not None:
        return western, (f"read as Windows-1252, for it is not UTF-8 (byte {first})",)
    return _guessed(data, first)


def _wide(data: bytes, first: int) -> tuple[str, tuple[str, ...]] | None:
    """Text in UTF-16 without a mark, told by the NULs at every other byte."""
    head = data[:_SAMPLE] if len(data) >= _LEAST else b""
    for offset, codec in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = head[offset::2]
        if half and half.count(0) > _WIDE * len(half) and b"\0" not in head[1 - offset :: 2]:
            text = data.decode(codec, "replace")
            return text, (f"read as UTF-16, for it is not UTF-8 (byte {first})",)
    return None


def _as_declared(data: bytes, declared: str) -> str | None:
    try:
        codec = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return None
    # Browsers read what says Latin-1 as Windows-1252, of which it is a part but for controls.
    codec = "cp1252" if codec in ("iso8859-1", "ascii") else codec
    if not codec or codec.startswith(("utf-8", "utf-16", "utf-32", "utf-7", "idna", "punycode")):
        return None
    try:
        text, _ = codecs.lookup(codec).decode(data, "strict")
    except (UnicodeError, ValueError, LookupError):
        return None
    return text if isinstance(text, str) else None


def _western(data: bytes) -> str | None:
    """Bytes as Windows-1252, where few letters are not ASCII."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    letters = [letter for letter in text[:_SAMPLE] if letter.isalpha()]
    odd = sum(not letter.isascii() for letter in letters)
    return text if odd <= _FEW * len(letters) or len(letters) < _SHORT else None


def _guessed(data: bytes, first: int) -> tuple[str, tuple[str, ...]]:
    """Text in the encoding that its bytes look like.

    Raises:
        InputError: they look like none.
    """
    from charset_normalizer import from_bytes

    is_told = len(data.translate(None, _ASCII)) >= _LEAST
    best = from_bytes(data[:_SAMPLE]).best() if is_told else None
    text = _as_declared(data, best.encoding) if best else None
    if best is None or text is None:
        raise InputError(f"is neither UTF-8 (byte {first}) nor Windows-1252; save it as UTF-8")
    name = best.encoding.replace("_", "-")
    return text, (f"read as {name}, which its bytes look like; check how its letters are shown",)
