"""What the page asks of the assistant: each action takes and gives JSON, and raises nothing."""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.contract import read_filters, read_history
from assistant.errors import AssistantError, Busy, IndexMissing, InputError, UnknownDocument
from assistant.feedback import Feedback
from assistant.receipts import changes, receipt
from assistant.results import Answer, Outcome
from assistant.text.words import is_text
from assistant.turns import Turns
from assistant.types import Filters, Turn
from assistant.ui import copying, evaluation, library, render, sources, word
from assistant.ui.drafts import Drafts
from assistant.ui.kept import kept_html
from assistant.ui.owner import Owner
from assistant.ui.readiness import EMPTY, Readiness
from assistant.ui.shelf import Shelf
from assistant.ui.weighed import why

MOST_EXCHANGES = 500
"""Questions of one exported conversation."""

MOST_TURNS = 80
"""Turns of a conversation that are taken; earlier ones are not looked at."""

MOST_MARKS = 50
"""Places that are marked in one document."""

MOST_LOOKED_AT = 60
MOST_FOUND = 10
"""Passages in which words are looked for, and documents that are found by them."""

MOST_OPENED = 6
"""Documents of which own questions are offered together, two of each."""

GONE = "This document is not in the library any more."
_NUMBER = re.compile(r"[0-9]{1,6}")

Json = dict[str, Any]


