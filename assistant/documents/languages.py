"""In which language a document is: as its file declares and as its words say, which count more.

Word processors declare what their maker has set, whatever was written. Samples from all over a text
are looked at, so that quotations and lists of names decide nothing.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.models.english import is_english
from assistant.models.languages import identified
from assistant.text.languages import CODES, ENGLISH, base, language_name
from assistant.text.patterns import word_list

_SAMPLES = 12
_SAMPLE = 500
"""Samples of a text, and characters of one: what is shorter is looked at whole."""

_LEAST = 15
"""Letters of a sample, at least: a few words may be of any language."""

_MOST_NAMES = 0.6
"""Share of the words of a sample that may be written like names: lists of names say nothing."""

_COMMON = word_list(
    """
    about an and any are at been but by each from has have if into is its made may not of other
    shall should such that the their these they this those to was were which who will with would
    """
)
"""Words that English can't do without and that other languages do not have, or seldom."""

_ENGLISH_SHARE = 0.12
_STRANGE = 0.2
_CERTAIN = 0.8
"""Share of such words from which a sample is English: of 33,000 samples of four public sets 96 %
have it, of paragraphs in 25 other languages none. Below it, a sample is of another language if a
fifth of its words are on no English list and it is that with this probability: of 12,300 passages
of these sets three are told to be, two that are Turkish and a list of Japanese titles."""

_WHOLLY = 0.7
_PARTLY = 0.3
_LEAST_PARTLY = 2
"""Share of the samples in another language from which a text is in it, and from which it is partly,
with so many of them at least: quotations are less."""

_UNREAD = re.compile(r"<[^<>]{1,300}>|https?://\S+|\S+@\S+|\[\^[^\]]{1,64}\]|`[^`\n]{1,300}`")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The tag of a text's language, empty where it is not known, and what is to be told of it."""

    tag: str
    warnings: tuple[str, ...] = ()


def language_of(text: str, declared: str) -> Spoken:
    """The language of a text.

    Args:
        text: its words.
        declared: the tag that its file gives; may be empty or wrong.
    """
    found = Counter(map(_sampled, _samples(text)))
    del found[""]
    if not found:
        return _told(declared)
    foreign = Counter({code: count for code, count in found.items() if code != ENGLISH})
    likeliest = max(foreign, key=foreign.__getitem__, default=ENGLISH)
    share = foreign[likeliest] / found.total()
    if share < _PARTLY or (share < _WHOLLY and foreign[likeliest] < _LEAST_PARTLY):
        return Spoken(declared if base(declared) == ENGLISH else ENGLISH)
    # Near languages are told apart by whoever wrote in them.
    tag = declared if declared and base(declared) != ENGLISH else likeliest
    if share < _WHOLLY:
        told = f"is partly in {language_name(tag)}; answers are only found in English"
        return Spoken(declared if base(declared) == ENGLISH else ENGLISH, (told,))
    return _told(tag)


def _told(tag: str) -> Spoken:
    if not tag or base(tag) == ENGLISH:
        return Spoken(tag)
    return Spoken(tag, (f"is in {language_name(tag)}; answers are only found in English",))


def _samples(text: str) -> Iterator[str]:
    """Some parts of a text, from its beginning to its end."""
    step = max(_SAMPLE, len(text) // _SAMPLES)
    for start in range(0, len(text), step):
        yield _UNREAD.sub(" ", text[start : start + _SAMPLE])


def _sampled(sample: str) -> str:
    """The code of the language of a sample, empty where it could be any."""
    written = _WORD.findall(sample)
    words = [word.lower() for word in written]
    letters = sum(map(len, words))
    if letters < _LEAST or sum(map(str.istitle, written)) > _MOST_NAMES * len(words):
        return ""
    if sum(word in _COMMON for word in words) >= _ENGLISH_SHARE * len(words):
        return ENGLISH
    is_latin = len(_LATIN.findall(sample)) > letters / 2
    if is_latin and sum(not is_english(word) for word in words) < _STRANGE * len(words):
        return ""
    code, probability = identified(" ".join(words), CODES)
    return code if probability >= _CERTAIN else ""
