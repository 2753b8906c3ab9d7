"""In which language a text is, as far as a program can tell."""

from collections.abc import Collection
from functools import cache
from typing import Any


def identified(text: str, among: Collection[str] = ()) -> tuple[str, float]:
    """The code of the likeliest language of a text, and its probability in 0..1.

    Args:
        text: some words of it.
        among: the codes of the languages that it may be in; without any, it may be in all known.
    """
    ranked = _identifier().rank(text)
    known = [(code, share) for code, share in ranked if not among or code in among]
    return str(known[0][0]), float(known[0][1]) / sum(share for _, share in known)


@cache
def _identifier() -> Any:
    # It takes a second to unpack, and few texts need it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
