"""Sentences of known content made wrong in one detail, to measure and train what verifies them."""

import re
from calendar import month_name
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from assistant.text.names import large_names

Change: TypeAlias = Callable[[str, "Beside", Random], str | None]
"""Makes a sentence wrong in one detail, or tells that it can't."""

_NUMBER = re.compile(r"(?<![\w.,/-])(?P<value>\d[\d,]*(?:\.\d+)?)(?![\w/-]|[.,]\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTHS = [name for name in month_name if name]
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)})\b")
_WORD_NUMBERS = "two three four five six seven eight nine ten twelve fifteen twenty thirty".split()  # noqa: SIM905
_WORD_NUMBER = re.compile(rf"\b(?:{'|'.join(_WORD_NUMBERS)})\b")
_LONGEST_NAME = 5

_NEGATING = (
    (
        r"\b(is|are|was|were|has|have|had|does|do|did|can|could|will|would|must|may|should) not\b",
        r"\1",
    ),
    (r"\bcannot\b", "can"),
    (r"\b(is|are|was|were|has|have|had|does|do|did|could|would|should)n['’]t\b", r"\1"),
    (r"\bneither (.+?) nor\b", r"both \1 and"),
    (r"\bwithout\b", "with"),
    (r"\bno longer\b", "still"),
    (r"\b(has|have|had|is|are|was|were|can|will|would|must|may|should)\b(?! not)", r"\1 not"),
)
"""A negation taken out, or else one put behind the first auxiliary."""

_MODAL = (
    (r"\bmay not\b", "need not"),
    (r"\bmay\b", "must"),
    (r"\bmust\b", "may"),
    (r"\bshall\b", "may"),
    (r"\bcan\b", "must"),
    (r"\bshould\b", "must"),
    (r"\bcould\b", "will"),
    (r"\bwould\b", "will"),
    (r"\bwill\b", "might"),
    (r"\b(is|are) required to\b", r"\1 allowed to"),
    (r"\b(is|are) (?:allowed|permitted) to\b", r"\1 required to"),
)
"""What may be told as what must be, and the other way."""

_STATUS = (
    (r"\b(?:has|have) proposed\b", "has adopted"),
    (r"\bproposed\b", "adopted"),
    (r"\bproposes\b", "has adopted"),
    (r"\b(?:is|are) pending\b", "was enacted"),
    (r"\bpending\b", "enacted"),
    (r"\bsigned\b", "vetoed"),
    (r"\bvetoed\b", "signed"),
    (r"\bapproved\b", "rejected"),
    (r"\brejected\b", "approved"),
    (r"\bpassed\b", "failed"),
    (r"\bdraft\b", "final"),
    (r"\bplans? to\b", "has begun to"),
    (r"\b(?:is|are) expected to\b", "already"),
    (r"\bpermanent\b", "temporary"),
    (r"\b(?:says|said|claims|claimed|argues|argued|reported) that\b", "proved that"),
    (r"\breportedly \b", ""),
    (r"\balleged(?:ly)? \b", ""),
)
"""How far a thing has come, told as another step; what is said, told as what is."""

_SCOPE = (
    (r"\bup to\b", "at least"),
    (r"\bat least\b", "at most"),
    (r"\bat most\b", "at least"),
    (r"\bmore than\b", "less than"),
    (r"\bless than\b", "more than"),
    (r"\bfewer than\b", "more than"),
    (r"\bbefore\b", "after"),
    (r"\bafter\b", "before"),
    (r"\b[Ss]ome\b", "all"),
    (r"\b[Mm]ost\b", "all"),
    (r"\b[Mm]any\b", "all"),
    (r"\b[Oo]nly\b", "not only"),
    (r"\b(?:except|apart from|other than)\b", "including"),
    (r"\bresident(s?)\b", r"non-resident\1"),
    (r"\bhigher\b", "lower"),
    (r"\blower\b", "higher"),
    (r"\bfirst\b", "last"),
    (r"\bannual(?:ly)?\b", "monthly"),
    (r"\bincreas(ed|es)\b", r"decreas\1"),
)
"""Whom or how much a thing concerns, and when, told as something wider, other or the reverse."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands around a sentence, from which wrong details are taken.

    Attributes:
        sentences: other sentences of the same document.
        names: names of this and other documents.
    """

    sentences: Sequence[str]
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Corrupted:
    """A sentence made wrong, and in what."""

    kind: str
    text: str


