"""Pages that are turned, cut or scanned; files that can't be read; what a file says of itself."""

import time
from datetime import date

import pytest

from assistant.errors import InputError
from assistant.models.english import is_english
from assistant.pdf import legibility
from assistant.pdf.reader import is_pdf, read_pdf
from tests.pdf.building import HEIGHT, WIDTH, Page, Picture, Rule, Text, lines, paragraph, pdf
from tests.pdf.reading import blocks, extract, prose, read, text

BODY = paragraph((72, 90), 400, prose(4))


def _turned(turn):
    """A page of letters that stand upright once the page is turned."""
    places = {
        90: lambda one: Text(one.y, HEIGHT - one.x, one.text, angle=90),
        180: lambda one: Text(WIDTH - one.x, HEIGHT - one.y, one.text, angle=180),
        270: lambda one: Text(WIDTH - one.y, one.x, one.text, angle=270),
    }
    return Page([places[turn](one) for one in BODY], turn=turn)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_turned_page_reads_as_it_is_shown(turn):
    found = read(_turned(turn))
    assert found.extract.text == prose(4)
    plain = read(BODY)
    for place, other in zip(found.places, plain.places, strict=True):
        assert place.box == pytest.approx(other.box, abs=1.5)


def test_what_is_cut_off_has_no_place_on_the_page():
    stamp = Text(72, 30, "VerDate Sep 11 2014 Jkt 079200")
    found = read(Page([stamp, *BODY], cut=(60, 60, 500, 400)))
    assert found.extract.text == prose(4)
    assert found.places[0].box[0] == pytest.approx(12, abs=1)
    assert found.places[0].box[3] == pytest.approx(32, abs=3)


@pytest.mark.parametrize("angle", [20, 45, 90, -35])
def test_a_stamp_across_the_page_is_none_of_its_text(angle):
    stamp = Text(150, 500, "CONFIDENTIAL DRAFT", size=60, angle=angle)
    assert text([stamp, *BODY]) == prose(4)


def test_a_text_that_stands_sideways_is_told_of():
    side = _turned(90).items
    head = Text(72, 40, "Annual report of the film office.")
    told = "page 1 has text that stands sideways, which was left out; turn the page"
    assert extract([head, *side]).warnings == (told,)
    assert extract([*BODY, Text(20, 700, "arXiv:2401.01234v2 [cs.CL] 3 Jan 2024", angle=90)]) == (
        extract(BODY)
    )
    with pytest.raises(InputError, match="only text that stands sideways"):
        read(side)


def test_a_scan_without_text_is_refused():
    with pytest.raises(InputError, match=r"holds no text, as scans do"):
        read([Picture()], [Picture()])


def test_a_scan_with_a_text_is_read_and_told_of():
    found = extract([Picture(), *BODY])
    assert found.text == prose(4)
    assert found.warnings == ("page 1 is a scan; check its text, which a program recognised",)


def test_words_that_a_recognition_ran_together():
    said = ["The rules ofthe board andthe members apply to theboxes and", "inboxes of the guild."]
    assert "rules of the board and the members apply to the boxes and inboxes" in text(
        [Picture(), *lines((72, 90), said)]
    )


def test_a_picture_within_a_text_makes_no_scan():
    assert extract([Picture(72, 300, 300, 500), *BODY]).warnings == ()


def test_pages_without_text_are_told_of():
    found = extract(BODY, [], [Rule(10, 10, 90, 10)])
    assert found.warnings == ("each of the pages 2, 3 has no text",)
    assert [page.page for page in found.layout.pages] == [1]


def _shifted(said):
    """Letters as a font without a mapping gives them: each 29 places before its own."""
    return "".join(chr(ord(one) - 29) if ord(one) > 64 else one for one in said)


def test_letters_of_a_font_without_a_mapping_are_refused():
    rubbish = paragraph((72, 90), 400, _shifted(prose(6).replace("y", "i")))
    assert _shifted("September") == "6HSWHPEHU"
    with pytest.raises(InputError, match=r"means nothing"):
        read(rubbish)


def test_a_font_without_a_mapping_is_believed_where_its_letters_read_as_words(monkeypatch):
    monkeypatch.setattr(legibility, "_unmapped", lambda _page: True)
    assert text(BODY) == prose(4)
    with pytest.raises(InputError, match=r"means nothing"):
        read(paragraph((72, 90), 400, "Tol mekari sun delovi banter ruk osil " * 6))


def test_one_page_of_rubbish_is_left_out():
    rubbish = paragraph((72, 90), 400, _shifted(prose(6).replace("y", "i")))
    found = extract(BODY, rubbish)
    assert found.text == prose(4)
    assert found.warnings == ("page 2 has a text that means nothing and was left out",)


def test_a_text_in_another_language_is_none():
    said = (
        "Der Produzent hat die Gewerkschaft schriftlich zu benachrichtigen, bevor ein Darsteller "
        "aufgenommen wird. Die Zustimmung kann verweigert werden, und daraus darf kein Nachteil "
        "entstehen. Zahlungen sind binnen eines Monats nach dem Ende des Quartals zu leisten."
    )
    assert text(paragraph((72, 90), 400, said)) == said


