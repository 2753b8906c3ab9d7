"""Columns are read one after the other."""

import pytest

from tests.pdf.building import BOLD, Box, Rule, Text, below, lines, paragraph, width
from tests.pdf.reading import blocks, extract, headings, prose, text


def _columns(count, across, gap, *, y=120.0, is_justified=True, sentences=6, first=0):
    made, said = [], []
    for at in range(count):
        body = prose(sentences, first + at)
        x = 50 + at * (across + gap)
        made += paragraph((x, y), across, body, size=9, leading=11, is_justified=is_justified)
        said.append(body)
    return made, said


@pytest.mark.parametrize("is_justified", [True, False])
@pytest.mark.parametrize(("count", "across", "gap"), [(2, 240, 20), (2, 248, 10), (3, 160, 14)])
def test_columns_one_after_the_other(count, across, gap, is_justified):
    made, said = _columns(count, across, gap, is_justified=is_justified)
    assert blocks(made) == said


def test_drawn_line_by_line_across_the_page():
    made, said = _columns(2, 240, 20)
    assert blocks(sorted(made, key=lambda one: (one.y, one.x))) == said


def test_a_paragraph_goes_on_in_the_next_column():
    body = prose(12)
    broken = paragraph((50, 90), 240, body, is_justified=True)
    half = len(broken) // 2
    left = [Text(50, 90 + 12 * at, one.text) for at, one in enumerate(broken[:half])]
    right = [Text(310, 90 + 12 * at, one.text) for at, one in enumerate(broken[half:])]
    assert blocks([*left, *right]) == [body]


def test_a_title_over_both_columns_comes_first():
    made, said = _columns(2, 240, 20)
    title = Text(
        80, 80, "What the New Agreement Says of Machines and of Their Makers", size=16, font=BOLD
    )
    found = extract([title, *made])
    assert found.text.split("\n\n") == [title.text, *said]
    assert headings(found) == [title.text]


def test_a_text_across_between_two_pairs_of_columns():
    above, said_above = _columns(2, 240, 20)
    y = below(above, 24)
    middle = paragraph((50, y), 500, prose(4, 2))
    under, said_under = _columns(2, 240, 20, y=below(middle, 24), first=4)
    assert blocks([*above, *middle, *under]) == [*said_above, prose(4, 2), *said_under]


def test_the_last_short_line_of_a_text_across_goes_with_it():
    across = paragraph((50, 60), 500, "In short: " + prose(2, 4))
    made, said = _columns(2, 240, 20)
    assert blocks([*across, *made]) == ["In short: " + prose(2, 4), *said]


def test_a_side_column_of_smaller_letters():
    main = paragraph((220, 90), 330, prose(9), leading=13)
    side = paragraph(
        (50, 90), 130, "Rosa Delgado is an economist with the agency.", size=7, leading=9
    )
    assert sorted(blocks([*main, *side])) == sorted(
        [prose(9), "Rosa Delgado is an economist with the agency."]
    )


def test_notes_beside_sections_come_before_them():
    items, y, said = [], 90.0, []
    for at, note in enumerate(("Meaning of film", "Duty to keep records", "Offences")):
        body = prose(3, 3 * at)
        made = paragraph((170, y), 370, body, size=11, leading=13)
        items += [Text(50, y, note, size=8), *made]
        said += [note, body]
        y = below(made, 22)
    assert blocks(items) == said


def test_a_box_beside_a_text_is_a_text_of_its_own():
    above = paragraph((50, 90), 300, prose(8), is_justified=True)
    boxed = paragraph(
        (400, 100),
        140,
        "Applications open in July. Credits are a fifth of spending.",
        size=8,
        leading=10,
    )
    box = Box(390, 85, 560, 150)
    found = blocks([*above, box, *boxed])
    assert sorted(found) == sorted([prose(8), " ".join(one.text for one in boxed)])


