"""The things of a comparison: names that stand side by side in a list, or beside a "versus".

Things are told by what documents are about, not by grammar: a question is cut where things may be
joined, and parts next to each other with a name each are a list.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.retrieval.entities import Entities, Mention
from assistant.text.patterns import alternation, word_list

_VERSUS = alternation(
    r"""
    vs\.?
    v\.?
    versus
    """
)
_THAN = alternation(
    r"""
    than
    as opposed to
    (?:as )?compared (?:with|to)
    up against   # "How does Iowa stack up against Utah"
    """
)
_JOINT = re.compile(
    rf"\s*,?\s+(?:(?P<versus>{_VERSUS})|(?P<than>{_THAN}))\s+"
    r"|,?\s+(?P<plain>and|or)\s+|\s*[,/]\s*",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\s*[:;?!()—]\s*|\s+[-–]\s+")
"""What ends a list of things."""

_ITS = re.compile(r"(?:the )?\bits\b", re.IGNORECASE)
_OWNS = re.compile(r"['’]s? (?=\w)")
_YEAR_FIRST = re.compile(r"((?:19|20)\d\d) ")
_YEAR_LAST = re.compile(r"(?<!\b[ASH][BR]) ((?:19|20)\d\d)$")
_LEADS = word_list("the in a an for under by with on of both between")
"""Words that may stand before a thing in a list."""

_CLAUSE = word_list(
    """
    according am are be been can could did do does had has have how if is it like may might must
    says should still to was were what when where whether which who whoever whose why will would
    """
)
"""Words of a clause: what holds one is no name of a thing."""

_PLACES = word_list("as at by during for from in of on over under with without")
"""Words that place a thing: another may be named behind them."""

MOST_BETWEEN = 3
MOST_OWN = 6
"""Words between a thing and the "and" or comma, or the "versus", that joins it to the next."""

MOST_BESIDE = 1
"""Words between two names of one thing: "the EU's Article 50"."""

LONGEST_PHRASE = 4
"""Words of a thing that no document is known to be about, at most."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing where it stands; ``named`` to ``named_end`` is the part that documents know.

    Attributes:
        name: as the question writes it.
        documents: those about it, none for one that nobody knows.
        joint: what joins it to the thing before: "list", "and", "or", "versus" or "than".
        is_subject: whether documents are about it, and do not only hold it.
    """

    name: str
    start: int
    end: int
    documents: frozenset[str]
    named: int
    named_end: int
    joint: str = ""
    is_subject: bool = False


@dataclass(frozen=True, slots=True)
class _Item:
    """A part of a question between what joins or ends things, with the names in it."""

    start: int
    end: int
    mentions: tuple[Mention, ...]
    joint: str = ""


def find_things(text: str, known: Entities) -> tuple[Thing, ...]:
    """The things of the longest list of a question, in its order; nothing without one.

    Args:
        text: the question.
        known: finds the names that documents are about.
    """
    lists = (_things(text, run, known) for run in _runs(_items(text, known)))
    return max(lists, key=len, default=())


def between(text: str, first: Thing, last: Thing) -> str:
    """What stands between a thing and the "than" behind it."""
    joints = _JOINT.finditer(text, first.end, last.start + 1)
    return next((text[first.end : found.start()] for found in joints if found["than"]), "")


def _items(text: str, known: Entities) -> Iterator[_Item]:
    """The parts of a text, cut where things may be joined or a list ends."""
    mentions = known.mentions(text)
    start, joint = 0, ""
    owner: tuple[Mention, ...] = ()
    for cut in [*sorted(_cuts(text, mentions)), (len(text), len(text), "")]:
        if cut[0] < start:
            continue
        held = tuple(item for item in mentions if start <= item.start and item.end <= cut[0])
        if not held and owner and joint and (own := _ITS.match(text, start, cut[0])):
            whose = _OWNS.split(text[owner[0].start : owner[0].end])[0]
            documents = [item.documents for item in known.mentions(whose)]
            held = (Mention(own.start(), own.end(), frozenset[str]().union(*documents)),)
        yield _Item(start, cut[0], held, joint)
        owner = held
        start, joint = cut[1], cut[2]


def _cuts(text: str, mentions: Sequence[Mention]) -> Iterator[tuple[int, int, str]]:
    """Where a list may end or go on: start, end and what joins."""
    starts, ends = {item.start for item in mentions}, {item.end for item in mentions}
    for found in [*_BREAK.finditer(text), *_JOINT.finditer(text)]:
        if any(item.start < found.start() < item.end for item in mentions):
            continue
        if found[0] == "/" and not (found.start() in ends and found.end() in starts):
            continue  # "TV/Theatrical"
        kind = "" if found.re is _BREAK else found.lastgroup or "list"
        yield found.start(), found.end(), found[0].strip(" ,").lower() if kind == "plain" else kind


def _runs(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """The lists of parts that are joined one to the next."""
    run: list[_Item] = []
    for item in items:
        if run and not _linked(run[-1], item):
            yield run
            run = []
        run.append(item)
    yield run


def _linked(one: _Item, other: _Item) -> bool:
    """Whether two parts may name things of one list; only "versus" joins what no name tells."""
    return bool(other.joint and one.mentions and (other.mentions or other.joint == "versus"))


def _things(text: str, run: Sequence[_Item], known: Entities) -> tuple[Thing, ...]:
    """The things of a list, as far as each stands beside what joins it."""
    found: list[Thing] = []
    for at, item in enumerate(run):
        beside = run[at + 1].joint if at + 1 < len(run) else ""
        thing = _thing(text, item, found[:1], known, is_last=beside in ("", "than"))
        if found and not _leads(text[item.start : thing.named], item.joint):
            break
        found.append(thing)
        if beside and not _follows(text[thing.named_end : item.end], beside):
            if len(found) > 1:
                break
            found.clear()
    # What stands behind one comma only explains what stands before it.
    if len(found) < 2 or (len(found) == 2 and found[1].joint == "list" and not _apart(text, found)):
        return ()
    owner = re.split(r"['’]s? ", found[0].name)[0]
    named = [replace(thing, name=_ITS.sub(f"{owner}'s", thing.name)) for thing in found]
    return tuple(_sharing_year(named, known))


def _apart(text: str, things: Sequence[Thing]) -> bool:
    """Whether a text ends with a bare name, and each of two things has documents of its own."""
    one, other = things
    is_bare = other.start == other.named and other.named_end == len(text)
    are_subjects = one.is_subject and other.is_subject
    return is_bare and are_subjects and not one.documents & other.documents


def _leads(words: str, joint: str) -> bool:
    """Whether words may stand between a joint and a thing: not those of a clause."""
    said = re.findall(r"\w[\w’']+", words.lower())
    while said and said[0] in _LEADS:
        said = said[1:]
    most = MOST_OWN if joint == "versus" else MOST_BETWEEN
    return len(said) <= most and not _CLAUSE.intersection(said)


def _follows(words: str, joint: str) -> bool:
    """Whether words may stand between a thing and what joins it to the next."""
    said = re.findall(r"\w\w+", words.lower())
    if joint == "versus":
        return len(said) <= MOST_OWN
    return joint == "than" or (
        len(said) <= MOST_BETWEEN and not (_CLAUSE | _PLACES).intersection(said)
    )


def _thing(
    text: str, item: _Item, first: Sequence[Thing], known: Entities, *, is_last: bool
) -> Thing:
    """The thing of one part: from its name to what joins it, with words before it in a list."""
    start, end = item.start, item.end
    while first and (lead := re.match(r"([\w’']+)\s+", text[start:end])):
        if lead[1].lower() not in _LEADS:
            break
        start += lead.end()
    if not item.mentions:
        phrase = re.match(rf"(?:\S+\s*){{0,{LONGEST_PHRASE}}}", text[start:end])
        name = _bare(phrase[0]) if phrase else ""
        return Thing(name, start, end, frozenset(), start, end, item.joint)
    chain = _chain(text, item.mentions, from_end=not first)
    documents = chain[0].documents
    for mention in chain[1:]:
        documents = documents & mention.documents or documents or mention.documents
    behind = text[chain[-1].end : end]
    documents = known.narrowed(documents, behind)
    if not first or item.joint == "than" or _length(text[start : chain[0].start]) > MOST_BETWEEN:
        start = chain[0].start
    # "Iowa's film fund or Utah's screen grant": the last has something of its own, too.
    owns = first and _OWNS.search(first[0].name) and _OWNS.search(text, chain[0].start, end)
    if is_last and _ITS.match(text, start):
        end = chain[-1].end + known.extent(documents, behind)
    elif _length(behind) > (MOST_BETWEEN if owns else 0 if is_last else MOST_OWN):
        # A name goes on to the end of its word: "AI-made".
        word = re.match(r"(?:[/–-]\w+)*", behind)
        end = chain[-1].end + (word.end() if word else 0)
    is_subject = any(mention.is_subject for mention in chain)
    name = _bare(text[start:end])
    return Thing(name, start, end, documents, chain[0].start, chain[-1].end, item.joint, is_subject)


def _chain(text: str, mentions: Sequence[Mention], *, from_end: bool) -> list[Mention]:
    """The names that stand close together: the last of a first part, the first of another."""
    ordered = list(reversed(mentions)) if from_end else list(mentions)
    chain = ordered[:1]
    for mention in ordered[1:]:
        first, second = sorted((chain[-1], mention), key=lambda item: item.start)
        if _length(text[first.end : second.start]) > MOST_BESIDE:
            break
        chain.append(mention)
    return sorted(chain, key=lambda item: item.start)


def _sharing_year(things: Sequence[Thing], known: Entities) -> Iterator[Thing]:
    """The things; a year before the first or behind the last is everyone's."""
    dated = [thing for thing in things if re.search(r"\d", thing.name)]
    year = None
    if len(dated) == 1 and not _OWNS.search(dated[0].name):
        year = _YEAR_FIRST.match(things[0].name) or _YEAR_LAST.search(things[-1].name)
    for thing in things:
        if year and not re.search(r"\d", thing.name):
            documents = known.narrowed(thing.documents, year[1])
            yield replace(thing, name=f"{thing.name} {year[1]}", documents=documents)
        else:
            yield thing


def _length(text: str) -> int:
    """How many words a text has; the ending of a possessive is none."""
    return len(re.findall(r"\w\w+|\d", text))


def _bare(name: str) -> str:
    return re.sub(r"^the |(?:['’]s?)?[.,\s]*$", "", name)
