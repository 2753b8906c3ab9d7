"""Nasty Word files: a main part whose XML is broken, refers elsewhere, or never ends."""

from collections.abc import Iterator

from tests.readers.nasty_base import EITHER, READ, REFUSED, SENTENCE, Nasty, noise
from tests.readers.nasty_docx_build import (
    DECLARED,
    OFFICE,
    WORD,
    Part,
    document,
    docx,
    packed,
    paragraph,
    parts,
)

DEEP = 100_000


def files() -> Iterator[Nasty]:
    """Those whose XML is wrong."""
    for name, xml, becomes in (*_broken(), *_encoded(), *_named(), *_declared()):
        yield Nasty(f"docx_xml_{name}.docx", docx(document=xml), becomes)
    yield from _bulk()
    yield from _strict()


def _broken() -> Iterator[tuple[str, Part, str]]:
    """It is no XML, or not all of it."""
    sound = document()
    yield "empty", b"", REFUSED
    yield "blank", b" \n ", REFUSED
    yield "no_xml", SENTENCE, REFUSED
    yield "noise", noise(2_000), REFUSED
    yield "cut", sound[: sound.index("</w:body>")], EITHER
    yield "cut_in_the_words", sound[: sound.index("percent")], REFUSED
    yield "unclosed", sound.replace("</w:t>", ""), EITHER
    yield "crossed", sound.replace("</w:t></w:r>", "</w:r></w:t>"), EITHER
    yield "twice", sound + document("<w:p/>", head=""), EITHER
    yield "after_end", sound + "\n<!-- the end --> \n", READ
    yield "after_blank", "\n\n" + sound, EITHER
    yield "ampersand", sound.replace("credit", "credit & more"), EITHER
    yield "entity_unknown", sound.replace("<w:body>", "<w:body>" + paragraph("&nbsp;")), EITHER
    yield "character_nul", sound.replace("<w:body>", "<w:body>" + paragraph("&#0;")), EITHER
    yield "bytes_nul", sound.replace("<w:body>", "<w:body>\0"), EITHER
    yield "escape", sound.replace("<w:body>", "<w:body>" + paragraph("\x1b[31m")), EITHER
    yield "attribute_twice", sound.replace("<w:p>", '<w:p w:a="1" w:a="2">'), EITHER
    yield "attribute_unquoted", sound.replace("<w:p>", "<w:p w:a=1>"), EITHER
    yield "html", f"<html><body><p>{SENTENCE}</p></body></html>", EITHER


def _encoded() -> Iterator[tuple[str, Part, str]]:
    """It is written in another encoding, which it names, keeps to itself, or lies about."""
    sound = document()
    utf16 = sound.replace("UTF-8", "UTF-16")
    yield "utf16", utf16.encode("utf-16"), READ
    yield "utf16_big", b"\xfe\xff" + utf16.encode("utf-16-be"), READ
    yield "utf16_without_mark", utf16.encode("utf-16-le"), EITHER
    yield "utf16_against_declaration", sound.encode("utf-16"), EITHER
    yield "utf8_mark", b"\xef\xbb\xbf" + sound.encode(), READ
    accented = document(paragraph() + paragraph("Québec")).replace("UTF-8", "ISO-8859-1")
    yield "latin1", accented.encode("latin-1"), READ
    yield "latin1_undeclared", accented.replace("ISO-8859-1", "UTF-8").encode("latin-1"), EITHER
    yield "encoding_unknown", sound.replace("UTF-8", "X-NO-SUCH"), EITHER
    yield "encoding_utf7", sound.replace("UTF-8", "UTF-7"), EITHER
    yield "ebcdic", sound.replace("UTF-8", "cp037").encode("cp037"), EITHER
    yield "utf32", sound.replace("UTF-8", "UTF-32").encode("utf-32"), EITHER
    yield "version_11", sound.replace('version="1.0"', 'version="1.1"'), EITHER
    yield "undeclared", document(head=""), READ
    yield "surrogates", sound.encode().replace(b"<w:body>", b"<w:body>\xed\xa0\x80"), EITHER


def _named() -> Iterator[tuple[str, Part, str]]:
    """Its names are written otherwise, or belong to nothing."""
    sound = document()
    renamed = sound.replace("<w:", "<x:").replace("</w:", "</x:").replace("xmlns:w=", "xmlns:x=")
    yield "prefix", renamed, READ
    plain = sound.replace("<w:", "<").replace("</w:", "</").replace("xmlns:w=", "xmlns=")
    yield "prefix_none", plain, READ
    yield "prefix_unknown", document(namespaces=""), REFUSED
    yield "namespace_other", document(namespaces='xmlns:w="http://example.org/"'), REFUSED
    yield "namespace_relative", document(namespaces=f'xmlns:w="{WORD}/../main"'), REFUSED
    yield "root_other", sound.replace("w:document", "w:styles"), EITHER
    yield "body_missing", sound.replace("<w:body>", "").replace("</w:body>", ""), EITHER
    yield "cdata", sound.replace(SENTENCE, f"<![CDATA[{SENTENCE}]]>"), EITHER
    yield "comments", sound.replace("credit", "<!-- no -->credit<!-- -->"), READ
    yield "instruction", sound.replace("<w:body>", "<?xml-stylesheet href='a.xsl'?><w:body>"), READ
    yield "characters", sound.replace("credit", "&#99;&#x72;edit"), READ
    included = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{}"/>'
    for name, target in (("file", "file:///etc/passwd"), ("net", "http://127.0.0.1:9/a")):
        element = f"<w:p><w:r><w:t>{included.format(target)}</w:t></w:r></w:p>"
        yield f"included_{name}", document(paragraph() + element), READ


