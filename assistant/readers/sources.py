"""Paths -> raw sources: finds the files of a library and decodes them, offsets untouched."""

import codecs
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import InputError
from assistant.readers.folders import NO_FILE, Walk, walk
from assistant.readers.jsonl import read_lines
from assistant.settings import expanded
from assistant.types import DocumentSummary, Failure

ARTICLE_SUFFIXES = (".md", ".markdown", ".txt")
LINES_SUFFIX = ".jsonl"
PLAIN_SUFFIX = ".txt"
_CONTROLS = bytes([*range(0x09), *range(0x0E, 0x20)])
"""Bytes that no text holds."""

MOST_LOST = 0.5
"""Share of a folder's documents that may be gone at once without a question."""

LARGEST_ARTICLE = 10_000_000
LARGEST_LINES = 1_000_000_000
"""Bytes from which a file is no article, and no file of JSON lines, any more."""


@dataclass(frozen=True, slots=True)
class RawSource:
    """One undigested document.

    ``text`` is the exact decoded text, ``origin`` where it was read (a path, for JSONL with its
    line), ``path`` the file. ``title`` is ``None`` for a file, whose own text names it.
    ``warnings`` tell how it was read, where that was not plain.
    """

    id: str
    text: str
    path: str
    origin: str
    title: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def is_markdown(self) -> bool:
        """Whether Markdown's marks are marks in it."""
        return has_markdown(self.path)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything read from the paths of one ingest.

    ``ids`` are all ids met, those of clashing sources among them. ``complete`` are the folders
    and JSONL files whose listing is whole, so that a stored document of theirs that was not met
    again has been deleted at its source. ``skipped`` are files that look like documents and are
    none, ``passed_over`` links, pipes and the like.
    """

    sources: tuple[RawSource, ...]
    failures: tuple[Failure, ...]
    ids: frozenset[str]
    complete: tuple[str, ...]
    skipped: tuple[str, ...] = ()
    passed_over: tuple[Failure, ...] = ()

    def gone(
        self, stored: Mapping[str, DocumentSummary], *, prune: bool
    ) -> tuple[list[str], list[Failure]]:
        """The ids of the stored documents whose source was deleted, and the folders in doubt.

        A folder that lost more than half of its documents is in doubt, unless it is to be pruned:
        it may only not be there now, as one that is not mounted. None of its are gone then.
        """
        gone = {key for key, summary in stored.items() if self.is_gone(summary)}
        doubts: list[Failure] = []
        for place in () if prune else self.complete:
            held = {key for key, summary in stored.items() if _is_of(summary, place)}
            lost = gone & held
            if len(lost) > MOST_LOST * len(held):
                doubts.append(Failure(place, _doubt(len(lost), len(held))))
                gone -= lost
        return sorted(gone), doubts

    def is_gone(self, stored: DocumentSummary) -> bool:
        """Whether a stored document's source was deleted, as far as this ingest has looked."""
        # Its source is there, only bad now: the stored version stays.
        if stored.id in self.ids:
            return False
        source = Path(stored.source)
        in_folder = any(str(parent) in self.complete for parent in source.parents)
        return stored.source in self.complete or (in_folder and not source.is_file())


def _is_of(stored: DocumentSummary, place: str) -> bool:
    return place == stored.source or place in map(str, Path(stored.source).parents)


def _doubt(lost: int, held: int) -> str:
    return (
        f"{lost} of its {held} documents are not there, so none of them was dropped; "
        "if they are meant to go, run this again with --prune"
    )


def has_markdown(path: str) -> bool:
    """Whether Markdown's marks are marks in a file of this name: in a plain text they are not."""
    return not path.lower().endswith(PLAIN_SUFFIX)


def gather(paths: Sequence[str], *, follows_links: bool = False) -> Gathered:
    """Read every document under ``paths``, files and folders; never raises for a bad input.

    ``follows_links`` tells whether links lead out of a folder.
    """
    sources: list[RawSource] = []
    failures: list[Failure] = []
    complete: list[str] = []
    skipped: list[str] = []
    passed_over: list[Failure] = []
    for given in paths:
        try:
            path = expanded(given)
            found = _walk(given, path, follows_links=follows_links)
        except InputError as error:
            failures.append(Failure(given, str(error)))
            continue
        failures += found.unread
        passed_over += found.passed_over
        if path.is_dir():
            skipped += (str(file) for file in found.files if _is_readme(file))
            if not found.unread:
                complete.append(str(path.resolve()))
        for file in found.files if path.is_file() else filter(_is_document, found.files):
            read, faults = _read(file)
            sources += read
            failures += faults
            if file.suffix.lower() == LINES_SUFFIX and not faults:
                complete.append(str(file.resolve()))
    kept, clashes = _distinct(sources)
    return Gathered(
        kept,
        tuple(dict.fromkeys((*failures, *clashes))),
        frozenset(source.id for source in sources),
        tuple(complete),
        tuple(dict.fromkeys(skipped)),
        tuple(dict.fromkeys(passed_over)),
    )


