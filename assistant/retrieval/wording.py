"""A question -> the same in the library's own writing: its names, and its words free of slips.

"lousiana ab412" becomes "Louisiana AB 412" where the library writes both so. What is changed is
shown to the reader, as it is searched.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache

from assistant.models.english import common_words, is_english
from assistant.terms import fields
from assistant.terms.lexicon import Lexicon
from assistant.terms.reading import TOKEN, is_alone, key_of, large_forms, without_ending
from assistant.text.names import is_no_name
from assistant.text.patterns import word_list
from assistant.text.spelling import MOST_OTHER, Spelling, letters, nearest
from assistant.text.words import begins_sentence, word_stems

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

_MOST_KEPT = 20_000
"""Words of which it is kept how the library writes them."""

_NAMES_JOINED = re.compile(r"[A-Z]\.?[ –-][A-Z0-9]")
_PAIR = re.compile(r"(?<![^\W_])[A-Z][a-z]+ [A-Z][a-z]+(?![^\W_])")
_JOINTS = frozenset({" ", "-", "–"})
_WORD = re.compile(r"[^\W\d_]+")


class Wording:
    """How a library writes what it names.

    Threads may share it: what it notes for later follows from the library alone.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._known: dict[str, Counter[str]] = {}
        self._pairs: dict[str, bool] = {}

    def worded(self, question: str) -> str:
        """A question with its names and words as the library writes them.

        Written large throughout, its letters tell no names, and are taken for small ones.
        """
        if question.isupper() and len(question.split()) > MOST_LARGE:
            question = question.lower()
        spelled = _WORD.sub(self._spelled, question)
        tokens = list(TOKEN.finditer(spelled))
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
        near = self._nearest(small)
        if not near and word == small:
            near = _english_spelling().nearest(small)
        if not near or self._is_formed(small) or self._is_inflected(small, near):
            return word
        if word == small:
            return near
        if word.isupper():
            return near.upper() if near.upper() in self._forms(near) else word
        begins = begins_sentence(found.string, found.start())
        return near.capitalize() if begins or self._is_large(near) else word

    def _is_known(self, small: str) -> bool:
        return is_english(small) or self._writes(small) or bool(self._forms(small))

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
        is_ours = all(self._lexicon.has(fields.PASSAGE, stem) for stem in stems)
        return is_ours or stems <= _english_stems()

    def _is_whole(self, small: str) -> bool:
        return len(small) >= LEAST_PART and self._is_known(small)

    def _is_large(self, small: str) -> bool:
        """Whether the library writes a word large, more than by chance."""
        found = self._forms(small)
        return sum(count for form, count in found.items() if not form.islower()) >= LEAST_WRITTEN

    def _is_name(self, small: str) -> bool:
        """Whether the library never writes a word small, and large by itself more than by chance.

        Beside other words written large it may be part of their name: "Task Force". A plain word
        has to stand in a title too: "variety" is one, for all that is quoted from Variety.
        """
        found = self._forms(small)
        is_titled = self._lexicon.has(fields.TITLE_WORDS, small)
        is_plain = not is_titled and all(form[1:].islower() for form in found)
        never_small = not any(map(str.islower, found))
        return never_small and not is_plain and self._alone(found) >= LEAST_WRITTEN

    def _joined(self, words: str) -> str:
        """Two words as the library joins them in one name, empty where it does not."""
        bare = without_ending(words)
        found = self._forms(key_of(bare))
        joined = [form for form in found if _NAMES_JOINED.search(form) or _PAIR.fullmatch(form)]
        if not joined or bare in found:
            return ""
        return max(joined, key=found.__getitem__) + words[len(bare) :]

    def _written(self, token: str) -> str:
        """A token as the library writes it; what it knows only in small letters stays."""
        form = without_ending(token)
        key = key_of(form)
        found = self._forms(key)
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

    def _writes(self, small: str) -> bool:
        return self._lexicon.has(fields.WORDS, small)

    def _nearest(self, small: str) -> str:
        """The word of the library that is nearest to one, empty where none is near."""
        near = self._lexicon.words_like(small[0], letters(small), MOST_OTHER)
        return nearest(small, near, self._lexicon.occurrences)

    def _forms(self, key: str) -> Counter[str]:
        """The ways in which the library writes what has these letters, with how often."""
        if key not in self._known:
            found = self._lexicon.beginning(fields.FORMS, f"{key}\n")
            forms = Counter({form.partition("\n")[2]: count for form, count in found.items()})
            for line in self._lexicon.beginning(fields.TITLE_PAIRS, f"{key}\n"):
                pair = line.partition("\n")[2]
                if self._is_never_small(pair):
                    forms[pair] += LEAST_WRITTEN
            if len(self._known) > _MOST_KEPT:
                self._known = {}
            self._known[key] = forms
        return self._known[key]

    def _alone(self, forms: Collection[str]) -> int:
        """How often a word stands in the library by itself, in some of its forms."""
        texts = dict.fromkeys(text for form in forms for text in self._lexicon.holding(form))
        found = (item for text in texts for item in large_forms(text))
        return sum(form in forms and is_alone(match) for form, match in found)

    def _is_never_small(self, pair: str) -> bool:
        """Whether the library writes a name of two words large, and never small."""
        if pair not in self._pairs:
            written = self._lexicon.writings(pair)
            self._pairs[pair] = written[pair] >= LEAST_WRITTEN and not written[pair.lower()]
        return self._pairs[pair]


def _is_joint(text: str, token: re.Match[str], after: Sequence[re.Match[str]]) -> bool:
    return bool(after) and text[token.end() : after[0].start()] in _JOINTS


@cache
def _english_spelling() -> Spelling:
    return Spelling(dict.fromkeys(common_words(), 1))


@cache
def _english_stems() -> frozenset[str]:
    return word_stems(common_words())
