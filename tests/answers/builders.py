"""Statements and questions with just the properties that a test is about."""

from dataclasses import replace

import numpy as np

from assistant.answers.statements import Stated, Statement
from assistant.models.calibration import Features
from assistant.questions.question import Question, read_question
from assistant.types import Chunk, Role, Sentence, Source

FEATURES = Features(
    learned=1.0,
    similarity=0.5,
    passage=0.5,
    coverage=0.5,
    unknown_names=0.0,
    year_missing=0.0,
)


def statement(
    text: str,
    *sources: str,
    score: float = 1.0,
    logit: float = 0.0,
    cosine: float = 1.0,
    role: Role = Role.BODY,
    document_id: str = "d",
    chunk_id: str = "d@r#0",
    own_question: float = 0.0,
    similarity: float = 0.5,
    coverage: float = 0.5,
    unknown_names: float = 0.0,
    learned: float = 1.0,
) -> Statement:
    """A statement whose vector has this cosine with that of another one's default."""
    named = tuple(Source(name, "", "trade") for name in sources)
    sentence = Sentence(0, len(text), text, named)
    chunk = Chunk(chunk_id, document_id, "", role, 0, len(text), text, (sentence,))
    vector = np.array([cosine, np.sqrt(1 - cosine**2)], dtype=np.float32)
    features = replace(
        FEATURES,
        similarity=similarity,
        coverage=coverage,
        unknown_names=unknown_names,
        learned=learned,
    )
    stated = Stated(text, chunk, (sentence,), text)
    says_unknown = role is Role.OPEN
    return Statement(stated, vector, features, score, logit, own_question, says_unknown)


def question(text: str = "How much does the credit pay?") -> Question:
    return read_question(text, np.ones(1, dtype=np.float32))
