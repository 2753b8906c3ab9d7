"""A question's text -> what scoring needs to know of it, worked out once."""

import re
from dataclasses import dataclass, field

from assistant.models.embedder import Vectors
from assistant.text.figures import years
from assistant.text.vocabulary import explained
from assistant.text.words import content_stems, name_stems

_ASKS_FIGURE = re.compile(
    r"\b(?:how (?:much|many|long|high|large|big|often|old)|when|(?:what|which) (?:year|date"
    r"|percentage|share|amount|number|rate))\b",
    re.IGNORECASE,
)
_ASKS_COUNT = re.compile(r"\bhow (?:many|long|often|old)\b", re.IGNORECASE)
_ASKS_OUTCOME = re.compile(
    r"^(?:has|have|had|did|was|were|is|are|will)\b.*\b(?:pass|passe[ds]|enact\w*|sign(?:ed)?"
    r"|approv\w+"
    r"|adopt\w*|decid\w+|ruled?|settled?|ratif\w+|become|became|take effect|final\w*|granted?"
    r"|implement\w*|impose\w*|overturn\w*|affirm\w*|win|won|los[et]|succeed\w*|agree\w*)\b"
    r"|\b(?:outcome|result|verdict|final|how did .{1,200}? end|what happened"
    r"|what (?:did|has) .{1,200}? decide\w*|who won)\b"
    r"|\bhow (?:did|has) .{1,120}? (?:decide|rule|vote|come out)\w*\b|\b(?:yet|by now|so far)\b"
    r"|\bin the end\b"
    r"|^(?:what|how much|which) .{1,80}? (?:did|has|have) .{1,80}? (?:win|won|recover\w*"
    r"|award\w*)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"\d|\b(?:percent|hundred|thousand|million|billion|half|third|quarter)\b", re.I
)
_COUNT = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|dozen|no|none"
    r"|once|twice|both)\b",
    re.IGNORECASE,
)
_ASKS_SEVERAL = re.compile(
    r"(?:,|\band\b|\bor\b) (?:(?:until|by|for|in|from|at) )?(?:what|who|whom|when|where|why|how"
    r"|which|is|are|was|were|do|does|did|can|could|has|have|will)\b|\b(?:compare|difference|differ"
    r"|both|rules|terms|conditions"
    r"|requirements|criteria|exceptions|reasons|ways|steps|changes)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(r"^\s*(?:and|but|so|or|then|also)\b[\s,]*", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:before|until|till|prior to|since|after|up to)(?: the)? (?:19|20)\d\d\b", re.IGNORECASE
)
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")


_PAST = re.compile(
    r"\b(?:was|were|did|had|used to|before|until|till|prior|previous(?:ly)?|former(?:ly)?|earlier"
    r"|old(?:er)?"
    r"|original(?:ly)?|first|initial(?:ly)?|at the time|back then|history|historical(?:ly)?|began"
    r"|began as"
    r"|in (?:19|20)\d\d|of (?:19|20)\d\d|last year)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\b(?:now|today|current(?:ly)?|at present|still|these days|nowadays)\b"
    r"|\bnew (?!York|Jersey|Mexico)",
    re.IGNORECASE,
)


_RUN = re.compile(r"[A-Z][\w’'-]*(?: (?:(?:of|and|the|for) )?(?:[A-Z][\w’'-]*|\d[\w.,]*\b))*")
_LEAD = re.compile(
    r"^(?:(?:Who|What|Which|When|Where|Why|How|Is|Are|Was|Were|Do|Does|Did|Has|Have|Had|Can|Could"
    r"|Will|Would|Should|May|Must|And|But|In|On|For|The|A|An) )+"
)
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is searched; whatever is told of it is worked out once.

    Attributes:
        text: its words, standing alone.
        asked: the same without what only opens it.
        vector: the unit vector of what is searched.
        stems: the stems of the content words searched.
        names: those of them that are names or figures.
        written_names: its names as it writes them, each with its stems.
        years: the years it asks about.
        asks_past: whether it is about how things were, and not about how they are.
        asks_outcome: whether it asks how a thing ended.
        asks_several: whether it has two parts, or asks for a list of things.
        asks_figure: whether it asks for a figure or a date.
        asks_count: whether a number word is such a figure.
    """

    text: str
    asked: str
    vector: Vectors = field(compare=False, repr=False)
    stems: frozenset[str]
    names: frozenset[str]
    written_names: tuple[tuple[str, frozenset[str]], ...]
    years: frozenset[str]
    asks_past: bool
    asks_outcome: bool
    asks_several: bool
    asks_figure: bool
    asks_count: bool

    @property
    def numbers(self) -> frozenset[str]:
        """Those of its names that hold a digit, such as a year or a version."""
        return frozenset(name for name in self.names if any(map(str.isdigit, name)))

    def wants_figure_beyond(self, statement: str) -> bool:
        """Whether it asks for a figure or date and a statement has none."""
        if not self.asks_figure or _FIGURE.search(statement):
            return False
        return not (self.asks_count and _COUNT.search(statement))


def read_question(text: str, vector: Vectors, original: str = "") -> Question:
    """Work out what scoring needs to know of a question.

    Args:
        text: the question, standing alone.
        vector: its unit vector.
        original: the question before the library's words were added to it. Its names must be met,
            but for those that the vocabulary explains.
    """
    asked = _OPENING.sub("", text) or text
    named = original or text
    names = name_stems(named) - explained(named)
    own = _BRACKETS.sub("", _OPENING.sub("", named))
    return Question(
        text=text,
        asked=asked,
        vector=vector,
        stems=content_stems(text),
        names=names,
        written_names=_written_names(text, names),
        years=_asked_years(own),
        asks_past=bool(_PAST.search(text)) and not _PRESENT.search(text),
        asks_outcome=bool(_ASKS_OUTCOME.search(asked)),
        asks_several=bool(_ASKS_SEVERAL.search(asked)),
        asks_figure=bool(_ASKS_FIGURE.search(asked)),
        asks_count=bool(_ASKS_COUNT.search(asked)),
    )


def _written_names(text: str, names: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
    runs = ((run, content_stems(run) & names) for run in _RUN.findall(text))
    return tuple((_POSSESSIVE.sub("", _LEAD.sub("", run)), stems) for run, stems in runs if stems)


def _asked_years(question: str) -> frozenset[str]:
    """The years that a question is about; "before 2025" is about others."""
    return years(_BESIDE.sub("", question))
