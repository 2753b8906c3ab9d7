"""What the nasty files share: the words in them, their shape, and their bulk."""

import hashlib
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

SENTENCE = "The credit is 25 percent of qualified spending."
"""What the text of a file holds that must be read."""

GONE = "The credit is 99 percent."
"""What stands in a file deleted, replaced or hidden, and so in no text."""

NEVER = (GONE, "root:x:0")
"""What no text may hold: what is gone, and what other files of the machine hold."""

REFUSED = "refused"
READ = "read"
EITHER = "either"

MEGABYTE = 1 << 20
GIGABYTE = 1 << 30


@dataclass(frozen=True, slots=True)
class Nasty:
    """A file that means harm, was harmed, or only looks like it.

    ``becomes`` is ``REFUSED`` where one plain line is expected, ``READ`` where its text must hold
    ``SENTENCE``, and ``EITHER`` where it may be one or the other, but no crash and no hang.
    ``says`` is a regular expression for what is said of it, in lower case: the reason of a file
    that is refused, the warning of one that is read although it is not what its name says.
    """

    name: str
    data: bytes
    becomes: str
    says: str = ""


def noise(size: int, seed: bytes = b"noise") -> bytes:
    """Bytes without any order, and the same at every call."""
    return hashlib.shake_256(seed).digest(size)


def page(body: str = f"<p>{SENTENCE}</p>", head: str = "") -> str:
    """A page of HTML."""
    title = "<title>A credit</title>"
    return f"<!DOCTYPE html>\n<html><head>{title}{head}</head>\n<body>{body}</body></html>\n"


def cuts(data: bytes) -> Iterable[tuple[int, bytes]]:
    """What is left of a file cut off at a share of its bytes, and the share in percent."""
    return ((share, data[: len(data) * share // 100]) for share in (10, 25, 50, 75, 90, 99))


@dataclass(frozen=True, slots=True)
class Bomb:
    """Little data that unpacks into much: one byte over and over, between two texts.

    Made of one packed megabyte repeated, so that nothing large is ever packed.
    """

    before: bytes = b""
    after: bytes = b""
    fill: bytes = b"\0"
    megabytes: int = 1024

    @property
    def size(self) -> int:
        """Bytes when unpacked."""
        return len(self.before) + self.megabytes * MEGABYTE + len(self.after)

    def raw(self) -> bytes:
        """As raw deflate, for a ZIP."""
        before, fill = (_packed(part) for part in (self.before, self.fill * MEGABYTE))
        return before + fill * self.megabytes + _packed(self.after, zlib.Z_FINISH)

    def zlib(self) -> bytes:
        """With the head and the checksum of zlib, for a PDF."""
        checksum = self._checked(zlib.adler32, 1)
        return b"\x78\xda" + self.raw() + checksum.to_bytes(4, "big")

    def crc(self) -> int:
        """The checksum of a ZIP."""
        return self._checked(zlib.crc32, 0)

    def _checked(self, check: Callable[[bytes, int], int], value: int) -> int:
        value = check(self.before, value)
        return check(self.after, _run(check, self.fill, self.megabytes, value))


def _packed(data: bytes, flush: int = zlib.Z_FULL_FLUSH) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush(flush)


@cache
def _run(check: Callable[[bytes, int], int], fill: bytes, megabytes: int, value: int) -> int:
    """The checksum after so many megabytes of one byte."""
    megabyte = fill * MEGABYTE
    for _ in range(megabytes):
        value = check(megabyte, value)
    return value
