"""Is each part of a question answered, in its own place? Decided by words that must stand there.

A case lists what is asked (``wanted["parts"]``). Each part has ``must``: every entry has to be met
by what is quoted, and an entry names its alternatives with ``||`` between them. Where the quotes
have to stand depends on the kind of case:

- *multi*, several things asked in one message: under one part of the answer;
- *compare*: in the cell of the part's own ``entity`` and ``aspect``;
- *across*, a sweep over the library: in any citation, whose title and section count as well;
- any other kind: in any citation.

A part that the library does not hold is ``missing``: it is right when the answer says so. The
musts can't see a reversed "not", nor what an answer says besides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from assistant.text.words import content_stems
from evals.cases import SHAPE, Case
from evals.scoring.metrics import mean

Answer = Mapping[str, Any]

LEADING = frozenset({"status", "premise"})
"""Kinds whose first sentence should settle it: yes or no, or what the question gets wrong."""

SINGLE = frozenset({"status", "premise", "single", "followup"})
"""Kinds that ask for one fact, so that every further sentence is one too many."""

_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', **dict.fromkeys("*_`|")})
_APART = " / "
"""Between quotes, so that no must is met across two of them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a case's parts: its measures, and the musts that nothing met."""

    measures: Mapping[str, float]
    missing: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether all parts are right."""
        return self.measures["complete"] == 1


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a part may be answered: the texts of which one has to hold it all.

    ``told`` is whether the answer says that it has not found the part.
    """

    texts: tuple[str, ...]
    told: bool


def judge_parts(case: Case, answer: Answer) -> Judged:
    """Judge the parts of an answerable case.

    The measures are ``complete`` (1 when all parts are right) and ``parts_right``, the share of
    them; ``missing_said``, over the parts that the library lacks; for a comparison ``cells_right``
    and ``called_missing``, over the cells that it holds; for a list ``items_right``, the share of
    its musts; for a status or a premise ``said_first``, whether the first sentence holds it all;
    and where one fact is asked and found, ``sentences``, the number of its quotes.
    """
    kind, parts = case.suite.removeprefix(SHAPE), case.wanted["parts"]
    places = _PLACES.get(kind, _anywhere)(parts, answer)
    lacking = [_lacking(part, place) for part, place in zip(parts, places, strict=True)]
    right = [
        place.told if part.get("missing") else not lacks
        for part, place, lacks in zip(parts, places, lacking, strict=True)
    ]
    measures = {"complete": float(all(right)), "parts_right": mean(right)}
    held = [at for at, part in enumerate(parts) if not part.get("missing")]
    if len(held) < len(parts):
        measures["missing_said"] = mean([right[at] for at in range(len(parts)) if at not in held])
    if kind == "compare" and held:
        measures["cells_right"] = mean([right[at] for at in held])
        measures["called_missing"] = mean([places[at].told for at in held])
    if kind == "list":
        entries = sum(len(part["must"]) for part in parts)
        measures["items_right"] = 1 - sum(map(len, lacking)) / entries if entries else 1.0
    if kind in LEADING:
        opening = _quoted(answer["citations"][:1])
        measures["said_first"] = float(not any(unmet(part["must"], opening) for part in parts))
    if kind in SINGLE and all(right):
        measures["sentences"] = float(sentences(answer))
    return Judged(measures, tuple(entry for lacks in lacking for entry in lacks))


def is_refused(answer: Answer) -> bool:
    """Whether an answer gives nothing, not even that a matter was undecided."""
    return bool(answer["abstained"]) and not answer.get("open")


def refusal_measures(case: Case, answer: Answer) -> dict[str, float]:
    """Whether a case that is no question for the documents got what it needs instead.

    ``replied``: a greeting, or a question about the assistant or its catalogue, has a reply
    without citations. ``asked_back``: a question without a subject has two choices or more.
    """
    kind = case.suite.removeprefix(SHAPE)
    if kind == "reply":
        return {"replied": float(answer.get("mode") == "reply" and not answer["citations"])}
    if kind == "choice":
        choices = answer.get("choices") or ()
        return {"asked_back": float(answer.get("mode") == "clarify" and len(choices) > 1)}
    return {}


def sentences(answer: Answer) -> int:
    """How many different spans an answer quotes."""
    return len({(quote["document_id"], quote["start"]) for quote in answer["citations"]})


def unmet(must: Sequence[str], text: str) -> tuple[str, ...]:
    """The entries that a text does not meet, in order."""
    return tuple(
        entry
        for entry in must
        if not any(holds(text, alternative) for alternative in entry.split("||"))
    )


