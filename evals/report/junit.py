"""The scored cases as JUnit XML, for the test views of CI systems."""

from pathlib import Path
from xml.etree import ElementTree

from evals.report.markup import printable
from evals.report.rows import ScoredRow, read_scored


def build(results: Path) -> str:
    """One ``testsuite`` for every suite of a results folder, one ``testcase`` for every case.

    Raises:
        OSError: ``scored.jsonl`` can't be read.
    """
    rows = read_scored(results)
    root = ElementTree.Element("testsuites", _attributes("evals", rows))
    for suite in dict.fromkeys(row.suite for row in rows):
        of_suite = [row for row in rows if row.suite == suite]
        element = ElementTree.SubElement(root, "testsuite", _attributes(suite, of_suite))
        for row in of_suite:
            _add(element, row)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _attributes(name: str, rows: list[ScoredRow]) -> dict[str, str]:
    failures = sum(not row.passed for row in rows)
    return {"name": printable(name), "tests": str(len(rows)), "failures": str(failures)}


def _add(suite: ElementTree.Element, row: ScoredRow) -> None:
    names = {"classname": printable(row.suite), "name": printable(row.id)}
    case = ElementTree.SubElement(suite, "testcase", names)
    if not row.passed:
        message = printable(_message(row))
        attributes = {"message": message, "type": printable(row.outcome)}
        # The body again: some views show only the one, some only the other.
        ElementTree.SubElement(case, "failure", attributes).text = message


def _message(row: ScoredRow) -> str:
    lines = {
        "question": row.question,
        "reference": row.reference or "none",
        "answer": row.answer or "none",
        "missing": "; ".join(row.missing) or "none",
    }
    return "\n".join(f"{name}: {text}" for name, text in lines.items())
