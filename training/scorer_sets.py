"""The training groups of the public question sets, and how much of each the scorer is taught.

A set is a JSON Lines file: a question, the sentences of its passage, the numbers of those that
answer it (none where the passage does not). The wrong sentences are those that share the most
with the question's words, by BM25.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

import bm25s
import numpy as np
from tqdm import tqdm

from training.scorer_groups import ELSEWHERE, OWN, Candidate, Group, read_lines

SHARES: Mapping[str, float] = MappingProxyType(
    {
        "cmuqa": 0.7,
        # Its sentences imply rather than say, and 15 % of the labels are wrong.
        "condaqa": 0.15,
        "covidqa": 0.8,
        # Narrative prose, no facts; 7 % wrong.
        "fairytaleqa": 0.25,
        "nq_oracle": 1.0,
        # Answers are marked widely, headings and links among them.
        "omosqa_en": 0.3,
        "pira_un": 0.8,
        "qed_dev": 1.0,
        # A quarter is answered for one reading of several.
        "quotesum_dev": 0.4,
        "selqa": 0.8,
        "sleepqa": 0.8,
        # 8 % are answerable after all, and a negation gives many away.
        "squad2_train_unans_pairs": 0.5,
        "squad2_train_unanswerable": 0.8,
        "squad_train_44": 0.6,
        "squad_train_cs224n": 0.6,
        "squad_train_pairs": 0.4,
        "squad_train_sample": 0.6,
        # A tenth to a fifth makes sense inside the passage alone.
        "squadshifts_amazon": 0.2,
        "squadshifts_reddit": 0.15,
        "squadshifts_wiki": 0.7,
    }
)
"""The share of a set's questions that an epoch draws, by what was seen of its noise."""

FROM_OTHERS = frozenset(
    {
        "cmuqa",
        "covidqa",
        "nq_oracle",
        "qed_dev",
        "selqa",
        "sleepqa",
        "squad2_train_unanswerable",
        "squad_train_44",
        "squad_train_cs224n",
        "squad_train_pairs",
        "squad_train_sample",
        "squadshifts_wiki",
    }
)
"""Sets whose questions name their subject, so that other passages' sentences are wrong ones."""

HELD_OUT = 30
"""One passage in so many is held out, by the hash of its sentences."""

LONGEST = 1200
"""Characters of a sentence beyond which a question is left out: text that was not split."""


def fit_groups(folder: Path) -> list[Group]:
    """The groups of all sets of ``folder`` that ``SHARES`` names.

    Raises:
        FileNotFoundError: a set is missing.
    """
    return [group for name in SHARES for group in set_groups(folder / f"{name}.jsonl")]


def set_groups(file: Path) -> list[Group]:
    """The groups of one set."""
    rows = [row for row in read_lines(file) if _is_usable(row)]
    passages = {passage_key(row): row for row in rows}
    keys = [(key, n) for key, row in passages.items() for n in range(len(row["sentences"]))]
    starts: dict[str, int] = {}
    for position, (key, _) in enumerate(keys):
        starts.setdefault(key, position)
    stemmer = _stemmer()
    texts = [passages[key]["sentences"][n] for key, n in keys]
    index = bm25s.BM25()
    index.index(_tokens(texts, stemmer), show_progress=False)
    asked = _tokens([row["question"] for row in rows], stemmer)
    groups = []
    for row, words in tqdm(zip(rows, asked, strict=True), file.stem, len(rows), disable=None):
        key = passage_key(row)
        known = [word for word in words if word in index.vocab_dict]
        scores = index.get_scores(known) if known else np.zeros(len(keys))
        at = starts[key]
        own = scores[at : at + len(row["sentences"])]
        wrong = [n for n in np.argsort(-own, kind="stable") if int(n) not in row["answers"]]
        groups.append(
            Group(
                file.stem,
                row["question"],
                [candidate(row, n) for n in row["answers"]],
                [candidate(row, int(n)) for n in wrong[:OWN]],
                _elsewhere(scores, keys, passages, key) if file.stem in FROM_OTHERS else [],
                int(sha256(key.encode()).hexdigest(), 16) % HELD_OUT == 0,
            )
        )
    return groups


def passage_key(row: Mapping[str, Any]) -> str:
    """What tells a passage from the others: its sentences, for two sets may share it."""
    return "\n".join(row["sentences"])


def candidate(row: Mapping[str, Any], number: int) -> Candidate:
    """The sentence ``number`` of a row's passage, with what is read along with it."""
    before = row["sentences"][number - 1] if number else ""
    return row["title"], before, row["sentences"][number]


def _elsewhere(
    scores: np.ndarray[Any, Any],
    keys: Sequence[tuple[str, int]],
    passages: Mapping[str, Mapping[str, Any]],
    key: str,
) -> list[Candidate]:
    most = min(len(keys) - 1, 24)
    best = np.argpartition(-scores, most)[:most]
    best = best[np.argsort(-scores[best], kind="stable")]
    # The very best one is often the same fact said again: it is left out.
    others = [keys[int(position)] for position in best if keys[int(position)][0] != key]
    return [candidate(passages[owner], n) for owner, n in others[1 : 1 + ELSEWHERE]]


def _is_usable(row: Mapping[str, Any]) -> bool:
    return max(map(len, row["sentences"])) <= LONGEST


def _tokens(texts: Sequence[str], stemmer: Any) -> list[list[str]]:
    tokens: list[list[str]] = bm25s.tokenize(
        list(texts), stopwords="en", stemmer=stemmer, return_ids=False, show_progress=False
    )
    return tokens


def _stemmer() -> Any:
    import Stemmer

    return Stemmer.Stemmer("english")
