import json
from pathlib import Path

from evals.report.rows import in_order, read_scored
from tests.evals.report.results import case, write


def test_line_separators_in_a_text_do_not_split_a_case(tmp_path: Path) -> None:
    write(tmp_path)
    line = json.dumps(case("policy", "a\u2028b\x85c"), ensure_ascii=False)
    (tmp_path / "scored.jsonl").write_text(line + "\n", encoding="utf-8")

    assert [row.id for row in read_scored(tmp_path)] == ["a\u2028b\x85c"]


def test_suites_of_others_come_last_by_name() -> None:
    assert in_order(["zoo", "policy", "ant", "own-qa/intact"]) == [
        "own-qa/intact",
        "policy",
        "ant",
        "zoo",
    ]
