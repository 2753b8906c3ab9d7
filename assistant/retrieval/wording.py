"""A question -> the same in the library's own writing: its names, and its words free of slips.

"lousiana ab412" becomes "Louisiana AB 412" where the library writes both so. What is changed is
shown to the reader, as it is searched.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from assistant.models.english import common_words, is_english
from assistant.text.names import is_no_name
from assistant.text.patterns import word_list
from assistant.text.spelling import Spelling
from assistant.text.words import begins_sentence, folded, word_stems

LEAST_WRITTEN = 3
"""Times that the library writes a word large, and never small, for it to be a name."""

LEAST_NAME = 3
"""Letters of a name that is known in small ones: "la" is an article, "us" a pronoun."""

LEAST_PART = 4
"""Letters of a word from which others are formed."""

MOST_LARGE = 3
"""Words of a question of nothing but capitals that may all be acronyms."""

_PREFIXES = word_list("counter de dis inter mis multi non out over pre re sub un under")
_SUFFIXES = word_list("able d ed er ers ing ings ish ist ists less ly ment ness r rs s y")
"""What a word that is in no list may begin and end with, and still be written right."""

_TOKEN = re.compile(r"[^\W_]+(?:[.&/’'–-][^\W_]+)*(?:(?<=\.[^\W\d_])\.)?")
_LARGE = re.compile(rf"(?<![^\W_])(?=[^\s–]*[A-Z]){_TOKEN.pattern}")
_BEFORE = re.compile(r"([\w’'.-]+)\W*$")
_BEHIND = re.compile(r"\W*([\w’'.-]+)")
_MOST_BESIDE = 24
"""Characters beside a word among which the next one is sought."""

_NUMBERED = re.compile(r"\b(?:[A-Z]{1,3}|[A-Z](?:\.[A-Z])+\.) ?\d+\b")
"""What bills are called: "AB 412", "H.R. 4821"."""

_NAMES_JOINED = re.compile(r"[A-Z]\.?[ –-][A-Z0-9]")
_PAIR = re.compile(r"(?<![^\W_])[A-Z][a-z]+ [A-Z][a-z]+(?![^\W_])")
_TWO_WORDS = re.compile(r"(?<![^\W_])[^\W\d_]+(?= ([^\W\d_]+))")
_JOINTS = frozenset({" ", "-", "–"})
_WORD = re.compile(r"[^\W\d_]+")
_ENDING = re.compile(r"['’]s?$", re.IGNORECASE)


class Wording:
    """How a library writes what it names, worked out once of its texts; never changed."""

    def __init__(self, texts: Iterable[str], titles: Iterable[str]) -> None:
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        self._alone: Counter[str] = Counter()
        self._words: Counter[str] = Counter()
        texts = list(texts)
        for text in texts:
            self._words.update(map(str.lower, _WORD.findall(text)))
            for form in filter(str.islower, set(_TOKEN.findall(text))):
                self._forms[_key(form)][form] += 1
            for found in _LARGE.finditer(text):
                form = _ENDING.sub("", found[0])
                # At the beginning of a sentence a capital says nothing.
                if not (form[1:].islower() and begins_sentence(text, found.start())):
                    self._forms[_key(form)][form] += 1
                    self._alone[form] += _is_alone(found)
            for form in _NUMBERED.findall(text):
                self._forms[_key(form)][form] += 1
        titles = list(titles)
        for pair in _never_small(texts, _pairs(titles)):
            self._forms[_key(pair)][pair] += LEAST_WRITTEN
        words = (word.rstrip(",.:;") for title in titles for word in title.split())
        self._titles = frozenset(_key(_ENDING.sub("", word)) for word in words)
        self._stems = word_stems(self._words)
        self._spelling = Spelling(self._words)

    def worded(self, question: str) -> str:
        """A question with its names and words as the library writes them.

        Written large throughout, its letters tell no names, and are taken for small ones.
        """
        if question.isupper() and len(question.split()) > MOST_LARGE:
            question = question.lower()
        spelled = _WORD.sub(self._spelled, question)
        tokens = list(_TOKEN.finditer(spelled))
        parts: list[str] = []
        end = at = 0
        while at < len(tokens):
            token, after = tokens[at], tokens[at + 1 : at + 2]
            joined = spelled[token.start() : after[0].end()] if after else ""
            written = self._joined(joined) if _is_joint(spelled, token, after) else ""
            at += 2 if written else 1
            whole = joined if written else token[0]
            parts += [spelled[end : token.start()], written or self._written(whole)]
            end = token.start() + len(whole)
        return "".join([*parts, spelled[end:]])

    def _spelled(self, found: re.Match[str]) -> str:
        """A word that nobody knows as the nearest one of the library's, in the same letters."""
        word, small = found[0], found[0].lower()
        if word not in (small, word.capitalize(), word.upper()) or self._is_known(small):
            return word
        near = self._spelling.nearest(small)
        if not near and word == small:
            near = _english_spelling().nearest(small)
        if not near or self._is_formed(small) or self._is_inflected(small, near):
            return word
        if word == small:
            return near
        if word.isupper():
            return near.upper() if near.upper() in self._forms.get(near, ()) else word
        begins = begins_sentence(found.string, found.start())
        return near.capitalize() if begins or self._is_large(near) else word

    def _is_known(self, small: str) -> bool:
        is_ours = small in self._words or small in self._forms
        return is_ours or is_english(small)

    def _is_formed(self, small: str) -> bool:
        """Whether a word is made of one that is known, so that it is none that is written wrong."""
        halves = ((small[:at], small[at:]) for at in range(1, len(small)))
        return any(
            (self._is_whole(one) and (other in _SUFFIXES or self._is_whole(other)))
            or (one in _PREFIXES and self._is_whole(other))
            for one, other in halves
        )

    def _is_inflected(self, small: str, near: str) -> bool:
        """Whether a word is another form of one that is known, and not of ``near`` alone.

        One with the stem of ``near`` may be that word written wrong: "refundible", "refundable".
        """
        stems = word_stems([small])
        if stems == word_stems([near]):
            return near.startswith(small) or small.startswith(near)
        return stems <= self._stems or stems <= _english_stems()

    def _is_whole(self, small: str) -> bool:
        return len(small) >= LEAST_PART and self._is_known(small)

    def _is_large(self, small: str) -> bool:
        """Whether the library writes a word large, more than by chance."""
        found = self._forms.get(small) or Counter[str]()
        return sum(count for form, count in found.items() if not form.islower()) >= LEAST_WRITTEN

    def _is_name(self, small: str) -> bool:
        """Whether the library never writes a word small, and large by itself more than by chance.

        Beside other words written large it may be part of their name: "Task Force". A plain word
        has to stand in a title too: "variety" is one, for all that is quoted from Variety.
        """
        found = self._forms.get(small) or Counter[str]()
        alone = sum(self._alone[form] for form in found)
        is_plain = small not in self._titles and all(form[1:].islower() for form in found)
        never_small = not any(map(str.islower, found))
        return alone >= LEAST_WRITTEN and never_small and not is_plain

    def _joined(self, words: str) -> str:
        """Two words as the library joins them in one name, empty where it does not."""
        bare = _ENDING.sub("", words)
        found = self._forms.get(_key(bare)) or Counter[str]()
        joined = [form for form in found if _NAMES_JOINED.search(form) or _PAIR.fullmatch(form)]
        if not joined or bare in found:
            return ""
        return max(joined, key=found.__getitem__) + words[len(bare) :]

    def _written(self, token: str) -> str:
        """A token as the library writes it; what it knows only in small letters stays."""
        form = _ENDING.sub("", token)
        key = _key(form)
        found = self._forms.get(key)
        if not found or form in found or is_no_name(form) or key.isdecimal():
            return token
        best = max(found, key=found.__getitem__)
        if form.lower() == best.lower() and not form.islower():
            return token
        if best.isascii() and best.islower():
            return token
        is_small = form.islower() and not any(map(str.isdigit, form))
        if is_small and (len(form) < LEAST_NAME or not self._is_name(key)):
            return token
        return best + token[len(form) :]


