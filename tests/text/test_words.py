import pytest

from assistant.text.words import acronyms, content_stems, listed, name_stems


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
    assert name_stems("Does the WGA pay 35% in British Columbia under AB 412?") == {
        "wga", "british", "columbia", "ab", "412",
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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AB412", "AB 412"),
        ("A.B. 412", "AB 412"),
        ("AB-412", "AB 412"),
        ("H.R. 4821", "HR 4821"),
        ("the U.S.-made show", "the US-made show"),
        ("Québec’s Scéal", "Quebec's Sceal"),
        ("two QDEs", "two QDE"),
        ("the MPAs", "the MPA"),
        ("SAG\u00a0AFTRA", "SAG-AFTRA"),
        ("Disney–OpenAI", "Disney-OpenAI"),
        ("Ｐart ½", "Part 1⁄2"),
    ],
)
def test_a_name_has_the_same_stems_however_it_is_written(one: str, other: str) -> None:
    assert content_stems(one) == content_stems(other)


@pytest.mark.parametrize(
    "amount",
    ["a 22-minute show", "$500m", "€500 more", "17.5%", "17.5 %", "500m"]
    + [
        f"40 {unit}"
        for unit in ("per cent", "percent", "thousand", "million", "billion", "minute", "hours",
                     "days", "weeks", "months", "years")
    ],
)  # fmt: skip
def test_a_number_with_a_unit_is_no_name(amount: str) -> None:
    assert name_stems(f"does it pay {amount}?") == set()


@pytest.mark.parametrize("number", ["2026", "4.0", "27", "2,500"])
def test_a_bare_number_may_name_something(number: str) -> None:
    assert name_stems(f"is it in {number}?") == {number}


@pytest.mark.parametrize(
    "text", ["“Named producers?", "So? What's it?", "- House rules", "It is: Rates rise", "a.\nSo"]
)
def test_what_begins_a_sentence_is_no_name(text: str) -> None:
    assert name_stems(text) == set()


def test_what_stands_in_brackets_begins_no_sentence() -> None:
    assert name_stems("What is the cap? (Georgia)") == {"georgia"}


@pytest.mark.parametrize(
    ("words", "expected"),
    [([], ""), (["one"], "one"), (["one", "two"], "one and two"), (["1", "2", "3"], "1, 2 and 3")],
)
def test_words_are_listed_as_a_person_does(words: list[str], expected: str) -> None:
    assert listed(words) == expected
