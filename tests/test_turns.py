"""Who waits for a turn, and what is written of it."""

import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.errors import Busy
from assistant.turns import Turns, request_id


def test_as_many_are_answered_at_once_as_there_are_turns() -> None:
    turns = Turns(at_once=2, waiting=0)
    inside = threading.Barrier(3, timeout=20)
    leave = threading.Event()

    def ask() -> None:
        with turns.turn():
            inside.wait()
            leave.wait(20)

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(ask), pool.submit(ask)]
        inside.wait()
        with pytest.raises(Busy, match="try again"), turns.turn():
            pass
        leave.set()
        for done in asking:
            done.result(timeout=20)
    with turns.turn():
        pass


def test_who_waits_is_served_when_a_turn_is_given_back() -> None:
    turns = Turns(at_once=1, waiting=9)
    served: list[int] = []

    def ask(number: int) -> None:
        with turns.turn():
            served.append(number)

    with ThreadPoolExecutor(9) as pool:
        with turns.turn():
            asking = [pool.submit(ask, number) for number in range(9)]
            assert not served
        for done in asking:
            done.result(timeout=20)
    assert sorted(served) == list(range(9))


@pytest.mark.parametrize("logs_text", [False, True])
def test_the_text_of_a_question_is_written_only_if_asked_for(
    caplog: pytest.LogCaptureFixture, logs_text: bool
) -> None:
    request_id.set("r1")
    with (
        caplog.at_level(logging.INFO, "assistant.questions"),
        pytest.raises(ZeroDivisionError),
        Turns(logs_text=logs_text).turn("secret"),
    ):
        raise ZeroDivisionError

    (line,) = [json.loads(record.message) for record in caplog.records]
    assert (line["request"], line["characters"]) == ("r1", 6)
    assert ("secret" in caplog.text) is logs_text
