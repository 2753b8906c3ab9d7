"""What holds of any PDF: spans, pages, rows, letters and places."""

import unicodedata
from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.pdf.letters import HYPHEN
from assistant.pdf.reader import PdfExtract
from tests.pdf.building import (
    BOLD,
    HEIGHT,
    MONO,
    PLAIN,
    SERIF,
    WIDTH,
    Page,
    Rule,
    Text,
    below,
    paragraph,
)  # fmt: skip
from tests.pdf.reading import SENTENCES, read

WORDS = tuple(sorted({word for sentence in SENTENCES for word in sentence.rstrip(".").split()}))

LETTERS = st.text(
    st.sampled_from("abcdefgh ijkl mnop,.;:-–—•“”’()[]§$%0123456789ABCDEF iv…*/&"),
    min_size=1,
    max_size=60,
).filter(str.strip)

TEXTS = st.builds(
    Text,
    x=st.floats(10, 560),
    y=st.floats(30, 780),
    text=LETTERS,
    size=st.sampled_from([4.0, 6.0, 8.0, 10.0, 10.0, 12.0, 24.0]),
    font=st.sampled_from([PLAIN, PLAIN, SERIF, BOLD, MONO]),
    angle=st.sampled_from([0.0, 0.0, 0.0, 0.0, 45.0, 90.0]),
).filter(lambda one: one.x + one.width < WIDTH)

RULES = st.one_of(
    st.builds(lambda x, y, to: Rule(x, y, x + to, y), *[st.floats(0, 400)] * 3),
    st.builds(lambda x, y, to: Rule(x, y, x, y + to), *[st.floats(0, 400)] * 3),
)

ROWS = st.builds(
    lambda y, cells: [Text(50 + 80 * at, y, cell) for at, cell in enumerate(cells) if cell.strip()],
    st.integers(10, 60).map(lambda at: 12.0 * at),
    st.lists(
        st.one_of(LETTERS.map(lambda said: said[:9]), st.just("1,204")), min_size=2, max_size=6
    ),
)

PAGES = st.builds(
    lambda texts, rules, rows, turn: Page([*texts, *rules, *chain.from_iterable(rows)], turn=turn),
    st.lists(TEXTS, max_size=25),
    st.lists(RULES, max_size=12),
    st.lists(ROWS, max_size=12),
    st.sampled_from([0, 0, 90, 180, 270]),
)

KEPT = Text(50, 400, "A line of words so that there is something to read on it")


def _check(found: PdfExtract) -> None:
    text, layout = found.extract.text, found.extract.layout
    starts = {0} | {at + 1 for at, letter in enumerate(text) if letter == "\n"}
    ends = {len(text)} | {at for at, letter in enumerate(text) if letter == "\n"}
    end = 0
    for page in layout.pages:
        assert end <= page.start < page.end <= len(text)
        end = page.end
    numbers = [page.page for page in layout.pages]
    assert numbers == sorted(set(numbers))
    for span in (*layout.headings, *layout.tables, *layout.notes):
        assert span.start in starts
        assert span.end in ends
    for table in layout.tables:
        rows = text[table.start : table.end].split("\n")
        assert len({row.count("\t") for row in rows}) == 1
        assert "\t" in rows[0]
        assert 0 <= table.heads <= len(rows)
    for note in layout.notes:
        assert 0 <= note.at <= len(text)
    within = {at for table in layout.tables for at in range(table.start, table.end)}
    assert all(at in within for at, letter in enumerate(text) if letter == "\t")
    assert all(1 <= heading.level <= 6 for heading in layout.headings)
    assert not any(
        unicodedata.category(letter) in ("Cc", "Cn", "Co")
        for letter in text
        if letter not in "\n\t"
    )
    assert HYPHEN not in text
    assert not any(line != line.rstrip(" ") for line in text.split("\n"))


