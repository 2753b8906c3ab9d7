"""Messages that can't be read are told so, and no others."""

import pytest

from assistant.questions.language import NOT_ENGLISH, unread

OURS = frozenset({"iatse", "mba", "georgia"})


def reason(question: str) -> str:
    return unread(question, OURS.__contains__)


@pytest.mark.parametrize(
    "question",
    [
        "Quel est le taux du crédit d'impôt cinéma en Géorgie ?",
        "¿Qué dice el contrato de la WGA sobre la inteligencia artificial?",
        "Wann läuft der Vertrag der Animation Guild aus?",
        "Cosa prevede il contratto SAG-AFTRA per le repliche digitali?",
        "ジョージア州の映画税額控除はいくらですか",
        "Сколько составляет налоговый кредит в Джорджии?",
    ],
)
def test_another_language_is_told(question: str) -> None:
    assert reason(question) == NOT_ENGLISH


@pytest.mark.parametrize(
    "question",
    [
        "Which guilds ratified the MBA?",
        "IATSE?",
        "AB 412",
        "???",
        "And Georgia?",
        "What does Vassalboro's Krzysztof Szczepański say of the rebate?",
        "hw much is teh rebate in georgia",
        "What is droit d'auteur?",
    ],
)
def test_what_can_be_read_is_read(question: str) -> None:
    assert reason(question) == ""


def test_a_word_that_nobody_knows_is_named() -> None:
    assert reason("asdfgh") == "The library does not mention “asdfgh”."
