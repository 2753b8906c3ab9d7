"""A text without the characters that act on a terminal or a page instead of being read there."""

import re

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])?")
"""Escape sequences: of colours and cursors, of titles and links (ECMA-48)."""

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls other than tab and line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # directions, and their overrides
    "\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"  # what is no character, and half of one
    "\U000e0000-\U000e007f]"  # tags, which are not seen at all
)


def visible(text: str) -> str:
    """A text without escape sequences, controls, overrides of direction and tags."""
    return _ACTING.sub("", _ESCAPES.sub("", text.replace("\r\n", "\n")))


def as_ascii_escapes(dumped: str) -> str:
    """A JSON text in which such characters are written as escapes, so that it means the same."""
    return _ACTING.sub(lambda found: _escape(ord(found[0])), dumped)


def _escape(code: int) -> str:
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
