"""RTF -> what it says: paragraphs, headings, items, tables, notes, without what was deleted."""

import codecs
import locale
import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.errors import InputError
from assistant.extracts import Extract, Facts
from assistant.html.blocks import LOWEST, written
from assistant.html.facts import LONGEST_TITLE, stated_author, stated_title
from assistant.rtf.blocks import Blocks
from assistant.rtf.hiding import Ink
from assistant.rtf.words import (
    CHARSETS,
    ENDS,
    OPENED,
    PAGES,
    SIGNS,
    SYMBOLS,
    TOKEN,
    UNREAD,
)
from assistant.text.characters import folded
from assistant.text.languages import language_tag

IS_NONE = "is no RTF; open it in a word processor and save it anew"
NO_TEXT = "holds no text; if it holds pictures of pages, save it as a PDF and recognise its text"
DELETED = "holds tracked changes: what was deleted is left out, what was inserted is read"
UNSEEN = "holds words that can't be seen in it, which were left out"

LATIN = "cp1252"
"""The code page of a file that names none."""

HALF_POINTS = 24
"""The size of letters that are given none."""

_HEADING = re.compile(r"(?i)heading\s*([1-9])")
_TEXT, _UNREAD, _FONTS, _STYLES, _FACT = range(5)
"""What a group holds: text that is shown, what is not, the fonts, the styles, a fact."""

