"""Every command of the README is run, or for make and pip, held against what is there."""

import re
import shutil
import subprocess
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from langchain_core.documents import Document as LangChainDocument
from langchain_core.runnables import Runnable

from assistant.assistant import Assistant
from assistant.cli.main import _parser, main
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
    monkeypatch.setattr(Assistant, "open", lambda *_: assistant)
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


def needs_network(words: list[str]) -> bool:
    return "--sources" in words or any("://" in word for word in words)


@pytest.mark.usefixtures("in_library")
def test_the_assistant_commands_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "my-articles").mkdir()
    (tmp_path / "my-articles" / "some-article.md").write_text("The rate is ten percent.")
    monkeypatch.chdir(tmp_path)

    printed = {}
    for line in commands():
        words = line.split()[1:]
        if line.startswith("assistant ") and needs_network(words):
            _parser().parse_args(words)
        elif line.startswith("assistant "):
            assert main(words) == 0
            printed[words[0]] = capsys.readouterr().out
    assert list(printed) == ["ingest", "documents", "remove", "refresh"]
    assert printed["ingest"].startswith("added 1, updated 0, unchanged 0, removed 0, failed 0 in ")
    assert "\nsome-article: some article (article, 1 passages)\n" in printed["documents"]
    assert printed["remove"] == "removed some-article\n"
    assert printed["refresh"] == "changed 0, unchanged 0, failed 0\n"
    assert main(["documents", "some-article"]) == 2


@pytest.mark.usefixtures("in_library")
def test_the_transcript_is_real(capsys: pytest.CaptureFixture[str]) -> None:
    (transcript,) = blocks("console")
    exchanges = re.findall(
        r'^\$ assistant ask "(.+)"\n((?:(?!\$ ).*\n)+)', transcript, re.MULTILINE
    )

    assert len(exchanges) == 3
    for question, printed in exchanges:
        assert main(["ask", question]) == 0
        assert capsys.readouterr().out.startswith(printed)


def test_the_python_example_quotes_what_stands_in_the_text(in_library: Assistant) -> None:
    example = next(block for block in blocks("python") if "answer" in block)
    names: dict[str, Any] = {}
    exec(example, names)

    citations = names["answer"].citations
    assert not names["answer"].abstained
    assert citations[0].document_id == "la-louisiana-film-credit"
    for citation in citations:
        text = in_library.text(citation.document_id)
        assert text[citation.start : citation.end] == citation.quote


def test_the_retriever_of_the_python_example_gives_passages_of_the_library(
    in_library: Assistant,
) -> None:
    example = next(block for block in blocks("python") if "retriever" in block)
    names: dict[str, Any] = {}
    exec(example, names)

    passages = names["passages"]
    hits = in_library.search("AI training and notice to the guilds")
    assert [passage.id for passage in passages] == [hit.chunk.id for hit in hits]
    assert len(passages) == 10
    for passage in passages:
        assert isinstance(passage, LangChainDocument)
        place = passage.metadata
        text = in_library.text(place["document_id"])
        assert text[place["start"] : place["end"]] == passage.page_content


def test_the_chain_is_the_quoting_assistant(in_library: Assistant) -> None:
    question = "Why does Cheng call AI addictive?"

    assert isinstance(in_library.chain, Runnable)
    assert in_library.chain.invoke(question) == in_library.ask(question)


def test_the_starter_library_is_as_large_as_it_says(in_library: Assistant) -> None:
    kinds = Counter(document.metadata.kind for document in in_library.documents())

    assert f"The starter library holds {kinds['brief']} briefs and an article" in README
    assert kinds == {"brief": kinds["brief"], "article": 1}


def test_named_files_exist() -> None:
    for link in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / link).is_file(), link


def test_it_names_the_python_that_the_project_requires() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (named,) = re.findall(r"Python (\d+\.\d+) or newer", README)

    assert project["requires-python"] == f">={named}"