def _declared() -> Iterator[tuple[str, Part, str]]:
    """A document type with entities: endless ones, and ones from elsewhere."""
    shown = document(paragraph() + paragraph("&x;"), head="")
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(10))
    big = f'<!ENTITY x "{"a" * 50_000}">'
    types = (
        ("plain", "", document(head="")),
        ("entity", '<!ENTITY x "more">', shown),
        ("laughs", f'<!ENTITY a0 "ha">{laughs}<!ENTITY x "&a10;">', shown),
        ("square", big, shown.replace("&x;", "&x;" * 50_000)),
        ("of_itself", '<!ENTITY x "&y;"><!ENTITY y "&x;">', shown),
        ("file", '<!ENTITY x SYSTEM "file:///etc/passwd">', shown),
        ("net", '<!ENTITY x SYSTEM "http://127.0.0.1:9/a">', shown),
        ("device", '<!ENTITY x SYSTEM "file:///dev/zero">', shown),
        ("parameter", '<!ENTITY % p SYSTEM "http://127.0.0.1:9/a.dtd"> %p;', document(head="")),
        ("attribute", f'<!ATTLIST w:p w:x CDATA "{"a" * 100_000}">', document(head="")),
        ("open", '<!ENTITY x "', shown),
    )
    for name, inside, body in types:
        yield f"type_{name}", f"{DECLARED}<!DOCTYPE w [{inside}]>{body}", EITHER
    for name, place in (("outside", "http://127.0.0.1:9/a.dtd"), ("pipe", "file:///dev/stdin")):
        doctype = f'<!DOCTYPE w SYSTEM "{place}">'
        yield f"type_{name}", DECLARED + doctype + document(head=""), EITHER


def _bulk() -> Iterator[Nasty]:
    """Too deep, too many, or too long; little when packed."""
    spaces = "".join(f'<w:p xmlns:a{n}="u{n}"/>' for n in range(15_000))
    bulk = (
        ("deep", "<w:p>" * DEEP + paragraph() + "</w:p>" * DEEP),
        ("deep_unknown", "<w:x>" * DEEP + "</w:x>" * DEEP + paragraph()),
        ("deep_open", paragraph() + "<w:p>" * DEEP),
        ("paragraphs_1000000", "<w:p/>" * 1_000_000 + paragraph()),
        ("paragraphs_20000", paragraph("Another line.") * 20_000 + paragraph()),
        ("attribute_long", f'<w:p w:a="{"a" * 5_000_000}"/>' + paragraph()),
        ("attributes_many", f"<w:p {_attributes(50_000)}/>" + paragraph()),
        ("name_long", f"<w:{'a' * 1_000_000}/>" + paragraph()),
        ("comment_long", f"<!--{'a' * 5_000_000}-->" + paragraph()),
        ("comments_many", "<!-- -->" * 500_000 + paragraph()),
        ("instructions_many", "<?a b?>" * 300_000 + paragraph()),
        ("text_long", paragraph("word " * 1_000_000) + paragraph()),
        ("text_without_spaces", paragraph("a" * 3_000_000) + paragraph()),
        ("references_many", paragraph("&#65;" * 500_000) + paragraph()),
        ("namespaces_many", spaces + paragraph()),
    )  # fmt: skip
    for name, body in bulk:
        yield Nasty(f"docx_xml_{name}.docx", docx(body), EITHER)
    blank = docx("<w:p/>" * 3)
    yield Nasty("docx_without_words.docx", blank, REFUSED, "no text|no words|empty")
    nothing = docx("")
    yield Nasty("docx_without_paragraphs.docx", nothing, REFUSED, "no text|no words|empty")


def _attributes(count: int) -> str:
    return " ".join(f'a{number}="1"' for number in range(count))


def _strict() -> Iterator[Nasty]:
    """Office Open XML as the standard has it strictly, with other names of everything."""
    strict = "http://purl.oclc.org/ooxml"
    whole = {
        path: part.replace(WORD, f"{strict}/wordprocessingml/main").replace(
            OFFICE, f"{strict}/officeDocument/relationships"
        )
        for path, part in parts().items()
        if isinstance(part, str)
    }
    yield Nasty("docx_strict.docx", packed(whole), READ)
    mixed = parts(document=document().replace(WORD, f"{strict}/wordprocessingml/main"))
    yield Nasty("docx_half_strict.docx", packed(mixed), EITHER)
