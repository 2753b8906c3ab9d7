"""History and question -> the question that is searched, by rules alone.

A follow-up leans on the turns before it: it continues ("And in Ireland?"), points back ("When does
it expire?") or leaves its subject out. The subject is carried from turn to turn; a question that
names a subject of its own starts a new one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.errors import InputError
from assistant.questions.rewriting import OPENING, Exchange, asked_of, completed, swapped
from assistant.text.names import Known, names
from assistant.text.patterns import any_of
from assistant.text.sentences import without_markers
from assistant.text.words import content_stems, is_text
from assistant.types import REFUSAL, Turn

LONGEST_QUESTION = 10_000
"""Characters from which a text is no question any more."""

LITTLE = 2
"""Content words up to which a question says too little to stand alone."""

MOST_WORDS = 6
"""Content words of a question that stand for its topic where it names nothing."""

_POINTING = any_of(
    r"""
    it
    its
    they
    them
    their
    he
    him
    his
    she
    her
    this
    these
    those
    there(?=\W*$)
    that(?=\W*$)       # "Who gets that?"
    (?<=does )that
    (?<=for )that
    which ones?(?!-)
    the first one
    the second one
    the latter
    the same(?! as)
    """
)
"""What points outside a question: personal pronouns, demonstratives, one of several."""

_POSSESSIVE = any_of(
    r"""
    its
    their
    his
    her
    """
)
_PLEONASTIC = any_of(
    r"""
    one of
    those who
    is it true
    (?:is|was) (?:it|this) \w+ to   # "Is it safer to wait?"
    (?:is|was) (?:it|this) an?       # "Is this a good idea?"
    does it takes?                            # "What does it take to apply?"
    does it makes?                            # "Does it make sense?"
    """
)
"""What only looks like pointing."""

_DEFINITE = any_of(
    r"""
    the (?:new )?bill
    the (?:new )?order
    the law
    """
)
"""Things that only the turns before can tell."""

_SUBJECT_KIND = any_of(
    r"""
    fund
    guild
    order
    rules?
    team
    vote
    """,
    within=r"\bthe ((?:[a-z-]+ ){0,2}(?:{}))\b",
)
"""What the subject of a turn is, beside its one name."""

_ASKS_MORE = any_of(
    r"""
    why
    why not
    when
    since when
    by when
    whom
    by whom
    how much
    """,
    within=r"^(?:{})$",
)
"""Questions that are nothing without the one before."""

_VERB = any_of(
    r"""
    is
    are
    was
    were
    be
    do
    does
    did
    has
    have
    had
    can
    could
    will
    would
    should
    may
    might
    must
    gets?
    work
    vote\w*
    made
    """
)
"""By what a question of its own is told from a bare phrase: the auxiliaries, and some verbs."""

_PLACED = any_of("for", within=r"^(?:{})\b")
_DATE = re.compile(r"\b(?:may)? ?20\d\d\b", re.IGNORECASE)
_VAGUE = content_stems(
    "happen work mean apply expire end start begin pay cost say define sign count matter explain"
    " thing stuff details example really okay that this the"
)
"""Stems that name no subject."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question as it is to be searched; ``unclear`` is the word that it leaves open, if any."""

    searched: str
    unclear: str = ""


def check_question(question: str) -> str:
    """The question, if it can be asked.

    Raises:
        InputError: it is empty, no valid text, or longer than ``LONGEST_QUESTION``.
    """
    if not question.strip():
        raise InputError("The question is empty; write one.")
    if not is_text(question):
        raise InputError("The question is not valid UTF-8 text; write it anew.")
    if len(question) > LONGEST_QUESTION:
        raise InputError(f"The question has more than {LONGEST_QUESTION} characters; shorten it.")
    return question


def resolve(question: str, history: Iterable[Turn], known: Known) -> Resolved:
    """The question to search, standing alone.

    Args:
        question: as it was asked.
        history: the turns before it, oldest first.
        known: what the library knows of names.
    """
    before: Exchange | None = None
    for asked, answer in _exchanges(history):
        searched = _resolve(asked, before, known).searched
        before = _follow(asked, searched, answer, before, known)
    return _resolve(question, before, known)