def _pairs(titles: Iterable[str]) -> frozenset[str]:
    """The names of two words in titles: "New Jersey"."""
    found = (pair[0] for title in titles for pair in _PAIR.finditer(title))
    return frozenset(pair for pair in found if not any(map(is_no_name, pair.split())))


def _never_small(texts: Iterable[str], pairs: frozenset[str]) -> list[str]:
    """Those of some names of two words that texts write large, and never small."""
    large = {pair.lower(): pair for pair in pairs}
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for found in _TWO_WORDS.finditer(text):
            both = f"{found[0]} {found[1]}"
            if both.lower() in large:
                written[both.lower()][both] += 1
    return [
        pair
        for small, pair in sorted(large.items())
        if written[small][pair] >= LEAST_WRITTEN and not written[small][small]
    ]


def _is_alone(found: re.Match[str]) -> bool:
    """Whether the words beside one that is written large are no part of its name."""
    start, end = found.span()
    before = _BEFORE.search(found.string, max(0, start - _MOST_BESIDE), start)
    behind = _BEHIND.match(found.string, end, end + _MOST_BESIDE)
    beside = (other[1] for other in (before, behind) if other)
    return all(word.islower() or is_no_name(word) for word in beside)


def _is_joint(text: str, token: re.Match[str], after: Sequence[re.Match[str]]) -> bool:
    return bool(after) and text[token.end() : after[0].start()] in _JOINTS


def _key(form: str) -> str:
    """What all ways to write a name have in common: its letters and digits."""
    return "".join(letter for letter in folded(form) if letter.isalnum() or letter == "&")


@cache
def _english_spelling() -> Spelling:
    return Spelling(dict.fromkeys(common_words(), 1))


@cache
def _english_stems() -> frozenset[str]:
    return word_stems(common_words())
