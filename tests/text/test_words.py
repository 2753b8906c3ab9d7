import pytest

from assistant.text.words import acronyms, content_stems, name_stems


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


def test_names_are_capitalised_words_acronyms_and_figures() -> None:
    assert name_stems("Does the WGA pay 35% in British Columbia?") == {
        "wga", "35", "british", "columbia",
    }  # fmt: skip
    assert name_stems("Credits are paid") == set()


def test_long_names_are_known_by_their_initials() -> None:
    assert acronyms("members of the Writers Guild of America in Los Angeles") == {"wga", "la"}


def test_a_name_at_the_beginning_is_told_by_its_capitals() -> None:
    assert name_stems("WGA members pay") == {"wga"}
    assert name_stems("Members pay") == set()


@pytest.mark.parametrize("joint", ["of", "and", "the", "for"])
def test_initials_pass_over_small_words(joint: str) -> None:
    assert acronyms(f"a Fund {joint} Arts") == {"fa"}
