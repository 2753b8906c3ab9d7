import math
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
import torch

from tests.training.test_scorer_groups import group
from training.scorer_groups import DATA
from training.scorer_sets import SHARES
from training.scorer_stages import FIRST, FOURTH, LAST, PUBLIC, SECOND, STAGES, THIRD, WIDE
from training.train_scorer import State, endless, halfway, loss_of, make_optimizer


def test_the_loss_by_hand() -> None:
    # Every logit is 0: an answered sample of two sentences and an unanswered one of one.
    loss = loss_of(torch.zeros(3), [2, 1], [True, False])

    listwise = math.log(3) + math.log(2)
    pointwise = 3 * math.log(2)
    assert loss.item() == pytest.approx((listwise + pointwise) / 2)


def test_the_null_alternative_wins_where_nothing_answers() -> None:
    low, high = torch.full((2,), -9.0), torch.full((2,), 9.0)

    assert loss_of(low, [2], [False]) < 0.01
    assert loss_of(high, [2], [False]) > 9


def test_halfway_is_the_mean_of_the_weights() -> None:
    one = {"weight": torch.tensor([1.0, 3.0]), "positions": torch.tensor([0, 1])}
    other = {"weight": torch.tensor([2.0, 5.0]), "positions": torch.tensor([0, 1])}

    mean = halfway(one, other)

    assert mean["weight"].tolist() == [1.5, 4.0]
    assert mean["positions"].tolist() == [0, 1]


def test_the_stages_know_every_file() -> None:
    files = {file.stem for file in DATA.glob("*.jsonl")}
    assert sorted(files) == sorted(FIRST + SECOND + THIRD + FOURTH)
    groups = [replace(group(right=1), source=source) for source in files.union(PUBLIC)]

    sources = [{each.source for each in stage.of(groups)} for stage in STAGES]

    assert sources[:2] == [set(PUBLIC), {*PUBLIC, *FIRST}]
    assert set().union(*sources) == {*PUBLIC, *FIRST, *SECOND, *THIRD}
    last = {each.source for each in LAST.of(groups)}
    assert last == files.union(PUBLIC)


def test_the_wide_stage_reads_all_and_of_noisy_sets_less() -> None:
    every = {*SHARES, *PUBLIC, *FIRST, *SECOND, *THIRD}
    clean, noisy = (
        [replace(group(right=1), source=source) for _ in range(400)]
        for source in ("qed_dev", "condaqa")
    )

    drawn = [sample for batch in islice(endless([*clean, *noisy], WIDE), 60) for sample in batch]

    assert {each.source for each in WIDE.of([*clean, *noisy])} == {"qed_dev", "condaqa"}
    assert set(WIDE.sources) == every
    assert WIDE.share(clean[0]) > WIDE.share(noisy[0])
    assert max(len(sample.candidates) for sample in drawn) <= WIDE.candidates


def test_training_goes_on_where_it_was_left(tmp_path: Path) -> None:
    def state() -> State:
        model = Small()
        return State(model, *make_optimizer(model, 100, 1e-3))

    kept, file = state(), tmp_path / "state.pt"
    assert kept.load(file) == 0
    kept.model.head.weight.data.fill_(7.0)
    kept.optimizer.step()
    kept.schedule.step()
    kept.save(file, 12)
    other = state()

    assert other.load(file) == 12
    assert other.model.head.weight.tolist() == kept.model.head.weight.tolist()
    assert other.schedule.last_epoch == kept.schedule.last_epoch


class Small(torch.nn.Module):
    """As much of a scorer as an optimiser needs."""

    def __init__(self) -> None:
        super().__init__()
        self.bert = torch.nn.Linear(2, 2)
        self.head = torch.nn.Linear(2, 1)
