"""Nasty Word files: parts that are missing, wrong, in circles, outside, or run programs."""

from collections.abc import Iterator

from tests.readers.nasty_base import EITHER, GONE, READ, REFUSED, Nasty, noise
from tests.readers.nasty_docx_build import (
    CORE,
    DECLARED,
    DOCUMENT,
    MAIN,
    PACKAGE,
    document,
    docx,
    member,
    packed,
    paragraph,
    part,
    parts,
    relations,
    run,
    types,
)

STYLED = ("styles", "styles.xml")


def files() -> Iterator[Nasty]:
    """Those whose parts do not belong together."""
    yield from _missing()
    yield from _kinds()
    yield from _relations()
    yield from _outside()
    yield from _inside()
    yield from _facts()
    yield from _styles()
    yield from _numbering()
    yield from _notes()


def _missing() -> Iterator[Nasty]:
    """A part is not there, or is not where it usually is."""
    yield Nasty("docx_document_missing.docx", docx(document=None), REFUSED)
    yield Nasty("docx_types_missing.docx", docx(types=None), EITHER)
    yield Nasty("docx_relations_missing.docx", docx(top=None), EITHER)
    yield Nasty("docx_styles_missing.docx", docx(styles=None), READ)
    yield Nasty("docx_core_missing.docx", docx(core=None), READ)
    nothing = packed({DOCUMENT: document()})
    yield Nasty("docx_only_document.docx", nothing, EITHER)
    for name, target in (("elsewhere", "word/document2.xml"), ("absolute", "/word/document2.xml")):
        top = relations(("officeDocument", target))
        main = types().replace("/word/document.xml", "/word/document2.xml")
        data = docx(document=None, document2=document(), top=top, types=main)
        yield Nasty(f"docx_document_{name}.docx", data, READ)
    nowhere = docx(document=None, top=relations(("officeDocument", "../../../etc/passwd")))
    yield Nasty("docx_document_outside.docx", nowhere, REFUSED)
    remote = docx(document=None, top=relations(("officeDocument", "http://127.0.0.1:9/a.xml")))
    yield Nasty("docx_document_remote.docx", remote, REFUSED)
    folder = packed(parts(document=None), member("word/document.xml/", b""))
    yield Nasty("docx_document_is_folder.docx", folder, REFUSED)


def _kinds() -> Iterator[Nasty]:
    """Templates, documents with macros, and what is said to be another thing."""
    word = MAIN.removesuffix("document.main+xml")
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    kinds = (
        ("template", f"{word}template.main+xml", READ),
        ("macros", macro, READ),
        ("macro_template", macro.replace("document", "template"), READ),
        ("wrong", "image/png", EITHER),
        ("empty", "", EITHER),
        ("sheet", MAIN.replace("wordprocessingml.document", "spreadsheetml.sheet"), EITHER),
    )  # fmt: skip
    for name, kind, becomes in kinds:
        yield Nasty(f"docx_type_{name}.docx", docx(types=types(kind)), becomes)
    yield Nasty("docx_types_not_xml.docx", docx(types="nothing"), EITHER)
    yield Nasty("docx_types_empty.docx", docx(types=b""), EITHER)
    yield Nasty("docx_types_50000.docx", docx(types=types(more=_MANY * 50_000)), EITHER)


_MANY = '<Override PartName="/word/a.xml" ContentType="a"/>'


