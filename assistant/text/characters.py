"""Characters as a reader sees them: what is not drawn is left out, a form is its letter."""

import re
import unicodedata

_CONTROLS = (*range(0x09), *range(0x0E, 0x20), 0x7F)
"""Bytes of control; tabs, line ends and form feeds are white space."""

_UNDRAWN = (
    0x00AD,  # soft hyphen
    0x034F,  # combining grapheme joiner
    0x061C,  # Arabic letter mark
    0x115F, 0x1160,  # Hangul fillers
    0x180E,  # Mongolian vowel separator
    *range(0x200B, 0x2010),  # zero-width spaces and joiners, marks of direction
    *range(0x202A, 0x202F),  # embeddings and overrides of direction
    *range(0x2060, 0x2070),  # word joiner, invisible operators, isolates of direction
    *range(0xFE00, 0xFE10),  # variation selectors
    0xFEFF,  # byte order mark
    *range(0xFFF9, 0xFFFD),  # annotation marks, the place of an object
    0xFFFE, 0xFFFF,  # no characters
    *range(0xE0000, 0xE0080),  # tags, in which text hides from readers
    *range(0xD800, 0xE000),  # halves of a pair
)  # fmt: skip

_SPACES = (0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)

_FORMS = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st",  # ligatures
    0x2010: "-", 0x2011: "-",  # hyphens of their own, drawn as the common one
    0x2028: "\n", 0x2029: "\n",  # line and paragraph separators
    0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "▪", 0xF0D8: "➢", 0xF0FC: "✓",  # marks of symbol fonts
}  # fmt: skip

_WINDOWS = dict(
    zip(
        range(0x80, 0xA0),
        "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ",
        strict=True,
    )
)
"""What Windows draws where Latin-1 has controls: texts that say the one mean the other."""

_WRITTEN: dict[int, str] = (
    dict.fromkeys((*_CONTROLS, *_UNDRAWN), "") | dict.fromkeys(_SPACES, " ") | _FORMS
) | {code: drawn.strip() for code, drawn in _WINDOWS.items()}

_ODD = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u2011\u2028-\u202f"
    "\u205f-\u206f\u3000\ud800-\udfff\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\ufb00-\ufb06\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffc\ufffe\uffff\U000e0000-\U000e007f]"
)

_PILE = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]{8})[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]+"
)
"""More marks over one letter than any language has."""

_RAISED = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_RAISABLE = re.compile(r"[+\-−]?\d{1,4}")


def plain(text: str) -> str:
    """A text without what is not drawn, its forms of letters and of spaces written as the common.

    Tabs and the ends of lines stay.
    """
    if _ODD.search(text):
        text = text.translate(_WRITTEN)
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _PILE.sub(r"\1", text))


def folded(text: str) -> str:
    """A text as one line: without what is not drawn, white space written as one space."""
    return " ".join(plain(text).split())


def raised(text: str) -> str:
    """A number that stands raised, in figures that are raised; any other text as it is.

    Written as common figures, 10 to the power of 25 would read as 1025.
    """
    bare = text.strip()
    return bare.translate(_RAISED) if _RAISABLE.fullmatch(bare) else text
