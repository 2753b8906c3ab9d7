"""Tables: rows of cells, their heads, what wraps, what is none."""

from itertools import pairwise

import pytest

from tests.pdf.building import (
    BOLD,
    Rule,
    Text,
    below,
    grid,
    lines,
    paragraph,
    width,
    wrapped,
)
from tests.pdf.reading import blocks, extract, prose, read, tables, text

STATES = (
    ("California", "3,960", "704", "12.5"),
    ("Georgia", "1,204", "88", "9.0"),
    ("New York", "2,811", "–", "7.25"),
    ("New Mexico", "77", "1,002", "(4.1)"),
)


def _rows(rows, xs, *, y=120.0, step=14.0, size=10.0, font="Helvetica"):
    """Rows of cells: the first of each from its left edge, the others up to their right edge."""
    items = []
    for at, row in enumerate(rows):
        for column, (x, said) in enumerate(zip(xs, row, strict=True)):
            left = x - width(said, size, font) if column else x
            if said:
                items.append(Text(left, y + at * step, said, size, font))
    return items


XS = (72.0, 250.0, 330.0, 410.0)


def test_rows_of_figures():
    assert tables(extract(_rows(STATES, XS))) == [[list(row) for row in STATES]]


def test_a_head_names_the_columns():
    head = ("State", "Films", "Series", "Share")
    found = extract([*_rows([head], XS, y=104, font=BOLD), *_rows(STATES, XS)])
    assert tables(found) == [[list(head), *(list(row) for row in STATES)]]
    assert found.layout.tables[0].heads == 1


def test_a_head_of_years():
    head = ("State", "2022", "2023", "2024")
    found = extract([*_rows([head], XS, y=104, font=BOLD), *_rows(STATES, XS)])
    assert found.layout.tables[0].heads == 1


def test_a_plain_head_of_words_and_years():
    rows = [("State", "Kind", "2022", "2023"), ("Norvale", "Films", "1,204", "2,010"),
            ("Tarn", "Series", "1,950", "1,843"), ("Westmoor", "Films", "310", "297")]  # fmt: skip
    assert extract(_rows(rows, XS)).layout.tables[0].heads == 1
    assert extract(_rows(rows[1:], XS)).layout.tables[0].heads == 0


def test_a_head_over_several_columns_stands_at_the_first():
    names = ("State", "Films", "Jobs", "Films", "Jobs")
    xs = (72.0, 200.0, 280.0, 360.0, 440.0)
    rows = [(state, str(at * 31 + 7), str(at * 57 + 400), str(at + 2), str(at * 9))
            for at, (state, *_) in enumerate(STATES)]  # fmt: skip
    over = [Text(215, 90, "Last year"), Text(375, 90, "This year")]
    found = tables(extract([*over, *_rows([names], xs, y=104), *_rows(rows, xs)]))[0]
    assert found[0] == ["", "Last year", "", "This year", ""]
    assert found[1] == list(names)
    assert found[2] == list(rows[0])


def test_dots_lead_to_the_figures():
    items = []
    for at, (state, figure, *_) in enumerate(STATES):
        y = 120 + 14 * at
        dots = "." * int((300 - 76 - width(state)) / width("."))
        items += [Text(72, y, state), Text(74 + width(state), y, dots), Text(310, y, figure)]
    assert tables(extract(items)) == [[[state, figure] for state, figure, *_ in STATES]]


def test_two_rows_with_figures_are_a_table():
    assert tables(extract(_rows(STATES[:2], XS))) == [[list(row) for row in STATES[:2]]]


@pytest.mark.parametrize("under", ["(each day of the period)", "or of any other period"])
def test_a_line_under_the_last_label_is_of_its_row(under):
    rows = [("Weekly", "71.15"), ("Monthly", "308.33"), ("Daily or miscellaneous", "14.23")]
    items = [*_rows(rows, XS[:2], step=16), Text(80, 120 + 2 * 16 + 11, under)]
    assert tables(extract(items))[0][-1] == [f"Daily or miscellaneous {under}", "14.23"]


def test_labels_that_wrap_under_their_figures():
    rows = [
        ("Compensation of employees who work", "102"), ("at a distance", ""),
        ("Sets", "88"), ("Insurance for all persons who are on", "77"), ("the set", ""),
        ("Music", "5"),
    ]  # fmt: skip
    items = []
    y = 120.0
    for at, (label, figure) in enumerate(rows):
        y += 0 if not at else (11 if not figure else 18)
        items += [Text(72, y, label), *([Text(300, y, figure)] if figure else [])]
    assert tables(extract(items)) == [[
        ["Compensation of employees who work at a distance", "102"],
        ["Sets", "88"],
        ["Insurance for all persons who are on the set", "77"],
        ["Music", "5"],
    ]]  # fmt: skip