def _relations() -> Iterator[Nasty]:
    """Relations that lead back, to nowhere, or to far too much."""
    cases = (
        (
            "to_itself",
            relations(STYLED, ("footnotes", "document.xml"), ("comments", "document.xml")),
        ),
        ("to_relations", relations(("styles", "_rels/document.xml.rels"))),
        ("to_nowhere", relations(("styles", "no.xml"), ("numbering", "no.xml"))),
        ("up", relations(("styles", "../../../../../etc/passwd"), ("theme", "file:///etc/passwd"))),
        ("not_xml", "<<<"),
        ("empty", b""),
        ("same_names", relations(STYLED, STYLED).replace("rId2", "rId1")),
        ("nameless", relations(STYLED).replace('Id="rId1"', "")),
        ("without_target", relations(STYLED).replace('Target="styles.xml"', "")),
        ("30000", relations(*[("image", "media/a.png")] * 30_000)),
        ("laughs", _laughing("Relationships", f"{PACKAGE}/relationships")),
    )
    for name, body in cases:
        yield Nasty(f"docx_relations_{name}.docx", docx(relations=body), EITHER)
    top = relations(("officeDocument", DOCUMENT), ("officeDocument", "word/styles.xml"))
    yield Nasty("docx_relations_two_documents.docx", docx(top=top), EITHER)
    circle = relations(("officeDocument", "_rels/.rels"))
    yield Nasty("docx_relations_document_is_relations.docx", docx(top=circle), REFUSED)


def _laughing(root: str, namespace: str) -> str:
    kinds = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(10))
    doctype = f'<!DOCTYPE {root} [<!ENTITY a0 "ha">{kinds}]>'
    return f'{DECLARED}{doctype}<{root} xmlns="{namespace}">&a10;</{root}>'


def _outside() -> Iterator[Nasty]:
    """It wants something fetched from elsewhere when it is opened."""
    outside = (
        ("template", "attachedTemplate", "http://127.0.0.1:9/evil.dotm", ""),
        ("template_file", "attachedTemplate", "file:///etc/passwd", ""),
        ("share", "attachedTemplate", "file://127.0.0.1/share/evil.dotm", ""),
        ("chunk", "aFChunk", "http://127.0.0.1:9/evil.html", '<w:altChunk r:id="rId2"/>'),
        ("chunk_file", "aFChunk", "file:///etc/passwd", '<w:altChunk r:id="rId2"/>'),
        ("document", "subDocument", "file:///etc/passwd", '<w:p><w:subDoc r:id="rId2"/></w:p>'),
        ("image", "image", "http://127.0.0.1:9/a.png", f"<w:p>{_picture('r:link')}</w:p>"),
        ("image_file", "image", "file:///etc/passwd", f"<w:p>{_picture('r:link')}</w:p>"),
        ("script", "hyperlink", "javascript:alert(1)", _LINK),
        ("frame", "frame", "http://127.0.0.1:9/a", ""),
        ("object", "oleObject", "http://127.0.0.1:9/a.rtf", '<w:p><w:object r:id="rId2"/></w:p>'),
    )
    settings = part("settings", '<w:attachedTemplate r:id="rId2"/>')
    for name, kind, target, body in outside:
        related = relations(STYLED, (kind, target), ("settings", "settings.xml"))
        whole = parts(paragraph() + body, relations=related, settings=settings)
        beside = member("word/_rels/settings.xml.rels", related)
        yield Nasty(f"docx_outside_{name}.docx", packed(whole, beside), READ)


_LINK = f'<w:p><w:hyperlink r:id="rId2">{run("A link")}</w:hyperlink></w:p>'


