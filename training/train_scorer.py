"""Trains the sentence scorer and exports it.

    python -m training.train_scorer BENCH_DIR FIT_DIR --out assistant/models/scorer.onnx

``BENCH_DIR`` holds the public sets ``squad2`` and ``clapnq-dev``, each with ``corpus.jsonl`` and
``queries.jsonl``, the former with ``fit.jsonl`` too; ``FIT_DIR`` the sets of ``scorer_sets.py``.
The embedding model's weights are trained on the former, then on them and more and more of
``scorer_data/``: see ``STAGES``; halfway between the last two of these begins ``WIDE``, on all of
it together, ``LAST`` teaches what was written since, and ``FORMS`` documents as people write them;
halfway to it the training ends.
``--begin FILE`` begins the last stage with an exported scorer instead, and ``--checkpoint FILE``
keeps what its next start takes up. Figures of what is held out are printed on the way: how often
the right sentence scores highest, and the AUROC of the best logit for whether the question is
answered. The SHA-256 printed at the end goes into
``assistant/models/scorer.py`` by hand.

A cross-encoder that selects an answering sentence: Garg, Vu and Moschitti, "TANDA", AAAI 2020.
"""

import argparse
import hashlib
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import Tensor, nn
from tqdm import tqdm

from assistant.models.export import load_embedder
from assistant.models.weights import default_folder
from assistant.settings import Settings
from evals.scoring.curves import auroc
from evals.scoring.metrics import mean
from training.scorer_groups import Group, public_groups, written_groups
from training.scorer_model import CrossEncoder, Encoding, export
from training.scorer_samples import Sample, draw_batches
from training.scorer_sets import fit_groups
from training.scorer_stages import FORMS, LAST, STAGES, WIDE, Stage
from training.scorer_start import load_shipped
from training.structured import structured_groups

DOCUMENTS = Path(__file__).parent / "scorer_data" / "documents"
BATCH = 8
WARM_UP = 100
LEAST_RATE = 0.02
EVALUATED = 600
KEPT = 200
"""Steps from one kept state to the next."""


@dataclass(slots=True)
class Tally:
    """What was measured on the held-out groups of one source."""

    first: list[float] = field(default_factory=list)
    best: list[float] = field(default_factory=list)
    answered: list[bool] = field(default_factory=list)

    def __str__(self) -> str:
        first = f"{mean(self.first):.3f}" if self.first else "-"
        both = any(self.answered) and not all(self.answered)
        area = f"{auroc(self.best, self.answered):.3f}" if both else "-"
        return f"right first {first}, AUROC {area}, {len(self.best)} questions"


def main() -> None:
    """Train stage by stage, export and print the file's hash."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("bench", type=Path, help="folder of squad2/ and clapnq-dev/")
    parser.add_argument("fit", type=Path, help="folder of the sets of scorer_sets.py")
    parser.add_argument("--out", type=Path, required=True, help="the ONNX file to write")
    parser.add_argument(
        "--begin", type=Path, help="the exported scorer to begin the last stage with"
    )
    parser.add_argument("--checkpoint", type=Path, help="where the last stage keeps its state")
    options = parser.parse_args()
    # The groups are made with the default model, whose weights are checked as it loads.
    embedder = load_embedder("", Settings.read(os.environ).cache)
    groups = public_groups(options.bench, embedder) + written_groups(embedder)
    groups += fit_groups(options.fit)
    groups += structured_groups(DOCUMENTS, embedder)
    torch.manual_seed(0)
    folder = default_folder()
    encoding, model = Encoding(folder / "tokenizer.json"), CrossEncoder(folder)
    if options.begin:
        load_shipped(model, options.begin)
    else:
        train_stages(model, groups, encoding)
    before = {name: weight.clone() for name, weight in model.state_dict().items()}
    train(model, FORMS, FORMS.of(groups), encoding, options.checkpoint)
    model.load_state_dict(halfway(before, model.state_dict()))
    export(model, options.out)
    print(hashlib.sha256(options.out.read_bytes()).hexdigest())


def train_stages(model: CrossEncoder, groups: Sequence[Group], encoding: Encoding) -> None:
    """The stages before the last; ``WIDE`` begins halfway between the last two of ``STAGES``."""
    for stage in STAGES:
        before = {name: weight.clone() for name, weight in model.state_dict().items()}
        train(model, stage, stage.of(groups), encoding)
    model.load_state_dict(halfway(before, model.state_dict()))
    for stage in (WIDE, LAST):
        train(model, stage, stage.of(groups), encoding)


def halfway(one: Mapping[str, Tensor], other: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The mean of two models' weights.

    A stage that teaches something new (questions in quite other words, rows of tables) costs some
    of what was known; halfway between it and the stage before, both are kept. Source: Wortsman et
    al., "Model soups", ICML 2022.
    """
    return {
        name: (weight + other[name]) / 2 if weight.is_floating_point() else weight
        for name, weight in one.items()
    }


