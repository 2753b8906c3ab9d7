"""A link followed to where it leads, each step looked at like the first."""

from collections.abc import Callable
from typing import TypeVar

from assistant.errors import InputError
from assistant.fetching.deadline import Deadline
from assistant.fetching.links import Link, next_link
from assistant.fetching.transport import Headers, Reply, Transport

_REDIRECTS = frozenset({301, 302, 303, 307, 308})

T = TypeVar("T")


class Follower:
    """Follows redirects; safe to use from several threads."""

    def __init__(self, transport: Transport, most: int) -> None:
        """Follow at most so many of them."""
        self._transport = transport
        self._most = most

    def follow(
        self,
        link: Link,
        headers: Headers,
        deadline: Deadline,
        enter: Callable[[Link], None],
        take: Callable[[Reply], T],
    ) -> T:
        """Ask for a link and for those it leads on to.

        Args:
            link: where to begin.
            headers: sent with each request.
            deadline: of all of it.
            enter: raises where a link may not be asked for; called before each request, when it
                is known that the host's addresses are public.
            take: makes the result of the reply at the end, while its connection is open.

        Raises:
            InputError: a step is refused or fails, or there are too many of them.
        """
        seen = {link}
        found = self._step(link, headers, deadline, enter, take)
        while isinstance(found, Link):
            if found in seen:
                raise InputError("redirects in a circle; open it in a browser, it may want cookies")
            if len(seen) > self._most:
                raise InputError(
                    f"redirects more than {self._most} times; "
                    "open it in a browser and give the link it ends at"
                )
            seen.add(found)
            try:
                onward = self._step(found, headers, deadline, enter, take)
            except InputError as error:
                raise InputError(f"redirects to {found.shown}, which {error}") from error
            found = onward
        return found

    def _step(
        self,
        link: Link,
        headers: Headers,
        deadline: Deadline,
        enter: Callable[[Link], None],
        take: Callable[[Reply], T],
    ) -> Link | T:
        """The result of one request, or the link it leads on to."""
        addresses = self._transport.addresses(link, deadline)
        enter(link)
        with self._transport.opened(link, addresses, headers, deadline) as reply:
            if reply.status in _REDIRECTS:
                return next_link(link, reply.header("location"))
            return take(reply)
