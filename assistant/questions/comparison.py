"""A question about several named things -> the things, and what is asked of each.

"Compare Iowa and Utah on caps and refunds" has two things and two aspects; "Which pays more for
animation, Iowa or Utah?" has one aspect. Each thing is asked about alone, so that no cell of the
table is filled from a neighbour.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.questions.aspects import COMPARATIVE, Aspect, aspects, label, measure, noted
from assistant.text.names import GROUPS, NAME_WORD
from assistant.text.patterns import alternation, any_of

_THING_WORD = rf"(?:{NAME_WORD}|(?:{GROUPS})['’]?(?!\w))"
_THING = (
    rf"(?:\d{{4}} )?{_THING_WORD}"
    rf"(?:(?: of(?= [A-Z])| v\.?(?= [A-Z]))? (?:{NAME_WORD}|\d[\w.]*))*"
)
_TAIL_WORD = r"(?!(?:do|on|differ)\b)[a-z][\w-]*"
_JOINS = alternation(
    r"""
    and
    or
    vs\.?
    compared with
    """
)
_JOIN = rf"(?:,? (?:{_JOINS})|,) "
_PLACED = r"(?:in )?(?:the )?"
_ITEM = rf"(?:{_THING}|its(?: {_TAIL_WORD})+)"
_OWN_TAIL = rf"(?:(?:(?<=[’']s)(?: {_TAIL_WORD}){{1,4}}| rules| rulings?)(?={_JOIN}))?"
_LIST = re.compile(rf"(?<![\w’'])({_ITEM}{_OWN_TAIL})((?:{_JOIN}{_PLACED}{_ITEM}{_OWN_TAIL})+)")
_FURTHER = re.compile(rf"{_JOIN}{_PLACED}({_ITEM}{_OWN_TAIL})")
_APART = re.compile(
    rf"^(?P<lead>(?:[A-Z][^?]*?, )?(?i:is|does) )(?:the )?(?P<one>{_THING})"
    rf" ?(?P<shared>[^?]*?) than (?:in )?(?:the )?(?P<other>{_THING})(?P<rest>[^?]*)"
)
_LEAD = re.compile(
    "^(?:"
    + alternation(
        r"""
        Compare
        Does
        Did
        Do
        Was
        """
    )
    + ") (?:the )?"
)
"""A capitalised word before the first thing that is no part of its name."""

_CUE = any_of(
    r"""
    \bcompar\w*
    \bdiffer\w*
    \bvs\b
    \bboth\b
    ^(?:.*, )?(?:which|who|where)\b.*\bor\b
    ^(?:does|is|was|were)\b.* or
    """,
    within="(?:{})",
)
"""By what a question says that it compares."""

_LEAST = any_of(
    r"""
    lower
    first
    """
)

_BILL = r"\b[ASH][BR]"
MOST_THINGS = 6
MOST_ASPECTS = 4
"""Rows and columns of a table at most: more cannot be read, and each cell is a search."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The things a question compares and what it asks of each.

    ``is_explicit`` tells whether its words say that it compares; another question that joins names
    compares only where they are different matters to the library. ``wants_least`` is for the
    smaller or earlier thing.
    """

    things: tuple[str, ...]
    aspects: tuple[Aspect, ...]
    is_explicit: bool
    wants_least: bool = False


def read_comparison(question: str) -> Comparison | None:
    """The comparison that a question asks for, or nothing where it names fewer than two things."""
    text = " ".join(question.split()).rstrip("?. ")
    apart = _APART.match(text)
    if apart and COMPARATIVE.search(apart["shared"]):
        return _apart(apart)
    found = max(_lists(text), key=lambda item: len(item[1]), default=None)
    if found is None:
        return None
    (start, end), things = found
    before = re.sub(r",? the$|,$", "", text[:start].rstrip())
    after = re.sub(r"^['’]s?\b", "", text[end:])
    return Comparison(
        things,
        tuple(aspects(before, after))[:MOST_ASPECTS],
        bool(_CUE.search(text)) or len(things) > 2,
        bool(_LEAST.search(f"{before} {after}")),
    )


def _lists(text: str) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """The lists of at least two different things, each with its span."""
    for found in _LIST.finditer(text):
        lead = _LEAD.match(found[1])
        start = found.start() + (lead.end() if lead else 0)
        items = [found[1][lead.end() :] if lead else found[1], *_FURTHER.findall(found[2])]
        things = _distinct(items)
        closed = re.search(r" (?:and|or|vs\.?|versus|than|with|to) (?!.* (?:and|or|vs) )", found[2])
        if items[0] and closed and 2 <= len(things) <= MOST_THINGS:
            yield (start, found.end()), things


def _distinct(items: list[str]) -> tuple[str, ...]:
    """The things by their bare names; "its" is the first thing's, a shared year is everyone's."""
    first = _bare(items[0])
    owner = re.split(r"['’]s ", first)[0]
    names = [_bare(re.sub(r"^its\b", f"{owner}'s", item)) for item in items]
    year = re.match(r"((?:19|20)\d\d) ", names[0]) or re.search(
        rf"(?<!{_BILL}) ((?:19|20)\d\d)$", names[-1]
    )
    if year:
        names = [name if re.search(r"\d", name) else f"{name} {year[1]}" for name in names]
    return tuple(dict.fromkeys(name for name in names if name))


def _bare(name: str) -> str:
    return re.sub(r"^the |(?:['’]s?)?[.,]*$", "", name)


def _apart(found: re.Match[str]) -> Comparison:
    """The things on both sides of what they share, as in "Is Iowa's cap larger than Utah's?"."""
    one, other = _bare(found["one"]), _bare(found["other"])
    aspect = noted(f"{label(found['shared'])}, {measure(found['shared'])}")
    least = bool(_LEAST.search(found["shared"]))
    return Comparison((one, other), (aspect,), is_explicit=True, wants_least=least)
