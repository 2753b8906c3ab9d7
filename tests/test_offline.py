"""The whole flow with sockets blocked, real model included."""

import socket
from pathlib import Path

import pytest
from pytest_socket import SocketBlockedError

from assistant.assistant import Assistant
from assistant.embedding import Embedder
from assistant.index import Index
from evals.__main__ import read_documents, run
from evals.gate import breaches, read_thresholds
from tests.conftest import ROOT


def test_ingest_ask_and_evals_need_no_network(real_embedder: Embedder, tmp_path: Path) -> None:
    with pytest.raises((SocketBlockedError, UserWarning)):
        socket.socket(socket.AF_INET)

    assistant = Assistant(Index(tmp_path / "store"), lambda: real_embedder)
    assert assistant.ingest([ROOT / "corpus"]).failed == ()
    answer = assistant.ask("Why does Cheng call AI addictive?")
    assert not answer.abstained
    for citation in answer.citations:
        text = assistant.text(citation.document_id)
        assert text[citation.start : citation.end] == citation.quote
    assert assistant.ask("What is the boiling point of ethanol?").abstained

    scores = run(read_documents(str(ROOT / "corpus")), real_embedder, tmp_path / "results")
    assert breaches(scores, read_thresholds()) == []
