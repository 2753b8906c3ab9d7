"""What the verifier is trained on: sources, and sentences that they support or don't.

Three kinds: written pairs (``claim_data/``: spans of the invented documents of ``scorer_data/`` and
of others, sentences reworded from them, and sentences wrong in one detail), sentences of those
documents made wrong by rule (``evals.corrupting``), and a public set of the same form (FactCG).
"""

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from assistant.text.names import large_names
from evals.corrupting import Beside, corruptions
from training.scorer_groups import read_lines

CLAIM_DATA = Path(__file__).parent / "claim_data"
SCORER_DATA = Path(__file__).parent / "scorer_data"

FOLDS = 5
LEAST_WORDS = 6
MOST_AROUND = 3
"""Sentences around one that is made wrong, in its source."""

TITLED = 0.5
"""Share of the sources that begin with their document's title, as some that are cited do."""

_SAME = (
    (r" percent\b", "%"),
    (r"(?<=\d)%", " percent"),
    (r"\bmust\b", "has to"),
    (r"\bis not\b", "isn't"),
    (r"\bdoes not\b", "doesn't"),
    (r"\bcannot\b", "can't"),
    (r"\bbegins\b", "starts"),
    (r"\bends\b", "comes to an end"),
    (r"\brequires\b", "demands"),
    (r"\breceives?\b", "gets"),
    (r"\babout\b", "roughly"),
    (r"\bat least\b", "no less than"),
    (r"\bup to\b", "at most"),
    (r"\bmovies?\b", "film"),
    (r"\bwithin\b", "inside"),
    (r" \([^()]*\)", ""),
    (r"^(?:In|On|By|Since|Until|From) [^,]{3,40}, (\w)", r"\1"),
    (r", (?:which|who|whose) [^,.]+(?=[,.])", ""),
    (r"(?<=[a-z0-9]), (?:and|but) [^,.]{15,}(?=\.$)", ""),
    (r"(?<=[a-z0-9]); .+(?=\.$)", ""),
    (r" from [^,.;]{3,25}(?= (?:to|until) )", ""),
    (r"(?<= from )([^,.;]{3,25}) (?:to|until) [^,.;]{3,25}(?=[,.;])", r"\1 on"),
    (r" (?:and|as well as) [A-Z][\w.-]+(?: [A-Z][\w.-]+){0,3}(?=[,.;])", ""),
    (r" (?:on|in|since|by) \d{1,2} [A-Z][a-z]+ \d{4}(?=[,.;])", ""),
)
"""What leaves a sentence true: another word or form, or a part less."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence with its source.

    ``group`` is of those that share a source; ``kind`` says how the sentence was made.
    """

    source: str
    sentence: str
    supported: bool
    kind: str
    group: str

    @property
    def fold(self) -> int:
        """The fifth of the groups that it is in."""
        return zlib.crc32(self.group.encode()) % FOLDS


def written_claims(folder: Path = CLAIM_DATA) -> Iterator[Claim]:
    """The written pairs, with and without their document's title before the source."""
    titles = {key: row["title"] for key, row in _documents()}
    for file in sorted(folder.glob("*.jsonl")):
        for row in read_lines(file):
            title, source = row.get("title") or titles.get(row["doc"], ""), row["source"]
            is_titled = zlib.crc32(source.encode()) % 2 == 0
            held = f"{title}. {source}" if is_titled else source
            for text in row["supported"]:
                yield Claim(held, text, True, "written", row["doc"])
            for wrong in row["unsupported"]:
                yield Claim(held, wrong["text"], False, wrong["kind"], row["doc"])


def made_claims(random: Random) -> Iterator[Claim]:
    """Sentences of the invented documents as they stand, reworded a little, and made wrong."""
    rows = list(_documents())
    names = sorted({name for _, row in rows for text in row["sentences"] for name in _names(text)})
    for key, row in rows:
        sentences = row["sentences"]
        own = sorted({name for text in sentences for name in _names(text)})
        for at, sentence in enumerate(sentences):
            if len(sentence.split()) < LEAST_WORDS or sentence.endswith("?"):
                continue
            first = max(0, at - random.randrange(MOST_AROUND))
            around = sentences[first : at + 1 + random.randrange(MOST_AROUND)]
            source = " ".join(around)
            if random.random() < TITLED:
                source = f"{row['title']}. {source}"
            beside = Beside(sentences, [*own, *random.sample(names, 40)])
            yield from _made(source, sentence, beside, key, random)


def _made(
    source: str, sentence: str, beside: Beside, group: str, random: Random
) -> Iterator[Claim]:
    """As many right sentences as wrong ones, of those that can be made of one."""
    told = _reworded(sentence, random)
    wrong = [
        (item.kind, item.text)
        for text in dict.fromkeys((sentence, told))
        for item in corruptions(text, beside, random)
        if item.text not in source
    ]
    strange = [text for text in beside.sentences if text not in source]
    if strange:
        wrong.append(("elsewhere", _reworded(random.choice(strange), random)))
    for kind, text in random.sample(wrong, min(2, len(wrong))):
        yield Claim(source, text, False, kind, group)
    for text in dict.fromkeys((sentence, told)):
        yield Claim(source, text, True, "made", group)


def public_claims(file: Path) -> Iterator[Claim]:
    """The pairs of a file of ``{"id", "source", "sentence", "label"}``."""
    for row in read_lines(file):
        supported = row["label"] == "supported"
        yield Claim(row["source"], row["sentence"], supported, file.stem, row["sentence"])


def _reworded(sentence: str, random: Random) -> str:
    """A sentence that says the same or less, changed in up to two places."""
    fitting = [(pattern, new) for pattern, new in _SAME if re.search(pattern, sentence)]
    for pattern, new in random.sample(fitting, min(2, len(fitting))):
        sentence = re.sub(pattern, new, sentence, count=1)
    return sentence[:1].upper() + sentence[1:]


def _documents() -> Iterator[tuple[str, dict[str, Any]]]:
    for file in sorted(SCORER_DATA.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            if "sentences" in row:
                yield f"{file.name}:{number}", row


def _names(text: str) -> Sequence[str]:
    return large_names(text)