def corruptions(sentence: str, beside: Beside, random: Random) -> Iterator[Corrupted]:
    """The sentence made wrong in one detail after the other: of each kind that it allows, one."""
    for kind, change in KINDS.items():
        text = change(sentence, beside, random)
        if text is not None and text != sentence:
            yield Corrupted(kind, text)


def _number(sentence: str, beside: Beside, random: Random) -> str | None:
    """Another number in place of one, by preference one that stands nearby."""
    found = [item for item in _NUMBER.finditer(sentence) if not _YEAR.fullmatch(item["value"])]
    if not found:
        return _word_number(sentence, random)
    chosen = random.choice(found)
    near = {item["value"] for text in beside.sentences for item in _NUMBER.finditer(text)}
    others = sorted(near - {item["value"] for item in found})
    if others and random.random() < 0.5:
        return _put(sentence, chosen, random.choice(others))
    return _put(sentence, chosen, _shifted(chosen["value"], random))


def _word_number(sentence: str, random: Random) -> str | None:
    found = _WORD_NUMBER.search(sentence)
    if found is None:
        return None
    return _put(sentence, found, random.choice([one for one in _WORD_NUMBERS if one != found[0]]))


def _shifted(value: str, random: Random) -> str:
    """A number as long as another one, written alike."""
    digits = [at for at, sign in enumerate(value) if sign.isdigit()]
    at = random.choice(digits[:2])
    others = [one for one in "123456789" if one != value[at]]
    return value[:at] + random.choice(others) + value[at + 1 :]


def _date(sentence: str, _: Beside, random: Random) -> str | None:
    """Another month or year in place of one."""
    found = [*_MONTH.finditer(sentence), *_YEAR.finditer(sentence)]
    if not found:
        return None
    chosen = random.choice(found)
    if chosen[0].isdigit():
        return _put(sentence, chosen, str(int(chosen[0]) + random.choice((-2, -1, 1, 2))))
    return _put(sentence, chosen, random.choice([one for one in _MONTHS if one != chosen[0]]))


def _name(sentence: str, beside: Beside, random: Random) -> str | None:
    """Another name in place of one; as long ones as the other, so that it reads alike."""
    own = [name for name in large_names(sentence) if len(name.split()) <= _LONGEST_NAME]
    if not own:
        return None
    chosen = random.choice(own)
    words = set(" ".join(own).split())
    others = [
        name
        for name in beside.names
        if not words & set(name.split())
        and len(name.split()) == len(chosen.split())
        and name not in sentence
    ]
    return sentence.replace(chosen, random.choice(others), 1) if others else None


def _merged(sentence: str, beside: Beside, random: Random) -> str | None:
    """The end of another sentence put behind the beginning of this one, at a verb of both."""
    ends = [
        found for text in beside.sentences if (found := _VERB.search(text)) and text != sentence
    ]
    own = _VERB.search(sentence)
    if own is None or not ends:
        return None
    return sentence[: own.start()] + (end := random.choice(ends)).string[end.start() :]


_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|must|may|can|will|pays?|paid|gets?|requires?|needs?"
    r"|covers?|costs?|takes?|gives?|gave|began|begins|ends|ended|approved|signed|won|runs|applies)\b"
)


def _by(replacements: Sequence[tuple[str, str]]) -> Change:
    """A change that makes the first of some replacements that fits."""
    compiled = [(re.compile(pattern), new) for pattern, new in replacements]

    def change(sentence: str, _: Beside, random: Random) -> str | None:
        fitting = [(pattern, new) for pattern, new in compiled if pattern.search(sentence)]
        if not fitting:
            return None
        pattern, new = random.choice(fitting)
        return pattern.sub(new, sentence, count=1)

    return change


def _put(sentence: str, found: re.Match[str], new: str) -> str:
    return sentence[: found.start()] + new + sentence[found.end() :]


KINDS: dict[str, Change] = {
    "number": _number,
    "date": _date,
    "name": _name,
    "negation": _by(_NEGATING),
    "modality": _by(_MODAL),
    "status": _by(_STATUS),
    "scope": _by(_SCOPE),
    "merge": _merged,
}
"""What a sentence can be made wrong in, and how."""
