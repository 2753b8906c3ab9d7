"""A paragraph while its lines are being collected, and which of them a text says again."""

import re
from dataclasses import dataclass, field

from assistant.documents.lines import Line
from assistant.text.marks import MARKER, as_shown
from assistant.types import Span

REPEATED = "it says what the paragraph before it says"

LEAST_REPEATED = 8
"""Words of a paragraph that is left out where it is repeated: fewer may be said twice."""

_TERMINAL = re.compile(r"[.!?:;…][\"'”’)\]*_]*$")


@dataclass(slots=True)
class Paragraph:
    """A paragraph while its lines are being collected.

    Attributes:
        lines: those taken so far.
        leads: what leads it in.
        label: what stands at its beginning and belongs to all of it.
        item: the kind of mark and the indentation of the item that it is.
    """

    lines: list[Line] = field(default_factory=list)
    leads: tuple[Span, ...] = ()
    label: Span | None = None
    item: tuple[str, int] | None = None

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return self.item is not None

    @property
    def ends_sentence(self) -> bool:
        """Whether its last line ends as a sentence does."""
        last = MARKER.sub("", self.lines[-1].text).rstrip()
        return bool(_TERMINAL.search(last))


class Repeats:
    """The paragraph before, to tell when one says the same once more."""

    def __init__(self) -> None:
        self._before = ""

    def is_again(self, text: str) -> bool:
        """Whether a paragraph says what the one before it said, word by word."""
        wording = as_shown(text).casefold()
        is_again = wording == self._before and len(wording.split()) >= LEAST_REPEATED
        self._before = wording
        return is_again
