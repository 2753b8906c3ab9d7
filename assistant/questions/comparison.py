"""A question about several named things -> the things, and what is asked of each.

"Compare Iowa and Utah on caps and refunds" has two things and two aspects; "Which pays more for
animation, Iowa or Utah?" has one aspect. Each thing is asked about alone, so that no cell of the
table is filled from a neighbour.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = r"(?:[A-Z][\w’'.&/–-]*|(?:actors|writers|directors|animators|composers)['’]?(?!\w))"
_NAME = (
    rf"(?:\d{{4}} )?{_WORD}(?:(?: of(?= [A-Z])| v\.?(?= [A-Z])| the(?= [A-Z]{{2}}))?"
    rf" (?:{_WORD}|\d[\w.]*))*"
)
_TAIL_WORD = (
    r"(?!(?:and|or|vs|versus|than|with|against|to|on|in|for|of|at|by|from|about|each|both|is|are"
    r"|was"
    r"|were|do|does|did|differ|compare|treat|pay|say|require|handle|run|have|has)\b)[a-z][\w-]*"
)
_JOIN = r"(?:,? (?:and|or|vs\.?|versus|than|compared (?:with|to))|,) "
_NOUN = (
    r"(?:acts?|agreements?|cases?|contracts?|credits?|deals?|laws?|programs?|rules|rulings?"
    r"|strikes?"
    r"|suits?|unions?)"
)
_PLACED = r"(?:(?:in|for|under|at) )?(?:the )?"
_ITEM = rf"(?:{_NAME}|its(?: {_TAIL_WORD})+)"
_OWN_TAIL = rf"(?:(?:(?<=[’']s)(?: {_TAIL_WORD}){{1,4}}| {_NOUN})(?={_JOIN}))?"
_LIST = re.compile(rf"(?<![\w’'])({_ITEM}{_OWN_TAIL})((?:{_JOIN}{_PLACED}{_ITEM}{_OWN_TAIL})+)")
_FURTHER = re.compile(rf"{_JOIN}{_PLACED}({_ITEM}{_OWN_TAIL})")
_APART = re.compile(
    rf"^(?P<lead>(?:[A-Z][^?]*?, )?(?i:is|are|was|were|does|do|did|has"
    rf"|have) )(?:the )?(?P<one>{_NAME})"
    rf" ?(?P<shared>[^?]*?) than (?:in |under )?(?:the )?(?P<other>{_NAME})(?P<rest>[^?]*)"
)
_LEAD = re.compile(
    r"^(?:Compare|Comparing|Between|How|Does|Do|Did|Is|Are|Was|Were|Which|What|Who|Has|Have|When"
    r"|Where"
    r"|Can|Could|Will|And|In|For|Under) (?:the )?"
)
_COMPARATIVE = re.compile(
    r"\b(?:(?:a |an |the )?(?:larger|bigger|higher|lower|smaller|greater|more|less|better|worse"
    r"|harder"
    r"|cheaper|longer|shorter|earlier|later|sooner|first|last|most|least|highest|lowest|biggest"
    r"|largest|richer|stricter|stronger|slightly))\b(?!-)",
    re.IGNORECASE,
)
_CUE = re.compile(
    r"\b(?:compar\w*|differ\w*|versus|vs|than|each|both)\b"
    r"|^(?:.*, )?(?:which|who|where)\b.*\bor\b|^(?:do|does|did|is|are|was|were)\b.* or ",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\b(?:lower|smaller|less|cheaper|shorter|earlier|sooner|first|least|lowest)\b", re.IGNORECASE
)
_MEASURES = (
    (re.compile(r"\b(?:longer|shorter|longest|shortest)\b", re.I), "how long"),
    (re.compile(r"\b(?:earlier|later|sooner|first|last)\b(?!-)", re.I), "when"),
    (re.compile(r"\b(?:better|worse|harder|stricter)\b", re.I), "how"),
    (re.compile(r"", re.I), "how much"),
)
_ASPECTS = re.compile(
    r"^\W*(?:(?:differ|compare|deals|contracts|laws)\b\W*)*"
    r"(?:on|in|regarding|in terms of|as to|about|with regard to|when it comes to) (?P<aspects>.+)$",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"^(?:please )?(?:compare|comparing|what(?: is|'s| are)? the differences?|how (?:do|does|did"
    r"|is|are))"
    r"\b(?: between)?(?: the)?",
    re.IGNORECASE,
)
_QUESTION_WORD = r"(?:what|when|how|who|which|whether|where|why|by what|can|does|do|is|are)"
_ASKING = re.compile(
    r"^\W*(?:(?:(?:which|what) (?:of the )?(?:guild|state|union|country|deal|law|program|contract"
    r"|bill"
    rf"|company)(?:['’]s|s)?|{_QUESTION_WORD}|which|who|does|do|did|is|are|was|were|the|a|an|each"
    rf"|both"
    r"|and|in|of|for|compare|pays?|gives?|gets?|got|has|have|says?|handles?|treats?|requires?|about"
    r"|deals?|contracts?|suits?|cases?)\b\W*)+",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each of them|each|they both|they|both)\b", re.IGNORECASE)
_EACH_ONE = re.compile(
    r"\b(?:each|both) (state|credit|law|guild|union|deal|contract|program|country|act|bill|case"
    r"|one)s?\b",
    re.IGNORECASE,
)
_BILL = r"\b[ASH][BR]"
_MOST_THINGS = 6
_MOST_ASPECTS = 4


@dataclass(frozen=True, slots=True)
class Aspect:
    """What is asked of each thing: a short name, and the question with ``{}`` for the thing."""

    name: str
    question: str

    def of(self, thing: str) -> str:
        """The question put of one thing."""
        return self.question.replace("{}", thing)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The things a question compares and what it asks of each.

    ``is_explicit`` tells whether its words say that it compares; another question that joins names
    compares only where they are different matters to the library. ``wants_least`` is for the
    smaller or earlier thing.
    """

    things: tuple[str, ...]
    aspects: tuple[Aspect, ...]
    is_explicit: bool
    wants_least: bool = False