def is_held(stored: DocumentSummary, source: str) -> bool:
    """Whether a stored document keeps its id: another source claims it, and its own is still there.

    Where its own is gone, it has moved to the other.
    """
    return stored.source != source and Path(stored.source).is_file()


def _walk(given: str, path: Path, *, follows_links: bool) -> Walk:
    """What is found under a path.

    Raises:
        InputError: nothing is, or no document.
    """
    if not given.strip():
        raise InputError("no such file or folder")
    if "://" in given:
        raise InputError("web pages can't be read yet; save the page as a .md or .txt file first")
    try:
        if path.is_file():
            return Walk((path,), (), ())
        if path.exists() and not path.is_dir():
            raise InputError(NO_FILE)
        if not path.is_dir():
            raise InputError("no such file or folder")
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror or error}") from error
    found = walk(path, follows_links=follows_links)
    if not found.unread and not any(map(_is_document, found.files)):
        raise InputError(f"the folder holds no documents ({', '.join(ARTICLE_SUFFIXES)}, .jsonl)")
    return found


def _is_readme(file: Path) -> bool:
    return file.name.startswith("README")


def _is_document(file: Path) -> bool:
    return not _is_readme(file) and file.suffix.lower() not in (".yaml", ".yml")


def _read(file: Path) -> tuple[list[RawSource], list[Failure]]:
    suffix = file.suffix.lower()
    if not str(file).isprintable():
        shown = str(file).encode("utf-8", "backslashreplace").decode("utf-8")
        return [], [Failure(repr(shown), "the file's name holds odd characters; rename it")]
    try:
        if suffix in ARTICLE_SUFFIXES:
            _check_size(file, LARGEST_ARTICLE)
            text, *warnings = _decode(file)
            if "\0" in text:
                raise InputError("holds NUL characters, so it is not a text file")
            path = str(file.resolve())
            return [RawSource(file.stem, text, path, str(file), warnings=tuple(warnings))], []
        if suffix == LINES_SUFFIX:
            _check_size(file, LARGEST_LINES)
            return _read_jsonl(file)
        known = ", ".join((*ARTICLE_SUFFIXES, LINES_SUFFIX))
        raise InputError(f"'{suffix or file.name}' files can't be read; convert it to {known}")
    except InputError as error:
        return [], [Failure(str(file), str(error))]


def _check_size(file: Path, largest: int) -> None:
    try:
        size = file.stat().st_size
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror or error}") from error
    if size > largest:
        raise InputError(f"is larger than {largest // 1_000_000} MB; split it into several files")


def _read_jsonl(file: Path) -> tuple[list[RawSource], list[Failure]]:
    sources, failures = [], []
    path = str(file.resolve())
    text, *warnings = _decode(file)
    for line in read_lines(text):
        origin = f"{file}:{line.number}"
        if line.fault:
            failures.append(Failure(origin, line.fault))
        else:
            told = tuple(warnings)
            sources.append(RawSource(line.id, line.text, path, origin, line.title, told))
    return sources, failures


def _decode(file: Path) -> tuple[str, ...]:
    """The text of a file and, where it is not UTF-8, a word on how it was read.

    Raises:
        InputError: it can't be read, is empty, or is no text.
    """
    try:
        data = file.read_bytes()
    except OSError as error:
        raise InputError(f"can't be read: {error.strerror or error}") from error
    text, *warnings = _text_of(data)
    if not text.strip("\ufeff \t\r\n"):
        raise InputError("is empty; write some text into it or remove it")
    return (text, *warnings)


def _text_of(data: bytes) -> tuple[str, ...]:
    """Bytes as text: UTF-8, UTF-16 where a mark says so, else Windows-1252, and which it was."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), "read as UTF-16, as its first bytes say"
    try:
        return (data.decode("utf-8"),)
    except UnicodeDecodeError as error:
        return _windows_text(data, error.start)


def _windows_text(data: bytes, first: int) -> tuple[str, str]:
    """Bytes as Windows-1252; ``first`` is the byte that shows that they are not UTF-8."""
    if len(data.translate(None, _CONTROLS)) < len(data):
        raise InputError(f"is no text (byte {first}); save it as UTF-8 text")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        message = f"is neither UTF-8 (byte {first}) nor Windows-1252; save it as UTF-8"
        raise InputError(message) from error
    return text, f"read as Windows-1252, for it is not UTF-8 (byte {first})"


def _distinct(sources: Iterable[RawSource]) -> tuple[tuple[RawSource, ...], list[Failure]]:
    """Drop every source whose id another one claims too; a file met twice counts once."""
    by_id: dict[str, dict[tuple[str, str], RawSource]] = {}
    for source in sources:
        # A file may be met under two spellings of its path; a line has a number of its own.
        line = source.origin.rpartition(":")[2] if source.title is not None else ""
        place = (source.path, line)
        by_id.setdefault(source.id, {}).setdefault(place, source)
    kept: list[RawSource] = []
    clashes: list[Failure] = []
    for document_id, claims in by_id.items():
        first, *others = claims.values()
        if not others:
            kept.append(first)
        for other in others:
            reason = f"has the id '{document_id}' of {first.origin} too; rename one of them"
            clashes.append(Failure(other.origin, reason))
    return tuple(kept), clashes
