"""A link -> the document it leads to, read as a file of its type would be."""

from dataclasses import replace
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from assistant.errors import InputError
from assistant.extracts import Fetch
from assistant.fetching.fetcher import Fetcher
from assistant.fetching.links import link_id
from assistant.fetching.results import Fetched, NotModified
from assistant.readers.files import FileReader, RawSource

_SCHEME = "://"

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "text/markdown": ".md",
    "text/plain": ".txt",
}
"""By what a server calls a document, the end of the name that a file of it would have."""


def is_link(given: str) -> bool:
    """Whether what was given is a link and no path."""
    return _SCHEME in given


class LinkReader:
    """Fetches and reads documents by their links."""

    def __init__(self, fetcher: Fetcher, files: FileReader) -> None:
        self._fetcher = fetcher
        self._files = files

    def read(self, url: str, before: Fetch | None = None) -> RawSource | Fetch:
        """The document that a link leads to.

        Args:
            url: the link.
            before: when it was fetched last, to learn whether it has changed.

        Returns:
            The document, or where it has not changed only when that was learned.

        Raises:
            InputError: it can't be fetched or read; the line says why.
        """
        etag, modified = (before.etag, before.modified) if before else ("", "")
        found = self._fetcher.fetch(url, etag, modified)
        if isinstance(found, NotModified):
            at = found.fetched.isoformat(timespec="seconds")
            return Fetch(found.url, at, etag, modified)
        return self._read(found)

    def _read(self, found: Fetched) -> RawSource:
        at = found.fetched.isoformat(timespec="seconds")
        fetch = Fetch(found.url, at, found.etag, found.last_modified)
        if not found.data.strip():
            raise InputError("leads to nothing: the document is empty")
        source = self._files.content(
            found.data,
            _suffix(found),
            path=found.url,
            document_id=link_id(found.url),
            declared=found.charset,
        )
        return replace(source, fetch=fetch)


def _suffix(found: Fetched) -> str:
    """The end of the name that a file of a document would have."""
    named = PurePosixPath(found.filename or urlsplit(found.url).path).suffix.lower()
    return _SUFFIXES.get(found.media_type) or named
