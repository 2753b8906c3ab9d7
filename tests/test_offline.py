"""The whole flow with sockets blocked, real model included."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError

from assistant.assistant import Assistant
from assistant.models.embedder import Embedder
from assistant.store.index import Index
from evals.generate import Plan
from evals.run import read_documents, run
from tests.conftest import ROOT, SEED_ID


def test_ingest_ask_and_evals_need_no_network(real_embedder: Embedder, tmp_path: Path) -> None:
    with pytest.raises((SocketBlockedError, UserWarning)):
        socket.socket(socket.AF_INET)

    library = tmp_path / "library"
    library.mkdir()
    shutil.copy(ROOT / "corpus" / f"{SEED_ID}.md", library)
    assistant = Assistant(Index(tmp_path / "store"), lambda: real_embedder)
    assert assistant.ingest([library]).failed == ()
    answer = assistant.ask("Why does Cheng call AI addictive?")
    assert not answer.abstained
    for citation in answer.citations:
        text = assistant.text(citation.document_id)
        assert text[citation.start : citation.end] == citation.quote
    assert assistant.ask("What is the boiling point of ethanol?").abstained

    plan = Plan(suites=("own-qa", "off-topic"))
    documents = read_documents(str(library))
    suites = run(documents, real_embedder, tmp_path / "results", plan)["suites"]
    assert suites["own-qa/intact"]["correct"]["value"] == 1
    exact = [figures["quotes_exact"] for figures in suites.values() if "quotes_exact" in figures]
    assert exact
    assert all(figure["value"] == 1 for figure in exact)


def test_nothing_is_reported_from_native_code(tmp_path: Path) -> None:
    """onnxruntime sends what it counts without a socket of Python, and keeps it in a file first."""
    code = (
        "from assistant.models.scorer import Reading, load_scorer\n"
        "load_scorer().score('How high is it?', [Reading('It is 5 percent.')])"
    )
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)
    assert [path.name for path in tmp_path.rglob("*")] == []
