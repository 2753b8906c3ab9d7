"""What is known of a document that is stored, besides its text."""

from dataclasses import dataclass
from pathlib import Path

from assistant.extracts import Fetch, Layout
from assistant.types import Metadata, Reading


@dataclass(frozen=True, slots=True)
class Seals:
    """What tells that a document is as it was written: of its text, its records and its vectors.

    ``text`` is of the text with its layout, ``words`` of the text alone: two files may say the same
    on other pages. Empty in a library of before there were layouts.
    """

    text: str
    records: str
    vectors: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a document: the id of a source that says the same, and where that is."""

    id: str
    source: str


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document of the index, without its text. ``source`` says where it was read from.

    ``trusted`` tells whether what it says of itself counts; ``borrows_title`` that it does not, and
    that it bears the title of one that is trusted. ``seals`` tell whether it is as it was written;
    libraries of an older layout have none. ``layout`` is ``None`` for a text without one,
    ``fetch`` for a document that came from no link. ``also`` are the other names under which the
    same text was found, ``replaces`` the documents that its owner says it takes the place of,
    ``reading`` how it was read, which older libraries don't tell.
    """

    id: str
    metadata: Metadata
    revision: str
    source: str
    passages: int
    questions: int
    trusted: bool = True
    borrows_title: bool = False
    seals: Seals | None = None
    layout: Layout | None = None
    fetch: Fetch | None = None
    original: str = ""
    also: tuple[Alias, ...] = ()
    replaces: tuple[str, ...] = ()
    reading: Reading | None = None

    @property
    def origin(self) -> str:
        """The folder and the file that it was read from."""
        return "/".join(Path(self.source).parts[-2:])

    @property
    def title(self) -> str:
        """The document's title, or its id where it has none."""
        return self.metadata.title or self.id
