"""Whether the text of a page is what the page shows: some files have none, or rubbish.

A scan has a picture of text; fonts without a mapping give letters that mean nothing ("6HSWHPEHU");
a bad recognition runs words together.
"""

import re
from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from assistant.errors import InputError
from assistant.pdf.words import Word

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_MOST_LETTERS = 250_000
"""Letters of a page, at most: a web page printed on a single one has fewer."""

_LEAST_WORDS = 12
"""Words of a page from which their share in a dictionary says something."""

_KNOWN = 0.25
"""Which share of the words of small letters are in a dictionary, at least, where the letters are
Latin: of pages of English 0.85 and more are, of other languages of Europe a fifth to a half because
of short words and loans, of letters shifted by a font without a mapping none."""

_PLAIN = 0.6
"""The same where fonts don't say which letters they show: only text that reads well is believed."""

_ODD = re.compile(r"[\ue000-\uf8ff\ufffd\x80-\x9f]")
_MOST_ODD = 0.15
_MOST_UNMAPPED = 0.3
"""Share of the letters that are private or unmapped from which a page can't be read."""

_SAMPLE = 400
"""Letters of a page that are looked at."""

_WORD = re.compile(r"[a-z]{3,}")
_LETTERS = re.compile(r"[A-Za-z0-9]{3,}")


class State(Enum):
    """What the text of a page is: none that can be read, written, or recognised in a picture."""

    NONE = 0
    WRITTEN = 1
    SCANNED = 2


class Legibility:
    """Takes the pages of a file, one after the other, and tells what is wrong with them."""

    def __init__(self, is_word: Callable[[str], bool]) -> None:
        self._is_word = is_word
        self._empty: list[int] = []
        self._rubbish: list[int] = []
        self._scanned: list[int] = []
        self._broken: list[int] = []
        self._crowded: list[int] = []
        self._hidden: list[int] = []
        self._sideways: list[int] = []
        self._legible = 0

    def broken(self, number: int) -> None:
        """Take a page that can't be opened."""
        self._broken.append(number)

    def hidden(self, number: int) -> None:
        """Take a page with words that nobody sees on it."""
        self._hidden.append(number)

    def sideways(self, number: int) -> None:
        """Take a page with a text that stands on its side."""
        self._sideways.append(number)

    def is_crowded(self, number: int, text_page: "PdfTextPage") -> bool:
        """Whether a page has more letters than can be read; takes it, where it has."""
        if text_page.count_chars() <= _MOST_LETTERS:
            return False
        self._crowded.append(number)
        return True

    def page(
        self, number: int, text_page: "PdfTextPage", words: Sequence[Word], *, is_scan: bool
    ) -> State:
        """Take a page; tells what its text is.

        Args:
            number: that of the page, from 1.
            text_page: its letters, as PDFium has them.
            words: those that are read.
            is_scan: whether a picture covers it.
        """
        if not words:
            self._empty.append(number)
            return State.NONE
        if self._is_rubbish(text_page, words):
            self._rubbish.append(number)
            return State.NONE
        self._legible += 1
        if not is_scan:
            return State.WRITTEN
        self._scanned.append(number)
        return State.SCANNED

    def require(self) -> None:
        """Refuse a file of which no page can be read.

        Raises:
            InputError: none can; with the reason.
        """
        if self._legible:
            return
        if self._rubbish:
            raise InputError(
                "has a text that means nothing, because its fonts don't say which letters they "
                "show; print it anew or have its text recognised (OCR)"
            )
        if self._crowded:
            raise InputError(
                f"has more than {_MOST_LETTERS:,} letters on a page; split it into pages"
            )
        if self._broken and not self._empty:
            raise InputError("has no page that can be opened: it is damaged")
        if self._sideways:
            raise InputError("holds only text that stands sideways; turn its pages")
        if self._hidden:
            raise InputError(
                "holds no text that can be seen; print it anew, or remove what hides it"
            )
        raise InputError("holds no text, as scans do; have its text recognised (OCR) first")

    def warnings(self, count: int) -> tuple[str, ...]:
        """What is to be said of the pages of a file, how many it has given."""
        told = (
            (self._broken, "can't be opened and was left out"),
            (self._crowded, "has more letters than can be read and was left out"),
            (self._rubbish, "has a text that means nothing and was left out"),
            (self._hidden, "has words that can't be seen on it, which were left out"),
            (self._sideways, "has text that stands sideways, which was left out; turn the page"),
            (self._empty if len(self._empty) < count else [], "has no text"),
            (self._scanned, "is a scan; check its text, which a program recognised"),
        )
        return tuple(f"{_pages(pages)} {says}" for pages, says in told if pages)

    def _is_rubbish(self, text_page: "PdfTextPage", words: Sequence[Word]) -> bool:
        said = " ".join(word.text for word in words)
        if len(_ODD.findall(said)) > _MOST_ODD * len(said):
            return True
        small = _WORD.findall(said)
        if _unmapped(text_page):
            # Fonts without a mapping may number their letters as everybody does, as TeX's do.
            return len(small) < _LEAST_WORDS or self._share_known(small) < _PLAIN
        latin = _LETTERS.findall(said)
        if len(latin) < _LEAST_WORDS:
            return False
        if len(small) < _LEAST_WORDS:
            return len(small) < _LEAST_WORDS / 2 and self._is_shifted(latin)
        return self._share_known(small) < _KNOWN and _has_no_vowels(small)

    def _share_known(self, small: Sequence[str]) -> float:
        return sum(map(self._is_word, small)) / len(small)

    def _is_shifted(self, written: Sequence[str]) -> bool:
        """Whether words in capitals and figures are none, as of a font without a mapping."""
        mixed = [word for word in written if re.search(r"[A-Z]", word)]
        if len(mixed) < _LEAST_WORDS:
            return False
        return sum(self._is_word(word.lower()) for word in mixed) < _KNOWN * len(mixed) and (
            _has_no_vowels([word.lower() for word in mixed])
        )


def _has_no_vowels(words: Sequence[str]) -> bool:
    """Whether letters are not dealt as those of a language are: of all, a third are vowels."""
    letters = [letter for word in words for letter in word if letter.isalpha()]
    vowels = sum(letter in "aeiouyäöüéèêàáíóúå" for letter in letters)
    return not 0.25 < vowels / max(len(letters), 1) < 0.6


def _unmapped(text_page: "PdfTextPage") -> bool:
    from pypdfium2 import raw

    count = min(raw.FPDFText_CountChars(text_page.raw), _SAMPLE)
    wrong = sum(raw.FPDFText_HasUnicodeMapError(text_page.raw, at) == 1 for at in range(count))
    return bool(wrong > _MOST_UNMAPPED * max(count, 1))


def _pages(numbers: Sequence[int]) -> str:
    """Numbers of pages as words: "page 3", "pages 3, 4 and 9 more"."""
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    shown = ", ".join(map(str, numbers[:6]))
    more = len(numbers) - 6
    return f"each of the pages {shown}" + (f" and {more} more" if more > 0 else "")
