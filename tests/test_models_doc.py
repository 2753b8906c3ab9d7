"""The lines of docs/models.md run as they stand there."""

import re
from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest

from assistant.assistant import Assistant
from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "models.md").read_text("utf-8")
BLOCKS = [dedent(found) for found in re.findall(r"(?:^    .*\n|^\n(?=    ))+", TEXT, re.MULTILINE)]


@pytest.fixture
def opened(library: Callable[..., Assistant], monkeypatch: pytest.MonkeyPatch) -> Assistant:
    guild = "# Animation Guild\n\nThe Animation Guild contract does end on 31 July 2027.\n"
    assistant = library({"guild.md": guild})
    monkeypatch.setattr(Assistant, "open", lambda *_: assistant)
    return assistant


@pytest.mark.usefixtures("opened")
def test_the_lines_for_programs_run(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    for block in BLOCKS:
        if "import" in block:
            exec(block, names)

    assert "31 July 2027" in names["state"]["messages"][-1].text
    assert "'document_id': 'guild'" in capsys.readouterr().out


def test_the_settings_are_those_that_are_read() -> None:
    source = (ROOT / "assistant" / "settings.py").read_text("utf-8")
    for name in set(re.findall(r"ASSISTANT_LLM\w*", TEXT)):
        assert f'"{name}"' in source
