"""Lines become paragraphs: hyphens, first lines set in, items, breaks of pages."""

import pytest

from tests.pdf.building import BOLD, MONO, SERIF, Text, below, lines, paragraph, wrapped
from tests.pdf.reading import SENTENCES, blocks, prose, text

TOP = (72.0, 90.0)


@pytest.mark.parametrize(
    ("above", "under", "whole"),
    [
        ("an index of chain-", "weighted dollars", "chain-weighted"),
        ("the terms were under-", "stood by all parties", "understood"),
        ("a case of cross-", "border production", "cross-border"),
        ("relations with non-", "Government bodies", "non-Government"),
        ("as amended by Pub. L. 103-", "182 of that year", "103-182"),
        ("paid to each per-", "former on the set", "performer"),
        ("the pre-", "emption of state law", "preemption"),
        ("see www.example.org/rules-", "and-forms for more", "www.example.org/rules-and-forms"),
        ("both short-", "and long-term loans", "short- and long-term"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(above, under, whole):
    assert whole in text(lines(TOP, ["We speak here of", above, under, "and of others."]))


def test_a_word_is_written_as_elsewhere_in_the_document():
    said = text(
        lines(TOP, ["The co-operation of all is asked for in this matter by the", "board."]),
        lines(TOP, ["It depends on the co-", "operation of the unions and of others."]),
    )
    assert said.count("co-operation") == 2


def test_a_document_that_breaks_no_words_keeps_its_hyphens():
    rest = [
        f"This is line {at} of a text that is long and has no broken words." for at in range(45)
    ]
    said = text(lines(TOP, [*rest, "It is a case of non-", "discrimination as such."]))
    assert "non-discrimination" in said


def test_paragraphs_apart_by_white_space():
    first = paragraph(TOP, 400, prose(3))
    second = paragraph((72, below(first, 20)), 400, prose(3, 3))
    assert blocks([*first, *second]) == [prose(3), prose(3, 3)]


def test_paragraphs_told_by_their_first_line_set_in():
    first = paragraph(TOP, 400, prose(3), indent=15, is_justified=True)
    second = paragraph((72, below(first)), 400, prose(3, 3), indent=15, is_justified=True)
    assert blocks([*first, *second]) == [prose(3), prose(3, 3)]


def test_paragraphs_told_by_a_line_that_ends_short():
    first = paragraph(TOP, 400, prose(2) + " So it is.", is_justified=True)
    second = paragraph((72, below(first)), 400, prose(2, 3), is_justified=True)
    assert blocks([*first, *second]) == [prose(2) + " So it is.", prose(2, 3)]


def test_a_heading_of_the_same_size_is_a_block():
    head = [Text(72, 90, "Scope of the Agreement", font=BOLD)]
    body = paragraph((72, 102), 400, prose(3))
    assert blocks([*head, *body]) == ["Scope of the Agreement", prose(3)]


def test_lines_far_apart_are_one_paragraph_where_all_are():
    assert blocks(paragraph(TOP, 400, prose(5), leading=24)) == [prose(5)]


def test_a_text_set_in_one_width_of_letters():
    assert blocks(paragraph(TOP, 420, prose(4), font=MONO, size=9)) == [prose(4)]


def test_a_quotation_set_in_from_both_sides():
    first = paragraph(TOP, 420, prose(3), is_justified=True)
    quoted = paragraph((108, below(first, 18)), 340, prose(2, 3), is_justified=True)
    last = paragraph((72, below(quoted, 18)), 420, prose(2, 5), is_justified=True)
    assert blocks([*first, *quoted, *last]) == [prose(3), prose(2, 3), prose(2, 5)]


def test_items_of_a_list():
    items, y = [], 90.0
    for mark, said in zip(("(a)", "(b)", "(c)"), SENTENCES, strict=False):
        made = paragraph((108, y), 300, said)
        items += [Text(84, y, mark), *made]
        y = below(made, 13)
    assert blocks(items) == [
        f"({mark}) {said}" for mark, said in zip("abc", SENTENCES, strict=False)
    ]


def test_nested_items_with_bullets():
    items = [
        *lines((84, 90), ["• The first of the items is short,"]),
        *lines((108, 102), ["– one within it goes over the end", "of its line, and"]),
        *lines((108, 126), ["– another one."]),
        *lines((84, 138), ["• The second of the items."]),
    ]
    assert blocks(items) == [
        "• The first of the items is short,",
        "– one within it goes over the end of its line, and",
        "– another one.",
        "• The second of the items.",
    ]


def test_a_reference_at_the_beginning_of_a_line_is_no_item():
    said = [
        "This section provides for the means of service (subsection",
        "(2) and (9)) and for more.",
    ]
    assert blocks(lines(TOP, said)) == [" ".join(said)]


def test_a_paragraph_goes_on_on_the_next_page():
    made = paragraph((72, 90), 400, prose(6), is_justified=True)
    first, second = made[:4], lines(TOP, [one.text for one in made[4:]])
    assert blocks(first, second) == [prose(6)]


def test_a_paragraph_that_ends_with_the_page_does_not():
    first = paragraph((72, 90), 400, prose(3))
    second = paragraph((72, 90), 400, prose(3, 3))
    assert blocks(first, second) == [prose(3), prose(3, 3)]


def test_a_word_goes_over_the_break_of_a_page():
    first = lines(TOP, ["The text ends here within a word that is the pro-"])
    second = lines(TOP, ["duction of films and of series for television."])
    assert "the production of films" in text(first, second)


def test_a_citation_goes_on_behind_an_abbreviation():
    first = lines(TOP, ["The provision was enacted by the act of that year, 83 Stat."])
    second = lines(TOP, ["86. The compact has no such rule and never had one in the past."])
    assert "83 Stat. 86. The compact" in text(first, second)


def test_a_large_initial_begins_its_word():
    said = prose(5)
    initial = Text(72, 113, said[0], size=40, font=SERIF)
    narrow = wrapped(said[1:], 302)[:2]
    beside = lines((100, 90), narrow)
    under = paragraph((72, 114), 330, said[2 + len(" ".join(narrow)) :])
    assert blocks([initial, *beside, *under]) == [said]


def test_letters_set_apart_are_words():
    spaced = Text(72, 90, "NOTICE TO PRODUCERS", size=12, tracking=5)
    body = paragraph((72, 120), 400, prose(2))
    assert blocks([spaced, *body])[0] == "NOTICE TO PRODUCERS"


def test_letters_with_spaces_typed_between_are_words():
    body = paragraph((72, 120), 400, prose(2))
    assert blocks([Text(72, 90, "N O T I C E"), *body])[0] == "NOTICE"
    assert blocks([Text(72, 90, "A B X D"), *body])[0] == "A B X D"


def test_letters_drawn_one_by_one_are_words():
    letters, x = [], 72.0
    for word in ["The", "letters", "of", "this", "line", "stand", "alone"]:
        for letter in word:
            one = Text(x, 90, letter)
            letters.append(one)
            x += one.width
        x += 2.8
    assert blocks(letters) == ["The letters of this line stand alone"]


def test_what_stands_far_apart_on_a_line_is_not_glued():
    said = blocks([
        Text(72, 90, "FOR IMMEDIATE RELEASE"),
        Text(400, 90, "Contact: Jordan Ellis"),
        *paragraph((72, 120), 400, prose(2)),
    ])  # fmt: skip
    assert said[:2] == ["FOR IMMEDIATE RELEASE", "Contact: Jordan Ellis"]
