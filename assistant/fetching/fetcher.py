"""One document by its link: safely, within bounds, and only if its host lets programs read it."""

import ssl
import time
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from functools import partial
from importlib import metadata

import httpcore2

from assistant.errors import InputError
from assistant.fetching.addresses import Endpoint, Resolver, system_resolver
from assistant.fetching.bodies import body
from assistant.fetching.deadline import Deadline
from assistant.fetching.headers import (
    TYPES,
    charset,
    conditions,
    filename,
    media_type,
    validator,
)
from assistant.fetching.hops import Follower
from assistant.fetching.limits import Limits
from assistant.fetching.links import Link, read_link
from assistant.fetching.pace import Pace
from assistant.fetching.results import Fetched, NotModified
from assistant.fetching.robots import PRODUCT, Robots
from assistant.fetching.statuses import fault
from assistant.fetching.transport import Headers, Reply, Transport

_DISTRIBUTION = "entertainment-policy-assistant"


def user_agent() -> str:
    """What this program calls itself, with its version, to those it asks."""
    try:
        version = metadata.version(_DISTRIBUTION)
    except metadata.PackageNotFoundError:
        version = "0"
    return f"{PRODUCT}/{version} (+document library; asks for single pages)"


def utc_now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


class Fetcher:
    """Fetches documents; safe to use from several threads.

    It remembers for its life what hosts let programs read, and when each was last asked.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        resolver: Resolver = system_resolver,
        also_allowed: Collection[Endpoint] = (),
        ssl_context: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """Fetch within bounds.

        Args:
            limits: the bounds; the usual ones where there are none.
            resolver: gives the addresses of a host, once for each request.
            also_allowed: addresses with ports that may be asked though they aren't public.
            ssl_context: which certificates are believed; those the system believes by default.
            clock: seconds that never go back.
            sleep: waits for so many seconds of that clock.
            now: the time in UTC.
        """
        self._limits = limits or Limits()
        self._clock = clock
        self._now = now
        self._pace = Pace(clock, sleep)
        context = ssl_context or httpcore2.default_ssl_context()
        transport = Transport(self._limits, resolver, also_allowed, context)
        self._follower = Follower(transport, self._limits.redirects)
        self._headers: Headers = [
            ("User-Agent", user_agent()),
            ("Accept", ", ".join(TYPES)),
            ("Accept-Encoding", "gzip, identity"),
        ]
        self._robots = Robots(self._follower, self._headers, self._limits, clock)

    def fetch(self, url: str, etag: str = "", last_modified: str = "") -> Fetched | NotModified:
        """Fetch one document.

        Args:
            url: its link, http or https.
            etag: as it came the last time, to learn whether the document has changed since.
            last_modified: likewise.

        Raises:
            InputError: it can't be fetched or may not be; the line says why, without the link.
        """
        link = read_link(url)
        deadline = Deadline(self._limits.seconds, self._clock)
        asked_if = conditions(etag, last_modified)
        return self._follower.follow(
            link,
            [*self._headers, *asked_if],
            deadline,
            enter=partial(self._enter, deadline),
            take=partial(self._taken, is_conditional=bool(asked_if)),
        )

    def _enter(self, deadline: Deadline, link: Link) -> None:
        """Wait until a link may be asked for."""
        pause = self._robots.pause(link, deadline)
        deadline.extend(self._pace.wait(link.host, pause))

    def _taken(self, reply: Reply, *, is_conditional: bool) -> Fetched | NotModified:
        """What a reply holds."""
        if reply.status == 304 and is_conditional:
            return NotModified(reply.link.url, self._now())
        if reply.status != 200:
            raise fault(reply)
        kind = media_type(reply)
        return Fetched(
            url=reply.link.url,
            data=self._data(reply),
            media_type=kind,
            charset=charset(reply),
            etag=validator(reply.header("etag")),
            last_modified=validator(reply.header("last-modified")),
            fetched=self._now(),
            filename=filename(reply),
        )

    def _data(self, reply: Reply) -> bytes:
        most = self._limits.most_bytes
        announced = reply.header("content-length")
        is_larger = announced.isdecimal() and int(announced[:20]) > most
        read = None if is_larger else body(reply, most)
        if read is None or not read.is_whole:
            raise InputError(
                f"is larger than {most / 1_000_000:g} MB; download it and add it in parts"
            )
        return read.data
