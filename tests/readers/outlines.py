"""Documents of known blocks, written as HTML, Word and RTF files; and what must be read of each.

Every word is another one, so that one that is lost, said twice or out of its order is seen.
"""

import html
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from hypothesis import strategies as st

from assistant.docx.reader import read_docx
from assistant.extracts import Extract
from assistant.html.reader import read_html
from assistant.rtf.reader import read_rtf
from tests.docx.test_docx import cell, docx, numbering, run, style
from tests.docx.test_docx import paragraph as word_paragraph
from tests.docx.test_docx import table as word_table

ODD = (
    "",
    "",
    "",
    "é",
    "€",
    "’s",
    "&amp;",
    "<b>",
    "{x}",
    "\\par",
    "漢字",
    "😀",
    "-b",
    "%",
    "?",
    "\\'92",
)
"""How words end: with what has a meaning in one format or the other, or is written oddly in it."""

WRAPS = ("", "", "link", "inserted", "marked")
"""What may stand around words and hides none: a link, a tracked change, a bookmark or a control."""

LEVELS = 6
DEPTHS = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, and the note whose marker stands behind them; empty where there is none.

    They are written in two parts, ``cut`` apart, as programs do; what is ``gone`` was deleted.
    """

    text: str
    note: str = ""
    is_bold: bool = False
    cut: int = 0
    gone: str = ""
    wrap: str = ""

    @property
    def parts(self) -> tuple[str, str]:
        return self.text[: self.cut], self.text[self.cut :]


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph; with a depth the item of a list, with a level a heading."""

    pieces: Line
    depth: int = -1
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, each of some paragraphs; the first may name the columns."""

    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    has_head: bool = False


Outline = tuple[Prose | Table, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What must be read of an outline: its text, and what its layout names."""

    text: str
    headings: list[tuple[int, str]]
    tables: list[tuple[int, list[list[str]]]]
    notes: list[tuple[str, str]]


@st.composite
def outlines(draw: st.DrawFn) -> Outline:
    """Any outline. Tables have a paragraph on either side: without one they are one table."""
    numbers = count(1)

    def words(most: int = 5) -> str:
        ends = draw(st.lists(st.sampled_from(ODD), min_size=1, max_size=most))
        return " ".join(f"w{next(numbers)}{end}" for end in ends)

    def line() -> Line:
        looks = draw(st.lists(st.booleans(), min_size=1, max_size=3))
        # A line that is bold as a whole would be a heading.
        looks[0] = False
        return tuple(
            Piece(
                words() if number else f"So {words()}",
                words(3) if draw(st.integers(0, 3)) == 0 else "",
                is_bold,
                draw(st.integers(0, 4)),
                words(2) if draw(st.integers(0, 5)) == 0 else "",
                draw(st.sampled_from(WRAPS)),
            )
            for number, is_bold in enumerate(looks)
        )

    blocks: list[Prose | Table] = []
    for kind in draw(st.lists(st.sampled_from("pphiit"), min_size=1, max_size=7)):
        if kind == "h":
            blocks.append(Prose(line(), level=draw(st.integers(1, LEVELS))))
        elif kind == "i":
            blocks.append(Prose(line(), depth=draw(st.integers(0, DEPTHS - 1))))
        elif kind == "t":
            across, down = draw(st.integers(2, 4)), draw(st.integers(2, 3))
            rows = tuple(
                tuple(
                    tuple(line() for _ in range(draw(st.sampled_from((1, 1, 2)))))
                    for _ in range(across)
                )
                for _ in range(down)
            )
            blocks.append(Table(rows, draw(st.booleans())))
        if kind in "pt" or kind == "h":
            blocks.append(Prose(line()))
    return (Prose(line()), *blocks)