def _check_places(found: PdfExtract, sides: dict[int, tuple[float, float]]) -> None:
    """Each place is of its page, within its text and on its paper."""
    spans = {page.page: page for page in found.extract.layout.pages}
    for place in found.places:
        page = spans[place.page]
        assert page.start <= place.start <= place.end <= page.end
        x0, y0, x1, y1 = place.box
        across, down = sides[place.page]
        assert 0 <= x0 <= x1 <= across
        assert 0 <= y0 <= y1 <= down


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.lists(PAGES, min_size=1, max_size=4))
def test_whatever_stands_on_the_pages(pages):
    found = read([KEPT], *pages)
    _check(found)
    paper = [(HEIGHT, WIDTH) if page.turn in (90, 270) else (WIDTH, HEIGHT) for page in pages]
    _check_places(found, dict(enumerate([(WIDTH, HEIGHT), *paper], 1)))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    paragraphs=st.lists(
        st.lists(st.sampled_from(WORDS), min_size=8, max_size=60).map(
            lambda words: " ".join(["So", *words]) + "."
        ),
        min_size=1,
        max_size=5,
    ),
    across=st.integers(180, 460),
    size=st.sampled_from([8.0, 9.0, 10.0, 11.0]),
    font=st.sampled_from([PLAIN, SERIF]),
    is_justified=st.booleans(),
)
def test_paragraphs_of_any_words_and_width(paragraphs, across, size, font, is_justified):
    items, y = [], 90.0
    for said in paragraphs:
        items += paragraph(
            (72, y),
            across,
            said,
            size=size,
            leading=1.2 * size,
            font=font,
            is_justified=is_justified,
        )
        y = below(items, 2 * size)
    # What is longer goes on on the next page, at its head.
    pages = [[], [], [], []]
    for one in items:
        at, place = divmod(one.y - 90, 600)
        pages[int(at)].append(
            Text(one.x, 90 + place, one.text, one.size, one.font, spread=one.spread)
        )
    found = read(*filter(None, pages))
    _check(found)
    assert found.extract.text.split() == " ".join(paragraphs).split()
    if len(found.extract.layout.pages) == 1:
        assert found.extract.text.split("\n\n") == paragraphs


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    columns=st.lists(
        st.lists(st.sampled_from(SENTENCES), min_size=6, unique=True).map(" ".join),
        min_size=2,
        max_size=3,
    ),
    is_justified=st.booleans(),
    size=st.sampled_from([8.0, 9.0]),
)
def test_columns_of_any_length(columns, is_justified, size):
    gap = 16
    across = (520 - gap * (len(columns) - 1)) / len(columns)
    items = []
    for at, said in enumerate(columns):
        items += paragraph(
            (46 + at * (across + gap), 90),
            across,
            said,
            size=size,
            leading=1.2 * size,
            is_justified=is_justified,
        )
    found = read(items)
    _check(found)
    assert found.extract.text.split("\n\n") == columns


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    rows=st.lists(
        st.tuples(
            st.sampled_from(
                ("Gaffer", "Key grip", "Second assistant camera", "Painter", "Sound mixer")
            ),
            st.integers(0, 99_999).map("{:,}".format),
            st.one_of(st.just("–"), st.integers(0, 9_999).map("{:,}".format)),
            st.decimals(0, 99, places=2).map(lambda value: f"${value}"),
        ),
        min_size=2,
        max_size=20,
    ),
    step=st.sampled_from([12, 14, 18]),
)
def test_tables_of_any_figures(rows, step):
    from tests.pdf.building import width

    items = []
    for at, row in enumerate(rows):
        y = 90 + step * at
        items.append(Text(72, y, row[0]))
        items += [
            Text(x - width(cell), y, cell) for x, cell in zip((280, 360, 440), row[1:], strict=True)
        ]
    found = read(items)
    _check(found)
    assert [line.split("\t") for line in found.extract.text.split("\n")] == [
        list(row) for row in rows
    ]
