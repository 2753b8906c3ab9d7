"""How many words the stored rewordings share with what they reword."""

import statistics
from collections.abc import Sequence

from assistant.text.words import content_stems
from evals.cases import Case


def word_overlap(rewording: str, source: str) -> float:
    """Share in 0..1 of a rewording's content words (stems) that the source has; 0 without any."""
    words = content_stems(rewording)
    return len(words & content_stems(source)) / len(words) if words else 0.0


def table(own: Sequence[Case], paraphrased: Sequence[Case]) -> str:
    """Quartiles of the overlap with the own question, and with question and answer together."""
    questions = {(case.documents, case.reference): case.question for case in own}
    sources = [(case, questions[case.documents, case.reference]) for case in paraphrased]
    rows = {
        "own question": [word_overlap(case.question, asked) for case, asked in sources],
        "question and answer": [
            word_overlap(case.question, f"{asked} {case.reference}") for case, asked in sources
        ],
    }
    lines = [f"{len(paraphrased)} rewordings; share of their content words also in the"]
    for name, shares in rows.items():
        low, middle, high = statistics.quantiles(shares, n=4)
        lines.append(f"  {name:<20} median {middle:.2f}, quartiles {low:.2f} and {high:.2f}")
    return "\n".join(lines)
