"""Nasty PDFs: trees of pages, sizes of pages, and what a file says and does beside its words."""

from collections.abc import Iterator

from tests.readers.nasty_base import EITHER, READ, REFUSED, Nasty
from tests.readers.nasty_pdf_build import Pdf, bomb, compact, flate, shown, stream

NO_TEXT = "no text|no words|scan|page"
DEEP = 100_000


def files() -> Iterator[Nasty]:
    """Those whose parts do not fit together."""
    yield from _trees()
    yield from _crowds()
    yield from _counts()
    yield from _boxes()
    yield from _turned()
    yield from _loops()
    yield from _actions()
    yield from _attachments()
    yield from _facts()
    yield from _values()


def _trees() -> Iterator[Nasty]:
    """The tree of pages is a circle, too deep, or not there."""
    yield Nasty("pdf_tree_of_itself.pdf", Pdf(tree=b"/Kids [2 0 R 4 0 R] /Count 2").data(), EITHER)
    yield Nasty("pdf_tree_only_itself.pdf", Pdf(tree=b"/Kids [2 0 R] /Count 1").data(), REFUSED)
    back = b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 4 0 R] /Count 2 >>"
    circle = Pdf(tree=b"/Kids [7 0 R] /Count 2", extra=(back,))
    yield Nasty("pdf_tree_of_two.pdf", circle.data(), EITHER)
    page = Pdf(page=b"/Kids [4 0 R 2 0 R] /Count 2")
    yield Nasty("pdf_tree_page_with_kids.pdf", page.data(), EITHER)
    yield Nasty("pdf_tree_10000_deep.pdf", _deep(10_000), EITHER)
    yield Nasty("pdf_tree_20_deep.pdf", _deep(20), READ)
    kids = (
        ("missing", b"/Count 1", EITHER),
        ("null", b"/Kids null /Count 1", EITHER),
        ("number", b"/Kids 4 /Count 1", EITHER),
        ("empty", b"/Kids [] /Count 0", REFUSED),
        ("nowhere", b"/Kids [99 0 R 4 0 R] /Count 2", EITHER),
        ("font", b"/Kids [3 0 R 4 0 R] /Count 2", EITHER),
        ("indirect", b"/Kids 7 0 R /Count 1", READ),
    )
    for name, tree, becomes in kids:
        yield Nasty(f"pdf_kids_{name}.pdf", Pdf(tree=tree, extra=(b"[4 0 R]",)).data(), becomes)


def _deep(levels: int) -> bytes:
    """A page at the end of a chain of nodes with a kid each."""
    nodes = [
        b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>"
        % (2 if n == 0 else n + 6, 4 if n == levels - 1 else n + 8)
        for n in range(levels)
    ]
    return compact(Pdf(tree=b"/Kids [7 0 R] /Count 1", extra=nodes).objects())


def _crowds() -> Iterator[Nasty]:
    """So many pages that each must cost next to nothing."""
    tree = b"/Kids [" + b"4 0 R " * 100_000 + b"] /Count 100000"
    data = compact(Pdf(content=stream(b""), tree=tree).objects())
    yield Nasty("pdf_100000_empty_pages.pdf", data, REFUSED)
    leaf = b"<</Type/Page/Parent 2 0 R/Contents 5 0 R>>"
    shared = b"/MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
    for pages in (400, 20_000):
        kids = b" ".join(b"%d 0 R" % (n + 7) for n in range(pages))
        tree = b"/Kids [" + kids + b"] /Count %d " % pages + shared
        data = compact(Pdf(tree=tree, extra=(leaf,) * pages).objects())
        yield Nasty(f"pdf_{pages}_pages.pdf", data, EITHER)
    streams = b"/Contents [" + b"5 0 R " * 20_000 + b"] "
    yield Nasty("pdf_20000_contents.pdf", Pdf(page=streams).data(), EITHER)


def _counts() -> Iterator[Nasty]:
    """The number of pages is not the number of pages."""
    for name, count in (
        ("zero", b"0"), ("negative", b"-1"), ("two", b"2"), ("billions", b"2147483648"),
        ("huge", b"9" * 40), ("missing", b""), ("text", b"(one)"), ("itself", b"2 0 R"),
    ):  # fmt: skip
        said = b"/Count " + count if count else b""
        data = Pdf(tree=b"/Kids [4 0 R] " + said).data()
        yield Nasty(f"pdf_count_{name}.pdf", data, EITHER)