def expected(outline: Outline) -> Read:
    """What must be read of an outline."""
    blocks, notes, headings, tables = [], [], [], []
    for line in _lines(outline):
        notes += [(piece.text.split()[-1], piece.note) for piece in line if piece.note]
    for block in outline:
        if isinstance(block, Table):
            rows = [[" ".join(map(_text, lines)) for lines in row] for row in block.rows]
            tables.append((int(block.has_head), rows))
            blocks.append("\n".join(map("\t".join, rows)))
            continue
        text = _text(block.pieces)
        if block.level:
            headings.append((block.level, text))
        blocks.append(f"{'  ' * block.depth}• {text}" if block.depth >= 0 else text)
    return Read("\n\n".join([*blocks, *(note for _, note in notes)]), headings, tables, notes)


def _lines(outline: Outline) -> Iterator[Line]:
    for block in outline:
        if isinstance(block, Table):
            yield from (line for row in block.rows for lines in row for line in lines)
        else:
            yield block.pieces


def _text(line: Line) -> str:
    return " ".join(piece.text for piece in line)


def as_html(outline: Outline) -> Extract:
    """An outline written and read as a page."""
    notes: list[str] = []

    def inline(line: Line) -> str:
        return " ".join(map(piece, line))

    def piece(one: Piece) -> str:
        text = "".join(f"<span>{html.escape(part)}</span>" for part in one.parts)
        text = f"<b>{text}</b>" if one.is_bold else text
        # Links alone are a menu on a page.
        text = f"<ins>{text}</ins>" if one.wrap else text
        text += f"<del>{html.escape(one.gone)}</del>" if one.gone else ""
        if not one.note:
            return text
        notes.append(one.note)
        key = len(notes)
        return f'{text}<a href="#fn{key}" id="r{key}" role="doc-noteref"><sup>{key}</sup></a>'

    def block(one: Prose | Table) -> str:
        if isinstance(one, Table):
            return _tagged("table", (
                _tagged("tr", (
                    _tagged("td" if number or not one.has_head else "th",
                            (_tagged("p", inline(line)) for line in lines)) for lines in row
                )) for number, row in enumerate(one.rows)
            ))  # fmt: skip
        if one.level:
            return _tagged(f"h{one.level}", inline(one.pieces))
        if one.depth < 0:
            return _tagged("p", inline(one.pieces))
        lists = one.depth + 1
        return "<ul>" * lists + _tagged("li", inline(one.pieces)) + "</ul>" * lists

    body = "".join(map(block, outline))
    told = (
        f'<li id="fn{key}"><p>{html.escape(note)}<a href="#r{key}" role="doc-backlink">↩</a></p>'
        for key, note in enumerate(notes, 1)
    )
    end = f'<section role="doc-endnotes">{_tagged("ol", told)}</section>' if notes else ""
    return read_html(f"<!DOCTYPE html><html><body>{body}{end}</body></html>")


def _tagged(tag: str, inner: Sequence[str] | Iterator[str]) -> str:
    return f"<{tag}>{''.join(inner)}</{tag}>"


_WRAPPED_IN_WORD = {
    "link": ('<w:hyperlink w:anchor="a">', "</w:hyperlink>"),
    "inserted": ('<w:ins w:id="1">', "</w:ins>"),
    "marked": ("<w:sdt><w:sdtPr/><w:sdtContent>", "</w:sdtContent></w:sdt>"),
}
_WRAPPED_IN_RTF = {
    "link": ('{\\field{\\*\\fldinst{HYPERLINK "https://a.example"}}{\\fldrslt{', "}}}"),
    "inserted": ("{\\revised ", "}"),
    "marked": ("{\\*\\bkmkstart a}", "{\\*\\bkmkend a}"),
}