def holds(text: str, alternative: str) -> bool:
    """Whether a text has these words, case, curly quotes, Markdown marks and spacing aside.

    They do not start inside a word or number: "5%" is not in "35%" nor in "2.5%". They may end
    inside one, so that "licens" is in "licensing".
    """
    text, words = _plain(text), _plain(alternative)
    at = text.find(words) if words else -1
    while at >= 0:
        if not _is_inside(text, at):
            return True
        at = text.find(words, at + 1)
    return False


def overlap(one: str, other: str) -> float:
    """Share in 0..1 of the words (stems) that two names have in common (Dice's coefficient)."""
    ours, theirs = content_stems(one), content_stems(other)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours or theirs else 0.0


def assigned(names: Sequence[str], headings: Sequence[str]) -> dict[str, int]:
    """The place of the heading that is meant by each name, nearest pairs first.

    A heading stands for one name while there are others, so that what is left, such as a nickname
    that shares no word with its heading, falls to what is left. Names beyond the number of
    headings share the nearest one, and have none where they share no word with any.
    """
    names = list(dict.fromkeys(names))
    pairs = sorted(
        product(range(len(names)), range(len(headings))),
        key=lambda pair: -overlap(names[pair[0]], headings[pair[1]]),
    )
    found: dict[str, int] = {}
    for name, heading in pairs:
        if names[name] not in found and heading not in found.values():
            found[names[name]] = heading
    for name, heading in pairs:
        if names[name] not in found and overlap(names[name], headings[heading]):
            found[names[name]] = heading
    return found


def _under_one_part(parts: Sequence[Mapping[str, Any]], answer: Answer) -> list[_Place]:
    told = _answer_parts(answer)
    given = tuple(_cited(answer, part["citations"]) for part in told if _is_given(part))
    names = assigned([part["ask"] for part in parts], [part["ask"] for part in told])
    return [
        _Place(
            given,
            is_refused(answer)
            or (part["ask"] in names and not _is_given(told[names[part["ask"]]])),
        )
        for part in parts
    ]


def _in_its_cell(parts: Sequence[Mapping[str, Any]], answer: Answer) -> list[_Place]:
    table = answer.get("table") or {"entities": [], "aspects": [], "cells": []}
    rows = assigned([part["entity"] for part in parts], table["entities"])
    columns = assigned([part["aspect"] for part in parts], table["aspects"])
    places = []
    for part in parts:
        row, column = rows.get(part["entity"]), columns.get(part["aspect"])
        if row is None or column is None:
            places.append(_Place((), is_refused(answer)))
            continue
        cell = table["cells"][row][column]
        text = (_cited(answer, cell["citations"]),) if cell["found"] else ()
        places.append(_Place(text, not cell["found"]))
    return places


def _across(parts: Sequence[Mapping[str, Any]], answer: Answer) -> list[_Place]:
    text = _APART.join(
        f"{quote['title']}{_APART}{quote['section']}{_APART}{quote['quote']}"
        for quote in answer["citations"]
    )
    return [_Place((text,), is_refused(answer))] * len(parts)


def _anywhere(parts: Sequence[Mapping[str, Any]], answer: Answer) -> list[_Place]:
    return [_Place((_quoted(answer["citations"]),), is_refused(answer))] * len(parts)


_PLACES = {"multi": _under_one_part, "compare": _in_its_cell, "across": _across}


def _answer_parts(answer: Answer) -> Sequence[Mapping[str, Any]]:
    """The parts as the answer tells them; all of an answer that tells none is one part."""
    whole = {
        "ask": answer.get("question", ""),
        "found": not answer["abstained"],
        "open": answer.get("open", False),
        "citations": [quote["n"] for quote in answer["citations"]],
    }
    return answer.get("parts") or [whole]


def _is_given(part: Mapping[str, Any]) -> bool:
    return bool(part["found"] or part.get("open"))


def _lacking(part: Mapping[str, Any], place: _Place) -> tuple[str, ...]:
    """The musts that are unmet in the text that meets most of them."""
    must = tuple(part["must"])
    return min((unmet(must, text) for text in place.texts), key=len, default=must)


def _cited(answer: Answer, numbers: Sequence[int]) -> str:
    return _quoted([quote for quote in answer["citations"] if quote["n"] in numbers])


def _quoted(citations: Sequence[Mapping[str, Any]]) -> str:
    return _APART.join(str(quote["quote"]) for quote in citations)


def _plain(text: str) -> str:
    return " ".join(text.translate(_PLAIN).casefold().split())


def _is_inside(text: str, at: int) -> bool:
    before, first = text[at - 1 : at], text[at]
    in_word = before.isalnum() and first.isalnum()
    return in_word or (first.isdigit() and before in (".", ","))