def test_framed_texts_side_by_side():
    items, said = [], []
    for at in range(4):
        x, y = 50 + 270 * (at % 2), 90 + 150 * (at // 2)
        body = prose(2, at)
        items += [Box(x, y, x + 250, y + 130), *paragraph((x + 8, y + 16), 230, body)]
        said.append(body)
    assert sorted(blocks(items)) == sorted(said)


def test_a_rule_across_the_page_parts_it():
    made, said = _columns(2, 240, 20)
    date = Text(420, 90, "Summer 2024, Volume 31", size=9)
    assert blocks([date, Rule(50, 100, 550, 100), *made]) == [date.text, *said]


def test_a_few_lines_in_two_columns_on_the_last_page():
    made, _ = _columns(2, 240, 20)
    last = [*lines((50, 90), ["The first column ends here, as", "it must."], size=9, leading=11),
            Text(310, 90, "The second one has a line.", size=9)]  # fmt: skip
    found = text(made, last)
    assert found.endswith("The first column ends here, as it must.\n\nThe second one has a line.")


def test_definitions_are_a_table_and_no_columns():
    items, y, said = [], 90.0, []
    for at in range(5):
        left = paragraph((50, y), 230, prose(1, at))
        right = paragraph((310, y), 230, prose(2, at + 1))
        items += [*left, *right]
        said.append(f"{prose(1, at)}\t{prose(2, at + 1)}")
        y = below([*left, *right], 22)
    assert text(items).split("\n") == said


def test_spaces_under_each_other_are_no_gutter():
    body = paragraph((72, 100), 300, prose(12), is_justified=True)
    at = len(body) // 2
    said = [
        ("tionment of the Compact, each", "state remains free to"),
        ("continue its existing internal", "water administration"),
        ("as the comment on it says at", "length in two places"),
    ]
    y = body[at].y
    wide = [
        Text(x, y + 12 * line, part, spread=(end - x - width(part)) / part.count(" "))
        for line, parts in enumerate(said)
        for (x, end), part in zip(((72, 234), (240.5, 372)), parts, strict=True)
    ]
    under = [Text(one.x, one.y + 36, one.text, spread=one.spread) for one in body[at:]]
    words = [part for parts in said for part in parts]
    before = " ".join(one.text for one in body[:at])
    assert text([*body[:at], *wide, *under]) == " ".join(
        [before, *words, *(one.text for one in under)]
    )


def _headed(first, second, third, *, font=BOLD, size=14):
    """Two parts of two columns each under short headings across, and a line across below."""
    items, said, y = [], [], 120.0
    for at, name in enumerate((first, second)):
        left, right = prose(3, 2 * at), prose(3, 2 * at + 3)
        body = paragraph((50, y + 26), 240, left, size=9, leading=11)
        body += paragraph((310, y + 20), 240, right, size=9, leading=11)
        items += [Text(50, y, name, size, font), *body]
        said += [name, left, right]
        y = below(body, 30)
    whole = prose(3, 1)
    items += [Text(50, y, third, size, font), *paragraph((50, y + 26), 500, whole, size=9)]
    return items, [*said, third, whole]


@pytest.mark.parametrize(("font", "size"), [(BOLD, 9), ("Helvetica", 14)])
def test_short_headings_over_both_columns_part_them(font, size):
    made, said = _headed("Jobs at risk", "Advice", "By craft", font=font, size=size)
    assert blocks(made) == said


def test_columns_that_run_on_beside_a_heading_are_whole():
    left, more, right = prose(4), prose(4, 4), prose(9, 1)
    made = paragraph((50, 120), 240, left, size=9, leading=11)
    y = below(made, 20)
    made += [Text(50, y, "Advice", 14, BOLD)]
    made += paragraph((50, y + 22), 240, more, size=9, leading=11)
    made += paragraph((310, 120), 240, right, size=9, leading=11)
    assert blocks(made) == [left, "Advice", more, right]


def test_a_picture_beside_a_heading_of_one_column_parts_none():
    left, more = prose(4), prose(4, 4)
    made = paragraph((50, 120), 240, left, size=9, leading=11)
    y = below(made, 20)
    made += [Text(50, y, "Advice", 14, BOLD)]
    made += paragraph((50, y + 22), 240, more, size=9, leading=11)
    # The right column ends well above the heading, and goes on well below it.
    upper, lower = prose(1, 1), prose(2, 2)
    made += paragraph((310, 120), 240, upper, size=9, leading=11)
    made += paragraph((310, y + 80), 240, lower, size=9, leading=11)
    assert blocks(made) == [left, "Advice", more, upper, lower]
