"""How well sentences are held to their sources: by rule, by the learned check, and by both.

    python -m benchmarks verify [PAIRS.jsonl ...]

Three kinds of pairs: sentences of the library as they stand and made wrong by rule, half and half;
sixty reworded by hand from what answers professional questions, and the same with a detail wrong;
and files of ``{"source", "sentence", "label"}``, in which all but "supported" counts as wrong.
"""

import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median

from assistant.answers.turning import repeats
from assistant.answers.verifying import THRESHOLD, faults
from assistant.assistant import Assistant
from assistant.models.calibration import probability
from assistant.models.entailment import Entailment, load_entailment
from assistant.results import Answer
from assistant.text.canonical import canonical
from assistant.text.names import large_names
from assistant.types import Document
from assistant.writing.checking import source_text
from evals.corrupting import Beside, corruptions
from evals.scoring.curves import bootstrap_interval

PARAPHRASES = Path(__file__).parent / "data" / "paraphrases.jsonl"
OF_LIBRARY = 400
"""Pairs of the library, half of them made wrong."""

LEAST_WORDS, MOST_WORDS = 8, 60
LONGEST_TIMED = 80
"""Words of a source up to which a pair is timed."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with its source; ``kind`` says how it was made wrong, or that it was not."""

    source: str
    sentence: str
    supported: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What was told of the pairs of a set: by rule, by the learned score, and how long it took."""

    name: str
    pairs: tuple[Pair, ...]
    ruled: tuple[bool, ...]
    repeated: tuple[bool, ...]
    scores: tuple[float, ...]
    milliseconds: tuple[float, ...]

    def passed(self, way: str, threshold: float = THRESHOLD) -> list[bool]:
        """Which sentences are taken for supported: by "rules", by what is "learned", or "both"."""
        learned = [score >= threshold for score in self.scores]
        read = zip(self.ruled, self.repeated, learned, strict=True)
        both = [ruled and (repeated or scored) for ruled, repeated, scored in read]
        return {"rules": list(self.ruled), "learned": learned, "both": both}[way]


def measure(assistant: Assistant, files: Sequence[Path]) -> list[Verdicts]:
    """The verdicts on the pairs of the library, on those reworded by hand, and on files."""
    entailment = load_entailment()
    documents = [assistant.document(item.id) for item in assistant.documents()]
    sets = [
        ("library", list(library_pairs(documents))),
        ("reworded", list(reworded_pairs(assistant))),
        *((file.stem, list(read_pairs(file))) for file in files),
    ]
    return [judge(name, pairs, entailment) for name, pairs in sets]


def judge(name: str, pairs: Sequence[Pair], entailment: Entailment) -> Verdicts:
    """Hold each pair's sentence to its source, in both ways."""
    ruled, repeated, scores, times = [], [], [], []
    for pair in pairs:
        began = time.perf_counter()
        (logit,) = entailment.support(pair.source, [pair.sentence])
        took = 1000 * (time.perf_counter() - began)
        if len(pair.source.split()) <= LONGEST_TIMED:
            times.append(took)
        scores.append(probability(logit))
        ruled.append(next(faults(pair.source, pair.sentence), None) is None)
        repeated.append(repeats(canonical(pair.source), canonical(pair.sentence)))
    return Verdicts(name, tuple(pairs), tuple(ruled), tuple(repeated), tuple(scores), tuple(times))


