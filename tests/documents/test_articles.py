import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents.articles import parse
from assistant.documents.chunks import chunk_document
from assistant.documents.frontmatter import UNCLOSED
from assistant.errors import InputError
from assistant.types import Document, Role, Source

BRIEF = """---
title: A credit
kind: brief
jurisdiction: [California]
topics: [incentives, labor]
published: 2026-01-02
as_of: 2026-07-01
status: in force
effective: 2025-07-03
supersedes: [old-credit]
---
TLDR: The credit pays 35%. [^1]

Key Takeaways:
- The base rate is 35%. [^1][^2]
- The cap is $750 million
  a year. [^2]

## Rates
The base rate rose to 35% [^1], and the cap with it. [^2] The Rev. & Tax. Code says so.

Q&A
Which productions get 40%?
Those relocating to California. [^2]
How long is it paid?
For five years.

[^1]: AB 1138 | https://example.org/ab1138 | official
[^2]: Program guide | https://example.org/guide | trade
"""


def sections(document: Document) -> dict[str, list[str]]:
    return {
        section.title: [s.text for block in section.blocks for s in block.sentences]
        for section in document.sections
    }


def test_the_seed_article_is_taken_apart(seed_text: str) -> None:
    document = parse("000_seed", seed_text)

    found = sections(document)
    assert list(found) == ["TLDR", "Key Takeaways", "", "Q&A"]
    assert found["TLDR"][0].startswith("CULVER CITY—Albert Cheng")
    assert len(found["Key Takeaways"]) == 4
    assert len(document.pairs) == 5
    assert document.pairs[4].question.text.startswith("Why does Cheng call AI addictive")
    assert document.pairs[4].answer[0].text.startswith("It suggests teams")


def test_a_paragraph_that_stands_twice_is_indexed_once(seed_text: str) -> None:
    texts = [chunk.text for chunk in chunk_document(parse("seed", seed_text))]

    assert seed_text.count("The pitch is less about replacing artists") == 2
    assert sum(text.count("The pitch is less about replacing artists") for text in texts) == 1


def test_page_furniture_is_not_indexed(seed_text: str) -> None:
    assert "No comments yet" in seed_text
    assert not any("No comments" in chunk.text for chunk in chunk_document(parse("s", seed_text)))


def test_a_sentence_that_only_begins_like_furniture_is_kept() -> None:
    document = parse("a", "No comments yet from the studio were received by the commission.")

    assert len(chunk_document(document)) == 1


def test_front_matter_is_read() -> None:
    metadata = parse("credit", BRIEF).metadata

    assert metadata.title == "A credit"
    assert metadata.kind == "brief"
    assert metadata.jurisdiction == ("California",)
    assert metadata.topics == ("incentives", "labor")
    assert metadata.published == date(2026, 1, 2)
    assert metadata.effective == date(2025, 7, 3)
    assert metadata.expires is None
    assert metadata.supersedes == ("old-credit",)


@pytest.mark.parametrize(
    ("lines", "author", "language", "published"),
    [
        ("author: Dana Vale\ndate: 2024-05-03", "Dana Vale", "en", date(2024, 5, 3)),
        ("authors:\n  - Dana Vale\n  - Kim Ode\nlang: en-GB", "Dana Vale, Kim Ode", "en-GB", None),
        ("title: x\nauthor: [a, b]\ndate: '{{ today }}'", "a, b", "en", None),
        ("title: x\nauthor:\n  name: y\nlanguage: English\nlastmod: May 3, 2024", "", "en",
         date(2024, 5, 3)),
    ],
)  # fmt: skip
def test_the_front_matter_of_others_is_read_as_far_as_it_goes(
    lines: str, author: str, language: str, published: date | None
) -> None:
    document = parse(
        "x", f"---\n{lines}\n---\nThe rate of the credit has been raised by the state."
    )

    known = document.metadata
    assert (known.author, known.language, known.published) == (author, language, published)
    assert document.warnings == ()


