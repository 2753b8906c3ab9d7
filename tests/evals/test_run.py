from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.types import Document
from evals import cases, gate
from evals.cases import ABLATED, INTACT, INVARIANCE, MASKED, PARAPHRASED
from evals.generate import TIMINGS, read_answers
from evals.run import COLUMNS, finish, read_documents, run, table, told
from tests.conftest import StubEmbedder


def test_two_runs_write_the_same_bytes(
    documents: list[Document], stub: StubEmbedder, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        scores = run(documents, stub, tmp_path / name)
        finish(tmp_path / name, scores, {}, {})

    written = {file.name for file in (tmp_path / "one").iterdir()}
    assert {"answers.jsonl", "scored.jsonl", "report.html", "junit.xml", TIMINGS} < written
    # How long it took is written, but no other file may depend on it.
    for file in written - {TIMINGS}:
        first, second = ((tmp_path / name / file).read_bytes() for name in ("one", "two"))
        assert first == second, file
    answered = read_answers(tmp_path / "one")
    suites = {case.suite for case, _ in answered}
    stored = {case.suite for case in cases.fixed_cases()}
    assert suites - {INVARIANCE} == {INTACT, MASKED, ABLATED, *stored}
    assert PARAPHRASED not in suites


def measure(value: float) -> dict[str, float]:
    return {"value": value, "low": value, "high": value, "n": 4}


@pytest.mark.parametrize(("least", "code"), [(0.5, 0), (0.6, 1)])
def test_a_missed_bound_fails_and_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], least: float, code: int
) -> None:
    for name, content in (("manifest.json", "{}"), ("scored.jsonl", "")):
        (tmp_path / name).write_text(content)
    scores = {
        "suites": {"policy": {"correct": measure(0.5)}},
        "risk_coverage": [],
        "aurc": 0.0,
        "calibration": {"ece": None, "bins": []},
    }

    assert finish(tmp_path, scores, {"policy": {"correct": {"min": least}}}, {}) == code
    missed = "policy correct: 0.500 is 0.100 under 0.6"
    assert (missed in capsys.readouterr().err) == bool(code)
    assert (missed in (tmp_path / "report.html").read_text("utf-8")) == bool(code)


def test_the_table_has_a_column_a_suite() -> None:
    suites: gate.Suites = {
        "own-qa/intact": {"mrr": measure(1)},
        "policy": {"ece": measure(0.25), "mrr": measure(0.5)},
    }

    assert [line.split() for line in table(suites).splitlines()] == [
        ["intact", "policy"],
        ["mrr", "1.000", "0.500"],
        ["ece", "0.250"],
    ]


def test_many_suites_stand_in_several_tables() -> None:
    suites = {f"shape/{number}": {"mrr": measure(1)} for number in range(COLUMNS + 1)}

    first, second = table(suites).split("\n\n")
    assert len(first.splitlines()) == len(second.splitlines()) == 2
    assert second.split()[0] == f"shape/{COLUMNS}"
    assert max(map(len, first.splitlines())) < 150


def test_the_separation_of_right_and_wrong_is_told() -> None:
    assert told({"value": 0.8125, "n": 40}) == "right_auroc over all suites: 0.812 (40 answered)"
    assert told(None).endswith("not measured")


def test_a_bad_file_of_the_library_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")

    with pytest.raises(InputError, match=r"empty\.md: "):
        read_documents(str(tmp_path))
