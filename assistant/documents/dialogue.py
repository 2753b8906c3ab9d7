"""Who speaks, and what is asked and answered: the labels before what is said.

"MS. VALE: No." says nothing without its speaker and the question before it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from assistant.documents.lines import Line
from assistant.text.patterns import alternation, either
from assistant.types import Sentence

_HONORIFICS = either(
    """
    Mr\\. Mrs\\. Ms\\. Mr Mrs Ms Dr\\. Dr Sen\\. Sen Rep\\. Rep Senator Representative
    Chair Chairman Chairwoman Chairperson Commissioner Assemblymember Judge Justice
    Professor Prof\\. Hon\\.
    Moderator Interviewer Host Speaker Secretary Minister
    """
)
_STAMP = r"(?:[\[(]\d{1,2}:\d\d(?::\d\d)?[\])][ \t]*)?"
_BEHIND = r"(?:[ ]\([^()\n]{1,60}\)|,[ ][^:\n]{1,40})?"
_WHO = alternation(
    rf"""
    \*\*[^*:\n]{{2,60}}:?\*\*:?                             # in bold letters
    (?:THE[ ])?[A-Z][A-Z.'’\-]+(?:[ ][A-Z][A-Z.'’\-]*){{0,5}}{_BEHIND}:   # in capitals
    (?i:(?:the[ ])?(?:{_HONORIFICS}))(?:[ ][A-Z][\w.'’\-]*){{0,4}}{_BEHIND}:  # with a title
    (?:{_HONORIFICS})(?:[ ][A-Z][A-Z'’\-]+){{1,3}}(?:[ ]of[ ][A-Z][a-z]+)?\.  # "Dr. ABEL. No."
    (?:The|THE)[ ][A-Z][A-Z\-]{{3,20}}\.                                     # "The CHAIRMAN."
    """
)
_SPEAKER = re.compile(rf"{_STAMP}({_WHO})(?=[ \t]+\S)")
_TITLED = re.compile(rf"\W*(?:the )?(?:{_HONORIFICS})(?![a-z])", re.IGNORECASE)
_PERSON = re.compile(r"(?:[A-Z][\w.'’-]*[ ]){0,4}[A-Z][\w'’-]+$")
_LABEL = re.compile(
    r"(\*\*[^*:\n]{1,60}(?::\*\*|\*\*:)|[A-Z][\w/&.'’()-]*(?:[ ][\w/&.'’()-]+){0,4}:)(?=[ \t]+\S)"
)
_ASKED = re.compile(
    r"(?:\*\*|__)?(?:Q(?:uestion)?[ ]?\d{0,3}|\d{1,3}|[A-Z])[ ]?[.:)](?:\*\*|__)?[ \t]+(?=\S)"
    r"|(?:\*\*|__)?Q(?:uestion)?[ ]?\d{0,3}[ ]?[.:)](?:\*\*|__)?$"
)
_ANSWERED = re.compile(r"(?:\*\*|__)?A(?:nswer)?[ ]?\d{0,3}[ ]?[.:)](?:\*\*|__)?(?:[ \t]+(?=\S)|$)")
_MARKS = re.compile(r"[ \t]*(?:[-*+•][ \t]+|\d{1,3}[.)][ \t]+)?(?:\*\*)?(?:[QA]:[ \t]*)?(?:\*\*)?")
_TRAILING = re.compile(r"(?:\[\^[^\[\]\s]{1,64}\]|[*_ ])+$")
_Q = re.compile(r"(?:\*\*|__)?Q")

LONGEST_LABEL = 100
"""Characters that name a speaker or a value, at most: each sentence behind carries them."""

LEAST_TURNS = 3
"""Turns from which labels in capitals are people who speak."""

LEAST_SPEAKERS = 2

LEAST_SAID = 4
"""Words on the first line of a turn, in the mean: values of a form are shorter."""


@dataclass(frozen=True, slots=True)
class Voices:
    """The labels of those who speak in a document, without their marks."""

    names: frozenset[str]

    def label(self, line: Line) -> tuple[int, int] | None:
        """Where in a line the label of a speaker begins and ends, if it begins with one."""
        found = _SPEAKER.match(line.text)
        if found and len(found[1]) <= LONGEST_LABEL and _bare(found[1]) in self.names:
            return found.span(1)
        return None


def voices(lines: Iterable[Line]) -> Voices:
    """Who speaks in a document: people by their titles, and names that come back and say much."""
    said: dict[str, list[int]] = {}
    for line in lines:
        found = _SPEAKER.match(line.text)
        if found and len(found[1]) <= LONGEST_LABEL:
            said.setdefault(_bare(found[1]), []).append(len(line.text[found.end() :].split()))
    has_titles = any(_TITLED.match(label) for label in said)
    names = {
        label
        for label, words in said.items()
        if _TITLED.match(label)
        or (_is_name(label) and (has_titles or len(words) > 1) and mean(words) >= LEAST_SAID)
    }
    turns = sum(len(said[name]) for name in names)
    is_dialogue = len(names) >= LEAST_SPEAKERS and turns >= LEAST_TURNS
    return Voices(frozenset(names if is_dialogue else ()))


def _is_name(label: str) -> bool:
    return bool(_PERSON.match(label))


def label_end(line: Line) -> int:
    """How many characters of a line are a label before a value ("Sponsor: Kim Ode"), or 0."""
    found = _LABEL.match(line.text)
    return found.end() if found and found.end() <= LONGEST_LABEL else 0


def asked(line: Line) -> int:
    """How many characters mark a line as a question: "Q1.", "3."; 0 for none."""
    found = _ASKED.match(line.text)
    if found is None:
        return 0
    # A number alone marks a question only where the line asks one.
    return found.end() if _Q.match(line.text) or line.text.endswith("?") else 0


def answered(line: Line) -> int:
    """How many characters mark a line as an answer ("A1."), 0 for none."""
    found = _ANSWERED.match(line.text)
    return found.end() if found else 0


def is_asked_by_label(line: Line) -> bool:
    """Whether a line is marked as a question whatever it ends in."""
    return bool(asked(line)) and bool(_Q.match(line.text))


def asks(title: str) -> bool:
    """Whether a line ends in a question mark, markers and emphasis aside."""
    return re.sub(r"(?:\[\^[^\[\]\s]{1,64}\]|[*_ ])+$", "", title).endswith("?")


def question_lines(lines: Sequence[Line], lead: int) -> tuple[int, int]:
    """Which of the lines has a question's first words, and how many lines it takes, 0 for none.

    The first line has ``lead`` characters of mark; a mark may stand in a line of its own, over
    the question.
    """
    bare = (lines[0].without(lead), *lines[1:])
    first = next((at for at, line in enumerate(bare) if line.has_words), None)
    if first is None or (first and (answered(lines[first]) or asked(lines[first]))):
        return 0, 0
    count = first + 1
    while count < len(lines) and not asks(lines[count - 1].text):
        if not lines[count].text or answered(lines[count]) or asked(lines[count]):
            break
        count += 1
    return first, count


def _bare(label: str) -> str:
    return label.strip("*:. ").partition(" (")[0].partition(",")[0].strip()


def question_in(text: str, line: Line, end: int) -> Sentence:
    """The question of a line that ends at an offset, without labels, emphasis and markers."""
    start = line.start + answer_label(line)
    bare = _TRAILING.sub("", text[start:end])
    return Sentence(start, start + len(bare), bare)


def answer_label(line: Line) -> int:
    """How many characters of a question or an answer are a bullet, a number or a label."""
    found = _MARKS.match(line.text)
    return found.end() if found else 0
