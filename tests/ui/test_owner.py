"""What the owner of a library may do on the page, and nobody else."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import InputError, StoreError
from assistant.ui import owner as owner_module
from assistant.ui.owner import Owner


@pytest.fixture
def assistant(library: Callable[..., Assistant]) -> Assistant:
    return library({"iowa.md": "The Iowa credit pays 30 percent."})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "added"


@pytest.fixture
def owner(assistant: Assistant, folder: Path) -> Owner:
    return Owner(assistant, folder, "sesame", lambda: 0.0)


def add(owner: Owner, name: str, content: bytes) -> dict[str, object]:
    packed = base64.b64encode(content).decode()
    return owner.act({"token": entered(owner), "do": "add", "name": name, "content": packed})


def entered(owner: Owner) -> str:
    return str(owner.act({"password": "sesame", "do": "enter"})["token"])


def test_a_file_is_added_updated_and_removed(
    owner: Owner, assistant: Assistant, folder: Path
) -> None:
    assert add(owner, "utah.md", b"The Utah credit pays 20 percent.")["added"] == 1
    assert assistant.text("utah") == "The Utah credit pays 20 percent."
    assert add(owner, "utah.md", b"The Utah credit pays 25 percent.")["updated"] == 1

    assert owner.act({"token": entered(owner), "do": "remove", "id": "utah"}) == {"removed": "utah"}
    assert [item.id for item in assistant.documents()] == ["iowa"]
    assert not [*folder.iterdir()]


def test_a_bad_file_is_told_and_not_kept(owner: Owner, folder: Path) -> None:
    told = add(owner, "scan.pdf", b"%PDF")
    assert (told["added"], len(told["failed"])) == (0, 1)  # type: ignore[arg-type]
    assert not [*folder.iterdir()]

    add(owner, "utah.md", b"The Utah credit pays 20 percent.")
    assert add(owner, "utah.md", b"")["failed"]
    assert (folder / "utah.md").read_bytes() == b"The Utah credit pays 20 percent."


@pytest.mark.parametrize(
    ("name", "kept"), [("../../x.md", "x.md"), ("a\\b.md", "b.md"), ("/etc/x.txt", "x.txt")]
)
def test_a_name_leads_nowhere_else(owner: Owner, folder: Path, name: str, kept: str) -> None:
    add(owner, name, b"The Utah credit pays 20 percent.")
    assert [path.name for path in folder.iterdir()] == [kept]


@pytest.mark.parametrize("name", ["", "..", ".hidden.md", "a\nb.md", "/", "a" * 300 + ".md"])
def test_a_name_that_can_not_be_kept_is_refused(owner: Owner, name: str) -> None:
    with pytest.raises(InputError, match="rename it"):
        add(owner, name, b"Text.")


def test_what_does_not_arrive_whole_or_is_too_large_is_refused(
    owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="did not arrive whole"):
        owner.act({"token": entered(owner), "do": "add", "name": "a.md", "content": "%"})
    monkeypatch.setattr(owner_module, "LARGEST", 3)
    with pytest.raises(InputError, match="larger than"):
        add(owner, "a.md", b"Text.")


def test_nobody_else_changes_anything(assistant: Assistant, owner: Owner) -> None:
    for token in ("", "guess", "sesame", "\ud800"):
        with pytest.raises(InputError, match="enter the owner's password again"):
            owner.act({"token": token, "do": "remove", "id": "iowa"})
    assert [item.id for item in assistant.documents()] == ["iowa"]


def test_who_guesses_too_often_has_to_wait_and_nobody_else_has(
    assistant: Assistant, folder: Path
) -> None:
    time = [0.0]
    owner = Owner(assistant, folder, "sesame", lambda: time[0])
    token = entered(owner)
    for _ in range(owner_module.MOST_TRIES):
        with pytest.raises(InputError, match="not the owner's password"):
            owner.act({"password": "guess", "do": "enter"}, "there")
    with pytest.raises(InputError, match="wait a minute"):
        owner.act({"password": "sesame", "do": "enter"}, "there")
    assert owner.act({"password": "sesame", "do": "enter"}, "here") == {"token": token}
    assert owner.act({"token": token, "do": "remove", "id": "iowa"}, "there")
    time[0] = 61.0
    assert owner.act({"password": "sesame", "do": "enter"}, "there") == {"token": token}


def test_who_has_the_password_enters_as_often_as_he_likes(
    assistant: Assistant, folder: Path
) -> None:
    owner = Owner(assistant, folder, "sesame", lambda: 0.0)
    for _ in range(3 * owner_module.MOST_TRIES):
        with pytest.raises(InputError, match="not the owner's password"):
            owner.act({"password": "sesam", "do": "enter"}, "there")
        assert owner.act({"password": "sesame", "do": "enter"}, "there")


def test_a_file_that_the_library_refuses_leaves_what_was_there(
    owner: Owner, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(owner, "utah.md", b"The Utah credit pays 20 percent.")

    def refuse(*_: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Assistant, "ingest", refuse)
    with pytest.raises(StoreError):
        add(owner, "utah.md", b"The Utah credit pays 25 percent.")
    assert (folder / "utah.md").read_bytes() == b"The Utah credit pays 20 percent."


def test_without_a_password_the_page_is_read_only(assistant: Assistant, folder: Path) -> None:
    with pytest.raises(InputError, match="read-only"):
        Owner(assistant, folder, "").act({"password": "", "do": "enter"})
    with pytest.raises(InputError, match="read-only"):
        Owner(assistant, folder, "").act({"token": "", "do": "remove", "id": "iowa"})
