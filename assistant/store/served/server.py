"""A Chroma server: its client, which asks again for a while where the connection is lost."""

import re
import threading
import time
import weakref
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote, urlsplit

import numpy as np

from assistant.errors import StoreError
from assistant.models.embedder import Vectors
from assistant.settings import ChromaSettings
from assistant.store.shelf import Metadata

if TYPE_CHECKING:
    import httpx
    from chromadb import Collection
    from chromadb.api import ClientAPI

T = TypeVar("T")

AT_ONCE = 300
"""Records that Chroma's hosted service takes or gives in one call."""

WAITS = (0.2, 0.5, 1.0, 2.0)
"""Seconds until a call that found no server is made again."""

SECONDS = 20.0
"""How long an answer of the server is waited for."""

CONNECTED_SECONDS = 5.0
"""How long it is waited for that it takes a call."""

_AGAIN = (429, 502, 503, 504)
"""What servers, and proxies before them, say of what may be asked again."""

_TOGETHER = 8
"""Calls at once: the hosted service lets ten read, and ten write."""


class Unreachable(StoreError):
    """The server can't be reached."""


class Server:
    """A client of a Chroma server. Threads may share it; it connects when it is first asked."""

    def __init__(self, address: ChromaSettings) -> None:
        self.address = address
        self._slots = threading.BoundedSemaphore(_TOGETHER)
        self._connecting = threading.Lock()
        self._connected: ClientAPI | None = None

    def call(self, work: Callable[["ClientAPI"], T]) -> T:
        """Ask the server, again for a while where it can't be reached.

        Only for what may be asked twice.

        Raises:
            StoreError: it can't be reached, refuses, or is of another version.
            ChromaError: what it says of the call itself.
        """
        from httpx import TimeoutException, TransportError

        for wait in (*WAITS, None):
            try:
                with self._slots:
                    return self._tried(work)
            except _Again as error:
                if wait is None:
                    raise self._lost(error) from error
            except TransportError as error:
                # A server that hangs is no sooner back for being asked again.
                if wait is None or isinstance(error, TimeoutException):
                    raise self._lost(error) from error
            time.sleep(wait)
        raise AssertionError

    def _tried(self, work: Callable[["ClientAPI"], T]) -> T:
        """Ask the server once.

        Raises:
            _Again: it says that it may be asked again.
            StoreError: it says something that Chroma's client has no word for.
        """
        from chromadb.errors import ChromaError
        from httpx import TransportError

        try:
            return work(self._client)
        except (ChromaError, TransportError, StoreError):
            raise
        # Chroma's client raises bare exceptions, and whatever parsing a page of HTML raises.
        except Exception as error:
            said = " ".join(str(error).split())[:100] or type(error).__name__
            response = getattr(error.__context__, "response", None)
            if getattr(response, "status_code", 0) in _AGAIN:
                raise _Again(said) from error
            raise StoreError(
                f"The Chroma server {self.address.url} can't do this now ({said}); try again"
            ) from error

    def _lost(self, error: Exception) -> Unreachable:
        why = " ".join(str(error).split())[:100] or type(error).__name__
        return Unreachable(
            f"The Chroma server {self.address.url} can't be reached ({why}); "
            "try again when it is running"
        )

    @property
    def _client(self) -> "ClientAPI":
        with self._connecting:
            if self._connected is None:
                client = _connected(self.address)
                weakref.finalize(self, _close, client)
                _check_version(self.address, client)
                self._connected = client
            return self._connected

    def collections(self) -> dict[str, dict[str, Any]]:
        """The metadata of all collections, by name."""
        found: dict[str, dict[str, Any]] = {}
        while True:
            at = len(found)
            page = self.call(lambda client: client.list_collections(limit=AT_ONCE, offset=at))  # noqa: B023
            found.update((item.name, dict(item.metadata or {})) for item in page)
            if len(page) < AT_ONCE:
                return found

    def delete(self, name: str) -> None:
        """Delete a collection, if it is there."""
        from chromadb.errors import NotFoundError

        try:
            self.call(lambda client: client.delete_collection(name))
        except NotFoundError:
            return


