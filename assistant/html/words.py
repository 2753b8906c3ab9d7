"""The words by which web pages name what is not their text."""

import re

from lxml.etree import _Element as Element

from assistant.text.patterns import any_of, word_list

UNREAD_TAGS = word_list(
    """
    applet area audio base canvas colgroup col datalist embed frame frameset head iframe img input
    keygen label link map meta meter noembed noframes noscript option optgroup param picture
    progress rp rt script select source style svg template textarea title track video
    del s strike
    """
)
"""Elements whose content nobody reads: programs, pictures, controls, and text that was struck."""

PASSED_TAGS = frozenset({"aside", "nav", "dialog"})
"""Elements that by their name are no part of the text."""

PASSED_ROLES = word_list(
    """
    alertdialog banner complementary contentinfo dialog menu menubar navigation search tablist
    toolbar tooltip
    """
)
"""ARIA's names for the same."""

HIDDEN = frozenset(
    {
        "assistive-text",
        "d-none",  # Bootstrap
        "element-hidden",  # Drupal 7
        "element-invisible",  # Drupal 7
        "hide",
        "hidden",
        "is-hidden",
        "mw-editsection",  # MediaWiki's links to edit
        "mw-jump-link",
        "noprint",  # what a page leaves out on paper is not its text
        "offscreen",
        "print-only",
        "screen-reader-only",
        "screen-reader-text",  # WordPress
        "sr-only",  # Bootstrap
        "u-hidden",
        "usa-sr-only",  # the design system of the US
        "visuallyhidden",
        "visually-hidden",  # Drupal, Bootstrap 5
        "govuk-visually-hidden",  # GOV.UK
    }
)
"""Classes of what a page does not show."""

STRONG = frozenset(
    {
        "addthis",  # share buttons
        "addtoany",
        "breadcrumb", "breadcrumbs", "crumb", "crumbs", "crumbtrail",
        "catlinks",  # categories of MediaWiki
        "colophon",
        "cookie", "cookies", "cookiebar", "cookiebanner", "cookieconsent", "gdpr", "onetrust",
        "footer",
        "govbanner",
        "headerlink",
        "langlinks",
        "masthead",
        "megamenu",
        "nav", "navbar", "navbox", "navigation", "navlinks", "navmenu",
        "newsletter",
        "offcanvas",
        "pager", "pagination",
        "printfooter",
        "sharedaddy", "sharethis",
        "sidebar", "sidr",
        "sitenotice", "sitesub", "sitemap",
        "skip", "skiplink", "skiplinks", "skipnav",
        "toc", "tableofcontents",
        "topbar",
    }
)  # fmt: skip
"""Words in the names of what is hardly ever text."""

STRONG_ENDS = ("breadcrumb", "breadcrumbs", "footer", "nav", "navbar", "navigation", "sidebar")
"""How such words end: leftnav, pagefooter."""

HEADERS = frozenset({"header", "pageheader", "siteheader", "banner", "masthead", "topbar"})
"""Words in the names of what stands over a page; over an article they are its title."""

LIKELY = frozenset(
    {
        "ad", "ads", "advert", "advertisement", "sponsored",
        "backtotop", "totop",
        "disqus", "respond",
        "feedback", "survey", "helpful",
        "jumpto", "skipto",
        "langswitch", "languageswitcher",
        "lightbox", "modal", "overlay", "popup",
        "login", "signin", "logout",
        "promo", "promos",
        "quicklinks",
        "searchbox", "searchform",
        "share", "sharing", "social",
        "signup", "subscribe",
        "submenu",
        "tagcloud",
    }
)  # fmt: skip
"""Words in the names of what is no text where it holds little prose."""

LIKELY_ENDS = ("share", "sharing")

WEAK = frozenset(
    {
        "account", "actions", "banner", "branding", "buttons", "comment", "comments", "email",
        "follow", "foot", "header", "jump", "lang", "language", "languages", "latest", "links",
        "logo", "menu", "menus", "next", "popular", "prev", "previous", "print", "printer",
        "rating", "recommended", "related", "search", "shortcuts", "tabs", "tags", "teaser",
        "teasers", "toolbar", "tools", "top", "translate", "trending", "utilities", "utility",
        "widget", "widgets",
    }
)  # fmt: skip
"""Words in the names of what may be text: it is none where it is hardly more than links."""

CALLOUTS = frozenset(
    {"admonition", "callout", "caution", "important", "note", "notes", "notice", "quote", "warning"}
)
"""Words in the names of what stands beside a text and belongs to it."""

PUBLISHING = word_list(
    """
    byline created date dateline entry issued meta modified posted pubdate publication published
    submitted time timestamp updated
    """
)
"""Words in the names of what says when a page was published."""