def test_footnotes_belong_to_the_sentence_they_follow() -> None:
    document = parse("credit", BRIEF)
    by_text = {
        s.text: s for section in document.sections for b in section.blocks for s in b.sentences
    }

    official = Source("AB 1138", "https://example.org/ab1138", "official")
    trade = Source("Program guide", "https://example.org/guide", "trade")
    assert by_text["The base rate is 35%."].sources == (official, trade)
    assert by_text["The Rev. & Tax. Code says so."].sources == ()
    assert by_text["Those relocating to California."].sources == (trade,)


def test_a_marker_inside_a_sentence_cuts_it_into_two_that_go_together() -> None:
    document = parse("credit", BRIEF)
    rates = next(section for section in document.sections if section.title == "Rates")

    first, second, third = rates.blocks[0].sentences
    assert (first.text, first.leans) == ("The base rate rose to 35%", False)
    assert (second.text, second.leans) == (", and the cap with it.", True)
    assert not third.leans


def test_a_wrapped_list_item_is_one_sentence() -> None:
    assert "The cap is $750 million\n  a year." in sections(parse("c", BRIEF))["Key Takeaways"]


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_byte_order_mark_change_nothing(ends: str, mark: str) -> None:
    text = mark + BRIEF.replace("\n", ends)
    document = parse("credit", text)

    assert document.text == text
    assert document.metadata.title == "A credit"
    assert [s.role for s in document.sections] == [
        Role.SUMMARY,
        Role.TAKEAWAYS,
        Role.BODY,
        Role.QUESTIONS,
    ]
    assert len(document.pairs) == 2


def test_questions_may_be_marked_up() -> None:
    document = parse("q", "Body text here.\n\n## FAQ\n**Q: Who pays?**\nA: The state. It does.\n")

    assert [(p.question.text, [s.text for s in p.answer]) for p in document.pairs] == [
        ("Who pays?", ["The state. It does."])
    ]


def test_markers_and_rules_do_not_hide_a_question() -> None:
    pairs_text = "Who pays? [^1]\nThe state. [^1]\n\n---\n\nHow much?\nA lot.\n"
    text = f"Body.\n\nQ&A\n{pairs_text}\n[^1]: A | u | trade"

    pairs = parse("q", text).pairs
    assert [pair.question.text for pair in pairs] == ["Who pays?", "How much?"]
    assert [pair.answer[0].text for pair in pairs] == ["The state.", "A lot."]


@pytest.mark.parametrize(
    "line",
    [
        "TLDR: It pays.",
        "TL;DR — It pays.",
        "**TLDR:** It pays.",
        "## TL;DR: It pays.",
        "> tldr - It pays.",
    ],
)
def test_a_summary_is_known_in_its_usual_spellings(line: str) -> None:
    first = parse("s", f"{line}\n\nBody text.").sections[0]

    assert first.role is Role.SUMMARY
    assert first.blocks[0].sentences[0].text == "It pays."


def test_the_first_definition_of_a_footnote_counts() -> None:
    text = "It pays. [^1]\n\n[^1]: A | u | official\n[^1]: B | v | trade\n"

    assert parse("f", text).sections[0].blocks[0].sentences[0].sources[0].name == "A"


def test_a_file_is_titled_by_its_heading_or_its_name() -> None:
    assert parse("a-b_c", "# The Title\n\nText.").metadata.title == "The Title"
    assert parse("a-b_c", "Text.").metadata.title == "a b c"


def test_a_record_keeps_its_title_and_has_no_front_matter() -> None:
    document = parse("1", "---\nkind: brief\n---\nText.", title="")

    assert document.metadata.title == ""
    assert document.metadata.kind == "article"


