from pathlib import Path

import pytest

from assistant.cli.main import main
from assistant.documents.linting import Finding, check
from tests.conftest import ROOT

GOOD = """---
title: A credit
kind: brief
jurisdiction: [California]
topics: [incentives]
published: 2026-07-02
as_of: 2026-07-01
status: in force
effective: 2025-07-03
---
TLDR: The credit of California pays 35%. [^1]

Key Takeaways:
- One point about the credit. [^1]
- Two points about the credit. [^1]
- Three points about the credit. [^2]

## Rates
The rate of the credit is 35%. [^1][^2]

## Not settled
- Whether the credit was extended is not known.

Q&A
How much does the credit pay?
The credit's rate is 35% of spend. [^2]

[^1]: AB 1138 | https://example.org/ab1138 | official
[^2]: Program guide | https://example.org/guide | trade
"""


def findings(folder: Path, text: str, name: str = "credit.md") -> list[Finding]:
    (folder / name).write_text(text, "utf-8")
    return check([str(folder)])


def test_a_good_brief_has_no_findings(tmp_path: Path) -> None:
    assert findings(tmp_path, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("kind: brief", "kind: blog", 3, "'blog' is not one of article, brief"),
        ("[California]", "[Mars]", 4, "'Mars' is not one of California"),
        ("[incentives]", "[money]", 5, "'money' is not one of ai"),
        ("in force", "valid", 8, "'valid' is not one of in force"),
        ("title: A credit\n", "", 1, "lacks 'title'"),
        ("status: in", "state: in", 8, "'state' is no front matter key"),
        ("as_of: 2026-07-01\n", "", 1, "lacks 'as_of'"),
        ("as_of: 2026-07-01", "as_of: 2026-07-09", 6, "published (2026-07-02) is before as_of"),
        ("2025-07-03", "1825-07-03", 9, "the year 1825 can't be right"),
        ("2025-07-03", "2025-07-03\nexpires: 2024-01-01", 10, "expires (2024-01-01) is before"),
        ("2025-07-03", "2025-07-03\nexpires: 2026-01-01", 8, "in force, but expired"),
        ("2025-07-03", "2025-07-03\nsupersedes: [old]", 10, "supersedes 'old', but there is no"),
        ("is 35%. [^1][^2]", "is 35%. [^9]", 19, "[^9] is not defined"),
        ("is 35%. [^1][^2]", "is 35%.", 19, "no source: 'The rate of the credit is 35%.'"),
        ("- One point about the credit. [^1]", "- One point.", 14, "no source: 'One point.'"),
        ("guide | trade", "guide | gossip", 29, "write 'name | URL | grade'"),
        ("Program guide | https://example.org/guide", "Program guide | ", 29, "a name and a URL"),
        ("| official\n", "| official\n[^3]: X | u | trade\n", 29, "[^3] is never used"),
        ("| official\n", "| official\n[^1]: X | u | trade\n", 29, "[^1] is defined twice"),
        ("35% of spend", "45% of spend", 26, "the body does not hold 45"),
        ("[^2]\n\n[^1]:", "[^2]\nAnd why?\n\n[^1]:", 27, "a question without an answer"),
        ("TLDR: The credit of California pays 35%. [^1]\n", "", 1, "begins with 'TLDR:'"),
        ("- Two points about the credit. [^1]\n", "", 1, "three to six points"),
        ("- Two", "- One point about the credit. [^1]\n- Two", 15, "credit.md:14 too"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    assert old in GOOD
    found = findings(tmp_path, GOOD.replace(old, new, 1))

    assert any(message in item.message and item.line == line for item in found), found
    assert all(item.path.endswith("credit.md") and item.is_error for item in found)


def test_articles_are_checked_against_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD)
    found = findings(tmp_path, GOOD, "b.md")

    assert found
    assert all("stands in" in item.message and item.path.endswith("b.md") for item in found)


def test_other_peoples_articles_are_only_warned_about(tmp_path: Path) -> None:
    head = "---\ntitle: T\nkind: article\njurisdiction: []\ntopics: [ai]\n---\n"
    found = findings(tmp_path, f"{head}Same text here.\n\nMore.\n\nSame text here, again.\n")

    assert [item.is_error for item in found] == [False]
    assert main(["check", str(tmp_path)]) == 0


def test_a_file_that_does_not_parse_is_a_finding(tmp_path: Path) -> None:
    (item,) = findings(tmp_path, "***\n")

    assert "no text" in item.message


def test_of_a_page_no_front_matter_is_asked(tmp_path: Path) -> None:
    page = tmp_path / "rules.html"
    page.write_text("<html><body><h1>Rules</h1><p>The credit pays 35 percent.</p></body></html>")
    told = [item.message for item in check([str(page)])]
    assert "states no date; give one in the file's properties, or in its text" in told
    assert not any("---" in message for message in told)


def test_front_matter_that_is_not_closed_is_a_finding(tmp_path: Path) -> None:
    assert "never closed" in findings(tmp_path, "---\ntitle: x\nText.\n")[0].message


def test_the_command_prints_places_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "credit.md").write_text(GOOD.replace("kind: brief", "kind: blog"))

    assert main(["check", str(tmp_path)]) == 2
    captured = capsys.readouterr()
    assert "credit.md:3: kind: 'blog' is not one of" in captured.out
    assert captured.err == "1 to mend, 0 to weigh\n"


def test_the_starter_library_is_in_order() -> None:
    assert [item for item in check([str(ROOT / "corpus")]) if item.is_error] == []


def test_a_document_that_is_too_long_is_a_finding(tmp_path: Path) -> None:
    (item,) = findings(tmp_path, "A word. " * 400_000)

    assert "more than 3,000,000 characters" in item.message
