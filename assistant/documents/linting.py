"""Checks articles before they join a library: what is wrong, where, and what to do.

An error keeps an article out of the library's good order; a warning is for its author to weigh.
Articles of other people (``kind: article``) need no footnotes and may repeat themselves.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.documents.chunks import chunk_document
from assistant.documents.coverage import coverage
from assistant.documents.footnotes import FOOTNOTE
from assistant.documents.frontmatter import read_front_matter
from assistant.documents.ingesting import parse_source
from assistant.documents.lines import CONTENTS
from assistant.documents.pages import NUMBER, PAGE
from assistant.errors import InputError
from assistant.readers.files import RawSource
from assistant.readers.sources import gather
from assistant.text.marks import MARKER, as_shown
from assistant.types import GRADES, Document, LeftOut, Metadata, Role, Section, Sentence

KINDS = ("article", "brief", "statute", "agreement", "guidance", "ruling", "report")
STATUSES = ("in force", "pending", "expired", "superseded", "historical")
TOPICS = ("ai", "incentives", "labor")
JURISDICTIONS = (
    "California",
    "Los Angeles",
    "New York",
    "Georgia",
    "New Mexico",
    "Louisiana",
    "New Jersey",
    "Texas",
    "Illinois",
    "Tennessee",
    "United States",
    "Canada",
    "British Columbia",
    "United Kingdom",
    "Ireland",
    "European Union",
    "Australia",
    "International",
)

_YEARS = range(1900, 2101)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_TAKEAWAYS = range(3, 7)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend. ``line`` counts from 1; ``is_error`` is false for a warning."""

    path: str
    line: int
    message: str
    is_error: bool = True


class Report(Protocol):
    """Takes the offset of what is wrong and what to do about it."""

    def __call__(self, offset: int, message: str, *, is_error: bool = True) -> None:
        """Note a finding."""
        ...


def check(paths: Sequence[str]) -> list[Finding]:
    """Check the articles under ``paths`` one by one and against each other.

    ``supersedes`` and repeated sentences are judged among the articles given.
    """
    gathered = gather(paths)
    findings = [Finding(failure.path, 1, failure.reason) for failure in gathered.failures]
    documents: list[tuple[RawSource, Document]] = []
    for source in gathered.sources:
        try:
            documents.append((source, parse_source(source)))
        except InputError as error:
            findings.append(Finding(source.origin, 1, str(error)))
    for source, document in documents:
        findings += _check_one(source, document, gathered.ids)
    findings += _repeats(documents)
    return sorted(findings, key=lambda finding: (finding.path, finding.line, finding.message))


def _check_one(source: RawSource, document: Document, ids: frozenset[str]) -> list[Finding]:
    findings: list[Finding] = []
    ends = _line_ends(document.text)

    def report(offset: int, message: str, *, is_error: bool = True) -> None:
        line = bisect_left(ends, offset) + 1
        findings.append(Finding(source.origin, line, message, is_error))

    if source.title is None:
        _check_front_matter(document, ids, report)
    _check_footnotes(document, report)
    if document.metadata.kind == "article":
        if not any(sentence.sources for sentence in _claims(document)):
            message = "no sentence names its source; add footnotes if you know them"
            report(0, message, is_error=False)
    else:
        _check_sourcing(document, report)
        _check_shape(document, report)
    _check_pairs(document, report)
    _check_coverage(document, report)
    return findings


def _check_front_matter(document: Document, ids: frozenset[str], report: Report) -> None:
    front = read_front_matter(document.text)
    values, body = front.metadata, front.body
    for warning in front.warnings:
        report(0, warning)
    if document.layout is not None:
        _check_stated(document.metadata, report)
        return
    if not body:
        message = "no front matter, so no date and place; to give them, begin with a --- block"
        report(0, message, is_error=False)
        return
    present = _keys(document.text[:body])
    lists: list[tuple[str, Iterable[str], Sequence[str]]] = [
        ("kind", [values.kind], KINDS),
        ("jurisdiction", values.jurisdiction, JURISDICTIONS),
        ("topics", values.topics, TOPICS),
        ("status", filter(None, [values.status]), STATUSES),
    ]
    for key, given, allowed in lists:
        for value in given:
            if value not in allowed:
                report(present.get(key, 0), f"{key}: '{value}' is not one of {', '.join(allowed)}")
    for key in ("title", "kind", "jurisdiction", "topics"):
        if key not in present:
            report(0, f"front matter lacks '{key}'; add it")
    for key in present:
        if key not in Metadata.__slots__:
            report(present.get(key, 0), f"'{key}' is no front matter key; remove or correct it")
    for target in values.supersedes:
        if target not in ids:
            report(present["supersedes"], f"supersedes '{target}', but there is no such article")
    _check_dates(document, present, report)


def _check_stated(values: Metadata, report: Report) -> None:
    """What a PDF, a Word file, a page or RTF lacks: no front matter can be written into these."""
    if not (values.published or values.as_of):
        message = "states no date; give one in the file's properties, or in its text"
        report(0, message, is_error=False)


def _check_dates(document: Document, present: Mapping[str, int], report: Report) -> None:
    values = document.metadata
    if values.kind != "article" and values.as_of is None:
        report(0, "front matter lacks 'as_of'; say up to when the facts were checked")
    for key in ("published", "as_of", "effective", "expires"):
        value: date | None = getattr(values, key)
        if value and value.year not in _YEARS:
            report(present.get(key, 0), f"{key}: the year {value.year} can't be right")
    orders = [("as_of", "published"), ("effective", "expires")]
    for early, late in orders:
        first, second = getattr(values, early), getattr(values, late)
        if first and second and first > second:
            report(
                present.get(late, 0), f"{late} ({second}) is before {early} ({first}); correct one"
            )
    expired = values.as_of and values.expires and values.expires < values.as_of
    if expired and values.status == "in force":
        report(present.get("status", 0), f"in force, but expired on {values.expires}; correct one")


