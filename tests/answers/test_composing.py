"""What becomes of a question is told once, and the contract's words follow from it."""

from collections.abc import Callable

import pytest

from assistant.assistant import Assistant
from assistant.contract import answer_json
from assistant.results import Outcome

FILES = {
    "iowa.md": "# Iowa credit\n\nThe Iowa credit pays 30 percent of wages.",
    "utah.md": "# Utah credit\n\nThe Utah credit pays 20 percent of wages.\n\n"
    "## Not settled\n- Whether the Utah bill 7 was signed is not known.\n",
}


@pytest.mark.parametrize(
    ("asked", "outcome", "mode", "abstained", "is_open"),
    [
        (
            "What percent of wages does the Iowa credit pay?",
            Outcome.ANSWERED,
            "quote",
            False,
            False,
        ),
        ("Compare the wages of Iowa and Utah.", Outcome.COMPARED, "compare", False, False),
        ("Was the Utah bill 7 signed?", Outcome.UNDECIDED, "quote", True, True),
        ("Who discovered penicillin?", Outcome.REFUSED, "quote", True, False),
        ("When does it end?", Outcome.ASKED_BACK, "clarify", True, False),
    ],
)
def test_the_contract_follows_from_the_outcome(
    library: Callable[..., Assistant],
    asked: str,
    outcome: Outcome,
    mode: str,
    abstained: bool,
    is_open: bool,
) -> None:
    answer = library(FILES).ask(asked)
    written = answer_json(answer)

    assert answer.outcome is outcome
    assert (written["mode"], written["abstained"], written["open"]) == (mode, abstained, is_open)
    assert (answer.table is not None) is (outcome is Outcome.COMPARED)
    assert bool(answer.citations) is (outcome not in (Outcome.REFUSED, Outcome.ASKED_BACK))