class ServedRecords:
    """A collection on a server, asked for no more in a call than its limits allow."""

    def __init__(self, server: Server, collection: "Collection") -> None:
        self._server = server
        self._collection = collection

    def get(self, *, ids: Sequence[str], include: Any) -> dict[str, Any]:
        """The records with these ids, as Chroma gives them."""
        whole: dict[str, Any] = {"ids": [], **{name: [] for name in include}}
        for at in range(0, len(ids), AT_ONCE):
            part = [*ids[at : at + AT_ONCE]]
            page: Any = self._server.call(
                lambda _: self._collection.get(ids=part, include=include)  # noqa: B023
            )
            for name in whole:
                whole[name].extend(page[name])
        return whole

    def query(self, *, query_embeddings: Vectors, n_results: int, include: Any) -> Any:
        """The records nearest to a vector, as Chroma gives them; ``AT_ONCE`` at most."""
        most = min(n_results, AT_ONCE)
        return self._server.call(
            lambda _: self._collection.query(
                query_embeddings=query_embeddings, n_results=most, include=include
            )
        )

    def count(self) -> int:
        """How many records there are."""
        return self._server.call(lambda _: self._collection.count())

    def upsert(self, ids: Sequence[str], vectors: Vectors, records: Sequence[Metadata]) -> None:
        """Write records."""
        for at in range(0, len(ids), AT_ONCE):
            part = slice(at, at + AT_ONCE)
            self._server.call(
                lambda _: self._collection.upsert(
                    ids=[*ids[part]],  # noqa: B023
                    embeddings=np.asarray(vectors[part]),  # noqa: B023
                    metadatas=[*records[part]],  # noqa: B023
                )
            )


class _Again(Exception):
    """The server says that it may be asked again."""


def _connected(address: ChromaSettings) -> "ClientAPI":
    """A client of a server, whose database is made if it isn't there.

    Raises:
        StoreError: the server does not let us in.
        TransportError: it can't be reached.
    """
    import chromadb
    import httpx
    from chromadb.config import Settings

    _make_database(address)
    parts = urlsplit(address.url)
    is_secure = parts.scheme == "https"
    client = chromadb.HttpClient(
        host=f"[{parts.hostname}]" if ":" in (parts.hostname or "") else str(parts.hostname),
        port=parts.port or (443 if is_secure else 80),
        ssl=is_secure,
        headers=_headers(address),
        settings=Settings(anonymized_telemetry=False),
        tenant=address.tenant,
        database=address.database,
    )
    if session := _session(client):
        # Chroma's client waits for ever, also for a server that was stopped.
        session.timeout = httpx.Timeout(SECONDS, connect=CONNECTED_SECONDS)
    return client


def _close(client: "ClientAPI") -> None:
    # Chroma leaves its connections open: its own, and those of a client for databases inside it.
    for each in (client, getattr(client, "_admin_client", None)):
        if each is not None and (session := _session(each)):
            session.close()
    client.close()  # type: ignore[attr-defined]


def _session(client: object) -> "httpx.Client | None":
    """What a client of Chroma makes its calls with, which it keeps to itself."""
    found: httpx.Client | None = getattr(getattr(client, "_server", None), "_session", None)
    return found


def _make_database(address: ChromaSettings) -> None:
    """Make the database that is named, if it isn't there.

    Raises:
        StoreError: the server does not let us in.
        TransportError: it can't be reached.
    """
    import httpx

    databases = f"{address.url}/api/v2/tenants/{quote(address.tenant, safe='')}/databases"
    limits = httpx.Timeout(SECONDS, connect=CONNECTED_SECONDS)
    with httpx.Client(headers=_headers(address), timeout=limits) as client:
        known = client.get(f"{address.url}/api/v2/version")
        if known.is_success and not _is_version(known.text):
            raise StoreError(f"{address.url} is no Chroma server; see ASSISTANT_CHROMA")
        found = client.get(f"{databases}/{quote(address.database, safe='')}")
        if found.status_code == httpx.codes.NOT_FOUND:
            found = client.post(databases, json={"name": address.database})
    # Somebody else may have made it at the same time.
    if not found.is_success and found.status_code != httpx.codes.CONFLICT:
        said = " ".join(found.text.split())[:100]
        raise StoreError(
            f"The Chroma server {address.url} does not let us in ({found.status_code}: {said}); "
            "see ASSISTANT_CHROMA_TOKEN, _TENANT and _DATABASE"
        )


def _is_version(text: str) -> bool:
    return re.fullmatch(r'\s*"\d+\.\d+[^"\s]*"\s*', text) is not None


def _headers(address: ChromaSettings) -> dict[str, str]:
    if not address.token:
        return {}
    return {"Authorization": f"Bearer {address.token}", "X-Chroma-Token": address.token}


def _check_version(address: ChromaSettings, client: "ClientAPI") -> None:
    """Refuse a server of another major version.

    Raises:
        StoreError: it is one.
    """
    import chromadb

    served, own = client.get_version(), chromadb.__version__
    if served.split(".")[0] != own.split(".")[0]:
        raise StoreError(
            f"The Chroma server {address.url} is of version {served}, and this program needs "
            f"{own.split('.')[0]}: run a server of Chroma {own}"
        )