def read_comparison(question: str) -> Comparison | None:
    """The comparison that a question asks for, or nothing where it names fewer than two things."""
    text = " ".join(question.split()).rstrip("?. ")
    apart = _APART.match(text)
    if apart and _COMPARATIVE.search(apart["shared"]):
        return _apart(apart)
    found = max(_lists(text), key=lambda item: len(item[1]), default=None)
    if found is None:
        return None
    (start, end), things = found
    before = re.sub(r",? the$|,$", "", text[:start].rstrip())
    after = re.sub(r"^['’]s?\b", "", text[end:])
    return Comparison(
        things,
        tuple(_aspects(before, after))[:_MOST_ASPECTS],
        bool(_CUE.search(text)) or len(things) > 2,
        bool(_LEAST.search(f"{before} {after}")),
    )


def _lists(text: str) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """The lists of at least two different things, each with its span."""
    for found in _LIST.finditer(text):
        lead = _LEAD.match(found[1])
        start = found.start() + (lead.end() if lead else 0)
        items = [found[1][lead.end() :] if lead else found[1], *_FURTHER.findall(found[2])]
        things = _distinct(items)
        closed = re.search(r" (?:and|or|vs\.?|versus|than|with|to) (?!.* (?:and|or|vs) )", found[2])
        if items[0] and closed and 2 <= len(things) <= _MOST_THINGS:
            yield (start, found.end()), things


def _distinct(items: list[str]) -> tuple[str, ...]:
    """The things by their bare names; "its" is the first thing's, a shared year is everyone's."""
    first = _bare(items[0])
    owner = re.split(r"['’]s ", first)[0]
    names = [_bare(re.sub(r"^its\b", f"{owner}'s", item)) for item in items]
    year = re.match(r"((?:19|20)\d\d) ", names[0]) or re.search(
        rf"(?<!{_BILL}) ((?:19|20)\d\d)$", names[-1]
    )
    if year:
        names = [name if re.search(r"\d", name) else f"{name} {year[1]}" for name in names]
    return tuple(dict.fromkeys(name for name in names if name))


def _bare(name: str) -> str:
    return re.sub(r"^the |(?:['’]s?)?[.,]*$", "", name)


def _apart(found: re.Match[str]) -> Comparison:
    """The things on both sides of what they share, as in "Is Iowa's cap larger than Utah's?"."""
    one, other = _bare(found["one"]), _bare(found["other"])
    aspect = _noted(f"{_label(found['shared'])}, {_measure(found['shared'])}")
    least = bool(_LEAST.search(found["shared"]))
    return Comparison((one, other), (aspect,), is_explicit=True, wants_least=least)


