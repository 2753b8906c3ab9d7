"""How a store lies on the disk: a file names the segments that are the library, each a folder.

    store/
      generation-3.json     the manifest: from when it is there, these segments are the library
      segment-1-5f0c21ab/   a Chroma database, the vectors of statements, indexes, and SEAL
      segment-3-90ae77d2/
      write.lock

Whoever writes makes a new segment and then the next manifest: a reader sees the old generation or
the new one, also when a writer is killed, and nobody writes to what a manifest names. Chroma's own
writes of an index are several files, one after the other, and two processes that have one open may
both write them.
"""

import os
import re
import secrets
import shutil
from pathlib import Path

from assistant.errors import StoreError
from assistant.models.weights import sha256
from assistant.store import files
from assistant.store.faults import damaged
from assistant.store.manifest import LAYOUT, Manifest, dump_manifest, layout_of, load_manifest

_GENERATION = re.compile(r"generation-([1-9]\d{0,11})\.json")
_SEGMENT = re.compile(r"segment-\d{1,12}-[0-9a-f]{8}")
_OLDER = re.compile(r"library-([1-9]\d{0,8})")
"""The folders of the second and third layout, which had one for the whole library."""

Seen = tuple[str, int, int, int]
"""What tells a manifest from another one: its name, its file, and when that was written."""


def seen(store: Path) -> Seen | None:
    """Which manifest tells what the library is, ``None`` where nothing was ingested yet."""
    for path in _generations(store):
        try:
            told = path.stat()
        except FileNotFoundError:
            continue
        return (path.name, told.st_dev, told.st_ino, told.st_mtime_ns)
    return None


def read(store: Path) -> Manifest | None:
    """What the library of a store is, ``None`` where nothing was ingested yet.

    Raises:
        StoreError: another version wrote it, or it is damaged.
    """
    for path in _generations(store):
        try:
            text = path.read_text("ascii")
        except FileNotFoundError:
            continue
        except (OSError, ValueError):
            text = ""
        return _loaded(store, path, text)
    if is_older(store):
        raise StoreError(
            f"The store {store} was written by an older version. To bring it up to this one, run: "
            f"assistant rebuild --store {store}"
        )
    return None


def _loaded(store: Path, path: Path, text: str) -> Manifest:
    if layout_of(text) > LAYOUT:
        raise StoreError(f"The store {store} was written by a newer version; update the assistant.")
    try:
        return load_manifest(text)
    except ValueError as error:
        raise StoreError(
            f"The store {store} is damaged ({path.name} {error}); "
            f"run: assistant rebuild --store {store}"
        ) from error


def last_readable(store: Path) -> Manifest | None:
    """The newest manifest that can be read, for a rebuild of a store whose last one is damaged.

    Raises:
        StoreError: there are only damaged ones, or one of a newer version.
    """
    fault: StoreError | None = None
    for path in _generations(store):
        try:
            return _loaded(store, path, path.read_text("ascii", errors="replace"))
        except StoreError as error:
            if "newer version" in str(error):
                raise
            fault = fault or damaged(store, f"{path.name} can't be read")
    if fault is not None:
        raise fault
    return None


def commit(store: Path, manifest: Manifest) -> None:
    """Let this be the library from now on; whoever asks has locked the store.

    The manifest before stays beside it: what it names of segments may still be read.
    """
    before = _generations(store)
    _write(store / f"generation-{manifest.state.generation}.json", dump_manifest(manifest))
    for path in before[1:]:
        path.unlink(missing_ok=True)


def settle(folder: Path) -> str:
    """Seal a segment that is written and that nobody has open; returns the hash of its seal."""
    files.scrub(folder)
    files.tidy(folder)
    _write(folder / files.SEAL, files.seal(folder))
    return sha256(folder / files.SEAL)


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}")
    with draft.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def fresh(store: Path, generation: int) -> Path:
    """The folder of a new segment, empty; it is part of nothing yet."""
    path = store / f"segment-{generation}-{secrets.token_hex(4)}"
    path.mkdir()
    return path


def remove(folder: Path) -> None:
    """Remove a segment that nobody needs; what stays of it is removed by the next writer."""
    shutil.rmtree(folder, ignore_errors=True)


def is_segment(name: str) -> bool:
    """Whether a folder of this name may hold a segment."""
    return bool(_SEGMENT.fullmatch(name))


def sweep(store: Path) -> None:
    """Remove everything that the library of a store does not need.

    For whoever has locked the store: another writer's segment is named by nothing yet.
    """
    if read(store) is None:
        return
    for path in leftovers(store):
        if path.is_dir() and not path.is_symlink():
            # A reader may still write in it.
            remove(path)
        else:
            path.unlink(missing_ok=True)


def leftovers(store: Path) -> list[Path]:
    """What lies beside the library of a store: other segments, and what older layouts had."""
    manifest = read(store)
    kept = {entry.name for entry in manifest.entries} if manifest else set()
    older = [store / f"{files.DATABASE}{end}" for end in ("", "-journal", "-wal", "-shm")]
    found = [path for path in _folders(store) if path.name not in kept]
    return [path for path in (*found, *older, *files.segments(store)) if path.exists()]


def is_older(store: Path) -> bool:
    """Whether a store holds a library of an older layout, and none of this one."""
    return not _generations(store) and (
        (store / files.DATABASE).is_file() or older_folder(store) is not None
    )


def older_folder(store: Path) -> Path | None:
    """The folder of the library in the second and third layout, which it is by its mark."""
    found = [path for path in _folders(store) if _OLDER.fullmatch(path.name)]
    marked = [path for path in found if (path / "LAYOUT").is_file()]
    sealed = [path for path in found if (path / files.SEAL).is_file()]
    return max(marked or sealed, key=lambda path: int(path.name.rpartition("-")[2]), default=None)


def size(store: Path) -> int:
    """The bytes of all files of a store."""
    return sum(path.stat().st_size for path in store.rglob("*") if path.is_file())


def _folders(store: Path) -> list[Path]:
    """The folders in a store that are, were or will be part of its library."""
    return [
        path
        for path in _entries(store)
        if (_SEGMENT.fullmatch(path.name) or _OLDER.fullmatch(path.name)) and path.is_dir()
    ]


def _generations(store: Path) -> list[Path]:
    """The manifests of a store, the newest first."""
    found = [path for path in _entries(store) if _GENERATION.fullmatch(path.name)]
    return sorted(found, key=lambda path: int(path.name[11:-5]), reverse=True)


def _entries(store: Path) -> list[Path]:
    try:
        return sorted(store.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
