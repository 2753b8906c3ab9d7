"""A message -> what it asks: greeting, thanks, context and frame left out, each ask by itself.

A message is cut into sentences, and a sentence into asks where a new question begins. What an ask
is about may stand once for all of them: before a colon, or as the names of the first.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.questions.asking import ASKING, AUXILIARY, BEGINS, PREPOSITION, QUESTION_WORD
from assistant.questions.frames import without_frame
from assistant.text.patterns import any_of, either
from assistant.text.sentences import split_sentences
from assistant.text.words import content_stems

MOST_ASKS = 5
"""Asks of one message that are answered: each is a search, and more cannot be read."""

LONGEST_LEAD = 8
"""Words that may stand before a colon or comma as the subject of what follows."""

LONGEST_ITEM = 10
"""Words of an ask that is a bare noun phrase."""

_JOINT = re.compile(
    rf"\s*[,–—-]*\s+(?:and|but|also|plus|then|&)\s+(?:also\s+)?(?=(?i:{BEGINS}))"
    rf"|\s*,\s+(?=(?i:{BEGINS}))(?!(?i:{PREPOSITION})\b)|\s*;\s+|\s+\+\s+|,?\s+plus\s+(?:the\s+)?"
)
"""Where a new ask begins inside a sentence."""

_ITEMS = re.compile(r"\s*,\s+(?:and\s+|plus\s+)?|\s+and\s+|\s*&\s+")
_AND = re.compile(r"\s*,\s+(?:and|plus)\s+(?:the\s+)?")
_GOES_ON = re.compile(rf"(?:{PREPOSITION}|or)\b", re.IGNORECASE)
"""How what stands behind a comma goes on with what stands before it."""

_LEAD = re.compile(r"^(?P<lead>[^?:,]{2,80}?)\s*(?P<mark>:|,| [-–—])\s+(?P<rest>\S.*)$", re.DOTALL)
_IMPERATIVE = any_of(
    r"""
    list
    name
    give
    tell
    explain
    describe
    compare
    summari[sz]e
    show
    """,
    within=r"^(?:{})\b",
)
_CONNECTIVE = any_of(
    either("and also plus then"),
    within=r"^(?:{})\b[\s,]*",
)
_CONDITION = any_of(
    rf"""
    if
    as
    because
    given
    suppose
    assuming
    while
    once
    unless
    since (?!when\b)
    though
    although
    when (?!(?:{AUXILIARY})\b)
    where (?!(?:{AUXILIARY})\b)
    """,
    within=r"^(?:{})",
)
"""How a clause begins that only sets the scene for what is asked behind it."""

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing asked: ``text`` as the message puts it, ``about`` what else says its subject.

    ``about_leads`` tells that the message itself puts the subject before it, as a heading.
    """

    text: str
    about: str = ""
    about_leads: bool = False

    @property
    def standing(self) -> str:
        """The ask with its subject: before it as a heading, or behind it in brackets."""
        if not self.about:
            return self.text
        if self.about_leads:
            return f"{self.about}: {self.text}"
        return f"{self.text.rstrip('? ')}? ({self.about})"


@dataclass(frozen=True, slots=True)
class Message:
    """What a message asks, in its order, and what it only tells; without asks it is courtesy.

    ``whole`` is all that it asks, as one text.
    """

    asks: tuple[Ask, ...]
    context: str = ""
    whole: str = ""


def read_message(text: str, names: Callable[[str], Sequence[str]]) -> Message:
    """Read a message.

    Args:
        text: as it was written.
        names: gives the names in a text, as the library knows them.
    """
    plain = _plain(text)
    sentences = [found for found in map(without_frame, _sentences(plain)) if found]
    asking = [found for found in sentences if _asks(found)]
    context = " ".join(found for found in sentences if asking and found not in asking)
    asks = [ask for sentence in asking or sentences[:1] for ask in _asks_of(sentence)]
    # Behind another ask "and" only joins; at the beginning it goes on with the conversation.
    asks[1:] = [replace(ask, text=_CONNECTIVE.sub("", ask.text)) for ask in asks[1:]]
    if not asking and len(sentences) > 1:
        # Nothing in it is put as a question: all of it is what is asked.
        asks = [Ask(" ".join(sentences))]
    return Message(_with_subject(asks[:MOST_ASKS], names), context, " ".join(asking or sentences))


def _plain(text: str) -> str:
    """The text with one kind of space and quote, and compatible letters: "ﬁ" is "fi"."""
    same = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    return same.replace("“", '"').replace("”", '"').strip()


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        for sentence in split_sentences(line, 0, len(line), {}):
            yield from re.split(r"(?<=\?)\s+", _SPACE.sub(" ", sentence.text))


def _asks(sentence: str) -> bool:
    bare = _CONNECTIVE.sub("", sentence)
    if bare != sentence and len(bare.split()) <= LONGEST_ITEM:
        # "Also the cap": a short phrase that goes on asking.
        return True
    return "?" in sentence or bool(ASKING.match(bare) or _IMPERATIVE.match(bare))


def _asks_of(sentence: str) -> Iterator[Ask]:
    """The asks of one sentence, those behind a lead with it as their subject."""
    lead, rest = _lead(sentence)
    pieces = [piece for piece in _pieces(rest) if content_stems(piece) or ASKING.match(piece)]
    is_bare = not QUESTION_WORD.search(sentence) and not ASKING.match(sentence)
    if lead or is_bare:
        pieces = [item for piece in pieces for item in _items(piece, lead)]
    if len(pieces) < 2 or _CONDITION.match(pieces[0]):
        yield Ask(sentence)
        return
    for piece in pieces:
        yield Ask(piece, lead, about_leads=bool(lead))


def _lead(sentence: str) -> tuple[str, str]:
    """What stands before a colon, dash or comma as the subject of the rest, and the rest."""
    found = _LEAD.match(sentence)
    if found is None:
        return "", sentence
    lead, rest = found["lead"].strip(), found["rest"]
    asks = QUESTION_WORD.search(lead) or ASKING.match(lead) or len(lead.split()) > LONGEST_LEAD
    if asks or (found["mark"] == "," and not ASKING.match(rest)):
        return "", sentence
    return lead, rest


def _pieces(text: str) -> list[str]:
    cut = [piece.strip(" ,;") for piece in _JOINT.split(text)]
    return [piece for piece in cut if piece.strip("?")]


def _items(text: str, lead: str) -> list[str]:
    """The noun phrases of a bare list, or the text as one.

    Without a lead, and behind a question, only a comma with "and" joins two of them.
    """
    has_question = bool(QUESTION_WORD.search(text) or ASKING.match(text))
    cut = _ITEMS if lead and not has_question else _AND
    items = [item.strip() for item in cut.split(text.rstrip("? ."))]
    goes_on = any(_GOES_ON.match(item) for item in items[1:])
    if goes_on or len(items) == 1 or any(len(item.split()) > LONGEST_ITEM for item in items):
        return [text]
    return items


def _with_subject(asks: Sequence[Ask], names: Callable[[str], Sequence[str]]) -> tuple[Ask, ...]:
    """The asks, those that name nothing with the subject of the one before."""
    told: list[Ask] = []
    subject = ""
    for ask in asks:
        own = ask.about or _lead(ask.text)[0] or ", ".join(names(ask.text))
        told.append(ask if own or not subject else Ask(ask.text, subject))
        subject = own or subject
    return tuple(told)