class Actions:
    """The actions of one page, for all that have it open."""

    def __init__(
        self,
        assistant: Assistant,
        readiness: Readiness,
        owner: Owner,
        results: Path,
        feedback: Feedback,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        turns: Turns | None = None,
    ) -> None:
        self._assistant = assistant
        self._readiness = readiness
        self._owner = owner
        self._results = results
        self._feedback = feedback
        self._now = now
        self._turns = turns or Turns()
        self._drafts = Drafts()

    def status(self, _body: object) -> Json:
        """Whether questions can be asked, what of, and what was asked by others before."""
        return self._guarded(self._status)

    def ask(self, body: object) -> Json:
        """Answer ``{"question", "history", "filters"}``."""
        return self._guarded(lambda: self._ask(_object(body)))

    def so_far(self, body: object) -> Json:
        """What is written of the answer that is asked for under the key ``{"draft"}``."""
        return self._guarded(lambda: self._so_far(_text(_object(body), "draft")))

    def stop(self, body: object) -> Json:
        """End the request of a chat model for the answer under the key ``{"draft"}``."""
        return self._guarded(lambda: self._stop(_text(_object(body), "draft")))

    def document(self, body: object) -> Json:
        """Open ``{"id", "marks"}`` in the reader."""
        return self._guarded(lambda: self._document(_object(body)))

    def sheet(self, body: object) -> Json:
        """Draw the page of ``{"id", "start", "end"}``, with what stands there marked."""
        return self._guarded(lambda: self._sheet(_object(body)))

    def library(self, _body: object) -> Json:
        """All documents of the library."""
        return self._guarded(lambda: {"documents": library.rows(self._shelf())})

    def find(self, body: object) -> Json:
        """Find the documents whose texts have words of ``{"text"}``, with a line of each."""
        return self._guarded(lambda: self._find(_text(_object(body), "text")))

    def questions(self, body: object) -> Json:
        """Own questions of the documents ``{"ids"}``, of a few of them."""
        return self._guarded(lambda: self._questions(_object(body).get("ids")))

    def evaluation(self, _body: object) -> Json:
        """The latest results of the evals."""
        return self._guarded(lambda: evaluation.latest(self._results))

    def send(self, body: object) -> Json:
        """Keep the judged answer ``{"case"}`` for the owner, where there is one."""
        return self._guarded(lambda: self._send(_object(body)))

    def check(self, body: object) -> Json:
        """Tell what has changed since ``{"receipt"}`` was given, and show it."""
        return self._guarded(lambda: self._check(_object(body).get("receipt")))

    def word(self, body: object) -> Json:
        """Write ``{"title", "exchanges": [{"question", "answer", "footnotes", …}]}``."""
        return self._guarded(lambda: self._word(_object(body)))

    def owner(self, body: object, client: str = "") -> Json:
        """Change the library, for whoever has the owner's password; see ``Owner.act``."""
        return self._guarded(lambda: self._owner.act(_object(body), client))

    def _guarded(self, work: Callable[[], Json]) -> Json:
        try:
            return work()
        except IndexMissing:
            return {"fault": EMPTY}
        except Busy as error:
            return {"fault": f"{error} Your question is kept.", "busy": True}
        except AssistantError as error:
            return {"fault": str(error)}

    def _status(self) -> Json:
        told = self._readiness.told()
        if not told["ready"]:
            return told
        documents = self._assistant.documents()
        covers, covers_not = library.covers(documents)
        told["can_change"] = self._owner.may_change
        held = {"documents": len(documents), "covers": covers, "covers_not": covers_not}
        writing = self._assistant.writing
        writes = {"writes": writing.is_wanted, "writing_fault": writing.fault}
        return {**told, **held, **writes}

    def _ask(self, body: Mapping[str, Any]) -> Json:
        question = _text(body, "question")
        history = read_history(body.get("history") or ())[-MOST_TURNS:]
        filters = read_filters(body.get("filters"))
        with self._turns.turn(question):
            prepared = self._assistant.prepare(question.strip(), history, filters)
        # A chat model takes none of this machine's time: others have their turns meanwhile.
        with self._drafts.opened(_text(body, "draft")) as draft:
            answer = draft.follow(self._assistant.write(prepared, draft.stop))
        return self._told(answer, history, filters)

    def _so_far(self, key: str) -> Json:
        answer = self._drafts.so_far(key)
        return {"html": render.message(answer) if answer and answer.sentences else ""}

    def _stop(self, key: str) -> Json:
        self._drafts.stop(key)
        return {}

    def _told(self, answer: Answer, history: Sequence[Turn], filters: Filters) -> Json:
        documents = self._assistant.documents()
        asked = [turn.content for turn in history if turn.role == "user"]
        now = self._now()
        shelf = Shelf.of(documents, now.date())
        return {
            "question": answer.question,
            "answer": answer.answer,
            "outcome": answer.outcome.value,
            "searched": answer.searched if render.adds_words(answer) else "",
            "html": render.message(answer),
            "line": sources.line(answer, shelf),
            "sources": sources.sources(answer, shelf),
            "choices": list(answer.choices),
            "follow_ups": self._follow_ups(answer, asked),
            "why": why(answer, shelf) if answer.considered else "",
            "notes": copying.told(answer),
            "copies": copying.copies(answer, now.date()),
            "footnotes": copying.footnotes(answer, now.date()),
            "receipt": receipt(answer, documents, history, filters, now),
        }

    def _follow_ups(self, answer: Answer, asked: Sequence[str]) -> list[str]:
        """Questions to go on with; none beside those that were asked back."""
        if answer.choices:
            return []
        if answer.outcome is Outcome.REPLIED:
            told = (example["question"] for example in self._readiness.told()["examples"])
            return [question for question in told if question not in asked]
        return self._assistant.follow_ups(answer, asked)

    def _send(self, body: Mapping[str, Any]) -> Json:
        if not self._owner.may_change:
            raise InputError("Nobody reads what would be sent here.")
        self._feedback.add(body.get("case"))
        return {"sent": True}

    def _word(self, body: Mapping[str, Any]) -> Json:
        exchanges = body.get("exchanges")
        given = exchanges if isinstance(exchanges, list) else []
        if len(given) > MOST_EXCHANGES:
            raise InputError(f"A file holds {MOST_EXCHANGES} questions at most.")
        file = word.conversation(_text(body, "title"), [*map(_said, given)], self._now())
        return {"file": base64.b64encode(file).decode("ascii")}

    def _document(self, body: Mapping[str, Any]) -> Json:
        identity = _text(body, "id")
        try:
            document = self._assistant.document(identity)
        except UnknownDocument as error:
            raise UnknownDocument(GONE) from error
        shelf = self._shelf()
        summary = shelf.summary(identity)
        if summary is None:
            raise UnknownDocument(GONE)
        return library.opened(shelf, document, summary, _marks(body.get("marks")))

    def _sheet(self, body: Mapping[str, Any]) -> Json:
        document = self._assistant.document(_text(body, "id"))
        start, end = body.get("start"), body.get("end")
        if not (isinstance(start, int) and isinstance(end, int)):
            raise InputError("The place that was sent is no number.")
        return library.sheet(document, *self._assistant.sheets.of(document, start, end))

    def _check(self, kept: object) -> Json:
        with self._turns.turn(""):
            told = changes(self._assistant, kept)
        return {"changes": told, "html": kept_html(_object(kept))}

    def _find(self, text: str) -> Json:
        hits = self._assistant.search(text, MOST_LOOKED_AT)
        return {"found": library.found(hits, text)[:MOST_FOUND]}

    def _questions(self, ids: object) -> Json:
        known = self._shelf().documents
        given = ids if isinstance(ids, list) else []
        asked = [key for key in given if isinstance(key, str) and key in known]
        opened = map(self._assistant.document, asked[:MOST_OPENED])
        return {"questions": [pair.question.text for item in opened for pair in item.pairs[:2]]}

    def _shelf(self) -> Shelf:
        return Shelf.of(self._assistant.documents(), self._now().date())


def _said(given: object) -> word.Said:
    item = _object(given)
    notes = item.get("footnotes")
    known = notes.items() if isinstance(notes, Mapping) else ()
    told = {int(key): str(value) for key, value in known if _NUMBER.fullmatch(str(key))}
    return word.Said(
        _text(item, "question"),
        _text(item, "answer"),
        told,
        _lines(item.get("asked")),
        _lines(item.get("told")),
    )


def _lines(given: object) -> list[str]:
    return [*map(str, given)] if isinstance(given, list) else []


def _text(body: Mapping[str, Any], name: str) -> str:
    """A text that the page sent; lone surrogates are none."""
    value = body.get(name, "")
    if not isinstance(value, str) or not is_text(value):
        raise InputError(f"The {name} that was sent is no text.")
    return value


def _object(body: object) -> Mapping[str, Any]:
    if not isinstance(body, Mapping):
        raise InputError("The page sent something else than an object; reload it.")
    return body


def _marks(given: object) -> list[tuple[int, int]]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        return []
    pairs = [pair for pair in given if isinstance(pair, Sequence) and len(pair) == 2]
    spans = [
        (start, end) for start, end in pairs if isinstance(start, int) and isinstance(end, int)
    ]
    return spans[:MOST_MARKS]
