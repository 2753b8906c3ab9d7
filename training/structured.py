"""Documents as people write them, with questions: what the scorer and the confidence learn from.

A folder holds files of any form that the assistant reads, and ``questions.jsonl``: of each line the
file, the question, and the parts of the file's text, word by word, that answer it (none where it
does not). They are read by the assistant's own parser, so that rows, items and turns are learned
with what they lean on.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.answers.statements import Stated, read_statements
from assistant.documents.articles import parse
from assistant.documents.chunks import chunk_document
from assistant.models.embedder import Embedder, Vectors
from assistant.readers.files import has_markdown
from assistant.types import Document
from training.scorer_groups import ELSEWHERE_WRITTEN, OWN, Candidate, Group, HeldOut, read_lines

SOURCE = "documents"
QUESTIONS = "questions.jsonl"

SHARED = 0.6
"""Share of the shorter of them, that a statement and a part of the text have in common, from which
the statement says it."""


def structured_documents(folder: Path) -> dict[str, Document]:
    """The documents of a folder as the assistant reads them, by file name."""
    files = sorted(file for file in folder.iterdir() if file.suffix in (".md", ".txt"))
    return {
        file.name: parse(file.stem, file.read_text("utf-8"), is_markdown=has_markdown(file.name))
        for file in files
    }


def structured_questions(folder: Path) -> list[HeldOut]:
    """The questions, each with the statements that answer it as they are read."""
    documents = structured_documents(folder)
    stated = {name: _stated(document) for name, document in documents.items()}
    return [
        HeldOut(
            row["file"],
            row["question"],
            bool(row["answer"]),
            tuple(item.text for item in _right(documents[row["file"]], stated[row["file"]], row)),
        )
        for row in read_lines(folder / QUESTIONS)
    ]


def structured_groups(folder: Path, embedder: Embedder) -> list[Group]:
    """The groups of a folder; every twelfth document is held out."""
    documents = structured_documents(folder)
    stated = {name: _stated(document) for name, document in documents.items()}
    vectors = {
        name: embedder.embed_documents([item.text for item in items])
        for name, items in stated.items()
    }
    held_out = set(sorted(documents)[::12])
    rows = read_lines(folder / QUESTIONS)
    asked = embedder.embed_documents([row["question"] for row in rows])
    return [
        _group(row, query, documents, stated, vectors, row["file"] in held_out)
        for row, query in zip(rows, asked, strict=True)
    ]


def _group(
    row: Mapping[str, Any],
    query: Vectors,
    documents: Mapping[str, Document],
    stated: Mapping[str, Sequence[Stated]],
    vectors: Mapping[str, Vectors],
    is_held_out: bool,
) -> Group:
    name = row["file"]
    own = stated[name]
    right = _right(documents[name], own, row)
    said = {item.id for item in right} | {item.id for item in own if _touches(item, right)}
    others = [
        (float(vector @ query), item)
        for other, items in stated.items()
        if other != name
        for item, vector in zip(items, vectors[other], strict=True)
    ]
    order = np.argsort(-(vectors[name] @ query), kind="stable")
    wrong = [own[at] for at in order if own[at].id not in said]
    far = sorted(others, key=lambda pair: (-pair[0], pair[1].id))[:ELSEWHERE_WRITTEN]
    return Group(
        SOURCE,
        row["question"],
        [_candidate(item) for item in right],
        [_candidate(item) for item in wrong[:OWN]],
        [_candidate(item) for _, item in far],
        is_held_out,
    )


def _stated(document: Document) -> list[Stated]:
    title = document.metadata.title
    found = [item for chunk in chunk_document(document) for item in read_statements(chunk, title)]
    return [item for item in found if not item.text.endswith("?")]


def _right(document: Document, stated: Sequence[Stated], row: Mapping[str, Any]) -> list[Stated]:
    """The statements that say the parts of the text: a list as a whole where it says them all."""
    places = [(document.text.index(part), len(part)) for part in row["answer"]]
    spans = [(start, start + length) for start, length in places]
    said = {item.id: [span for span in spans if _says(item, span)] for item in stated}
    found = [item for item in stated if said[item.id]]
    wholes = [item for item in found if any(_holds(item, other) for other in stated)]
    complete = [item for item in wholes if len(said[item.id]) == len(spans) > 1]
    return complete or [item for item in found if item not in wholes]


def _says(item: Stated, span: tuple[int, int]) -> bool:
    start, end = item.sentences[0].start, item.sentences[-1].end
    common = min(end, span[1]) - max(start, span[0])
    return common >= SHARED * min(end - start, span[1] - span[0])


def _touches(item: Stated, right: Sequence[Stated]) -> bool:
    """Whether a statement and a right one are a list and an item of it."""
    return any(_holds(item, other) or _holds(other, item) for other in right)


def _holds(one: Stated, other: Stated) -> bool:
    return (
        one.id != other.id
        and one.sentences[0].start <= other.sentences[0].start
        and other.sentences[-1].end <= one.sentences[-1].end
    )


def _candidate(item: Stated) -> Candidate:
    return item.heading, item.before, item.text
