"""Metrics: pure functions from what was returned and what was expected to numbers."""

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_TOKEN = re.compile(r"\w+")


def tokens(text: str) -> list[str]:
    """The lower-case words of a text without articles.

    Source: the answer normalisation of the SQuAD evaluation (Rajpurkar et al., EMNLP 2016).
    """
    return _TOKEN.findall(_ARTICLES.sub(" ", text.lower()))


def token_f1(answer: str, reference: str) -> float:
    """F1 in 0..1 of the bags of words of an answer and its reference; 1 when both are empty.

    Source: the SQuAD evaluation (Rajpurkar et al., EMNLP 2016).
    """
    ours, theirs = tokens(answer), tokens(reference)
    if not ours or not theirs:
        return float(ours == theirs)
    shared = sum((Counter(ours) & Counter(theirs)).values())
    if not shared:
        return 0.0
    precision, recall = shared / len(ours), shared / len(theirs)
    return 2 * precision * recall / (precision + recall)


def recall_at_k(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Share in 0..1 of the relevant ids among the first ``k`` ranked.

    Source: Manning, Raghavan and Schütze, "Introduction to Information Retrieval", ch. 8.

    Raises:
        ValueError: nothing is relevant.
    """
    if not relevant:
        raise ValueError("recall is undefined without a relevant id")
    return len(set(ranked[:k]) & set(relevant)) / len(set(relevant))


def reciprocal_rank(ranked: Sequence[str], relevant: Collection[str]) -> float:
    """1 over the rank of the first relevant id, 0 when there is none; its mean is the MRR.

    Source: Voorhees, "The TREC-8 Question Answering Track Report", 1999.
    """
    ranks = (rank for rank, key in enumerate(ranked, start=1) if key in relevant)
    return 1 / next(ranks, math.inf)


def ndcg_at_k(ranked: Sequence[str], gains: Mapping[str, float], k: int) -> float:
    """Normalised discounted cumulative gain in 0..1 of the first ``k`` ranked ids.

    ``gains`` has the relevance of the relevant ids. Linear gain and log2 discount, as in
    trec_eval; Source: Järvelin and Kekäläinen, ACM TOIS 20(4), 2002.

    Raises:
        ValueError: nothing is relevant.
    """
    ideal = sum(
        gain / math.log2(rank + 1)
        for rank, gain in enumerate(sorted(gains.values(), reverse=True)[:k], start=1)
    )
    if ideal <= 0:
        raise ValueError("nDCG is undefined without a relevant id")
    found = sum(
        gains.get(key, 0.0) / math.log2(rank + 1) for rank, key in enumerate(ranked[:k], start=1)
    )
    return found / ideal


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """Cosine similarity in -1..1 of two vectors that are not zero."""
    product = sum(a * b for a, b in zip(one, other, strict=True))
    lengths = math.hypot(*one) * math.hypot(*other)
    return product / lengths


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean; 0 for no values."""
    return sum(values) / len(values) if values else 0.0
