"""Measures the assistant: ``python -m benchmarks MEASURE``; ``--help`` lists what it measures."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.assistant import Assistant
from assistant.errors import AssistantError, InputError
from assistant.models.export import load_embedder
from assistant.settings import Settings
from benchmarks import (
    answerability,
    followups,
    formats,
    fuzzing,
    growth,
    lengths,
    load,
    retrieval,
    rules,
    speed,
    verifying,
    writers,
)
from evals.run import RESULTS

_BENCHMARKS = {
    "retrieval": (retrieval, "rank documents, beside plain pipelines"),
    "answerability": (answerability, "tell answerable questions from others"),
    "followups": (followups, "search follow-ups, by themselves and as resolved"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a benchmark and print its table; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        print(options.run(options))
    except AssistantError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return error.exit_code
    return 0


def _measure_rules(options: argparse.Namespace) -> str:
    settings = Settings.read(os.environ)
    embedder = load_embedder(settings.model, settings.cache)
    return rules.table(rules.measure(options.files, options.stores, embedder))


def _measure(options: argparse.Namespace) -> str:
    if not (options.folder / "corpus.jsonl").is_file():
        raise InputError(f"{options.folder} holds no corpus.jsonl")
    settings = Settings.read(os.environ)
    embedder = load_embedder(settings.model, settings.cache)
    module, _ = _BENCHMARKS[options.benchmark]
    return str(module.table(module.measure(options.folder, options.stores, embedder)))


def _measure_load(options: argparse.Namespace) -> str:
    store = Settings.read(os.environ).store
    measured = load.measure(options.corpus, store, options.seconds, options.clients, options.pause)
    return load.table(measured)


def _measure_growth(options: argparse.Namespace) -> str:
    found = [*growth.measure(options.sizes, options.stores, options.server)]
    if options.plot:
        options.plot.write_text(growth.plot(found), "utf-8")
    return growth.table(found)


def _measure_speed(options: argparse.Namespace) -> str:
    return speed.table(speed.measure(options.corpus, options.stores))


def _measure_verifying(options: argparse.Namespace) -> str:
    assistant = Assistant.open(options.store)
    held = verifying.table(verifying.measure(assistant, options.files))
    return f"{held}\n\n{writers.table(writers.measure(assistant))}"


def _measure_fuzz(options: argparse.Namespace) -> str:
    found = fuzzing.measure(options.target, RESULTS / "fuzz", options.runs, options.seconds)
    return fuzzing.table(found)


def _measure_formats(options: argparse.Namespace) -> str:
    settings = Settings.read(os.environ)
    embedder = load_embedder(settings.model, settings.cache)
    return formats.table(formats.measure(options.folder, options.corpus, embedder, options.pages))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    commands = parser.add_subparsers(metavar="MEASURE", dest="benchmark", required=True)
    for name, (_, text) in _BENCHMARKS.items():
        command = commands.add_parser(name, help=text)
        command.add_argument("folder", type=Path, metavar="DIR", help="the set")
        command.set_defaults(run=_measure)
    ruled = commands.add_parser("rules", help="tell what each rule about language is worth")
    ruled.add_argument("files", type=Path, nargs="*", metavar="QUESTIONS.jsonl")
    ruled.set_defaults(run=_measure_rules)
    long = commands.add_parser("lengths", help="tell how time grows with a document's length")
    long.set_defaults(run=lambda _: lengths.table(lengths.measure()))
    grown = commands.add_parser("growth", help="tell what libraries of many passages cost")
    grown.add_argument("--sizes", type=int, nargs="+", default=growth.SIZES, metavar="PASSAGES")
    grown.add_argument("--server", default="", help="a Chroma server to keep each on too")
    grown.add_argument("--plot", type=Path, help="where to draw them, as SVG", metavar="FILE")
    grown.set_defaults(run=_measure_growth)
    fast = commands.add_parser("speed", help="tell how fast it is beside the plain recipe")
    fast.add_argument("corpus", type=Path, nargs="?", default=Path("corpus"), metavar="DIR")
    fast.set_defaults(run=_measure_speed)
    read = commands.add_parser("formats", help="tell how fast files of each format are read")
    read.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="files of your own")
    read.add_argument("--corpus", type=Path, default=Path("corpus"), help="text to make files of")
    read.add_argument("--pages", type=int, default=formats.PAGES, help="pages to make of each")
    read.set_defaults(run=_measure_formats)
    loaded = commands.add_parser("load", help="ask the served assistant with many clients at once")
    loaded.add_argument("corpus", type=Path, nargs="?", default=Path("corpus"), metavar="DIR")
    loaded.add_argument("--seconds", type=float, default=300.0, help="for so long")
    loaded.add_argument("--clients", type=int, default=50, help="so many at once")
    loaded.add_argument("--pause", type=float, default=10.0, help="seconds that each reads")
    loaded.set_defaults(run=_measure_load)
    held = commands.add_parser("verify", help="tell how well sentences are held to sources")
    held.add_argument("files", type=Path, nargs="*", metavar="PAIRS.jsonl")
    held.add_argument("--store", type=Path, help="the library")
    held.set_defaults(run=_measure_verifying)
    fuzzed = commands.add_parser("fuzz", help="feed a reader what nobody wrote")
    fuzzed.add_argument("target", choices=tuple(fuzzing.TARGETS), metavar="TARGET")
    fuzzed.add_argument("--runs", type=int, default=-1, help="so many inputs; -1 for no end")
    fuzzed.add_argument("--seconds", type=int, default=600, help="for so long; 0 for no end")
    fuzzed.set_defaults(run=_measure_fuzz)
    for command in commands.choices.values():
        command.add_argument(
            "--stores", type=Path, default=RESULTS / "stores", help="where indexes are kept"
        )
    return parser


if __name__ == "__main__":
    sys.exit(main())
