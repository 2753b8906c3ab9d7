"""A message that can't be read: it is not in English, or no word of it is known."""

import re
from collections.abc import Callable

from assistant.models.english import is_english
from assistant.models.languages import identified
from assistant.text.languages import ENGLISH
from assistant.text.words import listed

FOREIGN_SHARE = 0.2
"""Least share of the words of a message that no English list has, for another language."""

FOREIGN = 0.5
"""Least probability, in 0..1, of another language than English. With both bounds 19 of 22 questions
in ten languages are known, and of 20,000 English ones of public sets 8 are taken for foreign: those
of foreign names, such as "Who did Fionn, Oisin and Caolite perceive?"."""

LEAST_LETTERS = 3
"""Letters of a word that is sought in the lists: shorter ones are acronyms too often."""

NOT_ENGLISH = "The question doesn't seem to be in English, and I read English alone."

_WORD = re.compile(r"[^\W\d_]{2,}")


def unread(question: str, is_ours: Callable[[str], bool]) -> str:
    """Why a message can't be read, as a sentence; empty where it can.

    Args:
        question: the message as it was written.
        is_ours: tells of a word in small letters whether the library has it.
    """
    words = _WORD.findall(question)
    # What the library writes is read, whatever language it came from: "amicus curiae".
    strange = [w for w in words if not is_english(w.lower()) and not is_ours(w.lower())]
    if len(strange) < FOREIGN_SHARE * len(words) or not strange:
        return ""
    if _foreign(question):
        return NOT_ENGLISH
    long = [word for word in words if len(word) >= LEAST_LETTERS]
    if long and set(long) <= set(strange):
        named = listed([f"“{word}”" for word in dict.fromkeys(long)])
        return f"The library does not mention {named}."
    return ""


def _foreign(question: str) -> bool:
    language, probability = identified(question)
    return language != ENGLISH and probability >= FOREIGN
