import os
import tomllib
from datetime import date
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.settings import APPLICATION, Log, Settings, version
from tests.conftest import ROOT


def test_the_threshold_is_a_setting() -> None:
    assert Settings.read({}).threshold is None
    assert Settings.read({"ASSISTANT_THRESHOLD": "0.7"}).threshold == 0.7


@pytest.mark.parametrize("text", ["seven", "1.5", "-0.1", "nan"])
def test_a_threshold_that_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="ASSISTANT_THRESHOLD"):
        Settings.read({"ASSISTANT_THRESHOLD": text})


def test_each_setting_has_its_variable() -> None:
    read = Settings.read(
        {
            "ASSISTANT_STORE": "/data/store",
            "ASSISTANT_CACHE": "/data/cache",
            "ASSISTANT_EMBEDDING_MODEL": "some/model",
            "HOST": "0.0.0.0",
            "PORT": "8080",
            "ASSISTANT_TODAY": "2026-07-01",
            "ASSISTANT_TRUSTED": f"/data/ours{os.pathsep}/data/theirs",
            "ASSISTANT_AUTH": "ada:sesame",
            "ASSISTANT_TOKEN": "t0ken",
            "ASSISTANT_HOSTS": "one.example, two.example",
            "ASSISTANT_URL": "https://one.example/",
            "ASSISTANT_RATE": "30",
            "ASSISTANT_LOG": "questions",
        }
    )

    assert read == Settings(
        store=Path("/data/store"),
        cache=Path("/data/cache"),
        model="some/model",
        host="0.0.0.0",
        port=8080,
        today=date(2026, 7, 1),
        trusted=(Path("/data/ours").resolve(), Path("/data/theirs").resolve()),
        auth="ada:sesame",
        token="t0ken",
        hosts=("one.example", "two.example"),
        address="https://one.example",
        rate=30,
        log=Log.QUESTIONS,
    )
    assert read.is_trusted("/data/ours/deep/a.md")
    assert not read.is_trusted("/data/others/a.md")


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ({}, "http://127.0.0.1:7860"),
        ({"HOST": "::1"}, "http://[::1]:7860"),
        ({"HOST": "0.0.0.0"}, "http://localhost:7860"),
        ({"HOST": "0.0.0.0", "ASSISTANT_HOSTS": "chat.example"}, "http://chat.example:7860"),
        ({"ASSISTANT_URL": "https://chat.example/policy/"}, "https://chat.example/policy"),
    ],
)
def test_documents_have_addresses_under_which_they_are_reached(
    given: dict[str, str], url: str
) -> None:
    assert Settings.read(given).url == url


@pytest.mark.parametrize(
    "given",
    [{"ASSISTANT_RATE": "-1"}, {"ASSISTANT_LOG": "all"}, {"ASSISTANT_URL": "chat.example"}],
)
def test_what_can_not_be_read_is_refused_by_its_name(given: dict[str, str]) -> None:
    (name,) = given
    with pytest.raises(InputError, match=f"{name} is '"):
        Settings.read(given)


def test_an_empty_environment_serves_on_this_machine_alone() -> None:
    read = Settings.read({})

    assert (read.host, read.port, read.model, read.today) == ("127.0.0.1", 7860, "", None)
    assert read.store.parts[-2:] == (APPLICATION, "store")
    assert Settings.read({"HOST": "", "PORT": "", "ASSISTANT_STORE": ""}) == read


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "80.0"])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(InputError, match=f"PORT is '{port}'; set it to a number from 1 to 65535"):
        Settings.read({"PORT": port})


def test_what_is_no_date_is_refused() -> None:
    with pytest.raises(InputError, match="ASSISTANT_TODAY is 'soon'"):
        Settings.read({"ASSISTANT_TODAY": "soon"})


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert version() == project["version"]


def test_a_chroma_server_is_named_with_what_lets_one_in() -> None:
    environ = {"ASSISTANT_CHROMA": "https://c.example/", "ASSISTANT_CHROMA_TOKEN": "secret"}
    chroma = Settings.read(environ).chroma
    assert (chroma.url, chroma.token, chroma.database) == (
        "https://c.example",
        "secret",
        "default_database",
    )
    assert "secret" not in repr(chroma)
    assert Settings.read({}).chroma.url == ""
    with pytest.raises(InputError, match=r"ASSISTANT_CHROMA is 'c.example'"):
        Settings.read({"ASSISTANT_CHROMA": "me@c.example"})


@pytest.mark.parametrize(
    "address", ["http://me:key@c.example", "http://c.example/a", "http://c:99999", "http://[::1"]
)
def test_what_is_no_address_of_a_server_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="ASSISTANT_CHROMA") as caught:
        Settings.read({"ASSISTANT_CHROMA": address})
    assert "key" not in str(caught.value)


def test_a_token_that_no_header_may_hold_is_refused_and_not_shown() -> None:
    with pytest.raises(InputError, match="ASSISTANT_CHROMA_TOKEN") as caught:
        Settings.read({"ASSISTANT_CHROMA_TOKEN": "tok\nen"})
    assert "tok" not in str(caught.value)
