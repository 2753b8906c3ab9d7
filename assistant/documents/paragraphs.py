"""A paragraph while its lines are being collected, and which of them a text says again."""

import re
from dataclasses import dataclass, field

from assistant.documents.lines import Line
from assistant.text.marks import MARKER, as_shown
from assistant.types import Span

REPEATED = "a paragraph that stands under the same heading already"

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
    """The paragraphs of a document, to tell when one comes again under the same headings."""

    def __init__(self) -> None:
        self._seen: set[tuple[tuple[str, ...], str]] = set()

    def is_known(self, path: tuple[str, ...], text: str) -> bool:
        """Whether a paragraph under some headings was there before; it is from now on."""
        wording = as_shown(text).casefold()
        if len(wording.split()) < LEAST_REPEATED:
            return False
        key = (path, wording)
        if key in self._seen:
            return True
        self._seen.add(key)
        return False
