"""Files of JSON lines that a command reads and writes: read whole, written whole or not at all."""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

from assistant.errors import InputError

LARGEST_INPUT = 100_000_000
"""Bytes of a batch or of a conversation, at most."""

Item = TypeVar("Item")


def read_text(path: str) -> str:
    """The text of a file.

    Raises:
        InputError: it can't be read, is too large or is not UTF-8.
    """
    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST_INPUT + 1)
        if len(data) > LARGEST_INPUT:
            raise InputError(f"{path}: is larger than {LARGEST_INPUT // 1_000_000} MB; split it")
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror})") from error


def write_lines(
    path: str, items: Iterable[Item], work: Callable[[Item], dict[str, Any]], total: int
) -> None:
    """Write a line of JSON for each item; the file appears in one piece, or not at all.

    Raises:
        InputError: it can't stand where it is to stand.
    """
    target = Path(path).resolve()
    if not target.parent.is_dir() or (target.exists() and not target.is_file()):
        raise InputError(f"{path}: is no ordinary file in an existing folder")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8") as out:
            for item in tqdm(items, disable=None, unit="line", total=total):
                out.write(json.dumps(work(item), ensure_ascii=False) + "\n")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
