"""A conversation as a Word document, opened again."""

import io
import zipfile
from datetime import UTC, datetime

import docx

from assistant.ui.word import Said, conversation

NOW = datetime(2026, 11, 29, tzinfo=UTC)
SAID = [
    Said(
        "What <does> it pay?", "It pays 30 % & more. [1] It ends. [2]\nSee [9].", {1: "A", 2: "B"}
    ),
    Said("And \x1b[31mUtah\u202e?", "It pays 20 %. [1]", {1: "C, https://c.example/?a=1&b=2"}),
]


def test_questions_are_headings_and_answers_paragraphs() -> None:
    opened = docx.Document(io.BytesIO(conversation("Credits & caps", SAID, NOW)))

    texts = [(item.style.name, item.text) for item in opened.paragraphs]
    assert texts[:3] == [
        ("Title", "Credits & caps"),
        ("Heading 1", "What <does> it pay?"),
        ("Normal", "It pays 30 % & more. It ends."),
    ]
    assert texts[3] == ("Normal", "See [9].")
    assert texts[4][1] == "And Utah?"
    assert texts[-1][1] == "Information, not legal advice."
    assert opened.core_properties.title == "Credits & caps"
    assert opened.core_properties.created.year == 2026


def test_sources_are_footnotes_numbered_throughout() -> None:
    with zipfile.ZipFile(io.BytesIO(conversation("T", SAID, NOW))) as archive:
        document = archive.read("word/document.xml").decode()
        notes = archive.read("word/footnotes.xml").decode()

    assert [document.count(f'<w:footnoteReference w:id="{n}"/>') for n in (2, 3, 4)] == [1, 1, 1]
    assert notes.count("<w:footnoteRef/>") == 3
    assert "https://c.example/?a=1&amp;b=2" in notes


def test_what_is_told_of_an_answer_names_sources_by_their_footnotes() -> None:
    told = ["[1] is what C says; [9] is no number.", "Compare [2] and [1]."]
    said = Said("And Texas?", "None. [2] It pays 5 %. [1] None. [2]", {1: "C", 2: "D"}, told=told)
    opened = docx.Document(io.BytesIO(conversation("T", [SAID[0], said], NOW)))

    assert [item.text for item in opened.paragraphs if item.style.name == "Note"] == [
        "[4] is what C says; [9] is no number.",
        "Compare [3] and [4].",
    ]


def test_a_comparison_is_a_table_and_a_part_has_a_heading() -> None:
    answer = "**What cap?**\n|  | cap |\n| --- | --- |\n| Iowa | $9 a \\| b [1] |\n\nLarger: Iowa."
    file = conversation("T", [Said("Compare", answer, {1: "A"})], NOW)
    opened = docx.Document(io.BytesIO(file))

    (table,) = opened.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["", "cap"],
        ["Iowa", "$9 a | b"],
    ]
    assert ("Heading 2", "What cap?") in [(p.style.name, p.text) for p in opened.paragraphs]
