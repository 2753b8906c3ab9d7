"""Sentences held to their sources by rule, with a check of entailment that is told what to say."""

from collections.abc import Sequence

import pytest

from assistant.answers.verifying import UNSUPPORTED, Verifier, faults, is_part

SOURCE = (
    "Corlund pays 35 percent to relocating productions and 28 percent to others. The producer may"
    " apply until 31 March 2031. SAG-AFTRA members voted 61 to 22 for the draft on 4 May 2030."
)


class Yes:
    """An entailment model that finds everything supported, or nothing."""

    def __init__(self, logit: float = 9.0) -> None:
        self.logit = logit

    def support(self, source: str, sentences: Sequence[str]) -> list[float]:
        return [self.logit for _ in sentences]


@pytest.mark.parametrize(
    "sentence",
    [
        "Relocating productions get 35% in Corlund.",
        "Applications are open to the end of March 2031.",
        "The members of SAG-AFTRA backed the draft by 61 votes to 22 in May 2030.",
        "The producer may apply until March 31, 2031.",
        "A little over a third is paid to relocating productions.",
    ],
)
def test_what_the_source_says_in_other_words_passes(sentence: str) -> None:
    assert list(faults(SOURCE, sentence)) == []


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Relocating productions get 45 % in Corlund.", "the figure 45 % is not in the source"),
        ("The vote was on 4 June 2030.", "the date 4 June 2030 is not in the source"),
        ("The vote was in 2029.", "the date 2029 is not in the source"),
        ("Members of IATSE voted for the draft.", "the name Members of IATSE is not in the source"),
        ("The producer must apply until 31 March 2031.", "what must be is not as in the source"),
        (
            "The producer may not apply until 31 March 2031.",
            "whether it is so or not is not as in the source",
        ),
        ("The producer may apply after 31 March 2031.", "what comes after is not as in the source"),
    ],
)
def test_what_differs_is_named(sentence: str, reason: str) -> None:
    assert reason in list(faults(SOURCE, sentence))


def test_both_checks_have_to_agree() -> None:
    right, wrong = "Relocating productions get 35% in Corlund.", "They get 99 %."
    passed, caught = Verifier(Yes()).verify(SOURCE, [right, wrong])
    assert (passed.supported, passed.reasons) == (True, ())
    assert not caught.supported
    assert caught.score > 0.9
    (doubted,) = Verifier(Yes(-9.0)).verify(SOURCE, [right])
    assert (doubted.supported, doubted.reasons) == (False, (UNSUPPORTED,))
    assert doubted.score < 0.1


def test_names_may_be_written_out() -> None:
    assert not [*faults("The FTC ruled on it.", "The Federal Trade Commission ruled on it.")]
    assert not [*faults("The Federal Trade Commission ruled on it.", "The FTC ruled on it.")]


@pytest.mark.parametrize(
    ("sentence", "is_so"),
    [
        ("Corlund pays 35 percent to relocating productions.", True),
        ("The producer may apply until 31 March 2031.", True),
        ("SAG-AFTRA members voted for the draft.", True),
        ("The producer may apply.", False),
        ("Productions relocating to Corlund get 35 percent.", False),
    ],
)
def test_what_only_leaves_out_words_needs_no_other_check(sentence: str, is_so: bool) -> None:
    assert is_part(SOURCE, sentence) is is_so
    assert Verifier(Yes(-9.0)).verify(SOURCE, [sentence])[0].supported is is_so


def test_a_condition_is_not_left_out() -> None:
    source = "Producers get 40 percent if they apply by June."

    assert not is_part(source, "Producers get 40 percent.")
