"""What changed between two versions of a document, in words."""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.text.figures import figures
from assistant.text.marks import as_shown
from assistant.types import Document

MOST_COMPARED = 5_000
"""Sentences of a version up to which those that changed are told from those that came and went: it
takes the square of their number."""


@dataclass(frozen=True, slots=True)
class Changed:
    """How many sentences changed, came in and went, and how many figures and dates with them."""

    changed: int = 0
    added: int = 0
    removed: int = 0
    dates: int = 0
    amounts: int = 0

    def __str__(self) -> str:
        told = (
            (self.changed, "sentence", "changed"),
            (self.added, "sentence", "added"),
            (self.removed, "sentence", "removed"),
            (self.dates, "date", ""),
            (self.amounts, "figure", ""),
        )
        words = [
            f"{count} {name}{'s' if count > 1 else ''} {what}".strip()
            for count, name, what in told
            if count
        ]
        return ", ".join(words) or "nothing that is said"


def changes(before: Document, after: Document) -> Changed:
    """What changed from one version of a document to the next."""
    old, new = _sentences(before), _sentences(after)
    if max(len(old), len(new)) > MOST_COMPARED:
        return _by_count(old, new)
    changed = added = removed = dates = amounts = 0
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        both = min(j - i, m - k)
        changed += both
        removed += j - i - both
        added += m - k - both
        for one, other in zip(old[i : i + both], new[k : k + both], strict=True):
            dates += _differing(one, other, is_date=True)
            amounts += _differing(one, other, is_date=False)
    return Changed(changed, added, removed, dates, amounts)


def _by_count(old: list[str], new: list[str]) -> Changed:
    one, other = Counter(old), Counter(new)
    return Changed(added=(other - one).total(), removed=(one - other).total())


def _sentences(document: Document) -> list[str]:
    return [
        as_shown(sentence.text)
        for section in document.sections
        for block in section.blocks
        for sentence in block.sentences
    ]


def _differing(one: str, other: str, *, is_date: bool) -> int:
    """How many dates, or other figures, of two versions of a sentence are not the same."""
    before, after = (
        Counter(f.text for f in figures(said) if (f.kind == "date") == is_date)
        for said in (one, other)
    )
    return max((before - after).total(), (after - before).total())
