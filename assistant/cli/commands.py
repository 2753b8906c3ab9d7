"""What each command does: it calls the assistant with the options and prints what comes back.

A command returns its exit code and raises ``AssistantError`` for what the user has to mend.
"""

import argparse
import json
import os
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.cli.batches import read_text, write_lines
from assistant.cli.collecting import read_links, watch
from assistant.cli.printing import (
    described,
    explained,
    ingest_remarks,
    notice,
    print_json,
    progress,
    readable,
)
from assistant.cli.terminal import complain, say
from assistant.contract import (
    Request,
    answer_json,
    document_json,
    explanation_json,
    hits_json,
    parts_json,
    read_history,
    read_requests,
    report_json,
)
from assistant.documents import linting
from assistant.errors import ChatModelError, InputError
from assistant.feedback import Feedback
from assistant.readers.links import is_link
from assistant.results import Answer
from assistant.settings import Settings, expanded
from assistant.text.marks import as_shown
from assistant.types import Filters, Hit, Turn


def ingest(options: argparse.Namespace) -> int:
    """Make the library hold what the paths hold now; returns 2 where one of them failed."""
    assistant = _open(options)
    paths = [*options.paths, *(read_links(options.sources) if options.sources else ())]
    paths = paths or ["corpus"]
    code = _ingest(options, assistant, paths)
    if options.watch:
        watched = [path for path in paths if not is_link(path)]
        watch(watched, lambda: _ingest(options, assistant, watched), threading.Event())
    return code


def _ingest(options: argparse.Namespace, assistant: Assistant, paths: Sequence[str]) -> int:
    with progress("documents") as advance:
        report = assistant.ingest(
            paths,
            advance,
            prune=options.prune,
            follows_links=options.follow_links,
            supersedes=options.supersedes,
        )
    notice(assistant)
    if options.json:
        print_json(report_json(report))
    else:
        say(
            f"added {report.added}, updated {report.updated}, unchanged {report.unchanged}, "
            f"removed {report.removed}, failed {len(report.failed)} in {report.seconds:.1f} s"
        )
        if report.skipped:
            say(f"skipped, for a README is no document: {', '.join(report.skipped)}")
        for line in ingest_remarks(report):
            complain(line)
    for failure in report.failed:
        complain(" ".join(f"{failure.path}: {failure.reason}".split())[:500])
    return InputError.exit_code if report.failed else 0


def check(options: argparse.Namespace) -> int:
    """Print what is amiss in articles, a finding a line; returns 2 where one has to be mended."""
    findings = linting.check(options.paths)
    for finding in findings:
        kind = "" if finding.is_error else "warning: "
        say(f"{finding.path}:{finding.line}: {kind}{finding.message}")
    errors = sum(finding.is_error for finding in findings)
    print(f"{errors} to mend, {len(findings) - errors} to weigh", file=sys.stderr)
    return InputError.exit_code if errors else 0


def ask(options: argparse.Namespace) -> int:
    """Answer one question, or each line of a batch."""
    assistant, filters = _open(options), _filters(options)
    if assistant.writing.is_wanted and not assistant.writing.writer():
        raise ChatModelError(assistant.writing.fault)
    if options.batch:
        _refuse_both(options, options.question, "question")
        _run_batch(
            options,
            lambda item: _answer_json(
                options, assistant.ask(item.question, item.history, filters), item.id
            ),
        )
        return 0
    _refuse_out(options)
    answer = assistant.ask(_given(options.question, "question"), _history(options), filters)
    notice(assistant)
    if options.json:
        print_json(_answer_json(options, answer))
    else:
        say(readable(answer))
        if options.explain:
            say(explained(answer))
    return 0


def _answer_json(options: argparse.Namespace, answer: Answer, identity: Any = None) -> Any:
    explanation = {"explanation": explanation_json(answer)} if options.explain else {}
    return answer_json(answer, identity) | explanation


def search(options: argparse.Namespace) -> int:
    """Print the passages found for one query, or for each line of a batch."""
    assistant, filters = _open(options), _filters(options)
    find = assistant.search if options.by == "chunk" else assistant.search_documents

    def hits(query: str, history: Iterable[Turn]) -> list[Hit]:
        return find(query, options.k, filters, history)

    if options.batch:
        _refuse_both(options, options.query, "query")
        _run_batch(
            options,
            lambda item: {"id": item.id, "hits": hits_json(hits(item.question, item.history))},
        )
        return 0
    _refuse_out(options)
    query, history = _given(options.query, "query"), _history(options)
    found = hits(query, history)
    notice(assistant)
    if options.json:
        print_json({"searched": assistant.searched(query, history), "hits": hits_json(found)})
    for number, hit in enumerate([] if options.json else found, start=1):
        chunk = hit.chunk
        place = f"{chunk.document_id} · {chunk.section}" if chunk.section else chunk.document_id
        say(f"{number}. {place} ({hit.score:.3f})\n   {as_shown(chunk.text, is_sentence=False)}")
    return 0


