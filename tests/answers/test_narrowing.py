"""Questions that do not say what they are about, as other programs see the answers."""

from collections.abc import Callable

import pytest

from assistant.answers.narrowing import short_title
from assistant.assistant import Assistant
from assistant.contract import answer_json
from assistant.retrieval.library import Library

CREDITS = {
    "iowa.md": "# Iowa's film credit after the reform\n\nThe cap is $9 million and ends in 2030.",
    "utah.md": "# Utah's film credit after the vote\n\nThe cap is $7 million and ends in 2031.",
    "ohio.md": "# Ohio's drone rules\n\nNo drone flies at night.",
}


@pytest.fixture
def assistant(library: Callable[..., Assistant]) -> Assistant:
    return library(CREDITS)


def test_a_question_that_many_documents_answer_alike_is_asked_back(assistant: Assistant) -> None:
    answer = answer_json(assistant.ask("What is the cap?"))

    assert (answer["mode"], answer["abstained"], answer["citations"]) == ("clarify", True, [])
    assert answer["answer"].startswith("Several documents answer this")
    assert sorted(answer["choices"]) == [
        "Iowa's film credit: what is the cap?",
        "Utah's film credit: what is the cap?",
    ]


def test_each_choice_is_answered_from_its_document(assistant: Assistant) -> None:
    for choice in assistant.ask("What is the cap?").choices:
        cited = assistant.ask(choice).citations
        assert [item.title.split("'")[0] for item in cited[:1]] == [choice.split("'")[0]]


def test_a_pronoun_that_nothing_explains_is_offered_what_it_may_stand_for(
    assistant: Assistant,
) -> None:
    answer = answer_json(assistant.ask("When does it end?"))

    assert answer["answer"].startswith("What does “it” refer to?")
    assert sorted(answer["choices"]) == [
        "When does Iowa's film credit end?",
        "When does Utah's film credit end?",
    ]


def test_a_possessive_is_no_name_s_place(assistant: Assistant) -> None:
    assert "Iowa's film credit: what is its cap?" in assistant.ask("What is its cap?").choices


@pytest.mark.parametrize(
    "question",
    [
        "What is the cap in Iowa?",  # names its subject
        "Who flies at night?",  # one document answers
        "What is the boiling point?",  # none does
    ],
)
def test_any_other_question_is_not_asked_back(assistant: Assistant, question: str) -> None:
    answer = answer_json(assistant.ask(question))

    assert answer["mode"] == "quote"
    assert answer["choices"] == []


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Lionsgate and Runway's model deal", "Lionsgate and Runway's model deal"),
        ("Asteria, Moonvalley and the Marey model", "Asteria"),
        ("Getty Images v Stability AI [2025] EWHC 2863", "Getty Images v Stability AI"),
        ("Oregon's film rebate and its end in March", "Oregon's film rebate"),
        ("Nevada's film credit under the Act", "Nevada's film credit"),
    ],
)
def test_a_title_is_cut_where_it_has_said_of_what_it_is(
    library: Callable[..., Assistant], title: str, short: str
) -> None:
    assistant = library({"one.md": f"# {title}\n\nText.", "two.md": "# Other\n\nText."})

    assert short_title("one", Library(assistant._index.snapshot())) == short
