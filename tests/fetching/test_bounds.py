"""No server can hold a fetch up, fill the memory, or send a head without end."""

import gzip
import time
import tracemalloc
import zlib
from collections.abc import Callable

import pytest

from assistant.errors import InputError
from assistant.fetching.bodies import body
from assistant.fetching.fetcher import Fetcher
from assistant.fetching.links import read_link
from assistant.fetching.transport import Reply
from tests.fetching.site import Site, Time, answer, redirect, zipped

pytestmark = pytest.mark.enable_socket

Make = Callable[..., Fetcher]
At = Callable[[str], str]
Fault = Callable[..., str]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("start", "drop"),
    [
        (b"", b"H"),
        (HEAD, b"A: b\r\n"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (HEAD + b"\r\n", b"x"),
        (HEAD + b"Content-Length: 1000\r\n\r\n", b"x"),
        (CHUNKED, b"1\r\nx\r\n"),
        (CHUNKED, b"0"),
        (HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10], b"\0\0\0\xff\xff"),
    ],
)
def test_drops_are_not_waited_for(
    site: Site, at: At, fault: Fault, start: bytes, drop: bytes
) -> None:
    site.pages["docs.example/a"] = site.dripping(start, drop)

    begun = time.monotonic()
    assert "takes longer than 0.2 seconds" in fault(at("docs.example/a"), seconds=0.2)
    assert time.monotonic() - begun < 5


def test_neither_is_a_server_that_says_nothing(site: Site, at: At, fault: Fault) -> None:
    site.pages["docs.example/a"] = lambda connection: site.stopped.wait(5) and None

    assert "takes longer than 0.1 seconds" in fault(at("docs.example/a"), seconds=0.1)


def test_all_redirects_share_the_time(site: Site, at: At, fault: Fault) -> None:
    def slow(number: int) -> Callable:
        def reply(connection) -> None:
            time.sleep(0.08)
            connection.sendall(redirect(f"/{number + 1}"))

        return reply

    for number in range(6):
        site.pages[f"docs.example/{number}"] = slow(number)

    assert "takes longer than 0.2 seconds" in fault(at("docs.example/0"), seconds=0.2)


def test_the_pause_between_documents_is_not_counted(
    site: Site, fetcher: Make, hours: Time, at: At
) -> None:
    site.pages["docs.example/a"] = redirect("/b")
    site.pages["docs.example/b"] = answer(b"Text")

    hours.stands = True
    assert fetcher(seconds=4, pause_seconds=5).fetch(at("docs.example/a")).data == b"Text"
    assert hours.slept == [5]


@pytest.mark.parametrize(
    ("start", "piece"),
    [
        (HEAD + b"\r\n", b"x" * 10_000),
        (CHUNKED, b"2710\r\n" + b"x" * 10_000 + b"\r\n"),
        (HEAD + b"Content-Length: 999999999\r\n\r\n", b""),
    ],
)
def test_a_body_without_end(site: Site, at: At, fault: Fault, start: bytes, piece: bytes) -> None:
    page = site.streaming(start, piece) if piece else start
    site.pages["docs.example/a"] = page

    assert fault(at("docs.example/a"), most_bytes=1_500_000).startswith("is larger than 1.5 MB")


def test_frames_without_end(site: Site, at: At, fault: Fault) -> None:
    site.pages["docs.example/a"] = site.streaming(CHUNKED, b"1;" + b"e" * 5_000 + b"\r\nx\r\n")

    assert "too large frames" in fault(at("docs.example/a"), most_bytes=100_000)


@pytest.mark.parametrize("size", [99_999, 100_000])
def test_a_body_at_the_bound(site: Site, fetcher: Make, at: At, size: int) -> None:
    site.pages["docs.example/a"] = answer(b"x" * size)
    site.pages["docs.example/b"] = zipped(b"x" * size)

    bounded = fetcher(most_bytes=100_000)
    assert len(bounded.fetch(at("docs.example/a")).data) == size
    assert len(bounded.fetch(at("docs.example/b")).data) == size


