"""A span as it is written -> as it is shown: without marks, tags and line ends, no word changed.

Only takes out, and writes white space as one space: footnote markers, the marks of Markdown and
HTML, hyphens at line ends. What is left are the source's own words in their order.
"""

import html
import re
from collections.abc import Container

from assistant.text.patterns import either, word_list

MARKER = re.compile(r"\[\^([^\[\]\s]{1,64})\]")
"""A footnote reference in running text."""

COUNTED = re.compile(r"\n[ \t]*\r?\n(?:[ \t\f]*(?:[0-9]{1,4}[ \t]*)?\r?\n)*[ \t]*\r?\n")
"""The numbers of lines or of a page inside a sentence, with the empty lines around them."""

BULLET = r"[-*+•▪◦·‣⁃∙●○■□☆★►▶➢➤✓✔–—]"
"""What stands before an item of a list, as a pattern."""

_BULLET = re.compile(rf"(?m)^[ \t]*{BULLET}[ \t]+(?![\d$€£])")
_QUOTED = re.compile(r"(?m)^[ \t]*(?:>[ \t]?)+(?![ \t]*[\d$€£])")
"""Marks at the beginnings of lines; before a figure they are its sign: "> 5 million"."""

_COMMENT = r"<!--.{0,2000}?-->"
COMMENT = re.compile(rf"(?s){_COMMENT}")
"""A comment of HTML, which nobody is shown."""

_INLINE_TAGS = either("a abbr b cite code del em font i ins mark s small span strong sub sup u")
_BLOCK_TAGS = either(
    """
    article aside blockquote br caption center dd div dl dt figcaption figure footer h1 h2 h3 h4 h5
    h6 header hr li main ol p section table tbody td tfoot th thead tr ul
    """
)
_TAG = re.compile(
    rf"(?si)</?(?:({_INLINE_TAGS})|{_BLOCK_TAGS})(?:\s[^<>]{{0,300}}?=[^<>]{{0,300}})?\s?/?>|{_COMMENT}"
)
"""Tags of a text's structure; those of a program are shown as they are written."""

_MAY_HIDE = re.compile(r"[<&\[]")
"""What begins a mark whose letters are not shown."""

_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_TARGET = r"\((?=[^()\s]{0,500}[/.#:])[^()\s]{0,500}(?:\s[^()]{0,200})?\)"
_IMAGE = re.compile(rf"!\[([^\[\]]{{0,300}})\]{_TARGET}")
_LINK = re.compile(rf"(?<!!)\[([^\[\]]{{1,300}})\]{_TARGET}")
_STRONG = re.compile(r"(?s)(?<![\w*])(\*\*\*?|___?)(?=\S)([^*_\n](?:.{0,600}?\S)??)\1(?![\w*])")
_EMPHASIS = re.compile(
    r"(?<![\w*_\\])([*_])(?=[^\s*_])((?:[^*_]|(?<=\w)_(?=\w)){0,400}?[^\s*_\\])\1(?![\w*_])"
)
_CODE = re.compile(r"(?<!`)(`{1,2})(?!`)([^`\n]{1,300})\1(?!`)")
_ESCAPED = re.compile(r"\\([*_#`>|\[\]])")
_HYPHEN = re.compile(r"(?<!\w)(\w{1,40})[-\u2010](?:[ \t]*\r?\n[ \t]*)(\w+)")
_BROKEN = re.compile(r"(?<!\w)\w{1,40}[-\u2010][ \t]*\r?\n(?:[ \t]*\w+)?")
_IS_SPACED = re.compile(r" [.,;:!?]")
_SPACED = re.compile(r" ([.,;:!?])(?= |$)")
"""White space before a mark, where something was taken out."""

_SOFT = "\u00ad\u200b\u2060\ufeff"
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SUSPENDED = word_list("and or to nor but")
"""Words before which a hyphen belongs to the word that is left out: "pre- and post-production"."""

_PREFIXES = word_list("anti co ex mid multi non over post pre self semi sub under")
"""Prefixes that are written with a hyphen before a whole word: "co-production"."""

_LEAST_PART = 3
"""Letters from which the half of a word is taken for a word of its own."""


def as_shown(text: str, written: Container[str] = frozenset(), *, is_sentence: bool = True) -> str:
    """A span as it is shown.

    Args:
        text: the span, exactly.
        written: the words of its document in small letters, which tell a word broken at a line
            end from one with a hyphen.
        is_sentence: whether numbers alone on lines inside it count lines or pages, as they do
            inside one sentence.
    """
    if is_sentence and "\n" in text:
        text = COUNTED.sub("\n", text)
    # Most sentences have no marks, and each is looked at many times.
    plain = MARKER.sub("", text) if "[^" in text else text
    if ">" in plain:
        plain = _QUOTED.sub("", plain)
    if "\n" in plain or not plain[:1].isalnum():
        plain = _BULLET.sub("", plain)
    if "<" in plain:
        plain = _TAG.sub(_untagged, plain)
    if "&" in plain:
        plain = _ENTITY.sub(lambda found: html.unescape(found[0]), plain)
    plain = _unmarked(plain)
    if "\n" in plain:
        plain = _HYPHEN.sub(lambda found: _mended(found, written), plain)
    if not plain.isascii():
        plain = plain.translate(_NOTHING)
    plain = " ".join(plain.split()).strip("|").strip()
    return _SPACED.sub(r"\1", plain) if _IS_SPACED.search(plain) else plain


def shows_words(text: str) -> bool:
    """Whether a span shows any letter or figure: marks, tags and comments show none."""
    if not any(map(str.isalnum, text)):
        return False
    return not _MAY_HIDE.search(text) or any(map(str.isalnum, as_shown(text)))


_NOTHING = str.maketrans("", "", _SOFT)


def _unmarked(text: str) -> str:
    """The text without the marks of Markdown."""
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    if "*" in text or "_" in text:
        text = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", text))
    if "`" in text:
        text = _CODE.sub(r"\2", text)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _untagged(found: re.Match[str]) -> str:
    return "" if found[1] else " "


def written_words(text: str) -> frozenset[str]:
    """The words of a document in small letters, without those that line ends break."""
    return frozenset(_WORD.findall(_BROKEN.sub(" ", COUNTED.sub("\n", text)).lower()))


def _mended(found: re.Match[str], written: Container[str]) -> str:
    """A word that a line end breaks: whole, or with its hyphen where it is one of two words."""
    first, second = found[1], found[2]
    small, other = first.lower(), second.lower()
    if other in _SUSPENDED:
        return f"{first}- {second}"
    if small + other in written:
        return first + second
    are_words = min(len(first), len(second)) >= _LEAST_PART and small in written
    is_name = second[0].isupper() and not first.isupper()
    is_prefixed = small in _PREFIXES and other in written
    is_compound = f"{small}-{other}" in written or (are_words and other in written)
    is_letter = len(first) == 1 and first.isupper()
    keeps = is_compound or is_prefixed or is_name or is_letter
    keeps = keeps or first[-1].isdigit() or second[0].isdigit()
    return f"{first}-{second}" if keeps else first + second
