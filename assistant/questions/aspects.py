"""What is asked of each of the things compared: a column's heading and its question."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.questions.asking import AUXILIARY
from assistant.text.patterns import alternation, any_of, either, word_list

SLOT = "{}"
"""What stands in a question for the things, and in an aspect's question for one of them."""

COMPARATIVE = any_of(
    r"""
    larger|largest
    bigger|biggest
    higher|highest
    lower|lowest
    smaller|smallest
    better|best
    harder|hardest
    longer|longest
    sooner
    earlier|earliest
    later|latest
    more|most
    less|least
    first(?! \w+ (?:and|or|vs))
    last
    """,
    within=r"\b(?:a |the )?(?:{})\b(?!-)",
)
_GRADES = re.compile(r"(?:the )?(?:highest|lowest)$", re.IGNORECASE)
"""What says which of a thing's own figures is compared: "the highest rate"."""

_MEASURES = (
    (r"longe(?:r|st)", "how long"),
    (r"first|last|sooner|earlie(?:r|st)|late(?:r|st)", "when"),
    (r"better|best|hard(?:er|est)", "how"),
)
_HOW_MUCH = "how much"
DIFFERS = any_of(
    r"""
    compar\w*
    differ\w*
    diverge\w*
    disagree\w*
    part ways
    measure up
    stack up
    line up
    """
)
EACH = any_of(
    r"""
    each(?: one)?(?: of (?:them|the))?
    both(?: of them)?
    respectively
    """
)
"""By what a question says that it asks the same of several things, besides a comparative."""

CHOOSES = any_of(either("which who whose where"))
_WEIGHS = any_of(AUXILIARY, within=r"^(?:.*, )?(?:{})\b")
_QUESTION_WORD = alternation(
    r"""
    what
    when
    how
    whether
    which
    who
    where
    why
    can
    by what
    """
)
_ASKED = re.compile(rf"\b(?:{_QUESTION_WORD})\b|{_WEIGHS.pattern}", re.IGNORECASE)
_ASKING = word_list(
    """
    a about all an and are aren't between both by can case cases compare compared comparison
    contract contracts deal deals did differ difference differences different do does each
    either for from get give gives got guild guild's handle handles has have how in is it its
    neither of on one ones or pay pays please require requires say says state state's states
    state’s suit suits than that the their them then they things those to treat treats under
    union union's was were what when where whether which who whose with
    """
)
"""Words that only ask, and so are no part of a column's heading."""

_ENDING = word_list("and both by did do does each for in is of the to")
"""Words that end no heading."""

_HEADS = re.compile(
    r"\s*[:;—()]\s*|\s+[-–]\s+|(?<=\{\})\s*, |,\s+(?=\{\})|, (?=(?:which|whose|who|where)\b)"
)
"""Where what is asked falls into the matter and the question of it."""

_TELLS = any_of(
    r"""
    when
    why
    how
    """,
    within=r"^(?:{})\b",
)
"""Question words that say by themselves what is asked of each."""

_STANDS_FOR = re.compile(rf"{EACH.pattern}|\bthey\b", re.IGNORECASE)
"""What stands for each of the things."""

