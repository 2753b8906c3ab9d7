"""The command as another program drives it: arguments, streams, exit codes, JSON."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.cli import batches
from assistant.cli.main import main
from assistant.questions.conversation import LONGEST_QUESTION
from assistant.settings import Settings
from assistant.store.index import Index
from tests.conftest import ROOT, StubEmbedder, StubScorer

Run = Callable[..., tuple[int, str, str]]

ANSWER_KEYS = {
    "id", "question", "searched", "answer", "abstained", "open", "confidence", "citations",
    "related", "as_of", "notes", "hits", "mode", "parts", "table", "choices", "sentences",
    "withheld", "corpus", "version",
}  # fmt: skip


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    stub: StubEmbedder,
    store: Path,
) -> Run:
    """Runs the command in this process, with the stub model; gives code, stdout and stderr."""

    def open_with_stub(path: str | None, _settings: Settings) -> Assistant:
        return Assistant(Index(Path(path) if path else store), lambda: stub, StubScorer)

    monkeypatch.setattr(Assistant, "open", open_with_stub)

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        capfd.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "credit.md").write_text(
        "---\ntitle: Credit\nkind: brief\ntopics: [incentives]\npublished: 2026-01-02\n---\n"
        "The credit pays thirty percent.\n\nQ&A\nWho may sell?\nOnly independents may sell.\n"
    )
    (folder / "guild.txt").write_text("The guild contract runs until May.")
    (folder / "README.md").write_text("Not a document.")
    (folder / "notes.yaml").write_text("not: a document")
    return folder


def one_line(text: str) -> bool:
    return text.count("\n") == 1 and "Traceback" not in text


def test_ingest_reports_what_it_did(run: Run, files: Path) -> None:
    code, out, _ = run("ingest", files, "--json")
    report = json.loads(out)

    assert code == 0
    assert set(report) == {
        "added", "updated", "unchanged", "removed", "failed", "seconds", "documents", "skipped",
        "passed_over",
    }  # fmt: skip
    assert (report["added"], report["failed"]) == (2, [])
    assert json.loads(run("ingest", files, "--json")[1])["unchanged"] == 2
    assert run("ingest", files)[1].startswith(
        "added 0, updated 0, unchanged 2, removed 0, failed 0"
    )


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("latin.md", b"caf\xe9 \x81", "is neither UTF-8 (byte 3) nor Windows-1252"),
        ("empty.md", b"", "is empty"),
        ("blank.txt", b" \n\n", "is empty"),
        ("binary.txt", b"a\0b", "NUL"),
        ("picture.png", b"\x89PNG", "is a picture (PNG)"),
        ("lines.jsonl", b'{"id": "x", "text": "Good line."}\n{"id": 1.5}\n', 'needs a string "id"'),
    ],
)
def test_a_bad_file_is_one_line_and_the_good_ones_land(
    run: Run, files: Path, name: str, content: bytes, reason: str
) -> None:
    (files / name).write_bytes(content)

    code, out, err = run("ingest", files, "--json")
    report = json.loads(out)
    assert code == 2
    assert report["added"] >= 2
    assert name in report["failed"][0]["path"]
    assert reason in report["failed"][0]["reason"]
    assert one_line(err)
    assert reason in err


def test_a_bad_jsonl_line_is_named_by_its_number(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "c.jsonl"
    file.write_text(
        '{"id": "1", "text": "One."}\n\n{"id": "2", "text": \n{"id":"3","text":"\\ud800"}'
    )

    code, _, err = run("ingest", file)
    assert code == 2
    assert f"{file}:3: is not JSON" in err
    assert f"{file}:4:" in err
    assert run("documents", "1", "--text")[1] == "One."


@pytest.mark.parametrize(
    "arguments",
    [
        ("ingest", "nowhere.md"),
        ("ingest", ""),
        ("ask", "film \udcff"),
        ("documents", "\udcff"),
        ("documents", "x", "--text", "--json"),
        ("ingest", "ftp://example.org/page"),
        ("ask",),
        ("ask", ""),
        ("ask", "question"),
        ("search", "query"),
        ("search", "query", "-k", "0"),
        ("search", "query", "-k", "x"),
        ("search", "query", "-k", "9" * 5000),
        ("search", "query", "--by", "page"),
        ("ask", "q", "--history", "nowhere.json"),
        ("ask", "--batch", "nowhere.jsonl", "--out", "out.jsonl"),
        ("ask", "--batch", "nowhere.jsonl"),
        ("ask", "q", "--since", "soon"),
        ("ask", "q", "--out", "out.jsonl"),
        ("search", "q", "--out", "out.jsonl"),
        ("documents",),
        ("documents", "id", "--text"),
        ("remove", "id"),
        ("rebuild",),
        ("frobnicate",),
        (),
        ("ask", "--frobnicate"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run(*arguments)

    assert (code, out) == (2, "") or arguments[:1] == ("ingest",)
    assert code == 2
    assert one_line(err)


def test_an_answer_has_the_contracts_shape(run: Run, files: Path) -> None:
    run("ingest", files)

    code, out, err = run("ask", "What percent does the credit pay?", "--json")
    answer = json.loads(out)
    assert (code, err) == (0, "")
    assert set(answer) == ANSWER_KEYS
    assert answer["mode"] == "quote"
    assert answer["abstained"] is False
    assert set(answer["citations"][0]) == {
        "n", "document_id", "title", "section", "start", "end", "quote", "sources",
        "path", "lead", "shown", "reads", "origin",
    }  # fmt: skip
    assert set(answer["hits"][0]) == {"document_id", "chunk_id", "score"}


def test_an_abstention_is_a_valid_answer(run: Run, files: Path) -> None:
    run("ingest", files)

    code, out, _ = run("ask", "Who in Hungary signed the guild contract?", "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["abstained"] is True
    assert set(answer["related"][0]) == {
        "document_id", "title", "section", "start", "end", "quote", "sources",
        "path", "lead", "shown", "reads", "origin",
    }  # fmt: skip
    assert "The sources don't answer this." in run("ask", "Penguins?")[1]


def test_history_is_taken_from_a_file(run: Run, files: Path, tmp_path: Path) -> None:
    run("ingest", files)
    history = tmp_path / "h.json"
    history.write_text(json.dumps([{"role": "user", "content": "What does the credit pay?"}]))

    answer = json.loads(run("ask", "And in percent?", "--history", history, "--json")[1])
    assert answer["searched"] == "And in percent? (What does the credit pay)"
    assert answer["question"] == "And in percent?"
    history.write_text("{}")
    code, _, err = run("ask", "And?", "--history", history)
    assert code == 2
    assert one_line(err)


def test_a_file_without_end_is_refused(
    run: Run, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "LARGEST_INPUT", 1_000_000)
    run("ingest", files)

    code, _, err = run("ask", "And?", "--history", "/dev/zero")
    assert (code, one_line(err)) == (2, True)
    assert "larger than 1 MB" in err


def test_a_long_conversation_costs_no_more_than_its_end(
    run: Run, files: Path, tmp_path: Path
) -> None:
    run("ingest", files)
    history = tmp_path / "h.json"
    turns = [{"role": "user", "content": "What does the credit pay?" + " word" * 100_000}] * 60
    history.write_text(json.dumps(turns))

    answer = json.loads(run("ask", "And in percent?", "--history", history, "--json")[1])
    assert len(answer["searched"]) <= LONGEST_QUESTION + len("And in percent? ()")


def test_a_batch_of_questions(run: Run, files: Path, tmp_path: Path) -> None:
    run("ingest", files)
    batch, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    rows: list[dict[str, Any]] = [
        {"id": "a", "question": "What percent does the credit pay?"},
        {"id": 7, "text": "Penguins?", "history": []},
        {"id": "c", "text": "And sell?", "history": [{"role": "user", "text": "Who may sell?"}]},
    ]
    batch.write_text("".join(json.dumps(row) + "\n" for row in rows))

    assert run("ask", "--batch", batch, "--out", out)[0] == 0
    answers = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 7, "c"]
    assert [answer["abstained"] for answer in answers] == [False, True, False]
    assert answers[2]["searched"] == "And sell? (Who may sell)"


def test_a_batch_of_searches(run: Run, files: Path, tmp_path: Path) -> None:
    run("ingest", files)
    batch, out = tmp_path / "q.jsonl", tmp_path / "run.jsonl"
    batch.write_text('{"id": "a", "text": "credit"}\n')

    assert run("search", "--batch", batch, "--out", out, "-k", "2")[0] == 0
    (row,) = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert set(row) == {"id", "hits"}
    assert len(row["hits"]) == 2

    run("search", "--batch", batch, "--out", out, "--by", "document")
    (row,) = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert sorted(hit["document_id"] for hit in row["hits"]) == ["credit", "guild"]


def test_a_bad_batch_line_is_named_and_nothing_is_written(
    run: Run, files: Path, tmp_path: Path
) -> None:
    run("ingest", files)
    batch, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    batch.write_text('{"id": "a", "question": "Who?"}\n{"id": "b"}\nnot json\n')

    code, _, err = run("ask", "--batch", batch, "--out", out)
    assert code == 2
    assert "line 2" in err
    assert "line 3" in err
    assert not out.exists()
    assert run("ask", "--batch", batch, "--out", tmp_path / "no" / "a.jsonl")[0] == 2


def test_a_batch_writes_through_a_link_and_only_to_ordinary_files(
    run: Run, files: Path, tmp_path: Path
) -> None:
    run("ingest", files)
    batch, real, link, pipe = (tmp_path / name for name in ("q.jsonl", "real", "link", "pipe"))
    batch.write_text('{"id": "a", "text": "credit"}\n')
    real.touch()
    link.symlink_to(real)
    os.mkfifo(pipe)

    assert run("search", "--batch", batch, "--out", link)[0] == 0
    assert link.is_symlink()
    assert json.loads(real.read_text("utf-8"))["id"] == "a"
    assert run("search", "--batch", batch, "--out", pipe)[0] == 2
    assert pipe.is_fifo()


@pytest.mark.parametrize(
    "line",
    ['{"id": "a", "text": "\\ud800"}', '{"id": NaN, "text": "x"}', '{"id": ' + "9" * 5000 + "}",
     '{"id": "a", "text": "' + "x" * 20000 + '"}'],
)  # fmt: skip
def test_an_unreadable_batch_line_is_a_fault_of_its_own(
    run: Run, files: Path, tmp_path: Path, line: str
) -> None:
    run("ingest", files)
    (tmp_path / "q.jsonl").write_text(line)

    code, _, err = run("ask", "--batch", tmp_path / "q.jsonl", "--out", tmp_path / "o.jsonl")
    assert code == 2
    assert one_line(err)


def test_one_file_under_two_spellings_is_one_document(run: Run, files: Path) -> None:
    code, out, _ = run("ingest", files, files / ".." / "files" / "guild.txt", "--json")

    assert code == 0
    assert json.loads(out)["added"] == 2


def test_odd_sources_fail_alone(run: Run, files: Path) -> None:
    (files / "huge.jsonl").write_text(
        '{"id": ' + "9" * 5000 + ', "text": "x"}\n{"id": "k", "text": "Fine."}'
    )
    (files / "bad\nname.md").write_text("Text.")

    code, out, _ = run("ingest", files, "--json")
    assert code == 2
    assert json.loads(out)["added"] == 3
    assert len(json.loads(out)["failed"]) == 2


def test_search_prints_one_object(run: Run, files: Path) -> None:
    run("ingest", files)

    found = json.loads(run("search", "credit", "-k", "1", "--json")[1])
    assert set(found) == {"searched", "hits"}
    assert found["hits"][0]["document_id"] == "credit"
    first, quote = run("search", "credit", "-k", "1")[1].splitlines()
    assert first == f"1. credit ({found['hits'][0]['score']:.3f})"
    assert quote == "   The credit pays thirty percent."


def test_filters_narrow_a_search(run: Run, files: Path) -> None:
    run("ingest", files)

    def found(*options: str) -> set[str]:
        hits = json.loads(run("search", "may", *options, "--json")[1])["hits"]
        return {hit["document_id"] for hit in hits}

    assert found() == {"credit", "guild"}
    assert found("--kind", "brief") == {"credit"}
    assert found("--topic", "labor") == set()
    assert found("--since", "2026-01-02") == {"credit"}
    assert found("--since", "2026-01-03") == set()


def test_documents_are_listed_printed_and_removed(run: Run, files: Path) -> None:
    run("ingest", files)

    listed = json.loads(run("documents", "--json")[1])["documents"]
    assert [document["id"] for document in listed] == ["credit", "guild"]
    assert listed[0] == {
        "id": "credit", "title": "Credit", "kind": "brief", "jurisdiction": [],
        "topics": ["incentives"], "published": "2026-01-02", "as_of": None, "status": "",
        "language": "en", "passages": 2, "questions": 1, "also": [],
    }  # fmt: skip
    assert run("documents", "credit", "--text")[1] == (files / "credit.md").read_text("utf-8")
    assert run("remove", "credit")[0] == 0
    assert [d["id"] for d in json.loads(run("documents", "--json")[1])["documents"]] == ["guild"]


def test_the_exact_bytes_come_back(run: Run, tmp_path: Path) -> None:
    content = "\ufeff# T\r\n\r\nOne – two\u2028 three 🎬.\r\n".encode()
    (tmp_path / "odd.md").write_bytes(content)
    run("ingest", tmp_path / "odd.md")

    assert run("documents", "odd", "--text")[1].encode() == content


def test_the_installed_command_runs(tmp_path: Path) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("assistant"), "documents", "--store", tmp_path / "none"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert one_line(done.stderr)


def test_an_explained_answer_shows_what_it_was_chosen_by(run: Run, files: Path) -> None:
    run("ingest", files)
    question = "What percent does the credit pay?"

    code, out, _ = run("ask", question, "--explain")
    assert code == 0
    assert "it answers from 0." in out
    assert "* 0." in out
    assert "learned +" in out

    answer = json.loads(run("ask", question, "--explain", "--json")[1])
    assert set(answer) == ANSWER_KEYS | {"explanation"}
    best = answer["explanation"]["considered"][0]
    assert best["text"] == "The credit pays thirty percent."
    assert best["used"]
    assert best["features"]["coverage"] > 0.5
    assert set(best["contributions"]) == set(best["features"])
