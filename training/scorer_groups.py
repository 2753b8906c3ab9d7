"""The training groups of the sentence scorer: a question, its right sentences and wrong ones.

Three sources give them. SQuAD 2.0: the sentence that holds the answer string. CLAPnq: the
sentences annotated as evidence. ``scorer_data/``: passages written for this, with the numbers of
their answering sentences. The wrong sentences are those nearest to the question by the embedding
model, for they are what retrieval will offer: some of the same passage, some of others.

Groups are held out by their own passage; a sentence of a held-out passage of CLAPnq or
``scorer_data/`` may still be a wrong one of a group trained on.
"""

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from tqdm import tqdm

from assistant.models.embedder import Embedder, Vectors
from assistant.text.sentences import split_sentences

DATA = Path(__file__).parent / "scorer_data"

OWN = 4
"""Wrong sentences kept of the question's own passage."""
ELSEWHERE = 6
ELSEWHERE_WRITTEN = 5
"""Wrong sentences kept of other passages."""
NEAREST = 14
"""Sentences among which those of other passages are sought."""
Candidate: TypeAlias = tuple[str, str, str]
"""Title, the sentence before (may be empty), the sentence to score."""


@dataclass(frozen=True, slots=True)
class Group:
    """A question with sentences that answer it (``right``, may be empty) and that don't.

    ``own`` are of the question's own passage and ``elsewhere`` of others, both nearest first.
    """

    source: str
    question: str
    right: list[Candidate]
    own: list[Candidate]
    elsewhere: list[Candidate]
    held_out: bool


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Sentences in order, with their vectors of shape ``(sentences, dimension)``."""

    title: str
    sentences: Sequence[str]
    vectors: Vectors

    def candidate(self, number: int) -> Candidate:
        """The sentence ``number``, counted from 0, with what is read along with it."""
        before = self.sentences[number - 1] if number else ""
        return self.title, before, self.sentences[number]

    def nearest(self, query: Vectors, but: Collection[int]) -> list[Candidate]:
        """The ``OWN`` sentences nearest to ``query`` of shape ``(dimension,)``, less ``but``."""
        cosines = (self.vectors @ query).tolist()
        left = [number for number in range(len(self.sentences)) if number not in but]
        left.sort(key=lambda number: (cosines[number], number), reverse=True)
        return [self.candidate(number) for number in left[:OWN]]


@dataclass(frozen=True, slots=True)
class HeldOut:
    """A question the scorer was not trained on; ``source`` is its article or passage.

    ``answers`` are strings or sentences that an answering statement holds or is part of.
    """

    source: str
    question: str
    answerable: bool
    answers: tuple[str, ...]


class Pool:
    """The sentences of several passages, among which those near a question are found."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._keys = [(owner, n) for owner in passages for n in range(len(owner.sentences))]
        self._vectors = np.concatenate([owner.vectors for owner in passages])

    def nearest(
        self, query: Vectors, but: Passage, count: int, among: int | None = NEAREST
    ) -> list[Candidate]:
        """The ``count`` sentences nearest to ``query`` of passages other than ``but``.

        They are sought among the ``among`` nearest of all, ``None`` for all.
        """
        order = np.argsort(-(self._vectors @ query))[:among]
        found = (self._keys[position] for position in order)
        return [owner.candidate(n) for owner, n in found if owner is not but][:count]


def public_groups(bench: Path, embedder: Embedder) -> list[Group]:
    """The groups of the folders ``squad2`` and ``clapnq-dev`` of ``bench``."""
    return [
        *squad_groups(bench / "squad2", embedder),
        *clapnq_groups(bench / "clapnq-dev", embedder),
    ]


def squad_groups(folder: Path, embedder: Embedder) -> list[Group]:
    """Groups of SQuAD 2.0; every third article by name is held out.

    Answerable questions whose answer stands in no one sentence are left out. Where several hold
    it, the nearest to the question is right and the others are not used.
    """
    passages = read_passages(folder / "corpus.jsonl", embedder)
    articles: dict[str, list[Passage]] = {}
    for key, passage in passages.items():
        articles.setdefault(_article(key), []).append(passage)
    pools = {article: Pool(members) for article, members in articles.items()}
    held_out = set(sorted(articles)[::3])
    groups = []
    questions = read_lines(folder / "fit.jsonl") + read_lines(folder / "queries.jsonl")
    for question in tqdm(questions, folder.name, disable=None):
        passage, article = (
            passages[question["source_passage"]],
            _article(question["source_passage"]),
        )
        holding = answer_sentences(passage.sentences, _answers(question))
        if question["answerable"] and not holding:
            continue
        query = embedder.embed_query(question["text"])
        cosines = passage.vectors @ query
        group = Group(
            "squad2",
            question["text"],
            [passage.candidate(max(holding, key=lambda n: cosines[n]))] if holding else [],
            passage.nearest(query, holding),
            pools[article].nearest(query, passage, ELSEWHERE, among=None),
            article in held_out,
        )
        groups.append(group)
    return groups


