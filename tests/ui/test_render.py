import html
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.results import Answer, Cell, Outcome, Part, Row, Table, refusal_notes
from assistant.stored import DocumentSummary
from assistant.types import ASK_BACK, MISSING, REFUSAL, UNDECIDED, Citation, Metadata, Source
from assistant.ui import copying, markup, render, sources
from assistant.ui.shelf import Shelf
from assistant.ui.weighed import why

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


def shown(page: str) -> str:
    """What a person reads of HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", page))


def shelf(**facts: Metadata) -> Shelf:
    held = [DocumentSummary(key, value, "r", "file", 1, 0) for key, value in facts.items()]
    return Shelf.of(held, date(2026, 7, 1))


def card(shown: Citation, metadata: Metadata) -> str:
    (found,) = sources.sources(answer(shown), shelf(d=metadata))
    return str(found["card"])


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S"])))
def test_escaped_text_is_inert_and_reads_the_same(text: str) -> None:
    escaped = markup.escape(text)

    assert not re.search(r"[<>\"']", escaped)
    assert html.unescape(escaped) == text


def test_nothing_in_a_document_becomes_markup() -> None:
    hostile = citation(HOSTILE, HOSTILE)
    pages = [
        render.message(answer(hostile)),
        render.message(answer(related=(hostile,))),
        card(hostile, Metadata(title=HOSTILE, kind=HOSTILE, status=HOSTILE)),
    ]

    for page in pages:
        assert "<script" not in page
        assert "<img" not in page
        assert not re.search(r'(href|src)="(http://evil|javascript)', page)
        assert "<script>alert(1)</script>" in shown(page)


def test_numbers_name_their_sources() -> None:
    message = render.message(answer(citation()))
    (source,) = sources.sources(answer(citation()), shelf())

    assert f'data-key="{source["key"]}"' in message
    assert 'aria-label="Source 1: Credit"' in message
    assert (source["id"], source["start"], source["end"]) == ("d", 0, 16)


def test_a_card_shows_quote_grade_kind_and_dates() -> None:
    metadata = Metadata(
        kind="brief", published=date(2026, 1, 2), as_of=date(2026, 7, 1), status="in force"
    )
    page = card(citation(), metadata)

    assert "library brief, based on the sources below · published 2 January 2026" in shown(page)
    assert "facts checked to 1 July 2026" in shown(page)
    assert '<span class="badge in-force">in force</span>' in page
    assert '<span class="grade official">official</span>' in page
    assert "The rate is 35%." in shown(page)


@pytest.mark.parametrize(
    ("url", "is_link"),
    [
        ("https://example.org/a?b=c&d=e", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,hi", False),
        ("file:///etc/passwd", False),
        ("//example.org", False),
        ("example.org/page", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_addresses_of_the_web_are_links(url: str, is_link: bool) -> None:
    page = markup.link(url, "The <b>source</b>")

    assert page.startswith("<a ") is is_link
    assert "<b>" not in page
    if is_link:
        assert 'target="_blank" rel="noopener noreferrer"' in page


def test_a_line_tells_who_says_so_and_as_of_when() -> None:
    trade = replace(citation(n=2), sources=(Source("Variety", "https://v.example", "trade"),))
    told = replace(answer(citation(), trade, trade), as_of=date(2026, 7, 1))

    assert sources.line(told, shelf()) == "1 official · 1 trade · checked to 1 July 2026"
    bare = Citation(1, "d", "T", "", 0, 4, "Text")
    assert sources.line(answer(bare), shelf()) == "1 document"
    assert sources.line(answer(), shelf()) == ""


def test_behind_the_line_a_badge_tells_what_is_in_force() -> None:
    one, other = citation(), replace(citation(n=2), document_id="e")
    ends = Metadata(status="in force", expires=date(2027, 7, 31))
    pending = Metadata(status="pending")

    alone = sources.line(answer(one), shelf(d=ends))
    assert 'class="badge in-force" title="Credit">in force until 31 July 2027</span>' in alone
    other = replace(other, title="Grant")
    both = sources.line(answer(one, other), shelf(d=ends, e=Metadata(status="in force")))
    assert ">2 in force</span>" in both
    mixed = sources.line(answer(one, other), shelf(d=ends, e=pending))
    assert mixed.count("badge") == 2


def test_numbers_in_notes_lead_to_their_sources() -> None:
    told = replace(answer(citation()), notes=("Sources differ on this: compare [1] and [7].",))
    page = render.message(told)

    assert page.count('data-key="c1"') == 2
    assert "and [7]" in shown(page)


def test_what_was_searched_is_told_only_where_it_adds_words() -> None:
    same = replace(answer(citation()), question="What rate, and who won?", searched="who won; rate")
    more = replace(same, searched="What rate of the Iowa credit?")

    assert "Searched for" not in render.message(same)
    assert "Searched for: What rate of the Iowa credit?" in shown(render.message(more))


def test_a_refusal_reads_differently_and_keeps_related_apart() -> None:
    refusal = render.message(answer(related=(citation(n=0),)))

    assert 'class="refusal"' in refusal
    assert 'class="refusal"' not in render.message(answer(citation()))
    assert "not an answer" in shown(refusal)
    assert 'data-key="r0"' in refusal
    assert [item["key"] for item in sources.sources(answer(related=(citation(n=0),)), shelf())] == [
        "r0"
    ]


def test_how_sure_a_refusal_was_is_told_to_those_who_ask_why() -> None:
    told = replace(answer(), notes=(*refusal_notes(0.9, 0.5), "Another note."))

    assert "probability" not in render.message(told)
    assert "Another note." in render.message(told)
    assert "probability of 0.90" in why(told, shelf())
    assert "probability" not in copying.copies(told, date(2026, 7, 1))["markdown"]


def test_a_comparison_is_shown_as_a_table_with_its_links() -> None:
    iowa, utah = citation("Iowa pays $9.", n=1), citation("Utah pays $2.", n=2)
    table = Table(
        ("caps", "refunds"),
        (Row("Iowa", (Cell((1,)), Cell(()))), Row("Utah", (Cell((2,)), Cell(())))),
        ("Larger: Iowa, $9 [1]; then Utah, $2 [2].",),
    )
    page = render.message(replace(answer(iowa, utah), outcome=Outcome.COMPARED, table=table))

    assert page.count("<tr>") == 3
    assert page.count(f">{MISSING}</td>") == 2
    assert page.count('data-key="c1"') == page.count('data-key="c2"') == 2
    assert "Larger: Iowa, $9 1; then Utah, $2 2." in shown(page)


def test_hostile_words_in_a_table_are_inert() -> None:
    table = Table((HOSTILE,), (Row(HOSTILE, (Cell((1,)),)),), (f"Larger: {HOSTILE} [1].",))
    page = render.message(replace(answer(citation(HOSTILE)), outcome=Outcome.COMPARED, table=table))

    assert "<script" not in page
    assert "<img" not in page
    assert page.count("<table") == 1


def test_an_undecided_question_shows_its_status_with_its_links() -> None:
    text = "Not settled by the library's sources: The rate is 35%. [1]"
    undecided = replace(answer(citation()), outcome=Outcome.UNDECIDED, answer=text)
    page = render.message(undecided)

    assert 'class="refusal undecided"' in page
    assert "Not settled by the library's sources:" in shown(page)
    assert "The rate is 35%. 1" in shown(page)
    assert page.count('data-key="c1"') == 1


@pytest.mark.parametrize("outcome", Outcome)
def test_notes_and_what_was_searched_are_shown_with_every_outcome(outcome: Outcome) -> None:
    noted = replace(
        answer(citation()),
        outcome=outcome,
        searched="What rate does Iowa pay?",
        notes=("Checked in July.",),
        table=Table(("caps",), (Row("Iowa", (Cell((1,)),)),)),
    )
    page = shown(render.message(noted))

    assert page.startswith("Searched for: What rate does Iowa pay?")
    assert page.strip().endswith("Checked in July.")


def test_asking_back_is_no_refusal() -> None:
    asked = replace(answer(), answer=ASK_BACK.format("it"), outcome=Outcome.ASKED_BACK)
    page = render.message(asked)

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
    page = render.message(replace(answer(*quotes), parts=parts, answer=text))

    assert page.count("<h3>") == 3
    assert "<h3>What rate?</h3><p>The rate is 35" in page
    assert '<p class="missing">Nothing found.</p>' in page
    assert "Who won?The sources leave this open (checked to 1 July 2026)." in shown(page)
    assert "<b>" not in page


def test_asks_that_one_quote_answers_share_it() -> None:
    parts = (Part("What rate?", 0.9, (1,)), Part("How much?", 0.8, (1,)))
    page = render.message(replace(answer(citation()), parts=parts))

    assert page.count("<h3>") == page.count("35") == 1
    assert "What rate? / How much?" in shown(page)


def test_several_quotes_are_items_of_a_list() -> None:
    quotes = [citation(f"Use {n} needs consent.", n=n) for n in (1, 2, 3)]

    assert render.message(answer(*quotes)).count("<li>") == 3
    assert "<li>" not in render.message(answer(*quotes[:2]))


def test_a_single_ask_has_no_heading() -> None:
    page = render.message(replace(answer(citation()), parts=(Part("What rate?", 0.9, (1,)),)))

    assert "<h3>" not in page


def test_a_reply_is_shown_as_paragraphs_and_lists() -> None:
    said = "There are 2 documents:\n- <i>One</i>\n- Two"
    page = render.message(replace(answer(), answer=said, outcome=Outcome.REPLIED))

    assert 'class="reply"' in page
    assert page.count("<li>") == 2
    assert "<i>" not in page
    assert shown(page).strip() == "There are 2 documents:<i>One</i>Two"


def test_who_asks_why_is_told_of_each_cell_or_part() -> None:
    table = Table(("cap",), (Row("Iowa", (Cell((1,), 0.75),)), Row("Utah", (Cell(()),))), ())
    compared = replace(answer(citation()), outcome=Outcome.COMPARED, table=table, confidence=0.3)
    parts = (Part("What rate?", 0.9, (1,)), Part("What cap?", 0.1, ()))

    assert "Iowa, cap: 0.75Utah, cap: nothing found" in shown(why(compared, shelf()))
    assert "0.30" not in why(compared, shelf())
    assert "0.10 What cap?" in shown(why(replace(answer(citation()), parts=parts), shelf()))


def test_what_a_document_says_of_itself_is_told_as_that() -> None:
    source = Source("Statute", "https://e.example", "official", trusted=False)
    cited = replace(citation(), sources=(source,))
    metadata = Metadata(status="in force")
    theirs = DocumentSummary("d", metadata, "r", "file", 1, 0, trusted=False)
    line = sources.line(answer(cited), Shelf.of([theirs], date(2026, 7, 1)))

    assert line.startswith("1 official, as the document says<")
    assert 'class="badge claimed"' in line
    assert "in force, as the document says" in line


def test_what_is_near_stands_by_document_and_once() -> None:
    twin = citation(n=0)
    other = replace(citation("The cap is $9.", n=0), start=40)
    elsewhere = replace(citation(title="Grant", n=0), document_id="e")
    page = render.message(answer(related=(twin, twin, other, elsewhere)))

    assert page.count("<li>") == 2
    assert shown(page).count("The rate is 35%.") == 2
    assert 'data-key="r2" aria-label="Open this passage"' in page


def test_copies_hold_no_markup_and_no_formula() -> None:
    hostile = citation("<img src=x> and [click](javascript:alert(1)) =1+1", HOSTILE)
    said = replace(answer(hostile), answer=f"{hostile.quote} [1]")
    table = Table(("=cap",), (Row("Iowa", (Cell((1,)),)), Row(" +Utah", (Cell(()),))), ())
    found = copying.copies(replace(said, table=table), date(2026, 7, 1))

    assert "&lt;img src=x> and [click]\\(javascript" in found["markdown"]
    assert "<img" not in found["html"]
    assert "'=cap" in found["csv"]
    assert "' +Utah" in found["csv"]


def test_addresses_that_begin_alike_are_links_of_their_own() -> None:
    urls = ("https://e.example/a", "https://e.example/abc", "https://e.example/a")
    named = tuple(Source(f"S{at}", url, "trade") for at, url in enumerate(urls))
    page = copying.copies(answer(replace(citation(), sources=named)), date(2026, 7, 1))["html"]

    assert page.count("<a href=") == 3
    assert not re.search(r'href="[^"]*<', page)
