"""What a fetch gives."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document and what its server said of it.

    Attributes:
        url: where it was found in the end, without fragment.
        data: its bytes, decompressed.
        media_type: in lower case, without parameters.
        charset: as the server names it, in lower case; empty where it doesn't or nobody knows it.
        etag: to be given to the next fetch, empty where there is none.
        last_modified: likewise, as the server writes it.
        fetched: when, in UTC.
        filename: what the server would call the file, made safe; empty where it doesn't say.
    """

    url: str
    data: bytes
    media_type: str
    charset: str
    etag: str
    last_modified: str
    fetched: datetime
    filename: str


@dataclass(frozen=True, slots=True)
class NotModified:
    """The document is what it was when its etag or date was given.

    Attributes:
        url: where it was found in the end, without fragment.
        fetched: when that was said, in UTC.
    """

    url: str
    fetched: datetime
