"""What is asked of each of the things compared: a column's heading and its question."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.text.patterns import alternation, any_of

COMPARATIVE = any_of(
    r"""
    larger
    bigger
    higher
    lower
    more
    better
    harder
    longer
    first
    last
    highest
    """,
    within=r"\b(?:a |the )?(?:{})\b(?!-)",
)
_MEASURES = (
    (any_of("longer"), "how long"),
    (any_of("first", within=r"\b(?:{})\b(?!-)"), "when"),
    (
        any_of(
            r"""
            better
            harder
            """
        ),
        "how",
    ),
)
_HOW_MUCH = "how much"
_ASPECTS = any_of(
    r"""
    on
    in
    """,
    within=r"^\W*(?:(?:differ|compare|deals|contracts)\b\W*)*(?:{}) (?P<aspects>.+)$",
)
_COMPARE = any_of(
    r"""
    compare
    what(?: is)? the differences?
    how do
    how does
    how did
    """,
    within=r"^(?:please )?(?:{})\b(?: between)?(?: the)?",
)
_QUESTION_WORD = alternation(
    r"""
    what
    when
    how
    whether
    where
    why
    can
    by what
    """
)
_ASKING = any_of(
    rf"""
    {_QUESTION_WORD}
    which (?:of the )?(?:guild|state|union)(?:['’]s)?
    which
    who
    does
    do
    did
    is
    are
    was
    were
    the
    a
    an
    each
    both
    in
    of
    for
    pays?
    gives?
    got
    says?
    handles?
    treats?
    requires?
    about
    deals?
    contracts?
    suits?
    cases?
    """,
    within=r"^\W*(?:(?:{})\b\W*)+",
)
"""Words that only ask, and so are no part of a column's heading."""
_EACH = any_of(
    r"""
    each
    they
    both
    """
)
_EACH_ONE = re.compile(r"\beach (credit)s?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Aspect:
    """What is asked of each thing: a short name, and the question with ``{}`` for the thing."""

    name: str
    question: str

    def of(self, thing: str) -> str:
        """The question put of one thing."""
        return self.question.replace("{}", thing)


def aspects(before: str, after: str) -> Iterator[Aspect]:
    """The aspects, from what stands before and after the list of things."""
    listed = _ASPECTS.match(after)
    if after.lstrip().startswith(":"):
        yield from map(_of_each, _split_questions(after.lstrip(" :")))
    elif _COMPARE.match(before) and (listed or not _verb_phrase(after)):
        yield from _named_aspects(_head(before), listed["aspects"] if listed else "", after)
    else:
        yield from _asked_aspects(before, after)


def _named_aspects(head: str, listed: str, after: str) -> Iterator[Aspect]:
    """Aspects named by noun phrases: "Compare the caps of …", "… on caps and on refunds"."""
    if not listed:
        yield noted(f"{head} {after}")
    for name in _split_names(listed):
        yield noted(name, head)


def _asked_aspects(before: str, after: str) -> Iterator[Aspect]:
    """Aspects asked for by a sentence that the things stand in."""
    first, *others = _split_questions(after)
    whole = f"{before} {first}"
    chooses = re.match(r"^(?:.*, )?(?:which|who|where)\b", before, re.IGNORECASE)
    weighs = re.match(r"^(?:do|does|did|is|are|was|were)\b", before, re.IGNORECASE)
    if (chooses or weighs) and COMPARATIVE.search(whole):
        yield noted(f"{label(whole)}, {measure(whole)}")
    else:
        asked = _tidy(f"{before} {{}} {_EACH.sub('', first)}")
        yield Aspect(label(whole), f"{asked.strip(' ,')}?")
    yield from map(_of_each, others)


def noted(name: str, head: str = "") -> Aspect:
    """An aspect asked for as a note, "Iowa: caps", which reads better than a clumsy question."""
    return Aspect(label(name), _tidy(f"{{}} {head}: {name}".replace(" :", ":")) + "?")


def _of_each(asked: str) -> Aspect:
    """The question put of each: "how does each credit …" -> "How does {}'s credit …"."""
    named = _EACH_ONE.sub(r"{}'s \1", asked)
    named = named if "{}" in named else _EACH.sub("{}", named, count=1)
    question = named if "{}" in named else f"{{}}: {asked}"
    return Aspect(label(asked), _tidy(question[:1].upper() + question[1:]) + "?")


def _split_questions(text: str) -> list[str]:
    parts = re.split(rf",? and (?=(?:{_QUESTION_WORD})\b)", text)
    return [part.strip() for part in parts[:1]] + [
        part.strip() for part in parts[1:] if part.strip()
    ]


def _split_names(text: str) -> list[str]:
    """The names of "caps and on refunds"; a clause is left whole."""
    parts = re.split(r",? and (?:on )?|, (?:on )?", text)
    if re.match(rf"(?:{_QUESTION_WORD})\b", text, re.IGNORECASE):
        return [text]
    return [re.sub(r"^(?:the|on) ", "", part.strip()) for part in parts if part.strip()]


def _head(before: str) -> str:
    """What is compared, from the words before the things: "Compare the caps of" -> "caps"."""
    rest = _COMPARE.sub("", before).strip()
    return re.sub(r"(?:\b(?:of|in|between|for|under|the)\s*)+$", "", rest).strip(" ,")


def _verb_phrase(after: str) -> bool:
    """Whether more than the end of a comparison stands behind the things."""
    return bool(re.sub(r"^\W*(?:differ|compare|(?:deals|contracts|laws|acts)\b)?\W*", "", after))


def measure(text: str) -> str:
    """What a comparison asks of each thing, as a question word: "longer" asks how long."""
    return next((word for pattern, word in _MEASURES if pattern.search(text)), _HOW_MUCH)


def label(text: str) -> str:
    """A column's heading: the words of an aspect without those that only ask."""
    bare = _ASKING.sub("", COMPARATIVE.sub("", text)).strip(" ,:?")
    bare = re.sub(r",? (?:how much|how long|when|how)$", "", bare)
    bare = re.sub(r"\b(?:each|both|in|of|for|the|by|do|does|did)\W*$", "", bare)
    return _tidy(bare).strip(" ,:?") or "Answer"


def _tidy(text: str) -> str:
    return re.sub(r" ([,?])", r"\1", " ".join(text.split()))
