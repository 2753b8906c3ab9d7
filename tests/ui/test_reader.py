"""A document as the reader shows it: all of its words, none of it markup, marks in place."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.types import Document, Metadata
from assistant.ui.reader import document_html

TEXT = """# Credit

The credit pays **30** percent. [^1] It ends
in 2030.

- one
  and more
- two

| a | b |
|---|---|
| 1 | [x](http://e.example/y) |

## Later

Who may sell?
Only studios may.

[^1]: Iowa Office | https://iowa.example/credit | official
[^2]: Bad | javascript:alert(1) | trade
"""
LINES = st.lists(
    st.sampled_from(
        ["# A", "text <b>x</b>", "| a | b |", "|---|---|", "- item", "", "  more", "> q"]
    )
)


def document(text: str) -> Document:
    return Document("d", text, Metadata(), ())


def shown(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def test_headings_lists_and_tables_are_laid_out() -> None:
    page = document_html(document(TEXT), [])

    assert "<h2>Credit</h2>" in page
    assert "<h3>Later</h3>" in page
    assert "<p>The credit pays 30 percent. <sup>" in page
    assert "</sup> It ends in 2030.</p>" in page
    assert "<ul><li>one\n  and more</li><li>two</li></ul>" in page
    assert "<tr><th> a </th><th> b </th></tr><tr><td> 1 </td><td> x </td></tr>" in page
    assert "Who may sell?<br>Only studios may." in page


def test_numbers_of_items_are_shown() -> None:
    page = document_html(document("# Code\n\n1. Scope\n2. Consent of the performer\n"), [])
    assert "<ul class=numbers><li>1. Scope</li><li>2. Consent of the performer</li></ul>" in page


def test_originals_are_linked_where_they_are_safe() -> None:
    page = document_html(document(TEXT), [])

    assert 'href="https://iowa.example/credit"' in page
    assert "javascript" not in page


def test_the_number_of_a_footnote_and_the_footnote_name_each_other() -> None:
    page = document_html(document(TEXT), [])

    assert '<button type="button" class="note" data-note="1" aria-label="Footnote 1">1<' in page
    assert '<button type="button" class="back" data-note="1"' in page


def test_own_questions_stand_out_over_their_answers() -> None:
    page = document_html(document(TEXT), [], frozenset({"Who may sell?"}))

    assert '<strong class="own">Who may sell?</strong>Only studios may.' in page


def test_the_part_with_the_mark_is_named() -> None:
    start = TEXT.index("Only studios")
    page = document_html(document(TEXT), [(start, start + 17)])

    assert page.count("<section class=marked>") == 1
    assert "<mark>Only studios may.</mark>" in page.partition("<section class=marked>")[2]


def test_a_mark_goes_over_a_line_end_and_a_footnote() -> None:
    start, end = TEXT.index("30"), TEXT.index("2030.") + 5
    page = document_html(document(TEXT), [(start, end)])

    marked = " ".join(re.findall(r"<mark>(.*?)</mark>", page))
    assert marked.split() == ["30", "percent.", "It", "ends", "in", "2030."]


@given(LINES, st.integers(0, 60), st.integers(0, 60))
def test_every_word_is_shown_and_none_is_markup(lines: list[str], one: int, other: int) -> None:
    text = "\n".join(lines)
    page = document_html(document(text), [(min(one, other), max(one, other))])

    assert "<b>" not in page
    expected = re.sub(r"(?m)^(# |- |\|---.*$)|[|]", " ", text)
    assert "".join(shown(page).split()) == "".join(expected.split())
    assert page.count("<mark>") == page.count("</mark>")
