"""How a store lies on the disk: a file names the segments that are the library, each a folder.

    store/
      generation-3.json     the manifest: from when it is there, these segments are the library
      generation-3.copy     the same, for nothing else tells which documents were removed
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
from contextlib import suppress
from pathlib import Path

from assistant.errors import StoreError
from assistant.models.weights import sha256
from assistant.store import files
from assistant.store.faults import damaged
from assistant.store.manifest import LAYOUT, Manifest, dump_manifest, layout_of, load_manifest

_GENERATION = re.compile(r"generation-([1-9]\d{0,11})\.(?:json|copy)")
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
        StoreError: another version wrote it, or both of its manifests are damaged.
    """
    for path in _generations(store):
        texts = [_text(each) for each in (path, _copy(path))]
        if all(text is None for text in texts):
            # A writer has written the next one.
            continue
        return _loaded(store, path, [text for text in texts if text is not None])
    if is_older(store):
        raise StoreError(
            f"The store {store} was written by an older version. To bring it up to this one, run: "
            f"assistant rebuild --store {store}"
        )
    return None


def _text(path: Path) -> str | None:
    """The text of a file, ``None`` where there is none."""
    try:
        return path.read_text("ascii", errors="replace")
    except OSError:
        return None


def _loaded(store: Path, path: Path, texts: list[str]) -> Manifest:
    """A manifest by the first of its copies that is as it was written."""
    if any(layout_of(text) > LAYOUT for text in texts):
        raise StoreError(f"The store {store} was written by a newer version; update the assistant.")
    for text in texts:
        with suppress(ValueError):
            return load_manifest(text)
    raise damaged(store, f"{path.name} can't be read")


def is_kept_twice(store: Path) -> bool:
    """Whether the manifest of a store and its copy are both as they were written."""
    return all(_text(path) == _text(_copy(path)) for path in _generations(store)[:1])


def number(store: Path) -> int:
    """The highest number that a generation of a store has had, as far as files tell, or 0."""
    names = (_GENERATION.fullmatch(path.name) for path in _entries(store))
    return max((int(found[1]) for found in names if found), default=0)


def commit(store: Path, manifest: Manifest) -> None:
    """Let this be the library from now on; whoever asks has locked the store.

    A manifest is kept twice, for nothing else tells which documents were removed.
    """
    path = store / f"generation-{manifest.state.generation}.json"
    before = [each for each in _entries(store) if _GENERATION.fullmatch(each.name)]
    text = dump_manifest(manifest)
    _write(_copy(path), text)
    _write(path, text)
    for each in before:
        if each not in (path, _copy(path)) and each.is_file():
            each.unlink(missing_ok=True)


def _copy(path: Path) -> Path:
    return path.with_suffix(".copy")


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
    """The manifests of a store, the newest first; where they are lost, by their copies."""
    found = [path for path in _entries(store) if _GENERATION.fullmatch(path.name)]
    files_found = [path for path in found if path.is_file()]
    whole = [path for path in files_found if path.suffix == ".json"]
    named = whole or [path.with_suffix(".json") for path in files_found]
    return sorted(named, key=lambda path: int(path.stem.rpartition("-")[2]), reverse=True)


def _entries(store: Path) -> list[Path]:
    try:
        return sorted(store.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
