"""The ``assistant`` command: parses arguments, calls the assistant, prints."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from tqdm import tqdm

from assistant.assistant import Assistant
from assistant.contract import (
    Request,
    answer_json,
    document_json,
    explanation_json,
    hits_json,
    read_history,
    read_requests,
    report_json,
)
from assistant.documents.linting import check
from assistant.errors import AssistantError, InputError
from assistant.settings import version
from assistant.store.index import Progress
from assistant.text.sentences import without_markers
from assistant.text.words import is_text
from assistant.types import Answer, Filters, Hit, Turn

_SHOWN = 5


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code: 0 done, 2 wrong usage or bad input, 1 otherwise."""
    try:
        given = sys.argv[1:] if arguments is None else arguments
        if not all(map(is_text, given)):
            raise InputError("an argument is not valid UTF-8 text")
        options = _parser().parse_args(given)
        code: int = options.run(options)
        sys.stdout.flush()
    except AssistantError as error:
        _complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        _complain("interrupted")
        return 1
    except BrokenPipeError:
        # The reader of our output left (`| head`); Python must not complain about it again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        _complain(str(error))
        return 1
    return code


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message}; see: {self.prog} --help")


def _parser() -> argparse.ArgumentParser:
    store = _Parser(add_help=False)
    store.add_argument("--store", metavar="DIR", help="folder of the library")
    printed = _Parser(add_help=False)
    printed.add_argument("--json", action="store_true", help="print one JSON object")
    batch = _Parser(add_help=False)
    batch.add_argument("--batch", metavar="FILE.jsonl", help="read many from a file")
    batch.add_argument("--out", metavar="FILE.jsonl", help="where a batch's results go")
    batch.add_argument("--history", metavar="FILE.json", help="the conversation so far")
    for name in ("topic", "jurisdiction", "kind"):
        batch.add_argument(f"--{name}", action="append", default=[], help=f"only this {name}")
    batch.add_argument("--since", type=_date, metavar="DATE", help="published then or later")
    batch.add_argument("--until", type=_date, metavar="DATE", help="published then or before")

    parser = _Parser(prog="assistant", description=__doc__.partition(":")[0])
    parser.add_argument("--version", action="version", version=version())
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    ingest = commands.add_parser(
        "ingest", parents=[store, printed], help="make the library hold what files hold now"
    )
    ingest.add_argument("paths", nargs="*", default=["corpus"], metavar="PATH")
    ingest.set_defaults(run=_ingest)

    check = commands.add_parser("check", help="look articles over before they join a library")
    check.add_argument("paths", nargs="*", default=["corpus"], metavar="PATH")
    check.set_defaults(run=_check)

    ask = commands.add_parser("ask", parents=[store, printed, batch], help="answer a question")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--explain", action="store_true", help="show what the answer was chosen by")
    ask.set_defaults(run=_ask)

    search = commands.add_parser("search", parents=[store, printed, batch], help="find passages")
    search.add_argument("query", nargs="?")
    search.add_argument("-k", type=_count, default=10, help="how many hits (10)")
    search.add_argument("--by", choices=("chunk", "document"), default="chunk")
    search.set_defaults(run=_search)

    documents = commands.add_parser(
        "documents", parents=[store, printed], help="list the library, or print one text"
    )
    documents.add_argument("id", nargs="?")
    documents.add_argument("--text", action="store_true", help="print the document's exact text")
    documents.set_defaults(run=_documents)

    remove = commands.add_parser("remove", parents=[store], help="remove a document")
    remove.add_argument("id")
    remove.set_defaults(run=_remove)

    rebuild = commands.add_parser(
        "rebuild", parents=[store], help="embed the library anew, with the model set now"
    )
    rebuild.set_defaults(run=_rebuild)
    return parser


def _ingest(options: argparse.Namespace) -> int:
    assistant = _open(options)
    with _progress("documents") as progress:
        report = assistant.ingest(options.paths, progress)
    _notice(assistant)
    if options.json:
        _print_json(report_json(report))
    else:
        print(
            f"added {report.added}, updated {report.updated}, unchanged {report.unchanged}, "
            f"removed {report.removed}, failed {len(report.failed)} in {report.seconds:.1f} s"
        )
    for failure in report.failed:
        _complain(" ".join(f"{failure.path}: {failure.reason}".split())[:500])
    return InputError.exit_code if report.failed else 0


def _check(options: argparse.Namespace) -> int:
    findings = check(options.paths)
    for finding in findings:
        kind = "" if finding.is_error else "warning: "
        print(f"{finding.path}:{finding.line}: {kind}{finding.message}")
    errors = sum(finding.is_error for finding in findings)
    print(f"{errors} to mend, {len(findings) - errors} to weigh", file=sys.stderr)
    return InputError.exit_code if errors else 0


