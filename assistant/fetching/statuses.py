"""What a status that is no success means for whoever asked for a document."""

from assistant.errors import InputError
from assistant.fetching.transport import Reply
from assistant.fetching.wording import printable

_BY_HAND = "download it in a browser and add the file"

_MEANINGS = {
    401: f"needs a log-in; {_BY_HAND}",
    403: f"needs a log-in or isn't given to programs; {_BY_HAND}",
    404: "isn't there; check the link",
    406: f"isn't given to programs; {_BY_HAND}",
    407: f"needs a log-in; {_BY_HAND}",
    410: "is gone for good; look for where it lies now",
    451: "is withheld for legal reasons; look for another source",
}

_BUSY = frozenset({408, 425, 429, 503})


def fault(reply: Reply) -> InputError:
    """The line for a status that is no success."""
    status = reply.status
    if status in _BUSY:
        meaning = f"isn't given at the moment; try again {_later(reply.header('retry-after'))}"
    elif status in _MEANINGS:
        meaning = _MEANINGS[status]
    elif status >= 500:
        meaning = "can't be given by its server; try again later"
    else:
        meaning = f"isn't given as a document; {_BY_HAND}"
    what, _, remedy = meaning.partition("; ")
    return InputError(f"{what} (status {status}); {remedy}")


def _later(given: str) -> str:
    """When to try again, as the server says: a number of seconds or a date."""
    text = printable(given, 40)
    if not text:
        return "later"
    return f"in {text} seconds" if text.isdecimal() else f"after {text}"
