"""A quoting answer -> the same in a chat model's words, each sentence held to its source.

The model proposes, code disposes: sentences are shown as they come, each after it was checked; what
fails is withheld. Where the model fails, or too little is left, the quoting answer stands in.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from threading import Event

from assistant.answers.written import Prepared, Shown
from assistant.results import Answer, Usage, Withheld
from assistant.text.orders import addresses_model
from assistant.text.words import folded
from assistant.types import REFUSAL
from assistant.writing.checking import Checker
from assistant.writing.prompts import Request, make_request
from assistant.writing.reply import Drafted, ReplyReader
from assistant.writing.talking import Chat, ChatFault, Tokens

LEAST_SHOWN = 0.5
"""Share of a reply's sentences that have to be left for it to be shown."""

MOST_WITHHELD = 8
"""Sentences that are withheld before a reply of which less than half holds is given up."""

REPEATED = "it was written before"
FAILED = "Quoted, not written: the chat model {model} gave no whole answer ({fault})."
TOO_LITTLE = "Quoted, not written: of {all} sentences of the chat model {kept} are supported."
INCOMPLETE = "Quoted, not written: the chat model left without an answer “{part}”."
EMPTY = "its reply is empty"
DECLINED = "The chat model {model} finds no answer in what is near."
OBEYED = "Quoted, not written: the chat model {model} declined, as the question asked it to."


@dataclass(slots=True)
class _Draft:
    """What came of a reply so far."""

    began: float
    shown: list[Shown] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    texts: set[str] = field(default_factory=set)
    tokens: Tokens | None = None
    first: float | None = None

    @property
    def is_hopeless(self) -> bool:
        """Whether so much is withheld that what may still come is not worth its cost."""
        return len(self.withheld) >= MOST_WITHHELD and len(self.shown) < len(self.withheld)


@dataclass(frozen=True)
class Writer:
    """Writes answers with a chat model; safe to share between threads.

    Attributes:
        chat: the model.
        checker: holds its sentences to their sources.
        tokens: of evidence in a request, at most.
        secret: from which the ids of requests are made.
        clock: seconds that go on.
    """

    chat: Chat
    checker: Checker
    tokens: int
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    clock: Callable[[], float] = time.monotonic

    def write(self, prepared: Prepared, stop: Event | None = None) -> Iterator[Answer]:
        """The answer as far as it is written, again with each sentence; the last one is whole.

        The model is not asked where code has decided that there is no answer. Whoever sets ``stop``
        ends its request.
        """
        answer = prepared.answer
        if not answer.outcome.is_answer or not prepared.evidence:
            yield answer
            return
        request = make_request(answer, prepared.evidence, self.tokens, self.secret)
        if not request.evidence:
            yield answer
            return
        draft = _Draft(self.clock())
        try:
            for _ in self._sentences(request, draft, stop):
                yield prepared.written(draft.shown, draft.withheld)
        except ChatFault as fault:
            note = FAILED.format(model=self.chat.name, fault=fault)
            yield prepared.quoted(note, draft.withheld, self._usage(draft))
            return
        yield self._finished(prepared, draft)

    def _sentences(self, request: Request, draft: _Draft, stop: Event | None) -> Iterator[Shown]:
        """The sentences that may be shown, as they come; what came else is put into the draft."""
        reader = ReplyReader(request.evidence.keys())
        with closing(self.chat.reply(request.prompt, stop)) as pieces:
            for piece in pieces:
                if isinstance(piece, Tokens):
                    draft.tokens = piece
                else:
                    yield from self._checked(reader.feed(piece), request, draft)
                if draft.is_hopeless:
                    return
            yield from self._checked(reader.finish(), request, draft)

    def _checked(
        self, drafted: Iterator[Drafted], request: Request, draft: _Draft
    ) -> Iterator[Shown]:
        for one in drafted:
            before = draft.shown[-1] if draft.shown else None
            if one.text in draft.texts:
                draft.withheld.append(Withheld(one.text, (REPEATED,)))
                continue
            draft.texts.add(one.text)
            checked = self.checker.check(one, request.evidence, before)
            if checked.reasons:
                draft.withheld.append(Withheld(one.text, checked.reasons))
                continue
            shown = Shown(one.text, checked.evidence)
            draft.shown.append(shown)
            if draft.first is None:
                draft.first = self.clock() - draft.began
            yield shown

    def _finished(self, prepared: Prepared, draft: _Draft) -> Answer:
        usage = self._usage(draft)
        total = len(draft.shown) + len(draft.withheld)
        if not total:
            note = FAILED.format(model=self.chat.name, fault=EMPTY)
        elif not draft.shown and all(map(_is_refusal, draft.withheld)):
            return self._declined(prepared, draft)
        elif len(draft.shown) < LEAST_SHOWN * total:
            note = TOO_LITTLE.format(all=total, kept=len(draft.shown) or "none")
        elif left := prepared.unanswered(draft.shown):
            note = INCOMPLETE.format(part=left[0])
        else:
            return prepared.written(draft.shown, draft.withheld, usage)
        return prepared.quoted(note, draft.withheld, usage)

    def _declined(self, prepared: Prepared, draft: _Draft) -> Answer:
        """The model's refusal, unless the question gave orders: then the model decides nothing."""
        answer, name = prepared.answer, self.chat.name
        if addresses_model(answer.question):
            note = OBEYED.format(model=name)
            return prepared.quoted(note, draft.withheld, self._usage(draft))
        return prepared.declined(DECLINED.format(model=name), self._usage(draft))

    def _usage(self, draft: _Draft) -> Usage:
        tokens = draft.tokens or Tokens(None, None)
        seconds = self.clock() - draft.began
        return Usage(self.chat.name, tokens.given, tokens.written, seconds, draft.first)


def _is_refusal(one: Withheld) -> bool:
    words = folded(one.text).replace("’", "'").strip(' ."“”')
    return words == folded(REFUSAL).strip(".")
