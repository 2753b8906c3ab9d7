"""The words of English: which are common, and which there are at all."""

import gzip
import json
from functools import cache
from importlib import resources

from assistant.models.weights import default_folder


def is_english(small: str) -> bool:
    """Whether letters in small are a word, as far as anybody has listed it."""
    return small in common_words() or small in dictionary()


@cache
def common_words() -> frozenset[str]:
    """Common words and names in small letters: those the default model's vocabulary has whole."""
    lines = (default_folder() / "vocab.txt").read_text("utf-8").split("\n")
    return frozenset(filter(str.isalpha, lines))


@cache
def dictionary() -> frozenset[str]:
    """The words, rare ones among them: what is one of them is not written wrong."""
    import spellchecker

    packed = resources.files(spellchecker).joinpath("resources", "en.json.gz").read_bytes()
    return frozenset(json.loads(gzip.decompress(packed)))
