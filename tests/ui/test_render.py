import html
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.results import Answer, Cell, CitedPassage, Outcome, Part, Row, Table
from assistant.types import ASK_BACK, MISSING, REFUSAL, UNDECIDED, Citation, Metadata, Source
from assistant.ui import render

HOSTILE = (
    "<script>alert(1)</script> <img src=http://evil.example/x.png onerror=alert(1)> "
    "![pixel](http://evil.example/y.png) [link](javascript:alert(1)) `code` **bold** # head "
    "http://evil.example/z &amp; &lt; ${1+1} {{value}} $$x$$ | a | b |"
)


def citation(quote: str = "The rate is 35%.", title: str = "Credit", n: int = 1) -> Citation:
    source = Source("AB 1138", "https://example.org/ab1138", "official")
    return Citation(n, "d", title, "Rates", 0, len(quote), quote, (source,))


def answer(*citations: Citation, related: tuple[Citation, ...] = ()) -> Answer:
    return Answer(
        question="What rate?",
        searched="What rate?",
        answer="text" if citations else REFUSAL,
        outcome=Outcome.ANSWERED if citations else Outcome.REFUSED,
        confidence=0.9,
        citations=citations,
        related=related,
        hits=(),
        corpus="c",
        version="v",
    )


def shown(markup: str) -> str:
    """What a person reads of Markdown with HTML in it."""
    return html.unescape(
        re.sub(r"<[^>]*>", "", MarkdownIt("gfm-like", {"linkify": False}).render(markup))
    )


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S"])))
def test_escaped_text_is_inert_and_reads_the_same(text: str) -> None:
    escaped = render.escape(text)

    assert not re.search(r"[<>\"'`*_\[\]()!$|{}~]", escaped)
    assert html.unescape(escaped) == text
    assert shown(f"<p>{escaped}</p>").strip() == text


def test_nothing_in_a_document_becomes_markup() -> None:
    hostile = citation(HOSTILE, HOSTILE)
    passage = CitedPassage(hostile, Metadata(title=HOSTILE, kind=HOSTILE), HOSTILE, HOSTILE)
    pages = [
        render.message(answer(hostile), 1),
        render.message(answer(related=(hostile,)), 1),
        render.sources([passage], HOSTILE, 1),
        render.notice(HOSTILE),
    ]

    for page in pages:
        rendered = MarkdownIt("commonmark", {"html": True}).render(page)
        assert "<script" not in rendered
        assert "<img" not in rendered
        assert "evil.example" not in "".join(re.findall(r"<[^>]*>", rendered))
        assert "<script>alert(1)</script>" in shown(page)


def test_numbers_link_to_the_sources_of_their_turn() -> None:
    message = render.message(answer(citation()), 3)
    passage = CitedPassage(citation(), Metadata(title="Credit"), "Before [^1] it. ", " After it.")
    panel = render.sources([passage], "What rate?", 3)

    assert 'href="#cite-3-1"' in message
    assert 'id="cite-3-1"' in panel
    assert f"<mark>{render.escape('The rate is 35%.')}</mark>" in panel
    assert "Before  it. The rate is 35%. After it." in shown(panel)


def test_a_source_shows_grade_kind_and_dates() -> None:
    metadata = Metadata(
        kind="brief", published=date(2026, 1, 2), as_of=date(2026, 7, 1), status="in force"
    )
    panel = shown(render.sources([CitedPassage(citation(), metadata, "", "")], "Q?", 1))

    assert "library brief, based on the sources below · published 2 January 2026" in panel
    assert "facts checked to 1 July 2026 · in force" in panel
    assert "official" in panel
    assert "https://example.org/ab1138" in panel


def test_a_source_without_footnotes_is_called_unsourced() -> None:
    bare = Citation(1, "d", "T", "", 0, 4, "Text")

    assert "unsourced" in render.sources([CitedPassage(bare, Metadata(), "", "")], "Q?", 1)


def test_a_refusal_reads_differently_and_keeps_related_apart() -> None:
    refusal = render.message(answer(related=(citation(n=0),)), 1)

    assert 'class="refusal"' in refusal
    assert 'class="refusal"' not in render.message(answer(citation()), 1)
    assert "not an answer" in shown(refusal)
    assert "href" not in refusal
    assert render.sources([], "Q?", 1) == ""


