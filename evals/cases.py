"""Eval cases, taken from the documents' own Q&A pairs and from the stored question files."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.contract import read_history
from assistant.errors import InputError
from assistant.types import Document, Role, Turn

QUESTIONS = Path(__file__).parent / "questions"

INTACT = "own-qa/intact"
MASKED = "own-qa/masked"
PARAPHRASED = "own-qa/paraphrased"
ABLATED = "ablated"
POLICY = "policy"
PROFESSIONAL = "professional"
FOLLOW_UP = "follow-up"
CONVERSATION = "conversation"
COMPARISON = "comparison"
TIME = "time"
AUTHORITY = "authority"
FAR = "off-topic/far"
NEAR = "off-topic/near"
INVARIANCE = "invariance"
SHAPE = "shape/"
"""How the names of the suites begin whose cases tell the parts of what is asked, by kind."""

KINDS = ("multi", "list", "compare", "status", "across", "premise", "single", "followup")
REFUSED_KINDS = ("near", "unanswerable", "reply", "choice")
"""The kinds of case that have parts, and those that have none: nothing is to be answered."""

SHAPE_DAY = "2026-07-02"
"""The day on which cases with parts are asked that name none: their status is as of then."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what is expected of its answer.

    ``documents`` are the ids of those that answer it, none for an unanswerable question. ``start``
    and ``end`` span the document's own answer in its text, both 0 where that is not in the index.
    ``fact`` is a sentence that answers, where one is known: it counts like the reference.
    ``today`` is the day on which it is asked, ``None`` for the evals' own; ``wanted`` holds what
    its suite expects besides (``evals.scoring.expectations``).
    """

    suite: str
    id: str
    question: str
    answerable: bool
    reference: str = ""
    documents: tuple[str, ...] = ()
    history: tuple[Turn, ...] = ()
    start: int = 0
    end: int = 0
    today: str | None = None
    fact: str = ""
    wanted: Mapping[str, Any] = field(default_factory=dict)


def own_cases(documents: Iterable[Document]) -> list[Case]:
    """One case for each Q&A pair of the documents, the pair being in the index."""
    return [
        Case(
            suite=INTACT,
            id=f"intact/{document.id}/{number}",
            question=pair.question.text,
            answerable=True,
            reference=" ".join(sentence.text for sentence in pair.answer),
            documents=(document.id,),
            start=pair.answer[0].start,
            end=pair.answer[-1].end,
        )
        for document in documents
        for number, pair in enumerate(document.pairs, start=1)
    ]


def masked_cases(own: Sequence[Case]) -> list[Case]:
    """The same questions, to be asked of an index without any Q&A block."""
    return [
        replace(case, suite=MASKED, id=_renamed(case, "masked"), start=0, end=0) for case in own
    ]


def ablated_cases(
    own: Sequence[Case], file: Path = QUESTIONS / "ablated_answerable.jsonl"
) -> list[Case]:
    """The same questions, to be asked of an index without the case's document.

    They are unanswerable there, but for those that ``file`` lists with the other documents that
    truly answer them.
    """
    elsewhere = {row["id"]: tuple(row["documents"]) for row in _rows(file)}
    cases = []
    for case in own:
        key = _renamed(case, "ablated")
        others = elsewhere.get(key, ())
        reference = case.reference if others else ""
        cases.append(Case(ABLATED, key, case.question, bool(others), reference, others))
    return cases


def paraphrased_cases(
    own: Sequence[Case], file: Path = QUESTIONS / "paraphrased.jsonl"
) -> list[Case]:
    """The stored rewordings of the own questions of these documents, with their references.

    Raises:
        InputError: a rewording names a question that its document does not have.
    """
    by_question = {(case.documents[0], case.question): case for case in own}
    present = {case.documents[0] for case in own}
    cases = []
    for row in _rows(file):
        if row["document_id"] not in present:
            continue
        source = by_question.get((row["document_id"], row["own_question"]))
        if source is None:
            raise InputError(f"{file}: {row['id']} rewords a question its document does not have")
        key = f"paraphrased/{row['id']}"
        cases.append(replace(source, suite=PARAPHRASED, id=key, question=row["question"]))
    return cases


def stored_cases(suite: str, file: Path, *, with_facts: bool = False) -> list[Case]:
    """The questions of a file of JSON lines.

    A line has ``id`` and ``question``; ``answerable`` (false by default), ``answer``,
    ``documents``, ``history``, ``today`` and ``fact`` may stand beside them, and what else a suite
    expects. Facts are read ``with_facts``, where they are sentences of the library. A line with
    ``parts`` is of the suite of its ``kind``, whatever ``suite`` is.

    Raises:
        InputError: the file can't be read, a line lacks its id or question, or its parts are not
            what ``evals.scoring.parts`` reads.
    """
    cases = []
    for number, row in enumerate(_rows(file), start=1):
        question = row.get("question", row.get("text"))
        if not isinstance(row.get("id"), str) or not isinstance(question, str):
            raise InputError(f'{file}: question {number} needs a string "id" and "question"')
        has_parts = "parts" in row
        if has_parts:
            _check_parts(row, f"{file}: question {number}")
        answerable = bool(row.get("answerable", False))
        cases.append(
            Case(
                suite=f"{SHAPE}{row['kind']}" if has_parts else suite,
                id=row["id"],
                question=question,
                answerable=answerable,
                reference=str(row.get("answer") or "") if answerable else "",
                documents=tuple(row.get("documents") or _documents_of(row.get("parts") or ())),
                history=read_history(row.get("history") or ()),
                today=row.get("today") or (SHAPE_DAY if has_parts else None),
                fact=str(row.get("fact") or "") if answerable and with_facts else "",
                wanted={key: row[key] for key in _EXPECTED if key in row},
            )
        )
    return cases


_EXPECTED = ("kind", "entities", "larger", "notes", "open", "speaker", "claim", "values", "parts")


def shape_cases(folder: Path = QUESTIONS) -> list[Case]:
    """The stored questions that tell their parts, from the files ``shapes*.jsonl``."""
    files = sorted(folder.glob("shapes*.jsonl"))
    return [case for file in files for case in stored_cases(SHAPE, file)]


def conversation_cases(file: Path = QUESTIONS / "conversations.jsonl") -> list[Case]:
    """The turns of stored conversations, each with those before it as its history."""
    cases = []
    for row in _rows(file):
        history: list[Turn] = []
        for number, turn in enumerate(row["turns"], start=1):
            cases.append(
                Case(
                    suite=CONVERSATION,
                    id=f"{row['id']}/{number}",
                    question=turn["question"],
                    answerable=True,
                    reference=turn["answer"],
                    documents=tuple(turn["documents"]),
                    history=tuple(history),
                )
            )
            history += [Turn("user", turn["question"]), Turn("assistant", turn["answer"])]
    return cases


def fixed_cases() -> list[Case]:
    """The stored suites, from policy questions to off-topic ones."""
    return [
        *stored_cases(POLICY, QUESTIONS / "policy.jsonl"),
        *stored_cases(PROFESSIONAL, QUESTIONS / "professional.jsonl", with_facts=True),
        *stored_cases(FOLLOW_UP, QUESTIONS / "followups.jsonl", with_facts=True),
        *conversation_cases(),
        *stored_cases(COMPARISON, QUESTIONS / "comparisons.jsonl"),
        *stored_cases(TIME, QUESTIONS / "time.jsonl", with_facts=True),
        *stored_cases(AUTHORITY, QUESTIONS / "authority.jsonl", with_facts=True),
        *stored_cases(FAR, QUESTIONS / "far.jsonl"),
        *stored_cases(NEAR, QUESTIONS / "near.jsonl"),
        *shape_cases(),
    ]


def without_pairs(document: Document) -> Document:
    """The document with its Q&A block kept out of the index; its text stays whole."""
    kept = tuple(s for s in document.sections if s.role is not Role.QUESTIONS)
    return replace(document, sections=kept)


def case_from_json(row: Mapping[str, Any]) -> Case:
    """A case as ``dataclasses.asdict`` and JSON left it."""
    turns = tuple(Turn(**turn) for turn in row["history"])
    return Case(**{**row, "documents": tuple(row["documents"]), "history": turns})


def _check_parts(row: Mapping[str, Any], place: str) -> None:
    kind, parts = row.get("kind"), row["parts"]
    if kind not in (KINDS if row.get("answerable") else REFUSED_KINDS):
        raise InputError(f"{place} has parts, but no kind of case is called {kind!r} there")
    if not row.get("answerable"):
        return
    if not parts:
        raise InputError(f"{place} is answerable and needs parts")
    for part in parts:
        known = isinstance(part.get("ask"), str) and isinstance(part.get("must"), list)
        if not known or bool(part["must"]) == bool(part.get("missing")):
            raise InputError(f'{place}: a part needs an "ask", and a "must" unless it is "missing"')
        if kind == "compare" and not (part.get("entity") and part.get("aspect")):
            raise InputError(f'{place} compares, so each part needs an "entity" and an "aspect"')


def _documents_of(parts: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for part in parts for name in part.get("documents") or ()))


def _renamed(case: Case, kind: str) -> str:
    return f"{kind}/{case.id.partition('/')[2]}"


def _rows(file: Path) -> list[dict[str, Any]]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
        return [json.loads(line) for line in lines if line.strip()]
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror})") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{file}: is not JSON lines ({error.msg})") from error
