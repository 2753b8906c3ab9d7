"""Connections that are kept only as long as something comes of them."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_SECONDS = 20.0
"""Seconds in which the head of a request has to be whole, from the first byte or the opening on."""

MOST_OF_ONE = 1_000
"""Connections of one client; those of a proxy count as one client's."""


class Connection(H11Protocol):
    """A connection of uvicorn's, closed where no request becomes whole in time.

    h11 bounds the head of a request in bytes; the server of C that uvicorn prefers has no bound.
    """

    _waits: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A client has connected."""
        super().connection_made(transport)
        host = _host(self)
        others = [item for item in self.connections if _host(item) == host]
        if len(others) > MOST_OF_ONE:
            transport.abort()
        else:
            self._expect()

    def data_received(self, data: bytes) -> None:
        """Bytes have come."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop()
        elif self._waits is None and data:
            self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone."""
        self._stop()
        super().connection_lost(exc)

    def _expect(self) -> None:
        self._waits = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None

    def _give_up(self) -> None:
        self._waits = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()


def _host(connection: object) -> str:
    client = getattr(connection, "client", None)
    return str(client[0]) if client else ""
