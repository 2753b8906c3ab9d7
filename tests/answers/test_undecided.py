from collections.abc import Callable
from datetime import date

import pytest

from assistant.assistant import Assistant
from assistant.types import UNDECIDED
from assistant.ui import render

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
    for question in ("What does the account of the bill 412 rest on?", "Which one source?"):
        quotes = [c.quote for c in assistant.ask(question).citations]
        assert "The account of the bill 412 rests on one source." not in quotes


def test_where_nothing_is_dated_the_open_question_is_the_last_thing_known(library: Library) -> None:
    text = "## Facts\nA cat sat.\n\n## Not settled\n- The bill 99 was pending, outcome not found.\n"
    answer = library({"a.md": text}).ask("Was the bill 99 passed?")

    assert answer.open
    assert [c.quote for c in answer.citations] == ["The bill 99 was pending, outcome not found."]


def test_another_bills_open_question_is_not_offered(assistant: Assistant) -> None:
    assert not assistant.ask("Was the bill 777 made law?").open


def test_the_chat_shows_the_status_as_undecided(assistant: Assistant) -> None:
    shown = render.message(assistant.ask("Was the bill 412 made law?"), 2)

    assert 'class="refusal undecided"' in shown
    assert 'href="#cite-2-1"' in shown
