"""What heads a part of a text, in the forms that people use: marks, numbers, capitals, lines apart.

Markdown's marks count in Markdown only. Other forms count everywhere, each with its rank.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.documents.lines import LONG_LINE, Line, is_contents
from assistant.documents.ranks import APART, BOLD, CAPITALS, LABELS, SECTION
from assistant.extracts import HeadingLine
from assistant.text.marks import BULLET, as_shown
from assistant.text.patterns import word_list

TOP = 0
"""The rank of what names the document itself."""

_ATX = re.compile(r"(#{1,6})[ \t]+(?=[^\s#])(.*[^\s#])")
_UNDERLINE = re.compile(r"(={3,}|-{3,})$")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]{2,100}?)(?<=\S)\1:?$")

_RUN_IN_RANKS = frozenset({12, 14, 16, 17, 19})
_SEPARATOR = re.compile(r"[ \t]*(?:[.:—–-]+(?:\*\*|__)?[ \t]*|[ \t]+|$)")
_STRONG_SEPARATOR = re.compile(r"[ \t]*[.:—–-]+(?:\*\*|__)?(?:[ \t]+|$)|[ \t]*$|[ \t]{2,}")
_RUN_IN = re.compile(
    r"(?:\*\*|__|\*|_)([^*_\n]{2,80}?)[.:—–]?(?:\*\*|__|\*|_)[.:—–]?(?=\s|$)"
    r"|([A-Z][^.:;—–?!\n]{2,60}?)(?:\.?—|[.:]--?|\.(?=\s))"
)
_RUN_IN_END = (".—", ".--")
"""What a heading ends in before text of its own line; where its parts have headings too, these
stand on the next one."""

_VERBS = word_list(
    """
    are applies apply begins can continues covers ends expires gets had has have is may means must
    pays requires shall should takes was were will would
    """
)
_MINOR = word_list("a an and as at by for from in of on or the to under with vs. v. &")
NEARBY = 5
"""Lines under a heading in which its text begins."""

_CAPTION, _CAPTION_RANK = re.compile(r"(?i:table|fig(?:ure|\.)) \d"), 6.5  # under all of a file's

_MOST_WORDS = 12
_MOST_APART = 8
_MOST_CHARACTERS = 90
_LONGEST = 300
"""Characters of a line that a mark of Markdown makes a heading: longer ones are text."""

_SHORT = 35
"""Characters of a heading at most whose text begins on the next line."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What heads a part of a text.

    Attributes:
        title: its words, label and all.
        rank: over everything of a higher number.
        lines: how many lines it takes.
        rest: how many characters of its only line belong to it, where text follows on that line.
        is_certain: whether nothing but a heading looks like it.
    """

    title: str
    rank: float
    lines: int = 1
    rest: int = 0
    is_certain: bool = True


def heading_at(
    lines: Sequence[Line], at: int, *, is_markdown: bool, is_set: bool = False
) -> Heading | None:
    """The heading that begins with a line, if one does.

    Args:
        lines: those of the text.
        at: which of them.
        is_markdown: whether Markdown's marks are marks.
        is_set: whether the file says which lines are headings; labels make some of others.
    """
    line = lines[at]
    if isinstance(line.mark, HeadingLine):
        # One that reads as a sentence is text where nothing stands under it.
        is_certain = not line.text.endswith((".", "!"))
        rank = _CAPTION_RANK if _CAPTION.match(line.text) else line.mark.level
        return Heading(as_shown(line.text), rank, is_certain=is_certain)
    if is_set:
        return _labelled(lines, at, is_markdown=False) or _in_capitals(lines, at)
    if is_markdown:
        marked = _marked(lines, at)
        if marked:
            return marked
    elif _is_underlined(lines, at) and not line.text.endswith((".", ":", "|")):
        return Heading(line.text, CAPITALS, 2)
    labelled = _labelled(lines, at, is_markdown=is_markdown)
    if labelled:
        return labelled
    return _in_capitals(lines, at) or (None if is_markdown else _apart(lines, at))


def names_document(line: Line) -> bool:
    """Whether the first line of a plain text is its title."""
    return (
        len(line.text) <= _MOST_CHARACTERS + 30
        and line.text[0].isalnum()
        and not line.text.endswith((".", ":", ";", ",", "?"))
        and not _VERBS & set(line.text.lower().split())
    )


def _marked(lines: Sequence[Line], at: int) -> Heading | None:
    """A heading by the marks of Markdown: ``#``, an underline, or bold letters alone."""
    line = lines[at]
    found = _ATX.fullmatch(line.text)
    if found and len(line.text) <= _LONGEST:
        return Heading(as_shown(found[2]), len(found[1]))
    if _is_underlined(lines, at) and "|" not in line.text:
        return Heading(as_shown(line.text), 1 if lines[at + 1].text[0] == "=" else 2, 2)
    bold = _BOLD.fullmatch(line.text)
    if bold and line.after_gap and line.before_gap and not bold[2].endswith((".", ",", ";")):
        return Heading(bold[2].rstrip(":"), BOLD)
    return None


