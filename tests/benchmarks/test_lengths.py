"""How the growth of reading is measured, by a clock that is set."""

from itertools import count

import pytest

from benchmarks.lengths import UNITS, Growth, measure, table


def test_a_clock_that_ticks_evenly_shows_no_growth() -> None:
    (growth,) = measure({"prose": UNITS["prose"]}, (1_000, 2_000, 4_000), count().__next__)

    assert growth.slope == pytest.approx(0, abs=1e-9)
    assert growth.records > 1


@pytest.mark.parametrize("power", [1, 2])
def test_the_slope_is_the_power_of_the_length(power: int) -> None:
    sizes = (1_000, 2_000, 4_000)
    ticks = iter([at for size in sizes * 2 for at in (0.0, float(size) ** power)])

    (growth,) = measure({"prose": UNITS["prose"]}, sizes, ticks.__next__)
    assert growth.slope == pytest.approx(power)


def test_every_construct_is_read() -> None:
    assert {growth.construct for growth in measure(UNITS, (500, 1_000))} == set(UNITS)


def test_the_steepest_stands_first() -> None:
    said = table(iter([Growth("flat", 1.0, 0.1, 2.0), Growth("steep", 2.0, 0.5, 3.0)]))
    assert [line.split()[0] for line in said.splitlines()] == ["construct", "steep", "flat"]
