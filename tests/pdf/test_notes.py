"""Notes at the foot of pages and columns, and the marks that call for them."""

import pytest

from tests.pdf.building import Rule, Text, below, lines, paragraph, width
from tests.pdf.reading import extract, notes, prose, tables


def _marked(at, before, mark, behind, *, size=6.0, rise=4.0):
    """A line with a small mark raised within it."""
    x, y = at
    return [
        Text(x, y, before),
        Text(x + width(before), y - rise, mark, size=size),
        Text(x + width(before) + width(mark, size) + 2.8, y, behind),
    ]


def _page(mark="1", note="The figure is that of the last census.", *, note_size=8.0):
    body = paragraph((72, 90), 400, prose(3))
    marked = _marked((72, 140), "Employment rose to 40,000 jobs.", mark, "It fell later.")
    foot = [Text(72, 700, mark, size=5), Text(77, 703, note, size=note_size)]
    return [*body, *marked, *foot]


@pytest.mark.parametrize("mark", ["1", "12", "*", "†"])
def test_a_note_and_where_its_mark_stood(mark):
    found = extract(_page(mark))
    assert notes(found) == [("The figure is that of the last census.", "jobs.")]
    assert "40,000 jobs. It fell later." in found.text


def test_a_note_in_letters_as_large_as_the_text():
    assert notes(extract(_page(note_size=10.0))) == [
        ("The figure is that of the last census.", "jobs.")
    ]


def test_several_notes_over_several_lines():
    body = paragraph((72, 90), 400, prose(3))
    first = _marked((72, 140), "One of them is here.", "1", "And more.")
    second = _marked((72, 152), "Another one is there.", "2", "And more.")
    foot = [
        *lines(
            (72, 680), ["1 The first note goes over the end of", "its line and ends here."], size=8
        ),
        *lines((72, 704), ["2 The second one is short."], size=8),
    ]
    assert notes(extract([*body, *first, *second, *foot])) == [
        ("The first note goes over the end of its line and ends here.", "here."),
        ("The second one is short.", "there."),
    ]


def test_a_note_stands_before_the_paragraph_that_goes_on_behind_it():
    made = paragraph((72, 90), 400, prose(9), is_justified=True)
    marked = _marked((72, 70), "It is so.", "1", "That is all.")
    note = [Text(72, 700, "1 A note of the first page.", size=8)]
    rest = [Text(72, 90 + 12 * at, one.text) for at, one in enumerate(made[6:])]
    found = extract([*marked, *made[:6], *note], rest)
    assert prose(9) in found.text
    assert notes(found) == [("A note of the first page.", "so.")]
    first, second = found.layout.pages
    assert found.layout.notes[0].end <= first.end <= second.start


def test_a_note_at_the_foot_of_a_column():
    left = paragraph((50, 90), 240, prose(6), is_justified=True)
    mark = _marked((50, left[-1].y + 12), "It is so.", "1", "Truly.")
    note = lines((50, 600), ["1 The note of the left column, of", "two lines."], size=7, leading=9)
    right = paragraph((310, 90), 240, prose(7, 2), is_justified=True)
    found = extract([*left, *mark, *note, *right])
    assert prose(7, 2) in found.text
    assert notes(found) == [("The note of the left column, of two lines.", "so.")]


def test_a_note_goes_on_at_the_foot_of_the_next_column():
    left = paragraph((50, 90), 240, prose(6), is_justified=True)
    mark = _marked((50, left[-1].y + 12), "It is so.", "1", "Truly.")
    note = lines((50, 600), ["1 The note of the left column, which"], size=7)
    right = paragraph((310, 90), 240, prose(6, 2), is_justified=True)
    twice = _marked((310, right[-1].y + 12), "And so.", "2", "Truly.")
    rest = lines((310, 590), ["ends in the right one.", "2 A note of its own."], size=7, leading=10)
    found = extract([*left, *mark, *note, *right, *twice, *rest])
    assert notes(found) == [
        ("The note of the left column, which ends in the right one.", "so."),
        ("A note of its own.", "so."),
    ]


def test_a_numbered_list_in_small_letters_is_no_note():
    head = [Text(72, 90, "Rules of procedure of the board", size=16)]
    items = lines(
        (72, 120), ["1. The first rule is this one.", "2. The second rule is that."], leading=14
    )
    found = extract([*head, *items])
    assert not found.layout.notes
    assert "1. The first rule is this one." in found.text


def test_marks_in_a_table_are_no_part_of_its_figures():
    rows = [
        ("Films made", "3,960", "a"),
        ("Budget", "704", "b"),
        ("Jobs", "12", "c"),
        ("Sets", "88", "d"),
    ]
    items = []
    for at, (label, figure, mark) in enumerate(rows):
        y = 90 + 16 * at
        right = 300 - width(figure)
        items += [Text(72, y, label), Text(right, y, figure), Text(300.5, y - 4, mark, size=6)]
    assert tables(extract(items)) == [[[label, figure] for label, figure, _ in rows]]


def test_a_rule_above_the_notes_is_nothing():
    assert notes(extract([*_page(), Rule(72, 690, 200, 690)]))


def test_letters_before_notes_of_a_table_are_left_out():
    notes_below = [
        Text(72, 200, "a", size=5), Text(76, 203, "Films with a release in theaters.", size=8),
        Text(72, 210, "b", size=5), Text(76, 213, "In thousands of dollars.", size=8),
    ]  # fmt: skip
    said = extract([*paragraph((72, 90), 400, prose(3)), *notes_below]).text
    assert said.split("\n\n")[1:] == [
        "Films with a release in theaters.",
        "In thousands of dollars.",
    ]


def test_notes_below_columns_and_a_rule_across():
    left = paragraph((72, 90), 220, prose(3))
    marked = _marked((72, below(left)), "Jobs rose to 40,000.", "1", "They fell later.")
    right = paragraph((320, 90), 220, prose(3, 3))
    foot = [Text(72, 703, "1 The figure is that of the last census.", size=8)]
    foot += [Text(72, 715, "2 It is no note that the text calls for.", size=8)]
    found = extract([*left, *marked, *right, Rule(72, 685, 540, 685), *foot])
    assert notes(found)[0] == ("The figure is that of the last census.", "40,000.")
