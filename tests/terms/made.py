"""Libraries of invented documents, of which nothing is stored but their terms."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from assistant.retrieval.entities import Entities
from assistant.retrieval.wording import Wording
from assistant.terms.lexicon import Lexicon, Part, Passage
from assistant.terms.reading import Told
from assistant.terms.terms import Terms, TermsBuilder
from assistant.types import Chunk, Metadata, Role, Sentence


@dataclass(frozen=True)
class About:
    """A document by what it says of itself, and its passages; each of one sentence."""

    id: str
    title: str = ""
    places: tuple[str, ...] = ()
    texts: tuple[str, ...] = ("",)
    path: tuple[str, ...] = field(default=())

    def told(self) -> Told:
        chunks = [
            Chunk(f"{self.id}@r#{n}", self.id, "", Role.BODY, 0, len(text), text,
                  (Sentence(0, len(text), text),), "", self.path)
            for n, text in enumerate(self.texts)
        ]  # fmt: skip
        return Told(self.id, Metadata(title=self.title, jurisdiction=self.places), chunks)


def part(documents: Sequence[About], gone: Iterable[int] = ()) -> Part:
    """A part of a library, some rows of which are gone."""
    builder = TermsBuilder()
    told = [document.told() for document in documents]
    for item in told:
        builder.add(item)
    rows = [(item.title, chunk) for item in told for chunk in item.chunks]
    alive = np.ones(len(told), dtype=np.bool_)
    alive[[*gone]] = False

    def passages(wanted: Sequence[int]) -> list[Passage]:
        return [Passage(rows[row][1].text, (rows[row][0], *rows[row][1].path)) for row in wanted]

    return Part(Terms(builder.arrays()), [item.id for item in told], alive, passages)


def lexicon(*parts: Sequence[About]) -> Lexicon:
    return Lexicon([part(documents) for documents in parts])


def entities(documents: Iterable[About]) -> Entities:
    known = [*documents]
    return Entities(lexicon(known), len(known))


def wording(texts: Sequence[str], titles: Sequence[str]) -> Wording:
    """How a library writes names that says these texts, and has documents of these titles."""
    documents = [About("texts", texts=tuple(texts))]
    documents += [About(f"t{n}", title, texts=()) for n, title in enumerate(titles)]
    return Wording(lexicon(documents))
