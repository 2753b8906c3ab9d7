"""The ``verify`` command: sentences held to sources that a file gives, one pair a line."""

import argparse
from typing import Any

from assistant.answers.verifying import Verifier
from assistant.cli.batches import read_text, write_lines
from assistant.contract import Pair, read_pairs, verdict_json
from assistant.errors import InputError
from assistant.models.entailment import load_entailment


def verify(options: argparse.Namespace) -> int:
    """Score each pair of ``--batch`` and write the verdicts to ``--out``."""
    pairs, faults = read_pairs(read_text(options.batch))
    if faults:
        raise InputError("\n".join(f"{options.batch}: {fault}" for fault in faults))
    verifier = Verifier(load_entailment())

    def work(pair: Pair) -> dict[str, Any]:
        (verdict,) = verifier.verify(pair.source, [pair.sentence])
        return verdict_json(verdict, pair.id)

    write_lines(options.out, pairs, work, len(pairs))
    return 0