@pytest.mark.parametrize(
    ("written", "warning"),
    [
        ("published: soon", "line 2: 'published' must be a date"),
        ("title: x\npublished: 2026-13-45", "line 3: 'published' must be a date"),
        ("published: 01/02/2026", "line 2: 'published' must be a date"),  # two days
        ("published: 2026", "line 2: 'published' must be a date"),
        ("topics: {a: b}", "line 2: 'topics' must be a list"),
        ('title: "a\\eb"', "line 2: 'title' holds characters that can't be shown"),
        ("title: x\nnothing here\nkind: brief", "line 3: no 'key: value'"),
    ],
)
def test_what_can_t_be_read_is_a_warning_and_the_document_lands(written: str, warning: str) -> None:
    document = parse("kind", f"---\n{written}\n---\nThe rate is 9%.")

    assert [part for part in document.warnings if warning in part]
    assert document.sections[0].blocks[0].sentences[0].text == "The rate is 9%."


@pytest.mark.parametrize(
    "written",
    [
        "x: !!bool foo",
        "x: !!timestamp foo",
        f"x: {'9' * 5000}",
        "x: [a",
        "x: {",
        "x: &a *b",
        "x: '",
    ],
)
def test_what_nobody_asks_for_is_no_fault(written: str) -> None:
    document = parse("kind", f"---\n{written}\ntitle: Rates\n---\nThe rate is 9%.")

    assert document.metadata.title == "Rates"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("title: A: B", "A: B"),
        ("title: [Draft] Film bill", "[Draft] Film bill"),
        ("title:\tTabbed", "Tabbed"),
        ('title: "Quoted: title"', "Quoted: title"),
        ("Title: Large", "Large"),
    ],
)
def test_titles_are_read_as_people_write_them(written: str, title: str) -> None:
    assert parse("kind", f"---\n{written}\n---\nThe rate.").metadata.title == title


@pytest.mark.parametrize(
    "written",
    [
        "2026-01-15",
        "'2026-01-15'",
        "January 15, 2026",
        "Jan 15, 2026",
        "15 January 2026",
        "01/15/2026",
        "15/01/2026",
        "2026/01/15",
        "15.01.2026",
        "2026-01-15 10:00:00 -0500",
        "2026-01-15T10:00:00Z",
    ],
)
def test_a_date_is_read_where_it_can_be_but_one_day(written: str) -> None:
    document = parse("kind", f"---\npublished: {written}\n---\nThe rate.")

    assert document.metadata.published == date(2026, 1, 15)
    assert not document.warnings


@pytest.mark.parametrize("text", ["---\nA rule.\n\nThe rate.", "---\n\nThe rate.\n\n---\n\nMore."])
def test_a_rule_at_the_top_is_no_front_matter(text: str) -> None:
    document = parse("kind", text)

    assert not document.warnings
    assert "The rate." in [
        s.text for part in document.sections for b in part.blocks for s in b.sentences
    ]


def test_front_matter_without_an_end_is_text() -> None:
    document = parse("kind", "---\ntitle: x\nThe rate is 9%.")

    assert document.warnings == (UNCLOSED,)
    assert document.metadata.title == "kind"


def test_without_text_there_is_no_document() -> None:
    with pytest.raises(InputError, match="no text"):
        parse("bad", "---\ntitle: x\n---\n\n***\n")


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            ["", "TLDR: a point.", "Key Takeaways:", "- a point [^1]", "## Rates", "Q&A", "Who?"]
        ),
        st.sampled_from(
            ["The rate is 35% [^1], and rose. [^2]", "[^1]: A | u | official", "No comments yet"]
        ),
        st.text(max_size=60).filter(lambda text: "\0" not in text),
    ),
    max_size=14,
)


