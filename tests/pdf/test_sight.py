"""Words that are in a file and that no reader of its pages sees are no part of its text."""

import pytest

from assistant.errors import InputError
from assistant.models.english import is_english
from assistant.pdf.reader import read_pdf
from assistant.pdf.sheets import Mark, read_sheet
from tests.readers.nasty_pdf_build import Pdf, shown, stream

LEFT_OUT = "page 1 has words that can't be seen on it, which were left out"
SAID = "The credit is 25 percent of spending."
BAR = b" 0 g 141 716 54 14 re f"


def _read(content: bytes, **parts):
    return read_pdf(Pdf(content=stream(content), **parts).data(), is_english).extract


def _drawn(*parts: tuple[str, str], at: int = 720) -> bytes:
    """One line of which each part is drawn by itself, in a shade of its own."""
    drawn = " ".join(f"{shade} ({words}) Tj" for shade, words in parts)
    return f"BT /F1 12 Tf 72 {at} Td {drawn} ET".encode()


def test_what_a_bar_covers_of_a_line_is_left_out():
    found = _read(shown("The credit of 90 million dollars is due.") + BAR)
    assert found.text.split() == ["The", "credit", "of", "dollars", "is", "due."]
    assert found.warnings == (LEFT_OUT,)


def test_letters_of_a_word_that_are_not_seen_are_left_out_of_it():
    content = _drawn(("0 g", "The credit is 2"), ("1 g", "9"), ("0 g", "5 percent."))
    assert _read(content).text == "The credit is 2 5 percent."


@pytest.mark.parametrize("shade", ["0.8 g", "1 1 0 rg", "0.6 0.8 1 rg"])
def test_pale_letters_are_seen(shade: str):
    found = _read(shade.encode() + b" " + shown(SAID))
    assert (found.text, found.warnings) == (SAID, ())


def test_white_letters_on_a_dark_ground_are_seen():
    found = _read(b"0 0 0.4 rg 60 700 400 40 re f 1 g " + shown(SAID))
    assert (found.text, found.warnings) == (SAID, ())


def test_letters_as_light_as_their_ground_are_seen_by_their_colour():
    # In shades of grey both are 76.
    found = _read(b"0.298 g 60 700 400 40 re f 1 0 0 rg " + shown(SAID))
    assert (found.text, found.warnings) == (SAID, ())


def _scan(words: bytes) -> Pdf:
    """A picture of a page with a bar across it, and letters in no ink."""
    side = 306
    rows = b"\xff" * side * 6 + b"\x00\xff" * (side // 2) + b"\xff" * side * 65
    picture = stream(
        rows,
        b"/Type /XObject /Subtype /Image /Width 306 /Height 72 /BitsPerComponent 8"
        b" /ColorSpace /DeviceGray",
    )
    content = stream(b"q 612 0 0 792 0 0 cm /I Do Q 3 Tr " + words)
    return Pdf(content, resources=b"/XObject << /I 7 0 R >>", extra=(picture,))


def test_what_a_program_recognised_in_a_scan_is_read_where_the_scan_shows_something():
    words = shown(SAID, size="14") + b" " + shown("The credit is 99 percent.", at="72 500")
    found = read_pdf(_scan(words).data(), is_english).extract
    assert found.text == SAID
    assert LEFT_OUT in found.warnings


def test_a_file_of_which_nothing_is_seen_is_told_as_such():
    with pytest.raises(InputError, match="holds no text that can be seen"):
        _read(b"1 g " + shown(SAID))


def test_letters_upside_down_by_their_size_are_none():
    assert _read(shown(SAID) + b" " + shown("upside down", at="72 600", size="-12")).text == SAID


def test_a_quote_is_marked_where_hidden_words_stand_before_it():
    line = _drawn(("1 g", "Nobody sees this. "), ("0 g", SAID))
    data = Pdf(content=stream(line)).data()
    found = read_pdf(data, is_english)
    (place,) = found.places
    share = SAID.index("25") / len(SAID)
    (box,) = read_sheet(data, 1, [Mark(place.box, share, 1.0)]).boxes
    alone = Pdf(content=stream(_drawn(("0 g", "Nobody sees this. The credit is ")))).data()
    (before,) = read_pdf(alone, is_english).places
    assert found.extract.text == SAID
    assert box[0] == pytest.approx(before.box[2], abs=12)