def test_a_page_with_too_many_letters_is_left_out():
    many = lines((5, 5), ["abcdefghij" * 200] * 130, size=1, leading=5)
    assert extract(BODY, many).warnings == (
        "page 2 has more letters than can be read and was left out",
    )
    with pytest.raises(InputError, match=r"more than 250,000 letters"):
        read(many)


def test_a_password_is_asked_for():
    with pytest.raises(InputError, match=r"needs a password"):
        read_pdf(pdf(BODY, is_locked=True), is_english)


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7\n", b"<html>no</html>", b"%PDF-1.4 " + b"x" * 3000]
)
def test_what_is_no_pdf_is_refused(data):
    with pytest.raises(InputError, match=r"is no PDF that can be read"):
        read_pdf(data, is_english)


def test_a_file_that_is_cut_off_is_refused_or_read_in_part():
    data = pdf(BODY, BODY)
    for end in range(0, len(data), max(len(data) // 25, 1)):
        try:
            found = read_pdf(data[:end], is_english)
        except InputError:
            continue
        assert set(found.extract.text) <= set(prose(4) + "\n")


def test_bytes_before_the_sign():
    data = b"\r\nHTTP/1.1 200 OK\r\n\r\n" + pdf(BODY)
    assert is_pdf(data)
    assert read_pdf(data, is_english).extract.text == prose(4)
    assert not is_pdf(b"\0" * 2000 + data)


def test_more_pages_than_allowed_are_refused():
    with pytest.raises(InputError, match=r"has 3 pages, more than 2; split it"):
        read_pdf(pdf(BODY, BODY, BODY), is_english, most_pages=2)


def test_what_a_file_says_of_itself():
    data = pdf(
        BODY, title="Basic Agreement", author="A. Guild", created="D:20240131", language="en-US"
    )
    facts = read_pdf(data, is_english).extract.facts
    assert (facts.title, facts.author, facts.created, facts.language) == (
        "Basic Agreement", "A. Guild", date(2024, 1, 31), "en-US",
    )  # fmt: skip


@pytest.mark.parametrize(
    "title",
    ["untitled", "Microsoft Word - x.doc", "final2.docx", "Document1", "Word Document", "x"],
)
def test_a_title_that_says_nothing(title):
    assert read_pdf(pdf(BODY, title=title), is_english).extract.facts.title == ""


def test_the_day_of_a_print_is_none_of_the_page():
    printed = pdf(BODY, created="D:20240131", producer="Skia/PDF m156")
    assert read_pdf(printed, is_english).extract.facts.created is None


@pytest.mark.parametrize("created", ["", "D:", "D:20241399", "yesterday"])
def test_a_date_that_is_none(created):
    assert read_pdf(pdf(BODY, created=created), is_english).extract.facts.created is None


WORDS = [
    "the",
    "of",
    "and",
    "commission",
    "member",
    "state",
    "section",
    "producer",
    "agreement",
    "film",
    "production",
]


def _nasty():
    """Pages that were never set to be read, each with more on it than a page of print has."""
    word = WORDS.__getitem__
    yield [Text(5 + at % 50 * 12, 10 + at // 50 * 7, word(at % 11)[:3], 3) for at in range(5000)]
    yield Page(
        [Text(10, 100, " ".join(map(word, (at % 11 for at in range(20000)))), 4)], width=14000
    )
    yield Page([Text(5 + at * 2.8, 100, "ab", 1.5) for at in range(5000)], width=14200)
    yield Page(
        [Text(10 + 20 * (at % 2), 10 + at // 2 * 4, str(at // 2 % 90), 3) for at in range(4000)],
        height=8100,
    )
    yield lines(
        (20, 20), [" ".join(map(word, (at % 11 for at in range(180))))] * 100, size=2, leading=7
    )
    yield [
        *BODY,
        *(Rule(at % 97 * 6, at * 0.05, at % 97 * 6 + 60, at * 0.05) for at in range(15000)),
    ]


@pytest.mark.parametrize("page", [*_nasty()], ids=range(6))
def test_a_page_with_more_on_it_than_print_has_takes_no_long_time(page):
    read(BODY)
    begun = time.process_time()
    read(page)
    # Two seconds and as much again for a machine that is busy.
    assert time.process_time() - begun < 4


def test_each_page_is_one_block_of_the_text():
    assert blocks(BODY, paragraph((72, 90), 400, prose(2, 5))) == [prose(4), prose(2, 5)]


def test_the_date_in_the_margin_of_the_first_page_counts_more_than_that_of_the_file():
    stamp = Text(72, 770, "VerDate Sep 11 2014 10:57 Aug 05, 2019 Jkt 089200", size=6)
    pages = [[*paragraph((72, 90), 400, prose(8, first=at)), stamp] for at in range(3)]

    made = read_pdf(pdf(*pages, created="D:20240131"), is_english).extract
    assert "VerDate" not in made.text
    assert made.facts.created == date(2019, 8, 5)
