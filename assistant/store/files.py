"""The files of a segment: hashes of what stays as it was written, and whether it did.

A segment is never written to, but Chroma writes a little in its database wherever that is opened:
a row of one table, which nothing reads, and SQLite's counters. That is left out.
"""

import hashlib
import json
import os
import re
import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.models.weights import sha256

DATABASE = "chroma.sqlite3"
SEAL = "SEAL"
STATEMENTS = "statements.f32"
ROWS = "rows.bin"
"""The vectors of statements, one after the other, and where those of each passage stand."""

TERMS = "terms.bin"
TERMS_SUM = "terms.sum"
"""The index of terms, which is made anew of the passages where it is lost, and its hash."""

_LARGEST_PAGE = 65_536
"""Bytes of a page of SQLite, at most."""

SAVED = "index_metadata.pickle"
"""Tells an index that was saved; until then Chroma writes its files anew at each start."""

VECTORS = "data_level0.bin"
HEADER = "header.bin"
HEADER_START = struct.Struct("<iQQQQ")
"""How the header of an index begins: its version, where level 0 starts, how many elements there is
room for, how many there are, and the bytes of each (hnswlib's ``saveIndex``, as Chroma has it)."""

_SEGMENT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TOUCHED = "acquire_write"
"""The table that Chroma writes to in order to lock the database."""

MOST_FREE = 0.2
"""Share of a database's pages that may be free: what Chroma logs while it writes leaves many."""

_COUNTERS = ((24, 40), (92, 100))
"""Bytes of the first page that tell of changes, pages and free ones.
https://www.sqlite.org/fileformat.html, as is how free pages are listed."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Which pages of a database stay as they are: the first ``count`` but for some."""

    count: int
    size: int
    skipped: tuple[int, ...]


def segments(folder: Path) -> list[Path]:
    """The folders of Chroma's indexes in a folder."""
    return [path for path in sorted(folder.iterdir()) if _SEGMENT.fullmatch(path.name)]


def scrub(folder: Path) -> None:
    """Take out of the indexes what Chroma fills them up with: whatever lay in the memory.

    That may be a removed text. An index that was not saved is written anew at the next start.
    """
    for segment in segments(folder):
        if not (segment / SAVED).is_file():
            shutil.rmtree(segment)
            continue
        header = (segment / HEADER).read_bytes()[: HEADER_START.size]
        _, start, _, count, size = HEADER_START.unpack(header)
        file = segment / VECTORS
        length, used = file.stat().st_size, start + count * size
        if used < length:
            os.truncate(file, used)
            os.truncate(file, length)


def tidy(folder: Path) -> None:
    """Write the database anew where a good part of its pages holds nothing any more.

    Raises:
        sqlite3.Error: there is no room for it.
    """
    with closing(sqlite3.connect(folder / DATABASE)) as connection:
        (free,) = connection.execute("PRAGMA freelist_count").fetchone()
        (count,) = connection.execute("PRAGMA page_count").fetchone()
        if free > MOST_FREE * count:
            connection.execute("VACUUM")


def seal(folder: Path) -> str:
    """The hashes of the files of a segment that nobody has open, as text to be kept."""
    pages = _pages(folder / DATABASE)
    hashes = _hashes(folder) | {DATABASE: _database_hash(folder / DATABASE, pages)}
    return json.dumps({"pages": asdict(pages), "files": hashes}, indent=1)


def unsealed(folder: Path, *, with_records: bool = True) -> list[str]:
    """The files of a segment that are not as they were sealed, or the seal itself.

    The database and the vectors of statements, whose records carry seals of their own, need not be
    looked at.
    """
    try:
        kept = json.loads((folder / SEAL).read_bytes())
        sealed, told = dict(kept["files"]), kept["pages"]
        pages = Pages(int(told["count"]), int(told["size"]), tuple(map(int, told["skipped"])))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return [SEAL]
    if not 0 < pages.size <= _LARGEST_PAGE:
        return [SEAL]
    try:
        found = _hashes(folder, with_statements=with_records)
    except FileNotFoundError:
        found = {}
    if with_records:
        found[DATABASE] = _database_hash(folder / DATABASE, pages)
    else:
        sealed.pop(DATABASE, None)
        sealed.pop(STATEMENTS, None)
    return sorted(name for name in sealed.keys() | found if sealed.get(name) != found.get(name))


def _hashes(folder: Path, *, with_statements: bool = True) -> dict[str, str]:
    files = [file for path in segments(folder) for file in sorted(path.iterdir()) if file.is_file()]
    files += [folder / ROWS, *([folder / STATEMENTS] if with_statements else [])]
    return {file.relative_to(folder).as_posix(): sha256(file) for file in files}


def _pages(file: Path) -> Pages:
    with closing(sqlite3.connect(file)) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
        (count,) = connection.execute("PRAGMA page_count").fetchone()
        find = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        touched = [root for (root,) in connection.execute(find, (_TOUCHED,))]
    with file.open("rb") as opened:

        def read(page: int, at: int, numbers: int) -> tuple[int, ...]:
            opened.seek((page - 1) * size + at)
            return struct.unpack(f">{numbers}I", opened.read(4 * numbers))

        return Pages(count, size, tuple(sorted({*touched, *_free_pages(read)})))


def _free_pages(read: Callable[[int, int, int], tuple[int, ...]]) -> Iterator[int]:
    """The pages that hold nothing; a table that grows may take them."""
    (trunk,) = read(1, 32, 1)
    while trunk:
        following, count = read(trunk, 0, 2)
        yield trunk
        yield from read(trunk, 8, count)
        trunk = following


def _database_hash(file: Path, pages: Pages) -> str:
    total, skipped = hashlib.sha256(), set(pages.skipped)
    try:
        with file.open("rb") as opened:
            for number in range(1, pages.count + 1):
                page = opened.read(pages.size)
                if not page:
                    break
                if number == 1:
                    page = _without_counters(page)
                if number not in skipped:
                    total.update(page)
    except OSError:
        return ""
    return total.hexdigest()


def _without_counters(page: bytes) -> bytes:
    blanked = bytearray(page)
    for start, end in _COUNTERS:
        blanked[start:end] = bytes(end - start)
    return bytes(blanked)
