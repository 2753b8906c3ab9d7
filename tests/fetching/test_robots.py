"""Hosts say what programs may read, and how fast."""

import time
from collections.abc import Callable

import pytest

from assistant.fetching import pace, robots
from assistant.fetching.fetcher import Fetcher
from assistant.fetching.pace import Pace
from tests.fetching.site import Answer, Names, Site, Time, answer, redirect, zipped

pytestmark = pytest.mark.enable_socket

Make = Callable[..., Fetcher]
At = Callable[[str], str]
Fault = Callable[..., str]

ROBOTS = "docs.example/robots.txt"
REFUSED = "may not be read by programs (robots.txt)"
CLOSED = answer(b"User-agent: *\nDisallow: /\n")


@pytest.fixture(autouse=True)
def documents(site: Site) -> None:
    for name in ("a", "b", "private/a", "private/b"):
        site.pages[f"docs.example/{name}"] = answer(b"Text")


@pytest.mark.parametrize(
    ("said", "closed", "open_"),
    [
        ("User-agent: *\nDisallow: /private", ["private/a"], ["a"]),
        ("User-agent: *\nDisallow: /private\nAllow: /private/b", ["private/a"], ["private/b"]),
        ("User-agent: EntertainmentPolicyAssistant\nDisallow: /a", ["a"], ["b"]),
        ("User-agent: entertainmentpolicyassistant/1.0 # us\nDisallow: /a", ["a"], ["b"]),
        ("User-agent: *\nDisallow: /\nUser-agent: EntertainmentPolicyAssistant\nDisallow: /b",
         ["b"], ["a"]),
        ("User-agent: other\nUser-agent: EntertainmentPolicyAssistant\nDisallow: /a", ["a"], ["b"]),
        ("User-agent: other\nDisallow: /", [], ["a"]),
        ("User-agent: EntertainmentPolicyAssistantAndMore\nDisallow: /", [], ["a"]),
        ("User-agent: *\nDisallow: /*/b$", ["private/b"], ["private/a", "b"]),
        ("\ufeffUser-agent: *\nDisallow: /a", ["a"], ["b"]),
        ("<html>Not found</html>", [], ["a"]),
        ("", [], ["a"]),
    ],
)  # fmt: skip
def test_what_programs_may_read(
    site: Site, fetcher: Make, at: At, fault: Fault, said: str, closed: list[str], open_: list[str]
) -> None:
    site.pages[ROBOTS] = answer(said.encode())

    for name in closed:
        assert REFUSED in fault(at(f"docs.example/{name}"))
    assert site.places() == []
    for name in open_:
        assert fetcher().fetch(at(f"docs.example/{name}")).data == b"Text"


@pytest.mark.parametrize("path", ["x/../private/a", "x/%2e%2e/private/a", "./private/a"])
def test_no_detour_leads_around_a_rule(site: Site, at: At, fault: Fault, path: str) -> None:
    site.pages[ROBOTS] = answer(b"User-agent: *\nDisallow: /private")

    assert REFUSED in fault(at(f"docs.example/{path}"))


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
def test_a_host_that_says_nothing_allows_all(
    site: Site, fetcher: Make, at: At, status: int
) -> None:
    site.pages[ROBOTS] = answer(b"User-agent: *\nDisallow: /", status=status)

    assert fetcher().fetch(at("docs.example/a")).data == b"Text"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (answer(status=500), "has the status 500"),
        (answer(status=503), "has the status 503"),
        (answer(status=304), "has the status 304"),
        (redirect("/robots.txt"), "redirects in a circle"),
        (redirect("http://10.0.0.1/robots.txt"), "not on the public internet"),
        (redirect("ftp://docs.example/"), "http:// or https://"),
        (b"", "breaks off or doesn't speak HTTP"),
        (answer(b"x", Content_Encoding="br"), "comes compressed as br"),
    ],
)
def test_nothing_is_read_where_it_is_not_known(
    site: Site, at: At, fault: Fault, said: Answer, why: str
) -> None:
    site.pages[ROBOTS] = said

    line = fault(at("docs.example/a"))
    assert line.startswith("has a robots.txt that can't be read, for it ")
    assert why in line
    assert site.places() == []


def test_neither_where_it_does_not_come(site: Site, at: At, fault: Fault) -> None:
    site.pages[ROBOTS] = site.dripping(b"", b"H")

    assert "robots.txt that can't be read, for it takes longer than 0.4" in fault(
        at("docs.example/a"), seconds=0.4
    )


def test_rules_that_lie_elsewhere(site: Site, at: At, fault: Fault) -> None:
    site.pages[ROBOTS] = redirect(at("other.example/rules"))
    site.pages["other.example/rules"] = CLOSED

    assert REFUSED in fault(at("docs.example/a"))


def test_compressed_rules(site: Site, at: At, fault: Fault) -> None:
    site.pages[ROBOTS] = zipped(b"User-agent: *\nDisallow: /")

    assert REFUSED in fault(at("docs.example/a"))


