"""Nasty pages and texts: all of them, and here those whose tags are too deep, open or too many."""

from collections.abc import Iterator

from tests.readers import nasty_html_bytes, nasty_html_words, nasty_lines, nasty_rtf, nasty_text
from tests.readers.nasty_base import EITHER, GONE, READ, REFUSED, SENTENCE, Nasty, noise, page

PARAGRAPH = f"<p>{SENTENCE}</p>"
NO_TEXT = "no text|no words|nothing to read|script|empty"


def files() -> Iterator[Nasty]:
    """Every nasty page and text."""
    yield Nasty("html_sound.html", page().encode(), READ)
    yield from _deep()
    yield from _formatting()
    yield from _open()
    yield from _broken()
    yield from _runs()
    yield from _many()
    yield from _spans()
    yield from _without_words()
    yield from _xml()
    yield from nasty_html_bytes.files()
    yield from nasty_html_words.files()
    yield from nasty_rtf.files()
    yield from nasty_text.files()
    yield from nasty_lines.files()


def _deep() -> Iterator[Nasty]:
    """Tags in tags in tags."""
    deep = (
        ("div", "<div>", 100_000), ("table", "<table><tr><td>", 20_000),
        ("list", "<ul><li>", 5_000), ("quote", "<blockquote>", 5_000),
        ("span", "<span>", 10_000), ("svg", "<svg><g>", 5_000),
        ("math", "<math><mrow>", 5_000), ("unknown", "<x-y>", 10_000),
        ("frame", "<object>", 5_000), ("template", "<template>", 5_000),
        ("definition", "<dl><dd>", 5_000), ("select", "<select><optgroup>", 3_000),
        ("details", "<details>", 5_000),
    )  # fmt: skip
    for name, tags, depth in deep:
        data = page(tags * depth + PARAGRAPH).encode()
        yield Nasty(f"html_deep_{name}.html", data, EITHER)
    closed = "<div>" * 8_000 + PARAGRAPH + "</div>" * 8_000
    yield Nasty("html_deep_closed.html", page(closed).encode(), EITHER)
    yield Nasty("html_deep_100.html", page("<div>" * 100 + PARAGRAPH).encode(), READ)


def _formatting() -> Iterator[Nasty]:
    """Tags that a parser opens again and again, because they are closed in the wrong order."""
    bold = "".join(f"<b class=a{n}>" for n in range(5_000))
    cases = (
        ("crossed", "<b><i></b></i>" * 5_000),
        ("links", "<a href=x><div>" * 5_000),
        ("fonts", "<font size=1><p>" * 5_000),
        ("adopted", "<b><p>" * 5_000 + "</b>" * 5_000),
        ("kept", bold + "<p>a" * 300),
        ("fostered", "<table>" + "a<b>" * 5_000),
        ("fostered_deep", "<table><b>" * 5_000),
        ("buttons", "<button><p>" * 5_000),
        ("forms", "<form><div></form>" * 5_000),
        ("rubies", "<ruby><rt><rp>" * 5_000),
    )
    for name, body in cases:
        yield Nasty(f"html_format_{name}.html", page(PARAGRAPH + body).encode(), EITHER)


def _open() -> Iterator[Nasty]:
    """Something is opened and never closed, before the words or after them."""
    opened = (
        ("paragraph", "<p>", READ), ("tag", "<div ", EITHER), ("quote", '<a href="', EITHER),
        ("comment", "<!-- ", EITHER), ("cdata", "<![CDATA[", EITHER), ("code", "<script>", EITHER),
        ("style", "<style>", EITHER), ("title", "<title>", EITHER), ("area", "<textarea>", EITHER),
        ("plain", "<plaintext>", EITHER), ("listing", "<xmp>", EITHER), ("end", "</p ", EITHER),
        ("instruction", "<?php ", EITHER), ("doctype", "<!DOCTYPE ", EITHER),
        ("option", "<select><option>", EITHER), ("frames", "<frameset><frame>", EITHER),
        ("noframes", "<noframes>", EITHER), ("template", "<template>", EITHER),
        ("iframe", "<iframe>", EITHER), ("noscript", "<noscript>", EITHER),
    )  # fmt: skip
    for name, tag, becomes in opened:
        before = f"<html><body>{tag}{PARAGRAPH}</body></html>".encode()
        yield Nasty(f"html_open_{name}_before.html", before, becomes)
        after = f"<html><body>{PARAGRAPH}{tag}".encode()
        yield Nasty(f"html_open_{name}_after.html", after, READ)
    yield Nasty("html_open_everything.html", f"<p>{SENTENCE}".encode(), READ)


