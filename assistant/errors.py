"""Faults a user can do something about. The text of each is one line that says what to do."""


class AssistantError(Exception):
    """Base of all faults reported without a traceback. ``exit_code`` is the command's."""

    exit_code = 1


class InputError(AssistantError):
    """Wrong usage or bad input: a file, a line, a question, an option."""

    exit_code = 2


class IndexMissing(InputError):
    """There is no index where the assistant was told to look."""


class UnknownDocument(InputError):
    """The index holds no document with that id."""


class ModelError(AssistantError):
    """A model cannot be loaded, or its files are not the expected ones."""

    exit_code = 2


class ChatModelError(ModelError):
    """The chat model that was named can't be used: a package, a key, a server is missing."""


class ModelMismatch(ModelError):
    """The index was built with another embedding model than the one in use."""


class StoreError(AssistantError):
    """The store cannot be read or written."""


class StaleSnapshot(AssistantError):
    """Another process changed the index while it was being read; reading again resolves it."""


class Busy(AssistantError):
    """Too many questions wait, or came from one client. ``seconds`` later there may be room."""

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds
