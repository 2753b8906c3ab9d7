"""Pages give the text that their reader sees, with its headings, tables and notes."""

from collections.abc import Sequence
from datetime import date
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.extracts import Extract
from assistant.html.reader import read_html

PROSE = (
    "The credit is equal to twenty-five percent of qualified production expenditures incurred in "
    "the state during the taxable year."
)


def page(body: str, head: str = "") -> Extract:
    return read_html(f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{body}</body></html>")


def blocks(extract: Extract) -> list[str]:
    return extract.text.split("\n\n")


def headings(extract: Extract) -> list[tuple[int, str]]:
    return [(one.level, extract.text[one.start : one.end]) for one in extract.layout.headings]


def tables(extract: Extract) -> list[tuple[int, list[list[str]]]]:
    found = []
    for one in extract.layout.tables:
        lines = extract.text[one.start : one.end].split("\n")
        found.append((one.heads, [line.split("\t") for line in lines]))
    return found


def notes(extract: Extract) -> list[tuple[str, str]]:
    text = extract.text
    return [(text[: note.at].split("\n")[-1], text[note.start : note.end]) for note in
            extract.layout.notes]  # fmt: skip


def test_the_text_of_a_page_stands_without_what_is_around_it() -> None:
    found = page(
        f"""
        <a class="skip-link" href="#content">Skip to content</a>
        <section class="usa-banner"><p>An official website of the United States government</p>
          <p>Here’s how you know</p></section>
        <div class="cookie-banner"><p>We use cookies to improve this site.</p></div>
        <header class="site-header"><a href="/">Film Office</a>
          <nav><ul><li><a href="/a">About</a><li><a href="/b">Contact</a></ul></nav></header>
        <ol class="breadcrumb"><li><a href="/">Home</a><li>Credits</ol>
        <main id="content"><h1>Film credit</h1><p>{PROSE}</p>
          <div class="share-buttons"><a href="#">Facebook</a> <a href="#">Email</a></div>
          <p>It expires in 2030.</p><p><a href="#top">Back to top</a></p></main>
        <aside><h2>Related</h2><ul><li><a href="/c">Other credits</a></ul></aside>
        <footer><p>Proudly powered by something</p></footer><script>var a = "code"</script>
        """
    )

    assert blocks(found) == ["Film credit", PROSE, "It expires in 2030."]
    assert headings(found) == [(1, "Film credit")]


def test_a_title_beside_the_main_part_belongs_to_the_text() -> None:
    found = page(
        f"""<div class=menu><a href=/>Home</a> <a href=/o>Opinions</a></div>
        <div><div><h1>Official Opinion 2017-3</h1><p>To: the Director</p></div>
        <main><p>{PROSE}</p></main></div>"""
    )

    assert blocks(found) == ["Official Opinion 2017-3", "To: the Director", PROSE]


@pytest.mark.parametrize("tag", ["noscript", "template", "textarea"])
def test_a_title_that_nobody_reads_heads_nothing(tag: str) -> None:
    found = page(f"<{tag}><h1>Please enable scripts</h1></{tag}><p>{PROSE}</p>")

    assert found.text == PROSE
    assert found.facts.title == ""


def test_a_program_in_a_title_is_no_part_of_it() -> None:
    found = page(f"<header><h1>The Film Act<script>count()</script></h1></header><p>{PROSE}</p>")

    assert headings(found) == [(1, "The Film Act")]


def test_a_title_in_the_head_of_the_page_heads_its_text() -> None:
    found = page(f"<header><a href=/>Site</a><h1>Film Act</h1></header><p>{PROSE}</p>")

    assert blocks(found) == ["Film Act", PROSE]
    assert headings(found) == [(1, "Film Act")]


def test_a_menu_without_any_name_is_known_by_its_links() -> None:
    found = page(
        f"""<div><a href=1>Film</a><a href=2>Television</a><a href=3>Games</a></div>
        <h1>Rates</h1><p>{PROSE}</p><p>These productions qualify:</p>
        <ul><li><a href=4>Feature films</a><li><a href=5>Series</a></ul><h2>See also</h2>
        <ul><li><a href=6>Grants</a><li><a href=7>Permits</a><li><a href=8>Crews</a></ul>"""
    )

    assert blocks(found) == [
        "Rates", PROSE, "These productions qualify:", "• Feature films", "• Series",
    ]  # fmt: skip


def test_what_a_law_says_of_cookies_is_no_banner() -> None:
    found = page(f'<p>{PROSE}</p><section id="cookies-and-ads"><h2>Cookies</h2><p>{PROSE * 3}</p>')

    assert "Cookies" in blocks(found)


def test_hidden_text_is_not_read_save_answers_behind_their_questions() -> None:
    found = page(
        f"""<p>{PROSE}</p><p style="display: none">Secret</p><div hidden>No</div>
        <span aria-hidden=true>x</span><span class=sr-only>for screens</span>
        <button aria-controls=a1 aria-expanded=false>Is it capped?</button>
        <div id=a1 hidden><p>Yes, at ten million dollars.</p></div>
        <details><summary>Who applies?</summary><p>The producer.</p></details>"""
    )

    assert blocks(found) == [
        PROSE, "Is it capped?", "Yes, at ten million dollars.", "Who applies?", "The producer.",
    ]  # fmt: skip
    assert [title for _, title in headings(found)] == ["Is it capped?", "Who applies?"]


def test_a_page_that_hides_all_until_a_script_runs_is_read() -> None:
    hidden = f'<div style="visibility:hidden"><p>{PROSE}</p></div>'
    found = page(hidden, "<script src=show.js></script>")
    assert found.text == PROSE
    assert "hidden until a script runs" in found.warnings[0]


@pytest.mark.parametrize(
    "markup",
    ["", " \n ", "<html></html>", "<!-- only -->", "<div id=root></div><script>go()</script>",
     "<noscript>Turn scripts on</noscript>", "<img alt='a picture'>"],
)  # fmt: skip
def test_a_page_without_text_is_refused(markup: str) -> None:
    with pytest.raises(InputError, match=r"holds no text|is empty") as caught:
        read_html(markup)

    assert "\n" not in str(caught.value)


def test_headings_are_those_of_tags_roles_and_bold_lines_over_text() -> None:
    found = page(
        f"""<h2>Rates<a class=headerlink href="#r">¶</a></h2><p>{PROSE}</p>
        <div role=heading aria-level=3>Caps</div><p>{PROSE}</p>
        <p><b>Who applies</b></p><p>{PROSE}</p>
        <p><strong><a href=/r>123-450-0010</a></strong><br><strong>Grants</strong></p><p>{PROSE}</p>
        <p><b>Note:</b> {PROSE}</p><p><b>{PROSE}</b></p>"""
    )

    assert headings(found) == [
        (2, "Rates"), (3, "Caps"), (6, "Who applies"), (6, "123-450-0010 Grants"),
    ]  # fmt: skip


def test_a_long_text_in_the_tag_of_a_heading_is_a_paragraph() -> None:
    found = page(f"<h3>{PROSE * 4}</h3><p>After.</p>")

    assert headings(found) == []
    assert blocks(found) == [PROSE * 4, "After."]


def test_terms_head_their_definitions_and_dates_lead_their_lines() -> None:
    found = page(
        f"""<h2>Glossary</h2><dl><dt>Amicus curiae</dt><dd>{PROSE}</dd>
        <dt>Venue</dt><dd>The place of a trial.</dd></dl>
        <dl><dt>1/23/2012:</dt><dd>Cloture motion withdrawn in Senate.</dd></dl>
        <dl><dt>From</dt><dd>HM Treasury</dd><dt>Pages</dt><dd>12</dd></dl>"""
    )

    assert headings(found) == [(2, "Glossary"), (3, "Amicus curiae"), (3, "Venue")]
    assert blocks(found)[-3:] == [
        "1/23/2012: Cloture motion withdrawn in Senate.", "From HM Treasury", "Pages 12",
    ]  # fmt: skip


def test_questions_that_a_page_marks_for_machines_are_headings() -> None:
    found = page(
        f"""<h1>FAQ</h1><div itemscope itemtype="https://schema.org/Question">
        <div itemprop=name>Is it capped?</div><div itemprop=text>{PROSE}</div></div>
        <p>When is it paid?</p><p>{PROSE}</p>""",
        '<script type="application/ld+json">{"@type": "FAQPage", "mainEntity": [{"@type": '
        '"Question", "name": "When is it paid?"}]}</script>',
    )

    assert headings(found) == [(1, "FAQ"), (2, "Is it capped?"), (2, "When is it paid?")]


def test_a_heading_within_a_line_is_a_line_of_its_own() -> None:
    found = page(f"<p>Before <span role=heading aria-level=2>Rates</span> {PROSE}</p>")

    assert blocks(found) == ["Before", "Rates", PROSE]
    assert headings(found) == [(2, "Rates")]


def test_a_table_of_data_is_rows_of_equally_many_cells() -> None:
    found = page(
        """<table><caption>Caps by year</caption>
        <thead><tr><th rowspan=2>State<th colspan=2>Cap</tr><tr><th>2023<th>2024</tr></thead>
        <tr><td>NY<td>3,960<td>704</tr><tr><td rowspan=2>GA<td>1<td>2</tr><tr><td>3<td>4</tr>
        <tr><td><td><td></tr></table>"""
    )

    assert found.text.startswith("Caps by year\n\nState\tCap\t\n")
    assert tables(found) == [
        (2, [["State", "Cap", ""], ["", "2023", "2024"], ["NY", "3,960", "704"],
             ["GA", "1", "2"], ["GA", "3", "4"]]),
    ]  # fmt: skip


def test_what_rows_share_is_repeated_but_among_their_own_figures() -> None:
    found = page(
        """<table><tr><th>Kind<th>Rate<th>Years<th>Cost<th>Total</tr>
        <tr><td>Film<td rowspan=3>30%<td>1<td rowspan=2>7<td>2</tr>
        <tr><td>Series<td>3<td>4</tr><tr><td>Games<td>by approval<td>none<td></tr></table>"""
    )

    (_, rows) = tables(found)[0]
    assert rows[2:] == [["Series", "", "3", "", "4"], ["Games", "30%", "by approval", "none", ""]]


def test_a_bold_first_row_names_the_columns() -> None:
    found = page("<table><tr><td><b>Bill</b><td><b>Status</b><tr><td>S. 1<td>Passed</table>")

    assert tables(found) == [(1, [["Bill", "Status"], ["S. 1", "Passed"]])]


def test_a_table_that_lays_out_is_unpacked() -> None:
    found = page(
        f"""<table><tr><td><a href=1>Home</a><br><a href=2>Links</a></td>
        <td><h2>Permits</h2><p>{PROSE}</p><ul><li>a<li>b</ul></td></tr></table>
        <table role=presentation><tr><td>left</td><td>right</td></tr></table>"""
    )

    assert blocks(found) == ["Permits", PROSE, "• a", "• b", "left", "right"]
    assert tables(found) == []


def test_points_in_tables_of_their_own_are_items() -> None:
    found = page(
        """<table><tr><td><p>(a)</p></td><td><p>the number of parameters
        of the model;</p><table><tr><td>(i)</td><td>of each layer;</td></tr></table></td></tr>
        </table>
        <table><tr><td></td><td>—</td><td>the data set.</td></tr></table>"""
    )

    assert blocks(found) == [
        "(a) the number of parameters of the model;", "  (i) of each layer;", "  — the data set.",
    ]  # fmt: skip


def test_marks_of_lists_are_those_that_are_seen() -> None:
    found = page(
        """<ol type=a start=3><li>Alpha<li value=7>Beta<ul><li>Inner<p>More</p></ul></ol>
        <ol type=I><li>One<li>Two</ol><ul style="list-style: none"><li>Plain</ul>
        <ul><li>(a) own mark</ul>"""
    )

    assert blocks(found) == [
        "c. Alpha", "g. Beta", "  • Inner", "    More", "I. One", "II. Two", "Plain",
        "(a) own mark",
    ]  # fmt: skip


def test_line_ends_part_paragraphs_only_where_lines_stand_for_themselves() -> None:
    found = page(
        f"""<p>{PROSE}<br>and so it goes on<br><br>Anew.</p>
        <p>Sen Boxer [CA]<br>Sen Brown [OH]<br>Sen Casey [PA]</p>
        <p><b>Sponsor:</b> Leahy<br><b>Latest action:</b> none</p>
        <p>The Journal<br>of the Union</p>"""
    )

    assert blocks(found) == [
        f"{PROSE} and so it goes on", "Anew.", "Sen Boxer [CA]", "Sen Brown [OH]",
        "Sen Casey [PA]", "Sponsor: Leahy", "Latest action: none", "The Journal of the Union",
    ]  # fmt: skip


def test_figures_that_stand_raised_stay_apart_from_figures() -> None:
    found = page("<p>More than 10<sup>25</sup> operations, the 1<sup>st</sup>, H<sub>2</sub>O.</p>")

    assert found.text == "More than 10²⁵ operations, the 1st, H2O."


def test_struck_text_is_not_read_and_inserted_text_is() -> None:
    assert page("<p>The rate is <del>25</del> <ins>30</ins> percent.</p>").text == (
        "The rate is 30 percent."
    )


NOTES = {
    "pandoc": (
        f'<p>{PROSE}<a href="#fn1" id="fnref1" role="doc-noteref"><sup>1</sup></a> More.</p>'
        '<section role="doc-endnotes"><ol><li id="fn1"><p>1 January 2012 on.'
        '<a href="#fnref1" role="doc-backlink">↩︎</a></p></li></ol></section>'
    ),
    "eur-lex": (
        f'<p>{PROSE}&nbsp;<a id="c1" href="#r1">(<span class="oj-super">1</span>)</a> More.</p>'
        '<p class="oj-note"><a id="r1" href="#c1">(<span class="oj-super">1</span>)</a>&nbsp; '
        "1 January 2012 on.</p>"
    ),
    "mediawiki": (
        f'<p>{PROSE}<sup class="reference" id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup>'
        ' More.</p><ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink">'
        '<a href="#cite_ref-1">^</a></span> <span>1 January 2012 on.</span></li></ol>'
    ),
    "word": (
        f'<p>{PROSE}<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a> More.</p>'
        '<div id=ftn1><p><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> 1 January 2012 on.'
        "</p></div>"
    ),
    "federal register": (
        f'<p>{PROSE}<sup><a class="footnote-reference" href="#f1" id="b1">1</a></sup> More.</p>'
        '<div class="footnote" id="f1"><p>1. 1 January 2012 on. <a class="back" href="#b1">Back to '
        "Citation</a></p></div>"
    ),
}


@pytest.mark.parametrize("markup", NOTES.values(), ids=NOTES)
def test_notes_are_lines_and_their_markers_are_gone(markup: str) -> None:
    found = page(markup)

    assert blocks(found) == [f"{PROSE} More.", "1 January 2012 on."]
    assert notes(found) == [(PROSE, "1 January 2012 on.")]


def test_several_markers_leave_no_comma_behind() -> None:
    found = page(
        f"<p>{PROSE}<sup><a href='#n1'>1</a>, <a href='#n2'>2</a></sup> More.</p>"
        "<p id=n1 class=note>1. One.</p><p id=n2 class=note>2. Two.</p>"
    )

    assert blocks(found) == [f"{PROSE} More.", "One.", "Two."]


def test_lines_of_plain_text_in_a_page_are_joined_to_sentences() -> None:
    found = page(
        """<pre>
                        MEMORANDUM OPINION

     Plaintiff owns a computer system which he calls the Creativity Machine,
which he claims generated a piece of visual art of
its own accord.

  Year      Cap     Used
  2023    3,960      704
</pre>"""
    )

    assert blocks(found) == [
        "MEMORANDUM OPINION",
        "Plaintiff owns a computer system which he calls the Creativity Machine, which he claims "
        "generated a piece of visual art of its own accord.",
        "Year Cap Used",
        "2023 3,960 704",
    ]


def test_a_page_of_1999_is_read() -> None:
    found = read_html(
        f"""<HTML><TITLE>Film Office: FAQ</TITLE><BODY><CENTER><A HREF=i.htm>Home</A> |
        <A HREF=p.htm>Permits</A></CENTER><HR><FONT SIZE=5><B>Questions</B></FONT><P>
        <B>Do I need a permit?</B><BR>{PROSE}<P>The fee is $50
        a day.<HR><FONT SIZE=1>Last updated: March 4, 1999<BR>&copy; 1999 Film Office</FONT>"""
    )

    assert blocks(found) == [
        "Questions", "Do I need a permit?", PROSE, "The fee is $50 a day.",
        "Last updated: March 4, 1999",
    ]  # fmt: skip
    assert found.facts.published == date(1999, 3, 4)
    assert found.facts.title == "Film Office: FAQ"


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>Film Act | Site</title>", "<h1>Film Act</h1>", "Film Act"),
        ('<meta property="og:title" content="2017-3">', "<h1>Opinion 2017-3</h1>",
         "Opinion 2017-3"),
        ("<title>L_2024.fmx.xml</title>", '<p class="doc-title">Regulation 2024/1689</p>',
         "Regulation 2024/1689"),
        ('<meta property="og:title" content="Film Act - Orme">'
         '<meta property="og:site_name" content="Orme">', "<h1>Orme</h1><h1>B</h1>", "Film Act"),
        ("<title>x" + "y" * 5_000 + "</title>", "", "x" + "y" * 299),
    ],
)  # fmt: skip
def test_the_title_of_a_page_is_its_own(head: str, body: str, title: str) -> None:
    assert page(f"{body}<p>{PROSE}</p>", head).facts.title == title


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        ('<meta name="DC.date" content="2011-05-12">', "", date(2011, 5, 12)),
        ('<meta property="article:published_time" content="2023-05-03T14:22:10+00:00">', "",
         date(2023, 5, 3)),
        ('<script type="application/ld+json">[{"datePublished": "20240131"}]</script>', "",
         date(2024, 1, 31)),
        ("", '<div class=date><time datetime="2017-10-02T12:00">x</time></div>', date(2017, 10, 2)),
        ("", "<p>Last updated: 4 June 2024</p>", date(2024, 6, 4)),
        ("", '<p>It met on <time datetime="2017-10-02">2 October</time> and in 1999.</p>', None),
        ("", "<p>Published 02/03/2024</p>", None),
        ('<meta name="date" content="2011-99-12">', "", None),
        ("<script type='application/ld+json'>{broken</script>", "", None),
    ],
)  # fmt: skip
def test_the_date_of_a_page_is_one_that_it_states(
    head: str, body: str, published: date | None
) -> None:
    assert page(f"<p>{PROSE}</p>{body}", head).facts.published == published


def test_the_other_facts_of_a_page() -> None:
    found = read_html(
        '<html xml:lang="EN_us"><head><link rel="canonical" href="https://example.org/a">'
        f'<meta name="author" content=" Jane  Doe "></head><p>{PROSE}</p></html>'
    )

    assert found.facts.language == "en-US"
    assert found.facts.author == "Jane Doe"
    assert found.facts.url == "https://example.org/a"
    assert page(f"<p>{PROSE}", '<link rel=canonical href="javascript:alert(1)">').facts.url == ""


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 50_000 + PROSE + "</div>" * 50_000,
        "<font><b>" * 20_000 + PROSE,
        f"<p>{PROSE}</p><p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>",
        "<p>x" * 20_000 + PROSE,
        f"<embed src=x><wbr><p>{PROSE}</p></br></body></html><p>After.",
    ],
    ids=["boxes", "look", "attributes", "unclosed", "odd ends"],
)
def test_a_page_that_nests_deep_or_never_ends_is_read_in_time(markup: str) -> None:
    begun = perf_counter()

    assert PROSE in read_html(markup).text
    assert perf_counter() - begun < 20


def test_tables_that_stand_too_deep_in_each_other_are_refused() -> None:
    with pytest.raises(InputError, match="too deep"):
        read_html("<table><tr><td>" * 3_000 + PROSE)


