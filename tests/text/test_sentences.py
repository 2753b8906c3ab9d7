"""Where sentences end: not inside brackets and quotations, nor after what looks like an end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.joints import LONGEST
from assistant.text.sentences import split_sentences

FIRST, LAST = "The first one stands here.", "Another one follows it."


def split(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text, 0, len(text), {})]


@pytest.mark.parametrize(
    "sentence",
    [
        "Acme, Inc. v. Dep't of Rev., No. 21-cv-345, 512 F. Supp. 3d 77 (D. Marl. 2024) upheld it.",
        "The guild won in Vale v. Orvale, 12 Orv. 3d 44, 51 (Orv. Ct. App. 2022) (en banc).",
        'The judge said, "I am not persuaded. The clause is void."',
        "The judge said: “I am not persuaded. The clause is void.”",
        "The ruling applies to Cos. with 50+ employees, incl. contractors.",
        "The fee is 5.5 pct. per annum.",
        "Productions of No. 7 class are exempt.",
        "The schedule changes for Occ. Code 5742 to Schedule C now.",
        "See 12 G.F.A.P. 204 (2014) for the factors.",
    ],
)
def test_a_sentence_is_never_cut_inside(sentence: str) -> None:
    assert split(f"{FIRST} {sentence} {LAST}") == [FIRST, sentence, LAST]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("It is heard at 10 a.m. PT. Fees rose.", "Fees rose."),
        ("The fee is 5 pct. per annum. Damages were split.", "Damages were split."),
        ("It held so.1 The court agreed.", "The court agreed."),
        ("It was in 2025.2 None was used.", "None was used."),
        ("See note.[1] The cap is $5.", "The cap is $5."),
    ],
)
def test_sentences_are_not_merged_after_what_looks_like_an_abbreviation(
    text: str, second: str
) -> None:
    assert split(text)[-1] == second


def test_a_long_list_in_one_sentence_is_cut_at_its_items_under_what_governs_them() -> None:
    items = "; ".join(f"({n}) {'some long words of a statute ' * 5}here" for n in range(1, 6))
    text = f"The fund pays: {items}."

    found = split_sentences(text, 0, len(text), {})
    assert [item.text[:3] for item in found] == ["(1)", "(2)", "(3)", "(4)", "(5)"]
    assert {item.lead[0].text for item in found} == {"The fund pays:"}
    assert found[1].words.startswith("The fund pays: (2) some long words")


def test_a_long_sentence_that_is_cut_within_the_foot_of_a_page_holds_none_of_it() -> None:
    foot = "A foot, of a page, in parts"
    words = "some long words of a statute " * 17
    text = f"The fund pays {words}and\n{foot}\nalso {words}to all."
    hole = (text.index(foot), text.index(foot) + len(foot))

    found = split_sentences(text, 0, len(text), {}, [hole])
    assert not any(item.start < hole[1] and item.end > hole[0] for item in found)
    assert found[-1].text.endswith("to all.")


@pytest.mark.parametrize("length", [199, 200, 201, 250])
def test_a_long_word_is_read_to_its_last_letter(length: int) -> None:
    word = "https://a.example/" + "b" * (length - len("https://a.example/"))

    assert split(word) == [word]
    assert split(f"{FIRST} {LAST[:-1]} {word}") == [FIRST, f"{LAST[:-1]} {word}"]


@pytest.mark.parametrize("hidden", ["&nbsp;", "<!-- A note. It is ours. -->", "![](a/b.png)"])
def test_what_shows_no_words_is_no_sentence(hidden: str) -> None:
    assert split(hidden) == []


def test_a_comment_between_sentences_is_in_none() -> None:
    assert split(f"{FIRST} <!-- A note. It is ours. --> {LAST}") == [FIRST, LAST]


@given(
    st.lists(st.sampled_from(["word", "a", "(1)", "said,", "so;", "thus:", "Mr."]), max_size=300)
)
def test_parts_are_short_exact_and_hold_every_word(words: list[str]) -> None:
    text = " ".join(words)

    found = split_sentences(text, 0, len(text), {})
    assert all(text[item.start : item.end] == item.text for item in found)
    assert all(item.end - item.start <= LONGEST for item in found)
    held = [(item.start, item.end) for item in found]
    held += [(lead.start, lead.end) for item in found for lead in item.lead]
    lost = [at for at, letter in enumerate(text) if letter.isalnum()]
    assert all(any(start <= at < end for start, end in held) for at in lost)