def _boxes() -> Iterator[Nasty]:
    """A page as large as a country, of no size at all, or of none that can be understood."""
    boxes = (
        ("missing", b"", EITHER),
        ("huge", b"/MediaBox [0 0 10000000 10000000]", EITHER),
        ("endless", b"/MediaBox [0 0 " + b"9" * 400 + b" 1e400]", EITHER),
        ("zero", b"/MediaBox [0 0 0 0]", EITHER),
        ("negative", b"/MediaBox [0 0 -612 -792]", EITHER),
        ("reversed", b"/MediaBox [612 792 0 0]", READ),
        ("text", b"/MediaBox [(a) /b null true]", EITHER),
        ("short", b"/MediaBox [0 0]", EITHER),
        ("long", b"/MediaBox [" + b"0 " * 20_000 + b"]", EITHER),
        ("itself", b"/MediaBox 4 0 R", EITHER),
        ("cropped_away", b"/MediaBox [0 0 612 792] /CropBox [0 0 1 1]", EITHER),
        ("unit", b"/MediaBox [0 0 612 792] /UserUnit 1000000000", EITHER),
    )
    for name, box, becomes in boxes:
        yield Nasty(f"pdf_box_{name}.pdf", Pdf(box=box).data(), becomes)


def _turned() -> Iterator[Nasty]:
    """Pages that are turned, by right angles and by what is none."""
    for angle in ("90", "180", "270", "-90", "45", "99999999999", "(up)"):
        name = angle.strip("()").replace("-", "minus_")
        data = Pdf(page=b"/Rotate " + angle.encode()).data()
        yield Nasty(f"pdf_rotated_{name}.pdf", data, EITHER)


def _loops() -> Iterator[Nasty]:
    """Outlines, structure, names, labels and layers that lead back to themselves."""
    node = b"<< /Title (A) /Parent 7 0 R /First 7 0 R /Last 7 0 R /Next 7 0 R /Prev 7 0 R >>"
    loops = (
        ("outline", b"/Outlines 7 0 R", node),
        ("structure", b"/StructTreeRoot 7 0 R", b"<< /Type /StructTreeRoot /K [7 0 R 7 0 R] >>"),
        ("names", b"/Names << /Dests 7 0 R >>", b"<< /Kids [7 0 R 7 0 R] >>"),
        ("labels", b"/PageLabels 7 0 R", b"<< /Kids [7 0 R 7 0 R] /Nums [0 7 0 R] >>"),
        ("layers", b"/OCProperties << /D << /Order 7 0 R >> >>", b"[7 0 R 7 0 R]"),
        ("form", b"/AcroForm << /Fields [7 0 R] >>", b"<< /T (a) /Kids [7 0 R] /Parent 7 0 R >>"),
        ("language", b"/Lang 7 0 R /Version 7 0 R /Metadata 7 0 R", b"7 0 R"),
    )
    for name, catalog, extra in loops:
        data = Pdf(catalog=catalog, extra=(extra,)).data()
        yield Nasty(f"pdf_loop_{name}.pdf", data, READ)
    yield Nasty(
        "pdf_loop_parent.pdf", Pdf(tree=b"/Kids [4 0 R] /Count 1 /Parent 4 0 R").data(), READ
    )
    items = [
        b"<< /Title (A) /Parent %d 0 R /First %d 0 R /Count 1 >>" % (n + 6, n + 8)
        for n in range(20_000)
    ]
    data = compact(Pdf(catalog=b"/Outlines 7 0 R", extra=items).objects())
    yield Nasty("pdf_outline_20000_deep.pdf", data, EITHER)


def _actions() -> Iterator[Nasty]:
    """It wants something to be run, opened or sent when it is opened."""
    actions = (
        ("javascript", b"/S /JavaScript /JS (while \\(true\\) { app.alert\\('a'\\); })"),
        ("launch", b"/S /Launch /F (/bin/sh) /Win << /F (cmd.exe) /P (/c calc) >>"),
        ("remote", b"/S /GoToR /F (file:///etc/passwd) /D [0 /Fit]"),
        ("address", b"/S /URI /URI (http://127.0.0.1:9/steal)"),
        ("submit", b"/S /SubmitForm /F << /FS /URL /F (http://127.0.0.1:9/) >> /Fields []"),
        ("import", b"/S /ImportData /F (/etc/passwd)"),
        ("chain", b"/S /Named /N /NextPage /Next 7 0 R"),
    )
    for name, action in actions:
        body = b"<< /Type /Action " + action + b" >>"
        page = b"/AA << /O 7 0 R /C 7 0 R >>"
        data = Pdf(catalog=b"/OpenAction 7 0 R", page=page, extra=(body,)).data()
        yield Nasty(f"pdf_action_{name}.pdf", data, READ)