_NONE = re.compile(r",? (?:or|and) (?:neither|both|not|none)\b", re.IGNORECASE)
_CREDITED = re.compile(r"\beach (credit|deal|law|contract)s?\b", re.IGNORECASE)
_DIFFERING = re.compile(rf"\W*(?:\w+ )?(?:{DIFFERS.pattern})\W*", re.IGNORECASE)
_LISTED = re.compile(r"^\W*(?:\w+ )?(?:on|in|about|for|regarding)\b\s*", re.IGNORECASE)
LONGEST_NAME = 4
"""Words of a noun in a bare list of aspects, at most."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """What is asked of each thing: a short name, and the question with ``{}`` for the thing."""

    name: str
    question: str

    def of(self, thing: str) -> str:
        """The question put of one thing."""
        return self.question.replace(SLOT, thing)


def chooses(asked: str) -> bool:
    """Whether a question asks which of the things it is, or whether one of them is."""
    return bool(CHOOSES.search(asked) or _WEIGHS.match(asked.strip()) or COMPARATIVE.search(asked))


def aspects(asked: str) -> Iterator[Aspect]:
    """The aspects of a question with a slot in the place of its things."""
    clauses = [_tidy(clause) for clause in _HEADS.split(asked)]
    told = [clause for clause in clauses if _tells(clause)]
    if any(_picks(clause) for clause in clauses):
        # "Which is bigger" asks for the measure of what else is said.
        picks = [clause for clause in clauses if _picks(clause)]
        names = [_compared(clause) if clause in picks else label(clause) for clause in told]
        yield _measured(", ".join(filter(None, names)), " ".join(picks))
        return
    *heads, last = told or [""]
    parts = _parts(_NONE.sub("", last))
    found = [_aspect(part, ", ".join(filter(None, [*map(label, heads), of]))) for part, of in parts]
    yield from found or [Aspect("Answer", SLOT)]


def _tells(clause: str) -> bool:
    """Whether a clause says what is asked, if only by its question word."""
    _, slot, after = clause.partition(SLOT)
    is_listed = bool(slot and _LISTED.match(after) and len(after.split()) > 1)
    return bool(label(clause) or is_listed or (_TELLS.match(clause) and not DIFFERS.search(clause)))


def _aspect(part: str, head: str) -> Aspect:
    """An aspect, put as a question where one word of it stands for the thing, else as a note."""
    name = label(part) or _tidy(EACH.sub("", part).replace(SLOT, ""))
    if not _ASKED.search(part) or DIFFERS.search(part):
        return _noted(f"{head}: {name}" if head else name, name)
    each = _CREDITED.sub(rf"{SLOT}'s \1", part)
    each = (EACH if SLOT in each else _STANDS_FOR).sub("" if SLOT in each else SLOT, each, count=1)
    question = each if SLOT in each else f"{SLOT}: {each}"
    asked = f"{head}: {question}" if head else question
    return Aspect(name, _tidy(asked[:1].upper() + asked[1:]) + "?")


def _picks(clause: str) -> bool:
    """Whether a clause asks which thing has more, or whether one has."""
    return bool(COMPARATIVE.search(clause) and (CHOOSES.search(clause) or _WEIGHS.match(clause)))


def _measured(name: str, whole: str) -> Aspect:
    return _noted(f"{name}, {measure(whole)}" if name else measure(whole), name or measure(whole))


def _noted(asked: str, name: str) -> Aspect:
    """An aspect asked for as a note, "Iowa: caps", which reads better than a clumsy question."""
    return Aspect(name, _tidy(f"{SLOT}: {asked}") + "?")


def _parts(clause: str) -> Iterator[tuple[str, str]]:
    """The aspects of a clause, each with what it is of: its questions, or the nouns of a list."""
    before, slot, after = clause.partition(SLOT)
    differs = _DIFFERING.match(after)
    listed = _LISTED.match(after[differs.end() :] if differs else after)
    if slot and (differs or listed) and (DIFFERS.search(clause) or not label(before)):
        rest = after[differs.end() if differs else 0 :]
        yield from ((part, label(before)) for part in _nouns(_LISTED.sub("", rest), always=True))
        return
    questions = re.split(rf",? and (?=(?:{_QUESTION_WORD})\b)", clause)
    if len(questions) == 1 and not _ASKED.search(clause):
        questions = _nouns(clause, always=False)
    yield from ((part, "") for part in questions if _tells(part))


def _nouns(text: str, *, always: bool) -> list[str]:
    """The nouns of "caps and on refunds"; a clause, and a long phrase, is left whole."""
    parts = [part for part in re.split(r",? and (?:on )?|, (?:on )?", text) if part.strip()]
    short = all(len(part.split()) <= LONGEST_NAME for part in parts)
    if re.match(rf"(?:{_QUESTION_WORD})\b", text, re.IGNORECASE) or not (always or short):
        return [text]
    return parts


def measure(text: str) -> str:
    """What a comparison asks of each thing, as a question word: "longer" asks how long."""
    found = COMPARATIVE.search(text)
    said = found[0] if found else ""
    return next((word for form, word in _MEASURES if re.search(form, said, re.I)), _HOW_MUCH)


def _compared(clause: str) -> str:
    """What is compared by a clause, without the word that compares."""
    return label(COMPARATIVE.sub(lambda found: found[0] if _GRADES.match(found[0]) else "", clause))


def label(text: str) -> str:
    """A column's heading: the words of an aspect without those that only ask."""
    words = DIFFERS.sub("", text).replace(f"{SLOT}'s", "").replace(SLOT, "").split()
    words = _without_first(words, _ASKING)
    words = list(reversed(_without_first(list(reversed(words)), _ENDING)))
    return _tidy(" ".join(words)).strip(" ,:?.")


def _without_first(words: Sequence[str], empty: frozenset[str]) -> list[str]:
    """Words without the first ones, as far as these say nothing."""
    rest = list(words)
    while rest and rest[0].strip(" ,:?.'\"").lower() in {*empty, ""}:
        rest = rest[1:]
    return rest


def _tidy(text: str) -> str:
    return re.sub(r" ([,?:])", r"\1", " ".join(text.split())).strip(" ,;–-")
