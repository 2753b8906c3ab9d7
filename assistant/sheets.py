"""The page of a PDF on which a quote stands, as a picture with the quote marked."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

from assistant.documents.places import page_of
from assistant.errors import UnknownDocument
from assistant.pdf.sheets import Mark, Sheet
from assistant.pdf.writing import Place
from assistant.readers.sandbox import Sandbox
from assistant.settings import FileLimits
from assistant.store.originals import Originals
from assistant.types import Document

MOST_KEPT = 24
"""Pages that are kept drawn."""


class Sheets:
    """Draws pages, one at a time, and keeps those drawn last. Threads may share it."""

    def __init__(self, originals: Originals, limits: FileLimits) -> None:
        self._originals = originals
        self._limits = limits
        self._drawing = threading.Lock()
        self._kept: OrderedDict[tuple[str, int, int], tuple[int, Sheet]] = OrderedDict()

    def of(self, document: Document, start: int, end: int) -> tuple[int, Sheet]:
        """The page on which a span of a document begins, with what of the span is on it marked.

        Returns:
            Its number, and the page.

        Raises:
            UnknownDocument: the document has no pages, or its file is not kept.
            InputError: the page can't be drawn.
        """
        number = page_of(document.layout, start)
        if number is None or not document.original:
            raise UnknownDocument("The pages of this document can't be shown.")
        key = (document.original, start, end)
        with self._drawing:
            if key not in self._kept:
                self._kept[key] = (number, self._drawn(document.original, number, start, end))
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]

    def _drawn(self, digest: str, number: int, start: int, end: int) -> Sheet:
        data = self._originals.data(digest)
        places = [place for place in self._originals.places(digest) if place.page == number]
        with Sandbox(self._limits) as sandbox:
            return sandbox.sheet(data, number, _marks(places, start, end))


def _marks(places: Sequence[Place], start: int, end: int) -> list[Mark]:
    """Which share of each line a span covers."""
    marks: list[Mark] = []
    for place in places:
        first, last = max(start, place.start), min(end, place.end)
        length = place.end - place.start
        if first < last:
            shares = ((first - place.start) / length, (last - place.start) / length)
            marks.append(Mark(place.box, *shares))
    return marks
