"""The stages of the scorer's training: what each reads, how fast and for how long."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from training.scorer_groups import Group
from training.scorer_samples import CANDIDATES
from training.scorer_sets import SHARES

ENCODER_RATE = 1e-4

PUBLIC = ("squad2", "clapnq")
FIRST = (
    "ailabor2",
    "ailaw",
    "business",
    "encyclopaedia",
    "encyclopaedia2",
    "government",
    "government2",
    "incentives",
    "incentives2",
    "labor",
    "policymix",
)
"""The files of ``scorer_data/`` that were written before the second stage."""
SECOND = (
    "ailaw_followups",
    "comparisons",
    "general_followups",
    "incentives_followups",
    "labor_followups",
    "rewordings",
)
"""Those written before the third stage."""
THIRD = (
    "ailaw_families",
    "guild_families",
    "incentives_families",
    "mixed_families",
    "near_misses",
    "near_misses_general",
    "reworded_ailaw",
    "reworded_families",
    "reworded_incentives",
    "reworded_labor",
    "reworded_market",
)
"""Those written before ``WIDE``."""
FOURTH = (
    "kinds_ailaw",
    "kinds_general",
    "kinds_market",
    "kinds_screen",
    "kinds_twins",
    "sets_ailaw",
    "sets_general",
    "sets_incentives",
    "sets_labor",
)
"""Those written before ``LAST``."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage trains on and for how long; its optimiser starts anew.

    Args:
        sources: the sources of its groups.
        schedule: the epochs over which the learning rates would fall to their least.
        half_epochs: when it stops, which may be before that.
        rate: the encoder's highest learning rate; the head's is ten times that.
        shares: the share of a source's groups that an epoch draws, 1 where none is named; from 1 on
            how often it draws each.
        candidates: the most sentences of a sample.
        evaluations: how often the held-out groups are scored in half an epoch.
    """

    sources: Collection[str]
    schedule: float
    half_epochs: int
    rate: float = ENCODER_RATE
    shares: Mapping[str, float] = field(default_factory=dict)
    candidates: int = CANDIDATES
    evaluations: int = 1

    def share(self, group: Group) -> float:
        """The share of the epochs that draw this group."""
        return self.shares.get(group.source, 1)

    def of(self, groups: Sequence[Group]) -> list[Group]:
        """Those of the groups that it trains on or holds out."""
        return [group for group in groups if group.source in self.sources]


STAGES = (
    Stage(PUBLIC, 1, 2),
    Stage(PUBLIC + FIRST, 2.2, 3),
    Stage(PUBLIC + FIRST + SECOND, 1.7, 3),
    Stage(PUBLIC + SECOND + THIRD, 1.6, 3),
)
WIDE = Stage(
    (*SHARES, *PUBLIC, *FIRST, *SECOND, *THIRD),
    0.5,
    1,
    rate=5e-5,
    shares={**SHARES, **dict.fromkeys(PUBLIC, 0.5), **dict.fromkeys(FIRST + SECOND + THIRD, 0.7)},
    candidates=3,
    evaluations=4,
)
LAST = Stage(
    (*WIDE.sources, *FOURTH),
    2.0,
    4,
    rate=3e-5,
    shares={name: 0.06 * share for name, share in WIDE.shares.items()},
    candidates=3,
    evaluations=1,
)
"""Two epochs on what was written last, and on a little of the rest lest it be forgotten."""
FORMS = Stage(
    (*LAST.sources, "documents"),
    1.0,
    2,
    rate=5e-5,
    shares={
        **{name: 0.02 * share for name, share in WIDE.shares.items()},
        **dict.fromkeys(FOURTH, 0.15),
        "documents": 8,
    },
    evaluations=1,
)
"""An epoch that draws each question on documents as people write them eight times: rows, items,
clauses and turns with what they lean on; and a little of the rest."""
