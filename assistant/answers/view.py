"""One state of the library with all that is derived from it, from which a message is answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answers.replies import Replier
from assistant.answers.statements import StatementReader
from assistant.questions.language import unread
from assistant.questions.understanding import Understood, understand
from assistant.retrieval.library import Library
from assistant.retrieval.retriever import Retriever
from assistant.store.snapshot import Snapshot
from assistant.text.vocabulary import expand
from assistant.text.words import word_stems
from assistant.types import Spoken, Turn


@dataclass(frozen=True, slots=True)
class View:
    """A snapshot of the index with all that is derived from it; never changed once made.

    ``snapshot`` is what is stored, as the library's owner believes it.
    """

    stored: Snapshot
    snapshot: Snapshot
    retriever: Retriever
    library: Library
    reader: StatementReader
    replier: Replier

    def unread(self, question: str) -> str:
        """Why a message can't be read, empty where it can."""
        return unread(question, lambda word: self.library.mentions(word_stems([word])))

    def understand(self, question: str, history: Sequence[Turn]) -> Understood:
        """What the question asks, each part standing alone, in the library's own writing."""
        turns = [
            replace(turn, content=self.library.worded(turn.content))
            if turn.role == "user"
            else turn
            for turn in history
        ]
        return understand(self.library.worded(question), turns, self.library)

    def query(self, question: str, history: Sequence[Turn]) -> tuple[str, Spoken]:
        """The question to search, with the library's words, and what was spoken of before it."""
        whole = self.understand(question, history).whole
        return expand(whole.searched, self.retriever.knows), whole.spoken
