"""What a reader took from a file is a document like any other, with the places that it has."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.contract import parts_json
from assistant.documents.extracted import parse_extract
from assistant.documents.places import page_of, row_and_column
from assistant.errors import InputError
from assistant.extracts import (
    Extract,
    Facts,
    HeadingLine,
    Layout,
    Note,
    Page,
    TableLines,
    dump_extract,
    load_extract,
)
from assistant.types import Document, Span

TEXT = """Orme film credit

SEC. 4. Rates.

The credit is 25 percent of what is spent in the state.

\tAll\t
Payroll period\tLevy\tSurcharge
Residents\t\t
Weekly\t40.40\t1
Biweekly\t80.80\t

Spending means what the office has seen receipts for.

Is it refundable?

It is refundable in full, once a year."""


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


TABLE = (at("\tAll")[0], at("80.80\t")[1])
EXTRACT = Extract(
    TEXT,
    Layout(
        (Page(1, 0, at("in the state.")[1]), Page(2, TABLE[0], len(TEXT))),
        (HeadingLine(*at("Orme film credit"), 1), HeadingLine(*at("Is it refundable?"), 2)),
        (TableLines(*TABLE, 2),),
        (Note(*at("Spending means what the office has seen receipts for."), at("spent")[1]),),
    ),
    Facts(published=date(2026, 1, 2), language="en-US", url="https://x.example", author="Office"),
    ("a word",),
)


@pytest.fixture
def document() -> Document:
    return parse_extract("orme", EXTRACT)


def sentence(document: Document, words: str) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    return next(
        (found.text, found.words, tuple(lead.text for lead in found.lead), section.path)
        for section in document.sections
        for block in section.blocks
        for found in block.sentences
        if words in found.text
    )


def test_the_file_says_title_date_language_and_address(document: Document) -> None:
    known = document.metadata
    assert known.title == "Orme film credit"
    assert (known.published, known.language, known.author) == (date(2026, 1, 2), "en-US", "Office")
    told = parts_json(document)
    assert told["url"] == "https://x.example"
    assert told["pages"][1] == {"page": 2, "start": TABLE[0], "end": len(TEXT)}
    paths = [part["path"] for part in told["sections"]]
    assert paths[0] == ["Orme film credit", "SEC. 4. Rates"]


def test_a_row_reads_with_all_that_stands_over_its_cells(document: Document) -> None:
    text, words, leads, _ = sentence(document, "Biweekly")
    assert text == "Biweekly\t80.80"
    assert words.endswith("Payroll period: Biweekly; All Levy: 80.80")
    assert leads[-1] == "Residents"
    _, words, _, _ = sentence(document, "Weekly")
    assert words.endswith("All Levy: 40.40; All Surcharge: 1")


def test_a_note_stands_behind_the_sentence_that_calls_for_it(document: Document) -> None:
    _, _, leads, _ = sentence(document, "Spending means")
    assert leads == ("The credit is 25 percent of what is spent in the state.",)


NOTED = """Guide on scans

Fees

A scan costs 110 percent of the day rate.

Is it refundable?

It is refundable in full.

Contact

Questions go to the office.

For children it is 150 percent.

The guide replaces that of 2024.

