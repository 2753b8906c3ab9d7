from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import InputError, StaleSnapshot
from assistant.store.snapshot import Snapshot
from assistant.types import REFUSAL
from tests.conftest import StubEmbedder, StubScorer

Library = Callable[..., Assistant]

CREDIT = """---
title: Credit
as_of: 2026-07-01
---
The credit pays thirty percent. [^1] The fund holds nine million dollars.

Q&A
Can a studio sell its credit?
No, a studio cannot sell. Only independents may.

[^1]: State law | https://example.org/law | official
"""
GUILD = """---
title: Guild
as_of: 2026-03-01
---
The guild contract runs until May. The guild has many members.
"""


@pytest.fixture
def assistant(library: Library) -> Assistant:
    return library({"credit.md": CREDIT, "guild.md": GUILD})


def test_an_answer_is_quoted_with_its_source(assistant: Assistant) -> None:
    answer = assistant.ask("What percent does the credit pay?")

    assert not answer.abstained
    assert answer.answer == "The credit pays thirty percent. [1]"
    (citation,) = answer.citations
    assert assistant.text("credit")[citation.start : citation.end] == citation.quote
    assert citation.sources[0].grade == "official"
    assert (citation.title, citation.document_id) == ("Credit", "credit")
    assert str(answer.as_of) == "2026-07-01"


def test_the_documents_own_question_is_answered_with_the_whole_pair(assistant: Assistant) -> None:
    answer = assistant.ask("Can a studio sell its credit?")

    assert answer.answer == "No, a studio cannot sell. [1] Only independents may. [2]"
    assert {citation.section for citation in answer.citations} == {"Q&A"}


def test_what_the_library_does_not_hold_is_refused(assistant: Assistant) -> None:
    answer = assistant.ask("Where do penguins nest?")

    assert answer.abstained
    assert answer.answer == REFUSAL
    assert answer.citations == ()
    assert answer.confidence < 0.5


def test_a_refusal_offers_what_is_near_as_related(assistant: Assistant) -> None:
    answer = assistant.ask("When does the guild contract with penguins expire?")

    assert answer.abstained
    assert [item.quote for item in answer.related] == ["The guild contract runs until May."]
    assert answer.related[0].n == 0


def test_a_name_the_documents_never_mention_is_not_answered_for(assistant: Assistant) -> None:
    assert not assistant.ask("The guild contract runs until when?").abstained
    assert assistant.ask("The guild contract in Hungary runs until when?").abstained


def test_answers_of_two_documents_stand_in_paragraphs(library: Library) -> None:
    assistant = library(
        {
            "a.md": "# A\nThe dock wage rates are ten percent.",
            "b.md": "# B\nThe mill wage rates are two percent.",
        }
    )
    answer = assistant.ask("Which wage rates are ten or two percent, dock and mill?")

    assert answer.answer == (
        "The dock wage rates are ten percent. [1]\n\nThe mill wage rates are two percent. [2]"
    )


def test_an_interrupted_sentence_is_quoted_whole(library: Library) -> None:
    assistant = library(
        {"a.md": "The rate is ten percent [^1], and the cap is nine. [^1]\n\n[^1]: A | u | trade"}
    )

    answer = assistant.ask("The rate is ten percent and the cap is nine?")
    assert [c.quote for c in answer.citations] == [
        "The rate is ten percent",
        ", and the cap is nine.",
    ]


def test_example_questions_come_from_the_documents(assistant: Assistant) -> None:
    assert assistant.example_questions(3) == ["Can a studio sell its credit?"]


def test_an_empty_question_is_refused(assistant: Assistant) -> None:
    with pytest.raises(InputError, match="empty"):
        assistant.ask("  ")


def test_a_question_without_end_is_refused(assistant: Assistant) -> None:
    with pytest.raises(InputError, match="more than 4000 characters"):
        assistant.ask("how did " * 5000)


def test_a_record_keeps_its_title_through_a_rebuild(stub: StubEmbedder, tmp_path: Path) -> None:
    file = tmp_path / "corpus.JSONL"
    file.write_text('{"id": "1", "title": "My title", "text": "One here."}')
    assistant = library_at(tmp_path / "store", stub)
    assistant.ingest([file])

    assert assistant.rebuild() == 1
    assert assistant.documents()[0].title == "My title"