def _picture(how: str = "r:embed") -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="A" descr="A picture"/><a:graphic>'
        f'<a:graphicData><pic:pic><pic:blipFill><a:blip {how}="rId2"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _inside() -> Iterator[Nasty]:
    """It carries programs, other documents, and pictures of broken bytes."""
    html = f"<html><body><p>{GONE}</p><script>alert(1)</script></body></html>"
    inside = (
        ("macros", ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vba.bin"),
            "word/vba.bin", b"\xd0\xcf\x11\xe0" + noise(2_000), ""),
        ("object", ("oleObject", "embeddings/a.bin"), "word/embeddings/a.bin",
            b"\xd0\xcf\x11\xe0" + noise(2_000), '<w:p><w:r><w:object><o:OLEObject r:id="rId2"'
            ' ProgID="Package"/></w:object></w:r></w:p>'),
        ("program", ("package", "a.exe"), "word/a.exe", b"MZ", ""),
        ("document", ("package", "embeddings/a.docx"), "word/embeddings/a.docx",
            docx(paragraph(GONE)), ""),
        ("image_noise", ("image", "media/a.png"), "word/media/a.png", noise(2_000),
            f"<w:p>{_picture()}</w:p>"),
        ("image_empty", ("image", "media/a.png"), "word/media/a.png", b"",
            f"<w:p>{_picture()}</w:p>"),
        ("image_missing", ("image", "media/a.png"), "word/media/b.png", b"",
            f"<w:p>{_picture()}</w:p>"),
        ("image_nameless", STYLED, "word/media/b.png", b"", f"<w:p>{_picture()}</w:p>"),
        ("vector", ("image", "media/a.emf"), "word/media/a.emf", noise(2_000),
            '<w:p><w:r><w:pict><v:shape><v:imagedata r:id="rId2"/></v:shape></w:pict></w:r></w:p>'),
        ("font", ("font", "fonts/a.odttf"), "word/fonts/a.odttf", noise(2_000), ""),
    )  # fmt: skip
    for name, related, path, data, body in inside:
        whole = parts(paragraph() + body, relations=relations(STYLED, related))
        yield Nasty(f"docx_inside_{name}.docx", packed(whole, member(path, data)), READ)
    chunk = '<w:altChunk r:id="rId2"/>'
    whole = parts(paragraph() + chunk, relations=relations(STYLED, ("aFChunk", "a.html")))
    shown = member("word/a.html", html.replace(GONE, "More of it."))
    yield Nasty("docx_inside_chunk.docx", packed(whole, shown), READ)
    only = parts(f"<w:p>{_picture()}</w:p>", relations=relations(STYLED, ("image", "media/a.png")))
    data = packed(only, member("word/media/a.png", noise(2_000)))
    yield Nasty("docx_only_image.docx", data, REFUSED, "no text|no words|scan|picture|image")


def _facts() -> Iterator[Nasty]:
    """What it says of itself is broken; its words are not."""
    date, title = "2024-01-02T03:04:05Z", "A credit"
    facts = (
        ("date_no_date", CORE.replace(date, "yesterday")),
        ("date_of_13_months", CORE.replace(date, "2024-13-45T99:99:99Z")),
        ("date_year_99999", CORE.replace(date, "99999-01-01T00:00:00Z")),
        ("date_empty", CORE.replace(date, "")),
        ("date_long", CORE.replace(date, "2" * 100_000)),
        ("title_long", CORE.replace(title, "word " * 200_000)),
        ("title_odd", CORE.replace(title, "\u202eA&#x9;&#10;\u200b\ufeff")),
        ("title_deep", CORE.replace(title, "<a>" * 5_000 + "</a>" * 5_000)),
        ("not_xml", "<<<"),
        ("empty", b""),
        ("noise", noise(2_000)),
        ("laughs", _laughing("coreProperties", f"{PACKAGE}/metadata/core-properties")),
        ("other", document()),
    )
    for name, core in facts:
        yield Nasty(f"docx_core_{name}.docx", docx(core=core), READ)


def _style(name: str, inside: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{inside}</w:style>'
    )


def _styles() -> Iterator[Nasty]:
    """Styles that are based on themselves, on one another, or on far too many."""
    itself = _style("A", '<w:basedOn w:val="A"/><w:next w:val="A"/><w:link w:val="A"/>')
    two = _style("A", '<w:basedOn w:val="B"/>') + _style("B", '<w:basedOn w:val="A"/>')
    chain = "".join(
        _style("A" if n == 0 else f"A{n}", f'<w:basedOn w:val="A{n + 1}"/>') for n in range(8_000)
    )
    styles = (
        ("of_itself", itself), ("of_two", two), ("chain", chain),
        ("of_nothing", _style("A", '<w:basedOn w:val="None"/>')),
        ("twice", _style("A", "") * 2), ("nameless", "<w:style/>"),
        ("level_huge", _style("A", '<w:pPr><w:outlineLvl w:val="99999999999"/></w:pPr>')),
        ("level_odd", _style("A", '<w:pPr><w:outlineLvl w:val="-x"/></w:pPr>')),
    )  # fmt: skip
    styled = f'<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr>{run()}</w:p>'
    for name, inside in styles:
        data = docx(styled, styles=part("styles", inside))
        becomes = EITHER if name == "nameless" else READ
        yield Nasty(f"docx_styles_{name}.docx", data, becomes)
    yield Nasty("docx_styles_not_xml.docx", docx(styled, styles="<<<"), EITHER)
    unknown = docx(styled.replace('"A"', '"No such style"'))
    yield Nasty("docx_styles_unknown.docx", unknown, READ)


