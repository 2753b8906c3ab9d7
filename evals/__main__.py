"""Runs the evals: ``python -m evals`` asks, scores and gates; the other commands measure more."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from assistant.errors import AssistantError
from evals import commands
from evals.run import RESULTS


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code, 1 when a bound or the baseline is missed."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except AssistantError as error:
        print(f"evals: {error}", file=sys.stderr)
        return error.exit_code
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("--corpus", default="corpus", help="the library whose Q&A is asked")
    parser.add_argument("--out", type=Path, default=RESULTS, help="folder of the results")
    parser.set_defaults(run=commands.run_suites)
    added = parser.add_subparsers(metavar="COMMAND")
    some = added.add_parser("run", help="run some suites, or questions of your own")
    some.add_argument(
        "--suite",
        action="append",
        default=[],
        metavar="NAME",
        help="a suite, or what the names of several begin with; may be given again",
    )
    some.add_argument("--cases", type=Path, help="ask the questions of this file instead")
    some.add_argument("--full", action="store_true", help="all questions in each form")
    some.add_argument("--llm", metavar="MODEL", help="have this chat model write the answers")
    some.add_argument(
        "--judge", metavar="MODEL", help="with --llm: ask this one whether sentences are supported"
    )
    some.set_defaults(run=commands.run_some)
    added.add_parser(
        "baseline", help="run, and make the scores the committed baseline"
    ).set_defaults(run=commands.run_baseline)
    asked = added.add_parser("questions", help="write the questions another system is to answer")
    asked.add_argument("file", type=Path)
    asked.set_defaults(run=commands.write_questions)
    scoring = added.add_parser("score", help="score answers that any system wrote")
    scoring.add_argument("answers", type=Path, metavar="ANSWERS.jsonl")
    scoring.add_argument("--cases", type=Path, help="questions of your own with their answers")
    scoring.set_defaults(run=commands.score_answers)
    added.add_parser("agreement", help="compare the rule with answers judged by hand").set_defaults(
        run=commands.compare_with_labels
    )
    added.add_parser(
        "overlap", help="report the words rewordings share with their sources"
    ).set_defaults(run=commands.report_overlap)
    return parser


if __name__ == "__main__":
    sys.exit(main())
