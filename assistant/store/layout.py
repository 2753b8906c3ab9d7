"""How a store lies on the disk: one folder holds the library, and others were or will be it.

    store/
      library-3/        a Chroma database, SEAL, and LAYOUT, which is written when it is whole
      write.lock

Whoever writes makes ``library-4`` beside it and then its mark: from that on it is the library, and
nobody writes to it any more. So a store is always wholly the old one or wholly the new one, also
when a writer is killed: Chroma's own writes of an index are several files, one after the other,
and two processes that have one open may both write them.
"""

import os
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from assistant.errors import StoreError
from assistant.store import files
from assistant.store.files import DATABASE, SEAL

LAYOUT = 3
"""Version of the layout: of these folders, and of the records in the database."""

MARK = "LAYOUT"
_NOT_COPIED = (MARK, SEAL, f"{DATABASE}*", ".*")
_FOLDER = re.compile(r"library-([1-9]\d{0,8})")


def current(store: Path) -> Path | None:
    """The folder of a store's library, ``None`` where nothing was ingested yet."""
    found = folders(store)
    marked = [path for path in found if (path / MARK).is_file()]
    # The seal is written just before: where all marks were lost, it tells a library.
    sealed = [] if marked else [path for path in found if (path / SEAL).is_file()]
    return max(marked or sealed, key=_number, default=None)


def folders(store: Path) -> list[Path]:
    """All folders that are, were or will be the library."""
    return [path for path in _numbered(store) if path.is_dir()]


def is_older(store: Path) -> bool:
    """Whether another version wrote the library before this one, or its mark is lost.

    A rebuild then helps. The first layout had one database, in the store's folder itself.
    """
    folder = current(store)
    return is_first(store) if folder is None else _version(folder) < LAYOUT


def is_first(store: Path) -> bool:
    """Whether the first layout was used."""
    return current(store) is None and (store / DATABASE).is_file()


def check(store: Path) -> None:
    """Refuse a store whose layout is another one.

    Raises:
        StoreError: it is older, newer or can't be told.
    """
    folder = current(store)
    version = LAYOUT if folder is None else _version(folder)
    while version != LAYOUT and current(store) != folder:
        # A writer took it away meanwhile: it made the next one.
        folder = current(store)
        version = LAYOUT if folder is None else _version(folder)
    if folder is not None and version == 0:
        raise StoreError(
            f"The store {store} is damaged ({folder.name}/{MARK} can't be read); "
            f"run: assistant rebuild --store {store}"
        )
    if version < LAYOUT or is_first(store):
        raise StoreError(
            f"The store {store} was written by an older version. To bring it up to this one, run: "
            f"assistant rebuild --store {store}"
        )
    if version > LAYOUT:
        raise StoreError(f"The store {store} was written by a newer version; update the assistant.")


def _version(folder: Path) -> int:
    """The layout of a library, 0 where that can't be told."""
    try:
        with (folder / MARK).open("rb") as file:
            written = file.read(20)
    except OSError:
        return 0
    return int(written) if re.fullmatch(rb"\d{1,4}\n?", written) else 0


def fresh(store: Path) -> Path:
    """The folder of the next library, empty; it is none yet."""
    discard(store)
    path = store / f"library-{max(map(_number, _numbered(store)), default=0) + 1}"
    path.mkdir()
    return path


def discard(store: Path) -> None:
    """Remove what never became the library; whoever asks has locked the store."""
    last = current(store)
    for folder in folders(store):
        if last is None or _number(folder) > _number(last):
            shutil.rmtree(folder)


def branch(store: Path) -> Path:
    """A folder for the next library that holds what the current one does, or nothing.

    Raises:
        StoreError: the current one is not as it was sealed.
    """
    last = current(store)
    if last is None:
        return fresh(store)
    if changed := files.unsealed(last):
        raise StoreError(
            f"The store {store}: {changed[0]} is not as it was written; "
            f"run: assistant rebuild --store {store}"
        )
    folder = fresh(store)
    shutil.copytree(last, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*_NOT_COPIED))
    database = (sqlite3.connect(last / DATABASE), sqlite3.connect(folder / DATABASE))
    with closing(database[0]) as source, closing(database[1]) as target:
        # Not as a file: a reader that opens it makes Chroma write a little.
        source.backup(target)
    return folder


def settle(folder: Path) -> None:
    """Let a folder, which nobody has open, be the library of its store from now on."""
    files.scrub(folder)
    files.tidy(folder)
    _write(folder, SEAL, files.seal(folder))
    _write(folder, MARK, f"{LAYOUT}\n")
    clear(folder.parent)


def _write(folder: Path, name: str, text: str) -> None:
    draft = folder / f".{name}"
    with draft.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / name)


def clear(store: Path) -> None:
    """Remove everything that the library of a store does not need."""
    kept = current(store)
    for path in leftovers(store):
        if path.is_dir() and not path.is_symlink():
            # A reader may still write in it; what stays is removed by the next one.
            shutil.rmtree(path, ignore_errors=True)
        elif kept is not None:
            path.unlink(missing_ok=True)


def leftovers(store: Path) -> list[Path]:
    """What lies beside the library of a store: others, and a database of the first layout."""
    kept = current(store)
    if kept is None:
        return []
    older = [store / f"{DATABASE}{end}" for end in ("", "-journal", "-wal", "-shm")]
    others = [path for path in folders(store) if path != kept]
    return [path for path in (*others, *older, *files.segments(store)) if path.exists()]


def size(store: Path) -> int:
    """The bytes of all files of a store."""
    return sum(path.stat().st_size for path in store.rglob("*") if path.is_file())


def _numbered(store: Path) -> list[Path]:
    try:
        return [path for path in sorted(store.iterdir()) if _FOLDER.fullmatch(path.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []


def _number(folder: Path) -> int:
    return int(folder.name.rpartition("-")[2])