def _numbering() -> Iterator[Nasty]:
    """Lists whose levels are too many, missing, or in circles."""
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr></w:pPr>{}</w:p>'
    number = '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    link = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="L"/></w:abstractNum>'
    style = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    lists = (
        ("nothing", "0", "", READ), ("no_abstract", "0", number, EITHER),
        ("level_huge", "2147483648", number, EITHER), ("level_odd", "-1", number, EITHER),
        ("level_text", "x", number, EITHER), ("of_itself", "0", link + number, EITHER),
    )  # fmt: skip
    for name, level, inside, becomes in lists:
        data = docx(
            item.format(level, run()),
            numbering=part("numbering", inside),
            styles=part("styles", style),
            relations=relations(STYLED, ("numbering", "numbering.xml")),
        )
        yield Nasty(f"docx_list_{name}.docx", data, becomes)


def _notes() -> Iterator[Nasty]:
    """Footnotes that are missing, refer to themselves, or are far too many."""
    marker = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    marked = f"<w:p>{run()}{marker}</w:p>"
    note = '<w:footnote w:id="{}"><w:p>' + run("A note.") + "{}</w:p></w:footnote>"
    circle = note.format("2", marker.format("3")) + note.format("3", marker.format("2"))
    many = "".join(marker.format(number) for number in range(20_000))
    notes = (
        ("sound", "2", note.format("2", ""), READ),
        ("missing", "9", note.format("2", ""), EITHER),
        ("of_itself", "2", note.format("2", marker.format("2")), EITHER),
        ("of_two", "2", circle, EITHER),
        ("twice", "2", note.format("2", "") * 2, EITHER),
        ("nameless", "2", "<w:footnote/>", EITHER),
        ("huge", "9" * 100, note.format("9" * 100, ""), EITHER),
        ("with_table", "2", note.format("2", "<w:tbl/>"), EITHER),
        ("long", "2", note.format("2", run("word " * 200_000)), EITHER),
    )  # fmt: skip
    related = relations(STYLED, ("footnotes", "footnotes.xml"))
    for name, number, inside, becomes in notes:
        footnotes = part("footnotes", inside)
        data = docx(marked.format(number), footnotes=footnotes, relations=related)
        yield Nasty(f"docx_notes_{name}.docx", data, becomes)
    whole = part("footnotes", "".join(note.format(number, "") for number in range(20_000)))
    data = docx(f"<w:p>{run()}{many}</w:p>", footnotes=whole, relations=related)
    yield Nasty("docx_notes_20000.docx", data, EITHER)
    broken = docx(marked.format("2"), footnotes=whole[:900], relations=related)
    yield Nasty("docx_notes_not_xml.docx", broken, EITHER)
    comments = part("comments", f'<w:comment w:id="0">{paragraph("Is this so?")}</w:comment>')
    remark = (
        f'<w:p><w:commentRangeStart w:id="0"/>{run()}<w:commentRangeEnd w:id="0"/>'
        '<w:r><w:commentReference w:id="0"/></w:r></w:p>'
    )
    data = docx(
        remark, comments=comments, relations=relations(STYLED, ("comments", "comments.xml"))
    )
    yield Nasty("docx_remark.docx", data, READ)
