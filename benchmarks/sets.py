"""Public sets: BEIR-style folders of a corpus, queries and judgements.

A folder has ``corpus.jsonl``, ``queries.jsonl`` and ``qrels.tsv`` (or ``qrels/test.tsv``).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.contract import read_history
from assistant.errors import InputError
from assistant.models.embedder import Embedder
from assistant.results import IngestReport
from assistant.store.index import Index
from assistant.types import Turn


@dataclass(frozen=True, slots=True)
class Query:
    """A line of ``queries.jsonl``. ``answerable`` is ``None`` where the file does not say."""

    id: str
    text: str
    history: tuple[Turn, ...] = ()
    rewrite: str = ""
    answerable: bool | None = None
    answers: tuple[str, ...] = ()


def read_queries(folder: Path) -> list[Query]:
    """The queries of a set, in the order of its file.

    Raises:
        InputError: the file is missing or a line of it is malformed.
    """
    queries = []
    for place, line in _lines(folder / "queries.jsonl"):
        try:
            queries.append(_read_query(json.loads(line)))
        except json.JSONDecodeError as error:
            raise InputError(f"{place}: is not JSON") from error
        except InputError as error:
            raise InputError(f"{place}: {error}") from error
    return queries


def read_qrels(folder: Path) -> dict[str, dict[str, float]]:
    """The positive judgements of a set: gains by document id, by query id.

    Raises:
        InputError: the file is missing or a line of it is malformed.
    """
    file = folder / "qrels.tsv"
    if not file.is_file():
        file = folder / "qrels" / "test.tsv"
    relevant: dict[str, dict[str, float]] = {}
    (head, titles), *rows = [*_lines(file)] or [(str(file), "")]
    if titles.split() != ["query-id", "corpus-id", "score"]:
        raise InputError(f"{head}: needs the header query-id, corpus-id, score")
    for place, line in rows:
        try:
            query, document, score = line.split("\t")
            gain = float(score)
        except ValueError as error:
            raise InputError(f"{place}: needs query-id, corpus-id and score, by tabs") from error
        if gain > 0:
            relevant.setdefault(query, {})[document] = gain
    return relevant


def ingest(folder: Path, stores: Path, embedder: Embedder) -> tuple[Index, IngestReport]:
    """The product's index of a set's corpus, kept in ``stores`` and brought up to date.

    Raises:
        InputError: the corpus holds no documents.
    """
    index = Index(stores / folder.name)
    report = Assistant(index, lambda: embedder).ingest([folder / "corpus.jsonl"])
    if not report.added + report.updated + report.unchanged:
        reasons = [f"{failure.path}: {failure.reason}" for failure in report.failed]
        raise InputError("; ".join(reasons[:1]) or f"{folder}: the corpus holds no documents")
    return index, report


def _lines(file: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file that are not blank, each with its place for messages."""
    try:
        content = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{file}: can't be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: is not UTF-8 (byte {error.start})") from error
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield f"{file}:{number}", line


def _read_query(record: Any) -> Query:
    if not isinstance(record, dict):
        raise InputError('is not a JSON object; write {"id": …, "text": …}')
    identity = record.get("id", record.get("_id"))
    text = record.get("text")
    if identity is None or not isinstance(text, str) or not text.strip():
        raise InputError('needs an "id" and a "text" that is not empty')
    answerable = record.get("answerable")
    answers = record.get("answers") or [record.get("answer") or ""]
    # Sentences marked as evidence are as good a reference for a quote as the written answer.
    answers = [*answers, *(record.get("evidence") or [])]
    return Query(
        id=str(identity),
        text=text,
        history=read_history(record.get("history") or ()),
        rewrite=record.get("rewrite") or "",
        answerable=answerable if isinstance(answerable, bool) else None,
        answers=tuple(answer for answer in answers if answer),
    )
