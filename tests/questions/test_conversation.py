from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.contract import read_history
from assistant.errors import InputError
from assistant.questions.conversation import resolve
from assistant.types import ASK_BACK, REFUSAL, Outcome, Turn

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
        ("Since when?", "What does California's film credit pay: Since when?"),
        ("For features?", "What does California's film credit pay: For features?"),
        ("Features?", "Features? (California's film credit)"),
        ("Why?", "Why? (It pays 35%.)"),
    ],
)
def test_a_bare_question_takes_the_one_before(question: str, expected: str) -> None:
    assert searched(question, *CREDIT) == expected


def test_a_place_with_its_article_is_swapped_as_a_whole() -> None:
    assert searched("And Georgia?", "What does the UK pay?", "34%.") == "What does Georgia pay?"


@pytest.mark.parametrize(
    ("question", "year"), [("And in 2024?", "2024"), ("And the year before?", "2022")]
)
def test_a_year_is_swapped(question: str, year: str) -> None:
    before = ("How many days did FilmLA count in 2023?", "Many.")

    assert searched(question, *before) == f"How many days did FilmLA count in {year}?"


@pytest.mark.parametrize(
    ("question", "meant"),
    [
        ("What does the first one cover?", "AB 412"),
        ("What does the second one cover?", "SB 683"),
        ("What does the latter cover?", "SB 683"),
    ],
)
def test_one_of_several_things_is_picked(question: str, meant: str) -> None:
    before = ("Which bills did the unions back?", "They backed AB 412 and also SB 683.")

    assert searched(question, *before) == f"{question} ({meant})"


@pytest.mark.parametrize(
    "question", ["the second one?", "What is the third of them?", "the latter"]
)
def test_a_thing_that_was_not_named_is_no_fault(question: str) -> None:
    assert searched(question, "what pays", "9%.")


def test_a_person_is_taken_from_the_answer() -> None:
    before = ("Who leads the DGA?", "Its president is Christopher Nolan.")

    assert searched("What did he say?", *before) == "What did he say? (Christopher Nolan, DGA)"


def test_the_subject_is_carried_over_turns_and_dropped_with_a_new_one() -> None:
    talk = (*CREDIT, "Who runs it?", "The Commission.")

    assert searched("Since when does it pay?", *talk).endswith("(California's film credit)")
    later = (*talk, "What is the ELVIS Act?", "A law of Tennessee.")
    assert searched("Who signed it?", *later) == "Who signed it? (ELVIS Act)"


def test_the_titles_a_refusal_names_are_no_subject() -> None:
    refused = f"{REFUSAL} The nearest document, “Utah's Fund”, does not mention it."

    assert (
        searched("Who gets that?", "who hires extras", refused) == "Who gets that? (hires extras)"
    )


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


DEAL = ("What does the Marlow deal pay?", "9%.")


@pytest.mark.parametrize(
    "pointing",
    [
        *("it", "they", "them", "he", "him", "she", "this", "these", "those"),
        *("that", "go there", "which one", "which ones", "the same", "the latter"),
        *("the law", "the bill", "the new bill", "the order", "the new order"),
    ],
)
def test_what_points_back_is_told_by_its_words(pointing: str) -> None:
    asked = f"Which small towns objected loudly to {pointing}?"

    assert searched(asked, *DEAL) == f"{asked} (Marlow deal)"
    plain = asked.replace(pointing, "extras")
    assert searched(plain, *DEAL) == plain


@pytest.mark.parametrize("whose", ["its", "their", "his", "her"])
def test_a_possessive_points_back_unless_somebody_stands_before_it(whose: str) -> None:
    asked = f"Will {whose} small rules pay unpaid extras nightly?"
    assert searched(asked, *DEAL) == f"{asked} (Marlow deal)"

    own = f"Which small towns hire {whose} unpaid extras nightly?"
    assert searched(own, *DEAL) == own


@pytest.mark.parametrize("asked", ["When does that run out?", "Who asked for that in committee?"])
def test_a_word_before_it_makes_that_point_back(asked: str) -> None:
    assert searched(asked, *CREDIT) == f"{asked} (California's film credit)"
    alone = "Who thinks that in committee members asked the public hearing clerk nicely?"
    assert resolve(alone, [], Names()).unclear == ""


