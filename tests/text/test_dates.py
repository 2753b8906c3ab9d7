"""Dates as people write them, where they can mean no other."""

from datetime import date

import pytest

from assistant.text.dates import alone, last_date, read_date, whole_date

DAY = date(2013, 6, 13)


@pytest.mark.parametrize(
    "written",
    [
        "2013-06-13", "2013-06-13T16:31:00Z", "20130613", "2013/06/13", "June 13, 2013",
        "Jun. 13th 2013", "JUNE 13, 2013", "13 June 2013", "13th day of June, 2013",
        "13. June 2013", "13. Juni 2013", "13 juin 2013",
        "13.6.2013", "13/6/2013", "6/13/2013", "06/13/13",
        "Thursday, June 13, 2013", "June 13, 2013 at 4:31 p.m.",
    ],
)  # fmt: skip
def test_a_day(written: str) -> None:
    assert read_date(written) == whole_date(written) == alone(written) == DAY


@pytest.mark.parametrize("written", ["June 2013", "JUNE, 2013", "2013-06", "06/2013"])
def test_a_month_counts_as_its_first_day(written: str) -> None:
    assert read_date(written) == alone(written) == date(2013, 6, 1)
    assert whole_date(written) is None


@pytest.mark.parametrize(
    "written",
    ["2013", "6/7/2013", "06/07/13", "2013-13-01", "31 June 2013", "June 31, 2013", "1.2.3.2013",
     "13/2013", "99.99.9999", "SB 2013", "maybe", "00000000"],
)  # fmt: skip
def test_none(written: str) -> None:
    assert read_date(written) is None


def test_years_of_two_figures_are_near() -> None:
    assert read_date("6/13/77") == date(1977, 6, 13)
    assert read_date("6/13/69") == date(2069, 6, 13)


def test_of_several_the_first_or_the_last() -> None:
    stamp = "VerDate Sep 11 2014 10:57 Aug 05, 2019 Jkt 089200"

    assert read_date(stamp) == date(2014, 9, 11)
    assert last_date(stamp) == date(2019, 8, 5)
    assert last_date("no date") is None


def test_a_date_in_a_sentence_does_not_stand_alone() -> None:
    assert alone("It met on June 13, 2013.") is None
    assert alone("June 13, 2013.") == DAY
