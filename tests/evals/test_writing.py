from typing import Any

from evals.cases import Case
from evals.writing import judged, summary, told
from tests.writing.scripted import ScriptedChat

CASE = Case(id="a", suite="s", question="q", answerable=True)
USAGE = {"model": "m", "input_tokens": 100, "output_tokens": 20, "seconds": 1.0, "first": 0.4}


def answer(**given: Any) -> dict[str, Any]:
    empty = {"sentences": [], "withheld": [], "citations": [], "abstained": False}
    return {**empty, "usage": USAGE, **given}


WRITTEN = answer(
    sentences=[{"text": "It is 30 percent.", "citations": [1]}],
    withheld=[
        {"text": "It is 45 percent.", "reasons": ["the figure 45 percent is not in “Nova”"]},
        {"text": "So it is.", "reasons": ["“Nova” does not say it"]},
    ],
    citations=[{"n": 1, "title": "Nova", "quote": "The credit is 30 percent."}],
)
DECLINED = answer(abstained=True, usage={**USAGE, "first": None})
QUOTED = {key: value for key, value in answer().items() if key != "usage"}


def test_what_a_model_wrote_is_counted() -> None:
    found = summary([(CASE, WRITTEN), (CASE, DECLINED), (CASE, QUOTED)])

    assert (found["asked"], found["written"], found["declined"]) == (2, 1, 1)
    assert (found["shown"], found["withheld"]) == (1, 2)
    assert found["by_rule"] == 2 / 3
    assert found["reasons"] == {"the figure … is not in …": 1, "… does not say it": 1}
    assert (found["input_tokens"], found["output_tokens"], found["first_p50"]) == (200, 40, 0.4)
    assert "the figure … is not in …" in told(found)


def test_a_judge_reads_what_was_shown_with_its_quotes() -> None:
    chat = ScriptedChat(lambda _told: "Yes.")

    assert judged([(CASE, WRITTEN), (CASE, DECLINED)], chat) == {"yes": 1}
    assert chat.prompts[0].request == (
        "Source:\nNova: The credit is 30 percent.\n\nSentence:\nIt is 30 percent."
    )
    assert judged([(CASE, WRITTEN)], ScriptedChat(lambda _told: "Perhaps")) == {"unclear": 1}
