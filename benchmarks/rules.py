"""What is each rule worth? Takes every alternative of every rule out, one at a time.

    python -m benchmarks rules [QUESTIONS.jsonl ...]

A rule is a compiled pattern of the ``assistant`` package. Without one of its alternatives, the
questions of the evals, of the starter library and of the files named are read again (comparison,
shape, follow-up), and so are the library's sentences and documents (figures, names, structure). An
alternative whose absence changes nothing is reported: without evidence from elsewhere it goes.
"""

import json
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, TypeAlias

import numpy as np
from tqdm import tqdm

import assistant
from assistant.answers import disagreeing, undecided
from assistant.answers import table as table_rules
from assistant.assistant import Assistant
from assistant.contract import read_history
from assistant.documents.articles import parse
from assistant.errors import InputError
from assistant.models.embedder import Embedder
from assistant.questions import question
from assistant.questions.comparison import read_comparison
from assistant.questions.conversation import resolve
from assistant.questions.question import read_question
from assistant.retrieval.library import Library
from assistant.store.index import Index
from assistant.text import figures, words
from assistant.text.marks import as_shown
from assistant.types import Document, Turn
from benchmarks.alternatives import alternatives
from evals.cases import QUESTIONS
from evals.run import read_documents

CORPUS = "corpus"

_VECTOR = np.ones(1, dtype=np.float32)


Asked: TypeAlias = tuple[str, tuple[Turn, ...]]
"""A question and the turns before it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern where it stands: ``module``, ``name``, and the places that hold it."""

    module: str
    name: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Absence:
    """A rule without one of its alternatives, and how many outcomes differ then."""

    rule: Rule
    alternative: str
    questions: int
    texts: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules are tried on: questions, sentences and whole documents."""

    questions: Sequence[Asked]
    texts: Sequence[str]
    documents: Sequence[str]
    known: Library


def rules() -> list[Rule]:
    """Every compiled pattern that a module of the package holds, each once."""
    found: dict[int, Rule] = {}
    for module in _modules():
        for name, value in vars(module).items():
            for pattern in _patterns(value):
                found.setdefault(id(pattern), Rule(module.__name__, name, pattern))
    return list(found.values())


def _modules() -> list[ModuleType]:
    # The views hold no rules, and loading them loads a web framework.
    names = [item.name for item in pkgutil.walk_packages(assistant.__path__, "assistant.")]
    return [import_module(name) for name in names if not name.startswith("assistant.ui")]


def _patterns(value: object) -> Iterator[Any]:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, bytes):
        return  # tells formats of files and says nothing of language
    if isinstance(value, (re.Pattern, _Recorder)):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _patterns(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _patterns(item)


@contextmanager
def replaced(old: re.Pattern[str], new: re.Pattern[str]) -> Iterator[None]:
    """Every module's use of one pattern replaced by another while the context lasts."""
    held = [
        (module, name, value)
        for module in _modules()
        for name, value in vars(module).items()
        if any(pattern is old for pattern in _patterns(value))
    ]
    for module, name, value in held:
        setattr(module, name, _swapped(value, old, new))
    _forget([module for module, *_ in held])
    try:
        yield
    finally:
        for module, name, value in held:
            setattr(module, name, value)
        _forget([module for module, *_ in held])


def _forget(modules: Iterable[ModuleType]) -> None:
    """Drop what the functions of some modules keep, which a pattern has made."""
    for module in modules:
        for value in vars(module).values():
            if callable(clear := getattr(value, "cache_clear", None)):
                clear()


def _swapped(value: Any, old: re.Pattern[str], new: re.Pattern[str]) -> Any:
    if value is old:
        return new
    if isinstance(value, (tuple, list)):
        return type(value)(_swapped(item, old, new) for item in value)
    if isinstance(value, Mapping):
        return {key: _swapped(item, old, new) for key, item in value.items()}
    return value


def measure(files: Sequence[Path], stores: Path, embedder: Embedder) -> list[Absence]:
    """Take each alternative out and count what differs.

    Args:
        files: questions to read besides those of the evals and the library's own, as JSON lines
            with ``question`` (or ``text``) and ``history``.
        stores: where the index of the starter library is kept.
        embedder: its model; no question is embedded.

    Raises:
        InputError: a file can't be read.
    """
    index = Index(stores / "rules")
    Assistant(index, lambda: embedder).ingest([CORPUS])
    documents = read_documents(CORPUS)
    own = [(pair.question.text, ()) for document in documents for pair in document.pairs]
    read = [asked for file in (*sorted(QUESTIONS.glob("*.jsonl")), *files) for asked in _read(file)]
    return absences(
        Evidence(
            tuple(dict.fromkeys([*read, *own])),
            tuple(dict.fromkeys(sentences(documents))),
            tuple(document.text for document in documents),
            Library(index.snapshot()),
        )
    )


def table(found: Sequence[Absence]) -> str:
    """The alternatives without evidence, then how many there are of how many."""
    bare = [item for item in found if not item.questions and not item.texts]
    lines = [f"{item.rule.module}.{item.rule.name}: {item.alternative}" for item in bare]
    return "\n".join([*lines, f"{len(bare)} of {len(found)} alternatives change nothing"])


def _read(file: Path) -> Iterator[Asked]:
    try:
        lines = file.read_text("utf-8").split("\n")
        for line in filter(str.strip, lines):
            yield from _questions(json.loads(line))
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror})") from error
    except ValueError as error:
        raise InputError(f"{file}: is not JSON lines ({error})") from error


