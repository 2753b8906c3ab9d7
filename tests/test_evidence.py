import pytest

from assistant.evidence import Statement, confidence, content_stems
from assistant.types import Chunk, Role, Sentence


def statement(**features: float | bool) -> Statement:
    sentence = Sentence(0, 9, "Some text")
    chunk = Chunk("d@r#0", "d", "", Role.BODY, 0, 9, "Some text", (sentence,))
    values: dict[str, float | bool] = {
        "score": 0.5,
        "cosine": 0.5,
        "own_question": 0.0,
        "coverage": 0.5,
        "names_missing": False,
        "figure_missing": False,
    }
    return Statement(chunk=chunk, sentences=(sentence,), **(values | features))


def test_confidence_is_a_probability_that_follows_its_features() -> None:
    plain = confidence([statement()])

    assert 0 < confidence([]) < 0.01
    assert 0 < plain < 1
    assert confidence([statement(cosine=0.7)]) > plain
    assert confidence([statement(own_question=0.7)]) > plain
    assert confidence([statement(coverage=0.9)]) > plain
    assert confidence([statement(names_missing=True)]) < plain
    assert confidence([statement(figure_missing=True)]) < plain


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("How much does the credit pay?", {"credit", "pay"}),
        ("Who are they, and what did it say about that?", set()),
        ("Relocating productions get 40.5% in 2025", {"reloc", "product", "40.5", "2025"}),
    ],
)
def test_content_words_are_stemmed_and_function_words_left_out(text: str, stems: set[str]) -> None:
    assert content_stems(text) == stems
