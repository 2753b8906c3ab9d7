"""History and question -> the question that is searched, by rules alone.

A follow-up leans on the turns before it: it continues ("And in Ireland?"), points back ("When does
it expire?") or leaves its subject out. The subject is carried from turn to turn; a question that
names a subject of its own starts a new one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.errors import InputError
from assistant.text.sentences import without_markers
from assistant.text.words import content_stems, is_text
from assistant.types import REFUSAL, Turn

LONGEST_QUESTION = 10_000
"""Characters from which a text is no question any more."""


class Known(Protocol):
    """What a library knows of names."""

    def is_subject(self, word: str) -> bool:
        """Whether a word in lower case is part of a name that a document is about."""
        ...

    def has_title(self, name: str) -> bool:
        """Whether a document's title holds all words of a name."""
        ...

    def is_place(self, name: str) -> bool:
        """Whether a name is a jurisdiction of a document, however people call it."""
        ...


_NO_NAMES = frozenset(
    re.findall(
        r"[\w']+",
        """a about ai also am an and any are as at because but by can compare could did do does
        during for from had has have hello here here's hi how however i i'd i'm if in is
        isn't it it's
        its just let's may me might my no not of ok okay on only or our please should since
        so speaking tell than thanks that that's the their them then there these they this
        those to tv under us was we were what what's whats when where whether which who
        who's whose why will with would yes you your january february march april may june
        july august september october november december monday tuesday wednesday thursday
        friday saturday sunday congress court governor government house parliament president
        senate state states""",
    )
)
"""Words that are no name, however they are written."""
_OPENING = re.compile(
    r"^\s*(?:(?:and|but|so|or|also|then|ok(?:ay)?|well|now|what about|how about|what of)\b[\s,]*)+",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:it|it's|its|they|them|their|theirs|he|him|his|she|her|hers|this|these|those|former"
    r"|latter|(?:in|of|on|for|from|over) there)\b|\bthere\b(?=\W*$)"
    r"|\b(?:lawmakers?|people|someone|they) there\b|\bthe same\b(?! as)"
    r"|\b(?:the|that|this|which|other|first|second|third|last|\w+er|\d{4}) ones?\b(?!-)"
    r"|\bthe others?\b"
    r"|\bthat(?=\W*$| (?:is|was|does|did|has|had|will|would|can|could|may|apply|expire|mean"
    r"|cover|act|agreement|amount|bill|cap|case|code|company|contract|credit|date|deadline|deal"
    r"|duty|fund|law|limit|money|order|program|rate|report|rule|ruling|settlement|state|strike"
    r"|suit|tool|union)\b)"
    r"|\b(?:about|after|before|by|do|for|from|of|on|than|to|under|with) that\b",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"\b(?:its|their|his|her)\b", re.IGNORECASE)
