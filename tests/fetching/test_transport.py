"""Connections go to the address that was looked at, and to no other."""

import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.fetching.fetcher import Fetcher
from assistant.fetching.limits import Limits
from tests.fetching.site import Names, Site, answer, redirect

pytestmark = pytest.mark.enable_socket

Make = Callable[..., Fetcher]
At = Callable[[str], str]
Fault = Callable[..., str]


def test_the_second_answer_of_a_resolver_is_never_used(
    site: Site, names: Names, fetcher: Make, at: At
) -> None:
    # The document's host, then the robots.txt's; whatever asked again would get the third answer.
    names.known["docs.example"] = [["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]]
    site.pages["docs.example/a"] = answer(b"Text")

    assert fetcher().fetch(at("docs.example/a")).data == b"Text"
    assert names.asked == ["docs.example"] * 2


def test_a_name_that_becomes_private_is_refused(
    site: Site, names: Names, at: At, fault: Fault
) -> None:
    names.known["docs.example"] = [["127.0.0.1"], ["10.0.0.1"]]
    site.pages["docs.example/a"] = answer(b"Text")

    assert "not on the public internet" in fault(at("docs.example/a"))
    assert site.asked == []


def test_the_next_address_is_tried(site: Site, names: Names) -> None:
    names.known["docs.example"] = [["127.0.0.2", "127.0.0.1"]]
    site.pages["docs.example/a"] = answer(b"Text")
    allowed = {("127.0.0.1", site.port), ("127.0.0.2", site.port)}

    fetcher = Fetcher(resolver=names, also_allowed=allowed)
    assert fetcher.fetch(f"http://docs.example:{site.port}/a").data == b"Text"


def test_proxies_of_the_environment_are_not_used(
    site: Site, fetcher: Make, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
        monkeypatch.setenv(name.lower(), "http://127.0.0.1:1/")
    site.pages["docs.example/a"] = answer(b"Text")

    assert fetcher().fetch(at("docs.example/a")).data == b"Text"
    assert site.asked[-1].line == "GET /a HTTP/1.1"


def test_nothing_of_the_environment_makes_this_machine_public(
    site: Site, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("NO_PROXY", "ASSISTANT_ALLOW_PRIVATE", "ALLOWED_HOSTS"):
        monkeypatch.setenv(name, "*")

    with pytest.raises(InputError, match="not on the public internet"):
        Fetcher(resolver=names).fetch(f"http://docs.example:{site.port}/a")
    assert site.asked == []


def certificate(folder: Path, *hosts: str) -> Path:
    """A certificate for some hosts that nobody else has signed, with its key, in one file."""
    pytest.importorskip("cryptography")
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Tests")])
    now = dt.datetime.now(dt.UTC)
    names = [x509.IPAddress(ipaddress.ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
             for host in hosts]  # fmt: skip
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


class Safe:
    """A site over TLS that believes in itself, and the names it was called by."""

    def __init__(self, folder: Path) -> None:
        path = certificate(folder, "docs.example", "xn--bcher-kva.example", "127.0.0.1")
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.load_cert_chain(path)
        server.sni_callback = lambda connection, name, context: self.called.append(name)
        self.called: list[str | None] = []
        self.site = Site(tls=server)
        self.trusting = ssl.create_default_context(cafile=path)

    def fetcher(self, names: Names, context: ssl.SSLContext | None) -> Fetcher:
        allowed = {("127.0.0.1", self.site.port)}
        return Fetcher(resolver=names, also_allowed=allowed, ssl_context=context)

    def at(self, host: str, path: str = "a") -> str:
        return f"https://{host}:{self.site.port}/{path}"


@pytest.fixture
def safe(tmp_path: Path) -> Iterator[Safe]:
    safe = Safe(tmp_path)
    yield safe
    safe.site.close()


@pytest.mark.parametrize(
    ("host", "called"),
    [
        ("docs.example", "docs.example"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("127.0.0.1", None),
    ],
)
def test_a_host_is_known_by_its_name(
    safe: Safe, names: Names, host: str, called: str | None
) -> None:
    place = called or host
    safe.site.pages[f"{place}/a"] = answer(b"Text")

    found = safe.fetcher(names, safe.trusting).fetch(safe.at(host))

    assert found.data == b"Text"
    assert found.url == safe.at(place)
    assert safe.called == [called] * 2
    assert safe.site.asked[-1].headers["host"] == f"{place}:{safe.site.port}"


@pytest.mark.parametrize(
    ("host", "trusts", "why"),
    [("other.example", True, "Hostname mismatch"), ("docs.example", False, "self-signed")],
)
def test_a_host_that_can_not_prove_who_it_is(
    safe: Safe, names: Names, host: str, trusts: bool, why: str
) -> None:
    fetcher = safe.fetcher(names, safe.trusting if trusts else None)

    with pytest.raises(InputError) as caught:
        fetcher.fetch(safe.at(host))

    assert "can't prove who it is" in str(caught.value)
    assert why.lower() in str(caught.value).lower().replace("self signed", "self-signed")
    assert safe.site.asked == []


def test_nothing_leads_from_https_to_http(safe: Safe, names: Names) -> None:
    safe.site.pages["docs.example/a"] = redirect("http://docs.example/b")

    with pytest.raises(InputError, match=r"^redirects from https to http, "):
        safe.fetcher(names, safe.trusting).fetch(safe.at("docs.example"))


def test_a_server_without_tls(site: Site, fault: Fault) -> None:
    def plain(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(answer(status=400))
        connection.recv(4096)

    site.serve = plain  # type: ignore[method-assign]

    assert "to which no safe connection" in fault(f"https://docs.example:{site.port}/a")


def test_a_handshake_that_does_not_come(names: Names, site: Site) -> None:
    site.serve = lambda connection: site.stopped.wait(5) and None  # type: ignore[method-assign]

    fetcher = Fetcher(Limits(seconds=0.2), resolver=names, also_allowed={("127.0.0.1", site.port)})
    with pytest.raises(InputError, match=r"takes longer than 0\.2 seconds"):
        fetcher.fetch(f"https://docs.example:{site.port}/a")
