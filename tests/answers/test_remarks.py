"""What is remarked of something not settled is told by its meaning."""

import pytest

from assistant.answers.remarks import Remarks
from assistant.models.embedder import Embedder

UNKNOWN = (
    "The sources read here do not say who pays the levy on harbor dues.",
    "Whether the ferry crews ever ratified the pact is not recorded.",
    "No figure was found for the cost of the second lighthouse.",
    "Which of the two councils may appeal has yet to be decided.",
)
KNOWN = (
    "The cost of the lighthouse rests on a single newspaper report.",
    "The terms of the ferry pact are given here from a summary and should be checked.",
    "Sources differ on the harbor levy, some giving 9% and others 12%.",
    "The number of crews is an estimate by the union itself.",
)


@pytest.fixture(scope="module")
def remarks(real_embedder: Embedder) -> Remarks:
    return Remarks(real_embedder)


@pytest.mark.parametrize(
    ("text", "is_unknown"),
    [*((text, True) for text in UNKNOWN), *((text, False) for text in KNOWN)],
)
def test_a_gap_is_told_from_a_reservation(
    remarks: Remarks, real_embedder: Embedder, text: str, is_unknown: bool
) -> None:
    assert remarks.says_unknown(real_embedder.embed_query(text)) is is_unknown
