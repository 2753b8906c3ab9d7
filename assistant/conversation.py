"""History and question -> the question that is searched."""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.errors import InputError
from assistant.types import Turn

LONGEST_QUESTION = 10_000
"""Characters from which a text is no question any more."""

_OPENING = re.compile(r"\s*(?:and|but|so|or|also|then|what about|how about)\b", re.IGNORECASE)
_POINTING = re.compile(
    r"\b(?:it|its|they|them|their|he|him|his|she|her|that|this|those|these|there|one|ones)\b",
    re.IGNORECASE,
)


def read_history(messages: object) -> tuple[Turn, ...]:
    """Read a conversation as JSON gives it: ``[{"role", "content" (or "text")}, ...]``.

    Raises:
        InputError: it has another shape.
    """
    if not isinstance(messages, Sequence) or isinstance(messages, str):
        raise InputError('The history must be a list of {"role": …, "content": …} objects.')
    return tuple(_turn(message) for message in messages)


def resolve(question: str, history: Iterable[Turn]) -> str:
    """The question to search: itself, or behind the one before it when it leans on that.

    A question leans when it opens like a continuation ("And in Ireland?") or points back with a
    pronoun; anything else is searched as it is, for glued-on old words would only mislead.
    """
    asked = [turn.content for turn in history if turn.role == "user" and turn.content.strip()]
    if asked and (_OPENING.match(question) or _POINTING.search(question)):
        return f"{asked[-1].strip()} {question}"
    return question


def is_text(text: str) -> bool:
    """Whether a string is valid Unicode text, without lone surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _turn(message: object) -> Turn:
    if isinstance(message, Mapping):
        role = message.get("role", message.get("speaker"))
        content = message.get("content", message.get("text"))
        if isinstance(role, str) and isinstance(content, str) and is_text(content):
            return Turn("user" if role.lower() in ("user", "human") else role.lower(), content)
    raise InputError('Each turn of the history needs a string "role" and "content".')
