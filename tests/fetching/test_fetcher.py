"""What is fetched, and what is said of what isn't."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.errors import InputError
from assistant.fetching import fetcher as module
from assistant.fetching.fetcher import Fetcher, user_agent, utc_now
from assistant.fetching.results import Fetched, NotModified
from assistant.fetching.wording import printable
from tests.fetching.conftest import NOW
from tests.fetching.site import Names, Site, Time, answer, redirect, zipped

pytestmark = pytest.mark.enable_socket

Make = Callable[..., Fetcher]
At = Callable[[str], str]
Fault = Callable[..., str]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_a_document_comes_with_what_its_server_says(site: Site, fetcher: Make, at: At) -> None:
    site.pages["docs.example/act"] = answer(
        b"<p>An act</p>",
        kind="Text/HTML; Charset=UTF-8",
        ETag='W/"5"',
        Last_Modified="Mon, 02 Nov 2026 10:00:00 GMT",
        Content_Disposition='attachment; filename="The act.html"',
    )

    assert fetcher().fetch(at("docs.example/act?session=1#top")) == Fetched(
        url=at("docs.example/act?session=1"),
        data=b"<p>An act</p>",
        media_type="text/html",
        charset="utf-8",
        etag='W/"5"',
        last_modified="Mon, 02 Nov 2026 10:00:00 GMT",
        fetched=NOW,
        filename="The act.html",
    )


def test_what_a_host_is_asked(site: Site, fetcher: Make, at: At) -> None:
    site.pages["docs.example/act"] = answer(b"An act")

    fetcher().fetch(at("docs.example/act?a=ü#top"))

    robots, asked = site.asked
    assert robots.line == "GET /robots.txt HTTP/1.1"
    assert asked.line == "GET /act?a=%C3%BC HTTP/1.1"
    assert asked.headers.pop("accept").startswith("text/html, application/xhtml+xml, ")
    assert asked.headers == {
        "host": f"docs.example:{site.port}",
        "connection": "close",
        "user-agent": user_agent(),
        "accept-encoding": "gzip, identity",
    }


def test_the_name_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise module.metadata.PackageNotFoundError(name)

    assert user_agent().startswith("EntertainmentPolicyAssistant/")
    monkeypatch.setattr(module.metadata, "version", missing)
    assert user_agent() == (
        "EntertainmentPolicyAssistant/0 (+document library; asks for single pages)"
    )


def test_the_time_is_in_utc() -> None:
    assert utc_now().utcoffset() == NOW.utcoffset()


def test_a_host_of_another_script(site: Site, fetcher: Make, names: Names, at: At) -> None:
    site.pages["xn--bcher-kva.example/a"] = answer(b"Text")

    fetched = fetcher().fetch(at("Bücher.example/a"))

    assert fetched.url == at("xn--bcher-kva.example/a")
    assert set(names.asked) == {"xn--bcher-kva.example"}


@pytest.mark.parametrize(
    "kind",
    ["text/html", "application/xhtml+xml", "application/pdf", WORD, "text/plain", "text/markdown",
     "application/rtf", "text/rtf", "application/octet-stream"],
)  # fmt: skip
def test_types_that_are_read(site: Site, fetcher: Make, at: At, kind: str) -> None:
    site.pages["docs.example/a"] = answer(b"Text", kind=f"{kind}; charset=x")

    assert fetcher().fetch(at("docs.example/a")).media_type == kind


def test_a_type_that_is_not_said(site: Site, fetcher: Make, at: At) -> None:
    site.pages["docs.example/a"] = answer(b"Text", kind="")

    assert fetcher().fetch(at("docs.example/a")).media_type == "application/octet-stream"


@pytest.mark.parametrize(
    "kind",
    ["application/xml", "text/xml", "image/png", "application/json", "text/html/x", "html",
     "text/plain, text/html", "application/msword", "text/\u00e4", "x" * 300],
)  # fmt: skip
def test_types_that_are_refused_by_name(site: Site, at: At, fault: Fault, kind: str) -> None:
    site.pages["docs.example/a"] = answer(b"Text", kind=kind)

    line = fault(at("docs.example/a"))
    assert line.startswith(f"is of the type {kind[:90]}")
    assert "x" * 100 not in line


@pytest.mark.parametrize(
    ("given", "charset"),
    [
        ("text/html", ""),
        ("text/html; charset=windows-1252", "windows-1252"),
        ('text/html; charset="ISO-8859-1"; a=b', "iso-8859-1"),
        ("text/html; charset=nosuch", ""),
        ("text/html; charset=hex", ""),
        ("text/html; charset=", ""),
        ("text/html; charset=undefined", ""),
        (f"text/html; charset={'x' * 500}", ""),
    ],
)
def test_the_charset(site: Site, fetcher: Make, at: At, given: str, charset: str) -> None:
    site.pages["docs.example/a"] = answer(b"Text", kind=given)

    assert fetcher().fetch(at("docs.example/a")).charset == charset


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("", ""),
        ("inline", ""),
        ("attachment; filename=act.pdf", "act.pdf"),
        ('attachment; filename="An act.pdf"', "An act.pdf"),
        ("attachment; filename=\"a.pdf\"; filename*=UTF-8''%C3%BC%20b.pdf", "ü b.pdf"),
        ("attachment; filename*=UTF-8''%C3%BC.pdf; filename=\"a.pdf\"", "ü.pdf"),
        ("attachment; filename*=nosuch''a.pdf", "a.pdf"),
        ("attachment; filename=Überblick.pdf", "Überblick.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\Users\\\\a.pdf"', "a.pdf"),
        ("attachment; filename*=UTF-8''..%2F..%2Fa%0D%0A%00.pdf", "a.pdf"),
        ('attachment; filename=".."', ""),
        ('attachment; filename=".htaccess"', "htaccess"),
        ('attachment; filename="a<b>:c|d?.pdf"', "abcd.pdf"),
        ("attachment; filename*=UTF-8''a%E2%80%AEfdp.exe", "afdp.exe"),
        ('attachment; filename="CON.pdf"', "_CON.pdf"),
        (f'attachment; filename="{"a" * 300}.pdf"', f"{'a' * 116}.pdf"),
    ],
)
def test_the_name_of_a_file(site: Site, fetcher: Make, at: At, given: str, name: str) -> None:
    site.pages["docs.example/a"] = answer(b"Text", Content_Disposition=given)

    assert fetcher().fetch(at("docs.example/a")).filename == name


def test_a_header_in_utf_8(site: Site, fetcher: Make, at: At) -> None:
    given = "attachment; filename=Überblick.pdf".encode().decode("latin-1")
    site.pages["docs.example/a"] = answer(b"Text", Content_Disposition=given)

    assert fetcher().fetch(at("docs.example/a")).filename == "Überblick.pdf"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (201, "isn't given as a document (status 201); download it"),
        (204, "isn't given as a document (status 204); download it"),
        (206, "isn't given as a document (status 206); download it"),
        (300, "isn't given as a document (status 300); download it"),
        (304, "isn't given as a document (status 304); download it"),
        (400, "isn't given as a document (status 400); download it"),
        (401, "needs a log-in (status 401); download it"),
        (403, "needs a log-in or isn't given to programs (status 403); download it"),
        (404, "isn't there (status 404); check the link"),
        (410, "is gone for good (status 410); look for where it lies now"),
        (429, "isn't given at the moment (status 429); try again later"),
        (451, "is withheld for legal reasons (status 451); look for another"),
        (500, "can't be given by its server (status 500); try again later"),
        (503, "isn't given at the moment (status 503); try again later"),
        (999, "can't be given by its server (status 999); try again later"),
    ],
)
def test_what_a_status_means(site: Site, at: At, fault: Fault, status: int, said: str) -> None:
    site.pages["docs.example/a"] = answer(b"" if status in (204, 304) else b"SECRET", status=status)

    line = fault(at("docs.example/a"))
    assert line.startswith(said)
    assert "SECRET" not in line
    assert "Whatever" not in line


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("image/\u202egnp\x1b[31m\n\x85x", "image/gnp[31mx"),
        ("  a b  ", "a b"),
        ("x" * 100, "x" * 100),
        ("x" * 101, "x" * 99 + "…"),
    ],
)
def test_what_of_others_text_is_shown(given: str, said: str) -> None:
    assert printable(given) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("120", "in 120 seconds"),
        ("Mon, 30 Nov 2026 13:00:00 GMT", "after Mon, 30 Nov 2026 13:00:00 GMT"),
        ("x" * 900, f"after {'x' * 39}…"),
    ],
)
def test_when_to_try_again(site: Site, at: At, fault: Fault, given: str, said: str) -> None:
    site.pages["docs.example/a"] = answer(status=503, Retry_After=given)

    assert fault(at("docs.example/a")).endswith(f"; try again {said}")


def test_what_has_not_changed_is_not_sent_again(site: Site, fetcher: Make, at: At) -> None:
    site.pages["docs.example/a"] = answer(status=304, kind="")

    found = fetcher().fetch(at("docs.example/a#b"), etag='"5"', last_modified="Mon, 02 Nov 2026")

    assert found == NotModified(at("docs.example/a"), NOW)
    assert site.asked[-1].headers["if-none-match"] == '"5"'
    assert site.asked[-1].headers["if-modified-since"] == "Mon, 02 Nov 2026"


def test_what_has_changed_is_sent(site: Site, fetcher: Make, at: At) -> None:
    site.pages["docs.example/a"] = answer(b"New", ETag='"6"')

    found = fetcher().fetch(at("docs.example/a"), etag='"5"')

    assert isinstance(found, Fetched)
    assert (found.data, found.etag) == (b"New", '"6"')
    assert "if-modified-since" not in site.asked[-1].headers


@pytest.mark.parametrize("etag", ['"5"\r\nX-Evil: 1', '"\u00fc"', '"' + "x" * 300 + '"'])
def test_an_etag_that_can_not_be_sent(site: Site, fetcher: Make, at: At, etag: str) -> None:
    site.pages["docs.example/a"] = answer(b"Text", ETag='"\u00fc"', Last_Modified="x" * 300)

    found = fetcher().fetch(at("docs.example/a"), etag=etag, last_modified=etag)

    assert not {"if-none-match", "if-modified-since", "x-evil"} & set(site.asked[-1].headers)
    assert isinstance(found, Fetched)
    assert (found.etag, found.last_modified) == ("", "")


def test_a_compressed_document(site: Site, fetcher: Make, at: At) -> None:
    site.pages["docs.example/a"] = zipped(b"Text " * 100_000)

    assert fetcher().fetch(at("docs.example/a")).data == b"Text " * 100_000


def test_a_host_that_is_not_there(names: Names, fault: Fault) -> None:
    names.known["docs.example"] = [[]]

    assert "can't be found" in fault("https://docs.example/")


def test_a_host_at_which_nobody_listens(names: Names) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    lonely = Fetcher(resolver=names, also_allowed={("127.0.0.1", port)})

    with pytest.raises(InputError, match=r"robots\.txt .* has a host that can't be reached"):
        lonely.fetch(f"http://docs.example:{port}/")


@pytest.mark.parametrize("said", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\nA b\r\n\r\n"])
def test_a_server_that_speaks_no_http(site: Site, at: At, fault: Fault, said: bytes) -> None:
    site.pages["docs.example/a"] = said

    assert "breaks off or doesn't speak HTTP" in fault(at("docs.example/a"))


def test_one_fetcher_serves_threads(
    site: Site, names: Names, hours: Time, fetcher: Make, at: At
) -> None:
    shared = fetcher(pause_seconds=0)
    places = [f"host{number % 4}.example/{number}" for number in range(40)]
    for place in places:
        site.pages[place] = answer(place.encode())

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda place: shared.fetch(at(place)), places))

    assert [one.data.decode() for one in found] == places


def test_a_redirect_is_followed_to_what_there_is(site: Site, fetcher: Make, at: At) -> None:
    site.pages["docs.example/a"] = redirect("/b?c#d")
    site.pages["docs.example/b"] = answer(b"Text")

    found = fetcher().fetch(at("docs.example/a"))

    assert (found.url, found.data) == (at("docs.example/b?c"), b"Text")