def _broken() -> Iterator[Nasty]:
    """Tags as people write them, and as nobody does."""
    cases = (
        ("no_tags", SENTENCE),
        ("only_ends", "</p></div></table></body></html>" + PARAGRAPH),
        ("two_pages", page("<p>One.</p>") + page()),
        ("two_bodies", f"<body><p>One.</p></body><body>{PARAGRAPH}</body>"),
        ("after_end", page("<p>One.</p>") + PARAGRAPH),
        ("capitals", page().upper().replace(SENTENCE.upper(), SENTENCE)),
        ("attributes_twice", page(f'<p id="a" id="b" class=c class=c ID=d>{SENTENCE}</p>')),
        ("attributes_odd", page(f"<p =a \"b\" 'c' <d / onclick=alert(1) \0=e>{SENTENCE}</p>")),
        ("slashes", page(f"<p/>{SENTENCE}<br/ ></p/>")),
        ("server_tags", page(f"<% a %><?php echo 1 ?>{PARAGRAPH}<%= b %>")),
        ("conditional", page(f"<!--[if IE]><p>{GONE}</p><![endif]--><![if !IE]>{PARAGRAPH}")),
        ("entities_wrong", page(f"&#x110000; &#0; &#xD800; &#99999999999; &no; &#;{PARAGRAPH}")),
        ("entities_open", page(f"&amp&lt&copy&notit;&#x26&#38{PARAGRAPH}")),
        (
            "in_pieces",
            page(f"<p>{SENTENCE.replace('red', '<b>red</b>').replace('fi', '<i>fi</i>')}"),
        ),
        ("in_entities", page(f"<p>{''.join(f'&#{ord(letter)};' for letter in SENTENCE)}</p>")),
        ("in_lines", page(f"<p>\n  {SENTENCE.replace(' ', chr(10))}\n</p>")),
    )
    for name, html in cases:
        becomes = EITHER if name in ("attributes_odd", "after_end", "in_lines") else READ
        yield Nasty(f"html_{name}.html", html.encode(), becomes)


def _runs() -> Iterator[Nasty]:
    """The same few characters over and over, each of which begins something."""
    runs = (
        ("less", "<", 50_000), ("less_letter", "<a", 40_000), ("less_space", "< ", 40_000),
        ("ends", "</", 40_000), ("comments", "<!--", 20_000), ("doctypes", "<!DOCTYPE a [", 6_000),
        ("instructions", "<?", 40_000), ("brackets", "<![CDATA[", 10_000), ("amper", "&", 50_000),
        ("references", "&#", 40_000), ("quotes", '<a b="', 20_000), ("dashes", "<!-- --", 12_000),
        ("equals", "<a =", 20_000), ("spaces", " ", 100_000), ("tabs", "<p\t", 40_000),
        ("scripts", "<script>", 10_000), ("ends_of_script", "<script></scrip", 5_000),
    )  # fmt: skip
    for name, text, times in runs:
        data = page(PARAGRAPH + text * times).encode()
        yield Nasty(f"html_run_of_{name}.html", data, EITHER)


def _many() -> Iterator[Nasty]:
    """Many of one thing, or one thing that is large."""
    attributes = " ".join(f"a{number}" for number in range(300_000))
    many = (
        ("breaks", "<br>" * 1_000_000),
        ("paragraphs", "<p>A" * 100_000),
        ("attributes", f"<p {attributes}>"),
        ("attributes_alike", "<p " + "a=1 " * 20_000 + ">"),
        ("entities", "&#x41;" * 100_000),
        ("long_entity", "&#x" + "0" * 70_000 + "41;"),
        ("classes", f'<p class="{"a " * 50_000}">'),
        ("rows", "<table>" + "<tr><td>A<td>1" * 3_000 + "</table>"),
        ("columns", "<table><tr>" + "<td>A" * 5_000 + "</table>"),
        ("links", "<a href=b>A</a> " * 5_000),
        ("options", "<select>" + "<option>A" * 5_000 + "</select>"),
        ("headings", "<h1>A</h1>" * 5_000),
        ("images", "<img src=a.png alt=A>" * 5_000),
        ("ids", "<p id=a>" * 5_000),
        ("long_name", f"<{'a' * 70_000}>"),
        ("long_word", "<p>" + "a" * 100_000),
        ("long_address", f'<a href="{"a" * 70_000}">A</a>'),
        ("style", f"<style>{'p{color:red}' * 5_000}</style>"),
        ("style_attribute", f'<p style="{"color:red;" * 5_000}">A</p>'),
    )
    for name, body in many:
        yield Nasty(f"html_many_{name}.html", page(PARAGRAPH + body).encode(), EITHER)
    line = page(PARAGRAPH + "The rate is ten percent. " * 200_000)
    yield Nasty("html_one_line_of_5_mb.html", line.replace("\n", "").encode(), EITHER)
    image = f'<img src="data:image/png;base64,{"QUJD" * 1_250_000}">'
    yield Nasty("html_data_address_of_5_mb.html", page(image + PARAGRAPH).encode(), READ)


