"""Running heads and feet, numbers of pages and of lines are none of the text."""

import pytest

from tests.pdf.building import BOLD, MONO, Text, paragraph
from tests.pdf.reading import blocks, prose, text


def _pages(count, edge):
    """Pages of a paragraph each, with what stands at their edges."""
    return [[*edge(at), *paragraph((72, 110), 400, prose(3, 3 * at))] for at in range(count)]


def _bodies(count):
    return [prose(3, 3 * at) for at in range(count)]


def _centred(y, said):
    return Text(306 - 2.5 * len(said), y, said, size=9)


@pytest.mark.parametrize(
    "edge",
    [
        lambda at: [_centred(40, "Annual Report 2024")],
        lambda at: [_centred(750, "Confidential draft of the board")],
        lambda at: [_centred(750, str(at + 1))],
        lambda at: [_centred(750, f"- {at + 7} -")],
        lambda at: [_centred(750, f"Page {at + 1} of 5")],
        lambda at: [_centred(40, ("ii", "iii", "iv", "v", "vi")[at])],
        lambda at: [_centred(750, f"A-{at + 1}")],
        lambda at: [
            Text(72, 40, f"{at + 2}  SMITH v. STUDIO"),
            Text(72, 54, "Opinion of the Court"),
        ],
        lambda at: [
            _centred(40, "A HANDBOOK" if at % 2 else "THE WORKING DAY"),
            _centred(750, "x"),
        ],
        lambda at: [Text(72, 40, "2024 Agreement"), Text(480, 40, f"Local {at + 11}")],
        lambda at: [_centred(40, "Report")] if at else [],
    ],
)
def test_what_comes_again_is_left_out(edge):
    assert blocks(*_pages(5, edge)) == _bodies(5)


def test_a_head_that_names_the_part_goes_with_its_number():
    parts = ("SCOPE", "WAGES", "HOURS", "TRAVEL")
    pages = _pages(4, lambda at: [Text(72, 40, parts[at]), Text(500, 40, str(at + 3))])
    assert blocks(*pages) == _bodies(4)


def test_numbers_that_begin_anew_in_a_part():
    pages = _pages(6, lambda at: [_centred(750, str(at % 3 + 1))])
    assert blocks(*pages) == _bodies(6)


def test_numbers_on_some_pages_only():
    pages = _pages(5, lambda at: [_centred(750, str(at + 1))] if at % 2 else [])
    assert blocks(*pages) == _bodies(5)


def test_numbered_headings_at_the_head_of_pages_stay():
    names = ("1 Scope", "2 Wages", "3 Hours of work")
    pages = [
        [Text(72, 60, name, font=BOLD), *paragraph((72, 80), 400, prose(3, at))]
        for at, name in enumerate(names)
    ]
    said = text(*pages)
    assert all(name in said for name in names)


def test_a_year_at_the_end_of_a_page_stays():
    pages = [paragraph((72, 90), 400, f"{prose(2, at)} It ended in 201{at}.") for at in range(4)]
    assert all(f"It ended in 201{at}." in text(*pages) for at in range(4))


def _bill(numbered, *, is_left=True, step=1):
    items = []
    for at, said in enumerate(numbered):
        y = 90 + 20 * at
        items.append(Text(130, y, said, size=12))
        if (at + 1) % step == 0:
            items.append(Text(100 if is_left else 500, y, str(at + 1), size=12))
    return items


LINES = (
    "SECTION 1. SHORT TITLE.", "This Act may be cited as the Film Work-", "force Act of 2024.",
    "SEC. 2. DUTIES.", "The Commission shall study 66 sites and",
    "report on each of them to the Con-",
    "gress within 2 years of the date on which", "this Act is enacted, and shall give its",
    "reasons for what it recommends to them", "in that report.",
)  # fmt: skip


@pytest.mark.parametrize("is_left", [True, False])
def test_numbers_of_the_lines_of_a_bill(is_left):
    said = " ".join(text(_bill(LINES, is_left=is_left)).split())
    assert "This Act may be cited as the Film Workforce Act of 2024." in said
    assert "shall study 66 sites and report on each of them to the Congress within 2 years" in said


def test_numbers_on_each_fifth_line():
    many = [
        f"line of the text that goes on and on {word}" for word in "abcdefghijklmnopqrstuvwxyzabcde"
    ]
    said = text(_bill(many, step=5))
    assert not any(character.isdigit() for character in said)


def test_a_page_with_few_lines_is_counted_as_the_others():
    said = " ".join(
        text(_bill(LINES), _bill(LINES), _bill(["and for other purposes as well."])).split()
    )
    assert "for other purposes" in said
    assert " 1 and for other" not in said


def test_a_numbered_list_keeps_its_numbers():
    items = [Text(72, 90 + 14 * at, f"{at}. Item of the list") for at in range(1, 9)]
    assert text(items).startswith("1. Item of the list")


def test_a_table_with_a_column_of_numbers_keeps_them():
    rows = [
        ("Gaffer", "Grip", "Painter", "Editor", "Mixer", "Writer", "Actor")[at] for at in range(7)
    ]
    items = [
        Text(72, 70, "Occupations by rank", font=BOLD),
        Text(72, 84, "As of the last year in full"),
    ]
    for at, name in enumerate(rows):
        y = 110 + 14 * at
        items += [Text(72, y, str(at + 1)), Text(120, y, name), Text(300, y, f"{at * 7 + 104}")]
    assert "3\tPainter\t118" in text(items)


def test_a_transcript_with_numbered_lines():
    said = [
        "Q. When did you see it?",
        "A. I saw it on the first day",
        "of the shoot.",
        "Q. And then?",
    ]
    items = [Text(100, 90 + 24 * at, f"{at + 1}", font=MONO) for at in range(20)]
    items += [Text(140, 90 + 24 * at, said[at % 4], font=MONO) for at in range(20)]
    assert text(items).startswith(
        "Q. When did you see it?\n\nA. I saw it on the first day of the shoot."
    )


def _printed(number, *, size=8, left=24):
    """A page as a browser prints it: its head and its foot stand at its edges."""
    return [
        Text(left, 24, "11/30/26, 1:21 PM", size), Text(280, 24, "Outlook 2026", size),
        *paragraph((72, 110), 400, prose(3), size=11, leading=13),
        Text(left, 770, "https://example.org/outlook", size), Text(560, 770, number, size),
    ]  # fmt: skip


@pytest.mark.parametrize("number", ["1/1", "1 of 1"])
def test_what_a_browser_prints_around_a_page_alone(number):
    assert text(_printed(number)) == prose(3)


@pytest.mark.parametrize("page", [_printed("2/3"), _printed("1/1", size=11), _printed("1/1")[1:]])
def test_a_page_alone_keeps_what_no_browser_printed(page):
    assert "Outlook 2026" in text(page)
