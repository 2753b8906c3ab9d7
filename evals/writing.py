"""What a chat model made of the suites: sentences shown and withheld, why, at what cost.

None of it gates. A model as judge is asked apart, of shown sentences only, and believed in nothing.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from assistant.settings import ChatSettings
from assistant.writing.keeping import KeptChat
from assistant.writing.loading import load_writer
from assistant.writing.talking import Chat, ChatFault, Prompt
from assistant.writing.writer import Writer
from evals.generate import Answered

SECRET = b"the ids of evals are the same in each run, so that replies can be kept"

JUDGE = """\
You are given a source and a sentence. Does the source support all that the sentence says? \
Answer with one word: yes or no."""

_NAMED = re.compile(r"(?<=^the )(figure|date|name|address) .* is not in .*$")
_TITLE = re.compile(r"“.*”")
"""What a reason names, which differs from sentence to sentence."""


def keeping_writer(settings: ChatSettings, folder: Path) -> Callable[[], Writer]:
    """What makes a writer whose replies are kept in a folder."""

    def load() -> Writer:
        writer = load_writer(settings)
        return replace(writer, chat=KeptChat(writer.chat, folder), secret=SECRET)

    return load


def summary(answers: Sequence[Answered]) -> dict[str, Any]:
    """What was written, withheld and spent over all answers.

    ``by_rule`` is the share of all sentences that no rule faults, whatever the learned check says.
    """
    asked = [answer for _, answer in answers if answer.get("usage")]
    shown = [one for answer in asked for one in answer["sentences"]]
    withheld = [one for answer in asked for one in answer["withheld"]]
    ruled = [one for one in withheld if any(map(_is_of_rule, one["reasons"]))]
    total = len(shown) + len(withheld)
    firsts = [answer["usage"]["first"] for answer in asked if answer["usage"]["first"] is not None]
    return {
        "asked": len(asked),
        "written": sum(bool(answer["sentences"]) for answer in asked),
        "declined": sum(bool(answer["abstained"]) for answer in asked),
        "shown": len(shown),
        "withheld": len(withheld),
        "by_rule": (total - len(ruled)) / total if total else None,
        "reasons": dict(
            Counter(_kind(r) for one in withheld for r in one["reasons"]).most_common()
        ),
        "input_tokens": sum(answer["usage"]["input_tokens"] or 0 for answer in asked),
        "output_tokens": sum(answer["usage"]["output_tokens"] or 0 for answer in asked),
        "first_p50": float(np.percentile(firsts, 50)) if firsts else None,
        "first_p95": float(np.percentile(firsts, 95)) if firsts else None,
    }


def told(found: Mapping[str, Any]) -> str:
    """A summary in lines."""
    return "\n".join(f"{name:<20}{_value(value)}" for name, value in found.items())


def judged(answers: Sequence[Answered], judge: Chat) -> dict[str, int]:
    """How many shown sentences a model takes for supported: ``yes``, ``no``, ``unclear``."""
    found: Counter[str] = Counter()
    for source, sentence in _shown(answers):
        request = f"Source:\n{source}\n\nSentence:\n{sentence}"
        try:
            pieces = judge.reply(Prompt(JUDGE, request))
            said = "".join(piece for piece in pieces if isinstance(piece, str)).lower()
        except ChatFault:
            said = ""
        words = re.findall(r"[a-z]+", said)
        found[next((word for word in words if word in ("yes", "no")), "unclear")] += 1
    return dict(found)


def _shown(answers: Sequence[Answered]) -> Iterator[tuple[str, str]]:
    """The shown sentences with their quotes."""
    for _, answer in answers:
        quotes = {item["n"]: f"{item['title']}: {item['quote']}" for item in answer["citations"]}
        for one in answer["sentences"]:
            yield "\n".join(quotes[n] for n in one["citations"]), one["text"]


def _is_of_rule(reason: str) -> bool:
    return not reason.endswith("does not say it")


def _kind(reason: str) -> str:
    """A reason without what it names."""
    return _TITLE.sub("…", _NAMED.sub(r"\1 … is not in …", reason))


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "".join(f"\n    {count:>5}  {kind}" for kind, count in value.items())
    return f"{value:.3f}" if isinstance(value, float) else str(value)
