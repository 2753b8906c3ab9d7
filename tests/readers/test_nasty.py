"""Files that mean harm, or were harmed: each is one line or lands, and the good ones land."""

import json
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.documents.frontmatter import LONGEST_BLOCK, MOST_VALUES
from assistant.store.index import Index
from benchmarks.lengths import UNITS
from tests.conftest import StubEmbedder, StubScorer

SIZE = 800
GOOD = "The gull tax of Orme is ten percent."
MERGES = "a: &a {x: 1}\n" + "".join(f"k{n}: {{<<: [*a, *a], y: *a}}\n" for n in range(200))
LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(20)
)

FRONTS = {
    "merges": MERGES,
    "laughs": LAUGHS,
    "published_laughs": "published: " + "[" * 500,
    "topics": "topics: [" + ", ".join(f"t{n}" for n in range(6_000)) + "]",
    "topics_lines": "topics:\n" + "".join(f"- t{n}\n" for n in range(6_000)),
    "title": "title: " + "x" * 40_000,
    "supersedes": "supersedes: [" + ", ".join(f"d{n}" for n in range(6_000)) + "]",
    "nest": "topics: " + "[" * 3_000 + "]" * 3_000,
    "keys": "".join(f"key{n}: v\n" for n in range(4_000)),
    "bad_lines": "title: A\n" + "no key here\n" * 2_000,
    "huge": "title: A\n" + "x: " + "y" * LONGEST_BLOCK,
    "integer": "published: " + "9" * 5_000,
    "bytes": "title: !!binary aGk=\n",
    "python": "title: !!python/object/apply:os.system ['true']\n",
    "null": "title: ~\ntopics: ~\n",
    "tabs": "title:\tA\n\ttopics: x\n",
    "control": 'title: "\\x1b[31m"\n',
}
BYTES = {
    "empty.md": b"",
    "spaces.md": b" \n \n",
    "nul.md": b"a\0b",
    "binary.txt": bytes(range(256)) * 20,
    "utf16_odd.txt": b"\xff\xfea",
    "utf16_lone.txt": b"\xff\xfe\x00\xd8a\x00",
    "utf8_cut.md": "The tax is 5 €".encode()[:-1],
    "bom.md": b"\xef\xbb\xbfThe tax is five.",
    "pdf.pdf": b"%PDF-1.4",
    "rtf.rtf": b"{\\rtf1}",
    "no_suffix": b"The tax is five.",
    "lines.jsonl": b"\n".join(
        [
            b"{",
            b"[" * 5_000,
            b'{"id": ' + b"9" * 6_000 + b"}",
            json.dumps({"id": "x" * 5_000, "text": "a"}).encode(),
            json.dumps({"id": "long title", "title": "t" * 5_000, "text": "a"}).encode(),
            json.dumps({"id": "e\x1b[31m", "text": "a"}).encode(),
            b'{"id": "surrogate", "text": "\\ud800"}',
            b'{"id": "infinite", "text": Infinity}',
        ]
    ),
}


def write_nasty(folder: Path) -> int:
    """Some 270 files; returns how many."""
    for name, unit in UNITS.items():
        text = (unit * (SIZE // len(unit) + 1))[:SIZE]
        stem = name.replace(" ", "_")
        (folder / f"{stem}_plain.txt").write_text(f"Title\n\n{text}\n")
        (folder / f"{stem}_marked.md").write_text(f"# Title\n\n{text}\n")
        (folder / f"{stem}_quoted.txt").write_text(f"> {text}\n")
        record = json.dumps({"id": f"{stem} record", "title": name, "text": text})
        (folder / f"{stem}.jsonl").write_text(f"{record}\n")
        (folder / f"{stem}_asked.md").write_text(f"## Q&A\n\n**Is it?**{text}\nYes it is.\n")
    for name, front in FRONTS.items():
        (folder / f"front_{name}.md").write_text(f"---\n{front}\n---\nThe tax is five percent.\n")
    for name, content in BYTES.items():
        (folder / name).write_bytes(content)
    markers = "".join(f"[^{n}]" for n in range(3_000))
    notes = "".join(f"[^{n}]: N{n} | https://example.org/{n} | trade\n" for n in range(3_000))
    (folder / "markers.md").write_text(f"The tax is five percent.{markers}\n\n{notes}")
    return sum(1 for _ in folder.iterdir())


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nasty")
    assert write_nasty(folder) >= 250
    (folder / "good.md").write_text(f"---\ntitle: Good\n---\n{GOOD}\n")
    return folder


def test_nasty_files_fail_alone_in_a_line_each(
    nasty: Path, stub: StubEmbedder, store: Path
) -> None:
    assistant = Assistant(Index(store), lambda: stub, StubScorer)
    report = assistant.ingest([nasty])

    assert all("\n" not in failure.reason for failure in report.failed)
    assert not any("fault of ours" in failure.reason for failure in report.failed)
    assert report.added + len(report.failed) >= 250
    assert GOOD in assistant.ask("How much is the gull tax of Orme?").answer
    for document in assistant.documents():
        metadata = document.metadata
        assert len(metadata.title) <= 300
        assert max(map(len, (metadata.topics, metadata.supersedes))) <= MOST_VALUES
    assert assistant.ingest([nasty]).unchanged == report.added


def test_an_unexpected_fault_is_that_documents_own(
    tmp_path: Path, stub: StubEmbedder, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.documents import ingesting

    parse = ingesting.parse

    def failing(document_id: str, *rest: object, **named: object) -> object:
        if document_id == "bad":
            raise RecursionError("too\ndeep")
        return parse(document_id, *rest, **named)

    monkeypatch.setattr(ingesting, "parse", failing)
    (tmp_path / "bad.md").write_text("One.")
    (tmp_path / "good.md").write_text("Two.")
    report = Assistant(Index(store), lambda: stub, StubScorer).ingest([tmp_path])

    assert report.added == 1
    (failure,) = report.failed
    assert "RecursionError: too deep" in failure.reason
    assert Path(failure.path).name == "bad.md"
