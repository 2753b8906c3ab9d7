"""Citation precision and recall of an answer, sentence by sentence and by document.

The definitions are those of ALCE (Gao et al., "Enabling Large Language Models to Generate Text with
Citations", EMNLP 2023), with a check on spans in place of an entailment model: quotes support a
sentence when they hold all its figures and nearly all its words.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evals.scoring.metrics import mean, tokens
from evals.scoring.nuggets import missing, read_nuggets

ENOUGH_WORDS = 0.8
_HEADING = re.compile(r"^\*\*.*\*\*\n(?:Nothing found\.)?", re.MULTILINE)
"""What was asked, over the part of an answer that answers it; it says nothing of its own."""

_MARKED = re.compile(r"(.*?)((?:\s*\[\d+\])+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an answer and the numbers cited right after it."""

    text: str
    numbers: tuple[int, ...]


def segments(answer: str) -> list[Segment]:
    """Cut an answer's text at its citation numbers; what follows the last one cites nothing."""
    answer = _HEADING.sub("", answer)
    found = list(_MARKED.finditer(answer))
    cited = [
        Segment(match[1].strip(), tuple(int(n) for n in re.findall(r"\d+", match[2])))
        for match in found
    ]
    rest = answer[found[-1].end() if found else 0 :].strip()
    return [*cited, Segment(rest, ())] if any(map(str.isalnum, rest)) else cited


def supports(quotes: Sequence[str], text: str) -> bool:
    """Whether quotes together hold all figures and at least 80 % of the words of a text."""
    together = " ".join(quotes)
    words, held = tokens(text), set(tokens(together))
    if not words or not quotes:
        return False
    share = sum(word in held for word in words) / len(words)
    figures = read_nuggets(text).figures
    return share >= ENOUGH_WORDS and not missing(figures, read_nuggets(together).figures)


def citation_recall(answer: str, quotes: Mapping[int, str]) -> float:
    """Share in 0..1 of the sentences that their own citations support (ALCE)."""
    return mean([supports(_cited(part, quotes), part.text) for part in segments(answer)])


def citation_precision(answer: str, quotes: Mapping[int, str]) -> float:
    """Share in 0..1 of the citations that are needed (ALCE).

    A citation counts where its sentence is supported, and it supports the sentence alone or the
    others do not without it.
    """
    counted = []
    for part in segments(answer):
        supported = supports(_cited(part, quotes), part.text)
        for number in part.numbers:
            others = [quotes[n] for n in part.numbers if n != number and n in quotes]
            alone = supports([quotes.get(number, "")], part.text)
            counted.append(supported and (alone or not supports(others, part.text)))
    return mean(counted)


def document_precision(citations: Sequence[Mapping[str, Any]], right: Collection[str]) -> float:
    """Share in 0..1 of the citations that are from a document that answers."""
    return mean([citation["document_id"] in right for citation in citations])


def document_recall(citations: Sequence[Mapping[str, Any]], right: Collection[str]) -> float:
    """Share in 0..1 of the documents needed that are cited."""
    cited = {citation["document_id"] for citation in citations}
    return mean([document in cited for document in right])


def _cited(part: Segment, quotes: Mapping[int, str]) -> list[str]:
    return [quotes[number] for number in part.numbers if number in quotes]
