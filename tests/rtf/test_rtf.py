"""RTF gives its paragraphs, headings, items, tables and notes; never what was deleted."""

from datetime import date
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import InputError
from assistant.extracts import Extract
from assistant.rtf.reader import DELETED, UNSEEN, read_rtf
from tests.html.test_html import assert_sound, blocks, headings, notes, tables

HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}{\f1\fcharset2 Symbol;}}"


def read(body: str, head: str = HEAD) -> Extract:
    return read_rtf(f"{head}{body}}}".encode("latin-1"))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (r"it\'92s \'93q\'94 \'96 on\emdash off", "it’s “q” – on—off"),
        (r"\u8217?x \u8212\'97y", "’x —y"),
        (r"\uc0 a\u8217 b", "a’b"),
        (r"{\uc2 a\u8217\'81\'42b}", "a’b"),
        (r"\u-10179?\u-8704? x", "😀 x"),
        (r"\u99999999?a\uc b\u c", "ab"),
        (r"10{\super 25} and H{\sub 2}O", "10²⁵ and H2O"),
        (r"a\~b\_c\-d\{e\}\\", "a b-cd{e}\\"),
        ("multi\r\nline text", "multiline text"),
        (r"keep{\*\unknown secret}{\pict 89504e47}{\v hidden}ing", "keeping"),
        (r'{\field{\*\fldinst{HYPERLINK "http://a.b/c"}}{\fldrslt{\ul link}}} on', "link on"),
        (r"{\header Head}{\footer Foot}body{\xe{\v index}}", "body"),
        (r"{\pict\bin4 }}}}}text", "text"),
        (r"bad \'zz hex\'81", "bad zz hex�"),
    ],
)
def test_characters_are_those_that_are_shown(written: str, seen: str) -> None:
    assert read(written).text == seen


COLOURS = HEAD + r"{\colortbl;\red0\green0\blue0;\red255\green255\blue254;}"


@pytest.mark.parametrize("hidden", [r"{\cf2 hidden}", r"{\fs2 hidden}", r"\cf2\fs20 hidden\plain "])
def test_what_is_white_or_a_point_high_is_left_out_and_told(hidden: str) -> None:
    found = read(rf"\cf1 seen {hidden} \fs16 and small", COLOURS)

    assert found.text.split() == ["seen", "and", "small"]
    assert found.warnings == (UNSEEN,)


@pytest.mark.parametrize(
    "body", [r"\trowd\clcbpat1\cellx9 {\cf2 seen}", r"{\highlight1\cf2 seen}", r"{\cf0 seen}"]
)
def test_white_on_a_ground_of_a_colour_is_seen(body: str) -> None:
    found = read(body, COLOURS)

    assert (found.text, found.warnings) == ("seen", ())


def test_letters_are_in_the_code_page_of_their_font() -> None:
    cyrillic = r"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 A;}{\f1\fcharset128 M;}}"

    assert read(r"\f0\'cf\'f0\'e8\'e2\'e5\'f2 \f1\'82\'a0", cyrillic).text == "Привет あ"


def test_paragraphs_end_with_their_word_and_boxes_are_read() -> None:
    found = read(r"One.\par\pard Two\line and on.\par{\shp{\*\shpinst{\shptxt Box.\par}}}Three.")

    assert blocks(found) == ["One.", "Two and on.", "Box.", "Three."]


def test_headings_are_those_of_styles_outlines_and_bold_lines() -> None:
    styles = r"{\stylesheet{\s0 Normal;}{\s2\b heading 2;}{\s3\outlinelevel0 Kapitel;}}"
    found = read(
        styles + r"\pard\s2 Rates\par\pard\s3 Scope\par\pard\s0\outlinelevel8 Text.\par"
        r"\pard{\b Who applies\par}Text.\par"
    )

    assert headings(found) == [(2, "Rates"), (1, "Scope"), (6, "Who applies")]


def test_items_keep_their_labels() -> None:
    found = read(
        r"{\listtext\f0 1.\tab}\ls1 First\par\pard{\listtext\f1 \'b7\tab}\ilvl1 Inner\par"
        r"\pard{\pntext\f0 (a)\tab}{\*\pn\pnlvlbody}Second\par\pard After\par"
    )

    assert blocks(found) == ["1. First", "  • Inner", "(a) Second", "After"]


