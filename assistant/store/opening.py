"""Opens the index of a library where the settings say that it is kept."""

import hashlib
from pathlib import Path

from assistant.settings import Settings
from assistant.store.index import Index
from assistant.store.served.server import Server
from assistant.store.served.shelf import ServedShelf


def open_index(path: Path, settings: Settings) -> Index:
    """The index of the library in the folder ``path``, or on the server that is named.

    What is derived of a library on a server lies in the cache.
    """
    chroma = settings.chroma
    if not chroma.url:
        return Index(path)
    named = "\0".join([chroma.url, chroma.tenant, chroma.database])
    cache = settings.cache / "served" / hashlib.sha256(named.encode()).hexdigest()[:16]
    return Index(path, ServedShelf(Server(chroma), cache))
