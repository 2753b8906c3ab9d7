"""Pieces of text within a block of HTML -> its paragraphs, by the line ends among them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from assistant.html.blocks import Paragraph, marker
from assistant.text.characters import plain, raised

LONG_LINE = 80
LEAST_LINES = 4
LEAST_SHORT = 0.8
MOST_LOWER = 0.2
"""A run of lines is a list of them where there are several, nearly all are short and few begin with
a small letter; other lines were only wrapped."""

WRAPPED = range(50, 100)
"""Characters of a line that may have been wrapped by hand."""

MOST_OF_HEADING = 3
"""Bold lines that may be one heading."""

LEAST_SENTENCE = 20
"""Characters from which a line that ends in a full stop is no abbreviation."""

OWN_MARK = re.compile(
    r"""
    (?: [•▪◦·‣⁃●○■□➢✓*–—-]             # a bullet that was typed
      | \(?\d{1,3}[.)]                 # a figure, as (1)
      | \d{1,3}(?:\.\d{1,3}){1,4}\.?   # 2.3
      | \([a-zA-Z]{1,5}\)              # letters in brackets
      | (?:[ivxlc]{1,6}|[a-zA-Z])[.)]  # letters with a dot or a bracket
    )(?=\s)
    """,
    re.VERBOSE,
)
"""The mark of an item that is part of its text."""

_ENDED = re.compile(r"[.!?:;][\"'”’)\]]*$")
_GOES_ON = re.compile(
    r"(?i)(?:[,&(/–—-]|\b(?:a|an|and|at|by|for|from|in|of|on|or|the|to|v\.?|vs\.?|with))$"
)
_BEGINS = re.compile(r"[\"'“‘(\[]*[A-Z0-9§©$€£]")


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    is_bold: bool
    link: int = 0
    is_jump: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    """What stands between two line ends."""

    text: str
    is_bold: bool
    leads_bold: bool
    linked: int
    links: int
    jumps: int


class Inline:
    """Collects the text of a block until it ends."""

    def __init__(self) -> None:
        self._pieces: list[_Piece | None] = []

    def add(
        self,
        text: str,
        *,
        is_bold: bool = False,
        is_raised: bool = False,
        link: int = 0,
        is_jump: bool = False,
    ) -> None:
        """Add a piece of text.

        Args:
            text: the piece.
            is_bold: whether it is bold.
            is_raised: whether it stands raised.
            link: the number of the link that it is part of, 0 for none.
            is_jump: whether that link stays on the page.
        """
        if not self._pieces and not text.strip():
            return
        clean = plain(text)
        if is_raised:
            # A raised figure belongs to what it stands behind.
            clean = raised(clean)
        self._pieces.append(_Piece(clean, is_bold, link, is_jump))

    def note(self, key: int) -> None:
        """Set the marker of a note here."""
        self._pieces.append(_Piece(marker(key), is_bold=True))

    def end_line(self) -> None:
        """End a line."""
        self._pieces.append(None)

    def take(self, depth: int) -> list[Paragraph]:
        """The paragraphs of what was collected, which begins anew."""
        if not self._pieces:
            return []
        pieces, self._pieces = self._pieces, []
        return [_paragraph(group, depth) for group in _groups(_lines(pieces))]


def _paragraph(lines: Sequence[_Line], depth: int) -> Paragraph:
    return Paragraph(
        " ".join(line.text for line in lines),
        depth,
        is_bold=all(line.is_bold for line in lines),
        linked=sum(line.linked for line in lines),
        links=sum(line.links for line in lines),
        jumps=sum(line.jumps for line in lines),
    )


def _lines(pieces: Sequence[_Piece | None]) -> Iterator[_Line | None]:
    """The lines, ``None`` for an empty one."""
    run: list[_Piece] = []
    for piece in (*pieces, None):
        if piece is not None:
            run.append(piece)
            continue
        asked = _asked(run)
        if asked:
            yield _line(run[:asked])
        yield _line(run[asked:])
        run = []


def _asked(run: Sequence[_Piece]) -> int:
    """How many pieces are a question in bold letters before its answer, which is a line of its own.

    "**Is there a fee?** Yes, of $300."
    """
    bold = list(takewhile(lambda piece: piece.is_bold or not piece.text.strip(), run))
    text = "".join(piece.text for piece in bold).strip()
    answer = "".join(piece.text for piece in run[len(bold) :]).strip()
    is_asked = text.endswith("?") and len(text.split()) > 1 and _BEGINS.match(answer)
    return len(bold) if is_asked else 0


def _line(run: Sequence[_Piece]) -> _Line | None:
    text = " ".join("".join(piece.text for piece in run).split())
    if not text:
        return None
    worded = [piece for piece in run if piece.text.strip()]
    linked = [piece for piece in worded if piece.link]
    return _Line(
        text,
        _is_bold(worded),
        _is_label(worded),
        sum(len(piece.text.strip()) for piece in linked),
        len({piece.link for piece in linked}),
        sum(len(piece.text.strip()) for piece in linked if piece.is_jump),
    )


def _is_bold(worded: Sequence[_Piece]) -> bool:
    """Whether all letters are bold: the number before a heading often is not."""
    lettered = [piece for piece in worded if any(map(str.isalpha, piece.text))]
    return all(piece.is_bold for piece in lettered or worded)


def _is_label(worded: Sequence[_Piece]) -> bool:
    """Whether a line begins with a label in bold letters: "**Sponsor:** …"."""
    bold = ""
    for at, piece in enumerate(worded):
        if not piece.is_bold:
            return bold.rstrip().endswith(":") or (at > 0 and piece.text.lstrip().startswith(":"))
        bold += piece.text
    return False


def _groups(lines: Iterator[_Line | None]) -> Iterator[list[_Line]]:
    """The lines of each paragraph. An empty line ends one."""
    run: list[_Line] = []
    for line in (*lines, None):
        if line is not None:
            run.append(line)
        elif run:
            yield from _parted(run)
            run = []


def _parted(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Lines that follow each other, as paragraphs: what goes on in the next line stays together."""
    is_list = _is_list(lines)
    group = [lines[0]]
    for before, line in pairwise(lines):
        if is_list or _begins(before, line):
            yield group
            group = []
        group.append(line)
    yield group


def _is_list(lines: Sequence[_Line]) -> bool:
    """Whether lines stand each for itself: names, titles, addresses."""
    if len(lines) <= MOST_OF_HEADING and all(line.is_bold for line in lines):
        return False
    lower = sum(not _BEGINS.match(line.text) for line in lines)
    going = any(_GOES_ON.search(line.text) for line in lines[:-1])
    if not lower and not going and len(lines) > 1:
        return len(lines) > len("ab") or len(lines[0].text) not in WRAPPED
    if len(lines) < LEAST_LINES:
        return False
    short = sum(len(line.text) <= LONG_LINE for line in lines)
    return short >= LEAST_SHORT * len(lines) and lower <= MOST_LOWER * len(lines)


def _begins(before: _Line, line: _Line) -> bool:
    """Whether a line begins a paragraph of its own behind that before it."""
    is_ended = len(before.text) >= LEAST_SENTENCE and bool(_ENDED.search(before.text))
    return (
        before.is_bold != line.is_bold
        or line.leads_bold
        or bool(OWN_MARK.match(line.text))
        or (is_ended and bool(_BEGINS.match(line.text)))
    )
