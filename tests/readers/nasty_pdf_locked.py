"""Nasty PDFs: locked ones, with a password, with an empty one, and with locks that are none."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.readers.nasty_base import EITHER, READ, REFUSED, Nasty
from tests.readers.nasty_pdf_build import ENTRIES, Pdf, shown, stream, write

PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
IDENTITY = b"0123456789abcdef"
PERMISSIONS = 0xFFFFFFC0
LOCKED = "password|encrypted"


def files() -> Iterator[Nasty]:
    """Those that are locked."""
    for name, lock in (("40", Lock()), ("128", Lock(length=16))):
        opened = Lock(length=lock.length, user=b"")
        yield Nasty(f"pdf_locked_rc4_{name}.pdf", locked(lock), REFUSED, LOCKED)
        yield Nasty(f"pdf_locked_rc4_{name}_no_password.pdf", locked(opened), READ)
    silent = Lock(user=b"", permissions=0xFFFFF0C0)
    yield Nasty("pdf_locked_no_copying.pdf", locked(silent), EITHER, LOCKED + "|copy|permi")
    yield from _lies()


def _lies() -> Iterator[Nasty]:
    """What is said of the lock is wrong or unknown."""
    data = locked(Lock(user=b""))
    cases = (
        ("unknown_handler", data.replace(b"/Filter /Standard", b"/Filter /NoSuchOne"), REFUSED),
        ("unknown_version", data.replace(b"/V 1 /R 2", b"/V 9 /R 9"), REFUSED),
        ("aes_without_keys", data.replace(b"/V 1 /R 2", b"/V 5 /R 6"), REFUSED),
        ("no_identity", re.sub(rb"/ID \[.*?\]", b"", data), EITHER),
        ("lost_lock", data.replace(b"/Encrypt 7 0 R", b"/Encrypt 9 0 R"), EITHER),
        ("lock_of_itself", data.replace(b"/Filter /Standard", b"/Filter 7 0 R"), EITHER),
        ("short_keys", re.sub(rb"/O <.{20}", b"/O <", data), EITHER),
        ("not_locked", write(Pdf().objects(), ENTRIES + b" /Encrypt << >>"), EITHER),
    )
    for name, lie, becomes in cases:
        said = LOCKED if becomes == REFUSED else ""
        yield Nasty(f"pdf_locked_{name}.pdf", lie, becomes, said)


@dataclass(frozen=True, slots=True)
class Lock:
    """The standard lock of a PDF with RC4: with 5 bytes revision 2, with 16 revision 3."""

    user: bytes = b"secret"
    owner: bytes = b"master"
    length: int = 5
    permissions: int = PERMISSIONS

    def of_owner(self) -> bytes:
        """The entry that lets the owner in."""
        key = hashlib.md5(_padded(self.owner)).digest()
        for _ in range(50 * self._strong):
            key = hashlib.md5(key).digest()
        return self._rounds(key[: self.length], _padded(self.user))

    def of_user(self) -> bytes:
        """The entry that the password of the user is compared with."""
        if not self._strong:
            return rc4(self.key(), PADDING)
        digest = hashlib.md5(PADDING + IDENTITY).digest()
        return self._rounds(self.key(), digest).ljust(32, b"\0")

    def key(self) -> bytes:
        """The key of the file."""
        permissions = self.permissions.to_bytes(4, "little")
        key = hashlib.md5(_padded(self.user) + self.of_owner() + permissions + IDENTITY).digest()
        for _ in range(50 * self._strong):
            key = hashlib.md5(key[: self.length]).digest()
        return key[: self.length]

    def close(self, number: int, data: bytes) -> bytes:
        """What stands in the object of a number, locked."""
        salted = self.key() + number.to_bytes(3, "little") + b"\0\0"
        return rc4(hashlib.md5(salted).digest()[: min(16, self.length + 5)], data)

    def entry(self) -> bytes:
        """The dictionary that says how the file is locked."""
        version = b"/V 2 /R 3 /Length 128" if self._strong else b"/V 1 /R 2"
        signed = self.permissions - (1 << 32)
        keys = (self.of_owner().hex().encode(), self.of_user().hex().encode())
        return b"<< /Filter /Standard %b /O <%b> /U <%b> /P %d >>" % (version, *keys, signed)

    @property
    def _strong(self) -> bool:
        return self.length > 5

    def _rounds(self, key: bytes, data: bytes) -> bytes:
        for turn in range(20 if self._strong else 1):
            data = rc4(bytes(byte ^ turn for byte in key), data)
        return data


def locked(lock: Lock) -> bytes:
    """A PDF of which the content and the title are locked."""
    title = b"<< /Title <%b> >>" % lock.close(6, b"A credit").hex().encode()
    content = stream(lock.close(5, shown()))
    bodies = Pdf(content=content, info=title, extra=(lock.entry(),)).objects()
    identity = IDENTITY.hex().encode()
    return write(bodies, ENTRIES + b" /Encrypt 7 0 R /ID [<%b> <%b>]" % (identity, identity))


def rc4(key: bytes, data: bytes) -> bytes:
    """Locked and unlocked alike."""
    state = list(range(256))
    at = 0
    for index in range(256):
        at = (at + state[index] + key[index % len(key)]) % 256
        state[index], state[at] = state[at], state[index]
    out = bytearray()
    at = 0
    for turn, byte in enumerate(data, 1):
        index = turn % 256
        at = (at + state[index]) % 256
        state[index], state[at] = state[at], state[index]
        out.append(byte ^ state[(state[index] + state[at]) % 256])
    return bytes(out)


def _padded(password: bytes) -> bytes:
    return (password + PADDING)[:32]
