"""A question about several things -> the things, and what is asked of each.

"Compare Iowa and Utah on caps and refunds" has two things and two aspects. Each thing is asked
about alone, so that no cell of the table is filled from a neighbour.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from assistant.questions.aspects import (
    CHOOSES,
    COMPARATIVE,
    DIFFERS,
    EACH,
    SLOT,
    Aspect,
    aspects,
    chooses,
)
from assistant.questions.things import Thing, between, find_things
from assistant.retrieval.entities import Entities
from assistant.text.patterns import any_of, either

_LEAST = any_of(
    either("""
    lower lowest less least smaller smallest first earlier earliest sooner shorter shortest
    """)
)
_JOINING = any_of(
    either("the both either between"),
    within=r"\b(?:{})\s*$",
)
"""What stands before things and belongs to them together."""

_OWNER = re.compile(r"^['’]s?(?!\w)")
_OWN = re.compile(r"(?:['’]s?|\.)?(?: (?!(?:on|in|for|about|when|if)\b)[\w-]+)*")
MOST_THINGS = 12
MOST_ASPECTS = 4
"""Rows and columns of a table at most: more cannot be read, and each cell is a search."""


_OWNER_OF_TWO = re.compile(
    r"((?:the )?\S+['’]s) ((?:19|20)\d\d) (and|or|vs\.?|versus) (?=(?:19|20)\d\d\b)"
)
"""Two years of one owner: "the guild's 2023 and 2026 contracts"."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The things a question compares and what it asks of each.

    ``is_explicit`` tells whether its words say that it compares; another question that joins names
    compares only where it asks nothing of them together. ``wants_least`` is for the smaller or
    earlier thing. ``documents`` are those that a thing, by its name, is known from.
    """

    things: tuple[str, ...]
    aspects: tuple[Aspect, ...]
    is_explicit: bool
    wants_least: bool = False
    documents: Mapping[str, frozenset[str]] = field(default_factory=dict)


def read_comparison(question: str, known: Entities) -> Comparison | None:
    """The comparison that a question asks for, or nothing where it names fewer than two things.

    Args:
        question: standing alone.
        known: finds the names that documents are about.
    """
    text = _OWNER_OF_TWO.sub(r"\1 \2 \3 \1 ", " ".join(question.split()).rstrip("?. "))
    things = find_things(text, known)
    documents = _own_documents(things)
    if not 2 <= len(documents) <= MOST_THINGS:
        return None
    asked = _with_slot(text, things)
    is_explicit = _is_explicit(text, asked, things)
    if not _apart(text, asked, things, is_explicit):
        return None
    return Comparison(
        tuple(documents),
        tuple(aspects(asked))[:MOST_ASPECTS],
        is_explicit,
        bool(_LEAST.search(asked)),
        documents,
    )


def _with_slot(text: str, things: Sequence[Thing]) -> str:
    """The question with a slot in the place of the things."""
    first, last = things[0], things[-1]
    inside, after = between(text, first, last), text[last.end :]
    # What belongs to the other thing is what is asked of the first: "than Utah's grant".
    end = (_OWN if inside else _OWNER).match(after)
    before = _JOINING.sub("", text[: first.start]).rstrip()
    return f"{before} {SLOT}{inside} {after[end.end() if end else 0 :]}"


def _is_explicit(text: str, asked: str, things: Sequence[Thing]) -> bool:
    """Whether the words of a question say that it compares, or that it asks each of several."""
    joints = {thing.joint for thing in things}
    says = DIFFERS.search(text) or EACH.search(text) or COMPARATIVE.search(asked)
    chosen = "or" in joints and chooses(asked)
    return bool(joints & {"versus", "than"} or len(things) > 2 or says or chosen)


def _apart(text: str, asked: str, things: Sequence[Thing], is_explicit: bool) -> bool:
    """Whether things are different matters to the library, of which it knows one at least.

    Things of the same documents compare only where the question says that they differ, or on both
    sides of "than" if documents are about them.
    """
    joints = {thing.joint for thing in things}
    known = [thing.documents for thing in things]
    disjoint = [not one & other for one, other in combinations(known, 2)]
    if not is_explicit:
        return all(known) and all(disjoint)
    if "than" in joints:
        return all(known) and (all(thing.is_subject for thing in things) or all(disjoint))
    if "versus" in joints:
        return any(known)
    if DIFFERS.search(text) or EACH.search(text):
        return any(known) and len({*known}) > 1
    if COMPARATIVE.search(asked):
        return any(known)
    # "Can Iowa or anyone" chooses nothing: a thing that nobody knows stands beside two known ones,
    # or where one is chosen.
    return any(disjoint) and sum(map(bool, known)) > (0 if CHOOSES.search(asked) else 1)


def _own_documents(things: Sequence[Thing]) -> dict[str, frozenset[str]]:
    """By thing, its documents, without those of another where it has others.

    What "versus" joins without a name is in the same documents: "Iowa's fund on games vs films".
    """
    found = {}
    for thing in things:
        if thing.joint == "versus" and not thing.documents and thing.name.islower():
            found[thing.name] = things[0].documents
            continue
        others = frozenset[str]().union(*(item.documents for item in things if item is not thing))
        found[thing.name] = thing.documents - others or thing.documents
    return found
