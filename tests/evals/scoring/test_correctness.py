import pytest

from evals.scoring.correctness import agreement, judge, kappa


def outcome(reference: str, answer: str, similarity: float, question: str = "How much?") -> str:
    judged = judge(question, reference, answer, abstained=False, similarity=similarity)
    return judged.outcome


def test_an_abstention_is_not_attempted() -> None:
    judged = judge("How much?", "35% of spend.", "No idea.", abstained=True, similarity=0.9)

    assert (judged.outcome, judged.nugget_recall) == ("not_attempted", 0)


def test_the_figures_of_the_reference_must_be_there() -> None:
    reference = "$750 million a year."

    assert outcome(reference, "The credit has $750M every year.", 0.7) == "correct"
    assert outcome(reference, "The credit has $650M every year.", 0.9) == "incorrect"
    assert outcome(reference, "The credit has plenty every year.", 0.9) == "incorrect"


def test_right_figures_about_something_else_are_not_enough() -> None:
    assert outcome("35% of spend in Ireland.", "A cat slept 35% of the day.", 0.1) == "incorrect"


def test_where_no_figure_is_asked_words_or_similarity_decide() -> None:
    reference, question = "Studio projects elect refunds since 2025.", "What can studios do?"

    assert outcome(reference, "Refunds may be elected by a project.", 0.3, question) == "correct"
    assert outcome(reference, "Nothing of the kind.", 0.9, question) == "correct"
    assert outcome(reference, "Independent films sell credits.", 0.5, question) == "incorrect"


def test_what_the_question_says_proves_nothing() -> None:
    question = "When did the cap of $125 million fall in Louisiana?"

    assert outcome("It fell on 1 July 2025.", "$125 million it is.", 0.9, question) == "incorrect"


def test_what_is_missing_is_listed() -> None:
    judged = judge("Rate?", "35% from 2025 in Texas", "It is 35%.", abstained=False, similarity=0.5)

    assert judged.missing == ("date:2025", "texa")
    assert judged.nugget_recall == pytest.approx(1 / 3)


def test_agreement_and_kappa_by_hand() -> None:
    ours = [True, True, False, False]
    theirs = [True, False, False, False]

    # Observed 3/4; by chance 2/4 * 1/4 + 2/4 * 3/4 = 1/2; kappa = (3/4 - 1/2) / (1 - 1/2).
    assert agreement(ours, theirs) == 0.75
    assert kappa(ours, theirs) == pytest.approx(0.5)
    assert kappa([True, True], [True, True]) == 1
