"""What is on the public internet, in all the forms in which an address can be hidden."""

import socket
import threading

import pytest

from assistant.errors import InputError
from assistant.fetching.addresses import is_public, pinned, system_resolver
from assistant.fetching.deadline import Deadline
from assistant.fetching.links import read_link

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "100.100.100.200",  # metadata of a cloud
    "127.0.0.1",
    "127.255.255.254",
    "169.254.0.1",
    "169.254.169.254",  # metadata of most clouds
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.192",  # metadata of another cloud
    "192.0.2.1",
    "192.88.99.1",
    "192.168.1.1",
    "198.18.0.1",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",  # IPv4-compatible
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",  # IPv4-mapped
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:7f00:1",
    "::ffff:0:127.0.0.1",  # IPv4-translated
    "64:ff9b::7f00:1",  # NAT64
    "64:ff9b::8.8.8.8",
    "64:ff9b:1::10.0.0.1",
    "64:ff9b:1:fffe::8.8.8.8",
    "100::1",
    "2001::1",  # Teredo
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:0:808:808:0:0:f7f7:f7f7",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2002:7f00:1::1",  # 6to4
    "2002:a00:1::",
    "2002:808:808::1",
    "2606:4700::5efe:10.0.0.1",  # ISATAP
    "2606:4700::200:5efe:127.0.0.1",
    "3fff::1",
    "3fff:fff:ffff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",  # metadata of a cloud over IPv6
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "::ffff:8.8.8.8%1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "4000::1",
    "e000::1",
    "",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "127.1",
    "8.8.8.8 ",
    "docs.example",
]
PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "100.63.255.255",
    "100.128.0.1",
    "172.32.0.1",
    "192.0.1.1",
    "192.167.255.255",
    "223.255.255.254",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2606:4700::1111",
    "2a00:1450:4001::200e",
    "2606:4700::5efe:8.8.8.8",
    "::ffff:8.8.8.8",
]


class Never:
    """A resolver whom nobody may ask."""

    def __call__(self, host: str, port: int) -> list[str]:
        raise AssertionError(host)


def soon() -> Deadline:
    return Deadline(5, lambda: 0.0)


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_host_is_refused_for_one_such_address_among_others(address: str) -> None:
    link = read_link("https://docs.example/")

    with pytest.raises(InputError, match="not on the public internet"):
        pinned(link, lambda host, port: ["8.8.8.8", address], (), soon())


def test_a_host_is_pinned_to_its_addresses() -> None:
    found = ["2606:4700::1111", "::ffff:8.8.8.8", "1.1.1.1"]

    pins = pinned(read_link("https://docs.example/"), lambda host, port: found, (), soon())

    assert pins == ("2606:4700::1111", "8.8.8.8", "1.1.1.1")


@pytest.mark.parametrize("host", ["8.8.8.8", "[2606:4700::1111]"])
def test_nobody_is_asked_for_an_address(host: str) -> None:
    assert pinned(read_link(f"http://{host}/"), Never(), (), soon()) == (host.strip("[]"),)


def test_an_allowed_address_is_allowed_at_its_port_alone() -> None:
    allowed = {("127.0.0.1", 8000)}

    assert pinned(read_link("http://127.0.0.1:8000/"), Never(), allowed, soon())
    with pytest.raises(InputError):
        pinned(read_link("http://127.0.0.1:8001/"), Never(), allowed, soon())
    with pytest.raises(InputError):
        pinned(read_link("http://127.0.0.2:8000/"), Never(), allowed, soon())


@pytest.mark.parametrize("error", [socket.gaierror("no such host"), UnicodeError("label too long")])
def test_a_host_nobody_knows(error: Exception) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise error

    with pytest.raises(InputError, match="can't be found"):
        pinned(read_link("https://docs.example/"), resolve, (), soon())
    with pytest.raises(InputError, match="can't be found"):
        pinned(read_link("https://docs.example/"), lambda host, port: [], (), soon())


def test_a_resolver_that_takes_its_time_is_not_waited_for() -> None:
    over = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        over.wait(10)
        return ["8.8.8.8"]

    with pytest.raises(InputError, match=r"takes longer than 0\.1 seconds"):
        pinned(read_link("https://docs.example/"), resolve, (), Deadline(0.1, lambda: 0.0))
    over.set()


def test_the_system_gives_each_address_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(None, None, 6, "", ("8.8.8.8", 80))] * 2 + [(None, None, 6, "", ("::1", 80, 0, 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **named: found)

    assert system_resolver("docs.example", 80) == ["8.8.8.8", "::1"]
