"""What a link may be, how it goes over the wire, and the id it gives a document."""

import re
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.fetching.links import link_id, next_link, read_link

SECRET = "hunter2"


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://docs.example", "https://docs.example/"),
        ("HTTPS://Docs.Example:443/A?b=C#d", "https://docs.example/A?b=C"),
        ("http://docs.example:8080", "http://docs.example:8080/"),
        ("http://docs.example:/a", "http://docs.example/a"),
        ("http://docs.example./a", "http://docs.example/a"),
        (" https://docs.example/a b ", "https://docs.example/a%20b"),
        ("https://docs.example?x=1", "https://docs.example/?x=1"),
        ("https://docs.example/a/../b/./c", "https://docs.example/b/c"),
        ("https://docs.example/a/%2e%2E/b/", "https://docs.example/b/"),
        ("https://docs.example/../../x/..", "https://docs.example/"),
        ("https://docs.example/a//b", "https://docs.example/a//b"),
        ("https://docs.example/ü?q=ü", "https://docs.example/%C3%BC?q=%C3%BC"),
        ("https://docs.example/a%20b%zz", "https://docs.example/a%20b%zz"),
        ("https://Bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://例え.example/", "https://xn--r8jz45g.example/"),
        ("https://my_host.docs-example.org/", "https://my_host.docs-example.org/"),
        ("http://8.8.8.8/", "http://8.8.8.8/"),
        ("http://[2606:4700:0:0::1111]:81/", "http://[2606:4700::1111]:81/"),
        ("http://１.１.１.１/", "http://1.1.1.1/"),
    ],
)
def test_a_link_has_one_form(given: str, url: str) -> None:
    assert read_link(given).url == url
    assert read_link(url).url == url


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", "http:// or https://"),
        ("docs.example/a", "http:// or https://"),
        ("ftp://docs.example/", "http:// or https://"),
        ("file:///etc/passwd", "http:// or https://"),
        ("gopher://docs.example/", "http:// or https://"),
        ("javascript:alert(1)", "http:// or https://"),
        (f"https://user:{SECRET}@docs.example/", "password"),
        (f"https://{SECRET}@docs.example/", "password"),
        ("https://@docs.example/", "password"),
        ("https://docs.example@10.0.0.1/", "password"),
        ("https:///a", "host"),
        ("https://", "host"),
        ("https://.example/", "host"),
        ("https://a..example/", "host"),
        ("https://docs.example..", "host"),
        ("https://docs%2eexample/", "host"),
        ("https://docs example/", "host"),
        ("https://docs!example/", "host"),
        (f"https://{'a' * 64}.example/", "host"),
        (f"https://{'a.' * 127}example/", "host"),
        ("https://docs.example:99999/", "port"),
        ("https://docs.example:x/", "port"),
        ("https://docs.example:0/", "port"),
        ("https://docs.example:80:80/", "port"),
        ("http://2130706433/", "host"),
        ("http://0x7f.1/", "host"),
        ("http://0x7f000001/", "host"),
        ("http://0x7f.0x0.0x0.0x1/", "host"),
        ("http://0177.0.0.1/", "host"),
        ("http://017700000001/", "host"),
        ("http://127.1/", "host"),
        ("http://127.0.1/", "host"),
        ("http://127.0.0.1.5/", "host"),
        ("http://127.0.0.01/", "host"),
        ("http://256.0.0.1/", "host"),
        ("http://0x/", "host"),
        ("http://２１３０７０６４３３/", "host"),
        ("http://０x7f。1/", "host"),
        ("http://[::1/", "host"),
        ("http://[fe80::1%25eth0]/", "host"),
        ("http://[fe80::1%eth0]/", "host"),
        ("http://[v1.x]/", "host"),
        ("http://[127.0.0.1]x/", "host"),
        ("http://xn--\u00fc.example/", "host"),
        ("https://docs.example/a\r\nX-Evil: 1", "line break"),
        ("https://docs.example\r\n/a", "line break"),
        ("https://docs.example/a\tb", "line break"),
        ("https://docs.example/\x00", "line break"),
        ("https://docs.example\\@10.0.0.1/", "backslash"),
        ("https://docs.example/\ud800", "line break"),
        (f"https://docs.example/{'a' * 2000}", "longer than 2,000"),
        (f"https://docs.example/#{'a' * 2000}", "longer than 2,000"),
        (f"https://docs.example/{'ü' * 500}", "longer than 2,000"),
    ],
)
def test_what_is_no_link_to_a_document(given: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        read_link(given)

    line = str(caught.value)
    assert why in line
    assert line.isprintable()
    assert SECRET not in line


@pytest.mark.parametrize("given", ["\n", "%0a", "\u2028", "\x85", "ü\u202e"])
def test_nothing_but_printing_ascii_goes_over_the_wire(given: str) -> None:
    try:
        link = read_link(f"https://docs.example/a{given}?b{given}")
    except InputError:
        return
    assert re.fullmatch(r"[!-~]+", link.target)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_a_link_that_is_read_is_read_again_as_it_is(host: str, rest: str) -> None:
    try:
        link = read_link(f"https://{host}/{rest}")
    except InputError:
        return
    assert re.fullmatch(r"https://[a-z0-9_.:\[\]-]+/[!-~]*", link.url)
    assert read_link(link.url) == link


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("b", "https://docs.example/a/b"),
        ("/b#c", "https://docs.example/b"),
        ("//other.example/b", "https://other.example/b"),
        ("https://other.example", "https://other.example/"),
        ("?q", "https://docs.example/a/?q"),
        ("/ü b", "https://docs.example/%C3%BC%20b"),
    ],
)
def test_where_a_redirect_leads(location: str, url: str) -> None:
    assert next_link(read_link("https://docs.example/a/"), location).url == url


