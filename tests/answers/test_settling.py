from datetime import date

import pytest

from assistant.answers.settling import latest_stage
from tests.answers.builders import statement

TODAY = date(2026, 7, 2)
AGREED = statement("It was agreed on 7 May 2026.", score=5.0)


@pytest.mark.parametrize(
    ("text", "score", "first"),
    [
        ("It was adopted on 29 June 2026.", 3.0, True),
        ("It was adopted on 29 June 2026.", 2.4, False),
        ("It was proposed on 2 May 2025.", 4.9, False),
        ("It applies from 2 December 2026.", 4.9, False),
        ("It was adopted.", 4.9, False),
    ],
)
def test_the_latest_stage_settles_how_things_stand(text: str, score: float, first: bool) -> None:
    other = statement(text, score=score)

    assert (latest_stage([AGREED, other], TODAY)[0] is other) is first


def test_another_documents_stage_is_another_matter() -> None:
    other = statement("It was adopted on 29 June 2026.", score=4.9, document_id="e")

    assert latest_stage([AGREED, other], TODAY)[0] is AGREED


def test_what_is_to_come_may_be_the_best_answer() -> None:
    coming = statement("It starts on 1 January 2027.", score=6.0)

    assert latest_stage([coming, AGREED], TODAY)[0] is coming