def test_tables_are_rows_of_cells() -> None:
    found = read(
        r"Before\par\trowd\trhdr\cellx1\cellx2\intbl State\cell Cap\cell\row"
        r"\trowd\cellx1\cellx2\intbl 3,960\cell 704\par more\cell\row\pard After\par"
    )

    assert tables(found) == [(1, [["State", "Cap"], ["3,960", "704 more"]])]
    assert blocks(found)[0] == "Before"
    assert blocks(found)[-1] == "After"


def test_notes_are_lines_and_deleted_text_is_gone() -> None:
    found = read(
        r"The Act{\super\chftn}{\footnote\pard{\super\chftn} Of 2002.\par} is "
        r"{\deleted 99}{\revised 25} percent.\par"
    )

    assert blocks(found) == ["The Act is 25 percent.", "Of 2002."]
    assert notes(found) == [("The Act", "Of 2002.")]
    assert found.warnings == (DELETED,)


def test_a_note_leaves_what_it_stands_in_as_it_is() -> None:
    note = r"{\footnote\pard\plain Of 2002.\par}"
    styles = r"{\stylesheet{\s2 heading 2;}}"
    found = read(
        styles + rf"\pard\s2 Rates{note}\par\pard{{\listtext 1.\tab}}\ilvl1 First{note}\par"
        rf"\trowd\pard\intbl State{note}\par of it\cell Cap\cell\row"
        r"\trowd\pard\intbl A\cell 1\cell\row\pard After.\par"
    )

    assert headings(found) == [(2, "Rates")]
    assert blocks(found)[1] == "  1. First"
    assert tables(found) == [(0, [["State of it", "Cap"], ["A", "1"]])]
    assert notes(found) == [
        ("Rates", "Of 2002."), ("  1. First", "Of 2002."), ("State", "Of 2002."),
    ]  # fmt: skip


def test_the_facts_of_a_file() -> None:
    info = r"{\info{\title Annual review}{\author Me}{\creatim\yr2020\mo1\dy28\hr9}}\deflang2057 A."
    facts = read(info).facts

    assert (facts.title, facts.author, facts.language) == ("Annual review", "Me", "en-GB")
    assert facts.created == date(2020, 1, 28)
    assert read(r"{\info{\title Microsoft Word - a.rtf}{\creatim\yr0}}A.").facts.title == ""


@pytest.mark.parametrize("year", ["0", "-1", "20200", "9999999999"])
def test_a_day_that_is_none_says_nothing(year: str) -> None:
    found = read(rf"{{\info{{\creatim\yr{year}\mo1\dy28}}}}A.")

    assert (found.text, found.facts.published) == ("A.", None)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"plain", "is no RTF"),
        (b"{\\rtf1}", "holds no text"),
        (b"{\\rtf1{\\pict 8950}}", "holds no text"),
    ],
)
def test_what_holds_no_text_is_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read_rtf(data)

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        "{" * 300_000 + "a",
        "a" + "}" * 300_000,
        "a{\\fonttbl" + "{\\f1\\fcharset" * 20_000,
        "a" + "{\\field{\\*\\fldinst{" * 20_000,
        "a" + "{\\footnote b" * 5_000,
        "a" + "\\cell" * 50_000 + "\\row",
        "a" + "\\trowd\\intbl b\\cell\\row" * 20_000,
    ],
    ids=["open", "closed", "fonts", "fields", "notes", "cells", "rows"],
)
def test_harmful_files_take_little_time(body: str) -> None:
    begun = perf_counter()

    assert "a" in read(body).text
    assert perf_counter() - begun < 20


PIECES = st.sampled_from(
    (r"\par ", r"\b ", r"\b0 ", r"\cell ", r"\row ", r"\intbl ", r"\pard ", r"\trowd ", "{", "}",
     r"{\footnote ", r"\super ", r"\u8217?", r"\'92", r"\'", r"\line ", r"\uc", r"{\listtext ",
     r"{\stylesheet{\s1 heading 1;}}", r"\s1 ", r"{\*\x ", r"\bin3 ", "Alpha.", "3,960", " ", "\\")
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=30))
def test_whatever_a_file_holds_its_extract_is_sound(pieces: list[str]) -> None:
    try:
        found = read("".join(pieces))
    except InputError:
        return

    assert_sound(found)
