import pytest

from assistant.answers.disagreeing import conflicting_statement
from assistant.answers.statements import Statement
from assistant.types import Role
from tests.answers.builders import question, statement

FIRST = statement("The credit pays 30% of costs.", "Office")
OTHER = statement("The credit pays 35% of costs.", "Press", score=-2.0, cosine=0.9)
REMARK = statement("Sources differ on whether the rate is 35%.", role=Role.OPEN, score=-2.0)


def test_another_figure_for_the_same_thing_from_elsewhere_is_shown() -> None:
    assert conflicting_statement(question(), [FIRST], [FIRST, OTHER]) is OTHER


def test_the_best_of_several_conflicting_statements_is_taken() -> None:
    worse = statement("The credit pays 40% of costs.", "Blog", score=-3.0)
    same = statement("The credit pays 30 percent of costs.", "Blog")

    assert conflicting_statement(question(), [FIRST], [FIRST, same, OTHER, worse]) is OTHER


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(statement("The credit pays 30.0% of costs.", "Press"), id="the same figure"),
        pytest.param(statement("The credit pays 30% or 35% of costs.", "Press"), id="one the same"),
        pytest.param(statement("The credit pays $35 of costs.", "Press"), id="another kind"),
        pytest.param(statement("The credit pays its costs.", "Press"), id="no figure"),
        pytest.param(
            statement("The credit pays 35% of costs.", "Press", "Office"), id="its source"
        ),
        pytest.param(statement("The credit pays 35% of costs."), id="no source"),
        pytest.param(statement("Turnout among voters was 35%.", "Press"), id="other words"),
        pytest.param(
            statement("The credit pays 35% of costs.", "Press", cosine=0.6), id="another subject"
        ),
        pytest.param(
            statement("The credit pays 35% of costs.", "Press", score=-6.0), id="a poor answer"
        ),
        pytest.param(
            statement("The credit pays 35% of costs.", role=Role.OPEN), id="open, no remark"
        ),
        pytest.param(
            statement("Sources differ on its $5 million.", role=Role.OPEN), id="remark on money"
        ),
    ],
)
def test_what_is_not_at_odds_does_not_conflict(other: Statement) -> None:
    assert conflicting_statement(question(), [FIRST], [FIRST, other]) is None


def test_other_dates_are_not_at_odds() -> None:
    first = statement("The credit ends in June 2030.", "Office")
    other = statement("The credit ends in June 2036.", "Press")

    assert (
        conflicting_statement(question("When does the credit end?"), [first], [first, other])
        is None
    )


def test_a_conflicting_statement_may_be_quoted_already() -> None:
    assert conflicting_statement(question(), [FIRST, OTHER], [FIRST, OTHER]) is OTHER
    assert conflicting_statement(question(), [], [FIRST, OTHER]) is None


def test_only_a_question_for_a_figure_has_a_conflicting_figure() -> None:
    assert conflicting_statement(question("Who pays the credit?"), [FIRST], [FIRST, OTHER]) is None


def test_two_versions_of_a_sentence_conflict_whatever_is_asked() -> None:
    first = statement("A permit costs $95 a day.")
    newer = statement("A permit costs $105 a day.", document_id="e")
    other = statement("A street permit costs $105 a day.", document_id="e")
    asked = question("What does a permit cost?")

    assert conflicting_statement(asked, [first], [first, newer]) is newer
    assert conflicting_statement(asked, [first], [first, other]) is None


@pytest.mark.parametrize("asked", ["How much does the credit pay?", "Who pays the credit?"])
def test_a_remark_that_sources_differ_is_shown_whatever_is_asked(asked: str) -> None:
    assert conflicting_statement(question(asked), [FIRST], [FIRST, REMARK]) is REMARK


def test_a_remark_is_shown_beside_a_statement_without_figures() -> None:
    first = statement("The Film Office pays the credit.", "Office")
    remark = statement("Accounts of who pays conflict.", role=Role.OPEN)

    assert (
        conflicting_statement(question("Who pays the credit?"), [first], [first, remark]) is remark
    )


@pytest.mark.parametrize(
    "words",
    ["Sources differ on the rate.", "The sources disagree on it.", "Reports of it conflict."],
)
def test_a_remark_is_told_by_its_words(words: str) -> None:
    first = statement("The Film Office sets the rate.", "Office")
    remark = statement(words, role=Role.OPEN)
    plain = statement("The Film Office sets the rate.", role=Role.OPEN)

    assert conflicting_statement(question(), [first], [first, remark]) is remark
    assert conflicting_statement(question(), [first], [first, plain]) is None


@pytest.mark.parametrize(("cosine", "conflicts"), [(0.71, True), (0.69, False)])
def test_statements_of_another_subject_do_not_conflict(cosine: float, conflicts: bool) -> None:
    other = statement("The credit pays 35% of costs.", "Press", cosine=cosine)

    assert (conflicting_statement(question(), [FIRST], [FIRST, other]) is other) is conflicts


@pytest.mark.parametrize(("cosine", "shown"), [(0.66, True), (0.64, False)])
def test_a_remark_on_another_subject_is_not_shown(cosine: float, shown: bool) -> None:
    text = "Sources differ on whether the rate is 35%."
    remark = statement(text, role=Role.OPEN, cosine=cosine)

    assert (conflicting_statement(question(), [FIRST], [FIRST, remark]) is remark) is shown


@pytest.mark.parametrize(("score", "conflicts"), [(-4.9, True), (-5.1, False)])
def test_a_statement_that_answers_far_worse_does_not_conflict(
    score: float, conflicts: bool
) -> None:
    other = statement("The credit pays 35% of costs.", "Press", score=score)

    assert (conflicting_statement(question(), [FIRST], [FIRST, other]) is other) is conflicts


@pytest.mark.parametrize(
    ("text", "conflicts"),
    [
        ("The film credit pays 35% of costs.", True),
        ("The film fund pays 35% of all wages.", False),
    ],
)
def test_statements_in_other_words_do_not_conflict(text: str, conflicts: bool) -> None:
    other = statement(text, "Press")

    assert (conflicting_statement(question(), [FIRST], [FIRST, other]) is other) is conflicts
