"""The starter library as a reader finds it."""

import subprocess
import sys

import pytest

from assistant.documents.articles import parse
from assistant.readers.sources import gather
from assistant.types import Document, Role
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [parse(source.id, source.text) for source in gather([str(ROOT / "corpus")]).sources]


def cited(document: Document) -> set[str]:
    """The addresses of the sources behind a document's sentences."""
    return {
        source.url
        for section in document.sections
        for block in section.blocks
        for sentence in block.sentences
        for source in sentence.sources
    }


def test_the_table_of_the_library_is_up_to_date() -> None:
    script = ROOT / "scripts" / "corpus_table.py"
    subprocess.run([sys.executable, script, "--check"], cwd=ROOT, check=True)


def test_every_brief_has_questions_sources_and_a_date(documents: list[Document]) -> None:
    briefs = [document for document in documents if document.metadata.kind == "brief"]

    assert len(briefs) == 46
    for brief in briefs:
        assert len(brief.pairs) >= 5, brief.id
        assert len(cited(brief)) >= 2, brief.id
        assert brief.metadata.as_of, brief.id
        assert str(brief.metadata.as_of) < "2026-07-10", brief.id
        assert any(section.role is Role.OPEN for section in brief.sections), brief.id


def test_the_better_source_stands_first(documents: list[Document]) -> None:
    grades = ("official", "trade", "secondary", "unsourced")
    for document in documents:
        for section in document.sections:
            for block in section.blocks:
                for sentence in block.sentences:
                    ranks = [grades.index(source.grade) for source in sentence.sources]
                    assert ranks == sorted(ranks), sentence.text
