"""Numbers and dates of a text, however they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text import calendar
from assistant.text import quantities as numbers
from assistant.text.canonical import canonical


def quantities(text: str) -> tuple[numbers.Quantity, ...]:
    return numbers.quantities(canonical(text))


def days(text: str) -> tuple[calendar.Day, ...]:
    return calendar.days(canonical(text))


def values(text: str) -> list[tuple[str, float]]:
    return [(item.kind, item.value) for item in quantities(text)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("35 percent of $1.5 million", [("share", 35.0), ("money", 1_500_000.0)]),
        ("35% of 1,500,000 dollars", [("share", 35.0), ("money", 1_500_000.0)]),
        (
            "twenty-five per cent, two hundred, two dozen",
            [("share", 25), ("number", 200), ("number", 24)],
        ),
        ("US$25m and £3bn", [("money", 25e6), ("money", 3e9)]),
        ("a 22-minute episode, 1.5 years", [("number", 22 * 60.0), ("number", 18.0)]),
        ("half of them, a quarter, three-fifths", [("share", 50), ("share", 25), ("share", 60)]),
        ("one of them", [("number", 1.0)]),
        ("in the third quarter of 2027", [("clause", 0.0)]),
        (
            "the twenty-first, half a million, two and a half million",
            [("ordinal", 21.0), ("number", 5e5), ("number", 2.5e6)],
        ),
        ("at 9 a.m. and 17:30", [("clock", 540.0), ("clock", 1050.0)]),
        ("on 4 March 2031 and in 2032", []),
    ],
)
def test_numbers_are_read_in_figures_and_in_words(text: str, told: list[tuple[str, float]]) -> None:
    assert values(text) == told


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("$1.5 million", "1,500,000 dollars", True),
        ("35%", "35 percent", True),
        ("35%", "35 days", False),
        ("a third", "33 percent", True),
        ("a third", "30 percent", False),
        ("over a quarter", "27 per cent", True),
        ("80 percent", "four fifths", True),
        ("3,960", "396", False),
    ],
)
def test_what_is_written_in_two_ways_is_the_same(one: str, other: str, is_same: bool) -> None:
    (first,) = quantities(one)
    assert first.stands_in(quantities(other)) is is_same


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("on 4 March 2031", [(2031, 3, 4)]),
        ("on March 4, 2031", [(2031, 3, 4)]),
        ("on the 4th of March", [(0, 3, 4)]),
        ("in March 2031", [(2031, 3, 0)]),
        ("2031-03-04", [(2031, 3, 4)]),
        ("by Sept. 5", [(0, 9, 5)]),
        ("in 2031", [(2031, 0, 0)]),
        ("it may apply", []),
        ("2,031 people and $2031", []),
    ],
)
def test_dates_are_read_in_all_forms(text: str, told: list[tuple[int, int, int]]) -> None:
    assert [(item.year, item.month, item.day) for item in days(text)] == told


def test_a_date_stands_where_all_that_it_tells_is_told() -> None:
    source = days("signed on 4 March 2031, in force since 1 May 2032")
    for told in ("in March 2031", "on 1 May", "in 2032"):
        assert days(told)[0].stands_in(source)
    for told in ("in May 2031", "on 4 May", "in 2030"):
        assert not days(told)[0].stands_in(source)


@given(st.integers(2, 10**9))
def test_a_number_is_the_same_with_and_without_marks_between_thousands(number: int) -> None:
    (plain,) = quantities(f"They paid {number} crowns.") or [None]
    (marked,) = quantities(f"They paid {number:,} crowns.") or [None]
    if plain is not None and marked is not None:
        assert plain.stands_in((marked,))


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for item in quantities(text):
        assert item.stands_in((item,))
    for day in days(text):
        assert day.stands_in((day,))
