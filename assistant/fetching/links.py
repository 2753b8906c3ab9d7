"""Links: what may be fetched, what goes over the wire for it, and the id of what it leads to."""

import hashlib
import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import idna

from assistant.errors import InputError
from assistant.fetching.wording import printable

MOST_LETTERS = 2_000
"""Characters of a link."""

MOST_OF_ID = 120
"""Characters of an id."""

_PORTS = {"http": 80, "https": 443}

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]")
"""Control characters never go over the wire; a backslash is a slash to browsers, but to no URL."""

_NAME = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")

_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
"""The last part of a host that browsers and resolvers read as an address, in whatever base."""

_IN_PATH = "/%:@!$&'()*+,;=~"
_IN_QUERY = _IN_PATH + "?[]"


@dataclass(frozen=True, slots=True)
class Link:
    """Where a document lies, as it goes over the wire: ASCII alone, and no fragment.

    ``host`` is a name in lower case, or an address without brackets.
    """

    scheme: str
    host: str
    port: int
    path: str
    query: str

    @property
    def is_address(self) -> bool:
        """Whether the host is an address, which nobody has to be asked for."""
        try:
            ipaddress.ip_address(self.host)
        except ValueError:
            return False
        return True

    @property
    def authority(self) -> str:
        """The host, and the port where it isn't the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """The part of the link that robots.txt is for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def target(self) -> str:
        """What the host is asked for."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def url(self) -> str:
        """The whole of it."""
        return self.origin + self.target

    @property
    def shown(self) -> str:
        """The link in a line for a person: without its query, which may hold a secret."""
        return printable(self.origin + self.path)

    @property
    def robots(self) -> "Link":
        """Where the host says what programs may read."""
        return Link(self.scheme, self.host, self.port, "/robots.txt", "")


def read_link(url: str) -> Link:
    """Read a link as a person or a server wrote it.

    Raises:
        InputError: it isn't one that may be fetched.
    """
    text = _safe(url)
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise InputError("has a host or a port that can't be read; check the link") from error
    if parts.scheme not in _PORTS:
        raise InputError("doesn't begin with http:// or https://; give a link that does")
    if "@" in parts.netloc:
        raise InputError("holds a user name or a password; leave out what stands before the @")
    if port == 0:
        raise InputError("has the port 0, which doesn't exist; check the link")
    port = port or _PORTS[parts.scheme]
    query = quote(parts.query, _IN_QUERY)
    link = Link(parts.scheme, _host(parts), port, _path(parts.path), query)
    _refuse_long(link.url)
    return link


def next_link(link: Link, location: str) -> Link:
    """Where a link leads on to.

    Raises:
        InputError: that may not be fetched, or is less safe than the link itself.
    """
    if not location:
        raise InputError("redirects without saying where to; open it in a browser")
    try:
        target = read_link(urljoin(link.url, _safe(location)))
    except ValueError as error:
        raise InputError("redirects to no link at all; open it in a browser") from error
    except InputError as error:
        raise InputError(f"redirects to a link that {error}") from error
    if link.scheme == "https" and target.scheme == "http":
        raise InputError(
            "redirects from https to http, where anybody could have changed the text; "
            "download it in a browser and add the file"
        )
    return target


def link_id(url: str) -> str:
    """The id of the document a link leads to: its host and path in lower case, with hyphens.

    A port is no part of it: the same document is served at several.

    Links that differ in nothing but their query have different ids, and so have long ones.

    Raises:
        InputError: it isn't a link that may be fetched.
    """
    link = read_link(url)
    whole = link.url.partition("://")[2]
    stem = _hyphened(link.host + link.path)
    ending = _hash(link.query) if link.query else ""
    if len(stem) + bool(ending) + len(ending) > MOST_OF_ID or not stem:
        ending = _hash(whole)
        stem = stem[: MOST_OF_ID - len(ending) - 1].rstrip("-")
    return "-".join(filter(None, (stem, ending)))


def _hyphened(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:10]


def _safe(text: str) -> str:
    """The text, if it can be part of a request."""
    _refuse_long(text)
    if _UNSAFE.search(text):
        raise InputError("holds a line break, a backslash or the like; check the link")
    return text.strip(" ")


def _refuse_long(text: str) -> None:
    if len(text) > MOST_LETTERS:
        raise InputError(f"is longer than {MOST_LETTERS:,} characters; give a shorter link")


def _host(parts: SplitResult) -> str:
    """The host in ASCII, without brackets and without the dot of the root.

    An address stands only in its one usual form: others are read in several ways.
    """
    host = parts.hostname or ""
    try:
        if ":" in host or "[" in parts.netloc:
            address = ipaddress.IPv6Address(host)
            if address.scope_id is not None:
                raise ValueError(host)
            return str(address)
        if not host.isascii():
            host = idna.encode(host, uts46=True).decode("ascii")
        host = host.removesuffix(".")
        if len(host) > 253 or not _NAME.fullmatch(host):
            raise ValueError(host)
        if _NUMBER.fullmatch(host.rpartition(".")[2]):
            return str(ipaddress.IPv4Address(host))
    except ValueError as error:
        raise InputError("has a host that can't be read; check the link") from error
    return host


def _path(path: str) -> str:
    """The path as it is sent, with ``.`` and ``..`` resolved as the host would.

    Otherwise robots.txt could be asked for one document and the host for another.
    """
    dotted = re.sub("%2e", ".", path or "/", flags=re.IGNORECASE)
    kept: list[str] = []
    steps = dotted.split("/")[1:]
    for step in steps:
        if step == "..":
            del kept[-1:]
        elif step != ".":
            kept.append(step)
    if steps[-1] in (".", ".."):
        kept.append("")
    return "/" + quote("/".join(kept), _IN_PATH)