TAGS = (
    "a", "b", "blockquote", "br", "button", "caption", "dd", "details", "div", "dl", "dt", "em",
    "footer", "h1", "h2", "h3", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
)  # fmt: skip
ATTRIBUTES = (
    "", "", "", ' class="nav"', ' id="a"', ' href="#a"', ' role="heading"', ' colspan="3"',
    ' rowspan="9"', ' hidden=""', ' class="footnote"', ' start="-4" type="i"', ' value="0"',
)  # fmt: skip
WORDS = st.sampled_from(
    ("Alpha.", "beta", "\t", "\u00a0", "1", "(a)", "[1]", "\x01", "3,960", PROSE, "\ud800", "&#0;")
)


def nested() -> st.SearchStrategy[str]:
    def wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        inside = st.lists(inner, max_size=4).map("".join)
        tags = st.sampled_from(TAGS)
        return st.builds(
            lambda tag, given, text, closes: f"<{tag}{given}>{text}" + f"</{tag}>" * closes,
            tags, st.sampled_from(ATTRIBUTES), inside, st.booleans(),
        )  # fmt: skip

    return st.recursive(WORDS, wrap, max_leaves=40)


def assert_sound(extract: Extract) -> None:
    """The text keeps its form, and all spans lie in it."""
    text, layout = extract.text, extract.layout
    assert text.strip()
    assert not any(ord(character) < 32 and character not in "\t\n" for character in text)
    held = {at for one in layout.tables for at in range(one.start, one.end)}
    assert all(at in held for at, character in enumerate(text) if character == "\t")
    for heading in layout.headings:
        assert_line(text, heading.start, heading.end)
        assert 1 <= heading.level <= 6
    for note in layout.notes:
        assert_line(text, note.start, note.end)
        assert 0 <= note.at <= len(text)
    for table in layout.tables:
        rows = text[table.start : table.end].split("\n")
        assert len({row.count("\t") for row in rows}) == 1
        assert 0 <= table.heads <= len(rows)
    for spans in (layout.headings, layout.tables, layout.notes):
        starts = [one.start for one in spans]
        assert starts == sorted(starts)


