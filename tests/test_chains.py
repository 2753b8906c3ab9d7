"""The assistant in LangChain's and LangGraph's hands."""

import asyncio
from collections.abc import Callable

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableLambda

from assistant.assistant import Assistant
from assistant.chains import as_message
from assistant.errors import InputError
from assistant.results import Answer
from tests.conftest import StubEmbedder, StubScorer
from tests.writing.scripted import ScriptedChat, writer

NOVA = "# Nova film credit\n\nThe Nova film credit is 30 percent of wages. It ends on 5 May 2027.\n"
ASKED = "What is the Nova film credit?"


def says(told: list[tuple[str, str]]) -> str:
    ids = {text: key for key, text in told}
    first = ids["The Nova film credit is 30 percent of wages."]
    return f"Nova gives 30 percent [{first}]. It is of wages [{first}]."


@pytest.fixture
def writing(library: Callable[..., Assistant], stub: StubEmbedder) -> Assistant:
    read = library({"nova.md": NOVA})
    return Assistant(
        read._index, lambda: stub, StubScorer, load_writer=lambda: writer(ScriptedChat(says))
    )


def test_a_chain_takes_a_string_an_object_or_messages(writing: Assistant) -> None:
    history = [HumanMessage("Hello!"), AIMessage("Hello.")]

    for request in (
        ASKED,
        {"question": ASKED},
        {"question": ASKED, "history": [{"role": "user", "content": "Hello!"}]},
        {"messages": [*history, HumanMessage(ASKED)]},
        {"messages": [("user", ASKED)]},
    ):
        assert (
            writing.chain.invoke(request).answer == "Nova gives 30 percent. [1] It is of wages. [1]"
        )


@pytest.mark.parametrize(
    "request_", [{}, {"question": 3}, {"messages": []}, {"messages": [AIMessage("x")]}, 3]
)
def test_a_request_of_another_shape_is_refused(writing: Assistant, request_: object) -> None:
    with pytest.raises(InputError, match="The chain needs"):
        writing.chain.invoke(request_)  # type: ignore[arg-type]


def test_a_stream_grows_and_ends_with_the_whole_answer(writing: Assistant) -> None:
    answers = list(writing.chain.stream(ASKED))

    assert [len(answer.sentences) for answer in answers] == [1, 2, 2]
    assert answers[-1].answer == writing.chain.invoke(ASKED).answer


def test_the_same_for_programs_that_wait_for_several_things(writing: Assistant) -> None:
    async def both() -> tuple[Answer, list[Answer]]:
        streamed = [answer async for answer in writing.chain.astream(ASKED)]
        return await writing.chain.ainvoke(ASKED), streamed

    invoked, streamed = asyncio.run(both())
    assert [len(answer.sentences) for answer in streamed] == [1, 2, 2]
    assert invoked.answer == streamed[-1].answer


def test_a_stream_that_is_left_ends_the_request(
    library: Callable[..., Assistant], stub: StubEmbedder
) -> None:
    chat = ScriptedChat(says)
    read = library({"nova.md": NOVA})
    assistant = Assistant(read._index, lambda: stub, StubScorer, load_writer=lambda: writer(chat))

    async def first() -> None:
        answers = assistant.chain.astream(ASKED)
        await anext(answers)
        await answers.aclose()  # type: ignore[attr-defined]

    asyncio.run(first())
    assert chat.closed == 1


def test_a_step_behind_it_is_given_the_whole_answer(writing: Assistant) -> None:
    chain = writing.chain | RunnableLambda(as_message)

    for message in (chain.invoke(ASKED), *chain.stream(ASKED)):
        assert message.text == "Nova gives 30 percent. [1] It is of wages. [1]"


def test_a_message_cites_the_spans_of_each_part_of_its_text(writing: Assistant) -> None:
    message = as_message(writing.ask(ASKED))

    (block,) = message.content_blocks
    cited = block["annotations"]
    assert [message.text[one["start_index"] : one["end_index"]] for one in cited] == [
        "Nova gives 30 percent.",
        "It is of wages.",
    ]
    quote = cited[0]["cited_text"]
    extras = cited[0]["extras"]
    text = writing.text(extras["document_id"])
    assert text[extras["start"] : extras["end"]] == quote
    assert cited[0]["title"] == "Nova film credit"


def test_quotes_are_cited_as_well(library: Callable[..., Assistant]) -> None:
    message = as_message(library({"nova.md": NOVA}).ask(ASKED))

    (block,) = message.content_blocks
    assert block["annotations"][0]["cited_text"] == "The Nova film credit is 30 percent of wages."
    assert message.response_metadata["abstained"] is False
