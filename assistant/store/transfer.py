"""A whole library as one file: to move it to another machine, or to keep it.

    library.zip
      MANIFEST.json     what wrote it, and how many documents there are
      library/          the database with its seal
      texts/            each document's text and what is known of it, for people
      originals/        the PDFs
      history/          earlier versions of what came from links

An import believes nothing of it but what its seal confirms.
"""

import json
import lzma
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import quote

from assistant.errors import AssistantError, InputError
from assistant.store import files, layout
from assistant.store.database import Database
from assistant.store.history import HISTORY
from assistant.store.originals import ORIGINALS
from assistant.store.paging import records
from assistant.store.snapshot import stored_documents
from assistant.store.writing import locked

MANIFEST = "MANIFEST.json"
FORMAT = 1
_LIBRARY = "library"
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
    draft = target.with_name(f".{target.name}.part")
    try:
        with locked(store), TemporaryDirectory(prefix="assistant-export-") as made:
            folder = _copied(store, Path(made))
            with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                count = _write(archive, store, folder, version)
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
        if layout.current(store) is not None and not replaces:
            raise InputError(
                f"{store} holds a library already; add --replace to put this one in its place"
            )
        folder = layout.fresh(store)
        try:
            with TemporaryDirectory(dir=store, prefix=".import-") as unpacked:
                _unpack(source, Path(unpacked))
                _require_sealed(source, Path(unpacked) / _LIBRARY)
                # Its seal and its mark would make the folder a library before it is looked at.
                left = shutil.ignore_patterns(files.SEAL, layout.MARK, ".*")
                shutil.copytree(Path(unpacked) / _LIBRARY, folder, ignore=left, dirs_exist_ok=True)
                count = _checked(source, store, folder)
                for name in (ORIGINALS, HISTORY):
                    shutil.rmtree(store / name, ignore_errors=True)
                    if (Path(unpacked) / name).is_dir():
                        shutil.move(Path(unpacked) / name, store / name)
            layout.settle(folder)
        except BaseException:
            layout.discard(store)
            raise
    return count


def _copied(store: Path, made: Path) -> Path:
    """A copy of the library that nobody else has open, sealed."""
    with closing(Database(store)) as database:
        last = database.folder
    folder = made / _LIBRARY
    shutil.copytree(
        last, folder, ignore=shutil.ignore_patterns(layout.MARK, f"{files.DATABASE}*", ".*")
    )
    old, new = sqlite3.connect(last / files.DATABASE), sqlite3.connect(folder / files.DATABASE)
    with closing(old) as source, closing(new) as target:
        source.backup(target)
    (folder / files.SEAL).write_text(files.seal(folder), "ascii")
    return folder


def _write(archive: zipfile.ZipFile, store: Path, folder: Path, version: str) -> int:
    for name in _FOLDERS:
        path = folder if name == _LIBRARY else store / name
        for file in sorted(path.rglob("*")) if path.is_dir() else ():
            if file.is_file() and not file.name.startswith("."):
                archive.write(file, f"{name}/{file.relative_to(path).as_posix()}")
    count = 0
    with closing(Database(store)) as database:
        for key, text, record in records(database.documents, [*stored_documents(database)]):
            name = quote(key, safe=" ")[:150]
            archive.writestr(f"{_TEXTS}/{name}.txt", text)
            archive.writestr(f"{_TEXTS}/{name}.json", json.dumps(record, ensure_ascii=False))
            count += 1
    told = {"format": FORMAT, "layout": layout.LAYOUT, "version": version, "documents": count}
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
            if told.get("format") != FORMAT or told.get("layout") != layout.LAYOUT:
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


def _require_sealed(source: Path, folder: Path) -> None:
    """Refuse an unpacked library that is not as it was sealed.

    Raises:
        InputError: it isn't.
    """
    try:
        changed = files.unsealed(folder)
    except OSError:
        changed = [files.SEAL]
    if changed:
        raise InputError(f"{source}: is damaged ({changed[0]} is not as it was written)")


def _checked(source: Path, store: Path, folder: Path) -> int:
    """How many documents an unpacked library holds.

    Raises:
        InputError: it can't be read.
    """
    try:
        with closing(Database(store, folder, is_writer=True)) as database:
            database.state()
            return len(stored_documents(database))
    except AssistantError as error:
        raise InputError(f"{source}: is no library that can be read") from error