def _attachments() -> Iterator[Nasty]:
    """It carries other files and forms, one of them unpacking to a gigabyte."""
    names = b"/Names << /EmbeddedFiles << /Names [(../../evil.exe) 7 0 R] >> >>"
    spec = b"<< /Type /Filespec /F (../../evil.exe) /EF << /F 8 0 R >> >>"
    yield Nasty(
        "pdf_attachment.pdf",
        Pdf(catalog=names, extra=(spec, bomb(b"/Type /EmbeddedFile"))).data(),
        READ,
    )
    portfolio = names + b" /Collection << /Type /Collection /View /D >>"
    inner = stream(Pdf().data(), b"/Type /EmbeddedFile /Subtype /application#2Fpdf")
    yield Nasty("pdf_portfolio.pdf", Pdf(catalog=portfolio, extra=(spec, inner)).data(), READ)
    template = stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template/></xdp:xdp>")
    form = (
        b"/AcroForm << /Fields [] /XFA [(template) 7 0 R (datasets) 7 0 R] >> /NeedsRendering true"
    )
    yield Nasty("pdf_xfa.pdf", Pdf(catalog=form, extra=(template,)).data(), READ)
    wait = stream(shown("Please wait... Your viewer can not show this kind of document."))
    data = Pdf(content=wait, catalog=form, extra=(template,)).data()
    yield Nasty("pdf_xfa_only.pdf", data, EITHER)
    external = b"<< /Length 0 /F (/etc/passwd) /FFilter /FlateDecode >>\nstream\n\nendstream"
    yield Nasty("pdf_content_outside.pdf", Pdf(content=external).data(), REFUSED, NO_TEXT)


def _facts() -> Iterator[Nasty]:
    """What it says of itself is broken; its words are not."""
    utf16 = b"\\376\\377\\000A\\330\\000\\000\\000\\334\\000\\000B"
    facts = (
        ("date_broken", b"<< /CreationDate (D:20241399999999Z99'99') /ModDate (yesterday) >>"),
        ("date_huge", b"<< /CreationDate (D:" + b"9" * 5_000 + b") >>"),
        ("date_no_text", b"<< /CreationDate 20240101 /ModDate [1 2] >>"),
        ("utf16_broken", b"<< /Title (" + utf16 + b") /Author <FEFFD800> /Subject <FFFE41> >>"),
        ("nul", b"<< /Title (A\\000B\\033[31m\\r\\n) /Keywords (\\000\\000) >>"),
        ("long", b"<< /Title (" + b"word " * 10_000 + b") >>"),
        ("loop", b"<< /Title 6 0 R /Author 6 0 R >>"),
        ("no_dictionary", b"[1 2 3]"),
        ("bytes", b"<< /Title (\x80\x81\xfe\xff\x9f) /Author /Name >>"),
    )
    for name, info in facts:
        yield Nasty(f"pdf_facts_{name}.pdf", Pdf(info=info).data(), READ)
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;'
    for name, body in (
        ("bomb", bomb(b"/Subtype /XML", fill=b" ")),
        ("laughs", stream(laughs, b"/Subtype /XML")),
    ):
        data = Pdf(catalog=b"/Metadata 7 0 R", extra=(body,)).data()
        yield Nasty(f"pdf_metadata_{name}.pdf", data, EITHER)


def _values() -> Iterator[Nasty]:
    """Values that are too deep, too large, or full of what names must not hold."""
    deep = (
        ("arrays", b"/Deep " + b"[" * DEEP + b"]" * DEEP),
        ("arrays_open", b"/Deep " + b"[" * DEEP),
        ("dictionaries", b"/Deep " + b"<< /A " * 10_000 + b"1 " + b">> " * 10_000),
        ("brackets", b"/Deep (" + b"(" * DEEP + b")" * DEEP + b")"),
        ("keys", b" ".join(b"/K%d %d" % (n, n) for n in range(8_000))),
    )
    for name, catalog in deep:
        yield Nasty(f"pdf_deep_{name}.pdf", Pdf(catalog=catalog).data(), EITHER)
    odd = (
        ("name_nul", b"/A#00B /C#0 /D#ZZ /#00#00 1"),
        ("name_long", b"/" + b"a" * 70_000 + b" 1"),
        ("integer_huge", b"/Big " + b"9" * 100_000),
        ("integers", b"/A 2147483648 /B -2147483649 /C 18446744073709551616 /D 00000000000000001"),
        ("real_long", b"/Real 0." + b"3" * 100_000),
        ("reals", b"/A 1e9 /B --5 /C +-.5 /D . /E 1.2.3 /F 4-5"),
        ("string_open", b"/Text (never closed"),
        ("hexadecimal", b"/Text <4> /Odd <GG zz> /Open <41"),
        ("reference_huge", b"/A 4294967295 65535 R /B 99999999999999999999 0 R /C -1 0 R"),
    )
    for name, catalog in odd:
        yield Nasty(f"pdf_value_{name}.pdf", Pdf(catalog=catalog).data(), EITHER)
    zipped = Pdf(extra=(flate(b"a" * 100, b"/Type /Nothing"),)).data()
    twice = zipped.replace(b"7 0 obj", b"5 0 obj")
    yield Nasty("pdf_object_number_twice.pdf", twice, EITHER)
