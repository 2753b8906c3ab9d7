import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.spelling import Spelling, slips

SPELLING = Spelling(
    {"louisiana": 9, "midjourney": 4, "produced": 2, "products": 5, "budget": 3, "close": 2}
)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("same", "same", 0),
        ("lousiana", "louisiana", 1),
        ("louisianna", "louisiana", 1),
        ("louisiena", "louisiana", 1),
        ("loiusiana", "louisiana", 1),
        ("", "abc", 3),
        ("midjorneyy", "midjourney", 2),
    ],
)
def test_a_slip_is_a_letter_missing_added_wrong_or_swapped(
    one: str, other: str, count: int
) -> None:
    assert slips(one, other) == count


@given(st.text("abc", max_size=6), st.text("abc", max_size=6))
def test_slips_are_the_same_both_ways(one: str, other: str) -> None:
    assert slips(one, other) == slips(other, one)


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("lousiana", "louisiana"),
        ("midjorney", "midjourney"),
        ("bugdet", "budget"),
        ("buget", "budget"),
        ("clsoe", "close"),
        ("clse", "close"),
        ("clove", ""),  # a wrong letter in a short word makes another one too often
        ("closet", "close"),
        ("badgit", ""),  # two slips in a short word
        ("mdjuorney", ""),  # two slips
        ("nidjourney", ""),  # the first letter is taken to be right
        ("alberta", ""),
    ],
)
def test_the_nearest_known_word_is_found(word: str, near: str) -> None:
    assert SPELLING.nearest(word) == near


def test_of_two_that_are_as_near_the_more_frequent_is_meant() -> None:
    assert SPELLING.nearest("producss") == "products"
    assert SPELLING.nearest("producxs") == "products"
