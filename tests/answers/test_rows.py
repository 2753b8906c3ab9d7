"""Of the rows of a table the one that a question names answers it."""

from collections.abc import Callable

import pytest

from assistant.assistant import Assistant
from assistant.contract import answer_json

Library = Callable[..., Assistant]
TABLE = """# Orme levies

| Payroll period | Levy in dollars |
|---|---|
| Weekly | 40.40 |
| Biweekly | 80.80 |
| Monthly | 175.00 |
"""


@pytest.mark.parametrize(
    ("period", "levy"), [("weekly", "40.40"), ("biweekly", "80.80"), ("monthly", "175.00")]
)
def test_the_row_that_is_named_answers_and_tells_its_place(
    library: Library, period: str, levy: str
) -> None:
    answer = library({"orme.md": TABLE}).ask(
        f"What is the Orme levy in dollars for a {period} payroll period?"
    )

    (citation,) = answer.citations
    assert levy in citation.quote
    told = answer_json(answer)["citations"][0]
    assert told["row"].lower() == period
    assert told["column"] == "Levy in dollars"
    assert "page" not in told
