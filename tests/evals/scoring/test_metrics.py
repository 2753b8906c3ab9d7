import math

import pytest

from evals.scoring import metrics


def test_token_f1_by_hand() -> None:
    # Words without articles: {rate, is, 35} and {rate, rose, to, 35}; two are shared.
    precision, recall = 2 / 3, 2 / 4
    expected = 2 * precision * recall / (precision + recall)

    assert metrics.token_f1("The rate is 35.", "A rate rose to 35") == pytest.approx(expected)
    assert metrics.token_f1("same words", "Same words!") == 1
    assert metrics.token_f1("one", "two") == 0
    assert metrics.token_f1("", "two") == 0
    assert metrics.token_f1("the", "a") == 1


def test_token_f1_counts_repeats() -> None:
    assert metrics.token_f1("film film", "film") == pytest.approx(2 * 0.5 * 1 / 1.5)


def test_recall_by_hand() -> None:
    assert metrics.recall_at_k(["a", "b", "c"], {"b", "z"}, 2) == 0.5
    assert metrics.recall_at_k(["a", "b"], {"b"}, 1) == 0
    with pytest.raises(ValueError, match="relevant"):
        metrics.recall_at_k(["a"], set(), 1)


def test_ndcg_by_hand() -> None:
    gains = {"b": 2.0, "c": 1.0}
    found = 2 / math.log2(3) + 1 / math.log2(4)
    ideal = 2 / math.log2(2) + 1 / math.log2(3)

    assert metrics.ndcg_at_k(["a", "b", "c"], gains, 10) == pytest.approx(found / ideal)
    assert metrics.ndcg_at_k(["b", "c"], gains, 10) == 1
    assert metrics.ndcg_at_k(["a", "b", "c"], gains, 1) == 0
    with pytest.raises(ValueError, match="relevant"):
        metrics.ndcg_at_k(["a"], {}, 10)


def test_cosine_and_mean_by_hand() -> None:
    assert metrics.cosine([3, 4], [4, 3]) == pytest.approx(24 / 25)
    assert metrics.mean([1, 2, 6]) == 3
    assert metrics.mean([]) == 0
