from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.contract import read_history
from assistant.errors import InputError
from assistant.questions.conversation import resolve
from assistant.results import Outcome
from assistant.types import ASK_BACK, REFUSAL, Turn

KNOWN = {"iowa", "utah", "california"}


class Names:
    """Knows a few names; all of them, and the UK and Ireland, are places."""

    def is_subject(self, word: str) -> bool:
        return word in KNOWN

    def has_title(self, name: str) -> bool:
        return "california" in name.lower()

    def is_place(self, name: str) -> bool:
        return name.lower() in {*KNOWN, "uk", "ireland", "georgia"}


def searched(question: str, *turns: str) -> str:
    """What is searched for a question after turns of user and assistant, in turn."""
    history = [Turn("assistant" if at % 2 else "user", text) for at, text in enumerate(turns)]
    return resolve(question, history, Names()).searched


CREDIT = ("What does California's film credit pay?", "It pays 35%.")


@pytest.mark.parametrize(
    "question",
    [
        "Who signed AB 1138?",
        "Does Tennessee's ELVIS Act name who can sue under it?",
        "does iowa let producers sell their credits",
        "Is it true that Georgia audits every project?",
    ],
)
def test_a_question_with_a_subject_of_its_own_is_searched_as_it_is(question: str) -> None:
    assert searched(question, *CREDIT) == question


@pytest.mark.parametrize(
    "question",
    [
        "And when does it expire?",
        "How long is the refund paid out over?",
        "Did lawmakers there try to limit it?",
        "Who wrote the law?",
    ],
)
def test_a_question_that_leans_is_completed_with_the_subject(question: str) -> None:
    assert searched(question, *CREDIT) == f"{question} (California's film credit)"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("And in Ireland?", "What does Ireland's film credit pay?"),
        ("what about Georgia", "What does Georgia's film credit pay?"),
        ("And in Oklahoma?", "What does Oklahoma's film credit pay?"),
        ("What about Tilly Norwood?", "Tilly Norwood?"),
        ("And since when?", "And since when? (California's film credit)"),
        ("For features?", "For features? (California's film credit)"),
        ("Why?", "Why? (California's film credit)"),
    ],
)
def test_a_bare_question_takes_the_one_before(question: str, expected: str) -> None:
    assert searched(question, *CREDIT) == expected


def test_a_place_with_its_article_is_swapped_as_a_whole() -> None:
    assert searched("And Georgia?", "What does the UK pay?", "34%.") == "What does Georgia pay?"


@pytest.mark.parametrize("question", ["And in 2024?", "2024", "what about 2024?"])
def test_a_year_is_swapped(question: str) -> None:
    before = ("How many days did FilmLA count in 2023?", "Many.")

    assert searched(question, *before) == "How many days did FilmLA count in 2024?"


@pytest.mark.parametrize(
    "question", ["the second one?", "What is the third of them?", "the latter"]
)
def test_a_thing_that_was_not_named_is_no_fault(question: str) -> None:
    assert searched(question, "what pays", "9%.")


def test_the_subject_is_carried_over_turns_and_dropped_with_a_new_one() -> None:
    talk = (*CREDIT, "Who runs it?", "The Commission.")

    assert searched("Since when does it pay?", *talk).endswith("(California's film credit)")
    later = (*talk, "What is the ELVIS Act?", "A law of Tennessee.")
    assert searched("Who signed it?", *later) == "Who signed it? (ELVIS Act)"


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("What about it?", "it"),
        ("And when does that expire?", "that"),
        ("Who signed it?", "it"),
        ("How long do they last?", "they"),
    ],
)
def test_a_question_without_any_subject_is_unclear(question: str, word: str) -> None:
    assert resolve(question, (), Names()).unclear == word


@pytest.mark.parametrize(
    "question",
    [
        "Is it legal to clone a voice?",
        "Who said that occupancy is not utilisation?",
        "Who said occupancy is not the same as use, and why does it matter?",
        "How much does California pay, and is it refundable?",
        "What one-time payment did writers of animated series get?",
        "Does the law that protects voices of dead performers in Iowa name heirs?",
    ],
)
def test_a_question_that_explains_itself_is_clear(question: str) -> None:
    assert resolve(question, (), Names()).unclear == ""


def test_an_unclear_question_is_met_by_asking_back(library: Callable[..., Assistant]) -> None:
    answer = library({"a.md": "The cap is $9 million.\n"}).ask("What about it?")

    assert answer.outcome is Outcome.ASKED_BACK
    assert answer.abstained
    assert answer.answer == ASK_BACK.format("it")
    assert 0 < answer.confidence < 0.1


def test_the_answer_tells_what_was_searched(library: Callable[..., Assistant]) -> None:
    assistant = library({"a.md": "---\ntitle: Iowa fund\n---\nThe Iowa fund expires in 2031.\n"})
    history = [Turn("user", "Is there an Iowa fund?"), Turn("assistant", "Yes.")]

    answer = assistant.ask("When does it expire?", history)

    assert answer.searched == "When does it expire? (Iowa fund)"
    assert answer.citations[0].quote == "The Iowa fund expires in 2031."
    assert assistant.searched("When does it expire?", history) == answer.searched


@given(st.lists(st.text(max_size=80), max_size=5), st.text(min_size=1, max_size=80))
def test_any_conversation_is_resolved(turns: list[str], question: str) -> None:
    assert searched(question, *turns)