_PLEONASTIC = re.compile(
    r"\b(?:is|was|isn't|would|will|does|do) (?:it|this)(?: be)? (?:a |an |any |ever |legal\w*"
    r"|possible"
    r"|necessary|true|safer?|better|worth|hard|easy|easier|free|normal|common|good|bad|important"
    r"|allowed|take|make)"
    r"|\bit (?:takes?|took)\b|\bit(?: i|')s (?:said|possible|true|better|good|bad|hard|easy|not)\b"
    r"|\bone of\b|\bthose who\b|\beach other\b",
    re.IGNORECASE,
)
_KIND = (
    r"act|agency|agreement|author|bill|board|bonus|cap|case|city|code|commission|company|contract"
    r"|country"
    r"|court|credit|deadline|deal|fund|government|governor|guild|guidance|increase|initiative"
    r"|judge|judgment"
    r"|jury|law|legislature|minister|model|office|order|organization|plaintiffs?|plan|policy"
    r"|president"
    r"|program(?:me)?|project|province|rebate|regulation|report|result|rules?|ruling|scheme|senator"
    r"|settlement|society|state|statute|strike|studios?|suit|team|tool|treaty|union|vote|war"
)
_QUALITY = (
    r"film|movie|tv|tax|production|current|new|federal|state|local|digital|replica|likeness|video"
    r"|game"
    r"|soundstage|streaming|copyright|theatrical|housing|health|school|public|national|annual"
)
_NAME = re.compile(
    r"(?<![\w$€£])(?:(?:19|20)\d\d )?(?:[A-Z][\w’'.&/–-]*|\d+(?:st|nd|rd|th))"
    r"(?: (?:(?:of|v\.?|for|and|on|the|in) (?=[A-Z]))?(?:[A-Z][\w’'.&/–-]*|\d[\w.]*))*"
    rf"(?:(?: (?:{_QUALITY}))* (?:{_KIND})\b)?"
)
_DEFINITE = re.compile(
    rf"\b(?:the|this|that) (?:(?:new|whole|same|final) )?(?:{_KIND})(?:'s)?\b", re.I
)
_THE_MATTER = re.compile(rf"\bthe ((?:[a-z-]+ ){{0,2}}(?:{_KIND}))\b")
_PRONOUN = re.compile(
    r"\b(?:it|its|it's|they|them|their|he|him|his|she|her|hers|this|these|those|that|there"
    r"|(?:the )?ones?)\b"
    r"(?!-)",
    re.IGNORECASE,
)
_ASKS_MORE = re.compile(
    r"^(?:(?:since|until|from|by|to|for|in|at|on) )?(?:why|how|when|where|who|whom|what|which"
    r"|whose|how much"
    r"|how many|how long|how so|how come)(?: not| else| exactly| then)?$|^(?:says who|really"
    r"|for example)$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|do|does|did|has|have|had|can|could|will|would|should|may|might"
    r"|must"
    r"|get|gets|got|pay|pays|happen\w*|say|says|said|count|counts|cost|costs|apply|applies|need"
    r"|needs"
    r"|expire\w*|end|ends|ended|start\w*|sign\w*|cover\w*|work|works|vote\w*|won|win|sue|sues|made"
    r"|make)\b",
    re.IGNORECASE,
)
_WHICH_ONE = (
    (re.compile(r"\b(?:the )?(?:first|former)(?: one| of (?:these|those|them))?\b", re.I), 0),
    (
        re.compile(
            r"\b(?:the )?(?:second|other)(?: one| of (?:these|those|them))\b|\bthe other\b", re.I
        ),
        1,
    ),
    (re.compile(r"\b(?:the )?third(?: one| of (?:these|those|them))\b", re.I), 2),
    (re.compile(r"\bthe latter\b|\b(?:the )?last (?:one|of (?:these|those|them))\b", re.I), -1),
)
_PERSONAL = re.compile(r"\b(?:he|him|his|she|her|hers)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b[A-Z][a-zé]+(?: [A-Z]\.)?(?: [A-Z][\w’'é-]+){1,2}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_LITTLE = 2
_WHEN = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)?"
    r" ?(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_PLACED = re.compile(r"^(?:for|in|on|by|with|from|to|at|under)\b", re.IGNORECASE)
