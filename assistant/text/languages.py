"""Language tags as files write them, and the names of languages for a reader."""

import re

_TAG = re.compile(r"([a-zA-Z]{2,3})((?:[-_][a-zA-Z0-9]{2,8}){0,3})$")

_NAMES = dict(
    line.split(maxsplit=1)
    for line in """
    ar Arabic
    bg Bulgarian
    bn Bengali
    bs Bosnian
    ca Catalan
    cs Czech
    cy Welsh
    da Danish
    de German
    el Greek
    en English
    es Spanish
    et Estonian
    eu Basque
    fa Persian
    fi Finnish
    fr French
    ga Irish
    gl Galician
    gu Gujarati
    he Hebrew
    hi Hindi
    hr Croatian
    hu Hungarian
    hy Armenian
    id Indonesian
    is Icelandic
    it Italian
    ja Japanese
    ka Georgian
    kk Kazakh
    ko Korean
    lt Lithuanian
    lv Latvian
    mk Macedonian
    ml Malayalam
    mr Marathi
    ms Malay
    mt Maltese
    nb Norwegian
    nl Dutch
    nn Norwegian
    no Norwegian
    pa Punjabi
    pl Polish
    pt Portuguese
    ro Romanian
    ru Russian
    sk Slovak
    sl Slovenian
    sq Albanian
    sr Serbian
    sv Swedish
    sw Swahili
    ta Tamil
    te Telugu
    th Thai
    tl Tagalog
    tr Turkish
    uk Ukrainian
    ur Urdu
    vi Vietnamese
    zh Chinese
    """.strip().splitlines()
)
"""Languages in which documents of governments, unions and studios are met, by their codes. Tongues
with few written texts are left out: short English texts are taken for them."""

CODES = tuple(_NAMES)

ENGLISH = "en"


def language_tag(stated: str) -> str:
    """A language tag in its usual letters, empty for what is none."""
    found = _TAG.match(stated.split(",")[0].strip())
    if found is None:
        return ""
    parts = re.split("[-_]", found[2].lstrip("-_")) if found[2] else []
    shown = [part.upper() if len(part) == len("GB") else part.title() for part in parts]
    return "-".join([found[1].lower(), *shown])


def tag_of(stated: str) -> str:
    """The tag of a language as people write it: by its tag, or by its name in English."""
    name = " ".join(stated.split()).casefold()
    named = (code for code, known in _NAMES.items() if known.casefold() == name)
    return next(named, "") or language_tag(stated)


def language_name(tag: str) -> str:
    """The name of the language of a tag in English; the tag itself where that is not known."""
    return _NAMES.get(base(tag), tag)


def base(tag: str) -> str:
    """The language of a tag, without its country."""
    return tag.partition("-")[0]
