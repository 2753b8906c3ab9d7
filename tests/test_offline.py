"""The whole flow with sockets blocked, real model included."""

import shutil
import socket
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
