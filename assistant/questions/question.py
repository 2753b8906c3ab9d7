"""A question's text -> what scoring needs to know of it, worked out once."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.models.embedder import Vectors
from assistant.text.figures import years
from assistant.text.names import stems_by_name
from assistant.text.patterns import alternation, any_of, either, word_list
from assistant.text.vocabulary import explained
from assistant.text.words import content_stems, name_stems

_ASKS_STATUS = any_of(
    r"""
    still
    already
    yet
    so far
    by now
    in (?:force|effect)
    status
    adopted
    enacted
    ratified
    in the end
    where does .{1,60} stand
    """
)
_AUXILIARIES = either("has had did is are was will")
_ENDS = alternation(
    r"""
    pass
    passe[ds]
    sign(?:ed)?
    approv\w+
    decid\w+
    ruled?
    settled?
    become
    agree\w*
    """
)
_ASKS_OUTCOME = any_of(
    rf"""
    ^(?:{_AUXILIARIES})\b.*\b(?:{_ENDS})
    verdict
    final
    what happened
    who won
    what did .{{1,200}}? decide\w*
    how did .{{1,120}}? (?:decide|rule|vote)\w*
    ^what .{{1,80}}? did .{{1,80}}? win
    yet
    by now
    so far
    """
)
_ASKS_SEVERAL = any_of(
    r"""
    all
    list
    every
    each of
    who(?:['’]?s| is| are)? (?:behind|backing|in|on)
    who (?:makes? up|backs|can|may|counts)
    what(?:['’]?s| is) in
    what (?:goes|counts|falls)
    what (?:does|do|must|did|would) .{1,80} (?:include|cover|contain|need|require)s?
    """
)
"""What asks for more than one thing though it names none in the plural: what contains or backs."""

_ASKS_EXTREME = any_of(
    r"""
    highest
    lowest
    largest
    smallest
    biggest
    longest
    shortest
    earliest
    latest
    most
    least
    first(?! \w+s\b)
    """
)

_FIGURE_VERBS = either("is are was were will do does did has have had must should")
"""Verbs behind "when" that ask for a time; "when may" and "when can" ask for a condition."""

_FIGURE_NOUNS = alternation(
    r"""
    date
    day
    month
    year
    amount
    number
    percent(?:age)?
    price
    rate
    share
    """
)
_ASKS_FIGURE = any_of(
    rf"""
    how many
    how often
    how long
    how (?:much|high|large|big)(?! more)
    when (?:{_FIGURE_VERBS})
    (?:what|which) (?:{_FIGURE_NOUNS})
    """
)

MOST_BEFORE_HEAD = 7
"""Words among which the noun that is asked for stands."""

_PLURAL = re.compile(r"[a-z-]+[^\Wsui’']s|[a-z-]+(?:ss|i)es")
_DETERMINERS = word_list("what which whats what's whose")
_BEFORE_NOUN = word_list("are were is was the all")
_PHRASE_ENDS = word_list(
    """
    a an and are at be been by can could did do does for from had has have in is may must not of on
    or over shall should than that the to under was were which who will with would
    """
)
"""Words behind which no noun of the first phrase stands any more."""

_NO_PLURAL = word_list("does was has is its his this us vs plus yes less across news thanks whats")

_CONJUNCTION = any_of(
    r"""
    and
    so
    """,
    within=r"^\s*(?:{})\b[\s,]*",
)
_BESIDE = any_of(
    r"""
    before
    since
    """,
    within=r"\b(?:{})(?: the)? (?:19|20)\d\d\b",
)
"""Years that a question is not about."""

_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_PAST = any_of(
    r"""
    was
    were
    did
    had
    used to
    before
    until
    till
    earlier
    old(?:er)?
    first
    in (?:19|20)\d\d
    of (?:19|20)\d\d
    """
)
_NEW_PLACES = either("york jersey mexico hampshire zealand orleans")
_PRESENT = any_of(
    rf"""
    now
    current(?:ly)?
    still
    new(?= )(?! (?:{_NEW_PLACES})\b)(?-i:(?! [A-Z]))   # what is new, and no name such as New Haven
    """
)


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
        asks_status: whether it asks how things stand.
        asks_several: whether it asks for a list of things.
        asks_extreme: whether it asks for the first, the highest or the like of several things.
        asks_figure: whether it asks for a figure or a date.
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
    asks_status: bool
    asks_several: bool
    asks_extreme: bool
    asks_figure: bool

    @property
    def numbers(self) -> frozenset[str]:
        """Those of its names that hold a digit, such as a year or a version."""
        return frozenset(name for name in self.names if any(map(str.isdigit, name)))


def read_question(text: str, vector: Vectors, original: str = "") -> Question:
    """Work out what scoring needs to know of a question.

    Args:
        text: the question, standing alone.
        vector: its unit vector.
        original: the question before the library's words were added to it. Its names must be met,
            but for those that the vocabulary explains.
    """
    asked = _CONJUNCTION.sub("", text) or text
    named = original or text
    names = name_stems(named) - explained(named)
    own = _BRACKETS.sub("", _CONJUNCTION.sub("", named))
    return Question(
        text=text,
        asked=asked,
        vector=vector,
        stems=content_stems(text),
        names=names,
        written_names=stems_by_name(text, names),
        years=_asked_years(own),
        asks_past=bool(_PAST.search(text)) and not _PRESENT.search(text),
        asks_outcome=bool(_ASKS_OUTCOME.search(asked)),
        asks_status=bool(_ASKS_STATUS.search(asked)),
        asks_several=_asks_several(asked),
        asks_extreme=bool(_ASKS_EXTREME.search(asked)),
        asks_figure=bool(_ASKS_FIGURE.search(asked)),
    )


def _asks_several(asked: str) -> bool:
    """Whether a question asks for a list: for a noun in the plural, or for what contains several.

    A count ("how many states") is one thing.
    """
    if _ASKS_FIGURE.search(asked):
        return False
    if _ASKS_SEVERAL.search(asked):
        return True
    words = re.findall(r"[\w’'-]+", asked.rpartition(": ")[2].lower())
    asking = [at for at, word in enumerate(words) if word in _DETERMINERS]
    if not asking and words and words[0] in _PHRASE_ENDS:
        # "Do platforms have to …?": whether something is so.
        return False
    start = asking[0] + 1 if asking else 0
    while words[start : start + 1] and words[start] in _BEFORE_NOUN:
        start += 1
    return any(map(_is_plural, _up_to_verb(words[start : start + MOST_BEFORE_HEAD])))


def _up_to_verb(words: Sequence[str]) -> Iterator[str]:
    """The words of the first noun phrase, a question word before it left out."""
    for number, word in enumerate(words):
        if word in _PHRASE_ENDS and number:
            return
        yield word


def _is_plural(word: str) -> bool:
    return bool(_PLURAL.fullmatch(word)) and word not in _NO_PLURAL


def _asked_years(question: str) -> frozenset[str]:
    """The years that a question is about; "before 2025" is about others."""
    return years(_BESIDE.sub("", question))