def _is_underlined(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is a heading by the line under it."""
    line = lines[at]
    if at + 1 == len(lines) or not line.has_words or not line.after_gap or line.before_gap:
        return False
    return bool(_UNDERLINE.match(lines[at + 1].text)) and len(line.text) <= _MOST_CHARACTERS


def _labelled(lines: Sequence[Line], at: int, *, is_markdown: bool) -> Heading | None:
    """A heading by its label: "Article V", "§ 181. Purpose.", "(a) Election.—A taxpayer …"."""
    line = lines[at]
    text = _without_marks(line.text)
    for rank, label in LABELS:
        found = label.match(text)
        if found:
            if line.is_counted:
                return Heading(as_shown(text.strip("*_")), rank, is_certain=False)
            shift = len(line.text) - len(text)
            begins = line.after_gap or _closes(lines, at)
            whole = _whole(lines, at, rank, found, text)
            return whole or _run_in(line, rank, found, shift, begins=begins)
    return None


def _without_marks(text: str) -> str:
    """A line from its first letter on, where only the marks of bold letters stand before it."""
    return re.sub(r"^(?:\*\*|__)(?=[\w§(])", "", text)


def _whole(
    lines: Sequence[Line], at: int, rank: float, label: re.Match[str], text: str
) -> Heading | None:
    """A line that is a heading as a whole: its label and a title, or its label alone."""
    line = lines[at]
    title = as_shown(text[label.end() :].strip("*_ \t").lstrip(".:—–- \t"))
    is_word = label[0][0].isalpha() and len(label[0]) > len("I.")
    if not title:
        return _two_lines(lines, at, rank, _name(label)) if line.after_gap else None
    if not (line.after_gap or _closes(lines, at)) or not _is_title(title, most=_MOST_WORDS):
        return None
    is_over = _is_short_over(lines, at)
    is_strong = bool(_STRONG_SEPARATOR.match(text, label.end()))
    if not (is_strong or is_over or _is_title_case(title)):
        return None
    stands_alone = line.before_gap and (is_word or _is_title_case(title))
    if title.endswith(".") and not (stands_alone or title.isupper() or label[0][0] == "§"):
        return None
    if not is_word and not _heads(lines, at, label.re):
        return None
    stands_out = title.isupper() or is_over or (_is_title_case(title) and ". " not in title)
    if not is_word and not line.before_gap and not stands_out:
        return None
    # A title in capitals may go over several lines; a paragraph in capitals is none.
    goes_on = not line.before_gap and at + 1 < len(lines) and lines[at + 1].text.isupper()
    count = _lines_in_capitals(lines, at) if title.isupper() and goes_on else 1
    if not count:
        return None
    words = [as_shown(item.text.strip("*_")) for item in lines[at : at + count]]
    return Heading(" ".join(words).rstrip("."), rank, count, is_certain=is_word)


def _two_lines(lines: Sequence[Line], at: int, rank: float, label: str) -> Heading:
    """A label alone, with the line under it where that is its title."""
    line = lines[at]
    below = lines[at + 1] if at + 1 < len(lines) else None
    if below and not line.before_gap and below.text and below.before_gap:
        title = as_shown(below.text)
        if _is_title(title, most=_MOST_WORDS) and not title.endswith("."):
            return Heading(f"{label} {title}", rank, 2)
    return Heading(label, rank)


def _run_in(
    line: Line, rank: int, label: re.Match[str], shift: int, *, begins: bool
) -> Heading | None:
    """A heading in front of the text that it heads: "§ 1. **Rate.** The rate is …"."""
    if rank not in _RUN_IN_RANKS or not begins:
        return None
    text = label.string
    separator = _SEPARATOR.match(text, label.end())
    after = separator.end() if separator else label.end()
    title = _RUN_IN.match(text, after)
    heads = title and (text[title.end() :].strip() or text.endswith(_RUN_IN_END))
    if title and heads and _is_title(title[1] or title[2], most=_MOST_APART):
        joint = " " if rank > SECTION else ". "
        words = f"{_name(label)}{joint}{title[1] or title[2]}"
        ends = title.end() + len(text[title.end() :]) - len(text[title.end() :].lstrip("—-: \t"))
        return Heading(words, rank, rest=shift + ends if ends < len(text) else 0)
    is_strong = bool(_STRONG_SEPARATOR.match(text, label.end()))
    if rank == SECTION and is_strong and text[after:].strip():
        return Heading(_name(label), rank, rest=shift + after)
    return None


def _name(label: re.Match[str]) -> str:
    return " ".join(label[0].split()).rstrip(".")


def _heads(lines: Sequence[Line], at: int, label: re.Pattern[str]) -> bool:
    """Whether text stands under a numbered line, and not the next item of a list."""
    following = (item for item in lines[at + 1 : at + 1 + NEARBY] if item.text)
    below = next(following, None)
    return below is not None and not label.match(below.text)


def _in_capitals(lines: Sequence[Line], at: int) -> Heading | None:
    """A line in capitals, or up to three of them, over text that is not."""
    if not lines[at].after_gap and not _closes(lines, at):
        return None
    count = _lines_in_capitals(lines, at)
    if not count:
        return None
    title = " ".join(item.text for item in lines[at : at + count])
    return Heading(as_shown(title).rstrip(":"), CAPITALS, count, is_certain=count < _MOST_LINES)


_MOST_LINES = 3


def _lines_in_capitals(lines: Sequence[Line], at: int) -> int:
    """How many lines of a heading in capitals begin here; none where they are a paragraph."""
    count = 0
    while at + count < len(lines) and _is_capitals(lines[at + count].text):
        count += 1
        if count > _MOST_LINES:
            return 0
        if lines[at + count - 1].before_gap:
            return count
    # What goes on in capitals to the end of a sentence is a paragraph.
    goes_on = at + count < len(lines) and lines[at + count].text.isupper()
    return 0 if goes_on else count


def _is_capitals(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    letters = "".join(words)
    if text.endswith(":") and len(words) > _MOST_APART:
        # A formula as long as a sentence leads in what is enacted or resolved.
        return False
    return (
        len(text) <= _MOST_CHARACTERS
        and len(letters) >= len("WAGE")
        and all(word.isupper() or word in _MINOR for word in words)
        and not re.search(r"[.;,!?|]$|\s{3,}\S", text)
        and text[0] not in "-•*|"
    )


def _apart(lines: Sequence[Line], at: int) -> Heading | None:
    """A short line of a plain text that stands apart over what follows."""
    line = lines[at]
    below = next((item for item in lines[at + 1 : at + 3] if item.text), None)
    if not line.after_gap or below is None or not line.text[0].isupper():
        return None
    begins_list = bool(_LIST.match(below.text))
    is_title = _is_title(line.text, most=_MOST_APART) and not re.search(
        r"[.:;,?!)—-]$|\d|\s{2,}|@", line.text
    )
    heads = line.before_gap or begins_list or _is_short_over(lines, at)
    if not is_title or not heads or below.text[0].islower():
        return None
    if is_contents(line, within=False):
        return None
    return Heading(line.text, APART, is_certain=False)


def _is_short_over(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is much shorter than the one directly under it, which begins a sentence."""
    line = lines[at]
    below = lines[at + 1].text if at + 1 < len(lines) else ""
    return len(line.text) <= _SHORT < LONG_LINE <= len(below) and below[0].isupper()


_LIST = re.compile(rf"(?:{BULLET}|\(?[a-z0-9]{{1,3}}[.)])[ \t]+\S")


def _closes(lines: Sequence[Line], at: int) -> bool:
    """Whether the line before one ends a sentence."""
    return at > 0 and lines[at - 1].text.endswith((".", ":", ";", "!", "?", ")", '."', ".”"))


def _is_title(words: str, most: int) -> bool:
    """Whether words read like a title: few, begun with a capital, without a verb of a sentence."""
    said = words.split()
    first = words.lstrip("\"“‘'(*_")[:1]
    return (
        0 < len(said) <= most
        and len(words) <= _MOST_CHARACTERS
        and (first.isupper() or first.isdigit())
        and not words.endswith((";", ",", ":", "?", "!", "--", "—"))
        and not _VERBS & {word.lower() for word in said}
    )


def _is_title_case(title: str) -> bool:
    return all(
        word[0].isupper() or word.lower() in _MINOR or not word[0].isalpha()
        for word in title.split()
    )
