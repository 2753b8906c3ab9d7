"""Word files (.docx) -> what they say: headings, items with their labels, tables, notes, facts."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date

from lxml import etree
from lxml.etree import _Element as Element

from assistant.docx.body import DEEPEST, HEADING, ITEM, Told, made_plain
from assistant.docx.numbers import Numbers
from assistant.docx.package import LARGEST, MEMBERS, RATIO, TOO_DEEP, Package, opened
from assistant.docx.styles import VAL, Styles, W
from assistant.errors import InputError
from assistant.extracts import Extract, Facts
from assistant.html.blocks import written
from assistant.html.facts import LONGEST_TITLE, stated_author, stated_title
from assistant.html.notes import find_notes
from assistant.html.tree import measured, parsed
from assistant.html.walk import Plan, walked
from assistant.text.characters import folded
from assistant.text.dates import read_date
from assistant.text.languages import language_tag

NO_TEXT = "holds no text; if it holds pictures of pages, save it as a PDF and recognise its text"
DELETED = "holds tracked changes: what was deleted is left out, what was inserted is read"
FORMULAS = "holds formulas, which are left out"
UNSEEN = "holds words that can't be seen in it, which were left out"
EMBEDDED = "holds other documents within it, which are left out"

_TEMPLATE = "2013-12-23T23:15:00Z"
"""When the template of python-docx was made, which gives its files that time."""

_NOTES = ("footnotes", "endnotes")
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def read_docx(
    data: bytes, *, largest: int = LARGEST, ratio: int = RATIO, members: int = MEMBERS
) -> Extract:
    """Read a Word file. Nothing outside of it is fetched, and no macro runs.

    Args:
        data: the file.
        largest: bytes of all its parts unpacked, at most.
        ratio: how many times smaller than unpacked a large part may be.
        members: how many parts it may have, at most.

    Raises:
        InputError: it is none, locked, damaged, too large, too deep, or holds no text.
    """
    package = opened(data, largest=largest, ratio=ratio, members=members)
    told = Told()
    try:
        markup = _converted(_plain(package, told))
    except RecursionError as error:
        raise InputError(TOO_DEEP) from error
    if not markup.strip():
        raise InputError(NO_TEXT)
    tree = parsed(markup)
    notes = find_notes(tree, measured(tree))
    text, layout = written(walked(tree, Plan(notes, is_page=False)))
    if not text:
        raise InputError(NO_TEXT)
    return Extract(text, layout, _facts(package, told), tuple(_warnings(told)))


def _plain(package: Package, told: Told) -> bytes:
    """A file of nothing but the text of another, made plain for the converter.

    Raises:
        InputError: a part is damaged, or holds no body.
    """
    root = package.tree(package.main)
    if root is None or root.find(f"{W}body") is None:
        raise InputError(NO_TEXT)
    styles, numbers = Styles(package.part("styles")), Numbers(package.part("numbering"))
    made_plain(root, styles, numbers, told)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("word/document.xml", etree.tostring(root))
        for kind in _NOTES:
            notes = package.part(kind)
            if notes is not None:
                made_plain(notes, styles, numbers, told)
                archive.writestr(f"word/{kind}.xml", etree.tostring(notes))
    return held.getvalue()


def _converted(data: bytes) -> str:
    """A plain file as HTML.

    Raises:
        InputError: the converter can't read it.
        RecursionError: it nests too deep.
    """
    import mammoth

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            style_map="\n".join(_style_map()),
            include_default_style_map=False,
            include_embedded_style_map=False,
            external_file_access=False,
        )
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        # What its reader of the format does not look for it stumbles upon.
        raise InputError("is no Word document as Word writes it; save it anew in Word") from error
    return str(result.value)


def _style_map() -> Iterator[str]:
    """What each style that was given becomes."""
    for level in range(1, 7):
        yield f"p.{HEADING}{level} => h{level}:fresh"
    outer = ""
    for depth in range(DEEPEST + 1):
        yield f"p.{ITEM}{depth} => {outer}ul.unmarked > li:fresh"
        outer += "ul.unmarked > li > "


def _warnings(told: Told) -> Iterator[str]:
    if told.has_deleted:
        yield DELETED
    if told.has_formulas:
        yield FORMULAS
    if told.has_unseen:
        yield UNSEEN
    if told.has_embedded:
        yield EMBEDDED


def _facts(package: Package, told: Told) -> Facts:
    try:
        core = package.tree("docProps/core.xml")
    except InputError:
        # A text can be read without what its file says of it.
        core = None
    title = stated_title(_value(core, "title"))
    written_title = next((folded(one) for one in told.titles if one.strip()), "")
    return Facts(
        title=(title or written_title)[:LONGEST_TITLE],
        author=stated_author(_value(core, "creator")),
        created=_created(core),
        language=_language(package) or language_tag(_value(core, "language")),
    )


def _value(core: Element | None, name: str) -> str:
    found = None if core is None else next(core.iter(f"{{*}}{name}"), None)
    return "" if found is None else folded("".join(found.itertext()))


def _created(core: Element | None) -> date | None:
    """When the file was made; the template of a library was made long before its files."""
    stamps = (_value(core, name) for name in ("created", "modified"))
    return next(filter(None, (_date(one) for one in stamps if one != _TEMPLATE)), None)


def _date(stated: str) -> date | None:
    return read_date(stated) if stated else None


def _language(package: Package) -> str:
    """The language that the styles give to all text."""
    root = package.part("styles")
    path = f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang"
    found = None if root is None else root.find(path)
    return "" if found is None else language_tag(found.get(VAL) or "")