def test_a_text_that_changes_while_asking_is_read_again(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Snapshot.text
    failures = [StaleSnapshot("changed"), StaleSnapshot("changed")]

    def flaky(snapshot: Snapshot, document_id: str, expected: str | None = None) -> str:
        if failures:
            raise failures.pop()
        return real(snapshot, document_id, expected)

    monkeypatch.setattr(Snapshot, "text", flaky)
    assert not assistant.ask("What percent does the credit pay?").abstained


def test_a_quote_that_fails_the_check_is_not_shown(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Snapshot, "text", lambda *_: "another text altogether" * 50)
    answer = assistant.ask("What percent does the credit pay?")

    assert answer.abstained
    assert answer.answer == REFUSAL
    assert answer.related == ()


def test_opening_builds_nothing(tmp_path: Path) -> None:
    Assistant.open(tmp_path / "store")

    assert not (tmp_path / "store").exists()


def test_two_files_with_one_stem_are_refused_by_name(stub: StubEmbedder, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / "in" / folder).mkdir(parents=True)
        (tmp_path / "in" / folder / "same.md").write_text(f"Text in {folder}.")
    (tmp_path / "in" / "good.md").write_text("Good text.")
    assistant = library_at(tmp_path / "store", stub)

    report = assistant.ingest([tmp_path / "in"])
    assert report.added == 1
    (failure,) = report.failed
    assert failure.path.endswith("two/same.md")
    assert "one/same.md" in failure.reason.replace("\\", "/")


def test_a_stored_name_is_not_taken_by_another_file(stub: StubEmbedder, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.md").write_text(f"Text in {folder}.")
    assistant = library_at(tmp_path / "store", stub)
    assistant.ingest([tmp_path / "one"])

    (failure,) = assistant.ingest([tmp_path / "two"]).failed
    assert failure.path.endswith("two/same.md")
    assert "one/same.md" in failure.reason
    assert assistant.text("same") == "Text in one."

    # Where the first is gone, the file has moved.
    (tmp_path / "one" / "same.md").unlink()
    report = assistant.ingest([tmp_path / "two"])
    assert (report.updated, report.failed) == (1, ())
    assert assistant.text("same") == "Text in two."


def test_a_readme_is_said_to_be_skipped_once(stub: StubEmbedder, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "README.md").write_text("About these files.")
    (tmp_path / "in" / "a.md").write_text("The rate is 20%.")

    report = library_at(tmp_path / "store", stub).ingest([tmp_path / "in", tmp_path / "in"])
    assert report.skipped == (str(tmp_path / "in" / "README.md"),)
    (told,) = report.documents
    assert (told.id, told.indexed, told.left_out, told.warnings) == ("a", 1.0, (), ())


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("The rate is 20% – “now”.".encode("utf-16"), "read as UTF-16"),
        ("The rate is 20% – “now”.".encode("cp1252"), "read as Windows-1252"),
    ],
)
def test_other_encodings_are_read_and_said_so(
    stub: StubEmbedder, tmp_path: Path, data: bytes, said: str
) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assistant = library_at(tmp_path / "store", stub)

    (told,) = assistant.ingest([tmp_path / "a.txt"]).documents
    assert told.warnings[0].startswith(said)
    assert assistant.text("a").removeprefix("\ufeff") == "The rate is 20% – “now”."


def test_a_bad_file_keeps_its_stored_version(stub: StubEmbedder, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.md").write_text("First version.")
    (folder / "b.md").write_text("Another one.")
    assistant = library_at(tmp_path / "store", stub)
    assistant.ingest([folder])

    (folder / "a.md").write_bytes(b"\x00 broken")
    (folder / "b.md").unlink()
    report = assistant.ingest([folder])
    assert (report.removed, len(report.failed)) == (1, 1)
    assert [document.id for document in assistant.documents()] == ["a"]
    assert assistant.text("a") == "First version."


def test_a_line_that_leaves_a_jsonl_file_leaves_the_library(
    stub: StubEmbedder, tmp_path: Path
) -> None:
    lines = ['{"id": "1", "text": "One here."}', '{"id": "2", "title": "T", "text": "Two here."}']
    file = tmp_path / "corpus.jsonl"
    file.write_text("\n".join(lines))
    assistant = library_at(tmp_path / "store", stub)
    assert assistant.ingest([file]).added == 2

    file.write_text(f"{lines[1]}\nnot json\n")
    report = assistant.ingest([file])
    assert (report.unchanged, report.removed) == (1, 0)
    assert report.failed[0].path.endswith(":2")

    file.write_text(lines[1])
    assert assistant.ingest([file]).removed == 1
    assert [document.id for document in assistant.documents()] == ["2"]


def test_one_folder_does_not_remove_another_ones_documents(
    stub: StubEmbedder, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.md").write_text(f"Text {name}.")
    assistant = library_at(tmp_path / "store", stub)

    assistant.ingest([tmp_path / "one"])
    assistant.ingest([tmp_path / "two"])
    assert [document.id for document in assistant.documents()] == ["one", "two"]


def library_at(store: Path, stub: StubEmbedder) -> Assistant:
    from assistant.store.index import Index

    return Assistant(Index(store), lambda: stub, StubScorer)


def test_an_empty_question_is_refused_before_anything_is_loaded(tmp_path: Path) -> None:
    assistant = Assistant.open(tmp_path / "nowhere")

    for ask in (assistant.ask, assistant.search, assistant.search_documents, assistant.searched):
        with pytest.raises(InputError, match="empty"):
            ask(" ")


def test_a_short_statement_within_the_question_still_answers(library: Library) -> None:
    answer = library({"a.md": "Iowa pays 9%.\n"}).ask("Is it true that Iowa pays 9%. or more?")

    assert answer.citations[0].quote == "Iowa pays 9%."
