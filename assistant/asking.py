"""A question and a view of the library -> the quoting answer, and what it may be written from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.answers.answering import Choice, choose_all, not_read
from assistant.answers.citations import StoredTexts
from assistant.answers.composing import Composer
from assistant.answers.evidence import Evidence, gather
from assistant.answers.remarks import Remarks
from assistant.answers.view import View
from assistant.answers.weighing import Weighing
from assistant.answers.written import Prepared
from assistant.models.calibration import Calibration
from assistant.models.loaded import Models
from assistant.results import Answer
from assistant.settings import version
from assistant.types import Filters, Turn


@dataclass
class Asking:
    """Answers questions from views of one library; safe to share between threads.

    Attributes:
        models: the embedding model and the sentence scorer.
        calibration: the fitted numbers.
        threshold: the confidence in 0..1 from which answers are given.
        today: tells the day by which documents are called expired, old or not yet in force.
    """

    models: Models
    calibration: Calibration
    threshold: float
    today: Callable[[], date]

    def prepare(
        self, view: View, question: str, history: Sequence[Turn], filters: Filters
    ) -> Prepared:
        """The quoting answer to a question, with its evidence."""
        texts = StoredTexts(view.snapshot.documents, view.snapshot.text)
        composer = Composer(
            view.snapshot,
            texts.read,
            self.calibration,
            self.threshold,
            self.today(),
            version(),
        )
        if reason := view.unread(question):
            refused = (not_read(question, reason),)
            return Prepared(composer.answer(question, refused), (), composer, refused)
        said, understood = view.replier.divide(question, view.understand(question, history))
        if not understood.asks:
            return Prepared(composer.reply(question, said), (), composer, ())
        choices = choose_all(understood, self._weighing(view), filters, self.threshold)
        answer = composer.answer(question, choices)
        return Prepared(answer, self._evidence(answer, choices, view, texts), composer, choices)

    def _evidence(
        self, answer: Answer, choices: Sequence[Choice], view: View, texts: StoredTexts
    ) -> tuple[Evidence, ...]:
        if not answer.outcome.is_answer:
            return ()
        return gather(answer, choices, self.threshold, view.snapshot.documents, texts.read)

    @cached_property
    def remarks(self) -> Remarks:
        """What tells remarks that something is not known."""
        return Remarks(self.models.embedder())

    def _weighing(self, view: View) -> Weighing:
        models = (self.models.embedder(), self.models.scorer(), self.calibration)
        return Weighing(
            view.retriever, view.library, *models, view.reader, self.remarks, self.today()
        )
