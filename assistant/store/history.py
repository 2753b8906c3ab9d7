"""Earlier versions of documents that were fetched anew: texts beside the library.

    store/history/ID/2026-11-30T08-00-00.json

A version is written before the library takes the next one, and never changed. Ids are written so
that they are names of folders.
"""

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from assistant.errors import UnknownDocument
from assistant.extracts import Fetch

HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier version of a document: when it was fetched, its revision and its text."""

    at: str
    revision: str
    url: str
    text: str


class History:
    """The earlier versions of a store's documents."""

    def __init__(self, store: Path) -> None:
        self._folder = store / HISTORY

    def keep(self, document_id: str, fetch: Fetch, revision: str, text: str) -> None:
        """Keep a version; one of the same time and revision is kept once.

        Raises:
            OSError: it can't be written.
        """
        folder = self._of(document_id)
        folder.mkdir(parents=True, exist_ok=True)
        version = Version(fetch.at, revision, fetch.url, text)
        path = folder / f"{fetch.at.replace(':', '-')[:19]}-{revision}.json"
        draft = path.with_suffix(".part")
        draft.write_text(json.dumps(asdict(version), ensure_ascii=False), "utf-8")
        draft.replace(path)

    def versions(self, document_id: str) -> list[Version]:
        """The versions of a document, the oldest first; damaged ones are not among them."""
        found: list[Version] = []
        for path in sorted(self._of(document_id).glob("*.json")):
            try:
                found.append(Version(**json.loads(path.read_text("utf-8"))))
            except (ValueError, TypeError, OSError):
                continue
        return found

    def text(self, document_id: str, revision: str) -> str:
        """The text of an earlier version.

        Raises:
            UnknownDocument: there is no such version.
        """
        for version in self.versions(document_id):
            if version.revision == revision:
                return version.text
        raise UnknownDocument(
            f"There is no version '{revision[:40]}' of '{document_id}'; "
            f"list them: assistant documents {document_id} --json"
        )

    def forget(self, document_id: str) -> None:
        """Drop all versions of a document."""
        shutil.rmtree(self._of(document_id), ignore_errors=True)

    def _of(self, document_id: str) -> Path:
        # A dot alone, or two, would be another folder.
        return self._folder / quote(document_id, safe="").replace(".", "%2E")
