"""A text -> the stems of its words and names, as questions and statements are compared by them."""

import re
from functools import cache

import Stemmer
from bm25s.stopwords import STOPWORDS_EN

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_NAME = re.compile(r"\d+(?:[.,]\d+)*|(?<![.!?:] )(?<!^)\b[A-Z]\w+|\b(?:[A-Z]{2,}|\w+[A-Z]\w*)\b")
_TITLE_CASE = re.compile(r"\b[A-Z][\w’']*(?:[ -](?:(?:of|and|the|for|de) )?[A-Z][\w’']*)+")
_FUNCTION_WORDS = frozenset(STOPWORDS_EN) | frozenset(
    re.findall(
        r"\w+",
        """who whom whose what which when where why how do does did can could would should may
        might must has have had i you he she we they me him her us them my your his its our
        their am were been being than so about any some much many more most there here also
        just only get gets got say says said tell s t re ll ve d m from into over under up down
        out off between through very too each own same other not""",
    )
)


def content_stems(text: str) -> frozenset[str]:
    """The stems of a text's words, function words left out."""
    words = (found.group().lower() for found in _WORD.finditer(text))
    return frozenset(_stemmer().stemWords([word for word in words if word not in _FUNCTION_WORDS]))


def name_stems(text: str) -> frozenset[str]:
    """The stems of the names and figures in a text: capitalised words, acronyms, numbers."""
    return content_stems(" ".join(_NAME.findall(text)))


def acronyms(text: str) -> frozenset[str]:
    """The acronyms, in lower case, that the capitalised names of a text would have."""
    names = (re.findall(r"\b[A-Z]", name) for name in _TITLE_CASE.findall(text))
    return frozenset("".join(initials).lower() for initials in names)


def is_text(text: str) -> bool:
    """Whether a string is valid Unicode text, without lone surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
