from assistant.documents.articles import parse
from assistant.documents.chunks import (
    WORDS,
    chunk_document,
    embedded_text,
    owner,
    revision,
    statement_texts,
)


def test_chunks_never_cross_a_section() -> None:
    document = parse("d", "## One\nFirst.\n\n## Two\nSecond.\n\nThird.\n")

    chunks = chunk_document(document)
    assert [(chunk.section, chunk.text) for chunk in chunks] == [
        ("One", "First."),
        ("Two", "Second.\n\nThird."),
    ]


def test_a_long_section_is_cut_between_sentences() -> None:
    text = " ".join(f"Sentence number {n} has exactly seven words." for n in range(60))
    chunks = chunk_document(parse("d", text))

    assert len(chunks) == 3
    assert all(len(chunk.text.split()) <= WORDS for chunk in chunks)
    assert sum(len(chunk.sentences) for chunk in chunks) == 60


def test_a_text_without_sentences_is_cut_all_the_same() -> None:
    chunks = chunk_document(parse("d", "word " * 3000))

    assert max(len(chunk.text) for chunk in chunks) < 2000
    assert sum(len(chunk.text.split()) for chunk in chunks) == 3000


def test_a_chunk_does_not_bridge_what_is_not_indexed() -> None:
    chunks = chunk_document(parse("d", "One here.\nSame text.\nNo comments yet.\nTwo here.\n"))

    assert [chunk.text for chunk in chunks] == ["One here.\nSame text.", "Two here."]


def test_each_pair_is_a_chunk_and_its_question_is_not_quotable() -> None:
    document = parse("d", "Body here.\n\nQ&A\nWho pays?\nThe state.\nHow much?\nA lot.\n")
    chunks = [chunk for chunk in chunk_document(document) if chunk.question]

    assert [chunk.text for chunk in chunks] == ["Who pays?\nThe state.", "How much?\nA lot."]
    assert [[s.text for s in chunk.sentences] for chunk in chunks] == [["The state."], ["A lot."]]


def test_the_id_carries_document_and_revision() -> None:
    document = parse("a@b#c", "Some text.")
    (chunk,) = chunk_document(document)

    assert owner(chunk.id) == ("a@b#c", revision(document))


def test_a_revision_changes_with_the_text_and_only_then() -> None:
    assert revision(parse("d", "One.")) == revision(parse("d", "One."))
    assert revision(parse("d", "One.")) != revision(parse("d", "Two."))


def test_what_is_embedded_has_title_and_section_but_no_markers() -> None:
    text = "## Rates\n- It is 35%. [^1]\n- It rose [^1].\n\n[^1]: A | u | official\n"
    document = parse("d", text)
    (chunk,) = chunk_document(document)

    assert "[^1]" in chunk.text
    assert embedded_text(chunk, "Credit") == "Credit\nRates\nIt is 35%. It rose"


def test_deep_in_a_document_a_statement_is_embedded_with_its_heading() -> None:
    text = "# Rebates\n\nAll pay.\n\n## Hungary\n\nIt is 30%.\n"
    shallow, deep = chunk_document(parse("d", text))

    assert list(statement_texts(shallow).values()) == ["All pay."]
    assert list(statement_texts(deep).values()) == ["Hungary: It is 30%."]
    assert embedded_text(deep, "Rebates") == "Rebates\nHungary\nIt is 30%."