def clapnq_groups(folder: Path, embedder: Embedder) -> list[Group]:
    """Groups of CLAPnq; about half of the passages, by the hash of their ids, are held out.

    Answerable questions none of whose evidence is found in a sentence are left out.
    """
    passages = read_passages(folder / "corpus.jsonl", embedder)
    pool = Pool(list(passages.values()))
    groups = []
    for question in tqdm(read_lines(folder / "queries.jsonl"), folder.name, disable=None):
        key, evidence = question["source_passage"], question.get("evidence") or []
        passage = passages[key]
        right = evidence_sentences(passage.sentences, evidence) if question["answerable"] else []
        if question["answerable"] and not right:
            continue
        query = embedder.embed_query(question["text"])
        group = Group(
            "clapnq",
            question["text"],
            [passage.candidate(number) for number in right],
            passage.nearest(query, right),
            pool.nearest(query, passage, ELSEWHERE),
            is_held_out(key),
        )
        groups.append(group)
    return groups


def written_groups(embedder: Embedder, folder: Path = DATA) -> list[Group]:
    """Groups of the written passages; each twelfth of a file, from its first, is held out.

    What answers a question in another passage, where it is asked of several, is no wrong sentence.
    """
    groups = []
    for file in tqdm(sorted(folder.glob("*.jsonl")), folder.name, disable=None):
        rows = read_lines(file)
        passages = [_written_passage(row, embedder) for row in rows]
        pool = Pool(passages)
        answering: dict[str, list[Candidate]] = {}
        for row, passage in zip(rows, passages, strict=True):
            for asked in row["questions"]:
                found = map(passage.candidate, asked["answers"])
                answering.setdefault(asked["q"], []).extend(found)
        for number, (row, passage) in enumerate(zip(rows, passages, strict=True)):
            questions = [(asked["q"], asked["answers"]) for asked in row["questions"]]
            for text, right in [*questions, *((text, []) for text in row["unanswerable"])]:
                query = embedder.embed_query(text)
                others = pool.nearest(query, passage, ELSEWHERE_WRITTEN)
                group = Group(
                    file.stem,
                    text,
                    [passage.candidate(position) for position in right],
                    passage.nearest(query, right),
                    [item for item in others if item not in answering.get(text, [])],
                    number % 12 == 0,
                )
                groups.append(group)
    return groups


def held_out_questions(folder: Path) -> list[HeldOut]:
    """The questions of ``squad2`` or ``clapnq-dev`` that training leaves out, mixed."""
    rows = read_lines(folder / "queries.jsonl")
    fit = folder / "fit.jsonl"
    if fit.is_file():
        rows += read_lines(fit)
        articles = sorted({_article(row["source_passage"]) for row in rows})[::3]
        kept = [
            (_article(row["source_passage"]), row)
            for row in rows
            if _article(row["source_passage"]) in articles
        ]
    else:
        kept = [(row["source_passage"], row) for row in rows if is_held_out(row["source_passage"])]
    kept.sort(key=lambda item: hashlib.sha256(item[1]["id"].encode()).digest())
    return [
        HeldOut(source, row["text"], bool(row["answerable"]), tuple(_gold(row)))
        for source, row in kept
    ]


def read_lines(file: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]


def read_passages(file: Path, embedder: Embedder) -> dict[str, Passage]:
    """The passages of a ``corpus.jsonl`` by id, split into sentences as the assistant does."""
    passages = {}
    for row in tqdm(read_lines(file), file.parent.name, disable=None):
        text = row["text"]
        sentences = [sentence.text for sentence in split_sentences(text, 0, len(text), {})]
        vectors = embedder.embed_documents(sentences)
        passages[row["id"]] = Passage(row["title"], sentences, vectors)
    return passages


def answer_sentences(sentences: Iterable[str], answers: Iterable[str]) -> list[int]:
    """The numbers of the sentences that hold an answer, by the words alone."""
    return _matching(sentences, answers, lambda sentence, answer: answer in sentence)


def evidence_sentences(sentences: Iterable[str], evidence: Iterable[str]) -> list[int]:
    """The numbers of the sentences that hold a piece of evidence or are part of one."""
    return _matching(
        sentences, evidence, lambda sentence, piece: piece in sentence or sentence in piece
    )


def is_held_out(key: str) -> bool:
    """Whether a CLAPnq passage is held out: its id's MD5, read as one number, is even."""
    digest = hashlib.md5(key.encode(), usedforsecurity=False).digest()
    return int.from_bytes(digest) % 2 == 0


def _article(key: str) -> str:
    return key.rpartition("-")[0]


def _answers(question: dict[str, Any]) -> list[str]:
    if not question["answerable"]:
        return []
    return question.get("answers") or [question["answer"]]


def _gold(question: dict[str, Any]) -> list[str]:
    return question.get("evidence") or _answers(question)


def _written_passage(row: dict[str, Any], embedder: Embedder) -> Passage:
    title = f"{row['title']}. {row['section']}" if row.get("section") else row["title"]
    return Passage(title, row["sentences"], embedder.embed_documents(row["sentences"]))


def _matching(
    sentences: Iterable[str], texts: Iterable[str], matches: Callable[[str, str], bool]
) -> list[int]:
    plain = [words for text in texts if (words := _words(text))]
    return [
        number
        for number, sentence in enumerate(map(_words, sentences))
        if sentence and any(matches(sentence, words) for words in plain)
    ]


def _words(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()