_GROUP = re.compile(r"\b(?:actors|writers|directors|animators)\b['’]?", re.IGNORECASE)
_MOST_WORDS = 6
_LONGEST_REASON = 200
"""Characters of an answer that is asked about."""
_MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question as it is to be searched; ``unclear`` is the word that it leaves open, if any."""

    searched: str
    unclear: str = ""


@dataclass(frozen=True, slots=True)
class _Turn:
    """A question of the conversation, standing alone, and the answer it got.

    ``subject`` are the names it is about, ``topic`` its content words where there are none, and
    ``base`` is the last question that was more than a few words.
    """

    searched: str
    base: str
    subject: tuple[str, ...]
    topic: str
    answer: str


def check_question(question: str) -> str:
    """The question, if it can be asked.

    Raises:
        InputError: it is empty, no valid text, or longer than ``LONGEST_QUESTION``.
    """
    if not question.strip():
        raise InputError("The question is empty; write one.")
    if not is_text(question):
        raise InputError("The question is not valid UTF-8 text; write it anew.")
    if len(question) > LONGEST_QUESTION:
        raise InputError(f"The question has more than {LONGEST_QUESTION} characters; shorten it.")
    return question


def resolve(question: str, history: Iterable[Turn], known: Known) -> Resolved:
    """The question to search, standing alone.

    Args:
        question: as it was asked.
        history: the turns before it, oldest first.
        known: what the library knows of names.
    """
    before: _Turn | None = None
    for asked, answer in _exchanges(history):
        searched = _resolve(asked, before, known).searched
        before = _follow(asked, searched, answer, before, known)
    return _resolve(question, before, known)


def _resolve(question: str, before: _Turn | None, known: Known) -> Resolved:
    bare = _OPENING.sub("", question).strip(" ?!.,")
    continues = bool(_OPENING.match(question))
    # Behind an opening word a capital is no mark of a sentence's beginning.
    named = _names(f"and {bare}" if continues else bare, known)
    points = _points(bare, named)
    if before is None:
        return Resolved(question, _unclear(bare) if points and not named else "")
    if _ASKS_MORE.match(bare):
        return Resolved(_asked_of(bare, before))
    if not _VERB.search(bare) and (continues or _PLACED.match(bare)):
        return Resolved(_swapped(bare, named, before, known))
    if points or continues or (not named and _leaves_out(bare, before, known)):
        return Resolved(_completed(question, bare, before))
    return Resolved(question)


def _leaves_out(bare: str, before: _Turn, known: Known) -> bool:
    """Whether a question without a name leaves out the subject of the turn before.

    One that says little does; a longer one does where the library's documents are about that
    subject, for then it is asked about them.
    """
    said = content_stems(_WHEN.sub("", bare)) - _VAGUE
    if not _VERB.search(bare):
        return len(said) <= 1
    return bool(before.subject) and (
        len(said) <= _LITTLE or any(map(known.has_title, before.subject))
    )


def _asked_of(bare: str, before: _Turn) -> str:
    """A bare "why" asked of the answer before, any other bare question of the question before."""
    if re.match(r"why|how come|how so", bare, re.IGNORECASE) and before.answer:
        return f"{bare}? ({before.answer[:_LONGEST_REASON]})"
    return f"{before.base.rstrip(' ?')}: {bare}?"


def _points(question: str, named: Sequence[str]) -> bool:
    """Whether a question points at something outside itself.

    A pronoun behind a name of the question is taken to mean that name.
    """
    plain = _PLEONASTIC.sub(lambda found: " " * len(found[0]), question)
    definite = None if named else _DEFINITE.search(plain)
    pointing = _POINTING.search(plain)
    if pointing and _POSSESSIVE.fullmatch(pointing[0]) and content_stems(plain[: pointing.start()]):
        # "How do companies hire their staff?": somebody of the question itself is meant.
        pointing = None
    if pointing and named:
        first = min(question.find(name) for name in named)
        pointing = pointing if pointing.start() < first else None
    return bool(definite or pointing)


def _unclear(question: str) -> str:
    """The pronoun of a short question that nothing before or in it explains."""
    found = _PRONOUN.search(question)
    if found is None:
        return ""
    before, told = (
        content_stems(text) - _VAGUE
        for text in (question[: found.start()], _PRONOUN.sub("", question))
    )
    return found[0].lower() if len(before) <= 1 and len(told) <= _LITTLE else ""


_VAGUE = content_stems(
    "happen work mean apply expire end start begin pay cost say define sign count matter explain"
    " thing stuff details example really okay that this the"
)


def _completed(question: str, bare: str, before: _Turn) -> str:
    """The question with what it leaves out, in brackets behind it."""
    said = content_stems(bare)
    subject: list[str] = []
    for name in _meant(bare, before):
        stems = content_stems(name)
        if not stems <= said:
            subject.append(f"the {name}" if _GROUP.fullmatch(name) else name)
            said |= stems
    if not subject:
        return question
    return f"{question.strip().rstrip('?').rstrip()}? ({', '.join(subject[:_MOST_NAMES])})"


def _meant(question: str, before: _Turn) -> Sequence[str]:
    """What a question points at: one of several things named before, a person, or the subject."""
    told = [name for name in _large_names(before.answer) if name not in before.subject]
    for pattern, place in _WHICH_ONE:
        if pattern.search(question):
            listed = told if len(told) > 1 else [*before.subject, *told]
            is_there = -len(listed) <= place < len(listed)
            return [listed[place]] if is_there else before.subject
    if _PERSONAL.search(question):
        people = [*_PERSON.findall(before.answer)[:1], *before.subject]
        return list(dict.fromkeys(people))
    bills = [name for name in told if _is_bill(name)][:1]
    if before.subject:
        return [*before.subject, *bills]
    return [before.topic] if before.topic else told[:1]


def _swapped(bare: str, named: Sequence[str], before: _Turn, known: Known) -> str:
    """A bare "and in Ireland" put in the place of what it replaces in the question before."""
    base = re.sub(r"\s*\([^()]*\)$", "", before.base).rstrip(" ?")
    year = _year_meant(bare, base)
    if year:
        return f"{_YEAR.sub(year, base)}?{_in_brackets(before.subject, base)}"
    if len(named) == 1:
        kind = "place" if bare.lower().startswith("in ") else _kind_of(named[0], known)
        olds = [name for name in _names(base, known) if _kind_of(name, known) == kind]
        if olds:
            old = re.match(_SIMPLE_NAME, olds[0])
            replaced = old[0] if old else olds[0]
            new = _large(_plain(named[0])) + _possessive(replaced)
            return re.sub(rf"(?:the )?{re.escape(replaced)}", lambda _: new, base) + "?"
        if _names(base, known):
            # Nothing of its kind is there to be replaced: another subject.
            return f"{bare}?"
        return f"{_OPENING.sub('', base)}? ({_large(_plain(named[0]))})"
    return f"{base}: {bare}?{_in_brackets(before.subject, base)}"


_SIMPLE_NAME = r"[A-Z][\w’'.&/–-]*(?: [A-Z][\w’'.&/–-]*)*"


def _year_meant(bare: str, base: str) -> str:
    """The year that a bare "in 2024" or "the year before" puts in place of the only one."""
    old, new = _YEAR.findall(base), _YEAR.findall(bare)
    if len(set(old)) != 1:
        return ""
    if new and not content_stems(re.sub(r"\bones?\b", "", _YEAR.sub("", bare))):
        return str(new[0])
    if re.search(r"\b(?:the )?(?:year before|previous year|prior year)\b", bare, re.IGNORECASE):
        return str(int(old[0]) - 1)
    if re.search(r"\b(?:the )?(?:year after|next year|following year)\b", bare, re.IGNORECASE):
        return str(int(old[0]) + 1)
    return ""


def _in_brackets(subject: Sequence[str], question: str) -> str:
    said = question.lower()
    missing = [name for name in subject if name.lower() not in said][:_MOST_NAMES]
    return f" ({', '.join(missing)})" if missing else ""


def _plain(name: str) -> str:
    return re.sub(r"['’]s?$", "", name)


def _large(name: str) -> str:
    return name.title() if name.islower() and not _GROUP.fullmatch(name) else name


def _possessive(name: str) -> str:
    found = re.search(r"['’]s?$", name)
    return found[0] if found else ""


def _kind_of(name: str, known: Known) -> str:
    """A rough kind of name, so that a place replaces a place: place, body, bill or another."""
    simple = re.match(_SIMPLE_NAME, name)
    if known.is_place(_plain(simple[0] if simple else name)):
        return "place"
    if _is_bill(name):
        return "bill"
    is_body = re.search(r"\b[A-Z]{3,}\b", name) or _GROUP.fullmatch(name)
    return "body" if is_body else "name"


def _is_bill(name: str) -> bool:
    return bool(re.search(r"\b[A-Z]{1,3} ?\d+", name))


def _follow(asked: str, searched: str, answer: str, before: _Turn | None, known: Known) -> _Turn:
    """The turn after ``before``: its subject is what it names, else the one that was spoken of."""
    named = tuple(_names(searched, known))
    if len(named) == 1:
        found = _THE_MATTER.search(searched)
        named = (*named, found[1]) if found else named
    leans = searched != asked
    topic = before.topic if before and leans else _topic_words(asked)
    stacked = before is not None and searched.startswith(f"{before.base.rstrip(' ?')}: ")
    return _Turn(
        searched=searched,
        base=before.base if before and stacked else searched,
        subject=named or (before.subject if before else ()),
        topic=topic,
        answer=answer,
    )


def _names(text: str, known: Known) -> list[str]:
    """The names in a text; without any, runs of words that documents are about, or a group."""
    return _large_names(text) or _small_names(text, known) or _GROUP.findall(text)


def _large_names(text: str) -> list[str]:
    """The names in a text that are written large."""
    found = []
    for name in _NAME.findall(text):
        words = name.split()
        while words and _plain(words[0]).lower().strip(".,") in _NO_NAMES:
            words = words[1:]
        is_name = any(word[0].isupper() or word[0].isdigit() for word in words)
        if is_name and not (len(words) == 1 and _is_common(words[0], text)):
            found.append(" ".join(words).rstrip(".,"))
    return list(dict.fromkeys(_plain_end(name) for name in found))


def _plain_end(name: str) -> str:
    return name.rstrip(",;:")


def _is_common(word: str, text: str) -> bool:
    """Whether a capitalised word only begins its sentence, or is a bare number."""
    if re.fullmatch(r"\d+(?:st|nd|rd|th)?", word):
        return True
    begins = bool(re.match(rf"\W*{re.escape(word)}", text)) or bool(
        re.search(rf"[.!?:] +{re.escape(word)}", text)
    )
    return begins and word[1:].islower() and not re.search(r"['’]s$", word)


def _small_names(text: str, known: Known) -> list[str]:
    """Runs of words, whatever their case, whose stems say what documents are about."""
    runs: list[list[str]] = [[]]
    for word in re.findall(r"[\w’'.-]+", text):
        plain = _plain(word).rstrip(".").lower()
        if plain not in _NO_NAMES and not plain.isdecimal() and known.is_subject(plain):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [" ".join(run).rstrip(".") for run in runs if run]


def _topic_words(question: str) -> str:
    """The first content words of a question, as one phrase."""
    words = [word for word in re.findall(r"[\w’'-]+", question) if content_stems(word) - _VAGUE]
    return " ".join(words[:_MOST_WORDS])


def _exchanges(history: Iterable[Turn]) -> list[tuple[str, str]]:
    """Each question of the history with the answer behind it, empty where there is none."""
    pairs: list[tuple[str, str]] = []
    for turn in history:
        if turn.role == "user":
            if turn.content.strip():
                pairs.append((turn.content.strip(), ""))
        elif pairs and not turn.content.startswith(REFUSAL):
            pairs[-1] = (pairs[-1][0], without_markers(turn.content))
    return pairs
