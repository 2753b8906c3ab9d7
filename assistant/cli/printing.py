"""What the command prints: answers for people, JSON for programs, remarks on standard error."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from assistant.assistant import Assistant
from assistant.cli.terminal import complain
from assistant.results import Answer, IngestReport, Outcome, Usage
from assistant.store.index import Progress
from assistant.stored import DocumentSummary
from assistant.text.marks import as_shown
from assistant.text.readings import reading
from assistant.text.spots import place_of
from assistant.text.visible import as_ascii_escapes
from assistant.types import Source

_SHOWN = 5
"""Statements that ``--explain`` lists."""


def readable(answer: Answer) -> str:
    """An answer for a terminal: its text, citations with their sources, notes, what is related."""
    lines = [answer.answer, ""]
    for citation in answer.citations:
        place = " · ".join(filter(None, [citation.title, place_of(citation)]))
        lines.append(f"[{citation.n}] {place} ({citation.document_id}:{citation.start})")
        lines += [
            f"    {source.name} | {source.url} | {_grade(source)}" for source in citation.sources
        ]
    lines += [f"- {choice}" for choice in answer.choices]
    if answer.outcome not in (Outcome.REFUSED, Outcome.ASKED_BACK):
        lines += [f"Note: {note}" for note in answer.notes]
    lines += [f"Withheld: {one.text} ({'; '.join(one.reasons)})" for one in answer.withheld]
    if answer.usage:
        lines.append(_took(answer.usage))
    if answer.related:
        lines.append("Related, not an answer:")
        lines += [f"  - {reading(item)} ({item.title})" for item in answer.related]
    return "\n".join(lines).rstrip()


def _took(usage: Usage) -> str:
    """What a chat model took, in a line."""
    unknown = "?"
    given, written = (
        unknown if count is None else count for count in (usage.input_tokens, usage.output_tokens)
    )
    first = "" if usage.first is None else f", the first sentence after {usage.first:.1f} s"
    return f"{usage.model}: {given} tokens in, {written} out, {usage.seconds:.1f} s{first}"


def described(document: DocumentSummary) -> list[str]:
    """What is known of a document beside its name, a line for each thing known."""
    given = document.metadata
    told = {
        "file": document.source,
        "link": document.fetch.url if document.fetch else given.url,
        "also": ", ".join(name.id for name in document.also),
        "author": given.author,
        "language": given.language,
        "published": given.published,
        "checked to": given.as_of,
        "effective": given.effective,
        "expires": given.expires,
        "status": given.status,
    }
    return [f"  {name}: {value}" for name, value in told.items() if value]


def _grade(source: Source) -> str:
    return source.grade if source.trusted else f"{source.grade}, as the document says"


def explained(answer: Answer) -> str:
    """The confidence, and the statements weighed first with what each feature brought (logits)."""
    lines = [
        "",
        f"Confidence {answer.confidence:.2f}; it answers from {answer.threshold:.2f}. Weighed:",
    ]
    for item in answer.considered[:_SHOWN]:
        mark = "*" if item.used else " "
        lines.append(
            f"{mark} {item.probability:.2f} {as_shown(item.text)} ({item.document_id}:{item.start})"
        )
        parts = [
            f"{name.replace('_', ' ')} {value:+.1f}" for name, value in item.contributions.items()
        ]
        lines.append(f"       {', '.join(parts)}")
    return "\n".join(lines)


@contextmanager
def progress(unit: str) -> Iterator[Progress]:
    """A progress bar; what it gives is called with the number of ``unit`` just done."""
    # disable=None: a bar on a terminal, silence in a pipe.
    with tqdm(disable=None, unit=f" {unit}", leave=False) as bar:
        yield bar.update


def ingest_remarks(report: IngestReport) -> Iterator[str]:
    """What the owner of documents should know of an ingest, a remark a line."""
    for item in report.passed_over:
        yield f"{item.path}: {item.reason}"
    for document in report.documents:
        for warning in document.warnings:
            yield f"{document.path}: {warning}"
        if document.left_out:
            count = len(document.left_out)
            parts = "1 part" if count == 1 else f"{count} parts"
            yield (
                f"{document.path}: {document.indexed:.1%} indexed, {parts} left out; "
                "'assistant check' tells which"
            )


def notice(assistant: Assistant) -> None:
    """Pass on the embedding model's remark, if it has one."""
    if assistant.embedder.notice:
        complain(assistant.embedder.notice)


def print_json(value: object) -> None:
    """Print one JSON value on a line of its own, in the characters that the terminal has."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    print(as_ascii_escapes(json.dumps(value, ensure_ascii=not encoding.startswith("utf"))))
