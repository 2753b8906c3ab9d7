from hypothesis import given
from hypothesis import strategies as st

from assistant.terms.postings import MOST_COUNTED, Postings, PostingsBuilder, by_row, each

WORDS = st.text(st.characters(codec="utf-8"), max_size=6)
ROWS = st.lists(st.dictionaries(WORDS, st.integers(1, 9), max_size=6), max_size=8)


def built(rows: list[dict[str, int]], field: str = "w") -> Postings:
    builder = PostingsBuilder()
    for row, counts in enumerate(rows):
        builder.count(row, {builder.number(field, term): n for term, n in counts.items()})
        builder.add(row, {builder.number("z", "other")})
    return Postings(builder.arrays())


@given(rows=ROWS)
def test_each_term_has_its_rows_and_counts(rows: list[dict[str, int]]) -> None:
    postings = built(rows)

    for term in {term for counts in rows for term in counts}:
        number = postings.find(f"w{term}")
        assert number is not None
        assert postings.term(number) == f"w{term}"
        held = [(row, counts[term]) for row, counts in enumerate(rows) if term in counts]
        found = zip(postings.rows(number).tolist(), postings.counts(number).tolist(), strict=True)
        assert list(found) == held


@given(rows=ROWS, start=WORDS)
def test_terms_that_begin_alike_stand_side_by_side(rows: list[dict[str, int]], start: str) -> None:
    postings = built(rows)

    found = {postings.term(number) for number in postings.beginning(f"w{start}")}
    assert found == {f"w{term}" for counts in rows for term in counts if term.startswith(start)}


@given(rows=ROWS)
def test_the_terms_of_a_row_are_found_by_it(rows: list[dict[str, int]]) -> None:
    postings = built(rows)
    ends, terms = by_row(postings, "w", len(rows))

    for row, counts in enumerate(rows):
        numbers = terms[ends[row - 1] if row else 0 : ends[row]].tolist()
        assert set(each(postings, numbers, "w")) == set(counts)


def test_a_term_that_is_not_there_has_no_number() -> None:
    assert built([{"tax": 1}]).find("wta") is None
    assert built([]).find("wtax") is None


def test_what_stands_very_often_is_counted_up_to_a_bound() -> None:
    postings = built([{"a": MOST_COUNTED + 5}])
    number = postings.find("wa")
    assert number is not None
    assert postings.counts(number).tolist() == [MOST_COUNTED]


def test_half_of_a_pair_of_surrogates_is_a_term_too() -> None:
    postings = built([{"\ud800": 1}])
    assert postings.find("w\ud800") is not None
