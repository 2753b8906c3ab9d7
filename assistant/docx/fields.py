"""Fields of a Word file, made plain: what they show stays as text, how they are worked out goes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from assistant.docx.styles import VAL, W, is_on, number_of

_CONTENTS = re.compile(r"\s*(?:TOC|TOA)\b")
"""The code of a table of contents or of authorities, which says headings again."""

_SHOWN = (f"{W}t", f"{W}sym", f"{W}tab", f"{W}br", f"{W}footnoteReference", f"{W}endnoteReference")
_PARTS = (f"{W}fldChar", f"{W}instrText", *_SHOWN)


@dataclass(slots=True)
class _Field:
    """A field: where it begins, and where what it shows does."""

    begins: int
    shows: int = -1
    code: list[str] = field(default_factory=list)


def without_fields(root: Element) -> None:
    """Take the codes of fields out of a part, in place, and the contents that they make."""
    parts = list(root.iter(*_PARTS))
    gone = [0] * (len(parts) + 1)
    for begins, ends in _gone(parts):
        gone[begins] += 1
        gone[ends] -= 1
    depth = 0
    for at, part in enumerate(parts):
        depth += gone[at]
        if part.tag == f"{W}fldChar":
            for shown in _form(part):
                text = etree.Element(f"{W}t")
                text.text = shown
                part.addprevious(text)
            part.getparent().remove(part)
        elif depth or part.tag == f"{W}instrText":
            part.getparent().remove(part)


def _gone(parts: Sequence[Element]) -> Iterator[tuple[int, int]]:
    """From where to where parts are not shown: codes, and tables of contents as a whole.

    A field that never ends is none.
    """
    fields: list[_Field] = []
    for at, part in enumerate(parts):
        if part.tag == f"{W}instrText":
            if fields and fields[-1].shows < 0:
                fields[-1].code.append(part.text or "")
        elif part.tag == f"{W}fldChar":
            kind = part.get(f"{W}fldCharType")
            if kind == "begin":
                fields.append(_Field(at))
            elif kind == "separate" and fields:
                fields[-1].shows = at
            elif kind == "end" and fields:
                done = fields.pop()
                is_contents = _CONTENTS.match("".join(done.code)) is not None
                yield done.begins, at if is_contents or done.shows < 0 else done.shows


def _form(field_char: Element) -> Iterator[str]:
    """What a form shows of a choice or of a box to tick, which no text says."""
    for choice in field_char.iter(f"{W}ddList"):
        chosen = number_of(choice.find(f"{W}result")) or number_of(choice.find(f"{W}default")) or 0
        entries = [entry.get(VAL) or "" for entry in choice.iter(f"{W}listEntry")]
        yield from entries[chosen : chosen + 1]
    for box in field_char.iter(f"{W}checkBox"):
        checked = is_on(box.find(f"{W}checked"))
        checked = is_on(box.find(f"{W}default")) if checked is None else checked
        yield "☒" if checked else "☐"