Calls are taken until noon."""


def test_a_note_stands_under_the_headings_of_its_sentence() -> None:
    def spot(words: str) -> tuple[int, int]:
        return NOTED.index(words), NOTED.index(words) + len(words)

    levels = {"Guide on scans": 1, "Fees": 2, "Is it refundable?": 2, "Contact": 2}
    calls = {
        "For children it is 150 percent.": spot("day rate")[1],
        "The guide replaces that of 2024.": spot("Guide on scans")[1],
        "Calls are taken until noon.": spot("the office.")[1],
    }
    layout = Layout(
        headings=tuple(HeadingLine(*spot(words), level) for words, level in levels.items()),
        notes=tuple(Note(*spot(words), at) for words, at in calls.items()),
    )
    document = parse_extract("scans", Extract(NOTED, layout))
    assert sentence(document, "For children")[2:] == (
        ("A scan costs 110 percent of the day rate.",),
        ("Guide on scans", "Fees"),
    )
    # What is noted of a heading belongs under it, and to none below.
    assert sentence(document, "replaces that of 2024")[3] == ("Guide on scans",)
    assert sentence(document, "until noon")[3] == ("Guide on scans", "Contact")
    starts = [block.start for part in document.sections for block in part.blocks]
    assert starts == sorted(starts)


def test_a_note_at_the_end_answers_no_question_before_it() -> None:
    text = "Rates are kept low.\n\nWho pays?\n\nThe producer pays in full.\n\nThey rise in May."
    note = Note(text.index("They"), len(text), len("Rates are kept low."))
    heading = HeadingLine(text.index("Who"), text.index("?") + 1, 2)
    document = parse_extract("rates", Extract(text, Layout(headings=(heading,), notes=(note,))))
    (pair,) = document.pairs
    assert [item.text for item in pair.answer] == ["The producer pays in full."]
    assert sentence(document, "rise in May")[2:] == (("Rates are kept low.",), ())


def test_what_is_written_over_a_table_does_not_end_its_section() -> None:
    text = "5. Rates\n\nTable 1. By week\n\nThe rate is 40 a week.\n\n6. Rest\n\nIt is 11 hours."
    heads = ("5. Rates", "Table 1. By week", "6. Rest")
    spots = [(text.index(head), text.index(head) + len(head)) for head in heads]
    document = parse_extract(
        "rates", Extract(text, Layout(headings=tuple(HeadingLine(*spot, 6) for spot in spots)))
    )
    assert sentence(document, "40 a week")[3] == ("5. Rates", "Table 1. By week")
    assert sentence(document, "11 hours")[3] == ("6. Rest",)


def test_a_heading_that_asks_is_answered_by_what_stands_under_it(document: Document) -> None:
    (pair,) = document.pairs
    assert pair.question.text == "Is it refundable?"
    assert [item.text for item in pair.answer] == ["It is refundable in full, once a year."]


def test_places_of_a_quote() -> None:
    assert page_of(EXTRACT.layout, at("25 percent")[0]) == 1
    assert page_of(EXTRACT.layout, at("Biweekly")[0]) == 2
    assert page_of(None, 3) is None
    head = Span(0, 30, "Payroll period\tLevy\tSurcharge")
    assert row_and_column("Weekly\t40.40\t1", (head,), "the weekly levy?") == ("Weekly", "Levy")
    assert row_and_column("Weekly\t40.40\t1", (head,), "weekly?") == ("Weekly", "Levy; Surcharge")
    assert row_and_column("Weekly | 40.40 |", (Span(0, 9, "| P | Levy |"),), "") == (
        "Weekly",
        "Levy",
    )
    assert row_and_column("No row at all.", (head,), "weekly?") == ("", "")


def test_an_extract_travels_as_json() -> None:
    assert load_extract(json.loads(json.dumps(dump_extract(EXTRACT)))) == EXTRACT


def test_nothing_to_index_is_refused() -> None:
    with pytest.raises(InputError, match="no text"):
        parse_extract("x", replace(EXTRACT, text="", layout=Layout()))


LINES = st.lists(
    st.sampled_from(["A heading", "Some text is here.", "(a) an item", "Q: Who?", "A: They.", ""]),
    max_size=20,
)


@settings(deadline=None)  # the words of English are loaded by the first
@given(LINES, st.lists(st.integers(0, 19), max_size=6))
def test_every_span_is_of_the_text_and_no_sentence_is_twice(
    lines: list[str], heads: list[int]
) -> None:
    text = "\n".join(lines)
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    marked = sorted({n for n in heads if n < len(lines) and lines[n]})
    layout = Layout(
        headings=tuple(HeadingLine(starts[n], starts[n] + len(lines[n]), 2) for n in marked)
    )
    try:
        document = parse_extract("d", Extract(text, layout))
    except InputError:
        return
    seen: list[tuple[int, int]] = []
    for section in document.sections:
        for block in section.blocks:
            for found in block.sentences:
                assert text[found.start : found.end] == found.text
                seen.append((found.start, found.end))
    assert len({start for start, _ in seen}) >= len(seen) / 2


def test_sections_that_count_on_stand_beside_each_other_however_they_are_set() -> None:
    text = (
        "SEC. 5. CIVIL ACTION.\n\n(a) ACTION.—An individual may sue.\n\nSEC. 6. RULES. The "
        "Secretary shall adopt rules.\n\nDATES\n\nSECTION 1. DATE. It applies from now on.\n"
    )
    titles = ("SEC. 5. CIVIL ACTION.", "DATES")
    marks = (HeadingLine(at := text.index(one), at + len(one), 6) for one in titles)
    read = parse_extract("act", Extract(text, Layout(headings=tuple(marks))))

    assert [section.path for section in read.sections] == [
        ("SEC. 5. CIVIL ACTION.", "(a) ACTION"),
        ("SEC. 6. RULES",),
        ("DATES", "SECTION 1. DATE"),
    ]