def _resolve(question: str, before: Exchange | None, known: Known) -> Resolved:
    bare = OPENING.sub("", question).strip(" ?!.,")
    continues = bool(OPENING.match(question))
    # Behind an opening word a capital is no mark of a sentence's beginning.
    named = names(f"and {bare}" if continues else bare, known)
    points = _points(bare, named)
    if before is None:
        return Resolved(question, _unclear(bare) if points and not named else "")
    if _ASKS_MORE.match(bare):
        return Resolved(asked_of(bare, before))
    if not _VERB.search(bare) and (continues or _PLACED.match(bare)):
        return Resolved(swapped(bare, named, before, known))
    if points or continues or (not named and _leaves_out(bare, before, known)):
        return Resolved(completed(question, bare, before))
    return Resolved(question)


def _leaves_out(bare: str, before: Exchange, known: Known) -> bool:
    """Whether a question without a name leaves out the subject of the turn before.

    One that says little does; a longer one does where the library's documents are about that
    subject, for then it is asked about them.
    """
    said = content_stems(_DATE.sub("", bare)) - _VAGUE
    if not _VERB.search(bare):
        return len(said) <= 1
    return bool(before.subject) and (
        len(said) <= LITTLE or any(map(known.has_title, before.subject))
    )


def _points(question: str, named: Sequence[str]) -> bool:
    """Whether a question points at something outside itself.

    A pronoun behind a name of the question is taken to mean that name.
    """
    plain = _PLEONASTIC.sub(lambda found: " " * len(found[0]), question)
    definite = None if named else _DEFINITE.search(plain)
    pointing = _POINTING.search(plain)
    if pointing and _POSSESSIVE.fullmatch(pointing[0]) and content_stems(plain[: pointing.start()]):
        # "How do companies hire their staff?": somebody of the question itself is meant.
        pointing = None
    if pointing and named:
        first = min(question.find(name) for name in named)
        pointing = pointing if pointing.start() < first else None
    return bool(definite or pointing)


def _unclear(question: str) -> str:
    """The pronoun of a short question that nothing before or in it explains."""
    found = _POINTING.search(question)
    if found is None:
        return ""
    before, told = (
        content_stems(text) - _VAGUE
        for text in (question[: found.start()], _POINTING.sub("", question))
    )
    return found[0].lower() if len(before) <= 1 and len(told) <= LITTLE else ""


def _follow(
    asked: str, searched: str, answer: str, before: Exchange | None, known: Known
) -> Exchange:
    """The turn after ``before``: its subject is what it names, else the one that was spoken of."""
    named = tuple(names(searched, known))
    if len(named) == 1:
        found = _SUBJECT_KIND.search(searched)
        named = (*named, found[1]) if found else named
    leans = searched != asked
    topic = before.topic if before and leans else _topic_words(asked)
    stacked = before is not None and searched.startswith(f"{before.base.rstrip(' ?')}: ")
    return Exchange(
        searched=searched,
        base=before.base if before and stacked else searched,
        subject=named or (before.subject if before else ()),
        topic=topic,
        answer=answer,
    )


def _topic_words(question: str) -> str:
    """The first content words of a question, as one phrase."""
    words = [word for word in re.findall(r"[\w’'-]+", question) if content_stems(word) - _VAGUE]
    return " ".join(words[:MOST_WORDS])


def _exchanges(history: Iterable[Turn]) -> list[tuple[str, str]]:
    """Each question of the history with the answer behind it, empty where there is none."""
    pairs: list[tuple[str, str]] = []
    for turn in history:
        if turn.role == "user":
            if turn.content.strip():
                pairs.append((turn.content.strip(), ""))
        elif pairs and not turn.content.startswith(REFUSAL):
            pairs[-1] = (pairs[-1][0], without_markers(turn.content))
    return pairs