def _spans() -> Iterator[Nasty]:
    """A cell that says it is as large as a million others."""
    cells = (
        ("columns", 'colspan="1000"'), ("rows", 'rowspan="65534"'),
        ("both", 'colspan="1000" rowspan="65534"'), ("huge", 'colspan="2147483648"'),
        ("endless", f'colspan="{"9" * 500}"'), ("negative", 'colspan="-1" rowspan="-1"'),
        ("zero", 'colspan="0" rowspan="0"'), ("text", 'colspan="all" rowspan="½"'),
    )  # fmt: skip
    for name, span in cells:
        row = f"<tr><td {span}>A</td><td {span}>{SENTENCE}</td></tr>"
        data = page(f"<table>{row * 50}</table>").encode()
        yield Nasty(f"html_span_{name}.html", data, EITHER)


def _without_words() -> Iterator[Nasty]:
    """There is nothing to read, only what a browser would make it of."""
    links = "".join(f'<li><a href="/{n}">Part {n}</a></li>' for n in range(40))
    only = (
        ("scripts", '<div id="root"></div><script>var a = "' + SENTENCE + '";</script>', REFUSED),
        ("styles", "<style>p::after { content: 'A' }</style>", REFUSED),
        ("comments", f"<!-- {SENTENCE} -->", REFUSED),
        ("images", '<img src="a.png"><img src="b.png">', REFUSED),
        ("tags", "<p></p><div> </div><table><tr><td>&nbsp;</td></tr></table>", REFUSED),
        ("nothing", "", REFUSED),
        ("navigation", f"<nav><ul>{links}</ul></nav>", EITHER),
        ("header_and_footer", "<header>A company</header><footer>© A company</footer>", EITHER),
        ("frame", '<iframe src="https://example.org/"></iframe>', REFUSED),
        ("notice", "<noscript>You need to enable JavaScript to run this app.</noscript>", EITHER),
        ("data", f'<script type="application/ld+json">{{"a": "{SENTENCE}"}}</script>', REFUSED),
        ("fields", f'<input type="hidden" value="{SENTENCE}"><input type="submit">', EITHER),
    )
    for name, body, becomes in only:
        said = NO_TEXT if becomes == REFUSED else ""
        yield Nasty(f"html_only_{name}.html", page(body).encode(), becomes, said)


def _xml() -> Iterator[Nasty]:
    """Pages that are XML, with all that XML allows."""
    lead = '<?xml version="1.0" encoding="UTF-8"?>\n'
    strict = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"'
        ' "http://127.0.0.1:9/xhtml1-strict.dtd">'
    )
    head = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A</title></head>'
    html = head + "<body>{}</body></html>"
    laughs = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    shown = html.format(f"<p>&x;</p>{PARAGRAPH}")
    types = (
        ("laughs", f'<!DOCTYPE html [<!ENTITY a0 "ha">{laughs}<!ENTITY x "&a9;">]>'),
        ("file", '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        ("net", '<!DOCTYPE html [<!ENTITY x SYSTEM "http://127.0.0.1:9/a">]>'),
        ("parameter", '<!DOCTYPE html [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'),
    )
    yield Nasty("html_xml.html", (lead + strict + html.format(PARAGRAPH)).encode(), READ)
    for name, doctype in types:
        data = (lead + doctype + shown).encode()
        yield Nasty(f"html_xml_{name}.html", data, EITHER)
        yield Nasty(f"xhtml_{name}.xhtml", data, EITHER)
    yield Nasty("html_xml_cut.html", (lead + html)[:-40].encode(), EITHER)
    sheet = '<?xml-stylesheet type="text/xsl" href="file:///etc/passwd"?>'
    yield Nasty("html_xml_sheet.html", (lead + sheet + html.format(PARAGRAPH)).encode(), READ)
    feed = f"<rss><channel><item><description>{SENTENCE}</description></item></channel></rss>"
    yield Nasty("html_is_feed.html", (lead + feed).encode(), EITHER)
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg"><text>{SENTENCE}</text></svg>'
    yield Nasty("html_is_svg.html", (lead + drawing).encode(), EITHER)
    prefixed = html.replace("<html xmlns=", "<h:html xmlns:h=").format(f"<h:p>{SENTENCE}</h:p>")
    yield Nasty("html_xml_prefixed.html", (lead + prefixed).encode() + noise(9), EITHER)
