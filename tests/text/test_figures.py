import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.figures import Figure, figures, latest_date, written_day


def read(text: str) -> list[tuple[str, float]]:
    return [(figure.kind, figure.value) for figure in figures(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The fund holds $1,250.50.", ("$", 1250.5)),
        ("The fund holds $2.5 million, or more.", ("$", 2.5e6)),
        ("It cost £3 billion in all.", ("£", 3e9)),
        ("The cap is C$5 thousand.", ("C$", 5e3)),
        ("A rate of 35%", ("%", 35)),
        ("A rate of 37.5 percent", ("%", 37.5)),
        ("A rate of 20 per cent", ("%", 20)),
        ("within a 30-day window", ("days", 30)),
        ("for two weeks", ("days", 14)),
        ("after 1,000 days", ("days", 1000)),
        ("Three full years", ("days", 3 * 365.25)),
        ("after 12 hours", ("days", 0.5)),
    ],
)
def test_money_shares_and_times_are_read_in_single_units(
    text: str, expected: tuple[str, float]
) -> None:
    assert read(text) == [pytest.approx(expected)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It ends on 30 June 2030.", date(2030, 6, 30)),
        ("It ends in June 2030.", date(2030, 6, 1)),
        ("It ends in 2030.", date(2030, 1, 1)),
    ],
)
def test_a_date_counts_from_its_first_day(text: str, day: date) -> None:
    assert read(text) == [("date", day.toordinal())]


@pytest.mark.parametrize(
    "text",
    ["Nothing is paid.", "It has 412 pages.", "on 31 June 2030", "Form 12345", "one by one"],
)
def test_other_numbers_are_no_figures(text: str) -> None:
    assert figures(text) == ()


def test_a_figure_is_quoted_as_the_sentence_writes_it() -> None:
    text = "It pays $5 million, or 30 percent, within two years."
    assert [figure.text for figure in figures(text)] == ["$5 million", "30 percent", "two years"]


def test_times_and_dates_come_after_money_and_shares() -> None:
    text = "Since May 2024 a 10-day shoot earns 25% of up-front costs of $1 million."
    assert [figure.kind for figure in figures(text)] == ["$", "%", "days", "date"]


@pytest.mark.parametrize(
    "text",
    [
        "The rate is 35%, up from 20%.",
        "The rate rose from 20% to 35%.",
        "The rate is 35% instead of 20 percent.",
        "The rate is 35%, compared with 20% before.",
        "The rate is 35%, where it used to be 20%.",
        "The rate is 35%, 15 points more than the previous 20%.",
    ],
)
def test_an_earlier_value_is_left_out(text: str) -> None:
    assert read(text) == [("%", 35)]


def test_an_earlier_amount_is_left_out_with_its_scale() -> None:
    assert read("It has $750 million, up from $330 million.") == [("$", 750e6)]


def test_a_part_of_another_figure_is_left_out() -> None:
    assert read("It has $10 million, with $2 million of that for games.") == [("$", 10e6)]


@given(st.integers(0, 10**12))
def test_an_amount_is_read_with_its_thousands_marked(amount: int) -> None:
    assert figures(f"It pays ${amount:,}.") == (Figure("$", float(amount), f"${amount:,}"),)


DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(DAYS, DAYS)
def test_a_day_is_read_as_it_is_written(one: date, other: date) -> None:
    expected = [("date", day.toordinal()) for day in (one, other)]

    text = f"It runs between {written_day(one)} and {written_day(other)}."
    assert read(text) == expected
    assert latest_date(text) == max(one, other)


NUMBERS = st.integers(0, 10**9).map("{:,}".format) | st.floats(0, 1e6).map("{:.2f}".format)
SIGNS = ["$", "£", "C$", "%", "percent", "million", "-day", "days", "full years", "two"]
WORDS = ["up from", "instead of", "with", "of that", "the previous", "and", ".", ";"]
DATES = ["June 2026", "30 February", "2025"]
PIECES = NUMBERS | st.sampled_from(SIGNS + WORDS + DATES) | st.text(max_size=5)


