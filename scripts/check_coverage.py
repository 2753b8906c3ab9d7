"""Compares the briefs of ``corpus/`` with the fact sheets they were written from.

    python scripts/check_coverage.py FACTS_DIR

Every figure and name of a numbered, sourced fact must occur in its brief, and every figure and name
of a brief in its sheet. What is missing is listed, with counts; the exit code is 1 if a figure is.
Names are judged by their words, so a listed name is a place to look.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from bm25s.stopwords import STOPWORDS_EN_PLUS

from assistant.text.marks import MARKER

CORPUS = Path(__file__).parent.parent / "corpus"
_FACT = re.compile(r"^\d+\. (.*?) *\[source: .*\]$", re.MULTILINE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W\d_][\w’'&]*")
# Capitalised words that do not begin a sentence, and acronyms anywhere.
_NAME = re.compile(r"(?<![.!?:\"'“‘(\n] )(?<!^)(?<!\n)\b[A-Z][\w’']+|\b[A-Z]{2,}\b")


# Headings of the format, and words that are capitalised only where something begins.
_COMMON = {"tldr", "takeaways", *STOPWORDS_EN_PLUS}


@dataclass(frozen=True, slots=True)
class Gaps:
    """What one text lacks of another: figures and the words of names."""

    figures: tuple[str, ...]
    names: tuple[str, ...]


def main() -> int:
    """Compare every brief with its sheet and print the gaps; returns the exit code."""
    sheets = sorted(Path(sys.argv[1]).glob("*.md"))
    facts = covered = missing_figures = 0
    for sheet in sheets:
        source, brief = sheet.read_text("utf-8"), CORPUS / sheet.name
        text = _prose(brief.read_text("utf-8"))
        for fact in _FACT.findall(source):
            gaps = compare(fact, text)
            facts += 1
            covered += not gaps.figures and not gaps.names
            missing_figures += len(gaps.figures)
            _show(f"{brief.name} lacks of '{fact[:50]}…'", gaps)
        added = compare(text, source)
        missing_figures += len(added.figures)
        _show(f"{brief.name} adds", added)
    print(f"{len(sheets)} sheets; {covered} of {facts} sourced facts with all figures and names")
    return int(missing_figures > 0)


def compare(part: str, whole: str) -> Gaps:
    """The figures and names of ``part`` that ``whole`` does not hold."""
    figures = _figures(part) - _figures(whole)
    words = _words(whole)
    found = {_plain(name) for name in _NAME.findall(part)} - _COMMON
    names = {name for name in found if not _held(name, words)}
    return Gaps(tuple(sorted(figures)), tuple(sorted(names)))


def _prose(article: str) -> str:
    body = article.split("---\n", 2)[2]
    return MARKER.sub("", re.sub(r"(?m)^\[\^.*$", "", body))


def _figures(text: str) -> set[str]:
    return {found.replace(",", "").lstrip("0") or "0" for found in _NUMBER.findall(text)}


def _words(text: str) -> set[str]:
    return {_plain(word) for word in _WORD.findall(text)}


def _plain(word: str) -> str:
    return re.sub(r"[’']s?$", "", word).lower()


def _held(name: str, words: set[str]) -> bool:
    return bool({name, name.rstrip("s"), f"{name}s"} & words)


def _show(label: str, gaps: Gaps) -> None:
    for kind, found in (("figures", gaps.figures), ("names", gaps.names)):
        if found:
            print(f"{label} {kind}: {', '.join(found)}")


if __name__ == "__main__":
    sys.exit(main())
