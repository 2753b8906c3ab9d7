import pytest

from assistant.answers.ranging import in_range
from assistant.answers.statements import Statement
from tests.answers.builders import statement

BELOW = statement("Spend: Below $200,000; Rate: 5%", score=1.0, logit=1.0)
MIDDLE = statement("Spend: $200,000 to $1 million; Rate: 8%", score=2.0, logit=0.5)
ABOVE = statement("Spend: Above $1 million; Rate: 10%", score=0.5, logit=-1.0)
OTHER = statement("The rate for $3 million is set yearly.", score=1.5)
ROWS = [MIDDLE, OTHER, BELOW, ABOVE]


@pytest.mark.parametrize(
    ("asked", "row"),
    [
        ("What is the rate for $3 million?", ABOVE),
        ("What is the rate for more than $1 million?", ABOVE),
        ("What is the rate for $500,000?", MIDDLE),
        ("What is the rate for less than $200,000?", BELOW),
    ],
)
def test_the_row_whose_step_holds_the_amount_is_first(asked: str, row: Statement) -> None:
    best = max(in_range(ROWS, asked), key=lambda item: item.score)

    assert (best.text, best.score, best.logit) == (row.text, 2.0, 1.0)


@pytest.mark.parametrize(
    "asked",
    ["What is the rate?", "What is the rate in 2026?", "What is the rate for €3 million?"],
)
def test_without_an_amount_of_the_scale_nothing_changes(asked: str) -> None:
    assert in_range(ROWS, asked) == ROWS


def test_one_row_alone_is_no_scale() -> None:
    assert in_range([BELOW, OTHER], "What is the rate for $3 million?") == [BELOW, OTHER]


def test_rows_of_other_documents_are_other_scales() -> None:
    elsewhere = statement("Above $1 million; 12%", document_id="e", chunk_id="e@r#0")
    rows = [BELOW, elsewhere]

    assert in_range(rows, "What is the rate for $3 million?") == rows
