import pytest

from evals.scoring import attribution
from evals.scoring.attribution import Segment, segments

QUOTES = {1: "The base rate is 35% in California.", 2: "The cap is $750 million a year."}


def test_an_answer_is_cut_at_its_numbers() -> None:
    assert segments("One here. [1] Two [2][3] Three") == [
        Segment("One here.", (1,)),
        Segment("Two", (2, 3)),
        Segment("Three", ()),
    ]
    assert segments("") == []


def test_a_quote_supports_its_own_words_and_figures_only() -> None:
    assert attribution.supports([QUOTES[1]], "The base rate is 35% in California.")
    assert not attribution.supports([QUOTES[1]], "The base rate is 45% in California.")
    assert not attribution.supports([QUOTES[1]], "Penguins nest on ice.")
    assert not attribution.supports([], "The base rate is 35%.")


def test_citation_recall_by_hand() -> None:
    supported = "The base rate is 35% in California. [1]"

    assert attribution.citation_recall(supported, QUOTES) == 1
    assert attribution.citation_recall(f"{supported} Nobody cited this.", QUOTES) == 0.5
    assert attribution.citation_recall("The base rate is 35% in California. [2]", QUOTES) == 0
    assert attribution.citation_recall("The base rate is 35% in California. [9]", QUOTES) == 0


def test_a_superfluous_citation_lowers_precision() -> None:
    text = "The base rate is 35% in California."

    assert attribution.citation_precision(f"{text} [1]", QUOTES) == 1
    assert attribution.citation_precision(f"{text} [1][2]", QUOTES) == 0.5


def test_two_citations_that_are_needed_together_both_count() -> None:
    text = "The base rate is 35% and the cap is $750 million. [1][2]"

    assert attribution.citation_precision(text, QUOTES) == 1


def test_document_precision_and_recall_by_hand() -> None:
    citations = [{"document_id": "a"}, {"document_id": "a"}, {"document_id": "b"}]

    assert attribution.document_precision(citations, {"a"}) == pytest.approx(2 / 3)
    assert attribution.document_recall(citations, ["a", "c"]) == 0.5
