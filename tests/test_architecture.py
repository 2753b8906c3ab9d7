"""The order of the house: a module imports only from those before it."""

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

ORDER = [
    "types", "errors", "settings", "readers.jsonl", "readers.sources", "sentences", "articles",
    "chunks", "words", "vocabulary", "figures", "validity", "embedding", "scorer", "records",
    "snapshot", "index", "retrieval", "conversation", "question", "comparison", "calibration",
    "evidence", "constraints", "answers.quoting", "answers.undecided", "answers.comparing",
    "answers.disagreeing", "answering", "citations", "chains", "assistant", "contract",
    "linting", "cli", "ui.render", "ui.chat",
]  # fmt: skip


def modules() -> list[str]:
    files = (ROOT / "assistant").rglob("*.py")
    names = (file.relative_to(ROOT / "assistant").with_suffix("") for file in files)
    return sorted(".".join(name.parts) for name in names if name.name != "__init__")


def imports(module: str) -> set[str]:
    file = ROOT / "assistant" / Path(*module.split(".")).with_suffix(".py")
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    found = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    used = set()
    for name in found:
        if name.startswith("assistant."):
            used.add(name.removeprefix("assistant."))
    return used


def test_every_module_has_its_place() -> None:
    assert sorted(ORDER) == modules()


@pytest.mark.parametrize("module", ORDER)
def test_a_module_imports_only_from_those_before_it(module: str) -> None:
    before = set(ORDER[: ORDER.index(module)]) | {"answers", "ui"}

    assert imports(module) <= before


def test_views_know_nothing_of_retrieval() -> None:
    known = imports("ui.chat") | imports("ui.render")

    assert known <= {"assistant", "errors", "figures", "types", "sentences", "ui"}


def test_package_inits_hold_no_logic() -> None:
    for file in (ROOT / "assistant").rglob("__init__.py"):
        body = ast.parse(file.read_text("utf-8")).body
        assert all(isinstance(node, (ast.Expr, ast.ImportFrom, ast.Assign)) for node in body)