@pytest.mark.parametrize("asked", ["the first one", "the second one", "the latter"])
def test_one_of_two_points_back(asked: str) -> None:
    before = ("Which large public bills did the many unions back?", "They backed AB 412, SB 683.")

    assert "(" in searched(f"Who in committee objected strongly to {asked} that year?", *before)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Did the first pass?", "AB 412"),
        ("Did the second one pass?", "SB 683"),
        ("Did the third one pass?", "HR 9"),
        ("Did the latter pass?", "HR 9"),
    ],
)
def test_the_thing_meant_is_counted(asked: str, meant: str) -> None:
    before = ("Which bills did they back?", "They backed AB 412, then SB 683, then HR 9.")

    assert searched(f"And {asked}", *before).endswith(f"({meant})")


@pytest.mark.parametrize("person", ["he", "she"])
def test_he_or_she_is_the_person_of_the_answer(person: str) -> None:
    before = ("Who leads the DGA?", "Its president is Maria Nolan.")

    assert "Maria Nolan" in searched(f"What did {person} say?", *before)


@pytest.mark.parametrize(
    "asked",
    [
        "Which one of small towns hired unpaid extras nightly?",
        "Should small towns pay those who act nightly unpaid?",
        "Is it true small towns hired unpaid extras nightly?",
        "Is it safer to hire unpaid extras nightly in towns?",
        "Was this legal to hire unpaid extras nightly in towns?",
        "Is it a habit hiring unpaid extras nightly in towns?",
        "Was this an error hiring unpaid extras nightly in towns?",
        "What does it take hiring unpaid extras nightly in towns?",
        "When does it make hiring unpaid extras nightly richer?",
    ],
)
def test_what_only_looks_like_pointing_does_not_point(asked: str) -> None:
    assert searched(asked, *DEAL) == asked


@pytest.mark.parametrize(
    "asked",
    ["Why not?", "When?", "Since when?", "By when?", "Whom?", "By whom?", "How much?"],
)
def test_a_question_that_is_nothing_alone_is_asked_of_the_one_before(asked: str) -> None:
    before = ("Who pays California's film credit?", "")

    assert searched(asked, *before) == f"Who pays California's film credit: {asked}"


@pytest.mark.parametrize(
    "verb",
    ["is", "are", "was", "were", "be", "do", "does", "did", "has", "have", "had", "can", "could",
     "will", "would", "should", "may", "might", "must", "get", "gets", "work", "vote", "votes",
     "made"],
)  # fmt: skip
def test_a_question_with_a_verb_is_more_than_a_phrase(verb: str) -> None:
    asked = f"And who {verb} in Ireland"

    assert searched(asked, *CREDIT) != searched("And in Ireland", *CREDIT)
    assert searched(asked, *CREDIT).endswith("(California's film credit)")


@pytest.mark.parametrize("kind", ["fund", "guild", "order", "rule", "rules", "team", "vote"])
def test_the_kind_of_thing_asked_about_is_carried_with_its_name(kind: str) -> None:
    before = (f"When does the big {kind} of Iowa meet?", "In May.")

    assert searched("Who runs it?", *before) == f"Who runs it? (Iowa, big {kind})"


@pytest.mark.parametrize("date", ["2026", "May 2026"])
def test_a_date_is_no_subject(date: str) -> None:
    assert searched(f"rates {date}", *CREDIT) == f"rates {date}? (California's film credit)"


def test_little_is_two_content_words() -> None:
    talk = ("What does the Marlow deal pay?", "9%.")

    assert searched("which towns can apply", *talk) == "which towns can apply? (Marlow deal)"
    assert searched("which towns can lose sheriffs soon", *talk).endswith("sheriffs soon")


def test_a_topic_is_six_words_and_three_names_are_added_at_most() -> None:
    topic = "which small towns hire unpaid summer extras nightly"
    assert searched("Who runs it?", topic, "") == (
        "Who runs it? (small towns hire unpaid summer extras)"
    )
    names = ("Do Iowa, Utah, Ohio, and Maine pay?", "")
    assert searched("Who runs it?", *names) == "Who runs it? (Iowa, Utah, Ohio)"


def test_an_answer_asked_about_is_quoted_in_part() -> None:
    assert searched("Why?", "Who pays?", "x" * 300) == f"Why? ({'x' * 200})"


def test_a_name_in_capitals_keeps_its_first_word() -> None:
    before = ("What is the NO FAKES Act?", "A bill.")

    assert searched("Who wrote it?", *before) == "Who wrote it? (NO FAKES Act)"


def test_a_year_of_the_last_century_is_swapped_too() -> None:
    before = ("How many days did FilmLA count in 1997?", "Many.")

    assert searched("And in 1998?", *before) == "How many days did FilmLA count in 1998?"