@settings(deadline=None)  # the words of English are loaded by the first
@given(LINES, st.sampled_from(["\n", "\r\n"]))
def test_whatever_is_written_every_span_is_exact(lines: list[str], ends: str) -> None:
    text = ends.join(lines)
    try:
        document = parse("any", text, title="")
    except InputError:
        return
    for chunk in chunk_document(document):
        assert text[chunk.start : chunk.end] == chunk.text
        for sentence in chunk.sentences:
            assert text[sentence.start : sentence.end] == sentence.text
            assert chunk.start <= sentence.start < sentence.end <= chunk.end
            assert not re.search(r"\[\^[^\]\s]+\]", sentence.text)
            assert sentence.text == sentence.text.strip()
    for pair in document.pairs:
        assert text[pair.question.start : pair.question.end] == pair.question.text


@pytest.mark.parametrize(
    "line",
    [
        "No comments yet",
        "No comments yet. Be the first to say something!",
        "Skip to content",
        "Skip to main content",
    ],
)
def test_a_line_of_the_web_page_is_no_part_of_the_article(line: str) -> None:
    document = parse("a", f"The rate is ten percent.\n\n{line}\n\nThe cap is one million.")

    said = [s.text for section in document.sections for b in section.blocks for s in b.sentences]
    assert said == ["The rate is ten percent.", "The cap is one million."]
    (left_out,) = document.left_out
    assert document.text[left_out.start : left_out.end] == line


@pytest.mark.parametrize("line", ["Comments", "Comment", "3 comments", "Advertisement"])
def test_a_word_that_web_pages_use_too_is_text(line: str) -> None:
    document = parse("a", f"The rate is ten percent.\n\n{line}\n\nThe cap is one million.")

    said = [s.text for section in document.sections for b in section.blocks for s in b.sentences]
    assert said == ["The rate is ten percent.", line, "The cap is one million."]


@pytest.mark.parametrize(
    "heading", ["Q&A", "Q & A", "## Q&A", "Questions and Answers", "FAQ", "**FAQ**"]
)
@pytest.mark.parametrize("label", ["", "Q: ", "- ", "* ", "1. ", "2) "])
def test_questions_are_read_under_any_usual_heading_and_label(heading: str, label: str) -> None:
    document = parse("a", f"{heading}\n{label}What is the rate?\nTen percent.\n")

    (pair,) = document.pairs
    assert pair.question.text == "What is the rate?"
    assert pair.answer[0].text == "Ten percent."


OURS = "---\nkind: brief\n---\n"


@pytest.mark.parametrize(
    ("front", "heading", "role"),
    [
        ("", "## Not settled", Role.OPEN),
        (OURS, "## Not settled", Role.OPEN),
        (OURS, "## Open questions", Role.OPEN),
        # Other people call so what they discuss.
        ("", "## Open questions", Role.BODY),
    ],
)
def test_what_is_open_is_told_by_its_heading(front: str, heading: str, role: Role) -> None:
    document = parse("a", f"{front}The rate is ten percent.\n\n{heading}\n- Whether it ends.")

    assert [section.role for section in document.sections] == [Role.BODY, role]


@pytest.mark.parametrize("opening", ["TLDR: ", "TLDR\n", "TL;DR — ", "**TLDR:** "])
def test_a_summary_is_told_by_its_label(opening: str) -> None:
    document = parse("a", f"{opening}The rate is ten percent.\n\nThe cap is one million.")

    assert [section.role for section in document.sections] == [Role.SUMMARY, Role.BODY]


@pytest.mark.parametrize("closing", ["---", "..."])
def test_front_matter_ends_as_yaml_does(closing: str) -> None:
    assert parse("a", f"---\ntitle: Rates\n{closing}\nThe rate.").metadata.title == "Rates"


@pytest.mark.parametrize("bullet", ["- ", "* ", "+ ", "• ", "1. ", "12) "])
def test_each_item_of_a_list_is_a_block_of_its_own(bullet: str) -> None:
    document = parse("a", f"{bullet}The rate is ten percent\n{bullet}The cap is one million\n")

    blocks = [block for section in document.sections for block in section.blocks]
    assert [block.sentences[0].text for block in blocks] == [
        "The rate is ten percent",
        "The cap is one million",
    ]
