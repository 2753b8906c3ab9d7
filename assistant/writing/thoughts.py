"""The pieces of a reply -> its characters, without what some models think aloud."""

import re
from collections.abc import Iterator

_TAG = re.compile(
    r"<(?P<ends>/?)(?:think|thinking|thoughts?|reasoning|reflection|scratchpad)(?:\s[^<>]*)?>",
    re.IGNORECASE,
)
_LONGEST_TAG = 60
_HIGH, _LOW = ("\ud800", "\udbff"), ("\udc00", "\udfff")
_UNKNOWN = "\ufffd"

FORGET = "\0"
"""Given where a thought ends that nobody saw begin: what came before it was none of the reply."""


class ThoughtFilter:
    """Takes the characters of one reply in their order, however they come."""

    def __init__(self) -> None:
        self._tag = ""
        self._thinks = False
        self._half = ""

    def feed(self, piece: str) -> Iterator[str]:
        """The characters that are no thought, each as soon as that is known."""
        for character in self._whole(piece):
            yield from self._take(character)

    def finish(self) -> Iterator[str]:
        """What looked like the beginning of a mark to the end."""
        if not self._thinks:
            yield from self._tag + (_UNKNOWN if self._half else "")
        self._tag = self._half = ""

    def _take(self, character: str) -> Iterator[str]:
        if character == "<":
            kept, self._tag = self._tag, "<"
            yield from "" if self._thinks else kept
        elif self._tag:
            self._tag += character
            if character == ">" or len(self._tag) > _LONGEST_TAG:
                yield from self._read()
        elif not self._thinks and character != FORGET:
            yield character

    def _read(self) -> Iterator[str]:
        """What becomes of a mark that is whole."""
        tag, self._tag = self._tag, ""
        found = _TAG.fullmatch(tag)
        if found is None:
            yield from "" if self._thinks else tag
        elif found["ends"]:
            if not self._thinks:
                yield FORGET
            self._thinks = False
        else:
            self._thinks = True

    def _whole(self, piece: str) -> Iterator[str]:
        """The characters of a piece, pairs of surrogates joined: a server may cut between them."""
        for character in piece:
            half, self._half = self._half, ""
            if half and _LOW[0] <= character <= _LOW[1]:
                yield (half + character).encode("utf-16", "surrogatepass").decode("utf-16")
                continue
            if half:
                yield _UNKNOWN
            if _HIGH[0] <= character <= _HIGH[1]:
                self._half = character
            else:
                yield _UNKNOWN if _LOW[0] <= character <= _LOW[1] else character
