from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from assistant.store.index import Index
from tests.store.served.serving import ChromaServer, index

_NUMBERS = count(1)


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.kill()


@pytest.fixture
def chroma(running: ChromaServer) -> ChromaServer:
    """A server that runs, whatever the test before did to it."""
    if not running._is_up():
        running.kill()
        running.start()
    return running


@pytest.fixture
def database() -> str:
    """The name of a database that nobody has used."""
    return f"library-{next(_NUMBERS)}"


@pytest.fixture
def make(chroma: ChromaServer, database: str, tmp_path: Path) -> Callable[..., Index]:
    """Makes an index of the database, each as on a machine of its own."""
    numbers = count(1)
    return lambda: index(chroma.url, database, tmp_path / f"machine-{next(numbers)}")
