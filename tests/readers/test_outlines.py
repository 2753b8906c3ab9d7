"""What was put into a file is read from it: every word once, in its order, at its place."""

import pytest
from hypothesis import given, settings

from assistant.extracts import Extract
from tests.html.test_html import assert_sound, headings, tables
from tests.readers.outlines import FORMATS, Outline, expected, outlines


def notes(found: Extract) -> list[tuple[str, str]]:
    """Each note with the last word before its mark."""
    text = found.text
    return [(text[: one.at].split()[-1], text[one.start : one.end]) for one in found.layout.notes]


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=80, deadline=None)
@given(outline=outlines())
def test_nothing_is_lost_and_every_span_is_where_it_was_put(kind: str, outline: Outline) -> None:
    found, wanted = FORMATS[kind](outline), expected(outline)

    assert found.text == wanted.text
    assert headings(found) == wanted.headings
    assert tables(found) == wanted.tables
    assert notes(found) == wanted.notes
    assert_sound(found)
