"""Judged answers that visitors chose to send, kept beside the store as cases of the evals."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from filelock import FileLock

from assistant.errors import InputError

FILE = "feedback.jsonl"
LARGEST = 20_000_000
LONGEST = 50_000
"""Bytes of all that is kept, and characters of one case, at most."""

_TEXTS = ("id", "question", "answer", "given", "verdict", "reason", "corpus", "version", "at")
_VERDICTS = ("useful", "not useful")


class Feedback:
    """The judged answers of one store."""

    def __init__(self, store: Path) -> None:
        """Keep them in the folder of a store, which is made if it isn't there."""
        self._file = store / FILE

    def add(self, case: object) -> None:
        """Keep a judged answer.

        Raises:
            InputError: it is none, or there is no more room.
        """
        if not isinstance(case, Mapping) or case.get("verdict") not in _VERDICTS:
            raise InputError("This is no judged answer.")
        line = json.dumps(_kept(case), ensure_ascii=False)
        if len(line) > LONGEST:
            raise InputError("This answer is too long to be sent.")
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self._file.with_suffix(".lock"), timeout=10):
            if self._file.is_file() and self._file.stat().st_size > LARGEST:
                raise InputError("The owner's box is full; nothing was sent.")
            with self._file.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")

    def export(self, target: Path) -> int:
        """Write all that were sent to a file of JSON lines; returns how many.

        Raises:
            InputError: there are none, or the file can't be written.
        """
        try:
            lines = self._file.read_text("utf-8").splitlines()
        except FileNotFoundError as error:
            raise InputError("Nobody has sent a judged answer yet.") from error
        try:
            target.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        except OSError as error:
            raise InputError(f"{target}: can't be written ({error.strerror})") from error
        return len(lines)


def _kept(case: Mapping[str, Any]) -> dict[str, Any]:
    """What is known of a case; nothing else that was sent is kept."""
    turns = [turn for turn in _listed(case.get("history")) if isinstance(turn, Mapping)]
    return {
        "kind": "single",
        **{name: str(case.get(name) or "") for name in _TEXTS},
        "history": [
            {"role": str(turn.get("role", "")), "content": str(turn.get("content", ""))}
            for turn in turns
        ],
        "answerable": case.get("answerable") if isinstance(case.get("answerable"), bool) else None,
        "documents": [*map(str, _listed(case.get("documents")))],
    }


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
