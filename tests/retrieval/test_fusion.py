from assistant.retrieval.fusion import fuse


def test_fusion_by_hand() -> None:
    fused = fuse({"a": 0.9, "b": 0.5, "c": 0.1}, {"b": 8.0, "c": 4.0}, weight=0.8)

    # Dense scales to 1, 0.5 and 0; BM25 to 1 and 0.5 of its highest.
    assert fused == {"a": 0.8, "b": 0.6, "c": 0.1}


def test_a_single_candidate_scores_in_full() -> None:
    assert fuse({"a": 0.3}, {}) == {"a": 0.85}
