"""The learned check that comes along: what it reads, and what it does not take for read."""

from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.models.entailment import (
    SOURCE_TOKENS,
    UNREAD,
    OnnxEntailment,
    load_entailment,
    windows,
)
from assistant.models.weights import default_folder

SOURCE = "The Nova film credit is 30 percent of wages."


@pytest.fixture(scope="module")
def entailment() -> OnnxEntailment:
    return load_entailment()


def test_what_a_source_says_is_supported_and_what_is_tacked_on_is_not(
    entailment: OnnxEntailment,
) -> None:
    tail = ", and it is paid twice to studios that bribe the office."
    whole, more = entailment.support(SOURCE, [SOURCE, f"{SOURCE[:-1]}{tail}"])
    assert whole > 0 > more


def test_a_sentence_that_is_not_read_to_its_end_is_not_supported(
    entailment: OnnxEntailment,
) -> None:
    assert entailment.support(SOURCE, [f"{SOURCE[:-1]}{' and of wages' * 100}."]) == [UNREAD]


def test_a_long_source_is_read_to_its_end(entailment: OnnxEntailment) -> None:
    long = f"{'The office is open on weekdays. ' * 60}{SOURCE}"
    (logit,) = entailment.support(long, [SOURCE])
    assert logit > 0


def test_windows_hold_every_token_of_a_source() -> None:
    tokens = list(range(700))
    read = list(windows(tokens))
    assert {token for window in read for token in window} == set(tokens)
    assert max(map(len, read)) == SOURCE_TOKENS


def test_another_file_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.onnx"
    other.write_bytes(b"another")
    with pytest.raises(ModelError, match="not the file of this version"):
        OnnxEntailment(default_folder() / "tokenizer.json", other)