def test_long_rules_count_up_to_the_last_line_that_is_whole(
    site: Site, fetcher: Make, at: At, fault: Fault
) -> None:
    start = b"User-agent: *\nDisallow: /private\n"
    rest = b"\nDisallow: /a\n" + b"# filling\n" * 100_000
    site.pages[ROBOTS] = answer(start + b"Disallow: /breaks-off" + rest)
    cut = len(start) + len(b"Disallow: /")

    assert fetcher(robots_bytes=cut).fetch(at("docs.example/a")).data == b"Text"
    assert REFUSED in fault(at("docs.example/private/a"), robots_bytes=cut)
    assert REFUSED in fault(at("docs.example/a"))


def test_a_line_may_end_in_either_way(site: Site, at: At, fault: Fault) -> None:
    site.pages[ROBOTS] = answer(b"User-agent: *\rDisallow: /a\rDisallow: /b")

    assert REFUSED in fault(at("docs.example/a"), robots_bytes=30)


def test_rules_without_end(site: Site, at: At, fault: Fault) -> None:
    head = b"HTTP/1.1 200 OK\r\n\r\nUser-agent: *\nDisallow: /a\n"
    site.pages[ROBOTS] = site.streaming(head, b"# filling\n" * 1_000)

    assert REFUSED in fault(at("docs.example/a"))


def test_rules_for_ten_thousand_programs_take_no_time(site: Site, at: At, fault: Fault) -> None:
    programs = "".join(f"User-agent: program{number}\n" for number in range(10_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(10_000))
    site.pages[ROBOTS] = answer(f"{programs}User-agent: *\n{rules}Disallow: /a\n".encode())

    begun = time.monotonic()
    assert REFUSED in fault(at("docs.example/a"))
    assert time.monotonic() - begun < 5


def test_a_host_is_asked_once_for_its_rules(site: Site, fetcher: Make, at: At) -> None:
    shared = fetcher()

    for name in ("a", "b", "a"):
        shared.fetch(at(f"docs.example/{name}"))

    assert [asked.place for asked in site.asked].count(ROBOTS) == 1


def test_an_unknown_rule_is_asked_for_again_after_a_while(
    site: Site, fetcher: Make, hours: Time, at: At
) -> None:
    shared = fetcher()
    site.pages[ROBOTS] = answer(status=503)
    for _ in range(2):
        with pytest.raises(robots.InputError):
            shared.fetch(at("docs.example/a"))
    assert len(site.asked) == 1

    site.pages[ROBOTS] = answer(b"")
    hours.sleep(robots.FAULT_SECONDS)
    assert shared.fetch(at("docs.example/a")).data == b"Text"


def test_rules_of_many_hosts_are_forgotten(
    site: Site, fetcher: Make, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(robots, "MOST_ORIGINS", 1)
    site.pages["other.example/a"] = answer(b"Text")
    shared = fetcher()

    for host in ("docs", "other", "docs"):
        shared.fetch(at(f"{host}.example/a"))

    assert [asked.place for asked in site.asked].count(ROBOTS) == 2


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("", 1),
        ("User-agent: *\nCrawl-delay: 4", 4),
        ("User-agent: *\nCrawl-delay: 0.5", 0.5),
        ("User-agent: *\nCrawl-delay: 3600", 10),
        ("User-agent: *\nCrawl-delay: soon", 1),
        ("User-agent: other\nCrawl-delay: 9", 1),
    ],
)
def test_the_pause_between_two_documents(
    site: Site, fetcher: Make, hours: Time, at: At, said: str, seconds: float
) -> None:
    site.pages[ROBOTS] = answer(said.encode())
    site.pages["other.example/a"] = answer(b"Text")
    hours.stands = True
    shared = fetcher()

    shared.fetch(at("docs.example/a"))
    shared.fetch(at("other.example/a"))
    assert hours.slept == []
    shared.fetch(at("docs.example/b"))
    assert hours.slept == [seconds]


def test_turns_with_a_host_are_taken_one_after_the_other() -> None:
    slept: list[float] = []
    turns = Pace(lambda: 100.0, slept.append)

    assert [turns.wait("docs.example", 2) for _ in range(3)] == [0, 2, 4]
    assert turns.wait("other.example", 2) == 0
    assert slept == [2, 4]


def test_hosts_of_long_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "MOST_HOSTS", 1)
    turns = Pace(lambda: 100.0, lambda seconds: None)

    assert [turns.wait(host, 2) for host in ("a", "b", "b", "a")] == [0, 0, 2, 0]


def test_the_rules_themselves_may_be_read(site: Site, names: Names, fetcher: Make, at: At) -> None:
    site.pages[ROBOTS] = CLOSED

    assert fetcher().fetch(at(ROBOTS)).data.startswith(b"User-agent")
