"""Two rankings of the same passages made one."""

from collections.abc import Mapping

DENSE_WEIGHT = 0.85
"""Share of the dense score in the fused one; fitted by training/fit_fusion.py."""


def fuse(
    dense: Mapping[str, float], lexical: Mapping[str, float], weight: float = DENSE_WEIGHT
) -> dict[str, float]:
    """Convex combination of min-max normalised scores, in 0..1 by id.

    ``weight`` is the share of the dense score; a chunk BM25 did not find has lexical score 0.
    Source: Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM
    TOIS 2023.
    """
    scaled_dense = _scale(dense, min(dense.values(), default=0.0))
    scaled_lexical = _scale(lexical, 0.0)
    return {
        key: round(weight * score + (1 - weight) * scaled_lexical.get(key, 0.0), 6)
        for key, score in scaled_dense.items()
    }


def _scale(scores: Mapping[str, float], low: float) -> dict[str, float]:
    span = max(scores.values(), default=0.0) - low
    return {key: (score - low) / span if span > 0 else 1.0 for key, score in scores.items()}
