"""What one step of the scorer's training reads: samples of the groups, drawn at random."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from training.scorer_groups import Candidate, Group
from training.slips import mistyped

CANDIDATES = 4
"""Sentences of one sample."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A question with one to ``CANDIDATES`` sentences; with ``answered`` the first is right."""

    question: str
    candidates: list[Candidate]
    answered: bool


def draw(group: Group, random: Random, most: int = CANDIDATES) -> Sample:
    """One sample of a group: its right sentence, if any, and the wrong ones beside it.

    Most often the wrong sentences are the passage's own. From an answerable question the answer
    is taken away in 15 % of the draws, sentences of other passages alone being left. A sample may
    come out without a sentence, where a passage had no other.
    """
    right: list[Candidate] = []
    if group.right and (random.random() < 0.85 or not group.elsewhere):
        right = [random.choice(group.right)]
        near = random.random() < 0.75
        wrong = group.own[:3] if near else group.own[:1] + group.elsewhere[:3]
    elif group.right:
        wrong = group.elsewhere[:4]
    else:
        near = random.random() < 0.8
        wrong = group.own[:3] + group.elsewhere[:1] if near else group.elsewhere[:4]
    return Sample(mistyped(group.question, random), right + wrong[: most - len(right)], bool(right))


def draw_batches(
    groups: Sequence[Group], size: int, random: Random, most: int = CANDIDATES
) -> list[list[Sample]]:
    """One epoch: a sample of every group of at most ``most`` sentences, ``size`` to a batch.

    Batches are cut from pools of 24 batches sorted by length, so that they pad little.
    """
    rows = list(groups)
    random.shuffle(rows)
    batches = []
    for start in range(0, len(rows), size * 24):
        drawn = [draw(group, random, most) for group in rows[start : start + size * 24]]
        pool = sorted((sample for sample in drawn if sample.candidates), key=_length)
        cut = [pool[at : at + size] for at in range(0, len(pool), size)]
        random.shuffle(cut)
        batches += cut
    return batches


def _length(sample: Sample) -> int:
    return max(len(sentence) for _, _, sentence in sample.candidates) + len(sample.question)