def test_a_word_goes_over_the_lines_of_a_cell():
    rows = [("Costs of pro-", "102"), ("duction", ""), ("Music", "5"), ("Sets", "88")]
    items, y = [], 120.0
    for label, figure in rows:
        items += [Text(72, y, label), *([Text(300, y, figure)] if figure else [])]
        y += 11 if label.endswith("-") else 18
    assert tables(extract(items))[0][0] == ["Costs of production", "102"]


def _ruled(rows, xs, *, y=100.0, pad=6.0):
    """A ruled table of texts that wrap, and its borders."""
    items, ys, said = [], [y], []
    for row in rows:
        top = ys[-1]
        cells = [
            paragraph((x + 4, top + pad + 8), right - x - 8, cell, size=9, leading=11)
            for x, right, cell in zip(xs, xs[1:], row, strict=False)
        ]
        items += [one for cell in cells for one in cell if one.text]
        ys.append(max(below(cell, pad) for cell in cells))
        said.append(list(row))
    return [*items, *grid(xs, ys)], said


def test_ruled_cells_of_texts_that_wrap():
    xs = (72, 150, 330, 510)
    rows = [("Topic", "Current law", "Proposal")]
    rows += [(f"Topic {at}", prose(1, at), prose(2, at + 1)) for at in range(4)]
    items, said = _ruled(rows, xs)
    assert tables(extract(items)) == [said]


def test_cells_that_touch_are_apart_by_their_rule():
    xs = (72, 130, 190, 250)
    rows = [
        ("Hourly rates", "12345", "67890"),
        ("Daily rates x", "54321", "9876"),
        ("Weekly", "1", "2"),
    ]
    items = []
    for at, row in enumerate(rows):
        for x, cell in zip(xs, row, strict=False):
            items.append(Text(x + 1, 110 + 16 * at, cell))
    found = tables(extract([*items, *grid(xs, (98, 114, 130, 146))]))
    assert found == [[list(row) for row in rows]]


FEES = (("Story", "38,003"), ("Script", "6,560"), ("Rewrite", "70,869"))


def _merged(name, *, first=0.0, rows=FEES, step=16.0):
    """A ruled table of three columns whose first is one cell beside all rows below ``first``."""
    xs, top = (72.0, 170.0, 270.0, 340.0), 100.0
    ys = [top + step * at for at in range(len(rows) + 1)]
    items = [
        Text(x, y + 12, said)
        for y, row in zip(ys, rows, strict=False)
        for x, said in zip((76, 176, 280)[-len(row):], row, strict=True)
    ]  # fmt: skip
    begin = top + first
    rules = [
        *(Rule(170 if y > begin else 72, y, 340, y) for y in ys[1:-1]),
        *(Rule(72, y, 340, y) for y in (ys[0], ys[-1])),
        *(Rule(x, ys[0], x, ys[-1]) for x in xs),
    ]
    middle = (begin + ys[-1]) / 2 + 4
    return [*items, *lines((76, middle), name, size=9, leading=10), *rules]


def test_a_name_over_several_rows_is_said_by_each():
    assert tables(extract(_merged(["Feature film"]))) == [
        [["Feature film", step, fee] for step, fee in FEES]
    ]


def test_each_row_is_marked_on_its_own_line_and_the_shared_name_where_it_stands():
    found = read(_merged(["Feature film"]))
    places = [(found.extract.text[one.start : one.end], one.box) for one in found.places]
    assert [said for said, _ in places] == [
        said for step, fee in FEES for said in ("Feature film", f"{step}\t{fee}")
    ]
    names = [box for said, box in places if said == "Feature film"]
    own = [box for said, box in places if said != "Feature film"]
    assert set(names) == {names[1]}
    assert names[0][1] > own[0][3]
    assert all(above[3] < below[1] for above, below in pairwise(own))
    assert all(box[0] > names[0][2] for box in own)


def test_a_name_over_rows_begins_below_the_heads_and_may_wrap():
    rows = (("Kind", "Step", "Fee"), *FEES)
    found = tables(extract(_merged(["Feature", "Film"], first=16, rows=rows)))
    assert found == [[list(rows[0]), *(["Feature Film", step, fee] for step, fee in FEES)]]


