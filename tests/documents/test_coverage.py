"""No text is lost: it is in a passage, in a heading, or named with a reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents.articles import parse
from assistant.documents.chunks import chunk_document
from assistant.documents.coverage import UNREAD, coverage
from assistant.errors import InputError

LINES = st.sampled_from(
    [
        "",
        "",
        "The rate is 20% of what is spent.",
        "Fees apply in the state of",
        "# Heading",
        "## FAQ",
        "Q&A",
        "Who pays?",
        "TLDR: It pays.",
        "Key Takeaways:",
        "- an item [^1]",
        "  - an item of it:",
        "(a) a clause; and",
        "1. A Title",
        "SEC. 4. TITLE. The fee is due.",
        "§ 5. Rate",
        "PART ONE",
        "The following apply:",
        "| A | B |",
        "|---|---|",
        "| one | 2 |",
        "Name      Fee     Cap",
        "Film      20      30",
        "MS. VALE: No. We do not.",
        "SEN. ROSS: Why?",
        "**Sponsor:** Kim Ode",
        "Q: Is it so?",
        "A: Yes.",
        "```",
        "---",
        "1. Term ........ 3",
        "--- PAGE 4 of 39 ---",
        "Advertisement",
        "No comments yet.",
        "> quoted words",
        "<p>marked up</p>",
        "[^1]: A name | u | trade",
        "Short Title Apart",
        "**Who pays?** The office pays.",
        "<details><summary>Who pays?</summary>The office</details>",
        "<details>",
        "<summary>Is it so?</summary>",
        "<dd>It is so.</dd>",
        "</details>",
        ": what it says",
        "- Is it so?",
        "  It is so.",
        "Q: Is it so? A: It is.",
        "How long does it take?",
    ]
)


@settings(deadline=None)  # the words of English are loaded by the first
@given(st.lists(LINES, min_size=1, max_size=25), st.booleans())
def test_every_character_is_accounted_for(lines: list[str], is_markdown: bool) -> None:
    text = "\n".join(lines)
    try:
        document = parse("d", text, is_markdown=is_markdown)
    except InputError:
        return

    chunks = chunk_document(document)
    found = coverage(document, chunks)
    lost = [text[item.start : item.end] for item in found.left_out if item.reason == UNREAD]
    assert lost == []
    assert 0 <= found.indexed <= 1
    for chunk in chunks:
        assert text[chunk.start : chunk.end] == chunk.text
        for sentence in chunk.sentences:
            assert text[sentence.start : sentence.end] == sentence.text
            assert chunk.start <= sentence.start < sentence.end <= chunk.end
            for lead in sentence.lead:
                assert text[lead.start : lead.end] == lead.text


def test_what_is_left_out_is_named() -> None:
    clause = "The fee is five hundred dollars for each production that applies."
    document = parse("d", f"{clause}\n\nNo comments yet.\n\n{clause}\n\n{clause}\n")

    found = coverage(document, chunk_document(document))
    told = [document.text[item.start : item.end] for item in found.left_out]
    assert told == ["No comments yet.", clause, clause]
    assert round(found.indexed, 2) == 0.33


def test_what_is_left_out_inside_a_passage_is_named_too() -> None:
    text = "The fee is due when the\n- 3 -\napplication is filed with the office.\n"
    document = parse("a", text, is_markdown=False)

    found = coverage(document, chunk_document(document))
    assert [text[item.start : item.end] for item in found.left_out] == ["- 3 -"]
    assert found.indexed == 1.0


@pytest.mark.parametrize("is_markdown", [True, False])
def test_marks_that_show_no_words_are_not_missed(is_markdown: bool) -> None:
    text = "The fee is due.\n\n&nbsp;\n\n<!-- A note. It is ours. -->\n\nThe cap is ten.\n"
    document = parse("d", text, is_markdown=is_markdown)

    chunks = chunk_document(document)
    assert [one.text for chunk in chunks for one in chunk.sentences] == [
        "The fee is due.",
        "The cap is ten.",
    ]
    assert coverage(document, chunks).left_out == ()
    assert coverage(document, chunks).indexed == 1
