"""What only the library's owner may do on the page: add files and remove documents."""

import base64
import binascii
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.errors import InputError
from assistant.limits import Rate
from assistant.readers.links import is_link
from assistant.results import IngestReport

LARGEST = 10_000_000
"""Bytes of a file that is added on the page."""

MOST_TRIES = 5
"""Wrong passwords of one visitor that are looked at within a minute; then none is."""

LONGEST_NAME = 200
"""Bytes of a file's name: what all file systems can keep."""

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
        self._token = secrets.token_urlsafe(32)
        self._tries = Rate(MOST_TRIES, MOST_TRIES, clock)

    @property
    def may_change(self) -> bool:
        """Whether anybody may change the library here."""
        return bool(self._password)

    def act(self, body: Mapping[str, Any], client: str = "") -> dict[str, Any]:
        """Do what ``{"do", …}`` says: ``enter`` by password; ``add``, ``fetch``, ``remove`` then.

        Args:
            body: what is to be done. Entering gives the token, which holds as long as this does.
            client: who asks, by address.

        Raises:
            InputError: the password is wrong, or what it asks can't be done.
            AssistantError: the library can't be changed.
        """
        if body.get("do") == "enter":
            self._check(str(body.get("password", "")), client)
            return {"token": self._token}
        self._let_in(str(body.get("token", "")))
        if body.get("do") == "add":
            return self._add(str(body.get("name", "")), str(body.get("content", "")))
        if body.get("do") == "fetch":
            return self._fetched(str(body.get("url", "")))
        if body.get("do") == "remove":
            return self._remove(str(body.get("id", "")))
        raise InputError("There is nothing of that name to be done.")

    def _check(self, given: str, client: str) -> None:
        if not self._password:
            raise InputError(_READ_ONLY)
        if self._tries.take(client):
            raise InputError("Too many passwords; wait a minute.")
        if not is_same(given, self._password):
            raise InputError("That is not the owner's password.")
        self._tries.forget(client)

    def _let_in(self, token: str) -> None:
        if not self._password:
            raise InputError(_READ_ONLY)
        if not is_same(token, self._token):
            raise InputError("The server was started anew; enter the owner's password again.")

    def _add(self, name: str, content: str) -> dict[str, Any]:
        """Ingest a file; one that can't be read is not kept."""
        path = self._folder / _plain_name(name)
        try:
            data = base64.b64decode(content, validate=True)
        except (binascii.Error, ValueError) as error:
            raise InputError("The file did not arrive whole; add it again.") from error
        if len(data) > LARGEST:
            raise InputError(f"{path.name}: is larger than {LARGEST // 1_000_000} MB")
        return _told(self._ingested(path, data), path.name)

    def _fetched(self, url: str) -> dict[str, Any]:
        """Ingest the document that a link leads to."""
        given = url.strip()
        if not is_link(given):
            raise InputError("Give a link that begins with https://.")
        return _told(self._assistant.ingest([given]))

    def _ingested(self, path: Path, data: bytes) -> IngestReport:
        """Keep and ingest a file; where that fails, what was there before is there again."""
        self._folder.mkdir(parents=True, exist_ok=True)
        before = path.read_bytes() if path.is_file() else None
        is_in = False
        path.write_bytes(data)
        try:
            report = self._assistant.ingest([path])
            is_in = not report.failed or bool(report.documents)
        finally:
            if not is_in:
                path.write_bytes(before) if before is not None else path.unlink()
        return report

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


def _told(report: IngestReport, name: str = "") -> dict[str, Any]:
    """What became of what was added; failures are told by a name of their own, if it has one."""
    counts = {count: getattr(report, count) for count in ("added", "updated", "unchanged")}
    failed = [asdict(item) | ({"path": name} if name else {}) for item in report.failed]
    warnings = [warning for document in report.documents for warning in document.warnings]
    return {**counts, "failed": failed, "warnings": warnings}


def is_same(given: str, known: str) -> bool:
    """Whether two texts are the same, in a time that doesn't tell how much of them is."""
    return hmac.compare_digest(*(text.encode("utf-8", "replace") for text in (given, known)))


def _plain_name(name: str) -> str:
    """A file's name, which leads nowhere else.

    Raises:
        InputError: it is none.
    """
    plain = Path(name.replace("\\", "/")).name
    is_short = len(plain.encode("utf-8", "replace")) <= LONGEST_NAME
    if not plain or plain.startswith(".") or not plain.isprintable() or not is_short:
        raise InputError("The file has no name that can be kept; rename it.")
    return plain
