"""A library in several parts, some of whose documents were removed, tells what is left."""

import numpy as np

from assistant.terms import fields
from assistant.terms.lexicon import Lexicon
from tests.terms.made import About, lexicon, part

ONE = [
    About("a", "Iowa film fund", ("New Hampshire",), ("The fund pays in Iowa.", "A cap holds.")),
    About("b", "Stage rules", (), ("The fund left. A cat sat.",)),
]
TWO = [About("c", "Iowa stage fund", (), ("In Utah a Fund Two pays, and Fund Two is well.",))]


def removed() -> Lexicon:
    """The first of three documents is gone."""
    return Lexicon([part(ONE, [0]), part(TWO)])


def test_a_term_is_found_in_all_parts() -> None:
    known = lexicon(ONE, TWO)

    assert known.documents(fields.TITLE, ["fund"]) == {"a", "c"}
    assert known.documents(fields.TITLE, ["fund", "stage"]) == {"c"}
    assert known.documents(fields.TITLE, []) == frozenset()
    assert known.count(fields.WORDS, "fund") == 3
    assert known.has(fields.PLACES, "new hampshire")


def test_what_only_a_removed_document_had_is_unknown() -> None:
    known = removed()

    assert known.documents(fields.TITLE, ["fund"]) == {"c"}
    assert not known.has(fields.PLACES, "new hampshire")
    assert not known.has(fields.PASSAGE, "cap")
    assert known.count(fields.WORDS, "fund") == 2
    assert dict(known.beginning(fields.FORMS, "fund\n")) == {"fund\nfund": 2, "fund\nFund": 2}


def test_the_terms_of_a_document_are_those_of_its_text() -> None:
    known = lexicon(ONE, TWO)

    assert known.of(fields.STEMS, "b") >= {"fund", "left", "cat", "stage"}
    assert "pay" in known.of(fields.ABOUT, "c")
    assert known.of(fields.SUBJECT, "a") >= {"iowa", "film", "hampshir"}


def test_a_phrase_is_looked_for_in_the_texts() -> None:
    known = lexicon(ONE, TWO)

    assert dict(known.writings("fund two")) == {"Fund Two": 2}
    assert not known.writes_small("fund two")
    assert known.writes_small("fund pays")
    assert known.writes_small("cat")
    assert not known.writes_small("iowa")


def test_words_are_found_by_their_letters() -> None:
    known = lexicon(ONE, TWO)

    bits = sum({1 << (ord(letter) & 31) for letter in "fund"})
    assert "fund" in known.words_like("f", bits, 0)
    assert "cat" not in known.words_like("f", bits, 2)


def test_a_library_without_documents_knows_nothing() -> None:
    known = lexicon([])

    assert not known.has(fields.WORDS, "fund")
    assert known.words_like("f", 0, 30) == set()
    assert known.places == {}


def test_the_index_of_a_library_is_the_same_however_it_is_parted() -> None:
    together, apart = lexicon([*ONE, *TWO]), lexicon(ONE, TWO)
    for field, term in ((fields.WORDS, "fund"), (fields.TITLE, "stage"), (fields.PASSAGE, "pay")):
        assert together.count(field, term) == apart.count(field, term)
    lengths = [
        np.concatenate([p.terms.lengths for p in known.parts]) for known in (together, apart)
    ]
    assert np.array_equal(*lengths)