def test_history_is_read_in_both_spellings() -> None:
    turns = read_history([{"role": "user", "content": "A?"}, {"role": "human", "text": "B?"}])

    assert turns == (Turn("user", "A?"), Turn("user", "B?"))


@pytest.mark.parametrize(
    "messages", [{}, "text", [1], [{"role": "user"}], [{"content": "x"}], None]
)
def test_another_shape_is_refused(messages: object) -> None:
    with pytest.raises(InputError):
        read_history(messages)


@pytest.mark.parametrize(
    "opening",
    ["And", "But", "Or", "So", "Also", "Then", "Well,", "Now", "Ok", "Okay,", "What about",
     "How about"],
)  # fmt: skip
def test_a_question_that_goes_on_is_told_by_its_opening(opening: str) -> None:
    assert searched(f"{opening} in Oklahoma?", *CREDIT) == "What does Oklahoma's film credit pay?"


def test_a_name_in_capitals_keeps_its_first_word() -> None:
    before = ("What is the NO FAKES Act?", "A bill.")

    assert searched("Who wrote it?", *before) == "Who wrote it? (NO FAKES Act)"


def test_a_year_of_the_last_century_is_swapped_too() -> None:
    before = ("How many days did FilmLA count in 1997?", "Many.")

    assert searched("And in 1998?", *before) == "How many days did FilmLA count in 1998?"


@pytest.mark.parametrize(
    "word", ["about", "at", "by", "for", "from", "in", "of", "on", "the", "to", "under", "with"]
)
def test_what_stands_with_a_bare_name_does_not_make_it_a_question(word: str) -> None:
    assert searched(f"And {word} Ireland?", *CREDIT).startswith("What does Ireland")


def test_a_question_about_another_name_is_no_bare_name() -> None:
    asked = "And who pays in Ireland?"

    assert searched(asked, *CREDIT) == f"{asked} (California's film credit)"


def test_a_question_goes_on_about_a_thing_where_none_was_named() -> None:
    assert searched("And in Ohio?", "what is the rate", "9%.") == "what is the rate? (Ohio)"


def test_three_names_are_added_at_most() -> None:
    names = ("Do Iowa, Utah, Ohio, and Maine pay?", "")

    assert searched("Who runs it?", *names) == "Who runs it? (Iowa, Utah, Ohio)"


def test_where_nothing_was_named_the_question_before_is_added() -> None:
    talk = ("who hires extras?", "Towns.")

    assert searched("Who gets that?", *talk) == "Who gets that? (who hires extras)"
    later = (*talk, "Who gets that?", "Extras.")
    assert searched("since when?", *later) == "since when? (Who gets that)"
    long = "who objected loudly to extras"
    assert searched(long, *talk) == long


def test_little_is_two_content_words_unless_documents_are_about_the_subject() -> None:
    talk = ("What does the Marlow deal pay?", "9%.")

    assert searched("which towns can apply", *talk) == "which towns can apply? (Marlow deal)"
    assert searched("which towns can lose sheriffs", *talk) == "which towns can lose sheriffs"
    assert searched("which towns can lose sheriffs", *CREDIT).endswith("(California's film credit)")


def spoken(*turns: str) -> str:
    """What the conversation was at."""
    history = [Turn("assistant" if at % 2 else "user", text) for at, text in enumerate(turns)]
    said = resolve("And then?", history, Names()).spoken
    return said.answer or said.asked


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ((), ""),
        (("Who pays?", "Iowa [1]."), "Iowa [1]."),
        (("Who pays?", "Iowa.", "Since when?", f"{REFUSAL} The nearest …"), "Since when?"),
        (("Who pays?", "Iowa.", "Since when?"), "Since when?"),
        (("Who pays?", "Iowa.", " ", "What?"), "What?"),
    ],
)
def test_the_conversation_is_at_the_last_answer_or_what_got_none(
    turns: tuple[str, ...], expected: str
) -> None:
    assert spoken(*turns) == expected


def test_a_rule_can_be_left_out() -> None:
    history = [Turn("user", CREDIT[0]), Turn("assistant", CREDIT[1])]

    assert resolve("Who runs it?", history, Names(), {}).searched == "Who runs it?"


@pytest.mark.parametrize(
    ("question", "word"),
    [
        *((f"Who signs {word}?", word) for word in (
            "it", "they", "them", "he", "him", "she", "this", "these", "those", "that", "there",
            "the first one", "the second one", "the latter", "the same",
        )),
        *((f"Do {word} rules pay?", word) for word in ("its", "their", "his", "her")),
        ("When does that run out?", "that"),
        ("Who asked for that?", "that"),
        ("which one?", "which one"),
        ("which ones?", "which ones"),
    ],
)  # fmt: skip
def test_what_points_outside_is_told_by_its_words(question: str, word: str) -> None:
    assert resolve(question, (), Names()).unclear == word


@pytest.mark.parametrize(
    "question",
    [
        "Which one of towns?",
        "Who are those who act?",
        "Is it true?",
        "Is it safer to wait?",
        "Was this legal to do?",
        "Is it a habit?",
        "Was this an error?",
        "What does it take?",
        "When does it make sense?",
        *(f"Do towns pay {whose} staff?" for whose in ("its", "their", "his", "her")),
        "Do small towns hire it?",
        "Does it hire small towns?",
        "Who signs which one-time rule?",
        "Who gets the same as extras?",
    ],
)
def test_what_only_looks_like_pointing_does_not_point(question: str) -> None:
    assert resolve(question, (), Names()).unclear == ""