def train(
    model: CrossEncoder,
    stage: Stage,
    groups: Sequence[Group],
    encoding: Encoding,
    checkpoint: Path | None = None,
) -> None:
    """Train the model on the groups not held out; evaluate the others on the way."""
    trained = [group for group in groups if not group.held_out]
    held_out = [group for group in groups if group.held_out]
    drawn = sum(map(stage.share, trained))
    an_epoch = math.ceil(drawn / BATCH)
    steps, evaluated = an_epoch // 2 * stage.half_epochs, an_epoch // 2 // stage.evaluations
    optimizer, schedule = make_optimizer(model, int(an_epoch * stage.schedule), stage.rate)
    state = State(model, optimizer, schedule)
    done = state.load(checkpoint) if checkpoint else 0
    batches = islice(endless(trained, stage), done, steps)
    for step, batch in enumerate(tqdm(batches, total=steps, initial=done, disable=None), done + 1):
        learn(model, batch, encoding, optimizer)
        schedule.step()
        if checkpoint and step % KEPT == 0:
            state.save(checkpoint, step)
        if step % evaluated == 0 or step == steps:
            for source, tally in evaluate(model, held_out, encoding).items():
                print(f"step {step} of {steps}, {source}: {tally}", flush=True)


@dataclass(frozen=True, slots=True)
class State:
    """What a training is taken up from."""

    model: CrossEncoder
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler

    def save(self, file: Path, step: int) -> None:
        """Write the state after ``step`` steps; what lay there stays whole until it is written."""
        parts = self._parts()
        unfinished = file.with_suffix(".part")
        torch.save([step, *(part.state_dict() for part in parts)], unfinished)
        unfinished.replace(file)

    def load(self, file: Path) -> int:
        """Take up the state of ``file``, if there is one; the steps done."""
        if not file.is_file():
            return 0
        step, *states = torch.load(file, weights_only=True)
        for part, state in zip(self._parts(), states, strict=True):
            part.load_state_dict(state)
        return int(step)

    def _parts(self) -> Sequence[Any]:
        return (self.model, self.optimizer, self.schedule)


def endless(groups: Sequence[Group], stage: Stage) -> Iterator[list[Sample]]:
    """The batches of one epoch after the other, always in the same order."""
    random = Random(0)  # noqa: S311 - for repeatable batches
    while True:
        chosen = [
            group
            for group in groups
            for share in [stage.share(group)]
            for _ in range(int(share) + (random.random() < share % 1))
        ]
        yield from draw_batches(chosen, BATCH, random, stage.candidates)


def make_optimizer(
    model: CrossEncoder, steps: int, rate: float
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    """AdamW whose rates rise for ``WARM_UP`` steps and fall in a line; the embeddings rest."""
    encoder = [weight for weight in model.bert.parameters() if weight.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": encoder, "lr": rate},
            {"params": list(model.head.parameters()), "lr": 10 * rate},
        ],
        weight_decay=0.01,
    )

    def share(step: int) -> float:
        return min(1.0, (step + 1) / WARM_UP) * max(LEAST_RATE, 1 - step / steps)

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, share)


def learn(
    model: CrossEncoder,
    batch: Sequence[Sample],
    encoding: Encoding,
    optimizer: torch.optim.Optimizer,
) -> None:
    """One optimisation step, with dropout."""
    model.train()
    pairs = [(sample.question, candidate) for sample in batch for candidate in sample.candidates]
    with torch.autocast("cpu", torch.bfloat16):
        logits = model(*encoding.batch(pairs))
    sizes = [len(sample.candidates) for sample in batch]
    loss = loss_of(logits.float(), sizes, [sample.answered for sample in batch])
    loss.backward()  # type: ignore[no-untyped-call]
    nn.utils.clip_grad_norm_([weight for weight in model.parameters() if weight.requires_grad], 1.0)
    optimizer.step()
    optimizer.zero_grad()


def loss_of(logits: Tensor, sizes: Sequence[int], answered: Sequence[bool]) -> Tensor:
    """The mean over samples of a listwise and a pointwise loss; a scalar.

    Listwise: cross-entropy over the sample's sentences and a null alternative of logit 0, which
    is right where none of them answers, as in readers of SQuAD 2.0: Devlin et al., "BERT", NAACL
    2019. Pointwise: binary cross-entropy summed over the sentences, so that the logit means the
    same for all questions.

    Args:
        logits: shape ``(pairs,)``, sample after sample.
        sizes: the number of sentences of each sample.
        answered: whether the first sentence of each sample is right.
    """
    losses = []
    for own, is_answered in zip(torch.split(logits, list(sizes)), answered, strict=True):
        right = torch.zeros_like(own)
        right[0] = float(is_answered)
        listwise = torch.logsumexp(torch.cat([torch.zeros(1), own]), 0) - right @ own
        pointwise = nn.functional.binary_cross_entropy_with_logits(own, right, reduction="sum")
        losses.append(listwise + pointwise)
    return torch.stack(losses).mean()


def evaluate(model: CrossEncoder, groups: Sequence[Group], encoding: Encoding) -> dict[str, Tally]:
    """Figures by source over at most ``EVALUATED`` of the groups, always the same ones.

    The right sentences compete with the nearest wrong ones of their own passage.
    """
    model.eval()
    random = Random(1)  # noqa: S311 - for a repeatable sample
    tallies: dict[str, Tally] = {}
    for group in random.sample(groups, min(EVALUATED, len(groups))):
        pairs = [(group.question, candidate) for candidate in group.right + group.own]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            logits = model(*encoding.batch(pairs)).float()
        tally = tallies.setdefault(group.source, Tally())
        if group.right:
            tally.first.append(float(logits.argmax() < len(group.right)))
        tally.best.append(float(logits.max()))
        tally.answered.append(bool(group.right))
    return tallies


if __name__ == "__main__":
    main()
