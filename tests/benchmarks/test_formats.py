"""Files of each format are made, read and ingested, by a clock that is set."""

from itertools import count
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.readers.formats import SUFFIXES, Format
from assistant.readers.sources import gather
from benchmarks import files, formats
from benchmarks.files import Part
from benchmarks.formats import Reading, measure, table
from tests.conftest import StubEmbedder

ARTICLE = """TLDR: The Orme credit is 25 percent. [^1]

## The rate {of it}
The film credit of Orme pays 25 % – of “what” is spent. [^1]

A second paragraph of it says that the cap is €10 million.
"""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "orme.md").write_text(ARTICLE, "utf-8")
    return folder


def test_files_are_the_same_each_time_and_say_the_same_in_each_format(
    corpus: Path, tmp_path: Path
) -> None:
    parts = files.parts_of(corpus)
    assert parts[1].title == "The rate {of it}"
    folders = files.write(tmp_path / "one", parts, 1)
    files.write(tmp_path / "two", parts, 1)

    said = {}
    for suffix, folder in folders.items():
        (file,) = folder.iterdir()
        again = tmp_path / "two" / folder.name / file.name
        # Word files hold the time at which they were made.
        assert suffix in (".docx", ".pdf") or file.read_bytes() == again.read_bytes()
        gathered = gather([str(folder)])
        assert gathered.failures == ()
        said[suffix] = [
            word for source in gathered.sources for word in source.text.split() if word != "##"
        ]
    words = said.pop(".txt")
    assert len(words) >= files.WORDS
    lines = said.pop(".jsonl")
    assert all(found == words for found in said.values()), [*said]
    assert set(lines) <= set(words)


def test_the_formats_of_a_folder_are_read_and_its_pdfs_ingested(
    corpus: Path, tmp_path: Path, stub: StubEmbedder
) -> None:
    clock = count().__next__
    found = list(measure(None, corpus, stub, 1, clock))

    assert {reading.format for reading in found} == set(Format)
    assert {reading.files for reading in found} == {1}
    assert all(reading.seconds == 1 for reading in found)
    assert {reading.format for reading in found if reading.ingest} == {Format.PDF}
    (pdf,) = (reading for reading in found if reading.format is Format.PDF)
    assert 0 < pdf.embedding < pdf.ingest
    assert pdf.pages >= 1

    own = list(measure(corpus, corpus, stub, 1, clock))
    assert [(one.format, one.files) for one in own] == [(Format.MARKDOWN, 1)]
    assert own[0].pages < 1


@pytest.mark.parametrize("is_own", [True, False])
def test_a_folder_without_documents_is_refused(
    tmp_path: Path, stub: StubEmbedder, is_own: bool
) -> None:
    with pytest.raises(InputError, match="holds no"):
        list(measure(tmp_path if is_own else None, tmp_path, stub))


def test_the_table_tells_pages_a_second_and_the_share_of_embedding() -> None:
    rows = table(iter([Reading(Format.PDF, 2, 100, 4, 50, 40), Reading(Format.RTF, 1, 10, 0.5)]))

    assert rows.splitlines()[2:] == [
        "| PDF | 2 | 100 | 4.00 | 25 | 50.0 | 80% |",
        "| RTF | 1 | 10 | 0.50 | 20 |  |  |",
    ]


def test_every_format_is_made() -> None:
    made = {SUFFIXES[suffix] for suffix in files._WRITERS}
    assert made == set(Format)
    assert formats.PAGES % files.PAGES_A_FILE == 0
    assert Part("A title", ("One two.",)).words == 4
