"""Every command of the README is run, or for make and pip, held against what is there."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.cli import commands as cli
from assistant.models.embedder import Embedder
from assistant.store.index import Index
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def in_library(
    real_embedder: Embedder,
    starter_store: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Assistant:
    """The starter library, opened by whatever opens an assistant without naming a store."""
    shutil.copytree(starter_store, tmp_path / "store")
    assistant = Assistant(Index(tmp_path / "store"), lambda: real_embedder)
    monkeypatch.setattr(cli.Assistant, "open", lambda *_: assistant)
    return assistant


def commands() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines()]


def test_every_make_target_exists() -> None:
    targets = {line.split()[1] for line in commands() if line.startswith("make ")}
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert targets == {"chat", "test", "eval"}
    for target in targets | {"lint"}:
        assert f"make {target} " in listed.stdout


def test_the_plain_pip_lines_do_what_make_does() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("$(BIN)/", ".venv/bin/")
    plain = [line for line in commands() if line.startswith((".venv/", "python3 "))]

    assert plain[0] == "python3 -m venv .venv"
    assert plain[1].removeprefix(".venv/bin/pip install ") in makefile
    for line in plain[2:]:
        assert line in makefile


@pytest.mark.usefixtures("in_library")
def test_the_assistant_commands_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "my-articles").mkdir()
    (tmp_path / "my-articles" / "some-article.md").write_text("The rate is ten percent.")
    monkeypatch.chdir(tmp_path)

    ran = [line.split()[1:] for line in commands() if line.startswith("assistant ")]
    assert [cli.main(words) for words in ran] == [0] * 3
    assert "some-article" in capsys.readouterr().out


@pytest.mark.usefixtures("in_library")
def test_the_transcript_is_real(capsys: pytest.CaptureFixture[str]) -> None:
    (transcript,) = blocks("console")
    exchanges = re.findall(
        r'^\$ assistant ask "(.+)"\n((?:(?!\$ ).*\n)+)', transcript, re.MULTILINE
    )

    assert len(exchanges) == 3
    for question, printed in exchanges:
        assert cli.main(["ask", question]) == 0
        assert capsys.readouterr().out.startswith(printed)


def test_the_python_examples_run(in_library: Assistant) -> None:
    for block in blocks("python"):
        names: dict[str, object] = {}
        exec(block, names)
        assert names.get("answer") or names.get("passages")
    assert in_library.chain.invoke("Why does Cheng call AI addictive?").citations


def test_named_files_exist() -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / link).is_file(), link
    assert sys.version_info >= (3, 11)
