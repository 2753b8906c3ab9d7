"""Word files give what Word shows: headings, labels, tables, notes; never what was deleted."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.docx.reader import DELETED, FORMULAS, UNSEEN, read_docx
from assistant.errors import InputError
from assistant.extracts import Extract
from tests.html.test_html import assert_sound, blocks, headings, notes, tables

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(name: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {NAMES}>{inner}</w:{name}>'


def docx(body: str, **parts: str) -> bytes:
    """A Word file of a body; ``styles``, ``numbering``, ``footnotes``, … are its other parts."""
    held = io.BytesIO()
    core = parts.pop("core", "")
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/'
            'officeDocument" Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        for name, inner in parts.items():
            archive.writestr(f"word/{name}.xml", part(name, inner))
        if core:
            archive.writestr("docProps/core.xml", core)
    return held.getvalue()


def read(body: str, **parts: str) -> Extract:
    return read_docx(docx(body, **parts))


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str = "", style: str = "", more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = text if text.startswith("<") else run(text)
    return f"<w:p><w:pPr>{named}{more}</w:pPr>{inner}</w:p>"


def style(key: str, name: str, more: str = "", based_on: str = "") -> str:
    based = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{based}{more}'
        "</w:style>"
    )


def outline(level: int) -> str:
    return f'<w:pPr><w:outlineLvl w:val="{level}"/></w:pPr>'


def item(text: str, level: int = 0, number: int = 1) -> str:
    more = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, more=more)


def numbering(*levels: tuple[str, str], nums: str = "") -> str:
    told = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate(levels)
    )
    first = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f'<w:abstractNum w:abstractNumId="0">{told}</w:abstractNum>{first}{nums}'


def cell(text: str, more: str = "") -> str:
    inner = text if text.startswith("<") else paragraph(text)
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{inner}</w:tc>"


def table(*rows: Sequence[str], more: str = "") -> str:
    inner = "".join("<w:tr>" + more + "".join(row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{inner}</w:tbl>"


def test_paragraphs_are_lines() -> None:
    assert blocks(read(paragraph("One.") + paragraph() + paragraph("Two&#xA0;\u00ad."))) == [
        "One.", "Two .",
    ]  # fmt: skip


def test_headings_are_known_by_outline_by_what_a_style_rests_on_and_by_name() -> None:
    styles = "".join(
        (
            style("Heading1", "heading 1"),
            style("berschrift2", "Kapitel", outline(1)),
            style("Own", "H: Subheading 3", based_on="Middle"),
            style("Middle", "Middle", outline(2)),
            style("EN", "EN Heading (1) : Unindexed"),
            style("Deep", "Deep", outline(7)),
            style("Body", "Body", outline(9), based_on="Heading1"),
            style("Round", "Round", based_on="Round"),
        )
    )
    names = ("Heading1", "berschrift2", "Own", "EN", "Deep", "Body", "Round")
    found = read("".join(paragraph(f"In {name}", name) for name in names), styles=styles)

    assert headings(found) == [
        (1, "In Heading1"), (2, "In berschrift2"), (3, "In Own"), (1, "In EN"), (6, "In Deep"),
    ]  # fmt: skip


def test_a_paragraph_in_bold_letters_over_text_is_a_heading_of_the_lowest_level() -> None:
    bold = style("Label", "Label", "<w:rPr><w:b/></w:rPr>")
    bold += style("Q", "Intense Quote", "<w:rPr><w:b/></w:rPr>")
    body = paragraph("Title:", "Label") + paragraph("Text.")
    body += paragraph(run("4.", "") + run(" Territorial Extent", "<w:b/>")) + paragraph("Text.")
    body += paragraph(run("No", '<w:b w:val="0"/>'), "Label") + paragraph("Text.")
    body += paragraph("So they said", "Q") + paragraph("Text.")

    assert headings(read(body, styles=bold)) == [(6, "Title:"), (6, "4. Territorial Extent")]


def test_labels_that_word_writes_are_text() -> None:
    levels = (("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "%1.%2.%3"))
    body = item("One") + item("Two") + item("A", 1) + item("B", 1) + item("Deep", 2)
    body += item("Three") + item("A again", 1) + item("", 1) + paragraph("Between") + item("Four")

    assert blocks(read(body, numbering=numbering(*levels))) == [
        "1. One", "2. Two", "  (a) A", "  (b) B", "    2.b.i Deep", "3. Three", "  (a) A again",
        "Between", "4. Four",
    ]  # fmt: skip


def test_a_list_that_begins_anew_counts_anew_and_bullets_are_bullets() -> None:
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    body = item("a") + item("b") + item("c", 0, 2) + item("d", 0, 2) + item("e", 1)

    told = numbering(("upperLetter", "%1)"), ("bullet", "\uf0b7"), nums=nums)
    assert blocks(read(body, numbering=told)) == ["A) a", "B) b", "A) c", "B) d", "  • e"]


def test_a_style_may_number_its_paragraphs_and_headings() -> None:
    number = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'
    styles = style("H1", "heading 1", f"<w:pPr>{number.format(0)}</w:pPr>")
    styles += style("H2", "heading 2", f"<w:pPr>{number.format(1)}</w:pPr>")
    body = paragraph("Scope", "H1") + paragraph("Terms", "H2") + paragraph("Use", "H2")
    body += paragraph("Not numbered", "H2", '<w:numPr><w:numId w:val="0"/></w:numPr>')

    told = numbering(("decimal", "%1"), ("decimal", "%1.%2"))
    assert headings(read(body, styles=styles, numbering=told)) == [
        (1, "1 Scope"), (2, "1.1 Terms"), (2, "1.2 Use"), (2, "Not numbered"),
    ]  # fmt: skip


def test_deleted_text_is_never_in_the_text_and_inserted_text_is() -> None:
    gone = "<w:r><w:delText>99</w:delText></w:r>"
    body = paragraph(
        run("The rate is ") + f'<w:del w:id="1">{gone}</w:del>'
        f'<w:ins w:id="2">{run("25")}</w:ins>' + run(" percent.")
    )
    body += f'<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>{run("It goes")}</w:p>'
    body += paragraph(" on.") + paragraph(f'<w:moveFrom w:id="4">{run("Moved")}</w:moveFrom>')
    body += paragraph(f'<w:moveTo w:id="5">{run("Arrived")}</w:moveTo>')
    body += table([cell("a"), cell("b")], [cell("c"), cell("d")]).replace(
        "<w:tr><w:tc>", '<w:tr><w:trPr><w:del w:id="6"/></w:trPr><w:tc>', 1
    )
    found = read(body)

    assert blocks(found) == ["The rate is 25 percent.", "It goes on.", "Arrived", "c\td"]
    assert found.warnings == (DELETED,)


def test_what_is_hidden_or_beside_the_text_is_not_read() -> None:
    picture = '<w:drawing><wp:docPr xmlns:wp="x" descr="a picture"/></w:drawing>'
    control = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        + paragraph("Click here to enter text.") + "</w:sdtContent></w:sdt>"
    )  # fmt: skip
    body = paragraph(
        run("Seen.") + run("Hidden", "<w:vanish/>") + f"<w:r>{picture}</w:r>"
        + '<w:r><w:commentReference w:id="0"/></w:r>'
    )  # fmt: skip
    found = read(
        body + control + paragraph("<m:oMath><m:r><m:t>a/b</m:t></m:r></m:oMath>"),
        comments=f'<w:comment w:id="0">{paragraph("Comment")}</w:comment>',
        header1=paragraph("Head"),
    )

    assert found.text == "Seen."
    assert found.warnings == (FORMULAS,)


def test_the_text_of_boxes_stands_behind_their_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    both = (
        f"<mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )

    assert blocks(read(paragraph(run("Before.") + f"<w:r>{both}</w:r>"))) == [
        "Before.", "In the box.",
    ]  # fmt: skip


def test_a_table_of_contents_is_not_read() -> None:
    styles = style("TOC1", "toc 1") + style("Own", "Own", based_on="TOC1")
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{paragraph('Scope 3')}</w:sdtContent></w:sdt>"
    )
    body = paragraph("Contents") + paragraph("Scope 1", "TOC1") + paragraph("Terms 2", "Own")
    body += control + paragraph(field + run("Scope 4")) + paragraph(run("Use 5") + end)

    assert read(body + paragraph("Text."), styles=styles).text == "Text."


def test_fields_show_what_they_came_to() -> None:
    begin, parted, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    code = "<w:r><w:instrText>REF _Ref1</w:instrText></w:r>"
    simple = f'<w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>'
    choice = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
        '<w:listEntry w:val="No"/><w:listEntry w:val="Yes"/></w:ddList></w:ffData></w:fldChar>'
        "</w:r>"
    )
    body = run("See ") + begin + code + parted + run("Part 3") + end + run(", ") + simple
    body += run(" ") + choice + end + run(". ") + begin + run("unfinished")

    assert read(paragraph(body)).text == "See Part 3, 7 Yes. unfinished"


def test_notes_are_lines_and_their_markers_are_gone() -> None:
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{0}Reference w:id="2"/></w:r>'
    own = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="3"/><w:t>*</w:t></w:r>'
    body = paragraph(run("The Act") + mark.format("footnote") + run(" applies.") + own)
    body += paragraph(run("An end") + mark.format("endnote"))
    found = read(
        body,
        footnotes=f'<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>{run(" Of 2002.")}</w:p>'
        f'{paragraph("More.")}</w:footnote><w:footnote w:id="3">{paragraph("Own.")}</w:footnote>',
        endnotes=f'<w:endnote w:id="2">{paragraph("Last.")}</w:endnote>',
    )

    assert blocks(found) == ["The Act applies.", "An end", "Of 2002. More.", "Own.", "Last."]
    assert notes(found) == [
        ("The Act", "Of 2002. More."), ("The Act applies.", "Own."), ("An end", "Last."),
    ]  # fmt: skip


def test_tables_keep_their_cells_apart_and_merged_ones_name_each_row() -> None:
    wide, begins, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    element, rates = (paragraph(run(name, "<w:b/>")) for name in ("Element", "Rates"))
    found = read(
        table(
            [cell(element), cell(rates, wide)],
            [cell("Basic", begins), cell("1,960"), cell("704")],
            [cell("", goes_on), cell("35"), cell("2")],
        )
    )

    assert tables(found) == [
        (1, [["Element", "Rates", ""], ["Basic", "1,960", "704"], ["Basic", "35", "2"]]),
    ]  # fmt: skip


def test_a_row_that_word_repeats_on_each_page_names_the_columns() -> None:
    head = table([cell("State"), cell("Cap")], more="<w:trPr><w:tblHeader/></w:trPr>")
    off = '<w:trPr><w:tblHeader w:val="0"/></w:trPr>'
    rows = table([cell("NY"), cell("704")], [cell("GA"), cell("5")], more=off)
    found = read(head.replace("</w:tbl>", "") + rows.replace("<w:tbl>", ""))

    assert tables(found) == [(1, [["State", "Cap"], ["NY", "704"], ["GA", "5"]])]


def test_a_document_within_a_table_is_read_as_one() -> None:
    inner = table([cell("Low"), cell("13.8")], [cell("High"), cell("25.8")])
    body = table([cell(paragraph("Summary", "H1") + inner + paragraph("Text."))])
    found = read(body, styles=style("H1", "heading 1"))

    assert headings(found) == [(1, "Summary")]
    assert tables(found) == [(0, [["Low", "13.8"], ["High", "25.8"]])]


CORE = (
    '<c:coreProperties xmlns:c="c" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:t="http://purl.org/dc/terms/"><dc:title>{}</dc:title><dc:creator>HM Treasury'
    "</dc:creator><t:created>2020-01-28T16:03:00Z</t:created></c:coreProperties>"
)
LANGUAGE = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
    "</w:docDefaults>"
)


def test_the_facts_of_a_file() -> None:
    facts = read(paragraph("A."), core=CORE.format("Annual review"), styles=LANGUAGE).facts

    assert (facts.title, facts.author, facts.language) == ("Annual review", "HM Treasury", "en-GB")
    assert facts.created == date(2020, 1, 28)
    core = CORE.format("x").replace("2020-01-28T16:03:00Z", "2013-12-23T23:15:00Z")
    assert read(paragraph("A."), core=core).facts.created is None


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "Microsoft Word - x.doc",
        "Document1",
        "Word Document",
        "Impact Template",
        "report.docx",
        "Statutory",
    ],
)
def test_a_title_that_no_person_wrote_gives_way_to_that_on_the_page(junk: str) -> None:
    body = paragraph("Media Act 2024", "T") + paragraph("Text.")
    found = read(body, core=CORE.format(junk), styles=style("T", "EN Bill title"))

    assert found.facts.title == "Media Act 2024"


def test_damaged_facts_do_not_keep_a_text_from_being_read() -> None:
    assert read(paragraph("A."), core="<broken").text == "A."


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"plain text", "no Word document"),
        (b"PK\x03\x04 cut off", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"old Word file \(\.doc\)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "needs a password"),
        (docx(""), "holds no text"),
        (docx(paragraph("a" + "<w:sdt><w:sdtContent>" * 300)), "is damaged|too deep"),
        (docx("<w:tbl><w:tr><w:tc>" * 70 + paragraph("a") + "</w:tc></w:tr></w:tbl>" * 70),
         "too deep"),
        (docx(paragraph("a")).replace(b"word/document.xml", b"word/nothing__.xml"), "is damaged"),
    ],
)  # fmt: skip
def test_what_is_no_readable_word_file_is_refused_in_one_line(data: bytes, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read_docx(data)

    assert "\n" not in str(caught.value)


def test_a_file_that_unpacks_into_too_much_is_refused_before_it_is() -> None:
    data = docx(paragraph("a"), filler=" " * 11_000_000)

    with pytest.raises(InputError, match="larger unpacked"):
        read_docx(data)
    assert read_docx(data, ratio=10_000).text == "a"
    with pytest.raises(InputError, match="larger unpacked"):
        read_docx(data, ratio=10_000, largest=1_000_000)
    with pytest.raises(InputError, match="larger unpacked"):
        read_docx(data, ratio=10_000, members=3)


def test_a_part_that_declares_a_document_type_is_refused() -> None:
    declared = docx(paragraph("&e;")).hex()
    held = io.BytesIO(bytes.fromhex(declared))
    with zipfile.ZipFile(held) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts["word/document.xml"].decode()
    kind = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    parts["word/document.xml"] = text.replace("?>", f"?>{kind}", 1).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)

    with pytest.raises(InputError, match="document type"):
        read_docx(made.getvalue())


def bodies() -> st.SearchStrategy[str]:
    texts = st.sampled_from(("", "One.", "\t", "\u00a0", "3,960", "(a)", "\ufb01lm"))
    looks = st.sampled_from(("", "<w:b/>", '<w:vertAlign w:val="superscript"/>', "<w:vanish/>"))
    runs = st.lists(st.builds(run, texts, looks), max_size=3).map("".join)
    styles = st.sampled_from(("", "H1", "H2", "TOC1", "none"))
    numbers = st.sampled_from(("", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'))
    lines = st.builds(lambda inner, named, more: paragraph(inner or "<w:r/>", named, more),
                      runs, styles, numbers)  # fmt: skip
    spans = st.sampled_from(
        ("", "<w:vMerge/>", '<w:gridSpan w:val="3"/>', '<w:gridSpan w:val="x"/>')
    )

    def within(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        cells = st.lists(st.builds(lambda text, more: cell(text or "<w:p/>", more), inner, spans),
                         max_size=3)  # fmt: skip
        return st.lists(cells, max_size=3).map(lambda rows: table(*rows))

    return st.lists(st.recursive(lines, within, max_leaves=8), max_size=5).map("".join)


@settings(max_examples=100, deadline=None)
@given(bodies())
def test_whatever_a_file_holds_its_extract_is_sound(body: str) -> None:
    styles = style("H1", "heading 1") + style("H2", "heading 2") + style("TOC1", "toc 1")
    try:
        found = read(body, styles=styles, numbering=numbering(("decimal", "%1."), ("bullet", "o")))
    except InputError:
        return

    assert_sound(found)


WHITE = '<w:color w:val="FFFFFF"/>'
DARK = '<w:shd w:val="clear" w:fill="002060"/>'


@pytest.mark.parametrize("look", [WHITE, '<w:color w:val="fefefe"/>', '<w:sz w:val="2"/>'])
def test_what_nobody_sees_is_left_out_and_told(look: str) -> None:
    found = read(paragraph(run("Seen.") + run("Not seen.", look)))
    assert (found.text, found.warnings) == ("Seen.", (UNSEEN,))


@pytest.mark.parametrize("hiding", ["visibility:hidden", "width:9pt;display: none"])
def test_a_box_that_is_not_shown_is_not_read(hiding: str) -> None:
    box = (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml" style="{}"><v:textbox>'
        "<w:txbxContent>" + paragraph("Boxed.") + "</w:txbxContent></v:textbox></v:shape></w:pict>"
        "</w:r>"
    )
    assert "Boxed." not in read(paragraph("Seen." + box.format(hiding))).text
    assert "Boxed." in read(paragraph("Seen." + box.format("width:9pt"))).text


def test_white_letters_on_a_dark_ground_are_read() -> None:
    white = run("Seen.", WHITE)
    bodies = (
        paragraph(run("Seen.", WHITE + DARK)),
        paragraph(white, more=DARK),
        paragraph(run("Seen.", WHITE + '<w:highlight w:val="blue"/>')),
        table([cell(paragraph(white), DARK), cell(paragraph("Other."))]),
        table([cell(paragraph(white)), cell(paragraph("Other."))]).replace(
            "<w:tbl>", '<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr>'
        ),
    )
    for body in bodies:
        assert "Seen." in read(body).text
    banner = style("B", "Banner", f"<w:pPr>{DARK}</w:pPr>")
    assert read(paragraph(white, "B"), styles=banner).text == "Seen."
