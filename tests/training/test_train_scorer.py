import math
from dataclasses import replace

import pytest
import torch

from tests.training.test_scorer_groups import group
from training.scorer_groups import DATA
from training.train_scorer import FIRST, PUBLIC, SECOND, STAGES, THIRD, halfway, loss_of


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
    assert sorted(files) == sorted(FIRST + SECOND + THIRD)
    groups = [replace(group(right=1), source=source) for source in files.union(PUBLIC)]

    sources = [{each.source for each in stage.of(groups)} for stage in STAGES]

    assert sources[:2] == [set(PUBLIC), {*PUBLIC, *FIRST}]
    assert set().union(*sources) == files.union(PUBLIC)
