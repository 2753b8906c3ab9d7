"""Raw sources -> documents, and what became of each."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.documents.articles import parse
from assistant.documents.chunks import chunk_document
from assistant.documents.coverage import coverage
from assistant.documents.extracted import parse_extract
from assistant.errors import InputError
from assistant.extracts import Extract, Facts
from assistant.readers.files import RawSource, has_markdown, is_lines
from assistant.readers.sources import Gathered
from assistant.results import Ingested
from assistant.stored import DocumentSummary
from assistant.types import Document, Failure, Reading

LONGEST_TEXT = 3_000_000
"""Characters of a document, at most: a thousand pages, which are read in seconds."""


def parse_all(
    gathered: Gathered,
) -> tuple[dict[str, tuple[Document, RawSource]], list[Failure]]:
    """The documents that were gathered, by id and with their sources, and what failed."""
    documents: dict[str, tuple[Document, RawSource]] = {}
    failures = list(gathered.failures)
    for source in gathered.sources:
        if source.is_known:
            continue
        try:
            document = parse_source(source)
        except InputError as error:
            failures.append(Failure(source.origin, str(error)))
        else:
            documents[source.id] = (document, source)
    return documents, failures


def parse_source(source: RawSource) -> Document:
    """The document of a source that can be cut into passages and told of.

    Raises:
        InputError: it can't be, for whatever reason, so that one document's fault stays its own.
    """
    if len(source.text) > LONGEST_TEXT:
        raise InputError(f"has more than {LONGEST_TEXT:,} characters; split it into several files")
    try:
        document = _parsed(source)
        found = coverage(document, chunk_document(document))
    except InputError:
        raise
    except Exception as error:
        reason = f"can't be read because of a fault of ours ({_line(error)}); please report it"
        raise InputError(reason) from error
    warnings = (*source.warnings, *document.warnings)
    reading = Reading(source.digest, round(found.indexed, 6), found.left_out, warnings)
    return replace(document, warnings=warnings, reading=reading)


def _parsed(source: RawSource) -> Document:
    if source.extract is not None:
        document = parse_extract(source.id, source.extract)
    else:
        document = parse(source.id, source.text, source.title, is_markdown=source.is_markdown)
    digest = source.original.digest if source.original else ""
    return replace(document, fetch=source.fetch, original=digest)


def _line(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:200].rstrip(": ")


def clash(document: Document, source: RawSource, holder: str) -> Failure:
    """The failure of a document whose id belongs to one that was read from ``holder``."""
    reason = f"has the id '{document.id}' of {holder} in the library; rename one of them"
    return Failure(source.origin, reason)


def ingested(source: RawSource, reading: Reading, ignored: Sequence[str]) -> Ingested:
    """What became of the text of a source, and what of its claims was ignored."""
    warnings = (*reading.warnings, *ignored)
    return Ingested(source.id, source.origin, reading.indexed, reading.left_out, warnings)


def parse_again(summary: DocumentSummary, text: str) -> Document:
    """A stored document, parsed from its stored text."""
    document = _parsed_again(summary, text)
    return replace(
        document,
        fetch=summary.fetch,
        original=summary.original,
        replaces=summary.replaces,
        reading=summary.reading,
    )


def _parsed_again(summary: DocumentSummary, text: str) -> Document:
    if summary.layout is not None:
        known = summary.metadata
        facts = Facts(known.title, known.author, known.published, known.language, known.url)
        return parse_extract(summary.id, Extract(text, summary.layout, facts))
    is_record = is_lines(summary.source)
    title = summary.metadata.title if is_record else None
    return parse(summary.id, text, title, is_markdown=has_markdown(summary.source))
