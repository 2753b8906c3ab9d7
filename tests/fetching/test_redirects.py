"""Each link a redirect leads to is looked at like the first."""

from collections.abc import Callable

import pytest

from assistant.fetching.fetcher import Fetcher
from tests.fetching.site import Names, Site, answer, redirect

pytestmark = pytest.mark.enable_socket

Make = Callable[..., Fetcher]
At = Callable[[str], str]
Fault = Callable[..., str]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_all_kinds_are_followed(site: Site, fetcher: Make, at: At, status: int) -> None:
    site.pages["docs.example/a"] = redirect(at("other.example/b"), status)
    site.pages["other.example/b"] = answer(b"Text")

    assert fetcher().fetch(at("docs.example/a")).url == at("other.example/b")


def test_five_are_followed_and_no_more(site: Site, fetcher: Make, at: At, fault: Fault) -> None:
    for number in range(6):
        site.pages[f"docs.example/{number}"] = redirect(f"/{number + 1}")
    site.pages["docs.example/6"] = answer(b"Text")

    assert fetcher().fetch(at("docs.example/1")).url == at("docs.example/6")
    assert "redirects more than 5 times" in fault(at("docs.example/0"))
    assert "redirects more than 2 times" in fault(at("docs.example/1"), redirects=2)
    assert "redirects more than 0 times" in fault(at("docs.example/5"), redirects=0)


@pytest.mark.parametrize("back", ["/a", "/b", "/b#again"])
def test_a_circle_ends(site: Site, at: At, fault: Fault, back: str) -> None:
    site.pages["docs.example/a"] = redirect("/b")
    site.pages["docs.example/b"] = redirect(back)

    assert "redirects in a circle" in fault(at("docs.example/a"))
    assert site.places() == ["docs.example/a", "docs.example/b"]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1:8080/admin",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://inside.example/",
    ],
)
def test_one_to_what_is_not_public(
    site: Site, names: Names, at: At, fault: Fault, location: str
) -> None:
    names.known["inside.example"] = [["192.168.0.1"]]
    site.pages["docs.example/a"] = redirect(location)

    line = fault(at("docs.example/a"))
    assert line.startswith(f"redirects to {location[:19]}")
    assert "not on the public internet" in line
    assert "192.168" not in line


@pytest.mark.parametrize(
    ("location", "said"),
    [
        ("ftp://docs.example/a", "http:// or https://"),
        ("file:///etc/passwd", "http:// or https://"),
        ("data:text/html,hello", "http:// or https://"),
        ("http://user:hunter2@docs.example/", "password"),
        ("http://2130706433/", "host that can't be read"),
        ("http://0x7f.1/", "host that can't be read"),
        ("", "without saying where"),
        ("/" + "a" * 3000, "longer than 2,000"),
    ],
)
def test_one_to_no_link_that_is_fetched(
    site: Site, at: At, fault: Fault, location: str, said: str
) -> None:
    site.pages["docs.example/a"] = redirect(location)

    line = fault(at("docs.example/a"))
    assert line.startswith("redirects ")
    assert said in line
    assert "hunter2" not in line


def test_the_second_answer_of_a_resolver_is_looked_at_for_the_second_request(
    site: Site, names: Names, at: At, fault: Fault
) -> None:
    # The first request of the document, its robots.txt, and then the redirect to the same host.
    names.known["docs.example"] = [["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]]
    site.pages["docs.example/a"] = redirect("/b")

    assert "which is not on the public internet" in fault(at("docs.example/a"))
    assert site.places() == ["docs.example/a"]


def test_the_rules_of_the_host_at_the_end_count(site: Site, at: At, fault: Fault) -> None:
    site.pages["docs.example/a"] = redirect(at("other.example/b"))
    site.pages["other.example/b"] = answer(b"Text")
    site.pages["other.example/robots.txt"] = answer(b"User-agent: *\nDisallow: /b")

    line = fault(at("docs.example/a"))
    assert line.startswith(f"redirects to {at('other.example/b')}, which may not be read by")
    assert site.places() == ["docs.example/a"]


def test_a_fault_behind_a_redirect_names_where(site: Site, at: At, fault: Fault) -> None:
    site.pages["docs.example/a"] = redirect("/b?token=hunter2")

    assert fault(at("docs.example/a")) == (
        f"redirects to {at('docs.example/b')}, which isn't there (status 404); check the link"
    )
