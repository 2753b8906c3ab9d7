import json
from pathlib import Path

from assistant.documents.articles import parse
from benchmarks.answerability import holds
from training.scorer_groups import DATA, read_lines
from training.written import CONFIDENCE_DATA, written_documents, written_questions


def row(title: str, section: str, first: str) -> dict[str, object]:
    return {
        "title": title,
        "section": section,
        "sentences": [first, "Nobody objected to it."],
        "questions": [{"q": f"{section}?", "answers": [0]}],
        "unanswerable": [f"Why {section.lower()}?"],
    }


def test_sections_of_one_title_are_one_document(tmp_path: Path) -> None:
    rows = [row("Fund", "Rates", "It pays 30 percent."), row("Fund", "Dates", "It opened in May.")]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(line) + "\n" for line in rows), "utf-8")

    (document,) = written_documents(tmp_path)
    assert [section.title for section in document.sections] == ["Rates", "Dates"]
    assert document.metadata.title == "Fund"

    questions = written_questions(tmp_path)
    assert [(item.question, item.answerable) for item in questions] == [
        ("Rates?", True),
        ("Why rates?", False),
        ("Dates?", True),
        ("Why dates?", False),
    ]
    assert holds("It opened in May.", questions[2].answers)


def test_what_is_fitted_on_was_not_trained_on() -> None:
    trained = {line["title"] for file in DATA.glob("*.jsonl") for line in read_lines(file)}
    fitted = {
        line["title"] for file in CONFIDENCE_DATA.glob("*.jsonl") for line in read_lines(file)
    }

    assert fitted
    assert not trained & fitted


def test_every_answer_is_a_sentence_of_a_document() -> None:
    documents = written_documents(CONFIDENCE_DATA)
    spoken = " ".join(document.text for document in documents)

    assert all(
        answer in spoken for item in written_questions(CONFIDENCE_DATA) for answer in item.answers
    )
    assert all(parse(item.id, item.text, item.metadata.title) == item for item in documents)
