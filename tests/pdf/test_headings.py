"""Headings are told by how they look."""

import pytest

from tests.pdf.building import BOLD, Rule, Text, below, paragraph, width
from tests.pdf.reading import extract, headings, prose


def _under(items, y, first=0):
    return [*items, *paragraph((72, y), 400, prose(4, first))]


def test_by_the_size_of_their_letters():
    page = _under([Text(72, 60, "The Report", size=24), Text(72, 90, "Findings", size=15)], 110)
    found = extract(page)
    assert headings(found) == ["The Report", "Findings"]
    assert [one.level for one in found.layout.headings] == [1, 2]


@pytest.mark.parametrize(
    "said",
    [
        "Scope",
        "ARTICLE 5. WAGES",
        "Section 3. Meal periods.",
        "Who may apply?",
        "2. Fees",
        "§ 101. Definitions.",
    ],
)
def test_by_bold_letters(said):
    assert headings(extract(_under([Text(72, 90, said, font=BOLD)], 104))) == [said]


@pytest.mark.parametrize(
    "said", ["TRAVEL AND LODGING", "Article 12", "SEC. 5. MEMBERSHIP.", "Annex IV"]
)
def test_by_capitals_or_by_what_they_name(said):
    assert headings(extract(_under([Text(72, 90, said)], 116))) == [said]


def test_by_a_rule_under_them():
    said = "Paragraph A. Streaming"
    items = [Text(72, 90, said), Rule(72, 91.5, 72 + width(said), 91.5)]
    assert headings(extract(_under(items, 116))) == [said]


def test_one_over_two_lines_is_one():
    items = [
        Text(72, 80, "A Title That Is Longer Than the Line", size=20),
        Text(72, 103, "On Which It Begins", size=20),
    ]
    assert headings(extract(_under(items, 130))) == [
        "A Title That Is Longer Than the Line On Which It Begins"
    ]


@pytest.mark.parametrize("said", ["It is so.", "first, this;", "“It was only for reference.”"])
def test_a_sentence_is_none(said):
    assert not headings(extract(_under([Text(72, 90, said, size=14)], 110)))


def test_bold_words_that_lead_into_a_text_are_none():
    lead = Text(72, 90, "Note.", font=BOLD)
    body = [
        Text(76 + width("Note.", font=BOLD), 90, "This is a text that goes on behind it and on.")
    ]
    assert not headings(extract(_under([lead, *body], 110)))


def test_where_most_is_bold_that_tells_nothing():
    body = paragraph((72, 104), 400, prose(4), font=BOLD)
    assert not headings(extract([Text(72, 80, "Scope", font=BOLD), *body]))


def test_a_paragraph_in_capitals_is_none():
    said = "THE SERVICES ARE PROVIDED AS THEY ARE AND WITHOUT WARRANTY OF ANY KIND WHATSOEVER BY US"
    assert not headings(extract(_under([Text(72, 90, said)], 116)))


def test_side_headings_come_before_their_parts():
    items, y = [], 90.0
    for at, said in enumerate(("What we found", "Why it matters")):
        made = [
            *paragraph((220, y), 320, prose(4, at)),
            *paragraph((220, y + 130), 320, prose(4, at + 2)),
        ]
        items += [Text(50, y, said, size=13, font=BOLD), *made]
        y = below(made, 24)
    found = extract(items)
    assert headings(found) == ["What we found", "Why it matters"]
    assert found.text.split("\n\n")[:2] == ["What we found", prose(4)]


def test_the_two_sides_of_a_letterhead_are_two():
    head = [
        Text(402, 53, "Department of Labour", size=12, font=BOLD),
        Text(72, 59, "Notice 1036", size=12, font=BOLD),
    ]
    found = extract(_under(head, 100))
    assert sorted(headings(found)) == ["Department of Labour", "Notice 1036"]
