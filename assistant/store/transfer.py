"""A whole library as one file: to move it to another machine, or to keep it.

    library.zip
      MANIFEST.json     what wrote it, and how many documents there are
      library/          the manifest and the segments with their seals
      texts/            each document's text and what is known of it, for people
      originals/        the PDFs
      history/          earlier versions of what came from links

An import believes nothing of it but what its seals confirm.
"""

import json
import lzma
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import quote

from assistant.errors import AssistantError, InputError
from assistant.models.weights import sha256
from assistant.store import files, layout
from assistant.store.database import missing
from assistant.store.folder import FolderShelf
from assistant.store.history import HISTORY
from assistant.store.index import Index
from assistant.store.locking import locked
from assistant.store.manifest import LAYOUT, Manifest, dump_manifest, load_manifest
from assistant.store.originals import ORIGINALS
from assistant.store.snapshot import Snapshot, open_snapshot

MANIFEST = "MANIFEST.json"
FORMAT = 2
_LIBRARY = "library"
_GENERATION = "generation.json"
_TEXTS = "texts"
_FOLDERS = (_LIBRARY, ORIGINALS, HISTORY)

_LONGEST_MANIFEST = 10_000
"""Bytes of a manifest that are read."""

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    KeyError,
    ValueError,
    AttributeError,
    EOFError,
    RuntimeError,
)
"""What an archive raises that is damaged, locked, packed in an unknown way or nested deeply."""

LARGEST = 50_000_000_000
"""Bytes that an archive may have unpacked."""


def export_library(store: Path, target: Path, version: str) -> int:
    """Write a library to a file; returns how many documents it has.

    Args:
        store: where the library is kept.
        target: the file, which is there in one piece or not at all.
        version: that of the program.

    Raises:
        IndexMissing: nothing was ingested yet.
        InputError: the file can't be written.
    """
    if layout.read(store) is None:
        raise missing(store)
    draft = target.with_name(f".{target.name}.part")
    try:
        with locked(store), TemporaryDirectory(prefix="assistant-export-") as made:
            snapshot = Index(store).snapshot()
            folder = _copied(store, snapshot.manifest, Path(made))
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                count = _write(archive, store, snapshot, folder, version)
        draft.replace(target)
    except OSError as error:
        raise InputError(f"{target}: can't be written ({error.strerror or error})") from error
    finally:
        draft.unlink(missing_ok=True)
    return count


def import_library(source: Path, store: Path, *, replaces: bool) -> int:
    """Make a store hold the library of a file; returns how many documents it has.

    Args:
        source: a file that an export has written.
        store: where the library shall be kept.
        replaces: whether it may take the place of another one.

    Raises:
        InputError: the file is none, or is not as it was written; the store holds a library.
        StoreError: the store can't be written.
    """
    with locked(store):
        if layout.seen(store) is not None and not replaces:
            raise InputError(
                f"{store} holds a library already; add --replace to put this one in its place"
            )
        with TemporaryDirectory(dir=store, prefix=".import-") as unpacked:
            _unpack(source, Path(unpacked))
            manifest = _manifest(source, Path(unpacked) / _LIBRARY)
            number = layout.number(store) + 1
            entries = []
            try:
                for entry in manifest.entries:
                    folder = layout.fresh(store, number)
                    entries.append(replace(entry, name=folder.name))
                    (Path(unpacked) / _LIBRARY / entry.name).replace(folder)
                taken = Manifest(replace(manifest.state, generation=number), tuple(entries))
                count = _checked(source, store, taken)
            except BaseException:
                for entry in entries:
                    shutil.rmtree(store / entry.name, ignore_errors=True)
                raise
            for name in (ORIGINALS, HISTORY):
                shutil.rmtree(store / name, ignore_errors=True)
                if (Path(unpacked) / name).is_dir():
                    shutil.move(Path(unpacked) / name, store / name)
            layout.commit(store, taken)
            layout.sweep(store)
    return count


