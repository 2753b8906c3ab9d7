"""Trains the check of entailment and exports it.

    python -m training.train_verifier FACTCG.jsonl --out assistant/models/entailment.onnx

Trains on the written claims of ``claim_data/``, on sentences made wrong by rule, and on
``FACTCG.jsonl``, all but one fifth of the sources, which measures (``--fold``; with ``--fold -1``
none is held out). ``--measure FILE`` adds files of the same form that are only measured. Begins
with the sentence scorer's weights, which have read questions against statements, or with those of
``--start``, to go on. The model that is shipped is the mean of three such trainings, each of which
began with the one before and read what had been written since (``training.average_models``). The
SHA-256 printed at the end goes into ``assistant/models/entailment.py`` by hand.
"""

import argparse
import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import tokenizers
import torch
from torch import Tensor, nn
from tqdm import tqdm

from assistant.models.entailment import SENTENCE_TOKENS, encoded, windows
from assistant.models.scorer import MODEL
from assistant.models.weights import default_folder
from evals.scoring.curves import auroc
from training.claims import Claim, made_claims, public_claims, written_claims
from training.scorer_model import CrossEncoder, export
from training.scorer_start import load_shipped
from training.train_scorer import make_optimizer

BATCH = 16
POOL = 32
"""Batches that are sorted by length together."""

RATE = 8e-5
SHARES = {"made": 0.15, "public": 2.0, "written": 2.0}
"""How often an epoch draws a pair of each kind."""


class Pairs:
    """Claims as the token tensors that ``assistant.models.entailment`` makes of them."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokenizer = tokenizers.Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._opening, self._closing = self._tokenizer.encode("").ids

    def read(self, claim: Claim) -> list[tuple[list[int], list[int]]]:
        """The ids and types of a claim, once for each window of its source."""
        sentence = self._tokens(claim.sentence)[:SENTENCE_TOKENS]
        return [
            encoded(window, sentence, self._opening, self._closing)
            for window in windows(self._tokens(claim.source))
        ]

    def batch(
        self, encoded_pairs: Sequence[tuple[list[int], list[int]]]
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Ids, attention mask and types, each of shape ``(pairs, tokens)``."""
        longest = max(len(ids) for ids, _ in encoded_pairs)
        ids, mask, types = torch.zeros(3, len(encoded_pairs), longest, dtype=torch.long).unbind()
        for row, (own, kinds) in enumerate(encoded_pairs):
            ids[row, : len(own)] = torch.tensor(own)
            mask[row, : len(own)] = 1
            types[row, : len(own)] = torch.tensor(kinds)
        return ids, mask, types

    def _tokens(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)


def main() -> None:
    """Train, measure, export and print the file's hash."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("public", type=Path, help="the public set that is trained on")
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write")
    parser.add_argument("--fold", type=int, default=0, help="the fifth that is held out")
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--start", type=Path, default=MODEL, help="the ONNX file to begin with")
    parser.add_argument("--measure", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    torch.manual_seed(0)
    claims = {
        "made": list(made_claims(Random(0))),  # noqa: S311 - for repeatable pairs
        "public": list(public_claims(options.public)),
        "written": list(written_claims()),
    }
    folder = default_folder()
    pairs, model = Pairs(folder / "tokenizer.json"), CrossEncoder(folder)
    load_shipped(model, options.start)
    trained = {
        name: [item for item in found if item.fold != options.fold]
        for name, found in claims.items()
    }
    train(model, trained, pairs, options.epochs)
    for name, found in claims.items():
        show(name, model, [item for item in found if item.fold == options.fold][:2000], pairs)
    for file in options.measure:
        show(file.stem, model, list(public_claims(file)), pairs)
    export(model, options.out)
    print(hashlib.sha256(options.out.read_bytes()).hexdigest())


def train(model: CrossEncoder, claims: dict[str, list[Claim]], pairs: Pairs, epochs: float) -> None:
    """Binary cross-entropy over pairs; an epoch draws each kind as ``SHARES`` says."""
    an_epoch = math.ceil(sum(SHARES[name] * len(found) for name, found in claims.items()) / BATCH)
    steps = int(an_epoch * epochs)
    optimizer, schedule = make_optimizer(model, steps, RATE)
    total = 0.0
    for step, batch in zip(range(1, steps + 1), endless(claims, pairs), strict=False):
        model.train()
        encoded_pairs, labels = [item for item, _ in batch], [label for _, label in batch]
        with torch.autocast("cpu", torch.bfloat16):
            logits = model(*pairs.batch(encoded_pairs))
        loss = nn.functional.binary_cross_entropy_with_logits(
            logits.float(), torch.tensor(labels, dtype=torch.float32)
        )
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_([w for w in model.parameters() if w.requires_grad], 1.0)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        total += loss.item()
        if step % 100 == 0 or step == steps:
            print(f"step {step} of {steps}: loss {total / 100:.3f}", flush=True)
            total = 0.0


def endless(
    claims: dict[str, list[Claim]], pairs: Pairs
) -> Iterator[list[tuple[tuple[list[int], list[int]], bool]]]:
    """Batches of encoded pairs with their labels, epoch after epoch, always in the same order.

    Batches are cut from pools sorted by length, so that they pad little.
    """
    random = Random(1)  # noqa: S311 - for repeatable batches
    while True:
        drawn = [
            claim
            for name, found in claims.items()
            for claim in found
            for _ in range(int(SHARES[name]) + (random.random() < SHARES[name] % 1))
        ]
        random.shuffle(drawn)
        for at in range(0, len(drawn), BATCH * POOL):
            read = [
                (pairs.read(claim)[0], claim.supported) for claim in drawn[at : at + BATCH * POOL]
            ]
            read.sort(key=lambda item: len(item[0][0]))
            cut = [read[start : start + BATCH] for start in range(0, len(read), BATCH)]
            random.shuffle(cut)
            yield from cut


def show(name: str, model: CrossEncoder, claims: Sequence[Claim], pairs: Pairs) -> None:
    """Print how well the model tells supported sentences of some claims from others."""
    if not claims:
        return
    logits, labels = support(model, claims, pairs), [claim.supported for claim in claims]
    best = max(balanced(logits, labels, at) for at in sorted(set(logits)))
    even = balanced(logits, labels, 0.0)
    area = auroc(logits, labels)
    print(f"{name}: AUROC {area:.3f}, balanced accuracy {even:.3f}, at best {best:.3f}")
    kinds: dict[str, list[float]] = defaultdict(list)
    for claim, logit in zip(claims, logits, strict=True):
        kinds[claim.kind].append(logit)
    for kind, found in sorted(kinds.items()):
        print(
            f"  {kind}: {sum(logit > 0 for logit in found)} of {len(found)} supported", flush=True
        )


def support(model: CrossEncoder, claims: Iterable[Claim], pairs: Pairs) -> list[float]:
    """The logit of each claim: that of the best window of its source."""
    model.eval()
    logits = []
    for claim in tqdm(list(claims), disable=None):
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            logits.append(float(model(*pairs.batch(pairs.read(claim))).float().max()))
    return logits


def balanced(logits: Sequence[float], labels: Sequence[bool], threshold: float) -> float:
    """The mean of the shares that are told right of each label."""
    right = [logit > threshold for logit, label in zip(logits, labels, strict=True) if label]
    wrong = [logit <= threshold for logit, label in zip(logits, labels, strict=True) if not label]
    return (sum(right) / len(right) + sum(wrong) / len(wrong)) / 2


if __name__ == "__main__":
    main()