def test_a_head_over_two_rows_names_its_column_once():
    ys = (100.0, 116.0, 132.0, 148.0, 164.0)
    said = [
        (76, 120, "State"), (176, 112, "Share of the cost"), (176, 128, "First"),
        (280, 128, "Later"), (76, 144, "Ohio"), (176, 144, "20%"), (280, 144, "25%"),
        (76, 160, "Utah"), (176, 160, "30%"), (280, 160, "35%"),
    ]  # fmt: skip
    rules = [
        *(Rule(72, y, 340, y) for y in (ys[0], *ys[2:])), Rule(170, ys[1], 340, ys[1]),
        *(Rule(x, ys[0], x, ys[-1]) for x in (72, 170, 340)), Rule(270, ys[1], 270, ys[-1]),
    ]  # fmt: skip
    found = tables(extract([*(Text(x, y, text) for x, y, text in said), *rules]))
    assert found == [[
        ["State", "Share of the cost", ""], ["", "First", "Later"],
        ["Ohio", "20%", "25%"], ["Utah", "30%", "35%"],
    ]]  # fmt: skip


def test_a_figure_that_rows_share_is_none_of_those_of_another():
    rows = [("Film", "1", "40%", "2"), ("Series", "3", "", "4"), ("Games", "none", "", "by size")]
    xs, ys = (72.0, 150.0, 220.0, 290.0, 360.0), (100.0, 116.0, 132.0, 148.0)
    items = [
        Text(x + 4, y + 12, said)
        for y, row in zip(ys, rows, strict=False) for x, said in zip(xs, row, strict=False) if said
    ]  # fmt: skip
    rules = [
        *(Rule(x0, y, x1, y) for y in ys[1:-1] for x0, x1 in ((72, 220), (290, 360))),
        *(Rule(72, y, 360, y) for y in (ys[0], ys[-1])),
        *(Rule(x, ys[0], x, ys[-1]) for x in xs),
    ]
    found = tables(extract([*items, *rules]))[0]
    assert found[1] == ["Series", "3", "", "4"]
    assert found[2] == ["Games", "none", "40%", "by size"]


def test_a_long_text_beside_several_rows_is_said_once():
    long = wrapped(prose(2), 400, 9)
    xs, ys = (72.0, 480.0, 530.0, 590.0), (100.0, 130.0, 160.0)
    items = [*lines((76, 120), long, size=9, leading=11)]
    items += [Text(x + 4, y + 12, said) for x, y, said in (
        (480, 100, "Film"), (530, 100, "10"), (480, 130, "Series"), (530, 130, "20"))]  # fmt: skip
    rules = [
        Rule(72, 100, 590, 100), Rule(480, 130, 590, 130), Rule(72, 160, 590, 160),
        *(Rule(x, ys[0], x, ys[-1]) for x in xs),
    ]  # fmt: skip
    found = tables(extract([*items, *rules]))[0]
    assert [row[0] for row in found] == [" ".join(long), ""]


def test_names_of_rows_under_no_rule_stay_with_their_figures():
    rows = [("Wages", "100"), ("Fringes", "20"), ("Total", "120")]
    items = [Text(x, 112 + 14 * at, said) for at, row in enumerate(rows)
             for x, said in zip((76, 210), row, strict=True)]  # fmt: skip
    rules = [
        Rule(72, 100, 300, 100), Rule(200, 129, 300, 129), Rule(72, 146, 300, 146),
        *(Rule(x, 100, x, 146) for x in (72, 200, 300)),
    ]  # fmt: skip
    assert tables(extract([*items, *rules])) == [[list(row) for row in rows]]


def test_only_the_columns_are_ruled():
    rows = [(f"{at * 20 + 100}", f"{at * 20 + 120}", f"${at * 3}") for at in range(8)]
    items = _rows(rows, (90, 190, 250), step=12)
    frame = [Rule(x, 105, x, 210) for x in (72, 140, 200, 260)]
    edges = [Rule(72, 105, 260, 105), Rule(72, 210, 260, 210), Rule(72, 107, 260, 107)]
    assert [list(row) for row in rows] == tables(extract([*items, *frame, *edges]))[0]


def test_two_tables_with_a_heading_between():
    first = _rows(STATES, XS)
    head = Text(72, 206, "Schedule B", font=BOLD)
    other = [("Gaffer", "42.64", "64.89"), ("Grip", "38.50", "61.44"), ("Painter", "87.16", "3.9")]
    second = _rows(other, (72, 300, 380), y=230)
    found = extract([*first, head, *second])
    assert tables(found) == [[list(row) for row in STATES], [list(row) for row in other]]