@pytest.mark.parametrize(
    "location",
    ["", "http://docs.example/", "ftp://docs.example/", f"//u:{SECRET}@docs.example/",
     "//[::1/", "/\\docs.example", "/a\nb", "/" + "a" * 2000, "data:text/html,x"],
)  # fmt: skip
def test_where_a_redirect_may_not_lead(location: str) -> None:
    with pytest.raises(InputError, match=r"^redirects") as caught:
        next_link(read_link("https://docs.example/a/"), location)

    assert str(caught.value).isprintable()
    assert SECRET not in str(caught.value)


def test_a_link_is_shown_short_and_without_its_query() -> None:
    assert read_link("https://docs.example/a?token=x").shown == "https://docs.example/a"
    assert len(read_link(f"https://docs.example/{'a' * 900}").shown) == 100


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (
            "https://www.copyright.gov/title17/92chap1.html",
            "www-copyright-gov-title17-92chap1-html",
        ),
        ("https://Docs.Example/", "docs-example"),
        ("https://docs.example/A_(b)/#c", "docs-example-a-b"),
        ("https://docs.example/?", "docs-example"),
        ("http://docs.example:8080/a", "docs-example-a"),
        ("https://docs.example/a?b=1", f"docs-example-a-{sha256(b'b=1').hexdigest()[:10]}"),
    ],
)
def test_the_id_of_a_link(url: str, name: str) -> None:
    assert link_id(url) == name


def test_links_that_differ_in_their_query_have_different_ids() -> None:
    links = [f"https://docs.example/{path}{query}" for path in ("a", "a" * 300, "b" * 108)
             for query in ("", "?b=1", "?b=2", "?B=1")]  # fmt: skip

    assert len({link_id(link) for link in links}) == len(links)


def test_long_links_that_differ_at_their_end_have_different_ids() -> None:
    one, other = (link_id(f"https://docs.example/{'a' * 200}/{end}") for end in "xy")

    assert one != other
    assert len(one) == len(other) == 120


@settings(deadline=None)
@given(
    st.from_regex(r"[a-z0-9_][a-z0-9_-]{0,20}(\.[a-z_-]{1,20}){0,3}", fullmatch=True),
    st.text(max_size=300),
)
def test_an_id_is_of_letters_digits_and_hyphens(host: str, rest: str) -> None:
    try:
        found = link_id(f"https://{host}/{rest}")
    except InputError:
        return
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", found)
    assert len(found) <= 120
    assert link_id(read_link(f"https://{host}/{rest}").url) == found
