"""History and question -> what is searched: a readable question, and what was spoken of before.

What a follow-up leaves out is mostly given by what was said before: the vector of the last answer
and the words of the last question are added to its own (``Retriever.rank``). Its text is changed
only for what the scorer reads and the reader sees: a question that leaves its subject out gets it
in brackets, a bare "And in Ireland?" takes the place of what it replaces.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from assistant.errors import InputError
from assistant.questions.rewriting import LITTLE, OPENING, RULES, Asked, Exchange, Rule
from assistant.text.marks import as_shown
from assistant.text.names import Known, names
from assistant.text.patterns import any_of, either
from assistant.text.words import content_stems, is_text
from assistant.types import REFUSAL, SILENCE, Spoken, Turn

LONGEST_QUESTION = 4_000
"""Characters from which a text is no question any more: some 700 words, two minutes of reading."""

MOST_TURNS = 40
"""Turns of a conversation that are looked at, the last ones."""

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

_POSSESSIVE = any_of(either("its their his her"))
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

_VAGUE = content_stems(
    "happen work mean apply expire end start begin pay cost say define sign count matter explain"
    " thing stuff details example really okay that this the"
)
"""Stems that name no subject."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question as it is to be searched.

    ``spoken`` is what the conversation was at; ``unclear`` is the word that the question leaves
    open, if any.
    """

    searched: str
    unclear: str = ""
    spoken: Spoken = SILENCE


def recent(history: Iterable[Turn]) -> tuple[Turn, ...]:
    """What of a conversation is still looked at: its last turns, and the beginning of each."""
    turns = tuple(history)[-MOST_TURNS:]
    return tuple(replace(turn, content=turn.content[:LONGEST_QUESTION]) for turn in turns)


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


def resolve(
    question: str,
    history: Iterable[Turn],
    known: Known,
    rules: Mapping[str, Rule] = RULES,
) -> Resolved:
    """The question to search.

    Args:
        question: as it was asked.
        history: the turns before it, oldest first.
        known: what the library knows of names.
        rules: what makes a follow-up readable, in the order in which they are tried.
    """
    before: Exchange | None = None
    for asked, answer in _exchanges(history):
        before = _follow(asked, answer, before, known, rules)
    if before is None:
        return Resolved(question, _unclear(question, known))
    stated = _stated(question, before, known, rules)
    return Resolved(stated, spoken=Spoken(before.asked, before.answer))


def _stated(question: str, before: Exchange, known: Known, rules: Mapping[str, Rule]) -> str:
    bare = OPENING.sub("", question).strip(" ?!.,")
    continues = bool(OPENING.match(question))
    # Behind an opening word a capital is no mark of a sentence's beginning.
    named = tuple(names(f"and {bare}" if continues else bare, known))
    asked = Asked(question, bare, named, continues)
    stated = (rule(asked, before, known) for rule in rules.values())
    return next(filter(None, stated), question)


def _follow(
    asked: str, answer: str, before: Exchange | None, known: Known, rules: Mapping[str, Rule]
) -> Exchange:
    """The turn after ``before``: its subject is what it names, else the one that was spoken of."""
    searched = _stated(asked, before, known, rules) if before else asked
    subject = tuple(names(searched, known)) or (before.subject if before else ())
    return Exchange(asked, searched, subject, answer)


def _unclear(question: str, known: Known) -> str:
    """The pronoun of a short first question that nothing in it explains."""
    bare = OPENING.sub("", question).strip(" ?!.,")
    named = names(f"and {bare}" if OPENING.match(question) else bare, known)
    found = _POINTING.search(bare)
    if named or found is None or not _points(bare):
        return ""
    before, told = (
        content_stems(text) - _VAGUE for text in (bare[: found.start()], _POINTING.sub("", bare))
    )
    return found[0].lower() if len(before) <= 1 and len(told) <= LITTLE else ""


def stands_alone(question: str) -> bool:
    """Whether nothing in a message leans on what was said before: no pronoun, no "And …?"."""
    return not OPENING.match(question) and not _points(question)


def _points(question: str) -> bool:
    """Whether a question points at something outside itself."""
    plain = _PLEONASTIC.sub(lambda found: " " * len(found[0]), question)
    found = _POINTING.search(plain)
    # "How do companies hire their staff?": somebody of the question itself is meant.
    if found is None:
        return False
    return not (_POSSESSIVE.fullmatch(found[0]) and content_stems(plain[: found.start()]))


def _exchanges(history: Iterable[Turn]) -> list[tuple[str, str]]:
    """Each question of the history with the answer behind it, empty where there is none."""
    pairs: list[tuple[str, str]] = []
    for turn in history:
        if turn.role == "user":
            if turn.content.strip():
                pairs.append((turn.content.strip(), ""))
        elif pairs and not turn.content.startswith(REFUSAL):
            pairs[-1] = (pairs[-1][0], as_shown(turn.content))
    return pairs