def _questions(row: Mapping[str, Any]) -> Iterator[Asked]:
    history: tuple[Turn, ...] = ()
    for turn in row.get("turns", []):
        yield turn["question"], history
        history += (Turn("user", turn["question"]), Turn("assistant", turn["answer"]))
    asked = row.get("question", row.get("text"))
    if isinstance(asked, str):
        yield asked, read_history(row.get("history") or ())


def sentences(documents: Sequence[Document]) -> list[str]:
    """All sentences of documents, as they are embedded."""
    return [
        as_shown(sentence.text)
        for document in documents
        for section in document.sections
        for block in section.blocks
        for sentence in block.sentences
    ]


def of_question(text: str, history: tuple[Turn, ...], known: Library) -> object:
    """All that the rules make of a question, to be compared."""
    searched = resolve(text, history, known)
    read = read_question(searched.searched, _VECTOR)
    compared = read_comparison(searched.searched, known.entities)
    asked = [aspect.question for aspect in compared.aspects] if compared else []
    kinds = _patterns(list(vars(table_rules).values()))
    wanted = [bool(rule.search(text)) for rule in kinds for text in asked]
    return searched, read, compared, wanted


def of_text(text: str) -> object:
    """All that the rules make of a sentence, to be compared."""
    told = [figures.figures(text), figures.latest_date(text), figures.years(text)]
    stems = [words.content_stems(text), words.name_stems(text), words.acronyms(text)]
    held = _patterns([*vars(disagreeing).values(), *vars(undecided).values(), _of_statements()])
    said = [bool(rule.search(text)) for rule in held]
    return told, stems, said


def _of_statements() -> list[object]:
    """The rules of a question that read statements."""
    return [getattr(question, name) for name in ("_FIGURE", "_COUNT") if hasattr(question, name)]


def of_document(text: str) -> object:
    """All that the rules make of a document, to be compared."""
    try:
        return parse("document", text)
    except InputError as error:
        return str(error)


def absences(evidence: Evidence) -> list[Absence]:
    """Each rule without each of its alternatives, and the outcomes that differ then.

    Only what a rule was asked during one recorded pass can differ without a part of it, so only
    the items whose texts it reads otherwise are worked out again.
    """
    items = _items(evidence)
    found = []
    for rule, log, before in _recorded(items):
        for alternative, source in alternatives(rule.pattern.pattern):
            try:
                without = re.compile(source, rule.pattern.flags)
            except re.error:
                continue
            suspects = {
                item
                for call, askers in log.items()
                if _reading(rule.pattern, call) != _reading(without, call)
                for item in askers
            }
            with replaced(rule.pattern, without):
                differ = [item for item in suspects if items[item]() != before[item]]
            questions = sum(item < len(evidence.questions) for item in differ)
            found.append(Absence(rule, alternative, questions, len(differ) - questions))
    return found


def _items(evidence: Evidence) -> list[Callable[[], object]]:
    """What is worked out of each question, sentence and document."""
    return [
        *(partial(of_question, *asked, evidence.known) for asked in evidence.questions),
        *(partial(of_text, text) for text in evidence.texts),
        *(partial(of_document, text) for text in evidence.documents),
    ]


def _recorded(items: Sequence[Callable[[], object]]) -> list[tuple[Rule, "Log", list[object]]]:
    """Each rule with what it was asked by which item, and all outcomes as they are."""
    found = rules()
    logs: list[Log] = [{} for _ in found]
    current = [0]
    with ExitStack() as stack:
        for rule, log in zip(found, logs, strict=True):
            recorder: Any = _Recorder(rule.pattern, log, current)
            stack.enter_context(replaced(rule.pattern, recorder))
        before = []
        for current[0], item in enumerate(tqdm(items, "reading", disable=None)):
            before.append(item())
    return [(rule, log, before) for rule, log in zip(found, logs, strict=True)]


Call: TypeAlias = tuple[str, str, tuple[int, ...]]
"""The method asked of a pattern, the text, and the bounds given with it."""

Log: TypeAlias = dict[Call, set[int]]
"""By call, the items that made it."""


class _Recorder:
    """Answers like a pattern and notes what it was asked."""

    def __init__(self, pattern: re.Pattern[str], log: Log, current: list[int]) -> None:
        self._pattern, self._log, self._current = pattern, log, current

    def __getattr__(self, method: str) -> Any:
        of_pattern = getattr(self._pattern, method)
        if not callable(of_pattern):
            return of_pattern

        def asked(*arguments: Any, **named: Any) -> Any:
            text, *bounds = arguments[1:2] if method == "sub" else arguments
            call = (method, text, tuple(bounds))
            self._log.setdefault(call, set()).add(self._current[0])
            return of_pattern(*arguments, **named)

        return asked


def _reading(pattern: re.Pattern[str], call: Call) -> list[tuple[tuple[int, int], list[str]]]:
    """What a pattern finds: the spans, and the groups that hold something."""
    method, text, bounds = call
    if method in ("search", "match", "fullmatch"):
        matches = [getattr(pattern, method)(text, *bounds)]
    else:
        matches = list(pattern.finditer(text, *bounds))
    return [(item.span(), [part for part in item.groups() if part]) for item in matches if item]
