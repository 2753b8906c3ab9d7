"""Which addresses belong to the public internet: nothing else is ever connected to."""

import ipaddress
import socket
import threading
from collections.abc import Callable, Collection, Sequence

from assistant.errors import InputError
from assistant.fetching.deadline import Deadline
from assistant.fetching.links import Link

Resolver = Callable[[str, int], Sequence[str]]
"""Gives the addresses of a host for a port; raises OSError where there are none."""

Endpoint = tuple[str, int]
"""An address and a port."""

_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All of IPv6 that is given out for the public internet. Outside it lie loopback, links, sites,
multicast, IPv4-compatible addresses and those of NAT64."""

_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "100.64.0.0/10",  # shared behind the NAT of a provider
        "192.0.0.0/24",  # protocols; clouds serve metadata there, older Pythons call it global
        "192.88.99.0/24",  # relays of 6to4
        "198.18.0.0/15",  # benchmarks
        "240.0.0.0/4",  # reserved, and broadcast
        "2001::/23",  # protocols, Teredo among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation, which older Pythons don't know
    )
)

_ISATAP = (0x00005EFE, 0x02005EFE)
"""What stands before the IPv4 address in which an address of ISATAP ends."""


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses the system knows for a host, in the order in which to try them.

    Raises:
        OSError: there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


def is_public(address: str) -> bool:
    """Whether an address, and an IPv4 address inside it, belongs to the public internet.

    6to4, NAT64 and Teredo never do: where they lead is for others to say.
    """
    parsed = _parsed(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        is_isatap = (int(parsed) >> 32) & 0xFFFFFFFF in _ISATAP
        if parsed not in _UNICAST or (is_isatap and not is_public(str(inner))):
            return False
    if parsed is None or any(parsed in network for network in _SPECIAL):
        return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def pinned(
    link: Link, resolver: Resolver, also_allowed: Collection[Endpoint], deadline: Deadline
) -> tuple[str, ...]:
    """The addresses of a link's host, asked for once; connections go to these and no other.

    Raises:
        InputError: there are none, one of them isn't public, or it took too long.
    """
    given = (link.host,) if link.is_address else _resolved(link, resolver, deadline)
    addresses = tuple(str(_parsed(address) or address) for address in given)
    if not addresses:
        raise InputError("has a host that can't be found; check the link and the connection")
    for address in addresses:
        if not is_public(address) and (address, link.port) not in also_allowed:
            raise InputError("is not on the public internet; download it yourself and add the file")
    return addresses


def _resolved(link: Link, resolver: Resolver, deadline: Deadline) -> list[str]:
    """What the resolver says; nothing where it fails.

    The system's resolver has a patience of its own, so that it is asked in a thread that nobody
    waits for once the time is over.
    """
    found: list[str] = []

    def resolve() -> None:
        try:
            found.extend(resolver(link.host, link.port))
        except (OSError, ValueError):
            found.clear()

    thread = threading.Thread(target=resolve, daemon=True)
    thread.start()
    thread.join(deadline.left())
    if thread.is_alive():
        raise deadline.passed()
    return found


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address; the IPv4 address where that is only written as one of IPv6.

    One with a zone is none here, for a zone is a network of this machine.
    """
    if "%" in address:
        return None
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return mapped or parsed
