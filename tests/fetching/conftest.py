"""A site, the names under which it is known, and a fetcher that knows no other."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from assistant.errors import InputError
from assistant.fetching.fetcher import Fetcher
from assistant.fetching.limits import Limits
from tests.fetching.site import Names, Site, Time

TRUSTING_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


@pytest.fixture
def site() -> Iterator[Site]:
    site = Site()
    yield site
    site.close()


@pytest.fixture
def names() -> Names:
    return Names()


@pytest.fixture
def hours() -> Time:
    return Time()


@pytest.fixture
def fetcher(site: Site, names: Names, hours: Time) -> Callable[..., Fetcher]:
    """Makes a fetcher with such limits, for which the site alone is public besides the public."""

    def make(**limits: float) -> Fetcher:
        return Fetcher(
            Limits(**limits),  # type: ignore[arg-type]
            resolver=names,
            also_allowed={("127.0.0.1", site.port)},
            ssl_context=TRUSTING_NOBODY,
            clock=hours.clock,
            sleep=hours.sleep,
            now=lambda: NOW,
        )

    return make


@pytest.fixture
def at(site: Site) -> Callable[[str], str]:
    """The link of what lies at ``host/path``."""

    def link(place: str) -> str:
        host, slash, path = place.partition("/")
        return f"http://{host}:{site.port}{slash}{path}"

    return link


@pytest.fixture
def fault(fetcher: Callable[..., Fetcher]) -> Callable[..., str]:
    """The line with which a link is refused."""

    def line(url: str, **limits: float) -> str:
        with pytest.raises(InputError) as caught:
            fetcher(**limits).fetch(url)
        said = str(caught.value)
        assert said.isprintable()
        assert "; " in said
        assert len(said) < 400
        return said

    return line
