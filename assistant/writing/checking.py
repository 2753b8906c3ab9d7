"""Holds a sentence of a chat model to the spans that it cites, and says why one is withheld."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answers.evidence import Evidence
from assistant.answers.verifying import UNSUPPORTED, Verifier
from assistant.answers.written import Shown
from assistant.text.markers import MARKERS, SAID
from assistant.text.readings import reading
from assistant.types import GRADES, Citation
from assistant.writing.prompts import RULES
from assistant.writing.reply import Drafted

_ADDRESS = re.compile(r"(?i)\b(?:https?://|www\.)\S+|\b[\w.+-]+@[\w-]+\.\w+|</?[a-z][^>]*>")
_WORD = re.compile(r"\w+")
_RUN = 8
"""Words in a row of the rules from which a sentence repeats them."""

_LEANS = re.compile(r"(?:It|Its|They|Their|This|That|These|Those|He|His|She|Her|Both)\b")
"""How a sentence begins that leans on the one before it."""

_SAYS_SO = MARKERS[SAID]

UNCITED = "it cites no source"
TELLS_RULES = "it repeats what the model was told"
LEAVES_OUT_SPEAKER = "it leaves out who says so, and no official source does"


@dataclass(frozen=True, slots=True)
class Checked:
    """What is told of a sentence: why it is withheld, or else the spans that support it."""

    reasons: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Checker:
    """Tells of sentences whether they may be shown; safe to share between threads."""

    verifier: Verifier

    def check(
        self, drafted: Drafted, evidence: Mapping[str, Evidence], before: Shown | None = None
    ) -> Checked:
        """Whether a sentence may be shown.

        One that holds only together with the sentence before it rests on the spans of both.

        Args:
            drafted: the sentence with the ids that it cites.
            evidence: what each id of the request stands for.
            before: the sentence that is shown before it, which a pronoun may lean on.
        """
        if not drafted.ids:
            return Checked((UNCITED,))
        if any(key in drafted.text for key in evidence) or _repeats_rules(drafted.text):
            return Checked((TELLS_RULES,))
        own = tuple(evidence[key] for key in drafted.ids)
        cited = [item.citation for item in own]
        source = source_text(cited)
        addresses = [found[0].rstrip(".,;:)") for found in _ADDRESS.finditer(drafted.text)]
        if strange := [address for address in addresses if address not in source]:
            return Checked((_named(f"the address {strange[0]} is not in the source", cited),))
        (verdict,) = self.verifier.verify(source, [drafted.text])
        reasons = [*verdict.reasons]
        if reasons == [UNSUPPORTED] and before and self._holds_with(before, source, drafted.text):
            own, reasons = tuple(dict.fromkeys((*before.evidence, *own))), []
            cited = [item.citation for item in own]
        if not reasons and _leaves_out_speaker(drafted.text, cited):
            reasons.append(LEAVES_OUT_SPEAKER)
        return Checked(tuple(_named(reason, cited) for reason in reasons), own)

    def _holds_with(self, before: Shown, source: str, text: str) -> bool:
        """Whether a sentence that leans on the one before it holds where both are read as one."""
        if not _LEANS.match(text):
            return False
        spans = source_text([item.citation for item in before.evidence])
        (together,) = self.verifier.verify(f"{spans} {source}", [f"{before.text} {text}"])
        return together.supported


def source_text(cited: Sequence[Citation]) -> str:
    """What the cited spans say, each passage under what names its subject."""
    parts: list[str] = []
    over = ""
    for item in cited:
        named = ". ".join(dict.fromkeys((item.title, *item.path)))
        if named != over:
            parts.append(f"{named}.")
            over = named
        parts.append(reading(item))
    return " ".join(" ".join(parts).split())


def _leaves_out_speaker(text: str, cited: Sequence[Citation]) -> bool:
    """Whether what somebody only says, and no official source, is told as if it were so."""
    is_official = any(
        source.trusted and source.grade == GRADES[0] for item in cited for source in item.sources
    )
    says = any(_SAYS_SO.search(reading(item)) for item in cited)
    return says and not is_official and not _SAYS_SO.search(text)


def _repeats_rules(text: str) -> bool:
    return not _runs(text).isdisjoint(_runs(RULES))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [found.lower() for found in _WORD.findall(text)]
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _named(reason: str, cited: Sequence[Citation]) -> str:
    titles = list(dict.fromkeys(f"“{item.title}”" for item in cited))
    return reason.replace("the source", " or ".join(titles), 1)
