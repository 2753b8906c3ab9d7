"""The labels of headings by rank: what may stand under what.

A part stands over an article, an article over a section, a section over a lettered clause.
"""

import re

_NUMERAL = r"(?:\d{1,3}[A-Z]?|[IVXLC]{1,7}|[A-Z]|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN)"
LABELS = (
    (10, re.compile(rf"(?:PART|Part|TITLE|Title|BOOK|DIVISION|Division) {_NUMERAL}\b")),
    (10, re.compile(rf"(?:SCHEDULE|Schedule|ANNEX|Annex|APPENDIX|Appendix) {_NUMERAL}\b")),
    (10, re.compile(rf"(?:EXHIBIT|Exhibit|ATTACHMENT|Attachment) {_NUMERAL}\b")),
    (11, re.compile(rf"(?:CHAPTER|Chapter|SUBCHAPTER|Subchapter) {_NUMERAL}\b")),
    (12, re.compile(rf"(?:ARTICLE|Article|Art\.) {_NUMERAL}\b")),
    (13, re.compile(r"[IVX]{1,5}\.(?=[ \t]+[A-Z])")),
    (14, re.compile(r"(?:SECTION|Section|SEC\.|Sec\.|§§?)[ \t]*\d(?:[\w.\-]*\w)?")),
    (15, re.compile(r"\d{1,3}\.?(?=[ \t]+[A-Z“\"(])")),
    (16, re.compile(r"\d{1,3}\.\d{1,3}\.?(?=[ \t]+[A-Z“\"(])")),
    (17, re.compile(r"\d{1,3}(?:\.\d{1,3}){2,3}\.?(?=[ \t]+[A-Z“\"(])")),
    (18, re.compile(r"[A-Z]\.(?=[ \t]+[A-Z])")),
    (19, re.compile(r"\([a-z]{1,2}\)(?=[ \t]+[*_]*[A-Z])")),
)
"""The labels of headings by rank: what may stand under what. Articles of a code stand over its
sections, numbers under these, letters under numbers."""

SECTION = 14
CAPITALS = 13.25
APART = 14.25
BOLD = 14.25
"""The ranks of a numbered section and of what has no number: a line in capitals, a short line that
stands apart, a line in bold letters."""

NUMBERED = frozenset(rank for rank, _ in LABELS if rank <= SECTION)
UNNUMBERED = frozenset({CAPITALS, APART, BOLD})

_NUMBER = re.compile(r"\d+")


def counts_on(title: str, before: str) -> bool:
    """Whether a heading is the next of its kind behind another one: "SEC. 6" behind "SEC. 5"."""
    label, last = _label(title), _label(before)
    if label is None or last is None or label[0] != last[0]:
        return False
    number, passed = _NUMBER.search(label[1]), _NUMBER.search(last[1])
    return number is not None and passed is not None and int(number[0]) > int(passed[0])


def _label(title: str) -> tuple[float, str] | None:
    """The rank of a heading that begins with a label in words, and the label."""
    found = ((rank, label.match(title)) for rank, label in LABELS if rank <= SECTION)
    return next(((rank, label[0]) for rank, label in found if label), None)