def library_pairs(documents: Sequence[Document], count: int = OF_LIBRARY) -> Iterator[Pair]:
    """Sentences of a library with those around them: half as they stand, half made wrong.

    All kinds of wrong ones come about as often.
    """
    random = Random(18)  # noqa: S311 - for repeatable pairs
    places = [
        (document, [s.text for s in block.sentences], at)
        for document in documents
        for section in document.sections
        for block in section.blocks
        for at, sentence in enumerate(block.sentences)
        if LEAST_WORDS <= len(sentence.text.split()) <= MOST_WORDS
    ]
    random.shuffle(places)
    names = sorted({n for d, said, _ in places for text in said for n in large_names(text)})
    made: dict[str, int] = defaultdict(int)
    right = 0
    for document, said, at in places:
        if right + sum(made.values()) >= count:
            return
        own = [text for d, texts, _ in places if d is document for text in texts]
        source = " ".join([f"{document.metadata.title}.", *said[max(0, at - 1) : at + 2]])
        beside = Beside(own, random.sample(names, min(60, len(names))))
        found = [c for c in corruptions(said[at], beside, random) if c.text not in source]
        if right > sum(made.values()) and found:
            wrong = min(found, key=lambda item: made[item.kind])
            made[wrong.kind] += 1
            yield Pair(source, wrong.text, False, wrong.kind)
        elif right < count / 2:
            right += 1
            yield Pair(source, said[at], True, "as it stands")


def reworded_pairs(assistant: Assistant) -> Iterator[Pair]:
    """Sentences reworded by hand, right and with a detail wrong, with what answers the question."""
    for line in PARAPHRASES.read_text("utf-8").splitlines():
        row = json.loads(line)
        answer = assistant.quote(row["question"])
        if answer.citations:
            source = _nearest(answer, row["right"])
            yield Pair(source, row["right"], True, "reworded")
            yield Pair(source, row["wrong"], False, row["kind"])


def _nearest(answer: Answer, sentence: str) -> str:
    """The source text of the quote that shares most words with a sentence."""
    words = set(sentence.lower().split())
    best = max(answer.citations, key=lambda item: len(words & set(item.quote.lower().split())))
    return source_text([best])


def read_pairs(file: Path) -> Iterator[Pair]:
    """The pairs of a file."""
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        supported = row["label"] == "supported"
        yield Pair(row["source"], row["sentence"], supported, row["label"])


def table(measured: Sequence[Verdicts]) -> str:
    """The verdicts as tables: shares of right sentences withheld and of wrong ones passed."""
    lines = ["| set | way | right withheld | wrong passed | balanced |", "|---|---|---|---|---|"]
    lines += [
        f"| {found.name} | {way} | {_row(found, found.passed(way))} |"
        for found in measured
        for way in ("rules", "learned", "both")
    ]
    for found in measured[:2]:
        lines += ["", f"Wrong sentences of “{found.name}” that passed, by kind:", ""]
        lines += _by_kind(found)
    times = [one for found in measured for one in found.milliseconds]
    lines += ["", f"The learned check of a source of up to {LONGEST_TIMED} words takes "
              f"{median(times):.1f} ms, median of {len(times)}."]  # fmt: skip
    return "\n".join(lines)


def _row(found: Verdicts, passed: Sequence[bool]) -> str:
    right = [ok for pair, ok in zip(found.pairs, passed, strict=True) if pair.supported]
    wrong = [ok for pair, ok in zip(found.pairs, passed, strict=True) if not pair.supported]
    kept, let = sum(right) / len(right), sum(wrong) / len(wrong)
    balanced = (kept + 1 - let) / 2
    withheld = _interval(len(right) - sum(right), len(right))
    return f"{withheld} | {_interval(sum(wrong), len(wrong))} | {balanced:.1%}"


def _interval(count: int, total: int) -> str:
    low, high = bootstrap_interval([1.0] * count + [0.0] * (total - count))
    return f"{count / total:.1%} ({low:.0%} to {high:.0%} of {total})"


def _by_kind(found: Verdicts) -> Iterator[str]:
    kinds: dict[str, list[bool]] = defaultdict(list)
    for pair, ok in zip(found.pairs, found.passed("both"), strict=True):
        if not pair.supported:
            kinds[pair.kind].append(ok)
    yield "| kind | passed | of |"
    yield "|---|---|---|"
    for kind, passed in sorted(kinds.items()):
        yield f"| {kind} | {sum(passed)} | {len(passed)} |"
