"""What a follow-up stands for, written out: swapped, completed, or asked of the turn before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.text import names
from assistant.text.figures import years
from assistant.text.names import Known
from assistant.text.patterns import any_of
from assistant.text.words import content_stems

LONGEST_REASON = 200
"""Characters of an answer that is asked about: the question stays longer than what it quotes."""

MOST_NAMES = 3
"""Names added to a question at most: more would outweigh its own words."""

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

_WHY = any_of("why", within=r"^(?:{})\b")
_WHICH_ONE = (
    (any_of(r"(?:the )?first(?: one)?"), 0),
    (any_of(r"(?:the )?second one"), 1),
    (any_of(r"(?:the )?third one"), 2),
    (any_of(r"the latter"), -1),
)
"""Which of the things named before is meant."""

_PERSONAL = any_of(
    r"""
    he
    she
    """
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BRACKETS = re.compile(r"\s*\([^()]*\)$")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question of the conversation, standing alone, and the answer it got.

    ``subject`` are the names it is about, ``topic`` its content words where there are none, and
    ``base`` is the last question that was more than a few words.
    """

    searched: str
    base: str
    subject: tuple[str, ...]
    topic: str
    answer: str


def asked_of(bare: str, before: Exchange) -> str:
    """A bare "why" asked of the answer before, any other bare question of the question before."""
    if _WHY.match(bare) and before.answer:
        return f"{bare}? ({before.answer[:LONGEST_REASON]})"
    return f"{before.base.rstrip(' ?')}: {bare}?"


def completed(question: str, bare: str, before: Exchange) -> str:
    """The question with what it leaves out, in brackets behind it."""
    said = content_stems(bare)
    subject: list[str] = []
    for name in _meant(bare, before):
        stems = content_stems(name)
        if not stems <= said:
            subject.append(f"the {name}" if names.is_group(name) else name)
            said |= stems
    if not subject:
        return question
    return f"{question.strip().rstrip('?').rstrip()}? ({', '.join(subject[:MOST_NAMES])})"


def swapped(bare: str, named: Sequence[str], before: Exchange, known: Known) -> str:
    """A bare "and in Ireland" put in the place of what it replaces in the question before."""
    base = _BRACKETS.sub("", before.base).rstrip(" ?")
    year = _year_meant(bare, base)
    if year:
        return f"{_YEAR.sub(year, base)}?{_in_brackets(before.subject, base)}"
    if len(named) != 1:
        return f"{base}: {bare}?{_in_brackets(before.subject, base)}"
    new = names.large(names.plain(named[0]))
    kind = "place" if bare.lower().startswith("in ") else _kind_of(named[0], known)
    olds = names.names(base, known)
    same = [name for name in olds if _kind_of(name, known) == kind]
    if same:
        old = names.head(same[0])
        put = new + names.possessive(old)
        return re.sub(rf"(?:the )?{re.escape(old)}", lambda _: put, base) + "?"
    # Nothing of its kind is there to be replaced: another subject, or the first one.
    return f"{bare}?" if olds else f"{OPENING.sub('', base)}? ({new})"


def _meant(question: str, before: Exchange) -> Sequence[str]:
    """What a question points at: one of several things named before, a person, or the subject."""
    told = [name for name in names.large_names(before.answer) if name not in before.subject]
    for pattern, place in _WHICH_ONE:
        if pattern.search(question):
            listed = told if len(told) > 1 else [*before.subject, *told]
            is_there = -len(listed) <= place < len(listed)
            return [listed[place]] if is_there else before.subject
    if _PERSONAL.search(question):
        return list(dict.fromkeys([*names.people(before.answer)[:1], *before.subject]))
    bills = [name for name in told if names.is_bill(name)][:1]
    if before.subject:
        return [*before.subject, *bills]
    return [before.topic] if before.topic else told[:1]


def _year_meant(bare: str, base: str) -> str:
    """The year that a bare "in 2024" or "the year before" puts in place of the only one."""
    olds, news = years(base), _YEAR.findall(bare)
    if len(olds) != 1:
        return ""
    if news and not content_stems(_YEAR.sub("", bare)) - {"one"}:
        return str(news[0])
    (old,) = olds
    return str(int(old) - 1) if "year before" in bare.lower() else ""


def _in_brackets(subject: Sequence[str], question: str) -> str:
    said = question.lower()
    missing = [name for name in subject if name.lower() not in said][:MOST_NAMES]
    return f" ({', '.join(missing)})" if missing else ""


def _kind_of(name: str, known: Known) -> str:
    """A rough kind of name, so that a place replaces a place: place, bill, body or another."""
    if known.is_place(names.plain(names.head(name))):
        return "place"
    if names.is_bill(name):
        return "bill"
    return "body" if names.is_body(name) else "name"
