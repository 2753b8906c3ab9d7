"""The body of a reply, decompressed piece by piece, and no more of it than is wanted."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.errors import InputError
from assistant.fetching.transport import Reply
from assistant.fetching.wording import printable

_PIECE = 65_536
_GZIP = 16 + zlib.MAX_WBITS
_MAGIC = 0x1F


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of a body from its beginning, and whether that is all of it."""

    data: bytes
    is_whole: bool


def body(reply: Reply, most: int) -> Body:
    """Read a body, at most so many bytes of it after decompression.

    Raises:
        InputError: it is compressed in a way that nobody asked for, or damaged.
    """
    data = bytearray()
    for piece in _plain(reply):
        data += piece
        if len(data) > most:
            return Body(bytes(data[:most]), is_whole=False)
    return Body(bytes(data), is_whole=True)


def _plain(reply: Reply) -> Iterator[bytes]:
    coding = reply.header("content-encoding").strip().lower()
    if coding in ("", "identity"):
        return reply.pieces
    if coding in ("gzip", "x-gzip"):
        return _inflated(reply.pieces)
    raise InputError(
        f"comes compressed as {printable(coding)}, which isn't read; "
        "download it in a browser and add the file"
    )


def _inflated(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """What gzip holds, in small pieces: a few bytes of it can stand for gigabytes."""
    inflater = zlib.decompressobj(_GZIP)
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if inflater.eof:
                    # Several members in a row are one file; what else follows is padding.
                    if rest[0] != _MAGIC:
                        return
                    inflater = zlib.decompressobj(_GZIP)
                yield inflater.decompress(rest, _PIECE)
                rest = inflater.unconsumed_tail or inflater.unused_data
        while not inflater.eof:
            last = inflater.decompress(b"", _PIECE)
            if not last:
                raise InputError("breaks off before its end; try again later")
            yield last
    except zlib.error as error:
        raise InputError("is damaged; try again later") from error
