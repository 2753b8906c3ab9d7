"""The files of a folder, and what of it is passed over and why."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.types import Failure

NOTHING = "is a link to nothing"
OUTSIDE = "is a link out of the folder, which --follow-links follows"
NO_FILE = "is no file but a pipe, a socket or a device"


@dataclass(frozen=True, slots=True)
class Walk:
    """The files under a folder, in the order of their paths.

    ``unread`` are the folders in it that could not be read: what they hold is not known.
    ``passed_over`` are links, pipes and the like, each with the reason.
    """

    files: tuple[Path, ...]
    unread: tuple[Failure, ...]
    passed_over: tuple[Failure, ...]


def walk(folder: Path, *, follows_links: bool = False) -> Walk:
    """Walk a folder without what is hidden in it.

    A link to a folder inside it is not followed, for what it holds is met where it lies.
    """
    root = folder.resolve()
    seen = {root}
    files: list[Path] = []
    unread: list[Failure] = []
    passed_over: list[Failure] = []
    folders = [folder]
    while folders:
        directory = folders.pop()
        try:
            entries = list(os.scandir(directory))
        except OSError as error:
            unread.append(Failure(str(directory), f"can't be read: {error.strerror or error}"))
            continue
        for entry in _shown(entries):
            path = directory / entry.name
            reason = _reason(entry, path, root, follows_links=follows_links)
            if reason:
                passed_over.append(Failure(str(path), reason))
            elif path.is_file():
                files.append(path)
            elif path.is_dir() and (not entry.is_symlink() or path.resolve() not in seen):
                seen.add(path.resolve())
                if not (entry.is_symlink() and path.resolve().is_relative_to(root)):
                    folders.append(path)
    return Walk(tuple(sorted(files)), tuple(unread), tuple(sorted(passed_over, key=_path)))


def _shown(entries: list["os.DirEntry[str]"]) -> Iterator["os.DirEntry[str]"]:
    return (entry for entry in entries if not entry.name.startswith("."))


def _reason(entry: "os.DirEntry[str]", path: Path, root: Path, *, follows_links: bool) -> str:
    """Why an entry is passed over, empty where it is not."""
    if entry.is_symlink():
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            return NOTHING
        if not follows_links and not target.is_relative_to(root):
            return OUTSIDE
    return "" if path.is_file() or path.is_dir() else NO_FILE


def _path(failure: Failure) -> str:
    return failure.path
