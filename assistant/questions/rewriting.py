"""What a follow-up leaves out, written into it, by rules that have a name each."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assistant.text import names
from assistant.text.names import Known
from assistant.text.patterns import any_of, word_list
from assistant.text.words import content_stems

MOST_NAMES = 3
"""Names added to a question at most: more would outweigh its own words."""

LITTLE = 2
"""Content words up to which a question says too little to stand alone."""

OPENING = any_of(
    r"""
    and
    but
    or
    so
    also
    then
    well
    now
    ok(?:ay)?
    what about
    how about
    """,
    within=r"^\s*(?:(?:{})\b[\s,]*)+",
)
"""How a question begins that goes on with the one before: conjunctions, and their like in talk."""

_BEFORE_NAMES = word_list("about at by for from in of on the to under with")
"""What may stand with a name that is all there is of a question: prepositions and the article."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BRACKETS = re.compile(r"\s*\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the conversation and the answer it got, empty after a refusal.

    ``searched`` is the question with what it left out, ``subject`` the names it is about.
    """

    asked: str
    searched: str
    subject: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question after others.

    ``bare`` is it without opening words and marks, ``named`` what it names; it ``continues`` when
    it has such an opening.
    """

    question: str
    bare: str
    named: tuple[str, ...]
    continues: bool


Rule = Callable[[Asked, Exchange, Known], str]
"""Makes a question stand alone, or gives an empty text where it does not apply."""


def year_put(asked: Asked, before: Exchange, known: Known) -> str:
    """A bare "and in 2024" in the place of the only year before."""
    base = _BRACKETS.sub("", before.searched)
    olds, news = set(_YEAR.findall(base)), _YEAR.findall(asked.bare)
    if len(news) == len(olds) == 1 and not _words(asked.bare) - _BEFORE_NAMES - set(news):
        return _YEAR.sub(news[0], base)
    return ""


def name_put(asked: Asked, before: Exchange, known: Known) -> str:
    """A bare "and in Ireland" in the place of the first name of its kind before."""
    if not asked.continues or len(asked.named) != 1:
        return ""
    (name,) = asked.named
    if _words(asked.bare) - _words(name) - _BEFORE_NAMES:
        return ""
    base = _BRACKETS.sub("", before.searched).rstrip(" ?")
    new = names.large(names.plain(name))
    kind = "place" if asked.bare.lower().startswith("in ") else _kind_of(name, known)
    olds = names.names(base, known)
    for old in olds:
        if _kind_of(old, known) == kind:
            head = names.head(old)
            return f"{_put(new + names.possessive(head), head, base)}?"
    # Nothing of its kind is there to be replaced: another subject, or the first one.
    return f"{asked.bare}?" if olds else f"{OPENING.sub('', base)}? ({new})"


def completed(asked: Asked, before: Exchange, known: Known) -> str:
    """A question that goes on, or leaves its subject out, with that in brackets behind it.

    One that names nothing and says little leaves it out; a longer one does where the library's
    documents are about that subject, for then it is asked about them.
    """
    said = content_stems(asked.bare)
    leaves_out = not asked.named and (
        len(said) <= LITTLE or any(map(known.has_title, before.subject))
    )
    # "And Utah: who pays?": documents are about what it names, so that this is its subject.
    goes_on = asked.continues and not any(map(known.has_title, asked.named))
    if not (goes_on or leaves_out):
        return ""
    subject: list[str] = []
    for name in before.subject:
        stems = content_stems(name)
        if not stems <= said:
            subject.append(f"the {name}" if names.is_group(name) else name)
            said |= stems
    if not before.subject and not asked.named:
        # Nothing was named at all: the question before tells what is spoken of.
        subject = [_BRACKETS.sub("", before.searched).rstrip(" ?")]
    if not subject:
        return ""
    return f"{asked.question.strip().rstrip(' ?')}? ({', '.join(subject[:MOST_NAMES])})"


RULES: Mapping[str, Rule] = MappingProxyType(
    {"a year put": year_put, "a name put": name_put, "completed": completed}
)
"""What makes a follow-up readable, by name; the first that applies does."""


def _put(new: str, old: str, text: str) -> str:
    """A text with one name, and its article, in the place of another."""
    return re.sub(rf"(?:\bthe )?{re.escape(old)}", lambda _: new, text)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[\w’'.&/–-]+", text.lower()))


def _kind_of(name: str, known: Known) -> str:
    """A rough kind of name, so that a place replaces a place: place, bill, body or another."""
    if known.is_place(names.plain(names.head(name))):
        return "place"
    if names.is_bill(name):
        return "bill"
    return "body" if names.is_body(name) else "name"