@pytest.mark.parametrize("page", [answer(b"x" * 100_001), zipped(b"x" * 100_001)])
def test_a_body_above_the_bound(site: Site, at: At, fault: Fault, page: bytes) -> None:
    site.pages["docs.example/a"] = page

    assert "is larger than 0.1 MB" in fault(at("docs.example/a"), most_bytes=100_000)


def test_a_bomb_is_not_unpacked(site: Site, at: At, fault: Fault) -> None:
    packer = zlib.compressobj(9, wbits=31)
    zeros = b"\0" * 1_000_000
    bomb = b"".join([packer.compress(zeros) for _ in range(200)]) + packer.flush()
    site.pages["docs.example/a"] = answer(bomb, Content_Encoding="gzip")

    begun = time.monotonic()
    assert "is larger than 1 MB" in fault(at("docs.example/a"), most_bytes=1_000_000)
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 20_000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nA: " + b"b" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 " + b"O" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 103 Early\r\nA: b\r\n\r\n" * 5_000 + answer(b"Text"),
    ],
)
def test_a_head_without_end(site: Site, at: At, fault: Fault, head: bytes) -> None:
    site.pages["docs.example/a"] = head

    assert "too large headers" in fault(at("docs.example/a"))


def test_a_head_at_the_bound(site: Site, fetcher: Make, at: At, fault: Fault) -> None:
    whole = answer(b"Text", A="b" * 500)
    size = len(whole) - 4
    site.pages["docs.example/a"] = whole
    site.pages["docs.example/robots.txt"] = answer(b"")

    assert fetcher(head_bytes=size).fetch(at("docs.example/a")).data == b"Text"
    assert "too large headers" in fault(at("docs.example/a"), head_bytes=size - 1)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (HEAD + b"Content-Length: 10\r\n\r\nshort", "breaks off"),
        (CHUNKED + b"5\r\nab", "breaks off"),
        (answer(gzip.compress(b"Text")[:-9], Content_Encoding="gzip"), "breaks off"),
        (answer(b"no gzip", Content_Encoding="gzip"), "is damaged"),
        (answer(gzip.compress(b"Text")[:-8] + b"\0" * 8, Content_Encoding="gzip"), "is damaged"),
        (answer(b"x", Content_Encoding="br"), "comes compressed as br"),
        (answer(b"x", Content_Encoding="deflate"), "comes compressed as deflate"),
        (answer(b"x", Content_Encoding="gzip, gzip"), "comes compressed as gzip, gzip"),
    ],
)
def test_a_body_that_can_not_be_read(
    site: Site, at: At, fault: Fault, page: bytes, said: str
) -> None:
    site.pages["docs.example/a"] = page

    assert said in fault(at("docs.example/a"))


def reply(pieces: list[bytes]) -> Reply:
    headers = (("content-encoding", "x-gzip"),)
    return Reply(read_link("https://docs.example/"), 200, headers, iter(pieces))


@pytest.mark.parametrize("size", [1, 7, 1_000, 1_000_000])
def test_gzip_in_pieces_and_members(size: int) -> None:
    whole = gzip.compress(b"One " * 50_000) + gzip.compress(b"") + gzip.compress(b"two") + b"\0" * 9
    pieces = [whole[start : start + size] for start in range(0, len(whole), size)]

    assert body(reply(pieces), 1_000_000).data == b"One " * 50_000 + b"two"


def test_no_more_than_the_bound_is_kept() -> None:
    read = body(reply([gzip.compress(b"x" * 5_000_000)]), 1_000)

    assert read.data == b"x" * 1_000
    assert not read.is_whole


def test_a_bomb_in_one_piece_takes_no_memory() -> None:
    bomb = gzip.compress(b"x" * 50_000_000)

    tracemalloc.start()
    try:
        assert len(body(reply([bomb]), 100_000).data) == 100_000
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_gzip_that_ends_early() -> None:
    with pytest.raises(InputError, match="breaks off"):
        body(reply([gzip.compress(b"x" * 500_000)[:-20]]), 1_000_000)
