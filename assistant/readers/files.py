"""One file -> the documents in it, decoded or extracted, each with where it was read."""

import hashlib
from collections.abc import Container
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import InputError
from assistant.extracts import Extract, Fetch
from assistant.pdf.writing import Place
from assistant.readers.encodings import decoded
from assistant.readers.formats import EXTRACTED, SUFFIXES, Format, format_of
from assistant.readers.jsonl import read_lines
from assistant.readers.sandbox import Sandbox
from assistant.settings import version
from assistant.types import FORMAT, Failure

LARGEST_ARTICLE = 10_000_000
LARGEST_LINES = 1_000_000_000
"""Bytes from which a file is no article, and no file of JSON lines, any more."""


@dataclass(frozen=True, slots=True)
class Original:
    """The bytes of a PDF with their hash, and where each line of its text stands on its page."""

    digest: str
    data: bytes
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class RawSource:
    """One undigested document.

    ``text`` is the exact decoded text, ``origin`` where it was read (a path, for JSONL with its
    line), ``path`` the file or the link. ``title`` is ``None`` for a file, whose own text names it.
    ``warnings`` tell how it was read, where that was not plain. ``extract`` is what was taken from
    a file whose bytes are not its text, ``original`` that file where its pages can be shown,
    ``fetch`` when it came from a link, ``is_markdown`` whether Markdown's marks are marks in it.
    ``digest`` is a hash of its bytes, of where they were read and of what reads them; empty for a
    link. One that ``is_known`` was not read: it is as it was before.
    """

    id: str
    text: str
    path: str
    origin: str
    title: str | None = None
    warnings: tuple[str, ...] = ()
    extract: Extract | None = None
    original: Original | None = None
    fetch: Fetch | None = None
    is_markdown: bool = True
    digest: str = ""
    is_known: bool = False


def is_lines(path: str) -> bool:
    """Whether a file of this name is one of JSON lines, each a document of its own."""
    return SUFFIXES.get(Path(path).suffix.lower()) is Format.LINES


def has_markdown(path: str) -> bool:
    """Whether Markdown's marks are marks in a file of this name: in a plain text they are not."""
    return SUFFIXES.get(Path(path).suffix.lower()) is not Format.TEXT


class FileReader:
    """Reads files, those of untrusted formats in a program apart."""

    def __init__(self, sandbox: Sandbox, known: Container[str] = ()) -> None:
        """Read files; those whose digest is ``known`` need not be read again."""
        self._sandbox = sandbox
        self._known = known

    def read(self, file: Path) -> tuple[list[RawSource], list[Failure]]:
        """The documents of a file, and what of it could not be read; never raises for it."""
        if not str(file).isprintable():
            shown = str(file).encode("utf-8", "backslashreplace").decode("utf-8")
            return [], [Failure(repr(shown), "the file's name holds odd characters; rename it")]
        try:
            return self._read(file)
        except InputError as error:
            return [], [Failure(str(file), str(error))]

    def _read(self, file: Path) -> tuple[list[RawSource], list[Failure]]:
        if is_lines(file.name):
            return self._lines(file, self._bytes(file, LARGEST_LINES))
        largest = self._sandbox.limits.megabytes * 1_000_000
        data = self._bytes(file, max(largest, LARGEST_ARTICLE))
        path = str(file.resolve())
        digest = _digest(file.stem, path, data)
        if digest in self._known:
            known = RawSource(file.stem, "", path, str(file), digest=digest, is_known=True)
            return [known], []
        source = self.content(data, file.suffix.lower(), path, file.stem)
        return [replace(source, origin=str(file), digest=digest)], []

    def _lines(self, file: Path, data: bytes) -> tuple[list[RawSource], list[Failure]]:
        sources, failures = [], []
        path = str(file.resolve())
        text, warnings = decoded(data)
        for line in read_lines(text):
            origin = f"{file}:{line.number}"
            if line.fault:
                failures.append(Failure(origin, line.fault))
                continue
            told = line.text.encode(errors="surrogatepass")
            digest = _digest(line.id, path, told, line.title or "")
            source = RawSource(
                line.id, line.text, path, origin, line.title, warnings, digest=digest
            )
            sources.append(replace(source, is_known=digest in self._known))
        return sources, failures

    def content(
        self, data: bytes, suffix: str, path: str, document_id: str, declared: str = ""
    ) -> RawSource:
        """The document of bytes.

        Args:
            data: the bytes.
            suffix: the end of the name that they have, or that their type would have.
            path: where they were read.
            document_id: the id of the document.
            declared: the encoding that a server gave; may be empty.

        Raises:
            InputError: they can't be read.
        """
        kind, told = format_of(data, suffix)
        if kind in EXTRACTED:
            source = self._extracted(data, kind, path, document_id, declared)
        else:
            _check_size(len(data), LARGEST_ARTICLE)
            text, warnings = _text(data, declared)
            source = RawSource(
                document_id, text, path, path, warnings=warnings, is_markdown=has_markdown(path)
            )
        return replace(source, warnings=(*told, *source.warnings))

    def _extracted(
        self, data: bytes, kind: Format, path: str, document_id: str, declared: str
    ) -> RawSource:
        _check_size(len(data), self._sandbox.limits.megabytes * 1_000_000)
        found = self._sandbox.read(data, kind, declared)
        extract = found.extract
        digest = hashlib.sha256(data).hexdigest()
        original = Original(digest, data, found.places) if kind is Format.PDF else None
        # What the reader says of the file is told by the document, as of any other.
        return RawSource(document_id, extract.text, path, path, extract=extract, original=original)

    def _bytes(self, file: Path, largest: int) -> bytes:
        """The bytes of a file.

        Raises:
            InputError: it can't be read, is too large, or is empty.
        """
        try:
            _check_size(file.stat().st_size, largest)
            data = file.read_bytes()
        except OSError as error:
            raise InputError(f"can't be read: {error.strerror or error}") from error
        if not data.strip(b"\0\xef\xbb\xbf\xfe\xff \t\r\n"):
            raise InputError("is empty; write some text into it or remove it")
        return data


def _check_size(size: int, largest: int) -> None:
    if size > largest:
        raise InputError(f"is larger than {largest // 1_000_000} MB; split it into several files")


def _text(data: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file of text.

    Raises:
        InputError: it is none, or empty.
    """
    text, warnings = decoded(data, declared)
    if "\0" in text:
        raise InputError("holds NUL characters, so it is not a text file")
    if not text.strip("\ufeff \t\r\n"):
        raise InputError("is empty; write some text into it or remove it")
    return text, warnings


def _digest(document_id: str, path: str, data: bytes, title: str = "") -> str:
    """A hash of a document's bytes, of where they were read, and of what reads them."""
    told = "\0".join([version(), str(FORMAT), document_id, path, title])
    whole = hashlib.sha256(told.encode(errors="surrogatepass"))
    whole.update(b"\0" + data)
    return whole.hexdigest()[:32]
