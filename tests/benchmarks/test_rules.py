import re
from pathlib import Path

import pytest

from assistant.answers import undecided
from assistant.errors import InputError
from benchmarks import rules
from benchmarks.alternatives import alternatives
from tests.conftest import StubEmbedder


@pytest.mark.parametrize(
    ("source", "without"),
    [
        ("a|b", ["b", "a"]),
        ("x(?:a|b|c)y", ["x(?:b|c)y", "x(?:a|c)y", "x(?:a|b)y"]),
        ("(?P<n>a|b)", ["(?P<n>b)", "(?P<n>a)"]),
        ("(?i:a|b)", ["(?i:b)", "(?i:a)"]),
        ("(a|b)", ["(b)", "(a)"]),
        ("(?<!a|b)c", ["(?<!b)c", "(?<!a)c"]),
        (r"[|(]\|\(", []),
        ("(?:a(?:b|c)|d)", ["(?:a(?:c)|d)", "(?:a(?:b)|d)", "(?:d)", "(?:a(?:b|c))"]),
    ],
)
def test_each_alternative_is_taken_out_alone(source: str, without: list[str]) -> None:
    assert [rest for _, rest in alternatives(source)] == without


def test_a_rule_is_replaced_everywhere_while_it_is_tried() -> None:
    held = undecided._UNSETTLED

    with rules.replaced(held, re.compile("never")):
        assert undecided._UNSETTLED.pattern == "never"
    assert undecided._UNSETTLED is held


def test_what_nothing_needs_is_told_from_what_something_needs(
    stub: StubEmbedder, tmp_path: Path
) -> None:
    from assistant.assistant import Assistant
    from assistant.retrieval.library import Library
    from assistant.store.index import Index

    (tmp_path / "a.md").write_text("# Iowa\n\nThe rate is 9 per cent in May 2026.", "utf-8")
    index = Index(tmp_path / "store")
    Assistant(index, lambda: stub).ingest([tmp_path / "a.md"])
    evidence = rules.Evidence(
        (("Who won the suit?", ()),), ("It was pending.",), (), Library(index.snapshot())
    )

    found = {(item.rule.name, item.alternative): item for item in rules.absences(evidence)}
    assert found["_ASKS_OUTCOME", "who won"].questions == 1
    assert found["_ASKS_OUTCOME", "verdict"].questions == 0
    assert found["_UNSETTLED", "pending"].texts == 1
    assert found["_UNSETTLED", "preliminary approval"].texts == 0
    last = rules.table(list(found.values())).splitlines()[-1]
    assert re.fullmatch(r"\d+ of \d+ alternatives change nothing", last)


def test_a_file_that_is_no_json_lines_is_named(tmp_path: Path, stub: StubEmbedder) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("no", "utf-8")

    with pytest.raises(InputError, match=r"bad\.jsonl: is not JSON lines"):
        list(rules._read(bad))