_FACTS = frozenset({"title", "author", "creatim"})


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group until it is said otherwise."""

    holds: int = _TEXT
    fact: str = ""
    is_bold: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    is_raised: bool = False
    colour: int = 0
    half_points: int = HALF_POINTS
    font: int = -1
    unicode_length: int = 1
    is_note: bool = False


def read_rtf(data: bytes) -> Extract:
    """Read RTF.

    Raises:
        InputError: it is none, or holds no text.
    """
    if not data.strip():
        raise InputError("is empty; save it anew in a word processor")
    raw = data.decode("latin-1").lstrip("\ufeff\xef\xbb\xbf \t\r\n\0")
    if not raw.startswith("{\\rtf"):
        raise InputError(IS_NONE)
    reader = _Reader(Ink(raw))
    reader.read(raw)
    text, layout = written(reader.blocks.finish())
    if not text:
        raise InputError(NO_TEXT)
    warnings = (DELETED,) * reader.has_deleted + (UNSEEN,) * reader.has_unseen
    return Extract(text, layout, reader.facts(), warnings)


class _Reader:
    """Reads the tokens one after the other."""

    def __init__(self, ink: Ink) -> None:
        self.has_deleted = self.has_unseen = False
        self._ink = ink
        self._state = _State()
        self._stack: list[_State] = []
        self.blocks = Blocks()
        self._bytes = bytearray()
        self._skip = 0
        self._page = LATIN
        self._fonts: dict[int, int] = {}
        self._levels: dict[int, int] = {}
        self._style, self._style_name = -1, ""
        self._stated: dict[str, str] = {}
        self._created: dict[str, int] = {}
        self._language = 0
        self._is_optional = False
        self._high = 0

    def read(self, raw: str) -> None:
        """Read a file."""
        at = 0
        while at < len(raw) and (found := TOKEN.match(raw, at)):
            at = found.end()
            if found["text"] is not None:
                self._characters(found["text"])
            elif found["hex"] is not None:
                self._characters(chr(int(found["hex"], 16)))
            elif found["brace"] is not None:
                self._skip = 0
                self._decode()
                if found["brace"] == "{":
                    self._stack.append(self._state)
                    self._is_optional = False
                elif self._stack:
                    self._close(self._stack.pop())
                if not self._stack:
                    break
            elif found["sign"] is not None:
                self._sign(found["sign"])
            elif found["word"] is not None:
                value = int(found["value"]) if found["value"] else None
                self._decode()
                at += max(0, value or 0) if found["word"] == "bin" else 0
                if self._skip and found["word"] not in ("u", "uc", "bin"):
                    self._skip -= 1
                else:
                    self._word(found["word"], value)
        self._decode()

    def facts(self) -> Facts:
        """What the file says of itself."""
        created = self._created
        try:
            day = date(created.get("yr", 0), created.get("mo", 0), created.get("dy", 0))
        except (ValueError, OverflowError):
            day = None
        tag = locale.windows_locale.get(self._language, "")
        return Facts(
            title=stated_title(folded(self._stated.get("title", "")))[:LONGEST_TITLE],
            author=stated_author(folded(self._stated.get("author", ""))),
            language=language_tag(tag),
            created=day,
        )

    def _characters(self, text: str) -> None:
        """Take bytes of text, as characters of the same numbers."""
        if self._skip:
            taken = min(self._skip, len(text))
            self._skip -= taken
            text = text[taken:]
        if self._state.holds == _UNREAD:
            return
        self._bytes += text.encode("latin-1")

    def _decode(self) -> None:
        """Take the bytes so far as text in the code page of their font."""
        if not self._bytes:
            return
        data = bytes(self._bytes)
        self._bytes.clear()
        charset = self._fonts.get(self._state.font, 0)
        if charset == SYMBOLS:
            self._put("".join(chr(0xF000 + byte) if byte > 0x20 else " " for byte in data))
        else:
            self._put(data.decode(CHARSETS.get(charset, self._page), "replace"))

    def _put(self, text: str) -> None:
        """Put text where its group belongs."""
        state = self._state
        if state.holds == _FACT:
            self._stated[state.fact] = self._stated.get(state.fact, "") + text
        elif state.holds == _STYLES:
            self._style_name += text
        elif state.holds == _TEXT and not state.is_hidden:
            if state.is_deleted:
                self.has_deleted |= bool(text.strip())
                return
            if not self._ink.is_seen(state.colour, state.half_points):
                self.has_unseen |= bool(text.strip())
                return
            self.blocks.put(text, is_bold=state.is_bold, is_raised=state.is_raised)

    def _sign(self, sign: str) -> None:
        if self._skip:
            self._skip -= 1
            return
        self._decode()
        if sign == "*":
            self._is_optional = True
        elif sign in "\r\n":
            self.blocks.end_paragraph()
        elif sign in SIGNS:
            self._put(SIGNS[sign])

    def _word(self, word: str, value: int | None) -> None:
        is_on = value != 0
        was_optional, self._is_optional = self._is_optional, False
        if word in UNREAD or (was_optional and word not in OPENED):
            self._set(holds=_UNREAD)
        elif word in OPENED:
            self._set(holds=_UNREAD if word == "shpinst" else _TEXT)
        elif word == "shp":
            self._set(holds=_UNREAD)
        elif word in ("fonttbl", "stylesheet", "info"):
            kinds = {"fonttbl": _FONTS, "stylesheet": _STYLES, "info": _UNREAD}
            self._set(holds=kinds[word])
        elif word in _FACTS and self._stack:
            self._set(holds=_FACT, fact=word)
        elif word == "u":
            self._unicode(value)
        elif word == "uc":
            self._set(unicode_length=1 if value is None else max(0, value))
        elif self._state.holds == _TEXT:
            self._text_word(word, value, is_on=is_on)
        else:
            self._other_word(word, value)

    def _set(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]

    def _unicode(self, value: int | None) -> None:
        """Take a character by its number; some are written in two halves."""
        code = value or 0
        code += 0x10000 if code < 0 else 0
        self._skip = self._state.unicode_length
        high, self._high = self._high, code if 0xD800 <= code < 0xDC00 else 0
        if high and 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        if 0 < code < 0x110000 and not self._high:
            self._put(chr(code))

    def _other_word(self, word: str, value: int | None) -> None:
        """A word among the fonts, the styles and the facts."""
        if self._state.holds == _FONTS:
            if word == "f":
                self._set(font=-1 if value is None else value)
            elif word == "fcharset":
                self._fonts[self._state.font] = value or 0
        elif self._state.holds == _STYLES:
            if word == "s":
                self._style, self._style_name = -1 if value is None else value, ""
            elif word == "outlinelevel" and value is not None and value < LOWEST:
                self._levels[self._style] = value + 1
        elif self._state.holds == _FACT and word in ("yr", "mo", "dy"):
            self._created.setdefault(word, value or 0)

    def _text_word(self, word: str, value: int | None, *, is_on: bool) -> None:
        if word in SIGNS:
            self._put(SIGNS[word])
        elif word in ENDS:
            self.blocks.end_paragraph()
        elif word == "line":
            self.blocks.end_line()
        elif word == "b":
            self._set(is_bold=is_on)
        elif word == "v":
            self._set(is_hidden=is_on)
        elif word == "deleted":
            self._set(is_deleted=is_on)
        elif word in ("super", "sub", "nosupersub"):
            self._set(is_raised=word == "super" and is_on)
        elif word == "f":
            self._set(font=-1 if value is None else value)
        elif word == "cf":
            self._set(colour=value or 0)
        elif word == "fs" and value is not None:
            self._set(half_points=value)
        elif word == "plain":
            self._set(is_bold=False, is_hidden=False, is_deleted=False, is_raised=False)
            self._set(colour=0, half_points=HALF_POINTS)
        elif word == "footnote":
            self.blocks.begin_note()
            self._set(is_note=True, is_raised=False)
        elif word == "s":
            self.blocks.set_style(self._levels.get(-1 if value is None else value, 0))
        elif not self._file_word(word, value):
            self.blocks.word(word, value)

    def _file_word(self, word: str, value: int | None) -> bool:
        """Take a word about the whole file; tells whether it was one."""
        if word == "ansicpg":
            self._page = _known(f"cp{value}")
        elif word in PAGES:
            self._page = PAGES[word]
        elif word == "deflang":
            self._language = value or 0
        else:
            return False
        return True

    def _close(self, outer: _State) -> None:
        """End a group."""
        if self._state.holds == _STYLES and self._style_name.strip():
            if found := _HEADING.match(self._style_name.strip()):
                self._levels.setdefault(self._style, min(int(found[1]), LOWEST))
            self._style_name = ""
        if self._state.is_note and not outer.is_note:
            self.blocks.end_note()
        is_box = self._state.holds == _TEXT and outer.holds == _UNREAD
        self._state = outer
        if is_box:
            self.blocks.end_paragraph()


def _known(page: str) -> str:
    """A code page, if it is known."""
    try:
        return codecs.lookup(page).name
    except LookupError:
        return LATIN
