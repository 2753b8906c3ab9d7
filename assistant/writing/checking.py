"""Holds a sentence of a chat model to the spans that it cites, and says why one is withheld."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answers.evidence import Evidence
from assistant.answers.verifying import UNSUPPORTED, Verifier, headed
from assistant.answers.written import Shown
from assistant.text.markers import SPEAKS
from assistant.text.patterns import any_of
from assistant.text.readings import reading
from assistant.types import GRADES, Citation
from assistant.writing.prompts import RULES
from assistant.writing.reply import Drafted

_ADDRESS = re.compile(
    r"""(?ix)
    </?[a-z][^>]*>                                     # a mark of HTML
    | \b(?:[a-z]{2,9}:)?/{1,3}[^\s<>)]+\.[^\s<>)]+        # http://, //, ftp:/
    | \b[\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | \b(?:[a-z0-9][a-z0-9-]+\.)+[a-z]{2,}\b(?:/[^\s<>)]*)?  # film.example/path
    """
)
_SCHEME = re.compile(r"(?i)^(?:[a-z]{2,9}:)?/{0,3}(?:www\.)?")
_WORD = re.compile(r"\w+")
_RUN = 8
"""Words in a row of the rules from which a sentence repeats them."""

_LEANS = re.compile(r"(?:It|Its|They|Their|This|That|These|Those|He|His|She|Her|Both)\b")
"""How a sentence begins that leans on the one before it."""

_ABOUT_ITSELF = any_of(
    r"""
    (?:the|this|that|these|your) (?:answers?|questions?)
    (?:the|this|that|these) statements?
    (?:the|this|a) (?:previous )?response
    (?:documents?|information|sources?) (?:that (?:is|are|were) )?(?:provided|given)
    sources (?:don't|do not) answer
    that is:
    as an ai
    """
)
"""How a model talks of what it was asked and given instead of answering; small ones do so in every
tenth sentence. It counts where the source has no such words."""

_DELIMITER = re.compile(r"\b[0-9a-f]{12}\b|-{3}")

LEAST_WORDS = 3
"""Of a sentence: what is shorter says nothing that can be held to a source ("No.")."""

FRAGMENT = "it is no whole sentence"
ASKS = "it asks instead of telling"
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
        if fault := _unfit(drafted, evidence):
            return Checked((fault,))
        own = tuple(evidence[key] for key in drafted.ids)
        cited = [item.citation for item in own]
        source = source_text(cited)
        reasons = [*_strange(drafted.text, source)]
        if not reasons:
            (verdict,) = self.verifier.verify(source, [drafted.text])
            reasons = [*verdict.reasons]
        if reasons == [UNSUPPORTED] and before and self._holds_with(before, source, drafted.text):
            own, reasons = tuple(dict.fromkeys((*before.evidence, *own))), []
            cited = [item.citation for item in own]
        if not reasons:
            reasons = [*headed(" ".join(map(reading, cited)), drafted.text)]
        if not reasons and _leaves_out_speaker(drafted.text, cited):
            reasons = [LEAVES_OUT_SPEAKER]
        return Checked(tuple(_named(reason, cited) for reason in reasons), own)

    def _holds_with(self, before: Shown, source: str, text: str) -> bool:
        """Whether a sentence that leans on the one before it holds where that one was read too."""
        if not _LEANS.match(text):
            return False
        spans = source_text([item.citation for item in before.evidence])
        (after,) = self.verifier.verify(f"{spans} {before.text} {source}", [text])
        return after.supported


def _unfit(drafted: Drafted, evidence: Mapping[str, Evidence]) -> str:
    """Why a sentence can't be held to any source; empty where it can."""
    if not drafted.ids:
        return UNCITED
    is_told = any(key in drafted.text for key in evidence) or _DELIMITER.search(drafted.text)
    if is_told or _repeats_rules(drafted.text):
        return TELLS_RULES
    if drafted.text.endswith("?"):
        return ASKS
    return FRAGMENT if len(_WORD.findall(drafted.text)) < LEAST_WORDS else ""


def _strange(text: str, source: str) -> Iterator[str]:
    """Addresses, letters of other scripts and talk about the answer that a source lacks."""
    for talk in _ABOUT_ITSELF.findall(text):
        if talk.lower() not in source.lower():
            yield f"“{talk}” is not in the source"
    known = set(_addresses(source))
    for address in _addresses(text):
        if address not in known:
            yield f"the address {address} is not in the source"
    for character in dict.fromkeys(text):
        is_latin = unicodedata.name(character, "").startswith("LATIN ")
        if character.isalpha() and not is_latin and character not in source:
            yield f"the letter {character} is not in the source"


def _addresses(text: str) -> list[str]:
    """The addresses of a text without what may be left out of them."""
    found = (one[0].rstrip(".,;:!?'\"”’/") for one in _ADDRESS.finditer(text))
    return [_SCHEME.sub("", one).lower() for one in found]


def source_text(cited: Sequence[Citation]) -> str:
    """What the cited spans say, each passage under what names its subject."""
    parts: list[str] = []
    over = ""
    for item in cited:
        # What a heading asks, nobody says.
        path = (one for one in item.path if not one.rstrip().endswith("?"))
        named = ". ".join(dict.fromkeys((item.title, *path)))
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
    says = any(SPEAKS.search(reading(item)) for item in cited)
    return says and not is_official and not SPEAKS.search(text)


def _repeats_rules(text: str) -> bool:
    return not _runs(text).isdisjoint(_runs(RULES))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [found.lower() for found in _WORD.findall(text)]
    return {tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1)}


def _named(reason: str, cited: Sequence[Citation]) -> str:
    titles = list(dict.fromkeys(f"“{item.title}”" for item in cited))
    return reason.replace("the source", " or ".join(titles), 1)
