"""What the command loads before it knows what it is asked for."""

import subprocess
import sys

import pytest

from assistant.cli.main import main
from assistant.settings import version
from tests.conftest import ROOT

HEAVY = {
    "scipy", "gradio", "langchain", "langchain_core", "torch", "transformers",
    "sentence_transformers", "onnxruntime",
}  # fmt: skip


@pytest.mark.parametrize("module", ["assistant.cli.main", "assistant.cli.commands"])
def test_importing_the_command_loads_no_model_and_no_search_library(module: str) -> None:
    code = f"import sys, {module}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    loaded = set(done.stdout.split())
    assert "assistant" in loaded
    assert loaded & HEAVY == set()


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"{version()}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])

    printed = capsys.readouterr().out
    listed = {line.split()[0] for line in printed.splitlines() if line.startswith("    ")}
    assert listed >= {"ingest", "check", "ask", "search", "documents", "remove", "rebuild"}
