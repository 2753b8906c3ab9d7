"""More than a thousand files that mean harm, were harmed, or are not what their names say.

None of them crashes or hangs a reader, each that is refused is told in a line, and those that can
be read are.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.documents.ingesting import parse_source
from assistant.errors import InputError
from assistant.readers.files import FileReader
from assistant.readers.sandbox import Sandbox
from assistant.settings import FileLimits
from assistant.store.index import Index
from tests.conftest import StubEmbedder, StubScorer
from tests.readers import nasty
from tests.readers.nasty import Nasty

LIMITS = FileLimits(seconds=8, memory=1_500)
LONGEST_LINE = 400
LATE = "takes more than"
LARGE = 200_000
"""Bytes of a file that a slow machine may give up: what is read of it elsewhere."""

GOOD = ("auk", "petrel", "zebra-finch")
"""Documents among the nasty ones: no file and no line of these has such an id."""

SMALL = 20_000
"""Bytes of a file among those that are ingested together."""

KINDS = ("pdf", "docx", "html", "xhtml", "rtf", "md", "txt", "jsonl")


@pytest.fixture(scope="module")
def reader() -> Iterator[FileReader]:
    with Sandbox(LIMITS) as sandbox:
        yield FileReader(sandbox)


@pytest.mark.parametrize("kind", KINDS)
def test_each_is_read_or_told_in_a_line(kind: str, reader: FileReader, tmp_path: Path) -> None:
    complaints: list[str] = []
    for file in nasty.files():
        if file.name.startswith(f"{kind}_"):
            path = tmp_path / file.name
            path.write_bytes(file.data)
            complaints += [f"{file.name}: {said}" for said in _complaints(file, path, reader)]
            path.unlink()
    assert complaints == []


def _complaints(file: Nasty, path: Path, reader: FileReader) -> Iterator[str]:
    """What is not as it should be of what became of a file."""
    sources, failures = reader.read(path)
    reasons = [failure.reason for failure in failures]
    warnings = [warning for source in sources for warning in source.warnings]
    texts: list[str] = []
    for source in sources:
        try:
            document = parse_source(source)
        except InputError as error:
            reasons.append(str(error))
        else:
            texts.append(document.text)
            warnings += document.warnings
    text = " ".join("\n".join(texts).split())
    is_late = len(file.data) > LARGE and any(LATE in reason for reason in reasons)
    yield from (f"{said!r} is in its text" for said in nasty.NEVER if said in text)
    yield from (f"{r!r} is no line" for r in reasons if "\n" in r or len(r) > LONGEST_LINE)
    if not texts and not reasons:
        yield "nothing became of it"
    if file.becomes == nasty.READ and nasty.SENTENCE not in text and not is_late:
        yield f"was not read: {reasons}"
    if file.becomes == nasty.REFUSED and texts and path.suffix != ".jsonl":
        yield f"was read: {text[:60]}"
    told = reasons if file.becomes == nasty.REFUSED else warnings if texts else reasons
    is_told = file.becomes != nasty.EITHER or not texts
    if file.says and is_told and not is_late and not _says(file.says, told):
        yield f"is told as {told}"


def _says(pattern: str, told: list[str]) -> bool:
    return any(re.search(pattern, said.lower()) for said in told)


def test_the_good_ones_beside_them_land(tmp_path: Path, store: Path, stub: StubEmbedder) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    for at, file in enumerate(nasty.files()):
        # Some of each format: what a bomb takes down would take down those behind it.
        if at % 60 == 0 and len(file.data) < SMALL:
            (folder / file.name).write_bytes(file.data)
    for name in GOOD:
        (folder / f"{name}.md").write_text(f"The {name} levy of Orme is ten percent.")
    assistant = Assistant(Index(store), lambda: stub, StubScorer, limits=LIMITS)
    report = assistant.ingest([folder])

    held = {item.id for item in assistant.documents()}
    assert held >= set(GOOD)
    assert all("\n" not in failure.reason for failure in report.failed)
    assert assistant.ask("What is the petrel levy of Orme in percent?").citations
