"""Two small documents with Q&A, whose questions are cases."""

import pytest

from assistant.documents.articles import parse
from assistant.types import Document

TEXT = "The fund is large.\n\nQ&A\nWho may sell credits?\nOnly independents may.\n"


@pytest.fixture
def documents() -> list[Document]:
    return [parse("d", TEXT), parse("e", "The guild votes.\n\nQ&A\nWhen is the vote?\nIn May.\n")]
