from hypothesis import given
from hypothesis import strategies as st

from assistant.answers.citations import is_exact, verified
from assistant.types import Citation

TEXT = "The rate is 35%. [^1] It rose from 20% in 2025.\r\nNobody objected."


def citation(start: int, end: int, quote: str, document_id: str = "d") -> Citation:
    return Citation(1, document_id, "Title", "Rates", start, end, quote)


def read(document_id: str) -> str | None:
    return TEXT if document_id == "d" else None


def test_an_exact_quote_survives() -> None:
    quoted = citation(0, 16, "The rate is 35%.")

    assert verified([quoted], read) == (quoted,)


def test_broken_citations_are_dropped_and_the_rest_numbered_anew() -> None:
    good = [citation(0, 16, "The rate is 35%."), citation(22, 46, TEXT[22:46])]
    bad = [
        citation(0, 16, "The rate is 45%."),
        citation(-16, 0, ""),
        citation(1, 17, "The rate is 35%."),
        citation(0, len(TEXT) + 5, TEXT),
        citation(0, 21, TEXT[:21]),
        citation(46, 48, "\r\n"),
        citation(0, 16, "The rate is 35%.", document_id="unknown"),
    ]

    kept = verified([bad[0], good[0], *bad[1:], good[1]], read)
    assert [(c.n, c.quote) for c in kept] == [(1, good[0].quote), (2, good[1].quote)]


SPANS = st.tuples(st.integers(-5, len(TEXT) + 5), st.integers(-5, len(TEXT) + 5))


@given(SPANS, SPANS)
def test_only_a_span_with_its_own_text_passes(
    claimed: tuple[int, int], quoted: tuple[int, int]
) -> None:
    quote = TEXT[slice(*quoted)]
    if is_exact(citation(*claimed, quote), TEXT):
        start, end = claimed
        assert 0 <= start < end <= len(TEXT)
        assert TEXT[start:end] == quote
        assert "[^" not in quote


@given(st.integers(0, 15), st.characters(categories=["L", "N"]))
def test_one_altered_character_is_enough(position: int, character: str) -> None:
    quote = TEXT[:position] + character + TEXT[position + 1 : 16]

    assert is_exact(citation(0, 16, quote), TEXT) == (quote == TEXT[:16])
