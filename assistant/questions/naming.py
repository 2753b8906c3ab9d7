"""Phrases of a question that only name its document: "under the Local 77 agreement".

A statement of that document need not repeat them, but a reader of sentences looks for them in it.
Of an agreement, "How high is the meal penalty?" was answered with 0.70, and with "under the Local
77 memorandum" behind it refused with 0.10.
"""

import re
from itertools import pairwise

from assistant.text.patterns import any_of, either
from assistant.text.words import content_stems, name_stems

_PREPOSITIONS = either("under in of from at within per between according")
"""What stands before a document's name. Behind others stands as often whom a thing is done with, by
or for: "file a petition with the Supreme Court"."""

_BEGINS = re.compile(rf"(?<=\w)[ ,]+(?=(?:{_PREPOSITIONS})\b)", re.IGNORECASE)
_PAUSE = re.compile(r"(?<=\w)(?=[,;:])")
_VERBS = any_of(
    either(
        """
        is are was were do does did must may can should will has have had need needs apply applies
        get gets pay pays earn earns cost costs expire expires end ends begin begins take takes
        """
    )
)
"""What ends a phrase within a question: "in the memorandum between A and B **expire**"."""

_KINDS = content_stems(
    """
    act agreement bill circular code contract deal directive document fund guidance guidelines law
    memorandum notice policy programme rules scheme
    """
)
"""What documents are called: such a word may stand in a phrase that names one, whatever that one
calls itself."""

LEAST_LEFT = 3
"""Words that are left of a question, at least."""


def freed(question: str, subject: frozenset[str]) -> str:
    """A question without the phrases that only name a document.

    Args:
        question: the question.
        subject: the stems of what the document is about: its title, its id, its opening.

    Returns:
        The question, empty where no phrase of it names the document.
    """
    names, text = name_stems(question), question
    for start, end in reversed(_phrases(question)):
        stems = content_stems(question[start:end])
        if stems & names and stems <= subject | _KINDS:
            text = text[:start] + text[end:]
    is_freed = text != question and len(text.split()) >= LEAST_LEFT and content_stems(text)
    return text if is_freed else ""


def _phrases(question: str) -> list[tuple[int, int]]:
    """Where the phrases behind prepositions begin and end."""
    last = len(question.rstrip("?!. "))
    starts = [found.start() for found in _BEGINS.finditer(question) if found.start() < last]
    found = []
    for start, end in pairwise([*starts, last]):
        # A phrase may itself stand behind a comma.
        ends = (_VERBS.search(question, start, end), _PAUSE.search(question, start + 2, end))
        cut = min((item.start() for item in ends if item), default=end)
        found.append((start, len(question[:cut].rstrip())))
    return found
