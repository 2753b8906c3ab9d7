"""What the headers of a reply say of a document, as far as it can be believed."""

import re
import unicodedata
from email.message import Message
from email.utils import collapse_rfc2231_value
from pathlib import PurePosixPath

from assistant.errors import InputError
from assistant.fetching.transport import Headers, Reply
from assistant.fetching.wording import printable

UNKNOWN = "application/octet-stream"
"""What a document is whose server doesn't say: its content decides."""

TYPES = (
    "text/html",
    "application/xhtml+xml",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text/plain",
    "text/markdown",
    "application/rtf",
    "text/rtf",
    UNKNOWN,
)
"""The types of documents that are read."""

MOST_OF_NAME = 120
"""Characters of a file name."""

MOST_OF_VALIDATOR = 256
"""Characters of an etag or a date."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
"""Names of devices on Windows."""


def media_type(reply: Reply) -> str:
    """The type of a document.

    Raises:
        InputError: documents of this type aren't read.
    """
    given = reply.header("content-type").partition(";")[0].strip().lower() or UNKNOWN
    if given not in TYPES:
        raise InputError(
            f"is of the type {printable(given)}, which isn't read; "
            "link to a page, PDF, Word (.docx), RTF, Markdown or text"
        )
    return given


def charset(reply: Reply) -> str:
    """The encoding of a text, empty where none is named by which text can be decoded."""
    message = Message()
    message["Content-Type"] = reply.header("content-type")
    given = (message.get_content_charset() or "").strip()
    try:
        " ".encode(given or "utf-8")
    except (LookupError, ValueError):
        return ""
    return given


def filename(reply: Reply) -> str:
    """The name of a file without any folder, empty where none is given."""
    message = Message()
    message["Content-Disposition"] = reply.header("content-disposition")
    given = message.get_params([], "content-disposition")
    names = [value for name, value in given if name.lower() == "filename"]
    # The one that says how it is encoded is the better one, wherever it stands.
    names.sort(key=lambda value: isinstance(value, tuple), reverse=True)
    return _safe_name(collapse_rfc2231_value(names[0])) if names else ""


def validator(text: str) -> str:
    """An etag or a date as it may be sent; empty where it may not, or there is none."""
    is_safe = text.isascii() and text.isprintable() and len(text) <= MOST_OF_VALIDATOR
    return text if is_safe else ""


def conditions(etag: str, last_modified: str) -> Headers:
    """The headers that ask for a document only if it isn't what it was."""
    given = (("If-None-Match", validator(etag)), ("If-Modified-Since", validator(last_modified)))
    return [(name, value) for name, value in given if value]


def _safe_name(given: str) -> str:
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    kept = "".join(letter for letter in last if letter.isprintable() and letter not in '<>:"|?*')
    name = kept.strip(". ")
    if _RESERVED.fullmatch(name):
        name = f"_{name}"
    suffix = PurePosixPath(name).suffix[:20]
    return name if len(name) <= MOST_OF_NAME else name[: MOST_OF_NAME - len(suffix)] + suffix
