"""What messages about the assistant mean, with the real embedding model, in words of no example."""

import pytest

from assistant.models.embedder import Embedder, Vectors
from assistant.questions.courtesy import Phrasings

SUBJECTS = ("Georgia", "Georgia credit", "ELVIS Act", "SAG-AFTRA", "film tariffs", "AB 412")


@pytest.fixture(scope="module")
def phrasings(real_embedder: Embedder) -> Phrasings:
    return Phrasings(real_embedder)


def nothing(_vector: Vectors) -> float:
    return 0.0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Good afternoon", "greeting"),
        ("That was really helpful", "thanks"),
        ("What can you help me with?", "ability"),
        ("Who created you?", "identity"),
        ("Are you a person or a machine?", "identity"),
        ("How trustworthy are you?", "certainty"),
        ("Do you give legal advice?", "advice"),
        ("Do you have internet access?", "method"),
        ("How many sources does your library contain?", "count"),
        ("What's the newest document?", "newest"),
        ("Which of your documents is the oldest one?", "oldest"),
        ("When was your data last updated?", "updated"),
        ("What topics are covered?", "topics"),
        ("Which states are covered?", "places"),
        ("Show me a list of your sources", "titles"),
    ],
)
def test_a_message_about_the_assistant_is_known_by_its_meaning(
    phrasings: Phrasings, text: str, kind: str
) -> None:
    found = phrasings.meant(text, nothing)

    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Who is Tilly Norwood?",
        "How does the credit work?",
        "Who made the film?",
        "When was the law last amended?",
        "How many titles does Lionsgate license to Runway?",
        "Is a lawyer needed for the application?",
        "Which states have a transferable credit?",
        "How many states do that?",
    ],
)
def test_a_question_about_something_else_is_none(phrasings: Phrasings, text: str) -> None:
    assert phrasings.meant(text, nothing) is None


def test_what_the_library_says_better_is_left_to_it(phrasings: Phrasings) -> None:
    assert phrasings.meant("Are you a lawyer?", lambda _: 0.9) is not None
    assert phrasings.meant("Are you a lawyer?", lambda _: 0.99) is None


@pytest.mark.parametrize(
    ("text", "kind", "subject"),
    [
        ("Tell me about the Georgia credit", "overview", "Georgia credit"),
        ("What do you have on Georgia", "overview", "Georgia"),
        ("Can you summarize the ELVIS Act?", "overview", "ELVIS Act"),
        ("summarise AB 412", "overview", "AB 412"),
        ("What is the ELVIS Act?", "overview", "ELVIS Act"),
        ("What's an ELVIS Act?", "overview", "ELVIS Act"),
        ("What can you tell me about film tariffs?", "overview", "film tariffs"),
        ("What documents do you have about Georgia?", "titles", "Georgia"),
        ("How many articles on SAG-AFTRA are in your library?", "count", "SAG-AFTRA"),
    ],
)
def test_a_subject_is_taken_out_of_what_is_asked_of_it(
    phrasings: Phrasings, text: str, kind: str, subject: str
) -> None:
    found = phrasings.framed(text, lambda name: name in SUBJECTS)

    assert found is not None
    assert (found.kind, found.subject) == (kind, subject)


@pytest.mark.parametrize(
    "text",
    [
        "Who gets the Georgia credit?",
        "What is the rate of the Georgia credit?",
        "What is the ELVIS Act's penalty?",
        "What about Georgia?",
        "When does the ELVIS Act apply?",
        "Tell me about audits of the Georgia credit",
        "Tell me about Ohio",
    ],
)
def test_a_question_about_a_subject_is_no_overview(phrasings: Phrasings, text: str) -> None:
    assert phrasings.framed(text, lambda name: name in SUBJECTS) is None


def test_courtesy_alone_is_a_greeting_or_thanks(phrasings: Phrasings) -> None:
    assert phrasings.courtesy("Hello everyone") == "greeting"
    assert phrasings.courtesy("Many thanks for your help") == "thanks"
