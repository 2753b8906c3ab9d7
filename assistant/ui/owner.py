"""What only the library's owner may do on the page: add files and remove documents."""

import base64
import binascii
import hmac
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import InputError

LARGEST = 10_000_000
"""Bytes of a file that is added on the page."""

MOST_TRIES = 5
TRY_SECONDS = 60
"""Wrong passwords that are looked at within so many seconds; then nobody's is."""

_READ_ONLY = "This page is read-only: its owner has set no password (ASSISTANT_ADMIN_PASSWORD)."


class Owner:
    """Looks at the password, and changes the library for whoever has it."""

    def __init__(
        self,
        assistant: Assistant,
        folder: Path,
        password: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Guard a library.

        Args:
            assistant: the library.
            folder: where added files are kept, so that they are found when it is ingested again.
            password: the owner's; without one nothing can be changed.
            clock: tells seconds.
        """
        self._assistant = assistant
        self._folder = folder
        self._password = password
        self._clock = clock
        self._failures: list[float] = []
        self._looking = threading.Lock()

    @property
    def may_change(self) -> bool:
        """Whether anybody may change the library here."""
        return bool(self._password)

    def act(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """Do what ``{"password", "do", …}`` says: ``enter``, ``add`` or ``remove``.

        Raises:
            InputError: the password is wrong, or what it asks can't be done.
            AssistantError: the library can't be changed.
        """
        self._check(str(body.get("password", "")))
        if body.get("do") == "add":
            return self._add(str(body.get("name", "")), str(body.get("content", "")))
        if body.get("do") == "remove":
            return self._remove(str(body.get("id", "")))
        return {"entered": True}

    def _check(self, given: str) -> None:
        if not self._password:
            raise InputError(_READ_ONLY)
        with self._looking:
            now = self._clock()
            self._failures = [at for at in self._failures if now - at < TRY_SECONDS]
            if len(self._failures) >= MOST_TRIES:
                raise InputError("Too many wrong passwords; wait a minute.")
            if not hmac.compare_digest(given.encode(), self._password.encode()):
                self._failures.append(now)
                raise InputError("That is not the owner's password.")

    def _add(self, name: str, content: str) -> dict[str, Any]:
        """Ingest a file; one that can't be read is not kept."""
        path = self._folder / _plain_name(name)
        try:
            data = base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise InputError("The file did not arrive whole; add it again.") from error
        if len(data) > LARGEST:
            raise InputError(f"{path.name}: is larger than {LARGEST // 1_000_000} MB")
        self._folder.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.is_file() else None
        path.write_bytes(data)
        report = self._assistant.ingest([path])
        if report.failed and not report.documents:
            path.write_bytes(before) if before is not None else path.unlink()
        counts = {name: getattr(report, name) for name in ("added", "updated", "unchanged")}
        failed = [asdict(failure) | {"path": path.name} for failure in report.failed]
        return {**counts, "failed": failed}

    def _remove(self, document_id: str) -> dict[str, Any]:
        """Remove a document, and the file if it was added here and holds no other one."""
        held = {item.id: item for item in self._assistant.documents()}
        self._assistant.remove(document_id)
        source = Path(held[document_id].source)
        others = [item for key, item in held.items() if key != document_id]
        is_ours = source.parent == self._folder.resolve()
        if is_ours and not any(item.source == str(source) for item in others):
            source.unlink(missing_ok=True)
        return {"removed": document_id}


def _plain_name(name: str) -> str:
    """A file's name, which leads nowhere else.

    Raises:
        InputError: it is none.
    """
    plain = Path(name.replace("\\", "/")).name
    if not plain or plain.startswith(".") or not plain.isprintable():
        raise InputError("The file has no name that can be kept; rename it.")
    return plain
