"""A message about the assistant or its library -> the reply to it, from the catalogue."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from assistant.models.embedder import Vectors
from assistant.questions.courtesy import MOST_UNSAID, OVERVIEW, Meant, Phrasings, addresses
from assistant.questions.understanding import Asked, Understood
from assistant.retrieval.library import Library
from assistant.store.snapshot import Snapshot
from assistant.stored import DocumentSummary
from assistant.text.figures import written_day
from assistant.text.names import names
from assistant.text.words import content_stems, listed
from assistant.types import NO_FILTERS

MOST_TITLES = 60
MOST_NEWEST = 5
"""How many titles are listed at most: of a whole library, and of the newest documents."""

_SHORT = 3
"""Letters up to which a topic in small letters is an acronym."""


@dataclass(frozen=True, slots=True)
class Replier:
    """Replies to what is about the assistant itself, or about its library as a whole."""

    phrasings: Phrasings
    snapshot: Snapshot
    library: Library

    def divide(self, question: str, understood: Understood) -> tuple[str, Understood]:
        """The reply to those asks that only want one, and what is left to answer.

        Args:
            question: the message as it was written.
            understood: what it asks; courtesy asks nothing and is replied to.
        """
        if len(content_stems(understood.context) - self.phrasings.stems) > MOST_UNSAID:
            # "My cat wakes me at four. What can I do?" is no small talk.
            return "", understood
        alone = len(understood.asks) < 2
        replies: list[str] = []
        left: list[Asked] = []
        for ask in understood.asks:
            # What a message strips as courtesy may be what it means: "Tell me about yourself".
            meant = self._meant(ask, question if alone else ask.text)
            if meant is None or meant.kind == OVERVIEW:
                left.append(replace(ask, overview_of=meant.subject) if meant else ask)
            else:
                replies.append(self._reply(meant))
        if not understood.asks:
            near = self.phrasings.meant(question, self._nearness)
            replies.append(self._reply(near or Meant(self.phrasings.courtesy(question), 1.0)))
        whole = left[0].resolved if len(left) == 1 else understood.whole
        return "\n\n".join(dict.fromkeys(replies)), replace(
            understood, asks=tuple(left), whole=whole
        )

    def _meant(self, ask: Asked, text: str) -> Meant | None:
        if ask.resolved.searched != ask.text and not addresses(text):
            # "How does it work?" behind a question asks about what that was about.
            return None
        wordings = dict.fromkeys((ask.text, text))
        framed = [self.phrasings.framed(item, self._is_subject) for item in wordings]
        plain = [self.phrasings.meant(item, self._nearness) for item in wordings]
        found = list(filter(None, framed)) or list(filter(None, plain))
        return max(found, key=lambda meant: meant.nearness, default=None)

    def _nearness(self, vector: Vectors) -> float:
        return max(self.snapshot.nearest(vector, 1, NO_FILTERS).values(), default=0.0)

    def _is_subject(self, name: str) -> bool:
        """Whether documents are about what is named; one word of a title is no name by itself."""
        is_name = len(content_stems(name)) > 1 or bool(names(name, self.library))
        is_name = is_name or self.library.is_place(name) or self.library.is_topic(name)
        return is_name and bool(self.library.concerned_with(name))

    def _reply(self, meant: Meant) -> str:
        documents = self.snapshot.documents
        keys: Iterable[str] = documents
        if meant.subject:
            keys = self.library.concerned_with(meant.subject)
        return _REPLIES[meant.kind]([documents[key] for key in keys], meant.subject)


_Documents = Sequence[DocumentSummary]


def _greeting(documents: _Documents, _subject: str) -> str:
    return f"Hello! {_scope(documents)} What would you like to know?"


def _thanks(_documents: _Documents, _subject: str) -> str:
    return "You're welcome. Ask again whenever there is more to look up."


def _ability(documents: _Documents, _subject: str) -> str:
    return "\n".join(
        [
            f"{_scope(documents)} Every sentence of an answer is a quote with its source, and where"
            " the sources don't answer I say so.",
            "You can",
            "- ask for a fact: who, when, how much, under which conditions",
            "- ask several things at once, and go on from an answer: “And in Georgia?”",
            "- compare: “Compare Georgia and Louisiana on the annual cap”",
            "- ask what is in force, when it ends, and what was changed",
            "- ask for an overview of one subject, or for what the library holds",
            "I can't look anything up elsewhere, and I don't write texts of my own.",
        ]
    )


def _identity(documents: _Documents, _subject: str) -> str:
    return (
        "I am the Entertainment Policy Assistant: a program, not a person, and not a chat model."
        f" I find and quote what stored documents say, and write no sentence myself."
        f" {_scope(documents)}"
    )


def _certainty(_documents: _Documents, _subject: str) -> str:
    return (
        "Every sentence I show was re-read in its document, so the quotes are exact. Whether a"
        " quote answers your question is an estimate: I answer only above a set confidence and"
        " otherwise say that the sources don't answer. A quote can still miss the point, and a"
        " source can be wrong or out of date, so look at the source beside each number."
    )


def _advice(_documents: _Documents, _subject: str) -> str:
    return (
        "No. I am a program that quotes documents: what it shows is information, not legal advice,"
        " and no lawyer has looked at your case. For a decision, read the cited source and ask a"
        " lawyer."
    )


def _method(documents: _Documents, _subject: str) -> str:
    return (
        f"I search {_documents_of(documents)} stored with me, weigh their sentences against your"
        " question and quote those that answer it, word for word, each with its source. I use no"
        " internet and no outside service. Where no sentence is likely enough to answer, I say so."
    )


def _count(documents: _Documents, subject: str) -> str:
    kinds = Counter(document.metadata.kind for document in documents)
    told = listed([f"{number} {kind}{'s' * (number != 1)}" for kind, number in kinds.most_common()])
    return f"{_there_are(documents, subject)}: {told}." if kinds else "There are no documents yet."


def _newest(documents: _Documents, subject: str) -> str:
    return _at_one_end(documents, subject, "newest", max)


def _oldest(documents: _Documents, subject: str) -> str:
    return _at_one_end(documents, subject, "oldest", min)


def _updated(documents: _Documents, _subject: str) -> str:
    published = _days(documents, _published)
    checked = sorted(day for document in documents if (day := document.metadata.as_of))
    told = []
    if published:
        told.append(f"The newest document was published on {written_day(published[-1])}.")
    if checked and checked[0] != checked[-1]:
        span = f"from {written_day(checked[0])} to {written_day(checked[-1])}"
        told.append(f"Facts were checked up to days {span}, depending on the document.")
    elif checked:
        told.append(f"Facts were checked up to {written_day(checked[0])}.")
    if not told:
        told.append("The documents give no dates.")
    return " ".join([*told, "What happened since is not in the library."])


def _topics(documents: _Documents, _subject: str) -> str:
    counts = Counter(topic for document in documents for topic in document.metadata.topics)
    topics = [f"{_topic(topic)} ({number})" for topic, number in counts.most_common()]
    told = f", by topic: {listed(topics)}" if topics else ""
    places = _places_of(documents)
    where = f" They are about {listed(places)}." if places else ""
    return f"There {_are(documents)} {_documents_of(documents)}{told}.{where}"


def _places(documents: _Documents, _subject: str) -> str:
    counts = Counter(place for document in documents for place in document.metadata.jurisdiction)
    if not counts:
        return "The documents don't say which places they are about."
    told = listed([f"{place} ({number})" for place, number in sorted(counts.items())])
    return f"The documents are about these places, with the number of documents: {told}."


def _titles(documents: _Documents, subject: str) -> str:
    titles = sorted((document.title for document in documents), key=str.casefold)
    lines = [f"- {title}" for title in titles[:MOST_TITLES]]
    if len(titles) > MOST_TITLES:
        lines.append(f"- and {len(titles) - MOST_TITLES} more")
    return "\n".join([f"{_there_are(documents, subject)}:", *lines])


_REPLIES: Mapping[str, Callable[[_Documents, str], str]] = MappingProxyType(
    {
        "greeting": _greeting,
        "thanks": _thanks,
        "ability": _ability,
        "identity": _identity,
        "certainty": _certainty,
        "advice": _advice,
        "method": _method,
        "count": _count,
        "newest": _newest,
        "oldest": _oldest,
        "updated": _updated,
        "topics": _topics,
        "places": _places,
        "titles": _titles,
    }
)
"""By kind, what writes the reply about some documents that were chosen by a subject, or all."""


def _scope(documents: _Documents) -> str:
    topics = Counter(topic for document in documents for topic in document.metadata.topics)
    about = f" about {listed([_topic(topic) for topic, _ in topics.most_common()])}"
    return f"I answer from {_documents_of(documents)}{about if topics else ''}."


def _there_are(documents: _Documents, subject: str) -> str:
    about = f" on {subject}" if subject else " in the library"
    return f"There {_are(documents)} {_documents_of(documents)}{about}"


def _at_one_end(
    documents: _Documents, subject: str, called: str, end: Callable[[list[date]], date]
) -> str:
    days = _days(documents, _published)
    if not days:
        return "The documents give no dates."
    day = end(days)
    titles = sorted(item.title for item in documents if _published(item) == day)
    about = f" on {subject}" if subject else ""
    if len(titles) == 1:
        return f"The {called} document{about} was published on {written_day(day)}: {titles[0]}."
    more = f" They are {len(titles)}, among them:" if len(titles) > MOST_NEWEST else ""
    lines = [f"- {title}" for title in titles[:MOST_NEWEST]]
    head = f"The {called} documents{about} were published on {written_day(day)}.{more}"
    return "\n".join([head, *lines])


def _published(document: DocumentSummary) -> date | None:
    return document.metadata.published


def _days(documents: _Documents, of: Callable[[DocumentSummary], date | None]) -> list[date]:
    return sorted(day for document in documents if (day := of(document)))


def _places_of(documents: _Documents) -> list[str]:
    return sorted({place for item in documents for place in item.metadata.jurisdiction})


def _documents_of(documents: _Documents) -> str:
    return f"{len(documents)} document{'s' * (len(documents) != 1)}"


def _are(documents: _Documents) -> str:
    return "is" if len(documents) == 1 else "are"


def _topic(topic: str) -> str:
    return topic.upper() if len(topic) <= _SHORT else topic
