"""Who waits for a turn, and what is written of it."""

import json
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.errors import Busy
from assistant.limits import Rate
from assistant.turns import Asking, Turns, asking


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
    turns = Turns(at_once=1, waiting=20)
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


def test_clients_are_called_in_turn_and_one_leaves_places_for_others() -> None:
    turns = Turns(at_once=1, waiting=10)
    served: list[str] = []

    def ask(client: str) -> None:
        asking.set(Asking(client=client))
        with turns.turn():
            served.append(client)

    with ThreadPoolExecutor(12) as pool:
        with turns.turn():
            greedy = [pool.submit(ask, "a") for _ in range(8)]
            until(lambda: turns.waiting == 8)
            with pytest.raises(Busy):
                pool.submit(ask, "a").result(timeout=20)
            other = pool.submit(ask, "b")
            until(lambda: turns.waiting == 9)
        for done in (*greedy, other):
            done.result(timeout=20)
    assert "b" in served[:2]


def test_who_has_gone_gives_up_his_place_and_nobody_waits_for_a_server_that_ends() -> None:
    turns = Turns(at_once=1)
    gone, here = Asking(client="a"), Asking(client="b")

    def ask(now: Asking) -> None:
        asking.set(now)
        with turns.turn():
            pass

    with ThreadPoolExecutor(2) as pool, turns.turn():
        leaving, staying = pool.submit(ask, gone), pool.submit(ask, here)
        until(lambda: turns.waiting == 2)
        gone.is_gone = True
        with pytest.raises(Busy):
            leaving.result(timeout=20)
        assert turns.waiting == 1
        turns.close()
        with pytest.raises(Busy, match="being stopped"):
            staying.result(timeout=20)


def test_who_asks_too_often_is_told_when_to_ask_again() -> None:
    turns = Turns(rate=Rate(60, 1, lambda: 0.0))
    asking.set(Asking(client="a"))
    with turns.turn():
        pass
    with pytest.raises(Busy, match="again in 1 s") as told, turns.turn():
        pass
    assert told.value.seconds == 1
    asking.set(Asking(client="b"))
    with turns.turn():
        pass


def until(holds: Callable[[], bool]) -> None:
    ends = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.005)


@pytest.mark.parametrize("logs_text", [False, True])
def test_the_text_of_a_question_is_written_only_if_asked_for(
    caplog: pytest.LogCaptureFixture, logs_text: bool
) -> None:
    asking.set(Asking("r1"))
    with (
        caplog.at_level(logging.INFO, "assistant.questions"),
        pytest.raises(ZeroDivisionError),
        Turns(logs_text=logs_text).turn("secret"),
    ):
        raise ZeroDivisionError

    (line,) = [json.loads(record.message) for record in caplog.records]
    assert (line["request"], line["characters"]) == ("r1", 6)
    assert ("secret" in caplog.text) is logs_text
