"""How much one fetch may take: of time, of bytes, of the patience of others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch, its redirects and its robots.txt together.

    Attributes:
        seconds: all the time it may take; waiting for ``pause_seconds`` is not counted.
        connect_seconds: to connect to one address of a host.
        most_bytes: of a document, after decompression.
        head_bytes: of the status and the headers of one response.
        robots_bytes: of a robots.txt; what stands behind them is not read.
        redirects: followed at most, one after the other.
        pause_seconds: between two documents of one host where it doesn't say how long.
        most_pause_seconds: what a host may ask for between two documents; more is not waited.
    """

    seconds: float = 30.0
    connect_seconds: float = 10.0
    most_bytes: int = 30_000_000
    head_bytes: int = 65_536
    robots_bytes: int = 500_000
    redirects: int = 5
    pause_seconds: float = 1.0
    most_pause_seconds: float = 10.0