@given(st.lists(PIECES, max_size=12), st.sampled_from(["", " "]))
def test_a_figure_is_finite_and_in_its_sentence(pieces: list[str], gap: str) -> None:
    text = gap.join(pieces)
    for figure in figures(text):
        assert math.isfinite(figure.value)
        assert figure.text in text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("signed on 3 July 2025, in force from January 2026", date(2026, 1, 1)),
        ("from 2024 to 30 June 2026", date(2026, 6, 30)),
        ("about 30 February 2026 or 2025", date(2025, 1, 1)),
        ("no date, but 12345 and $2026000", None),
    ],
)
def test_the_latest_date_of_a_text(text: str, expected: date | None) -> None:
    assert latest_date(text) == expected


def test_an_impossible_date_is_none() -> None:
    assert latest_date("29 February 2028") == date(2028, 2, 29)
    assert latest_date("29 February 2027") is None
    assert latest_date("2027") == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It pays up to 40%.", [("%", 40)]),
        ("a credit of up to $10 million", [("$", 1e7)]),
        ("It went from 20% to 35%.", [("%", 35)]),
        ("£1.5bn and $23.5m", [("£", 1.5e9), ("$", 23.5e6)]),
        ("$750-million", [("$", 7.5e8)]),
        ("1,000%", [("%", 1000)]),
        ("US$5 and $5", [("$", 5), ("$", 5)]),
        ("CA$5", [("C$", 5)]),
        ("members voted against it by 80%", [("%", 80)]),
        ("a fine of $2000", [("$", 2000)]),
        ("\u017fix days", []),
    ],
)
def test_figures_as_they_are_written(text: str, expected: list[tuple[str, float]]) -> None:
    assert read(text) == expected


def test_a_day_before_its_comma_and_year_is_read() -> None:
    assert latest_date("May 5, 2026") == date(2026, 5, 5)


def test_a_day_is_written_as_people_write_it() -> None:
    assert written_day(date(2025, 7, 3)) == "3 July 2025"


NUMERALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
            "eleven", "twelve")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It holds $1 thousand.", ("$", 1e3)),
        ("It holds €2 billion.", ("€", 2e9)),
        ("It holds £2 trillion.", ("£", 2e12)),
        ("It holds $2m.", ("$", 2e6)),
        ("for one tax year", ("days", 365.25)),
        *((f"for {word} days", ("days", n)) for n, word in enumerate(
            NUMERALS, 1)),
        *((f"for 2 {unit}s", ("days", 2 * days)) for unit, days in (
            ("hour", 1 / 24), ("day", 1), ("week", 7), ("month", 30.44), ("year", 365.25))),
    ],
)  # fmt: skip
def test_every_unit_and_number_word_is_known(text: str, expected: tuple[str, float]) -> None:
    assert read(text) == [pytest.approx(expected)]


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_is_known(number: int) -> None:
    day = date(1998, number, 9)

    assert latest_date(f"on {written_day(day)} or so") == day
    assert latest_date(f"on {day:%B} 9, 1998 or so") == day


@pytest.mark.parametrize(
    "earlier",
    [
        "up from 20%",
        "up from only 20%",
        "down from $20 million",
        "compared with €20",
        "instead of £20 billion",
        "it used to be 20%",
        "more than the previous 20 %",
        "it went from 20% to that",
        "it went from about 20% to that",
    ],
)
def test_what_held_before_is_told_by_its_words(earlier: str) -> None:
    assert read(f"The rate is 35%, {earlier}.") == [("%", 35)]


@pytest.mark.parametrize("part", ["$1 million", "€1 thousand", "£3 trillion", "$2bn", "$2m", "9%"])
def test_a_part_of_what_went_before_is_left_out(part: str) -> None:
    assert read(f"The fund holds $9 million, with {part} of that for games.") == [("$", 9e6)]
