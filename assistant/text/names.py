"""The names in a text, by one grammar: words written large, their numbers, and what joins them."""

import re
from typing import Protocol

from assistant.text.patterns import either, word_list
from assistant.text.words import TITLES, content_stems, is_titled

NAME_WORD = r"[A-Z][\w’'.&/–-]*"
"""A word of a name."""

GROUPS = either("actors writers directors animators")
"""Trades that stand for their guilds."""

_ENDINGS = either(
    """
    contract credit deal fund government guidance law model order president report vote
    """
)
"""Words in small letters that belong to the name before them: "the Sora deal"."""

_NAME = re.compile(
    rf"(?<![\w$€£])(?:20\d\d )?(?:{NAME_WORD}|\d+th)"
    rf"(?: (?:(?:and|of) (?=[A-Z]))?(?:{NAME_WORD}|\d[\w.]*))*"
    rf"(?:(?: film| federal)* (?:{_ENDINGS})\b)?"
)
_PLAIN = re.compile(rf"{NAME_WORD}(?: {NAME_WORD})*")
_WRITTEN = re.compile(r"[A-Z][\w’'-]*(?: (?:(?:of|and|the|for) )?(?:[A-Z][\w’'-]*|\d[\w.,]*\b))*")
_POSSESSIVE = re.compile(r"['’]s?$")
_PERSON = re.compile(r"[A-Z][a-zé]+(?: [A-Z]\.)?(?: [A-Z][\w’'é-]+){1,2}")
_BILL = re.compile(r"\b[A-Z]{1,3} ?\d+")
_ACRONYM = re.compile(r"\b[A-Z]{3,}\b")
_GROUP = re.compile(rf"\b(?:{GROUPS})\b['’]?", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\d+(?:th)?")

_NO_NAMES = TITLES | word_list(
    """
    a about ai also am an and any are as at because but by can compare could did do does during for
    from had has have hello here here's hi how however i i'd i'm if in is isn't it it's its just
    let's may me might my no not of ok okay on only or our please should since so speaking tell than
    thanks that that's the their them then there these they this those to tv under us was we were
    what what's whats when where whether which who who's whose why will with would yes you your
    january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday
    congress court governor government house parliament president senate state states
    """
)
"""Words that are no name by themselves, however they are written: function words, months, days,
institutions that every place has, and titles of people."""


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


def names(text: str, known: Known) -> list[str]:
    """The names in a text; without any, runs of words that documents are about, or a group."""
    return large_names(text) or _small_names(text, known) or _GROUP.findall(text)


def large_names(text: str) -> list[str]:
    """The names in a text that are written large, each once."""
    found = []
    for name in _NAME.findall(text):
        words = _without_lead(name.split())
        is_name = any(word[0].isupper() or word[0].isdigit() for word in words)
        if is_name and not (len(words) == 1 and _is_common(words[0], text)):
            found.append(" ".join(words).rstrip(".,;:"))
    return list(dict.fromkeys(found))


def written_names(text: str) -> list[str]:
    """The runs of words that are written large, without what only begins the sentence.

    Unlike ``large_names`` it takes single words that begin a sentence too.
    """
    found = []
    for run in _WRITTEN.findall(text):
        words = run.split()
        while len(words) > 1 and _only_begins(words[0]):
            words = words[1:]
        found.append(plain(" ".join(words)))
    return found


def people(text: str) -> list[str]:
    """The names of people in a text: two or three words with small letters."""
    return _PERSON.findall(text)


def is_no_name(word: str) -> bool:
    """Whether a word is no name by itself, however it is written."""
    return plain(word).lower().strip(".,") in _NO_NAMES


def plain(name: str) -> str:
    """A name without its possessive ending."""
    return _POSSESSIVE.sub("", name)


def possessive(name: str) -> str:
    """The possessive ending of a name, empty without one."""
    found = _POSSESSIVE.search(name)
    return found[0] if found else ""


def head(name: str) -> str:
    """The words of a name that are written large, up to the first that is not."""
    found = _PLAIN.match(name)
    return found[0] if found else name


def large(name: str) -> str:
    """A name written large where it was written small throughout."""
    return name.title() if name.islower() and not is_group(name) else name


def is_group(name: str) -> bool:
    """Whether a name is that of a trade, which stands for its guild: "the actors"."""
    return bool(_GROUP.fullmatch(name))


def is_bill(name: str) -> bool:
    """Whether a name is that of a numbered bill: "AB 412"."""
    return bool(_BILL.search(name))


def is_body(name: str) -> bool:
    """Whether a name is that of an organisation: it has an acronym, or is a trade's."""
    return bool(_ACRONYM.search(name)) or is_group(name)


def _without_lead(words: list[str]) -> list[str]:
    """The words of a name without those before it that are no name.

    A word in capitals before others in capitals is part of their name: "NO FAKES Act".
    """
    while words and is_no_name(words[0]):
        if len(words) > 1 and _ACRONYM.fullmatch(words[1]) and words[0].isupper():
            break
        words = words[1:]
    return words


def _only_begins(word: str) -> bool:
    """Whether a word is no name, and not written in capitals like one ("AI Studio")."""
    return plain(word).lower() in _NO_NAMES and not (word.isupper() and len(word) > 1)


def _is_common(word: str, text: str) -> bool:
    """Whether a capitalised word only begins its sentence, or is a bare number."""
    if _BARE_NUMBER.fullmatch(word):
        return True
    found = re.finditer(rf"(?:^\W*|[.!?:] +)(?={re.escape(word)})", text)
    begins = any(not is_titled(text, one.end()) for one in found)
    return begins and word[1:].islower() and not possessive(word).endswith("s")


def _small_names(text: str, known: Known) -> list[str]:
    """Runs of words, whatever their case, whose stems say what documents are about."""
    runs: list[list[str]] = [[]]
    for word in re.findall(r"[\w’'.-]+", text):
        bare = plain(word).rstrip(".").lower()
        if bare not in _NO_NAMES and not bare.isdecimal() and known.is_subject(bare):
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    return [" ".join(run).rstrip(".") for run in runs if run]


def stems_by_name(text: str, among: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
    """The written names of a text, each with its stems ``among`` those given, where it has any."""
    written = (name for name in written_names(text) if not is_no_name(name))
    found = ((name, content_stems(name) & among) for name in written)
    return tuple((name, stems) for name, stems in found if stems)
