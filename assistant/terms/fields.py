"""The fields of the index of terms: by whose terms a passage or a document is found.

Each is a letter that its terms begin with. Rows of ``PASSAGE`` are passages, of the others
documents.
"""

PASSAGE = "b"
"""Stems as BM25 counts them, of a passage with its title and headings."""

STEMS = "s"
"""Stems of all of a document, and the acronyms its names would have."""

ABOUT = "a"
"""Stems of what a document is about: of its title, its id and how it begins."""

TITLE = "i"
"""Stems and acronyms of a title."""

CONCERN = "c"
"""The same with places and topics."""

TITLE_NAMES = "n"
"""Stems and acronyms of what a title writes large."""

TITLE_WORDS = "T"
"""The words of a title, by their letters and digits alone."""

TITLE_PAIRS = "p"
"""Names of two words in a title, by their letters and digits, a line's end, and as written."""

TITLE_RUNS = "R"
"""Runs of at least two words that a title writes large, in small letters."""

PLACES = "P"
"""Places of several words, in small letters."""

SUBJECT = "j"
"""Stems of a title up to a colon, of places and of the numbers of an id."""

CODES = "k"
"""The parts of an id."""

TOLD = "t"
"""Stems of what a document writes large."""

LARGE = "L"
"""Words, in small letters, that a title, a place or the inside of a sentence writes large."""

SMALL = "m"
"""Words that a document writes small."""

WORDS = "w"
"""All words in small letters, headings and title among them."""

FORMS = "f"
"""Ways to write a word: its letters and digits, a line's end, and as written.

What is written large is counted as often as it is, what is written small once a document."""

BY_DOCUMENT = (STEMS, ABOUT, SUBJECT)
"""Those whose terms are also found by their document."""
