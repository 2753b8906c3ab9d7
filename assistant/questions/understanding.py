"""A message after a conversation -> the questions to search, each standing alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.questions.conversation import Resolved, resolve
from assistant.questions.message import Ask, read_message
from assistant.text.names import Known, names
from assistant.types import Turn


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked: as the message puts it, and as it is searched.

    ``overview_of`` is the subject of which it asks for an overview, and for nothing else.
    """

    text: str
    resolved: Resolved
    overview_of: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message asks.

    Attributes:
        asks: each thing asked, in the message's order; none for courtesy alone.
        whole: all that is asked as one question.
        together: all that the message tells and asks, as one question.
        context: what the message tells beside.
    """

    asks: tuple[Asked, ...]
    whole: Resolved
    together: Asked
    context: str = ""

    @property
    def unclear(self) -> str:
        """The word that the first ask leaves open, if any."""
        return self.asks[0].resolved.unclear if self.asks else ""


def understand(question: str, history: Iterable[Turn], known: Known) -> Understood:
    """Tell what a message asks from what it only says, and make each ask stand alone.

    Args:
        question: the message as it was written.
        history: the turns before it, oldest first.
        known: what the library knows of names.
    """
    message = read_message(question, lambda text: names(text, known))
    turns = list(history)
    told = f"{message.context} {message.whole}".strip()
    together = Asked(message.whole, resolve(told, turns, known) if told else Resolved(question))
    if message.context and not names(message.whole, known):
        # What the message tells first is what its question leaves out.
        turns.append(Turn("user", message.context))
    asks = tuple(Asked(ask.text, _resolved(ask, turns, known)) for ask in message.asks)
    if len(asks) == 1:
        return Understood(asks, asks[0].resolved, together, message.context)
    whole = resolve(message.whole, turns, known) if asks else Resolved(question)
    return Understood(asks, whole, together, message.context)


def _resolved(ask: Ask, turns: Iterable[Turn], known: Known) -> Resolved:
    return Resolved(ask.standing) if ask.about else resolve(ask.text, turns, known)
