"""The ``assistant`` command: reads its arguments and runs what they name."""

import argparse
import os
import re
import signal
import sys
import warnings
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from importlib import import_module
from typing import NoReturn

from assistant.cli.terminal import DEBUG, guarded
from assistant.errors import InputError


def run() -> NoReturn:
    """Run the command as a program of its own."""
    if not os.environ.get(DEBUG):
        # Libraries warn their users, who are programmers.
        warnings.simplefilter("ignore")
    code = main()
    # Whoever interrupts it now only means to end it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit code: 0 done, 2 wrong usage or bad input, 1 otherwise."""
    return guarded("assistant", lambda: _run(sys.argv[1:] if arguments is None else arguments))


def _run(given: Sequence[str]) -> int:
    # Imported here, what takes time can be interrupted without a traceback.
    from assistant.text.words import is_text

    if not all(map(is_text, given)):
        raise InputError("an argument is not valid UTF-8 text")
    options = _parser().parse_args(given)
    code: int = options.run(options)
    return code


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message}; see: {self.prog} --help")


class _Version(argparse.Action):
    """Prints the version, which takes a moment to look up."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from assistant.settings import version

        print(version())
        parser.exit()


def _command(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """A command, whose module is loaded when it runs: help need not wait for it."""

    def run(options: argparse.Namespace) -> int:
        command = getattr(import_module(f"assistant.cli.{module}"), name)
        code: int = command(options)
        return code

    return run


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="assistant", description=__doc__.partition(":")[0])
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and end")
    added = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)
    store, printed = _store_options(), _printed_options()

    ingest = added.add_parser(
        "ingest", parents=[store, printed], help="make the library hold what files hold now"
    )
    ingest.add_argument("paths", nargs="*", metavar="PATH_OR_LINK")
    ingest.add_argument(
        "--supersedes",
        action="append",
        default=[],
        metavar="ID",
        help="the one document that comes in takes the place of this one",
    )
    ingest.add_argument("--sources", metavar="FILE.yaml", help="a catalogue of links to fetch")
    ingest.add_argument("--watch", action="store_true", help="go on, whenever a file changes")
    ingest.add_argument(
        "--prune", action="store_true", help="drop what is gone, though it be most of a folder"
    )
    ingest.add_argument(
        "--follow-links", action="store_true", help="follow links that lead out of a folder"
    )
    ingest.set_defaults(run=_command("commands", "ingest"))

    check = added.add_parser("check", help="look articles over before they join a library")
    check.add_argument("paths", nargs="*", default=["corpus"], metavar="PATH")
    check.set_defaults(run=_command("commands", "check"))

    _add_asking(added, [store, printed, _asked_options()])

    documents = added.add_parser(
        "documents", parents=[store, printed], help="list the library, or print one text"
    )
    documents.add_argument("id", nargs="?")
    documents.add_argument("--text", action="store_true", help="print the document's exact text")
    documents.add_argument("--revision", help="with --text: an earlier version of it")
    documents.set_defaults(run=_command("commands", "documents"))

    _add_upkeep(added, store)
    return parser


def _add_asking(added: "argparse._SubParsersAction[_Parser]", asked: "list[_Parser]") -> None:
    """Add the commands that ask the library, and the one that holds sentences to sources."""
    ask = added.add_parser("ask", parents=asked, help="answer a question")
    ask.add_argument("question", nargs="?")
    ask.add_argument("--explain", action="store_true", help="show what the answer was chosen by")
    ask.add_argument("--llm", metavar="MODEL", help="a chat model that writes: openai:NAME, …")
    ask.set_defaults(run=_command("commands", "ask"))

    search = added.add_parser("search", parents=asked, help="find passages")
    search.add_argument("query", nargs="?")
    search.add_argument("-k", type=_count, default=10, help="how many hits (10)")
    search.add_argument("--by", choices=("chunk", "document"), default="chunk")
    search.set_defaults(run=_command("commands", "search"))

    verify = added.add_parser("verify", help="tell whether sources support sentences")
    verify.add_argument("--batch", required=True, metavar="PAIRS.jsonl")
    verify.add_argument("--out", required=True, metavar="SCORES.jsonl")
    verify.set_defaults(run=_command("verifying", "verify"))


def _add_upkeep(added: "argparse._SubParsersAction[_Parser]", store: "_Parser") -> None:
    """Add the commands that keep a library in order."""
    refresh = added.add_parser(
        "refresh",
        parents=[store, _printed_options()],
        help="fetch again what came from links, and tell what changed",
    )
    refresh.add_argument(
        "--older-than",
        type=_age,
        default="0h",
        metavar="AGE",
        help="only what was fetched longer ago: 30d, 12h, 2w",
    )
    refresh.set_defaults(run=_command("collecting", "refresh"))

    export = added.add_parser("export", parents=[store], help="write the library to one file")
    export.add_argument("file", metavar="FILE.zip")
    export.set_defaults(run=_command("collecting", "export"))

    imported = added.add_parser("import", parents=[store], help="take an exported library in")
    imported.add_argument("file", metavar="FILE.zip")
    imported.add_argument("--replace", action="store_true", help="in place of the one there is")
    imported.set_defaults(run=_command("collecting", "import_"))

    remove = added.add_parser("remove", parents=[store], help="remove a document")
    remove.add_argument("id")
    remove.set_defaults(run=_command("commands", "remove"))

    rebuild = added.add_parser(
        "rebuild", parents=[store], help="embed the library anew, with the model set now"
    )
    rebuild.set_defaults(run=_command("commands", "rebuild"))

    doctor = added.add_parser(
        "doctor", parents=[store], help="look the library over, and tell what helps"
    )
    doctor.set_defaults(run=_command("commands", "doctor"))

    compact = added.add_parser(
        "compact", parents=[store], help="free the room of what was removed, for good"
    )
    compact.set_defaults(run=_command("commands", "compact"))

    feedback = added.add_parser(
        "feedback", parents=[store], help="write what visitors sent as cases of the evals"
    )
    feedback.add_argument("--out", metavar="FILE", required=True, help="where to write them")
    feedback.set_defaults(run=_command("commands", "feedback"))


def _store_options() -> _Parser:
    store = _Parser(add_help=False)
    store.add_argument("--store", metavar="DIR", help="folder of the library")
    return store


def _printed_options() -> _Parser:
    printed = _Parser(add_help=False)
    printed.add_argument("--json", action="store_true", help="print one JSON object")
    return printed


def _asked_options() -> _Parser:
    """What asking and searching share: batches, the conversation so far, filters."""
    asked = _Parser(add_help=False)
    asked.add_argument("--batch", metavar="FILE.jsonl", help="read many from a file")
    asked.add_argument("--out", metavar="FILE.jsonl", help="where a batch's results go")
    asked.add_argument("--history", metavar="FILE.json", help="the conversation so far")
    for name in ("topic", "jurisdiction", "kind"):
        asked.add_argument(f"--{name}", action="append", default=[], help=f"only this {name}")
    asked.add_argument("--since", type=_date, metavar="DATE", help="published then or later")
    asked.add_argument("--until", type=_date, metavar="DATE", help="published then or before")
    return asked


def _age(text: str) -> timedelta:
    from assistant.cli.collecting import age

    return age(text)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"'{text}' is no date like 2026-07-01") from error


def _count(text: str) -> int:
    if not re.fullmatch(r"0*[1-9][0-9]{0,8}", text):
        raise argparse.ArgumentTypeError(f"'{text[:20]}' is no number from 1 to 999999999")
    return int(text)
