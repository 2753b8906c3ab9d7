"""Sentences made wrong in one detail."""

from random import Random

import pytest

from assistant.answers.verifying import faults
from evals.corrupting import KINDS, Beside, corruptions

SENTENCE = (
    "The Corlund Film Board may approve up to 35 percent on 4 March 2031, if it is not spent."
)
BESIDE = Beside(
    ("The guild was founded in 1990.", "A series has 12 episodes."),
    ("Orme Film Board", "Veldt Arts Council", "Tarn"),
)


@pytest.mark.parametrize("seed", range(20))
def test_each_kind_changes_one_detail(seed: int) -> None:
    made = {item.kind: item.text for item in corruptions(SENTENCE, BESIDE, Random(seed))}
    assert set(made) == {"number", "date", "name", "negation", "modality", "scope", "merge"}
    for kind, text in made.items():
        assert text != SENTENCE, kind
    assert "Corlund" not in made["name"]
    assert "must" in made["modality"] or "will" in made["modality"]


def test_it_is_the_same_every_time() -> None:
    first = [*corruptions(SENTENCE, BESIDE, Random(3))]
    assert first == [*corruptions(SENTENCE, BESIDE, Random(3))]


def test_a_sentence_without_details_stays() -> None:
    assert [*corruptions("Nobody knows.", Beside((), ()), Random(0))] == []


def test_every_kind_has_a_name_that_says_what_is_wrong() -> None:
    assert list(KINDS) == [
        "number",
        "date",
        "name",
        "negation",
        "modality",
        "status",
        "scope",
        "merge",
    ]


@pytest.mark.parametrize("kind", ["number", "date", "name", "negation", "modality"])
def test_rules_see_what_was_changed(kind: str) -> None:
    made = {item.kind: item.text for item in corruptions(SENTENCE, BESIDE, Random(1))}
    assert list(faults(SENTENCE, made[kind]))
