"""Paths -> raw sources: finds the files of a library and decodes them, offsets untouched."""

from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import InputError
from assistant.fetching.fetcher import Fetcher
from assistant.readers.files import FileReader, RawSource
from assistant.readers.folders import NO_FILE, Walk, walk
from assistant.readers.formats import SUFFIXES, Format
from assistant.readers.links import LinkReader, is_link
from assistant.readers.sandbox import Sandbox
from assistant.settings import FileLimits, expanded
from assistant.stored import DocumentSummary
from assistant.types import Failure

MOST_LOST = 0.5
"""Share of a folder's documents that may be gone at once without a question."""


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
        self, stored: Mapping[str, DocumentSummary], moved: Collection[str], *, prune: bool
    ) -> tuple[list[str], list[Failure]]:
        """The ids of the stored documents whose source was deleted, and the folders in doubt.

        A folder that lost more than half of its documents is in doubt, unless it is to be pruned:
        it may only not be there now, as one that is not mounted. None of its are gone then. Those
        ``moved``, whose text came in under another name, are not lost.
        """
        gone = {key for key, summary in stored.items() if self.is_gone(summary)}
        doubts: list[Failure] = []
        for place in () if prune else self.complete:
            held = {key for key, summary in stored.items() if _is_of(summary, place)}
            lost = (gone & held) - set(moved)
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


def gather(
    paths: Sequence[str],
    limits: FileLimits | None = None,
    load_fetcher: Callable[[], Fetcher] = Fetcher,
    *,
    follows_links: bool = False,
    known: Container[str] = (),
) -> Gathered:
    """Read every document under ``paths`` within limits; see ``gather_with``.

    ``load_fetcher`` makes what fetches links, where there are any. Files whose digest is ``known``
    are not read again.
    """
    with Sandbox(limits or FileLimits()) as sandbox:
        files = FileReader(sandbox, known)
        links = LinkReader(load_fetcher(), files) if any(map(is_link, paths)) else None
        return gather_with(paths, files, links, follows_links=follows_links)


def gather_with(
    paths: Sequence[str],
    reader: FileReader,
    links: LinkReader | None,
    *,
    follows_links: bool = False,
) -> Gathered:
    """Read every document under ``paths``: files, folders, links; never raises for a bad input.

    Args:
        paths: as they were given.
        reader: reads one file.
        links: reads one link.
        follows_links: whether links lead out of a folder.
    """
    sources: list[RawSource] = []
    failures: list[Failure] = []
    complete: list[str] = []
    skipped: list[str] = []
    passed_over: list[Failure] = []
    for given in paths:
        try:
            if links is not None and is_link(given):
                sources += [read for read in [links.read(given)] if isinstance(read, RawSource)]
                continue
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
            read, faults = reader.read(file)
            sources += read
            failures += faults
            if SUFFIXES.get(file.suffix.lower()) is Format.LINES and not faults:
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
    is_there = stored.fetch is not None or Path(stored.source).is_file()
    return stored.source != source and is_there


def _walk(given: str, path: Path, *, follows_links: bool) -> Walk:
    """What is found under a path.

    Raises:
        InputError: nothing is, or no document.
    """
    if not given.strip():
        raise InputError("no such file or folder")
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
        raise InputError(f"the folder holds no documents ({', '.join(SUFFIXES)})")
    return found


def _is_readme(file: Path) -> bool:
    return file.name.startswith("README")


def _is_document(file: Path) -> bool:
    return not _is_readme(file) and file.suffix.lower() not in (".yaml", ".yml")


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