def assert_line(text: str, start: int, end: int) -> None:
    assert 0 <= start < end <= len(text)
    assert "\n" not in text[start:end]
    assert start == 0 or text[start - 1] == "\n"
    assert end == len(text) or text[end] == "\n"


@settings(max_examples=300, deadline=None)
@given(st.lists(nested(), max_size=5))
def test_whatever_a_page_holds_its_extract_is_sound(parts: Sequence[str]) -> None:
    try:
        found = read_html("".join(parts))
    except InputError:
        return

    assert_sound(found)


@pytest.mark.parametrize(
    "style",
    [
        "display:/**/none", r"display:n\6fne", "VISIBILITY: Collapse", "opacity:0", "opacity: .0",
        "font-size:0", "font-size: 1px !important", "color:transparent", "color:rgba(1,2,3,0)",
        "color:#fff", "color:white;background:#fefefe", "color:rgb(250, 250, 250)",
        "position:absolute;left:-9999px", "text-indent:-9999px", "transform:scale(0)",
        "height:0;overflow:hidden", "position:absolute;clip:rect(0,0,0,0)", "clip-path:inset(100%)",
    ],
)  # fmt: skip
def test_what_a_style_hides_is_not_read(style: str) -> None:
    assert page(f'<p>{PROSE}</p><div style="{style}"><p>Nobody sees this.</p></div>').text == PROSE


