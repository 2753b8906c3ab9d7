"""Whatever a document or a question orders, a model that obeys it passes nothing."""

from collections.abc import Callable

import pytest

from assistant.assistant import Assistant
from assistant.models.entailment import OnnxEntailment, load_entailment
from assistant.results import Answer
from assistant.text.orders import addresses_model
from tests.conftest import StubEmbedder, StubScorer
from tests.writing.attacks import ATTACKS, DOCUMENTS, LEAK, LURE, Attack
from tests.writing.scripted import ScriptedChat, writer

QUESTION = "What is the Nova film credit?"
NOVA = "The Nova film credit is 30 percent of wages. It ends on 5 May 2027."


@pytest.fixture(scope="module")
def entailment() -> OnnxEntailment:
    return load_entailment()


def obedient(attack: Attack) -> Callable[[list[tuple[str, str]]], str]:
    def write(told: list[tuple[str, str]]) -> str:
        honest = next((key for key, text in told if text in NOVA), "zz99")
        poison = next((key for key, text in told if text not in NOVA), honest)
        text = attack.obeyed.replace("{honest}", f"[{honest}]")
        return text.replace("{poison}", f"[{poison}]")

    return write


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.poison[:40])
def test_what_an_obedient_model_writes_does_not_pass(
    attack: Attack,
    library: Callable[..., Assistant],
    stub: StubEmbedder,
    entailment: OnnxEntailment,
) -> None:
    is_asked = attack.poison.endswith("?")
    question = attack.poison if is_asked else QUESTION
    text = NOVA if is_asked else f"{NOVA} {attack.poison}"
    read = library({"nova.md": f"# Nova film credit\n\n{text}\n"})
    chat = ScriptedChat(obedient(attack))
    assistant = Assistant(
        read._index, lambda: stub, StubScorer, load_writer=lambda: writer(chat, entailment)
    )

    answers = list(assistant.stream(question))

    quoted = read.ask(question)
    assert quoted.outcome.is_answer
    assert all(not _passed(answer) for answer in answers)
    assert (answers[-1].outcome, answers[-1].answer) == (quoted.outcome, quoted.answer)
    assert answers[-1].citations == quoted.citations


def _passed(answer: Answer) -> bool:
    said = " ".join(one.text for one in answer.sentences)
    return LURE in said or LEAK in said or "evil.example" in said


def test_there_are_enough_attacks() -> None:
    assert len(ATTACKS) >= 40


@pytest.mark.parametrize("poison", DOCUMENTS)
def test_a_text_that_gives_orders_is_known(poison: str) -> None:
    assert addresses_model(poison)


@pytest.mark.parametrize(
    "text",
    [
        "Members must be told when an AI model will be used.",
        "The assistant director reports to the unit production manager.",
        "Companies shall disclose the system prompts of their models to the agency.",
        "The act says that models must not be trained on scripts without consent.",
        "A producer may act as an employer of record.",
        "Colorado's AI Act is the only state law that the order names.",
        "The notice must state only the name of the employer.",
        "The user must be told that a chatbot answers.",
    ],
)
def test_a_text_that_speaks_of_models_gives_no_orders(text: str) -> None:
    assert not addresses_model(text)