def _copied(store: Path, manifest: Manifest, made: Path) -> Path:
    """A copy of the library of a store, which nobody else has open."""
    folder = made / _LIBRARY
    folder.mkdir()
    entries = []
    for entry in manifest.entries:
        last, copy = store / entry.name, folder / entry.name
        shutil.copytree(last, copy, ignore=shutil.ignore_patterns(f"{files.DATABASE}*", ".*"))
        old, new = sqlite3.connect(last / files.DATABASE), sqlite3.connect(copy / files.DATABASE)
        with closing(old) as source, closing(new) as target:
            # Not as a file: a reader that opens it makes Chroma write a little.
            source.backup(target)
        (copy / files.SEAL).write_text(files.seal(copy), "ascii")
        entries.append(replace(entry, seal=sha256(copy / files.SEAL)))
    told = replace(manifest, entries=tuple(entries))
    (folder / _GENERATION).write_text(dump_manifest(told), "ascii")
    return folder


def _write(
    archive: zipfile.ZipFile, store: Path, snapshot: Snapshot, folder: Path, version: str
) -> int:
    for name in _FOLDERS:
        path = folder if name == _LIBRARY else store / name
        for file in sorted(path.rglob("*")) if path.is_dir() else ():
            if file.is_file() and not file.name.startswith("."):
                archive.write(file, f"{name}/{file.relative_to(path).as_posix()}")
    for key, (at, row) in snapshot.places.items():
        segment, name = snapshot.held[at].segment, quote(key, safe=" ")[:150]
        archive.writestr(f"{_TEXTS}/{name}.txt", segment.text(row))
        record = json.dumps(segment.record(row), ensure_ascii=False)
        archive.writestr(f"{_TEXTS}/{name}.json", record)
    count = len(snapshot.documents)
    told = {"format": FORMAT, "layout": LAYOUT, "version": version, "documents": count}
    archive.writestr(MANIFEST, json.dumps(told))
    return count


def _unpack(source: Path, target: Path) -> None:
    """Unpack what an import takes of a file, and nothing that leads elsewhere.

    Raises:
        InputError: the file is no export, or is damaged.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            with archive.open(MANIFEST) as opened:
                told = json.loads(opened.read(_LONGEST_MANIFEST))
            if told.get("format") != FORMAT or told.get("layout") != LAYOUT:
                raise InputError(f"{source}: was written by another version; export it anew")
            members = [*_members(source, archive)]
            if sum(member.file_size for member in members) > LARGEST:
                raise InputError(f"{source}: is larger than a library can be")
            for member in members:
                archive.extract(member, target)
    except FileNotFoundError as error:
        raise InputError(f"{source}: no such file") from error
    except OSError as error:
        raise InputError(f"{source}: can't be read ({error.strerror or error})") from error
    except _DAMAGED as error:
        raise InputError(f"{source}: is no library that was exported, or is damaged") from error


def _members(source: Path, archive: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for member in archive.infolist():
        parts = PurePosixPath(member.filename).parts
        if member.is_dir() or len(parts) < 2 or parts[0] not in _FOLDERS:
            continue
        if ".." in parts or "\\" in member.filename or member.filename.startswith("/"):
            raise InputError(f"{source}: holds a file that would lead elsewhere")
        yield member


def _manifest(source: Path, folder: Path) -> Manifest:
    """The manifest of an unpacked library whose segments are as they were sealed.

    Raises:
        InputError: they aren't, or there is none.
    """
    try:
        manifest = load_manifest((folder / _GENERATION).read_text("ascii"))
    except (OSError, ValueError) as error:
        raise _damaged(source, _GENERATION) from error
    for entry in manifest.entries:
        if not layout.is_segment(entry.name):
            raise _damaged(source, _GENERATION)
        try:
            is_sealed = sha256(folder / entry.name / files.SEAL) == entry.seal
            changed = files.unsealed(folder / entry.name) if is_sealed else [files.SEAL]
        except OSError:
            changed = [files.SEAL]
        if changed:
            raise _damaged(source, changed[0])
    return manifest


def _damaged(source: Path, name: str) -> InputError:
    return InputError(f"{source}: is damaged ({name} is not as it was written)")


def _checked(source: Path, store: Path, manifest: Manifest) -> int:
    """How many documents an unpacked library holds.

    Raises:
        InputError: it can't be read.
    """
    try:
        return len(open_snapshot(FolderShelf(store), manifest).documents)
    except AssistantError as error:
        raise InputError(f"{source}: is no library that can be read") from error
