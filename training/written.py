"""The invented documents of ``confidence_data/``: what is fitted on, but never trained on.

The format is that of ``scorer_data/``; sections of one title are one document.
"""

from pathlib import Path

from assistant.documents.articles import parse
from assistant.types import Document
from training.scorer_groups import HeldOut, read_lines

CONFIDENCE_DATA = Path(__file__).parent / "confidence_data"


def written_documents(folder: Path) -> list[Document]:
    """The documents, as the assistant would read them from Markdown files."""
    sections: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.jsonl")):
        for row in read_lines(file):
            text = f"## {row['section']}\n\n{' '.join(row['sentences'])}\n"
            sections.setdefault(row["title"], []).append(text)
    return [
        parse(f"written-{number}", "\n".join([f"# {title}\n", *texts]), title)
        for number, (title, texts) in enumerate(sections.items())
    ]


def written_questions(folder: Path) -> list[HeldOut]:
    """The questions, each with the sentences that answer it."""
    return [
        HeldOut(row["title"], question, bool(answers), tuple(row["sentences"][n] for n in answers))
        for file in sorted(folder.glob("*.jsonl"))
        for row in read_lines(file)
        for question, answers in [
            *((asked["q"], asked["answers"]) for asked in row["questions"]),
            *((text, []) for text in row["unanswerable"]),
        ]
    ]