def test_a_comparison_is_shown_as_a_table_with_its_links() -> None:
    iowa, utah = citation("Iowa pays $9.", n=1), citation("Utah pays $2.", n=2)
    table = Table(
        ("caps", "refunds"),
        (Row("Iowa", (Cell((1,)), Cell(()))), Row("Utah", (Cell((2,)), Cell(())))),
        ("Larger: Iowa, $9 [1]; then Utah, $2 [2].",),
    )
    page = render.message(replace(answer(iowa, utah), outcome=Outcome.COMPARED, table=table), 4)

    assert page.count("<tr>") == 3
    assert page.count(f'<td class="missing">{MISSING}</td>') == 2
    assert page.count('href="#cite-4-1"') == page.count('href="#cite-4-2"') == 2
    assert "Larger: Iowa, $9 1; then Utah, $2 2." in shown(page)


def test_hostile_words_in_a_table_are_inert() -> None:
    table = Table((HOSTILE,), (Row(HOSTILE, (Cell((1,)),)),), (f"Larger: {HOSTILE} [1].",))
    page = render.message(
        replace(answer(citation(HOSTILE)), outcome=Outcome.COMPARED, table=table), 1
    )

    assert "<script" not in page
    assert "<img" not in page
    assert page.count("<table>") == 1


def test_an_undecided_question_shows_its_status_with_its_links() -> None:
    text = "Not settled by the library's sources: The rate is 35%. [1]"
    undecided = replace(answer(citation()), outcome=Outcome.UNDECIDED, answer=text)
    page = render.message(undecided, 2)

    assert 'class="refusal undecided"' in page
    assert "Not settled by the library's sources:" in shown(page)
    assert "The rate is 35%. 1" in shown(page)
    assert page.count('href="#cite-2-1"') == 1


@pytest.mark.parametrize("outcome", Outcome)
def test_notes_and_what_was_searched_are_shown_with_every_outcome(outcome: Outcome) -> None:
    noted = replace(
        answer(citation()),
        outcome=outcome,
        searched="What rate does Iowa pay?",
        notes=("Checked in July.",),
        table=Table(("caps",), (Row("Iowa", (Cell((1,)),)),)),
    )
    page = shown(render.message(noted, 1))

    assert page.startswith("Searched for: What rate does Iowa pay?")
    assert page.strip().endswith("Checked in July.")


def test_asking_back_is_no_refusal() -> None:
    asked = replace(answer(), answer=ASK_BACK.format("it"), outcome=Outcome.ASKED_BACK)
    page = render.message(asked, 1)

    assert "What does “it” refer to?" in shown(page)
    assert REFUSAL not in shown(page)


def test_several_asks_stand_each_over_what_answers_it() -> None:
    parts = (
        Part("What rate?", 0.9, (1,)),
        Part("What <b>cap</b>?", 0.1, ()),
        Part("Who won?", 0.2, (2,), open=True),
    )
    quotes = citation(), citation("The case is pending.", n=2)
    text = f"**Who won?**\n{UNDECIDED} (checked to 1 July 2026). What they say last: …"
    page = render.message(replace(answer(*quotes), parts=parts, answer=text), 1)

    assert page.count("<h4>") == 3
    assert "<h4>What rate&#63;</h4><p>The rate is 35" in page
    assert '<p class="missing">Nothing found.</p>' in page
    assert "Who won?The sources leave this open (checked to 1 July 2026)." in shown(page)
    assert "<b>" not in page


def test_asks_that_one_quote_answers_share_it() -> None:
    parts = (Part("What rate?", 0.9, (1,)), Part("How much?", 0.8, (1,)))
    page = render.message(replace(answer(citation()), parts=parts), 1)

    assert page.count("<h4>") == page.count("35") == 1
    assert "What rate? / How much?" in shown(page)


def test_a_single_ask_has_no_heading() -> None:
    page = render.message(replace(answer(citation()), parts=(Part("What rate?", 0.9, (1,)),)), 1)

    assert "<h4>" not in page


def test_a_reply_is_shown_as_paragraphs_and_lists() -> None:
    said = "There are 2 documents:\n- <i>One</i>\n- Two"
    page = render.message(replace(answer(), answer=said, outcome=Outcome.REPLIED), 1)

    assert 'class="reply"' in page
    assert page.count("<li>") == 2
    assert "<i>" not in page
    assert shown(page).strip() == "There are 2 documents:<i>One</i>Two"
