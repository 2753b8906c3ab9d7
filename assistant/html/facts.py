"""What a page says of itself: its title, author, date, language and address."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from lxml.etree import _Element as Element

from assistant.extracts import Facts
from assistant.html.tree import read_texts
from assistant.html.words import PUBLISHING, words
from assistant.text.characters import folded
from assistant.text.dates import alone, first_date, read_date, stated_date
from assistant.text.languages import language_tag

LONGEST_TITLE = 300
LONGEST_NAME = 200
LONGEST_ADDRESS = 2_000
LONGEST_DATA = 500_000
MOST_VALUES = 20_000
"""Characters of a title, a name, an address and a piece of JSON, at most, and values of it."""

MOST_FIRST = 8
"""Paragraphs at the top of a page among which a date that stands alone is its own."""

LEAST_TITLE = 4
"""Characters from which what stands before the name of the site is a title."""

_TITLES = ("citation_title", "dcterms.title", "dc.title", "og:title", "twitter:title")
_AUTHORS = ("citation_author", "author", "dcterms.creator", "dc.creator", "article:author")
_DATES = (
    "article:published_time", "citation_publication_date", "citation_date", "citation_online_date",
    "dcterms.issued", "dc.date.issued", "dcterms.date", "dc.date", "dcterms.created",
    "dc.date.created", "datepublished", "pubdate", "publish-date", "publication_date", "date",
    "parsely-pub-date", "sailthru.date",
)  # fmt: skip
"""The names of a page's data that give its title, its author and its date, the best first."""

_CHANGES = ("dcterms.modified", "article:modified_time", "last-modified")
"""Those that give when it was changed."""

