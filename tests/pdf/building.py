"""Writes PDFs for tests: text in the fonts that every reader has, rules, pictures, several pages.

Places are in points from the top left corner of a page; ``y`` is that of the line letters stand on.
"""

import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 612.0, 792.0
"""Points of a page of letter paper."""

PLAIN, BOLD, SERIF, MONO = "Helvetica", "Helvetica-Bold", "Times-Roman", "Courier"
FONTS = (PLAIN, BOLD, SERIF, MONO)

_PLAIN_WIDTHS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 "
    "556 556 556 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 "
    "611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 "
    "667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222 500 "
    "222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_SERIF_WIDTHS = (
    "250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 "
    "500 500 500 500 500 500 500 278 278 564 564 564 444 921 722 667 667 722 611 "
    "556 722 722 333 389 722 611 889 722 722 556 722 667 556 611 722 722 944 722 "
    "722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278 500 "
    "278 778 500 500 500 500 333 389 278 500 500 722 500 500 444 480 200 480 541"
)
_WIDTHS = {
    font: dict(zip(map(chr, range(32, 127)), map(int, widths.split()), strict=True))
    for font, widths in ((PLAIN, _PLAIN_WIDTHS), (SERIF, _SERIF_WIDTHS))
}
_OTHERS = {
    "–": 556, "—": 1000, "•": 350, "“": 333, "”": 333, "‘": 222, "’": 222, "§": 556, "…": 1000
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """Letters on one line: how it leans, in degrees; white space added to spaces, to letters."""

    x: float
    y: float
    text: str
    size: float = 10.0
    font: str = PLAIN
    angle: float = 0.0
    spread: float = 0.0
    tracking: float = 0.0

    @property
    def width(self) -> float:
        """How far it reaches."""
        return width(self.text, self.size, self.font) + self.spread * self.text.count(" ")


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line, level or upright."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Box:
    """A frame around a part of the page."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture over a part of the page."""

    x0: float = 0.0
    y0: float = 0.0
    x1: float = WIDTH
    y1: float = HEIGHT


Item = Text | Rule | Box | Picture


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page; how it is turned, in degrees, and cut: left, top, right, bottom."""

    items: Sequence[Item]
    width: float = WIDTH
    height: float = HEIGHT
    turn: int = 0
    cut: tuple[float, float, float, float] | None = None


def width(text: str, size: float = 10.0, font: str = PLAIN) -> float:
    """How far letters reach."""
    if font == MONO:
        return 0.6 * size * len(text)
    widths = _WIDTHS[SERIF if font == SERIF else PLAIN]
    # Bold letters are a little wider.
    scale = 1.05 if font == BOLD else 1.0
    return sum(scale * widths.get(one, _OTHERS.get(one, 556)) for one in text) * size / 1000


def lines(
    at: tuple[float, float],
    texts: Iterable[str],
    *,
    size: float = 10.0,
    leading: float = 12.0,
    font: str = PLAIN,
    indent: float = 0.0,
) -> list[Text]:
    """Lines under each other from a place on, the first one set in."""
    x, y = at
    return [
        Text(x + (0 if number else indent), y + number * leading, text, size, font)
        for number, text in enumerate(texts)
    ]


def wrapped(
    text: str, across: float, size: float = 10.0, font: str = PLAIN, indent: float = 0.0
) -> list[str]:
    """A text broken into lines no wider than a column."""
    made: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        room = across - (0 if made else indent)
        if line and width(longer, size, font) > room:
            made.append(line)
            line = word
        else:
            line = longer
    return [*made, line]


def paragraph(
    at: tuple[float, float],
    across: float,
    text: str,
    *,
    size: float = 10.0,
    leading: float = 12.0,
    font: str = PLAIN,
    indent: float = 0.0,
    is_justified: bool = False,
) -> list[Text]:
    """A paragraph set to the width of a column."""
    broken = wrapped(text, across, size, font, indent)
    made = lines(at, broken, size=size, leading=leading, font=font, indent=indent)
    if not is_justified:
        return made
    full = [
        Text(one.x, one.y, one.text, size, font, spread=_spread(one, at[0] + across))
        for one in made[:-1]
    ]
    return [*full, made[-1]]


def _spread(line: Text, right: float) -> float:
    return (right - line.x - line.width) / max(line.text.count(" "), 1)


def below(items: Sequence[Text], gap: float = 12.0) -> float:
    """Where a line stands that follows text."""
    return max(item.y for item in items) + gap


def pdf(
    *pages: Page | Sequence[Item],
    title: str = "",
    author: str = "",
    created: str = "",
    producer: str = "",
    language: str = "",
    is_locked: bool = False,
) -> bytes:
    """The bytes of a PDF.

    Args:
        pages: each a page, or what stands on one of letter paper.
        title: what the file says of itself, as all below.
        author: that of the author.
        created: the date, as PDF writes it.
        producer: the program that made it.
        language: a language tag.
        is_locked: whether it takes a password to open it.
    """
    objects: list[bytes] = []

    def add(content: str | bytes) -> int:
        objects.append(content.encode("cp1252") if isinstance(content, str) else content)
        return len(objects)

    fonts = " ".join(f"/F{at} {add(_font(name))} 0 R" for at, name in enumerate(FONTS))
    picture = add(
        _stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 "
            "/ColorSpace /DeviceGray",
            b"\xdd",
        )
    )
    resources = f"<< /Font << {fonts} >> /XObject << /I0 {picture} 0 R >> >>"
    tree = len(objects) + 2 * len(pages) + 1
    kids: list[int] = []
    for given in pages:
        page = given if isinstance(given, Page) else Page(given)
        content = add(_stream("", _drawn(page)))
        kids.append(add(_page(page, tree, content, resources)))
    kept = " ".join(f"{kid} 0 R" for kid in kids)
    add(f"<< /Type /Pages /Kids [{kept}] /Count {len(kids)} >>")
    said = f"/Lang ({language})" if language else ""
    catalog = add(f"<< /Type /Catalog /Pages {tree} 0 R {said} >>")
    info = add(_info(title, author, created, producer))
    trailer = f"/Root {catalog} 0 R /Info {info} 0 R"
    if is_locked:
        # No password yields these, the empty one neither.
        lock = add(f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'11' * 32}> >>")
        trailer += f" /Encrypt {lock} 0 R /ID [<{'22' * 16}> <{'22' * 16}>]"
    return _file(objects, trailer)


def _font(name: str) -> str:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"


def _info(title: str, author: str, created: str, producer: str) -> str:
    said = {"Title": title, "Author": author, "CreationDate": created, "Producer": producer}
    return (
        f"<< {' '.join(f'/{name} ({_escaped(value)})' for name, value in said.items() if value)} >>"
    )


def _page(page: Page, parent: int, content: int, resources: str) -> str:
    cut = ""
    if page.cut is not None:
        x0, y0, x1, y1 = page.cut
        cut = f"/CropBox [{x0} {page.height - y1} {x1} {page.height - y0}]"
    return (
        f"<< /Type /Page /Parent {parent} 0 R /MediaBox [0 0 {page.width} {page.height}] {cut} "
        f"/Rotate {page.turn} /Resources {resources} /Contents {content} 0 R >>"
    )


def _drawn(page: Page) -> bytes:
    return "\n".join(_item(item, page.height) for item in page.items).encode("cp1252")


def _item(item: Item, height: float) -> str:
    if isinstance(item, Text):
        turn = math.radians(item.angle)
        cos, sin = math.cos(turn), math.sin(turn)
        matrix = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {item.x:.3f} {height - item.y:.3f}"
        font = f"/F{FONTS.index(item.font)} {item.size} Tf"
        spaces = f"{item.spread:.4f} Tw {item.tracking:.4f} Tc"
        return f"BT {font} {spaces} {matrix} Tm ({_escaped(item.text)}) Tj ET"
    box = (item.x0, height - item.y0, item.x1, height - item.y1)
    if isinstance(item, Rule):
        return f"0.5 w {box[0]} {box[1]} m {box[2]} {box[3]} l S"
    across, down = box[2] - box[0], box[1] - box[3]
    if isinstance(item, Box):
        return f"0.5 w {box[0]} {box[3]} {across} {down} re S"
    return f"q {across} 0 0 {down} {box[0]} {box[3]} cm /I0 Do Q"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _stream(said: str, content: bytes) -> bytes:
    packed = zlib.compress(content)
    head = f"<< {said} /Length {len(packed)} /Filter /FlateDecode >>\nstream\n"
    return head.encode() + packed + b"\nendstream"


def _file(objects: Sequence[bytes], trailer: str) -> bytes:
    made = bytearray(b"%PDF-1.7\n")
    places: list[int] = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        made += b"%010d 00000 n \n" % place
    made += f"trailer << /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF".encode()
    return bytes(made)


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """The rules of a table between borders of its columns and of its rows."""
    level = [Rule(xs[0], y, xs[-1], y) for y in ys]
    upright = [Rule(x, above, x, under) for x in xs for above, under in pairwise(ys)]
    return [*level, *upright]
