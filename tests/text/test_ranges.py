import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.ranges import Amount, Range, amounts, step


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Below $200,000; 5%", Range("$", -math.inf, 200_000, takes_high=False)),
        ("Up to $200,000\t5%", Range("$", -math.inf, 200_000)),
        ("Local spend: Above $1 million; Rate: 5%", Range("$", 1e6, math.inf, takes_low=False)),
        ("At least €2m", Range("€", 2e6, math.inf)),
        ("$200,000 to $1 million; 8%", Range("$", 200_000, 1e6)),
        ("$1 to 5 million", Range("$", 1e6, 5e6)),
        ("$500,000–1 million", Range("$", 500_000, 1e6)),
        ("11–25 persons; $90", Range("", 11, 25)),
        ("between 1,000 and 2,500 seats", Range("", 1000, 2500)),
        ("26 or more; $90", Range("", 26, math.inf)),
        ("50+", Range("", 50, math.inf)),
        ("10 or fewer; $40", Range("", -math.inf, 10)),
        ("USD 5,000 to USD 9,000", Range("$", 5000, 9000)),
        ("$200,000; 5%", None),
        ("Below average; 5%", None),
        ("The fee is below $200,000.", None),
        ("5% to 10%; x", None),
        ("9 to 4; x", None),
        ("", None),
    ],
)
def test_a_row_of_a_scale_stands_for_the_amounts_of_its_first_cell(
    text: str, found: Range | None
) -> None:
    assert step(text) == found


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("What does a budget of $500,000 get?", (Amount("$", 500_000),)),
        ("more than $1 million", (Amount("$", 1e6, 1),)),
        ("less than 200,000 dollars", (Amount("$", 200_000, -1),)),
        ("more than 1 million", (Amount("", 1e6, 1),)),
        ("at least $2m for 30 days", (Amount("$", 2e6), Amount("", 30, 0, True))),
        ("Under SB 22, what does a film get?", ()),
        ("What does Local 399 pay for 12 people?", (Amount("", 12, 0, True),)),
        ("a 25% credit under section 24(b)", ()),
        ("Which rate applies in 2026?", ()),
    ],
)
def test_the_amounts_of_a_question(question: str, found: tuple[Amount, ...]) -> None:
    assert amounts(question) == found


@given(st.floats(0, 1e9), st.sampled_from([-1, 0, 1]))
def test_of_steps_that_follow_each_other_one_holds_an_amount(value: float, side: int) -> None:
    steps = [step(text) for text in ("Below $200,000", "$200,000 to $1 million", "Over $1 million")]
    assert sum(one.holds(Amount("$", value, side)) for one in steps if one) == 1


def test_a_count_is_no_amount_of_money() -> None:
    money, persons = step("Below $200,000"), step("11–25 persons")
    twelve = Amount("", 12, 0, True)
    assert money
    assert persons
    assert not money.holds(twelve)
    assert persons.holds(twelve)
    assert money.holds(Amount("", 150_000))