RAISED = frozenset({"sup", "super", "superscript"})
"""Words in the names of what stands raised."""

UNMARKED = frozenset({"unmarked", "unstyled", "nobullet", "nobullets", "bulletless"})
UNMARKED_NAMES = frozenset({"list-none", "no-bullet", "no-bullets", "list-unstyled", "plain-list"})
"""Names of lists whose items have no marks."""

_PHRASE = any_of(
    r"""
    (?:(?:go|jump|return|back) )?(?:back )?to (?:the )?(?:top|home|results|contents)\b.{,20}
    (?:skip|jump) (?:directly )?to .{,60}              # links for screen readers
    (?:an? )?official (?:web ?site|site) of .{,80}     # banners of governments
    here[’']s how you know.{,20}
    (?:the )?\.gov means it[’']s official.{,200}
    (?:the )?site is secure\..{,200}
    (?:secure )?\.gov websites use https.{,200}
    (?:share|print|email|bookmark|tweet|download) (?:this )?(?:page|article|post|link)\b.{,20}
    share (?:this|on|via|with)\b.{,60}
    (?:follow|like|find) us(?: on)?\b.{,60}
    (?:we|this (?:web)?site) uses? (?:\w+ ){,3}cookies\b.{,300}
    (?:accept|reject|manage)(?: all| optional| additional)? cookies
    (?:sign up|subscribe) (?:for|to) (?:our|the|e-?mail|news|updates)\b.{,80}
    (?:previous|next|prev)(?: page| article| post| section)?
    [«‹<]+ ?(?:prev(?:ious)?|back)\b.{,60}
    (?:was|is) this page (?:helpful|useful)\??
    your browser does(?:n[’']t| not) support .{,80}
    please enable javascript\b.{,120}
    (?:leave|post|write|add) a (?:comment|reply).{,40}
    no comments(?: yet)?.{,60}
    (?:read|learn|show|view|see) (?:more|less|all)
    link to (?:this|the) (?:section|heading|paragraph).{,80}
    all rights reserved\.?
    (?:edit|permalink|share|menu|close|toggle navigation|loading)[.…]*
    advertisement
    """,
    within=r"(?:{})",
)
"""Sentences of web pages that are no text of theirs, as whole paragraphs."""

_LINK = any_of(
    r"""
    (?:back|return|go back) to .{,60}
    (?:more|help|home|about|contact(?: us)?|site ?map|search|new search|print(?:able version)?)
    (?:log|sign) ?(?:in|out|up).{,20}
    privacy(?: policy| notice)?.{,20}
    (?:terms|conditions)(?: of (?:use|service))?.{,20}
    """,
    within=r"(?:{})",
)
"""Links that lead away, as whole paragraphs."""

_CODE = re.compile(r"\{\s*[\w\"']+\s*:.*\}")
"""Data of a program that was left in a page."""

COPYRIGHT = re.compile(r"(?i)(?:copyright )?(?:©|\(c\)) ?(?:copyright )?.{,160}")
"""What closes a page, as its last paragraph."""

_LONGEST_PHRASE = 400

ANCHOR = re.compile(
    r"[¶#§🔗↩]|\W{0,2}(?:permalink|anchor|copy link|edit|link to this (?:section|heading))\W{0,2}",
    re.IGNORECASE,
)
"""The text of a link that only names the heading in which it stands."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")


def names(element: Element) -> set[str]:
    """The classes of an element and its id, in small letters."""
    given = f"{element.get('class') or ''} {element.get('id') or ''}"
    return set(given.lower().split())


def words(element: Element) -> set[str]:
    """The words that the names of an element are made of: ``siteHeader`` is site and header."""
    return class_words(element) | id_words(element)


def class_words(element: Element) -> set[str]:
    """The words that its classes are made of."""
    return _words(element.get("class"))


def id_words(element: Element) -> set[str]:
    """The words that its id is made of; that of a part of a text may name what it is about."""
    return _words(element.get("id"))


def _words(given: str | None) -> set[str]:
    if not given:
        return set()
    found = {word.lower() for word in _WORD.findall(given)}
    return found | {part for name in given.lower().split() for part in re.split(r"[-_]+", name)}


def is_phrase(text: str, *, is_linked: bool) -> bool:
    """Whether a paragraph is one that web pages have around their text."""
    if len(text) > _LONGEST_PHRASE:
        return False
    bare = text.strip(" |·•»«<>^↑")
    found = _PHRASE.fullmatch(bare) or (is_linked and _LINK.fullmatch(bare))
    return bool(found) or bool(_CODE.fullmatch(text))
