"""A question about no one document is answered from each that answers it."""

from collections.abc import Callable

from assistant.assistant import Assistant

Library = Callable[..., Assistant]

FILES = {
    "iowa.md": "# Iowa film credit\n\nStates that refund the film credit include Iowa.",
    "utah.md": "# Utah film credit\n\nStates that refund the film credit include Utah.",
    "ohio.md": "# Ohio harbor levy\n\nThe harbor levy of Ohio is due in spring.",
}


def test_every_document_that_answers_is_quoted_once(library: Library) -> None:
    answer = library(FILES).ask("Which states refund the film credit?")

    assert {citation.document_id for citation in answer.citations} == {"iowa", "utah"}
    assert len(answer.parts) == 1
    assert answer.parts[0].citations == (1, 2)
    assert answer.notes[0] == "Found in 2 documents; the list may be partial."


def test_a_question_that_names_a_document_is_answered_from_it_alone(library: Library) -> None:
    answer = library(FILES).ask("Which credits does the Iowa film credit refund?")

    assert {citation.document_id for citation in answer.citations} <= {"iowa"}