def as_docx(outline: Outline) -> Extract:
    """An outline written and read as a Word file."""
    notes: list[str] = []

    def inline(line: Line) -> str:
        return run(" ").join(map(piece, line))

    def piece(one: Piece) -> str:
        look = "<w:b/>" if one.is_bold else ""
        text = "".join(run(html.escape(part, quote=False), look) for part in one.parts)
        before, after = _WRAPPED_IN_WORD.get(one.wrap, ("", ""))
        text = f"{before}{text}{after}"
        if one.gone:
            gone = run(html.escape(one.gone, quote=False)).replace("w:t", "w:delText")
            text += f"<w:del>{gone}</w:del>"
        if not one.note:
            return text
        notes.append(one.note)
        return f'{text}<w:r><w:footnoteReference w:id="{len(notes)}"/></w:r>'

    def block(one: Prose | Table) -> str:
        if isinstance(one, Table):
            head = "<w:trPr><w:tblHeader/></w:trPr>" if one.has_head else ""
            rows = [
                [cell("".join(word_paragraph(inline(line)) for line in lines)) for lines in row]
                for row in one.rows
            ]
            rows[0].insert(0, head)
            return word_table(*rows)
        if one.depth < 0:
            return word_paragraph(inline(one.pieces), f"H{one.level}" if one.level else "")
        number = f'<w:numPr><w:ilvl w:val="{one.depth}"/><w:numId w:val="1"/></w:numPr>'
        return word_paragraph(inline(one.pieces), more=number)

    body = "".join(map(block, outline))
    told = (
        f'<w:footnote w:id="{key}"><w:p><w:r><w:footnoteRef/></w:r>'
        f"{run(' ' + html.escape(note, quote=False))}</w:p></w:footnote>"
        for key, note in enumerate(notes, 1)
    )
    parts = {"footnotes": "".join(told)} if notes else {}
    styles = "".join(style(f"H{level}", f"heading {level}") for level in range(1, LEVELS + 1))
    marks = numbering(*[("bullet", "•")] * DEPTHS)
    return read_docx(docx(body, styles=styles, numbering=marks, **parts))


def as_rtf(outline: Outline) -> Extract:
    """An outline written and read as RTF."""

    def inline(line: Line) -> str:
        return " ".join(map(piece, line))

    def piece(one: Piece) -> str:
        text = "".join(f"{{{_rtf(part)}}}" for part in one.parts)
        text = f"{{\\b {text}}}" if one.is_bold else text
        before, after = _WRAPPED_IN_RTF.get(one.wrap, ("", ""))
        text = f"{before}{text}{after}"
        text += f"{{\\deleted {_rtf(one.gone)}}}" if one.gone else ""
        if not one.note:
            return text
        mark = "{\\super\\chftn}"
        return f"{text}{mark}{{\\footnote\\pard\\plain {mark} {_rtf(one.note)}\\par}}"

    def block(one: Prose | Table) -> str:
        if isinstance(one, Table):
            return "".join(
                ("\\trowd" if number or not one.has_head else "\\trowd\\trhdr")
                + "".join(f"\\cellx{at}" for at in range(1, len(row) + 1))
                + "".join("\\pard\\intbl " + "\\par ".join(map(inline, lines)) + "\\cell "
                          for lines in row)
                + "\\row "
                for number, row in enumerate(one.rows)
            )  # fmt: skip
        look = f"\\s{one.level}" if one.level else ""
        if one.depth >= 0:
            look = f"{{\\listtext\\bullet\\tab}}\\ls1\\ilvl{one.depth}"
        return f"\\pard\\plain{look} {inline(one.pieces)}\\par\n"

    styles = "".join(f"{{\\s{level} heading {level};}}" for level in range(1, LEVELS + 1))
    head = f"{{\\rtf1\\ansi\\ansicpg1252\\uc1{{\\stylesheet{{\\s0 Normal;}}{styles}}}"
    return read_rtf(f"{head}{''.join(map(block, outline))}}}".encode("ascii"))


def _rtf(text: str) -> str:
    return "".join(map(_rtf_letter, text))


def _rtf_letter(letter: str) -> str:
    if letter in "\\{}":
        return f"\\{letter}"
    if letter.isascii():
        return letter
    try:
        return f"\\'{letter.encode('cp1252').hex()}"
    except UnicodeEncodeError:
        units = letter.encode("utf-16-le")
        codes = (int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2))
        return "".join(f"\\u{code - 0x10000 if code > 0x7FFF else code}?" for code in codes)


FORMATS: dict[str, Callable[[Outline], Extract]] = {
    "html": as_html,
    "docx": as_docx,
    "rtf": as_rtf,
}
"""Writes an outline in a format, and reads it."""
