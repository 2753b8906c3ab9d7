"""A chat model that is always right, and one that always lies, before the real writer.

Each answers the questions of ``data/paraphrases.jsonl`` in one sentence, which cites the statement
nearest to it in words: reworded by hand as the source says it, or with one detail wrong.
"""

import json
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from threading import Event

from assistant.answers.verifying import Verifier
from assistant.assistant import Assistant
from assistant.models.entailment import load_entailment
from assistant.results import Answer
from assistant.settings import ChatSettings
from assistant.writing.checking import Checker
from assistant.writing.talking import Prompt, Tokens
from assistant.writing.writer import Writer
from benchmarks.verifying import PARAPHRASES
from evals.scoring.curves import bootstrap_interval

_STATEMENT = re.compile(r"^\[(\w{4})\] (.*)$", re.MULTILINE)


@dataclass(slots=True)
class ScriptedChat:
    """Says one sentence, citing the statement of the request that shares most words with it."""

    sentence: str
    near: str
    name: str = "scripted"

    def reply(self, prompt: Prompt, stop: Event | None = None) -> Generator[str | Tokens]:
        """The sentence, a word at a time."""
        words = _words(self.near)
        told = _STATEMENT.findall(prompt.request)
        key, _ = max(told, key=lambda one: len(words & _words(one[1])))
        yield from re.findall(r"\S+\s*", f"{self.sentence.rstrip('.')} [{key}].")


@dataclass(frozen=True, slots=True)
class Sessions:
    """What became of the sentences of a scripted model.

    Attributes:
        name: which model.
        shown: for each question that is answered, whether its sentence was shown.
        altered: sentences that were shown otherwise than written.
        milliseconds: from a sentence's full stop until it was shown.
    """

    name: str
    shown: tuple[bool, ...]
    altered: int
    milliseconds: tuple[float, ...]


def measure(assistant: Assistant) -> list[Sessions]:
    """Ask every question of both models."""
    rows = [json.loads(line) for line in PARAPHRASES.read_text("utf-8").splitlines()]
    checker = Checker(Verifier(load_entailment()))
    return [_session(assistant, checker, rows, key) for key in ("right", "wrong")]


def _session(
    assistant: Assistant, checker: Checker, rows: Sequence[dict[str, str]], key: str
) -> Sessions:
    shown, altered, times = [], 0, []
    for row in rows:
        prepared = assistant.prepare(row["question"])
        if not prepared.evidence:
            continue
        chat = ScriptedChat(row[key], row["right"])
        *_, answer = Writer(chat, checker, ChatSettings().tokens).write(prepared)
        told = [one.text for one in answer.sentences]
        shown.append(bool(told))
        altered += told not in ([], [row[key]])
        times += _first(answer)
    return Sessions(key, tuple(shown), altered, tuple(times))


def _first(answer: Answer) -> list[float]:
    first = answer.usage.first if answer.usage else None
    return [] if first is None else [1000 * first]


def table(sessions: Sequence[Sessions]) -> str:
    """What was shown of each model."""
    lines = ["| a model that is always | shown | altered |", "|---|---|---|"]
    for one in sessions:
        low, high = bootstrap_interval([float(ok) for ok in one.shown])
        share = f"{sum(one.shown) / len(one.shown):.1%} ({low:.0%} to {high:.0%}"
        lines.append(f"| {one.name} | {share} of {len(one.shown)}) | {one.altered} |")
    times = [took for one in sessions for took in one.milliseconds]
    late = quantiles(times, n=20)[-1]
    told = f"{median(times):.0f} ms in the median, {late:.0f} ms at p95"
    return "\n".join([*lines, "", f"From full stop to shown: {told}, of {len(times)}."])


def _words(text: str) -> set[str]:
    return set(text.lower().split())
