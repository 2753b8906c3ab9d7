"""How a store lies on the disk: one folder holds the library, and others were or will be it.

    store/
      library-3/        a Chroma database, and LAYOUT, which is written when it is whole
      write.lock

A rebuild writes ``library-4`` beside it and then its mark: from that on it is the library. So a
store is always wholly the old one or wholly the new one, and nothing of the old is left in the new.
"""

import json
import os
import re
import shutil
from pathlib import Path

from assistant.errors import StoreError
from assistant.models.weights import sha256

LAYOUT = 2
"""Version of the layout: of these folders, and of the records in the database."""

MARK = "LAYOUT"
SEAL = "SEAL"
SAVED = "index_metadata.pickle"
"""Tells an index that was saved; until then Chroma writes its files anew at each start."""

DATABASE = "chroma.sqlite3"
_FOLDER = re.compile(r"library-([1-9]\d{0,8})")
_SEGMENT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def current(store: Path) -> Path | None:
    """The folder of a store's library, ``None`` where nothing was ingested yet."""
    marked = [folder for folder in folders(store) if (folder / MARK).is_file()]
    return max(marked, key=_number, default=None)


def folders(store: Path) -> list[Path]:
    """All folders that are, were or will be the library."""
    try:
        return [path for path in sorted(store.iterdir()) if _FOLDER.fullmatch(path.name)]
    except (FileNotFoundError, NotADirectoryError):
        return []


def is_older(store: Path) -> bool:
    """Whether the first layout was used: one database, in the store's folder itself."""
    return current(store) is None and (store / DATABASE).is_file()


def check(store: Path) -> None:
    """Refuse a store whose layout is another one.

    Raises:
        StoreError: it is older, newer or can't be told.
    """
    if is_older(store):
        raise StoreError(
            f"The store {store} was written by an older version. To bring it up to this one, run: "
            f"assistant rebuild --store {store}"
        )
    folder = current(store)
    if folder is None:
        return
    written = (folder / MARK).read_bytes()[:20]
    if not re.fullmatch(rb"\d{1,4}\n?", written):
        raise StoreError(
            f"The store {store} is damaged ({folder.name}/{MARK} can't be read); "
            "move that folder away and run: assistant ingest"
        )
    if int(written) > LAYOUT:
        raise StoreError(f"The store {store} was written by a newer version; update the assistant.")


def fresh(store: Path) -> Path:
    """The folder of the next library, empty; it is none yet."""
    last = current(store)
    for folder in folders(store):
        if last is None or _number(folder) > _number(last):
            shutil.rmtree(folder)
    path = store / f"library-{_number(last) + 1 if last else 1}"
    path.mkdir()
    return path


def settle(folder: Path) -> None:
    """Let a folder, which nobody has opened any more, be the library of its store from now on.

    Index files that Chroma writes anew at each start are removed: it fills them up with what lay
    in the memory, which may be a removed text.
    """
    for path in folder.iterdir():
        if _SEGMENT.fullmatch(path.name) and not (path / SAVED).is_file():
            shutil.rmtree(path)
    draft = folder / f".{MARK}"
    with draft.open("w", encoding="ascii") as file:
        file.write(f"{LAYOUT}\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / MARK)


def seal(folder: Path) -> None:
    """Note the hashes of the index files that stay as they are until the library is written to."""
    draft = folder / f".{SEAL}"
    draft.write_text(json.dumps(_hashes(folder), indent=1), encoding="ascii")
    draft.replace(folder / SEAL)


def unsealed(folder: Path) -> list[str]:
    """The index files of a library that are not as they were sealed.

    Raises:
        OSError: it has no seal, as while it is written.
        ValueError: the seal can't be read.
    """
    sealed = json.loads((folder / SEAL).read_bytes())
    found = _hashes(folder)
    if not isinstance(sealed, dict):
        raise ValueError(f"{SEAL} holds no object")
    return sorted(name for name in sealed.keys() | found if sealed.get(name) != found.get(name))


def _hashes(folder: Path) -> dict[str, str]:
    saved = [path.parent for path in folder.glob(f"*/{SAVED}")]
    files = [file for path in saved for file in sorted(path.iterdir()) if file.is_file()]
    return {file.relative_to(folder).as_posix(): sha256(file) for file in files}


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
    segments = [path for path in store.iterdir() if _SEGMENT.fullmatch(path.name)]
    others = [path for path in folders(store) if path != kept]
    return [path for path in (*others, *older, *segments) if path.exists()]


def size(store: Path) -> int:
    """The bytes of all files of a store."""
    return sum(path.stat().st_size for path in store.rglob("*") if path.is_file())


def _number(folder: Path) -> int:
    return int(folder.name.rpartition("-")[2])
