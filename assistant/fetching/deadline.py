"""The end of one fetch, whatever a server does to drag it out."""

from collections.abc import Callable

from assistant.errors import InputError


class Deadline:
    """Counts the time of one fetch; belongs to the one thread that makes it."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        """Begin to count ``seconds`` now, by a clock in seconds that never goes back."""
        self._seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Seconds that are left, more than 0.

        Raises:
            InputError: none are.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise self.passed()
        return left

    def extend(self, seconds: float) -> None:
        """Leave out seconds in which nobody was asked for anything."""
        self._end += seconds

    def passed(self) -> InputError:
        """The fault of a fetch that took too long."""
        return InputError(
            f"takes longer than {self._seconds:g} seconds; try again later, "
            "or download it in a browser and add the file"
        )