def _aspects(before: str, after: str) -> Iterator[Aspect]:
    """The aspects, from what stands before and after the list of things."""
    listed = _ASPECTS.match(after)
    if after.lstrip().startswith(":"):
        yield from map(_of_each, _split_questions(after.lstrip(" :")))
    elif _COMPARE.match(before) and (listed or not _verb_phrase(after)):
        yield from _named_aspects(_head(before), listed["aspects"] if listed else "", after)
    else:
        yield from _asked_aspects(before, after)


def _named_aspects(head: str, listed: str, after: str) -> Iterator[Aspect]:
    """Aspects named by noun phrases: "Compare the caps of …", "… on caps and on refunds"."""
    if not listed:
        yield _noted(f"{head} {after}")
    for name in _split_names(listed):
        yield _noted(name, head)


def _asked_aspects(before: str, after: str) -> Iterator[Aspect]:
    """Aspects asked for by a sentence that the things stand in."""
    first, *others = _split_questions(after)
    whole = f"{before} {first}"
    chooses = re.match(r"^(?:.*, )?(?:which|who|where)\b", before, re.IGNORECASE)
    weighs = re.match(r"^(?:do|does|did|is|are|was|were)\b", before, re.IGNORECASE)
    if (chooses or weighs) and _COMPARATIVE.search(whole):
        yield _noted(f"{_label(whole)}, {_measure(whole)}")
    else:
        asked = _tidy(f"{before} {{}} {_EACH.sub('', first)}")
        yield Aspect(_label(whole), f"{asked.strip(' ,')}?")
    yield from map(_of_each, others)


def _noted(name: str, head: str = "") -> Aspect:
    """An aspect asked for as a note, "Iowa: caps", which reads better than a clumsy question."""
    return Aspect(_label(name), _tidy(f"{{}} {head}: {name}".replace(" :", ":")) + "?")


def _of_each(asked: str) -> Aspect:
    """The question put of each: "how does each credit …" -> "How does {}'s credit …"."""
    named = _EACH_ONE.sub(r"{}'s \1", asked)
    named = named if "{}" in named else _EACH.sub("{}", named, count=1)
    question = named if "{}" in named else f"{{}}: {asked}"
    return Aspect(_label(asked), _tidy(question[:1].upper() + question[1:]) + "?")


def _split_questions(text: str) -> list[str]:
    parts = re.split(rf",? and (?={_QUESTION_WORD}\b)", text)
    return [part.strip() for part in parts[:1]] + [
        part.strip() for part in parts[1:] if part.strip()
    ]


def _split_names(text: str) -> list[str]:
    """The names of "caps and on refunds"; a clause is left whole."""
    parts = re.split(r",? and (?:on )?|, (?:on )?", text)
    if re.match(_QUESTION_WORD + r"\b", text, re.IGNORECASE):
        return [text]
    return [re.sub(r"^(?:the|on) ", "", part.strip()) for part in parts if part.strip()]


def _head(before: str) -> str:
    """What is compared, from the words before the things: "Compare the caps of" -> "caps"."""
    rest = _COMPARE.sub("", before).strip()
    return re.sub(r"(?:\b(?:of|in|between|for|under|the)\s*)+$", "", rest).strip(" ,")


def _verb_phrase(after: str) -> bool:
    """Whether more than the end of a comparison stands behind the things."""
    return bool(re.sub(r"^\W*(?:differ|compare|(?:deals|contracts|laws|acts)\b)?\W*", "", after))


def _measure(text: str) -> str:
    return next(word for pattern, word in _MEASURES if pattern.search(text))


def _label(text: str) -> str:
    """A column's heading: the words of an aspect without those that only ask."""
    bare = _ASKING.sub("", _COMPARATIVE.sub("", text)).strip(" ,:?")
    bare = re.sub(r",? (?:how much|how long|when|how)$", "", bare)
    bare = re.sub(r"\b(?:each|both|in|of|for|the|by|do|does|did)\W*$", "", bare)
    return _tidy(bare).strip(" ,:?") or "Answer"


def _tidy(text: str) -> str:
    return re.sub(r" ([,?])", r"\1", " ".join(text.split()))
