import pytest

from evals.scoring.nuggets import missing, read_nuggets, recall


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$750M", "$750 million"),
        ("$1.5bn", "1,500,000,000"),
        ("1 July 2025", "July 1, 2025"),
        ("2025-07-01", "July 1st 2025"),
        ("35%", "35 percent"),
        ("35 per cent", "35 %"),
        ("September 2016", "Sept. 2016"),
        ("five seasons", "5 seasons"),
        ("C$909 million", "$909M"),
    ],
)
def test_one_figure_has_one_spelling(one: str, other: str) -> None:
    assert read_nuggets(one).figures == read_nuggets(other).figures


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("40% in 2024 on $1,000,000", {"40%", "date:2024", "1000000"}),
        ("from 3 July 2025 to June 2030", {"date:2025-07-03", "date:2030-06"}),
        ("AB 1138 passed 69–1", {"1138", "69", "1"}),
        ("19,694 days, 2.5 times", {"19694", "2.5"}),
        ("by 19 August", {"date:any-08-19"}),
        ("no figure at all", set()),
    ],
)
def test_figures_by_hand(text: str, figures: set[str]) -> None:
    assert read_nuggets(text).figures == figures


def test_names_and_terms_are_stems() -> None:
    nuggets = read_nuggets("The refund of California is paid by SAG-AFTRA members.")

    assert nuggets.names == {"california", "sag", "aftra"}
    assert nuggets.terms == {"refund", "paid", "member"}


def test_a_month_or_year_is_given_by_any_date_in_it() -> None:
    given = read_nuggets("It was signed on 3 July 2025.").figures

    assert missing(["date:2025"], given) == []
    assert missing(["date:2025-07"], given) == []
    assert missing(["date:2025-07-04", "date:2024"], given) == ["date:2024", "date:2025-07-04"]


def test_recall_by_hand() -> None:
    assert recall(["a", "b", "c", "d"], frozenset("ab")) == 0.5
    assert recall([], frozenset("a")) is None
