"""What the hosts of documents let programs read (RFC 9309)."""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from assistant.errors import InputError
from assistant.fetching.bodies import body
from assistant.fetching.deadline import Deadline
from assistant.fetching.hops import Follower
from assistant.fetching.limits import Limits
from assistant.fetching.links import Link
from assistant.fetching.transport import Headers, Reply

PRODUCT = "EntertainmentPolicyAssistant"
"""The name by which a robots.txt calls this program."""

MOST_ORIGINS = 100
"""Whose rules are remembered; those asked for longest ago are forgotten first."""

FAULT_SECONDS = 60.0
"""How long a host isn't asked again whose robots.txt couldn't be read."""

_PROGRAM = re.compile(r"\s*user(?:-|\s+)?agent(?:\s*:|\s|$)(.*)", re.IGNORECASE | re.DOTALL)
_TOKEN = re.compile(r"[a-z_-]*")


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host says; without ``parsed`` it says nothing, and all may be read.

    With a ``fault`` it isn't known what it says, until ``end`` on the clock nothing may be read.
    """

    parsed: Protego | None = None
    fault: str = ""
    end: float = 0.0


class Robots:
    """Asks each host once; safe to use from several threads."""

    def __init__(
        self, follower: Follower, headers: Headers, limits: Limits, clock: Callable[[], float]
    ) -> None:
        """Ask with these headers; faults are remembered by a clock in seconds."""
        self._follower = follower
        self._headers = headers
        self._limits = limits
        self._clock = clock
        self._known: OrderedDict[str, Rules] = OrderedDict()
        self._lock = threading.Lock()

    def pause(self, link: Link, deadline: Deadline) -> float:
        """Seconds to leave between this document and the next of its host.

        Raises:
            InputError: the host doesn't let programs read it, or doesn't say whether it does.
        """
        rules = self._of(link, deadline)
        if rules.fault:
            raise InputError(f"has a robots.txt that can't be read, for it {rules.fault}")
        if rules.parsed is None:
            return self._limits.pause_seconds
        if not rules.parsed.can_fetch(link.url, PRODUCT):
            raise InputError(
                "may not be read by programs (robots.txt); "
                "download it in a browser and add the file"
            )
        wanted = rules.parsed.crawl_delay(PRODUCT)
        if wanted is None:
            return self._limits.pause_seconds
        return min(wanted, self._limits.most_pause_seconds)

    def _of(self, link: Link, deadline: Deadline) -> Rules:
        with self._lock:
            known = self._known.get(link.origin)
        if known and (not known.fault or self._clock() < known.end):
            return known
        # Two threads may ask at the same time; both learn the same.
        rules = self._asked(link, deadline)
        with self._lock:
            self._known[link.origin] = rules
            self._known.move_to_end(link.origin)
            if len(self._known) > MOST_ORIGINS:
                self._known.popitem(last=False)
        return rules

    def _asked(self, link: Link, deadline: Deadline) -> Rules:
        try:
            return self._follower.follow(
                link.robots, self._headers, deadline, enter=_enter, take=self._read
            )
        except InputError as error:
            return Rules(fault=str(error), end=self._clock() + FAULT_SECONDS)

    def _read(self, reply: Reply) -> Rules:
        """What a reply says.

        Raises:
            InputError: nothing, where it should.
        """
        if 400 <= reply.status < 500:
            return Rules()
        if not 200 <= reply.status < 300:
            raise InputError(f"has the status {reply.status}; try again later")
        read = body(reply, self._limits.robots_bytes)
        # Half a line may forbid more than the whole of it.
        end = max(read.data.rfind(b"\n"), read.data.rfind(b"\r"), 0)
        data = read.data if read.is_whole else read.data[:end]
        text = data.decode("utf-8-sig", "replace")
        return Rules(Protego.parse("\n".join(map(_renamed, text.splitlines()))))


def _renamed(line: str) -> str:
    """The line, with a program that is another as just that.

    Rules are kept for each program by itself: ten thousand names above ten thousand rules, in a
    file that is not too long, would fill the memory.
    """
    found = _PROGRAM.fullmatch(line)
    name = found[1].partition("#")[0].strip().lower() if found else ""
    if not name or name == "*":
        return line
    token = _TOKEN.match(name)
    is_ours = token is not None and token[0] == PRODUCT.lower()
    return f"User-agent: {PRODUCT if is_ours else 'another'}"


def _enter(link: Link) -> None:
    """A robots.txt may always be asked for."""