def test_a_table_goes_on_on_the_next_page_under_the_same_head():
    head = _rows([("State", "Films", "Series", "Share")], XS, y=104, font=BOLD)
    found = extract([*head, *_rows(STATES, XS)], [*head, *_rows(STATES, XS)])
    rows = tables(found)
    assert len(rows) == 1
    assert rows[0] == [["State", "Films", "Series", "Share"], *map(list, STATES * 2)]
    assert [page.page for page in found.layout.pages] == [1, 2]


def test_a_table_beside_a_text():
    body = paragraph((50, 90), 300, prose(6), is_justified=True)
    small = _rows([row[:2] for row in STATES], (400, 520), y=100, step=15, size=8)
    found = extract([*body, *small])
    assert tables(found) == [[list(row[:2]) for row in STATES]]
    assert prose(6) in found.text


def test_a_table_over_both_columns():
    items, said = [], []
    for x in (50, 310):
        items += paragraph((x, 90), 240, prose(5, x), is_justified=True)
        said.append(prose(5, x))
    wide = _rows(STATES, (50, 250, 400, 540), y=below(items, 30))
    found = extract([*items, *wide])
    assert tables(found) == [[list(row) for row in STATES]]
    assert found.text.split("\n\n")[:2] == said


def test_names_and_signatures_side_by_side():
    rows = [("ALLIANCE OF PRODUCERS", "UNITED WORKERS"), ("Name: Carol Lund", "Name: Ben Okoro"),
            ("Title: President", "Title: Negotiator")]  # fmt: skip
    items = [
        Text(x, 120 + 16 * at, said)
        for at, row in enumerate(rows)
        for x, said in zip((72, 320), row, strict=True)
    ]
    assert tables(extract(items)) == [[list(row) for row in rows]]


def test_labels_of_a_letter_and_their_texts():
    rows = [
        ("TO:", "All signatory producers"),
        ("FROM:", "Rosa Delgado, Director"),
        ("DATE:", "October 12, 2023"),
    ]
    items = [
        Text(x, 120 + 16 * at, said)
        for at, row in enumerate(rows)
        for x, said in zip((72, 150), row, strict=True)
    ]
    assert tables(extract(items)) == [[list(row) for row in rows]]


def test_contents_are_lines_of_their_own_form():
    items = [Text(72, 90, "Contents", size=16)]
    for at, name in enumerate(("Introduction", "Findings", "Recommendations", "Appendix")):
        dots = "." * int((380 - width(name)) / width("."))
        items += [Text(72, 120 + 14 * at, f"{name} {dots} {3 * at + 1}")]
    items += paragraph((72, 220), 400, prose(3))
    found = extract(items)
    assert not tables(found)
    assert (
        "Introduction ..... 1\nFindings ..... 4\nRecommendations ..... 7\nAppendix ..... 10"
        in found.text
    )
    assert found.text.endswith(prose(3))


def test_a_text_set_to_a_narrow_width_is_no_table():
    body = paragraph((72, 90), 150, prose(8), is_justified=True)
    assert blocks(body) == [prose(8)]


def test_an_outline_is_no_table():
    items, y = [], 90.0
    for at in range(4):
        made = paragraph((140, y), 380, prose(2, at))
        items += [Text(72, y, f"{at + 1}.{at + 3}"), *made]
        y = below(made, 20)
    assert [one.split(" ")[0] for one in blocks(items)] == ["1.3", "2.4", "3.5", "4.6"]


def test_a_rule_between_paragraphs_is_nothing():
    items = [
        *lines((72, 90), ["One line."]),
        Rule(72, 100, 500, 100),
        *lines((72, 120), ["Another line."]),
    ]
    assert text(items) == "One line.\n\nAnother line."


def test_figures_that_stand_close_are_apart_by_their_right_edges():
    rows = [("Camera", "1,204.50", "985.00"), ("Sound", "12,204.50", "12,985.00"),
            ("Grip", "987,204.50", "900,985.00"), ("Light", "104.50", "85.00")]  # fmt: skip
    items = [
        Text(x - width(cell) if at else x, 120 + 14 * line, cell)
        for line, row in enumerate(rows)
        for at, (x, cell) in enumerate(zip((72, 180, 238), row, strict=True))
    ]
    assert tables(extract(items)) == [[list(row) for row in rows]]


def test_names_that_stand_close_are_apart_by_their_left_edges():
    rows = [("Camera operator", "Delgado", "1,204"), ("Sound mixer", "Okoro", "985"),
            ("Key grip", "Lund", "870"), ("Gaffer", "Marsh", "704")]  # fmt: skip
    items = [
        Text(x, 120 + 14 * line, cell)
        for line, row in enumerate(rows)
        for x, cell in zip((72, 153, 197), row, strict=True)
    ]
    assert tables(extract(items)) == [[list(row) for row in rows]]
