"""How much one client may ask."""

from hypothesis import given
from hypothesis import strategies as st

from assistant import limits
from assistant.limits import Rate


def test_what_is_used_up_fills_again_with_time_and_for_each_client_alone() -> None:
    time = [0.0]
    rate = Rate(60, 2, lambda: time[0])

    assert [rate.take("a"), rate.take("a"), rate.take("a")] == [0, 0, 1]
    assert rate.take("b") == 0
    time[0] = 0.5
    assert rate.take("a") == 0.5
    time[0] = 1.0
    assert rate.wait("a") == 0
    assert rate.take("a") == 0
    time[0] = 100.0
    assert [rate.take("a"), rate.take("a"), rate.take("a")] == [0, 0, 1]


def test_none_is_asked_of_whom_nothing_was_set() -> None:
    rate = Rate(0, 1)
    assert not any(rate.take("a") for _ in range(1000))
    assert rate.wait("a") == 0


def test_clients_that_asked_long_ago_are_forgotten(monkeypatch) -> None:
    monkeypatch.setattr(limits, "MOST_CLIENTS", 3)
    rate = Rate(60, 1, lambda: 0.0)
    for name in "abcda":
        assert rate.take(name) == 0
    assert rate.take("d") > 0


@given(st.lists(st.floats(0, 30), max_size=200), st.integers(1, 600), st.integers(1, 50))
def test_no_more_passes_than_the_rate_and_what_may_come_at_once(
    pauses: list[float], a_minute: int, at_once: int
) -> None:
    time = [0.0]
    rate = Rate(a_minute, at_once, lambda: time[0])
    passed = 0
    for pause in pauses:
        time[0] += pause
        passed += rate.take("a") == 0
    assert passed <= at_once + time[0] * a_minute / 60 + 1e-6
