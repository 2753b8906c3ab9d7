import pytest

from assistant.answers.comparing import Filled
from assistant.answers.table import tabulate
from assistant.questions.comparison import Aspect, Comparison
from assistant.types import Citation
from tests.answers.builders import statement


def verdict(asked: str, *cells: str, least: bool = False) -> str:
    """What is said of the larger thing, where Iowa and Utah have these cells."""
    found = [statement(text, document_id=str(n)) for n, text in enumerate(cells)]
    citations = [
        Citation(n, item.document_id, "", "", 0, len(item.text), item.text)
        for n, item in enumerate(found, start=1)
    ]
    aspect = Aspect("x", f"{{}}: {asked}?")
    comparison = Comparison(("Iowa", "Utah"), (aspect,), is_explicit=True, wants_least=least)
    return " ".join(tabulate(comparison, [Filled(item, 0.9) for item in found], citations).verdicts)


@pytest.mark.parametrize("asked", ["how much", "the minimum", "the minimums", "the money"])
@pytest.mark.parametrize("sign", ["$", "€", "£", "C$", "A$"])
def test_the_larger_amount_is_named_where_amounts_are_asked_for(asked: str, sign: str) -> None:
    said = verdict(asked, f"It is {sign}3.", f"It is {sign}5.")

    assert said == f"Larger: Utah, {sign}5 [2]; then Iowa, {sign}3 [1]."
    assert verdict("what holds", f"It is {sign}3.", f"It is {sign}5.") == ""


@pytest.mark.parametrize("asked", ["when", "the date", "the dates", "how long"])
def test_the_later_date_is_named_where_times_are_asked_for(asked: str) -> None:
    assert verdict(asked, "It is May 2026.", "It is May 2027.") == (
        "Later: Utah, May 2027 [2]; then Iowa, May 2026 [1]."
    )
    assert verdict(asked, "It is May 2026.", "It is May 2027.", least=True).startswith(
        "Earlier: Iowa"
    )


def test_the_longer_time_is_named_where_lengths_are_asked_for() -> None:
    assert verdict("how long", "It is 3 years.", "It is 2 years.").startswith("Longer: Iowa")
    assert verdict("when", "It is 3 years.", "It is 2 years.") == ""


@pytest.mark.parametrize(
    "asked", ["how long", "when it expires", "when it ends", "when is the end"]
)
def test_asked_for_an_end_the_last_of_several_dates_counts(asked: str) -> None:
    cells = ("It runs from May 2020 to May 2026.", "It runs from May 2021 to May 2025.")

    assert verdict(asked, *cells).startswith("Later: Iowa, May 2026")
    assert verdict("when", *cells).startswith("Later: Utah, May 2021")


def test_figures_that_lie_among_each_other_name_nothing() -> None:
    assert verdict("how much", "It is $3 to $9.", "It is $5.") == ""
    assert verdict("how much", "It is 3%.", "It is $5.") == ""
    assert verdict("how much", "It is 3%.", "It is 5%.").startswith("Higher: Utah, 5%")
