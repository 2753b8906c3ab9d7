from collections.abc import Callable
from datetime import date

import pytest

from assistant.answers.statements import Statement
from assistant.answers.undecided import last_status, open_question
from assistant.assistant import Assistant
from assistant.results import Outcome
from assistant.types import UNDECIDED, Role
from assistant.ui import render
from tests.answers.builders import question, statement

Library = Callable[..., Assistant]

BILL = """---
title: Bill 412
status: pending
as_of: 2026-07-01
---
## Progress
The bill 412 passed the Assembly on 12 May 2025. The bill 412 was amended on 30 June 2026. \
The bill 412 would bind developers of models.

## Not settled
- Whether the bill 412 became law was not found.
- The account of the bill 412 rests on one source.
"""


@pytest.fixture
def assistant(library: Library) -> Assistant:
    return library({"bill.md": BILL})


def test_asked_how_a_pending_bill_ended_the_last_status_is_given(assistant: Assistant) -> None:
    answer = assistant.ask("Was the bill 412 made law?")

    assert answer.abstained
    assert answer.open
    assert answer.confidence < 0.5
    assert [c.quote for c in answer.citations] == ["The bill 412 was amended on 30 June 2026."]
    assert answer.answer.startswith(UNDECIDED)
    assert "1 July 2026" in answer.answer
    assert answer.as_of == date(2026, 7, 1)


def test_what_is_known_of_a_pending_bill_is_answered(assistant: Assistant) -> None:
    answer = assistant.ask("When did the bill 412 pass the Assembly?")

    assert not answer.abstained
    assert not answer.open
    assert answer.citations[0].quote == "The bill 412 passed the Assembly on 12 May 2025."


def test_an_open_question_is_never_quoted_as_an_answer(assistant: Assistant) -> None:
    for text in ("What does the account of the bill 412 rest on?", "Which one source?"):
        quotes = [c.quote for c in assistant.ask(text).citations]
        assert "The account of the bill 412 rests on one source." not in quotes


def test_where_nothing_is_dated_the_open_question_is_the_last_thing_known(library: Library) -> None:
    text = "## Facts\nA cat sat.\n\n## Not settled\n- The bill 99 was pending, outcome not found.\n"
    answer = library({"a.md": text}).ask("Was the bill 99 passed?")

    assert answer.open
    assert [c.quote for c in answer.citations] == ["The bill 99 was pending, outcome not found."]


def test_asked_for_a_detail_the_remark_itself_is_the_last_thing_known(library: Library) -> None:
    remark = "How much the bill 412 costs a year was not found."
    text = f"# Bill 412\n\nThe bill 412 passed on 12 May 2025.\n\n## Not settled\n- {remark}\n"
    answer = library({"bill.md": text}).ask("How much does the bill 412 cost a year?")

    assert answer.open
    assert [c.quote for c in answer.citations] == [remark]


def test_another_bills_open_question_is_not_offered(assistant: Assistant) -> None:
    assert not assistant.ask("Was the bill 777 made law?").open


def test_the_chat_shows_the_status_as_undecided(assistant: Assistant) -> None:
    shown = render.message(assistant.ask("Was the bill 412 made law?"))

    assert 'class="refusal undecided"' in shown
    assert 'data-key="c1"' in shown


def test_a_remark_that_something_is_unknown_is_no_remark_on_sources(library: Library) -> None:
    plain = "The bill 412 rests on one source."
    remark = "Whether the bill 412 was signed is beyond this text."
    asked = "Was the bill 412 signed?"
    text = "# Bill 412\n\nThe bill 412 covers models.\n\n## Not settled\n- {}\n"

    assert library({"bill.md": text.format(remark)}).ask(asked).outcome is Outcome.UNDECIDED
    assert library({"bill.md": text.format(plain)}).ask(asked).outcome is not Outcome.UNDECIDED


@pytest.mark.parametrize(
    "status",
    [
        "The Vale suit against Marlow was pending.",
        "The Vale suit against Marlow seeks damages.",
        "The Vale suit against Marlow cites a pre-publication ruling.",
        "The Vale suit against Marlow had preliminary approval.",
        "The Vale suit against Marlow met a preliminary injunction.",
    ],
)
def test_asked_for_the_outcome_a_status_is_no_answer(library: Library, status: str) -> None:
    assistant = library({"vale.md": f"# Vale suit\n\n{status}"})

    assert assistant.ask("Who won the Vale suit against Marlow?").outcome is Outcome.UNDECIDED
    settled = library({"vale.md": "# Vale suit\n\nThe Vale suit against Marlow was lost."})
    assert settled.ask("Who won the Vale suit against Marlow?").outcome is Outcome.ANSWERED


def test_what_is_asked_about_is_no_sign_that_it_is_undecided(library: Library) -> None:
    text = "# Vale v. Marlow\n\nA preliminary injunction in Vale v. Marlow was denied in May 2026."
    answer = library({"vale.md": text}).ask(
        "Was a preliminary injunction granted in Vale v. Marlow?"
    )

    assert answer.outcome is Outcome.ANSWERED
    assert "was denied" in answer.answer


OUTCOME = "Was the bill 412 signed?"
OPEN = {"role": Role.OPEN, "score": -9.0}


def asked(text: str, *found: Statement) -> bool:
    return open_question(question(text), found) is not None


@pytest.mark.parametrize(("own", "is_open"), [(0.96, True), (0.97, False)])
def test_a_documents_own_question_is_never_open(own: float, is_open: bool) -> None:
    remark = statement("Whether it was signed.", role=Role.OPEN, score=2.0)

    assert asked(OUTCOME, remark, statement("It was.", own_question=own)) is is_open


@pytest.mark.parametrize(("score", "is_open"), [(0.51, True), (0.49, False)])
def test_an_open_question_scores_like_the_best_statement(score: float, is_open: bool) -> None:
    remark = statement("Whether it pays.", role=Role.OPEN, score=score)

    assert asked("Who pays the credit?", statement("The Office.", score=1.0), remark) is is_open


@pytest.mark.parametrize(("similarity", "is_open"), [(0.66, True), (0.64, False)])
def test_asked_for_an_outcome_an_open_question_is_nearly_as_similar(
    similarity: float, is_open: bool
) -> None:
    remark = statement("Whether it was signed.", similarity=similarity, **OPEN)
    best = statement("It passed the Senate.", similarity=0.8)

    assert asked(OUTCOME, best, remark) is is_open
    assert not asked("Who wrote the bill 412?", best, remark)


@pytest.mark.parametrize(("similarity", "is_open"), [(0.4, True), (0.39, False)])
def test_an_open_question_is_about_what_is_asked(similarity: float, is_open: bool) -> None:
    assert asked(OUTCOME, statement("Whether it is law.", similarity=similarity, **OPEN)) is is_open


def test_an_open_question_knows_the_names_and_half_the_words_asked_for() -> None:
    best = statement("It passed the Senate.")

    assert not asked(OUTCOME, best, statement("Whether it passed.", unknown_names=0.5, **OPEN))
    assert not asked(OUTCOME, best, statement("Whether it passed.", coverage=0.49, **OPEN))


@pytest.mark.parametrize(("score", "given"), [(-4.9, "It fell in May 2026."), (-5.1, "It rose.")])
def test_the_last_status_has_to_do_with_the_question(score: float, given: str) -> None:
    remark = statement("It rose.", role=Role.OPEN)
    found = [statement("It is a bill.", score=1.0), statement("It fell in May 2026.", score=score)]

    (status,) = last_status(question("Was it signed?"), remark, found)
    assert status.text == given