_SEPARATOR = re.compile(r"\s+[|–—·:»«>-]{1,2}\s+|\s*\|\s*")
_FILE = re.compile(
    r"\S+\.(?:docx?|xml|html?|pdf|php|aspx?|txt|rtf)|untitled.{0,20}|\d+|index", re.I
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_JUNK = re.compile(
    r"(?i)microsoft (?:office )?word\b.*|(?:new )?(?:microsoft )?(?:word )?document ?\d*|untitled.*"
    r"|powerpoint.*|.*\.(?:docx?|dotx?|docm|rtf|odt|pdf|tmp)|template.*|.*\btemplate|blank.*|\W*|\S+"
)
"""Titles that a program gave and no person, and single words, which are no title of a text."""

_NOBODY = frozenset(
    {"admin", "administrator", "apache poi", "author", "microsoft office user", "python-docx",
     "unknown", "user", "windows user"}
)  # fmt: skip
"""Names of programs and of nobody."""

_TITLED = frozenset({"act", "article", "doc", "document", "entry", "law", "main", "page"})
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Data:
    """What the scripts of a page say of it: its date, its author, the questions it answers."""

    published: str = ""
    author: str = ""
    questions: frozenset[str] = frozenset()


def page_data(tree: Element) -> Data:
    """Read the JSON-LD of a page; what can't be read says nothing."""
    published, author = "", ""
    questions: set[str] = set()
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        for value in _objects(script.text or ""):
            kinds = value.get("@type")
            if kinds == "Question" and isinstance(value.get("name"), str):
                questions.add(folded(str(value["name"])).casefold())
            published = published or _string(value.get("datePublished"))
            author = author or _name(value.get("author"))
    return Data(published, author, frozenset(questions))


def _objects(text: str) -> Iterator[Mapping[str, object]]:
    """The objects in a piece of JSON, those within others too."""
    if len(text) > LONGEST_DATA:
        return
    try:
        waiting: list[object] = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    for _ in range(MOST_VALUES):
        if not waiting:
            return
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += reversed(value)


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _name(value: object) -> str:
    """The name of an author, however JSON gives it."""
    first = value[0] if isinstance(value, list) and value else value
    return _string(first.get("name")) if isinstance(first, dict) else _string(first)


def facts_of(tree: Element, data: Data, titles: Sequence[str], paragraphs: Sequence[str]) -> Facts:
    """What a page says of itself.

    Args:
        tree: the page.
        data: what its scripts say.
        titles: the headings of the first level in its text.
        paragraphs: the paragraphs in which it may say when it was published.
    """
    metas = _metas(tree)
    return Facts(
        title=_title(tree, metas, titles),
        author=_author(metas, data),
        published=_published(tree, metas, data, paragraphs),
        language=_language(tree, metas),
        url=_address(tree, metas),
        created=first_date(metas[name][0] for name in _CHANGES if name in metas),
    )


def _metas(tree: Element) -> dict[str, list[str]]:
    """The data in the head of a page, by name."""
    found: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        content = folded((meta.get("content") or "")[:LONGEST_ADDRESS])
        for key in ("name", "property", "itemprop", "http-equiv"):
            name = (meta.get(key) or "").strip().lower()
            if name and content:
                found.setdefault(name, []).append(content)
    return found


def _first(metas: Mapping[str, Sequence[str]], names: Iterable[str]) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _title(tree: Element, metas: Mapping[str, Sequence[str]], titles: Sequence[str]) -> str:
    site = _first(metas, ("og:site_name", "application-name"))
    stated = _without_site(_first(metas, _TITLES), site, titles)
    # "2017-3" of the head is "Official Opinion 2017-3" on the page.
    fuller = next((title for title in titles if stated and stated.lower() in title.lower()), "")
    if stated and not _FILE.fullmatch(stated):
        return (fuller or stated)[:LONGEST_TITLE]
    if len(titles) == 1 or fuller:
        return (fuller or titles[0])[:LONGEST_TITLE]
    head = tree.find(".//title")
    named = folded("".join(head.itertext())) if head is not None else ""
    bare = _without_site(named, site, titles)
    return _named_title(tree) if _FILE.fullmatch(bare) else bare[:LONGEST_TITLE]


def _named_title(tree: Element) -> str:
    """The first lines of what a page calls the title of its document, where its head has none."""
    for element in tree.iter("div", "p", "span"):
        found = words(element)
        if "title" not in found or found.isdisjoint(_TITLED):
            continue
        title = ""
        for text in filter(None, map(folded, read_texts(element))):
            if len(title) + len(text) >= LONGEST_TITLE:
                break
            title = f"{title} {text}".strip()
        return title
    return ""


def _without_site(title: str, site: str, titles: Sequence[str]) -> str:
    """A title without the name of its site before or behind it."""
    parts = [part for part in _SEPARATOR.split(title) if part]
    for part in parts:
        if part in titles and part != site:
            return part
    for cut in ("|", " - ", " – ", " — "):
        before, _, behind = title.rpartition(cut)
        if site and behind.strip().lower() == site.lower() and len(before.strip()) >= LEAST_TITLE:
            return before.strip()
    if "|" in title and len(parts) > 1:
        return parts[0]
    return title


def _author(metas: Mapping[str, Sequence[str]], data: Data) -> str:
    stated = [name for name in metas.get("citation_author", ()) if name]
    if len(stated) > 1:
        return "; ".join(stated)[:LONGEST_NAME]
    found = _first(metas, _AUTHORS) or folded(data.author)
    return "" if _ADDRESS.match(found) else found[:LONGEST_NAME]


def _published(
    tree: Element, metas: Mapping[str, Sequence[str]], data: Data, paragraphs: Sequence[str]
) -> date | None:
    """The date that the page gives as its own; one in its sentences is none."""
    return (
        first_date(metas[name][0] for name in _DATES if name in metas)
        or read_date(data.published)
        or first_date(_times(tree))
        or next(filter(None, map(stated_date, paragraphs)), None)
        or next(filter(None, map(alone, paragraphs[:MOST_FIRST])), None)
    )


def _times(tree: Element) -> Iterator[str]:
    """The times on a page that are named as its own."""
    for time in tree.iter("time"):
        stamp = time.get("datetime") or ""
        near = [time, *islice(time.iterancestors(), _NEAR)]
        is_named = any(
            not PUBLISHING.isdisjoint(words(one)) or "date" in (one.get("itemprop") or "").lower()
            for one in near
        )
        if stamp and (is_named or time.get("pubdate") is not None):
            yield stamp


def _language(tree: Element, metas: Mapping[str, Sequence[str]]) -> str:
    root = tree.getroottree().getroot()
    xml = "{http://www.w3.org/XML/1998/namespace}lang"
    stated = (
        root.get("lang"), root.get(xml), root.get("xml:lang"),
        _first(metas, ("content-language", "dcterms.language", "dc.language", "language")),
    )  # fmt: skip
    return next((tag for tag in map(language_tag, filter(None, stated)) if tag), "")


def stated_title(stated: str) -> str:
    """The title that a file of a word processor gives itself, where a person wrote it."""
    return "" if _JUNK.fullmatch(stated) else stated


def stated_author(stated: str) -> str:
    """The author that a file of a word processor gives itself, where that is one."""
    return "" if stated.lower() in _NOBODY else stated[:LONGEST_NAME]


def _address(tree: Element, metas: Mapping[str, Sequence[str]]) -> str:
    canonical = [
        folded(link.get("href") or "")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    stated = (*canonical, *metas.get("og:url", ()))
    fitting = (one for one in stated if len(one) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(one))
    return next(fitting, "")
