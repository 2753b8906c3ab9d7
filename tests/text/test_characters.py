"""Characters are written as a reader sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.characters import folded, plain, raised


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("10\u00a0000 users\u2003of \u202fit", "10 000 users of it"),
        ("copy\u00adright and re\u200buse\ufeff", "copyright and reuse"),
        ("signi\ufb01cant o\ufb03ce, \ufb02ow", "significant office, flow"),
        ("non\u2011exclusive", "non-exclusive"),
        ("“smart” – ‘quotes’ — stay…", "“smart” – ‘quotes’ — stay…"),
        ("\x93q\x94 \x96 \x85", "“q” – …"),
        ("a\0b\x1bc\ud800d", "abcd"),
        ("cafe\u0301", "café"),
        ("\uf0b7 item", "• item"),
        ("hi\U000e0041\U000e0042dden", "hidden"),
        ("one\r\n\ttwo\u2028three", "one two three"),
        ("", ""),
    ],
)
def test_a_text_is_one_line_of_what_is_drawn(written: str, seen: str) -> None:
    assert folded(written) == seen


def test_lines_and_tabs_stay_where_only_characters_are_made_plain() -> None:
    assert plain("a\u00a0b\tc\nd") == "a b\tc\nd"


def test_a_raised_number_does_not_become_part_of_the_number_before_it() -> None:
    assert "10" + raised("25") == "10²⁵"
    assert raised("−3") == "⁻³"
    assert raised("st") == "st"


def test_a_pile_of_marks_over_a_letter_takes_no_time() -> None:
    assert len(folded("a" + "\u0301\u0300" * 100_000)) < 20


@given(st.text())
def test_what_is_plain_stays_as_it_is(text: str) -> None:
    once = folded(text)

    assert folded(once) == once
    assert once == once.strip()
    assert not any(character in once for character in "\n\t\r\0\u00a0\u200b")
    once.encode("utf-8")
