"""A conversation as a Word document: questions as headings, sources as footnotes.

Office Open XML (ECMA-376), written by hand: no library that is kept writes footnotes.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape

from assistant.text.visible import visible
from assistant.ui.blocks import Heading, Rows, blocks

_NUMBER = re.compile(r"\[(\d{1,4})\]")
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_FIRST_NOTE = 2
"""Word keeps the notes 0 and 1 for the lines between text and footnotes."""


@dataclass(frozen=True, slots=True)
class Said:
    """A question, and the answer with its numbers in square brackets; ``notes`` by number.

    ``asked`` are lines about how the question was asked: within which documents, what was searched.
    ``told`` are those about the answer: who claims what, what has expired, what is near.
    """

    question: str
    answer: str
    notes: Mapping[int, str]
    asked: Sequence[str] = ()
    told: Sequence[str] = ()


def conversation(title: str, exchanges: Sequence[Said], now: datetime) -> bytes:
    """The document as a file's bytes.

    Args:
        title: stands first, and in the file's properties.
        exchanges: what was asked and answered, in its order.
        now: when it was written.
    """
    notes: list[str] = []
    paragraphs = [_paragraph(title, "Title")]
    for said in exchanges:
        paragraphs.append(_paragraph(said.question, "Heading1"))
        paragraphs += [_paragraph(line, "Normal") for line in said.asked]
        numbers = _Numbers(said.notes, notes)
        paragraphs += _body(said, numbers)
        paragraphs += [_paragraph(numbers.renumbered(line), "Note") for line in said.told]
    paragraphs.append(_paragraph("Information, not legal advice.", "Normal"))
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            (f"{_OFFICE}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _properties(title, now),
        "word/document.xml": f"{_HEAD}<w:document {_W}><w:body>{''.join(paragraphs)}</w:body>"
        "</w:document>",
        "word/_rels/document.xml.rels": _relations(
            (f"{_OFFICE}/styles", "styles.xml"), (f"{_OFFICE}/footnotes", "footnotes.xml")
        ),
        "word/styles.xml": _styles(),
        "word/footnotes.xml": _footnotes(notes),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The numbers of one answer, and what they became: footnotes count through the whole file.

    ``known`` is what stands behind each number, ``notes`` all footnotes so far, ``became`` the
    footnote that shows a number first.
    """

    known: Mapping[int, str]
    notes: list[str]
    became: dict[int, int] = field(default_factory=dict)

    def add(self, number: int) -> int:
        """A footnote for a number; returns its id in the file."""
        self.notes.append(self.known[number])
        self.became.setdefault(number, len(self.notes))
        return len(self.notes) - 1 + _FIRST_NOTE

    def renumbered(self, line: str) -> str:
        """A line about the answer that names its sources as the footnotes do."""
        return _NUMBER.sub(lambda found: f"[{self.became.get(int(found[1]), found[1])}]", line)


def _body(said: Said, numbers: _Numbers) -> Iterator[str]:
    """The paragraphs and tables of an answer."""
    for block in blocks(said.answer):
        if isinstance(block, Rows):
            yield _table(block, numbers)
        elif isinstance(block, Heading):
            yield _paragraph(block.text, "Heading2")
        else:
            yield _answer(block.text, numbers)


def _table(table: Rows, numbers: _Numbers) -> str:
    rows = "".join(
        f"<w:tr>{_REPEATED if at == 0 else ''}"
        f"{''.join(f'<w:tc>{_answer(cell, numbers)}</w:tc>' for cell in row)}</w:tr>"
        for at, row in enumerate(table.rows)
    )
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="999999"/>' for side in sides)
    properties = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{borders}</w:tblBorders>'
    return f"<w:tbl>{properties}</w:tblPr>{rows}</w:tbl><w:p/>"


def _answer(line: str, numbers: _Numbers) -> str:
    """A paragraph whose numbers are footnotes; those of no source stay as they are written."""
    runs, at = [], 0
    for found in _NUMBER.finditer(line):
        number = int(found[1])
        if number in numbers.known:
            runs.append(_run(line[at : found.start()].rstrip()))
            runs.append(_reference("footnoteReference", numbers.add(number)))
            at = found.end()
    runs.append(_run(line[at:]))
    return f"<w:p>{''.join(runs)}</w:p>"


def _reference(kind: str, number: int) -> str:
    style = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
    name = f'<w:{kind} w:id="{number}"/>' if kind == "footnoteReference" else f"<w:{kind}/>"
    return f"<w:r>{style}{name}</w:r>"


def _footnotes(notes: Sequence[str]) -> str:
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for at, kind in enumerate(("separator", "continuationSeparator"))
    )
    told = "".join(
        f'<w:footnote w:id="{at}"><w:p>{_reference("footnoteRef", at)}{_run(" " + note)}</w:p>'
        "</w:footnote>"
        for at, note in enumerate(notes, start=_FIRST_NOTE)
    )
    return f"{_HEAD}<w:footnotes {_W}>{lines}{told}</w:footnotes>"


def _paragraph(text: str, style: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text)}</w:p>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(visible(text))}</w:t></w:r>' if text else ""


_REPEATED = "<w:trPr><w:tblHeader/></w:trPr>"
"""What has the head of a table stand on each page."""

_DEFAULT = ' w:default="1"'


def _styles() -> str:
    bold = "<w:b/>"
    sizes = (
        ("Normal", 22, ""),
        ("Title", 40, bold),
        ("Heading1", 28, bold),
        ("Heading2", 24, bold),
        ("Note", 19, "<w:i/>"),
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"{_DEFAULT if name == "Normal" else ""}>'
        f'<w:name w:val="{name.replace("Heading", "Heading ")}"/>'
        '<w:pPr><w:spacing w:after="120"/></w:pPr>'
        f'<w:rPr>{bold}<w:sz w:val="{size}"/></w:rPr></w:style>'
        for name, size, bold in sizes
    )
    return f"{_HEAD}<w:styles {_W}>{styles}</w:styles>"


def _properties(title: str, now: datetime) -> str:
    stamp = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(visible(title))}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        "</cp:coreProperties>"
    )


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="r{at}" Type="{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _types() -> str:
    parts = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORDML}.{kind}+xml"/>'
        for name, kind in (
            ("document", "document.main"),
            ("styles", "styles"),
            ("footnotes", "footnotes"),
        )
    )
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/docProps/core.xml" ContentType="{core}"/>{parts}</Types>'
    )
