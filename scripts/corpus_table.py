"""Rewrites the table of ``corpus/README.md``: what the library covers, by jurisdiction and topic.

python scripts/corpus_table.py            writes the table
python scripts/corpus_table.py --check    exits with 1 when it is out of date
"""

import sys
from collections import Counter
from pathlib import Path

from assistant.documents.articles import parse
from assistant.documents.linting import JURISDICTIONS, TOPICS
from assistant.readers.sources import gather
from assistant.types import Document

CORPUS = Path(__file__).parent.parent / "corpus"
BEGIN, END = "<!-- table -->\n", "<!-- end of table -->"


def main() -> int:
    """Write or check the table; returns the exit code."""
    readme = CORPUS / "README.md"
    current = readme.read_text("utf-8")
    before, _, rest = current.partition(BEGIN)
    after = rest.partition(END)[2]
    wanted = f"{before}{BEGIN}{table(read_library())}{END}{after}"
    if "--check" in sys.argv:
        return int(current != wanted)
    readme.write_text(wanted, "utf-8")
    return 0


def read_library() -> list[Document]:
    """The parsed articles of ``corpus/``."""
    return [parse(source.id, source.text) for source in gather([str(CORPUS)]).sources]


def table(documents: list[Document]) -> str:
    """The Markdown table: articles by jurisdiction and topic, and how many there are in all."""
    counts = Counter(
        (place, topic)
        for document in documents
        for place in document.metadata.jurisdiction
        for topic in document.metadata.topics
    )
    places = [place for place in JURISDICTIONS if any(counts[place, topic] for topic in TOPICS)]
    rows = [
        f"| {place} | " + " | ".join(str(counts[place, topic] or "") for topic in TOPICS) + " |"
        for place in places
    ]
    checked = max(document.metadata.as_of for document in documents if document.metadata.as_of)
    pairs = sum(len(document.pairs) for document in documents)
    head = f"| | {' | '.join(TOPICS)} |\n|{'---|' * (len(TOPICS) + 1)}\n"
    note = (
        f"\n{len(documents)} articles with {pairs} questions and answers of their own. Facts were\n"
        f"checked up to {checked.day} {checked:%B %Y} at the latest. "
        "An article counts\nunder each of its jurisdictions and topics.\n"
    )
    return f"{head}{chr(10).join(rows)}\n{note}"


if __name__ == "__main__":
    sys.exit(main())
