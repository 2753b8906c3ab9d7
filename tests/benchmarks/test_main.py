from pathlib import Path
from typing import NoReturn

import pytest

from benchmarks import __main__ as benchmarks
from tests.conftest import StubEmbedder


@pytest.fixture
def no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        pytest.fail("a model was loaded")

    monkeypatch.setattr(benchmarks, "load_embedder", fail)


def test_a_benchmark_prints_its_table(
    folder: Path,
    stores: Path,
    stub: StubEmbedder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(benchmarks, "load_embedder", lambda *_: stub)

    assert benchmarks.main(["retrieval", str(folder), "--stores", str(stores)]) == 0
    assert capsys.readouterr().out.startswith("animals: 2 queries, 3 documents\n")


@pytest.mark.usefixtures("no_model")
@pytest.mark.parametrize("name", ["retrieval", "answerability", "followups"])
def test_a_folder_without_a_corpus_is_one_line_and_needs_no_model(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert benchmarks.main([name, str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"benchmarks: {tmp_path} holds no corpus.jsonl\n"


@pytest.mark.usefixtures("no_model")
@pytest.mark.parametrize(("arguments", "code"), [(["--help"], 0), ([], 2), (["speling", "x"], 2)])
def test_help_and_wrong_commands_need_no_model(arguments: list[str], code: int) -> None:
    with pytest.raises(SystemExit) as stopped:
        benchmarks.main(arguments)
    assert stopped.value.code == code