def _ask(options: argparse.Namespace) -> int:
    assistant, filters = _open(options), _filters(options)
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
    _notice(assistant)
    if options.json:
        _print_json(_answer_json(options, answer))
    else:
        print(_readable(answer))
        if options.explain:
            print(_explained(answer))
    return 0


def _answer_json(options: argparse.Namespace, answer: Answer, identity: Any = None) -> Any:
    explanation = {"explanation": explanation_json(answer)} if options.explain else {}
    return answer_json(answer, identity) | explanation


def _search(options: argparse.Namespace) -> int:
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
    _notice(assistant)
    if options.json:
        _print_json({"searched": assistant.searched(query, history), "hits": hits_json(found)})
    for number, hit in enumerate([] if options.json else found, start=1):
        chunk = hit.chunk
        place = f"{chunk.document_id} · {chunk.section}" if chunk.section else chunk.document_id
        print(f"{number}. {place} ({hit.score:.3f})\n   {without_markers(chunk.text)}")
    return 0


def _documents(options: argparse.Namespace) -> int:
    assistant = _open(options)
    if options.text and options.json:
        raise InputError("--text prints the bare text; leave out --json")
    if options.text:
        text = assistant.text(_given(options.id, "document id"))
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        return 0
    listed = assistant.documents()
    if options.id is not None:
        assistant.text(options.id)
        listed = [document for document in listed if document.id == options.id]
    entries = [document_json(document) for document in listed]
    if options.json:
        _print_json({"documents": entries})
    for entry in [] if options.json else entries:
        print(f"{entry['id']}: {entry['title']} ({entry['kind']}, {entry['passages']} passages)")
    return 0


def _remove(options: argparse.Namespace) -> int:
    _open(options).remove(options.id)
    print(f"removed {options.id}")
    return 0


def _rebuild(options: argparse.Namespace) -> int:
    assistant = _open(options)
    with _progress("documents") as progress:
        count = assistant.rebuild(progress)
    _notice(assistant)
    print(f"embedded {count} documents with {assistant.embedder.name}")
    return 0


def _open(options: argparse.Namespace) -> Assistant:
    return Assistant.open(options.store)


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
    content = _read(options.history)
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
    requests, faults = read_requests(_read(options.batch))
    if faults:
        raise InputError("\n".join(f"{options.batch}: {fault}" for fault in faults))
    target = Path(options.out).resolve()
    if not target.parent.is_dir() or (target.exists() and not target.is_file()):
        raise InputError(f"{options.out}: is no ordinary file in an existing folder")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8") as out:
            for request in tqdm(requests, disable=None, unit="line"):
                out.write(json.dumps(work(request), ensure_ascii=False) + "\n")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _readable(answer: Answer) -> str:
    lines = [answer.answer, ""]
    for citation in answer.citations:
        place = f"{citation.title} · {citation.section}" if citation.section else citation.title
        lines.append(f"[{citation.n}] {place} ({citation.document_id}:{citation.start})")
        lines += [
            f"    {source.name} | {source.url} | {source.grade}" for source in citation.sources
        ]
    lines += [f"Note: {note}" for note in answer.notes if not answer.abstained or answer.open]
    if answer.related:
        lines.append("Related, not an answer:")
        lines += [f"  - {without_markers(item.quote)} ({item.title})" for item in answer.related]
    return "\n".join(lines).rstrip()


def _explained(answer: Answer) -> str:
    lines = [
        "",
        f"Confidence {answer.confidence:.2f}; it answers from {answer.threshold:.2f}. Weighed:",
    ]
    for item in answer.considered[:_SHOWN]:
        mark = "*" if item.used else " "
        lines.append(
            f"{mark} {item.probability:.2f} {without_markers(item.text)} "
            f"({item.document_id}:{item.start})"
        )
        parts = [
            f"{name.replace('_', ' ')} {value:+.1f}" for name, value in item.contributions.items()
        ]
        lines.append(f"       {', '.join(parts)}")
    return "\n".join(lines)


@contextmanager
def _progress(unit: str) -> Iterator[Progress]:
    # disable=None: a bar on a terminal, silence in a pipe.
    with tqdm(disable=None, unit=f" {unit}", leave=False) as bar:
        yield bar.update


def _notice(assistant: Assistant) -> None:
    if assistant.embedder.notice:
        _complain(assistant.embedder.notice)


def _complain(message: str) -> None:
    for line in message.splitlines():
        print(f"assistant: {line}", file=sys.stderr)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))


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


def _read(path: str) -> str:
    try:
        return Path(path).read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror})") from error


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no date like 2026-07-01") from error


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no number from 1 up")
    return int(text)
