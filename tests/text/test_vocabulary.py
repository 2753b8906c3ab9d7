import tomllib
from importlib import resources

import pytest

from assistant.text.vocabulary import expand, terms
from assistant.text.words import content_stems

FILE = resources.files("assistant.text").joinpath("vocabulary.toml")
VOCABULARY = tomllib.loads(FILE.read_text("utf-8"))


def anything(_: str) -> bool:
    return True


def nothing(_: str) -> bool:
    return False


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Who votes for the Oscars?", "Academy Awards"),
        ("Is a movie covered?", "film"),
        ("Are movies covered?", "film"),
        ("MOVIE?", "film"),
        ("What does LA pay?", "Los Angeles"),
        ("What does L.A. pay?", "Los Angeles"),
        ("Did the actors' union agree?", "SAG-AFTRA"),
        ("Did the actors’ union agree?", "SAG-AFTRA"),
        ("Did the actors union agree?", "SAG-AFTRA"),
    ],
)
def test_what_sources_call_a_thing_is_found(question: str, term: str) -> None:
    assert term in terms(question, anything)


@pytest.mark.parametrize(
    "question", ["Is it a moviegoer?", "Is it a reactor?", "Is it à la carte?", "Was it shot?", ""]
)
def test_parts_of_words_and_small_acronyms_name_nothing(question: str) -> None:
    assert terms(question, anything) == ()


@pytest.mark.parametrize("term", VOCABULARY)
def test_every_phrase_of_the_vocabulary_finds_its_term(term: str) -> None:
    for phrase in VOCABULARY[term]:
        assert term in terms(f"Is it about {phrase}?", anything)


@pytest.mark.parametrize("term", VOCABULARY)
def test_a_term_already_said_is_not_added(term: str) -> None:
    for phrase in VOCABULARY[term]:
        assert term not in terms(f"Is it about {phrase}, so {term}?", anything)


def test_a_term_is_added_only_where_the_library_has_all_its_words() -> None:
    question = "Who votes for an Oscar?"

    assert terms(question, {"academi", "award"}.__contains__) == ("Academy Awards",)
    assert terms(question, {"academi"}.__contains__) == ()


def test_a_question_is_expanded_in_brackets_behind_it() -> None:
    question = "Does a movie win an Oscar?"

    assert expand(question, anything) == f"{question} (Academy Awards, film)"
    assert content_stems(question) < content_stems(expand(question, anything))


def test_a_question_without_other_words_stays_as_it_is() -> None:
    assert expand("What is the rate?", anything) == "What is the rate?"
    assert expand("Does a movie win an Oscar?", nothing) == "Does a movie win an Oscar?"