def documents(options: argparse.Namespace) -> int:
    """List the library, or write the exact text of one document."""
    assistant = _open(options)
    if options.text and options.json:
        raise InputError("--text prints the bare text; leave out --json")
    if options.revision and not options.text:
        raise InputError("--revision goes with --text: the text of an earlier version")
    if options.text:
        key = _given(options.id, "document id")
        revision = options.revision
        text = assistant.history.text(key, revision) if revision else assistant.text(key)
        if sys.stdout.isatty():
            say(text)
            return 0
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        return 0
    listed = assistant.documents()
    parts: dict[str, Any] = {}
    if options.id is not None:
        document = assistant.document(options.id)
        parts = parts_json(document, assistant.history.versions(document.id))
        listed = [item for item in listed if item.id == document.id]
    entries = [document_json(document) for document in listed]
    if options.json:
        print_json({**parts, "documents": entries})
    for entry in [] if options.json else entries:
        say(f"{entry['id']}: {entry['title']} ({entry['kind']}, {entry['passages']} passages)")
    if options.id is not None and not options.json:
        say("\n".join(described(listed[0])))
    return 0


def remove(options: argparse.Namespace) -> int:
    """Remove a document."""
    _open(options).remove(options.id)
    say(f"removed {options.id}")
    return 0


def rebuild(options: argparse.Namespace) -> int:
    """Embed the library anew with the model set now."""
    assistant = _open(options)
    with progress("documents") as advance:
        count = assistant.rebuild(advance)
    notice(assistant)
    say(f"embedded {count} documents with {assistant.embedder.name}")
    return 0


def compact(options: argparse.Namespace) -> int:
    """Write the library anew without what was removed from it."""
    before, after = _open(options).compact()
    # A server does not tell.
    told = f"{before / 1e6:.1f} MB before, {after / 1e6:.1f} MB now"
    print(told if before else "the library was written anew")
    return 0


def doctor(options: argparse.Namespace) -> int:
    """Look the store over, a line a step; returns 1 where something is wrong."""
    faults = 0
    for finding in _open(options).examine():
        faults += finding.is_fault
        say(f"{'wrong' if finding.is_fault else 'well'}: {finding.text}")
    return 1 if faults else 0


def feedback(options: argparse.Namespace) -> int:
    """Write the judged answers that visitors sent to a file of JSON lines."""
    store = expanded(options.store) if options.store else Settings.read(os.environ).store
    count = Feedback(store).export(Path(options.out))
    say(f"wrote {count} judged answer{'' if count == 1 else 's'} to {options.out}")
    return 0


def _open(options: argparse.Namespace) -> Assistant:
    named = getattr(options, "llm", None)
    settings = Settings.read({**os.environ, "ASSISTANT_LLM": named} if named else os.environ)
    return Assistant.open(options.store, settings)


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(
        topics=tuple(options.topic),
        jurisdictions=tuple(options.jurisdiction),
        kinds=tuple(options.kind),
        since=options.since,
        until=options.until,
    )


def _history(options: argparse.Namespace) -> tuple[Turn, ...]:
    if not options.history:
        return ()
    content = read_text(options.history)
    try:
        return read_history(json.loads(content))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{options.history}: is not JSON ({str(error)[:100]})") from error
    except InputError as error:
        raise InputError(f"{options.history}: {error}") from error


def _run_batch(options: argparse.Namespace, work: Callable[[Request], dict[str, Any]]) -> None:
    """Answer every line of the batch; the results appear in one piece, or not at all."""
    if not options.out:
        raise InputError("--batch needs --out FILE.jsonl")
    if options.history:
        raise InputError("--history goes with one question; a batch's lines carry their own")
    requests, faults = read_requests(read_text(options.batch))
    if faults:
        raise InputError("\n".join(f"{options.batch}: {fault}" for fault in faults))
    write_lines(options.out, requests, work, len(requests))


def _given(value: str | None, name: str) -> str:
    if value is None:
        raise InputError(f"the {name} is missing; see: assistant --help")
    return value


def _refuse_out(options: argparse.Namespace) -> None:
    if options.out:
        raise InputError("--out goes with --batch FILE.jsonl")


def _refuse_both(options: argparse.Namespace, value: str | None, name: str) -> None:
    if value is not None:
        raise InputError(f"give a {name} or --batch, not both")