def _check_footnotes(document: Document, report: Report) -> None:
    text = document.text
    defined: dict[str, int] = {}
    for found in re.finditer(rf"(?m)^{FOOTNOTE.pattern}", text):
        label, start = found[1], found.start()
        if label in defined:
            report(start, f"footnote [^{label}] is defined twice; rename one")
        defined[label] = start
        name, url, grade = (*(part.strip() for part in found[2].split("|")), "", "", "")[:3]
        if grade not in GRADES:
            report(start, f"footnote [^{label}]: write 'name | URL | grade', {'/'.join(GRADES)}")
        elif not name or not (url or grade == GRADES[-1]):
            report(start, f"footnote [^{label}] needs a name and a URL")
    used = {
        found[1]: found.start()
        for found in MARKER.finditer(text)
        if defined.get(found[1]) != found.start()
    }
    for label in used.keys() - defined.keys():
        report(used[label], f"footnote [^{label}] is not defined; add '[^{label}]: …' at the end")
    for label in defined.keys() - used.keys():
        report(defined[label], f"footnote [^{label}] is never used; cite it or remove it")


def _check_sourcing(document: Document, report: Report) -> None:
    for sentence in _claims(document):
        if not sentence.sources:
            report(
                sentence.start,
                f"no source: '{_short(as_shown(sentence.text))}'; add a footnote after it",
            )


def _check_shape(document: Document, report: Report) -> None:
    roles = {section.role: section for section in document.sections}
    if Role.SUMMARY not in roles:
        report(0, "no summary; add a paragraph that begins with 'TLDR:'")
    takeaways = roles.get(Role.TAKEAWAYS)
    if takeaways is None or len(takeaways.blocks) not in _TAKEAWAYS:
        report(0, "write three to six points under 'Key Takeaways:'")
    if not document.pairs:
        report(0, "no questions; add a 'Q&A' section with questions and answers")


def _check_pairs(document: Document, report: Report) -> None:
    body = [section for section in document.sections if section.role is not Role.QUESTIONS]
    known = _numbers(" ".join(sentence.text for sentence in _sentences(body)))
    for pair in document.pairs:
        text = " ".join(sentence.text for sentence in pair.answer)
        if document.metadata.kind != "article" and (new := sorted(_numbers(text) - known)):
            report(
                pair.answer[0].start,
                f"the body does not hold {', '.join(new)}; an answer may not add figures",
            )
    for offset in _unanswered(document):
        report(offset, "a question without an answer; write it on the next line")


def _check_coverage(document: Document, report: Report) -> None:
    """Name what is left out; the lines of pages, which may be hundreds, once for all."""
    by_reason: dict[str, list[LeftOut]] = {}
    for item in coverage(document, chunk_document(document)).left_out:
        by_reason.setdefault(item.reason, []).append(item)
    for reason, items in by_reason.items():
        listed = items[:1] if reason in (PAGE, NUMBER, CONTENTS) else items
        for item in listed:
            words = _short(" ".join(document.text[item.start : item.end].split()))
            others = f" and {len(items) - 1} more" if len(listed) < len(items) else ""
            report(item.start, f"left out: '{words}'{others} ({reason})", is_error=False)


def _unanswered(document: Document) -> Iterator[int]:
    """The offsets of lines in the Q&A section that look like questions but are no pair's."""
    if not document.pairs:
        return
    asked = {pair.question.end for pair in document.pairs}
    begin = document.pairs[0].question.start
    for found in re.finditer(r"\?[*_ \t]*\r?$", document.text[begin:], re.MULTILINE):
        if begin + found.start() + 1 not in asked:
            yield begin + found.start()


def _repeats(documents: Sequence[tuple[RawSource, Document]]) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for source, document in documents:
        ends = _line_ends(document.text)
        for start, words in sorted(_statements(document)):
            wording = re.sub(r"\W+", " ", words).strip().casefold()
            line = bisect_left(ends, start) + 1
            if wording in seen:
                message = f"'{_short(words)}' stands in {seen[wording]} too; reword one"
                is_error = document.metadata.kind != "article"
                yield Finding(source.origin, line, message, is_error)
            seen.setdefault(wording, f"{source.origin}:{line}")


def _statements(document: Document) -> Iterator[tuple[int, str]]:
    """Where each sentence and question begins, and its words."""
    for span in (*_sentences(document.sections), *(pair.question for pair in document.pairs)):
        yield span.start, as_shown(span.text)


def _line_ends(text: str) -> list[int]:
    return [found.start() for found in re.finditer("\n", text)]


def _claims(document: Document) -> Iterator[Sentence]:
    """The sentences that state something, and so need a source."""
    return _sentences(section for section in document.sections if section.role is not Role.OPEN)


def _sentences(sections: Iterable[Section]) -> Iterator[Sentence]:
    return (s for section in sections for block in section.blocks for s in block.sentences)


def _numbers(text: str) -> set[str]:
    return {found.replace(",", "") for found in _NUMBER.findall(text)}


def _keys(front_matter: str) -> dict[str, int]:
    """The keys of the front matter and where their lines begin."""
    return {found[1]: found.start() for found in re.finditer(r"(?m)^(\w+)\s*:", front_matter)}


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}…"
