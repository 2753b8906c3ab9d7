"""Eval cases, taken from the documents' own Q&A pairs and from the stored question files."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.errors import InputError
from assistant.types import Document, Role

QUESTIONS = Path(__file__).parent / "questions"

INTACT = "own-qa/intact"
MASKED = "own-qa/masked"
PARAPHRASED = "own-qa/paraphrased"
UNANSWERABLE = "unanswerable"


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is expected of its answer.

    For an unanswerable question ``reference`` and ``document_id`` are empty. ``start`` and
    ``end`` span the document's own pair in its text, both 0 where that is not in the index.
    """

    suite: str
    id: str
    question: str
    reference: str = ""
    document_id: str = ""
    start: int = 0
    end: int = 0


def own_cases(documents: Iterable[Document]) -> list[Case]:
    """One case for each Q&A pair of the documents, the pair being in the index."""
    return [
        Case(
            suite=INTACT,
            id=f"{document.id}/{number}",
            question=pair.question.text,
            reference=" ".join(sentence.text for sentence in pair.answer),
            document_id=document.id,
            start=pair.answer[0].start,
            end=pair.answer[-1].end,
        )
        for document in documents
        for number, pair in enumerate(document.pairs, start=1)
    ]


def masked_cases(own: Sequence[Case]) -> list[Case]:
    """The same questions, to be asked of an index without any Q&A block."""
    return [replace(case, suite=MASKED, start=0, end=0) for case in own]


def paraphrased_cases(
    own: Sequence[Case], file: Path = QUESTIONS / "paraphrased.jsonl"
) -> list[Case]:
    """The stored rewordings of the own questions of these documents, with their references.

    Raises:
        InputError: a rewording names a question that its document does not have.
    """
    by_question = {(case.document_id, case.question): case for case in own}
    present = {case.document_id for case in own}
    cases = []
    for row in _rows(file):
        if row["document_id"] not in present:
            continue
        source = by_question.get((row["document_id"], row["own_question"]))
        if source is None:
            raise InputError(f"{file}: {row['id']} rewords a question its document does not have")
        cases.append(replace(source, suite=PARAPHRASED, id=row["id"], question=row["question"]))
    return cases


def unanswerable_cases(file: Path = QUESTIONS / "unanswerable.jsonl") -> list[Case]:
    """Questions that the starter library does not answer."""
    return [Case(UNANSWERABLE, row["id"], row["question"]) for row in _rows(file)]


def without_pairs(document: Document) -> Document:
    """The document with its Q&A block kept out of the index; its text stays whole."""
    kept = tuple(s for s in document.sections if s.role is not Role.QUESTIONS)
    return replace(document, sections=kept)


def _rows(file: Path) -> list[dict[str, str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]