@pytest.mark.parametrize(
    "style",
    [
        "color:white;background:#003", "opacity:0.9", "font-size:0.8em", "left:-9999px",
        "color:transparent;-webkit-background-clip:text", "height:0", "color:#ccc",
        "text-indent:-2em", "transform:scale(0.5)", "overflow:hidden;height:90px",
    ],
)  # fmt: skip
def test_what_a_style_shows_is_read(style: str) -> None:
    found = page(f'<p>{PROSE}</p><div style="{style}"><p>All see this.</p></div>')
    assert blocks(found) == [PROSE, "All see this."]


def test_white_letters_are_read_where_a_sheet_may_have_made_their_ground_dark() -> None:
    white = f'<p>{PROSE}</p><p style="color:white">All see this.</p>'
    assert "All see this." in page(white, "<link rel=stylesheet href=a.css>").text
    assert "All see this." in page(f'<div style="background:navy">{white}</div>').text
    assert "All see this." not in page(white).text


@pytest.mark.parametrize(
    ("sheet", "is_read"),
    [
        (".a {display: none}", False),
        ("#b, .c {/* x */ opacity: 0}", False),
        (".a {display: none} .open .a {display: block}", True),
        ("@media print {.a {display: none}}", True),
        (".other {display: none}", True),
    ],
)
def test_what_a_sheet_hides_and_nothing_shows_is_not_read(sheet: str, *, is_read: bool) -> None:
    body = f"<p>{PROSE}</p><div class=a id=b><p>Behind.</p></div>"
    assert ("Behind." in page(body, f"<style>{sheet}</style>").text) == is_read
    # A script may show it, as answers behind their questions.
    assert "Behind." in page(body, f"<style>{sheet}</style><script>go()</script>").text


@pytest.mark.parametrize("how", ["hidden", 'style="display:none"', 'style="color:white"'])
def test_what_no_script_will_show_is_not_read_however_much_it_is(how: str) -> None:
    assert (
        page(f"<p>The cap is 5.</p><main {how}><p>{PROSE * 9}</p></main>").text == "The cap is 5."
    )
