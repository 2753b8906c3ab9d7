"""The settings of a chat model -> what writes with it."""

from assistant.answers.verifying import Verifier
from assistant.models.entailment import load_entailment
from assistant.settings import ChatSettings
from assistant.writing.checking import Checker
from assistant.writing.writer import Writer


def load_writer(settings: ChatSettings) -> Writer:
    """Make what writes with the chat model that is named.

    Raises:
        ChatModelError: it can't be used; the text says what to do.
        ModelError: the check of entailment is damaged.
    """
    from assistant.writing.models import load_chat

    chat = load_chat(settings)
    return Writer(chat, Checker(Verifier(load_entailment())), settings.tokens)
