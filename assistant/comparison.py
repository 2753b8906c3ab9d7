"""A question about several named things -> one question for each of them."""

import re
from dataclasses import dataclass

_NAME = r"[A-Z][\w’'.-]*(?: (?:of (?=[A-Z]))?(?:[A-Z][\w’'.-]*|\d[\w.,]*\b))*"
_JOINED = re.compile(
    rf"(?<![\w’'])(?P<first>{_NAME})(?P<others>(?:,? (?:and|or|vs\.?|versus|against|than|to|with)"
    rf" (?:the |in |for )?{_NAME}|, (?:the )?{_NAME})+)"
)
_FURTHER = re.compile(
    rf"(?:,? (?:and|or|vs\.?|versus|against|than|to|with) (?:the |in |for )?|, (?:the )?)({_NAME})"
)
_LEAD = re.compile(r"^(?:Compare|Between|How|Does|Do|Did|Is|Are|Was|Were|Which|What|Who|Has|Have) ")
_CUE = re.compile(
    r"\b(?:compar\w*|differ\w*|versus|vs|than|larger|bigger|higher|lower|smaller|more|less|better"
    r"|worse|cheaper|longer|shorter|earlier|later|sooner|most|least)\b"
    r"|\b(?:which|who)\b.* or\b|^how (?:do|did|does)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared, with the question put of it alone."""

    name: str
    question: str


def sides(question: str) -> tuple[Side, ...]:
    """The things a question compares, at least two, or none where it compares nothing."""
    if not _CUE.search(question):
        return ()
    joined = max(_JOINED.finditer(question), key=lambda found: len(found[0]), default=None)
    if joined is None:
        return ()
    lead = _LEAD.match(joined["first"])
    start = joined.start() + (lead.end() if lead else 0)
    first = joined["first"][lead.end() :] if lead else joined["first"]
    names = [first, *(found[1] for found in _FURTHER.finditer(joined["others"]))]
    if not first or len({_bare(name) for name in names}) < 2:
        return ()
    before, after = question[:start], question[joined.end() :]
    return tuple(Side(_bare(name), f"{before}{name}{after}") for name in names)


def _bare(name: str) -> str:
    return re.sub(r"(?:['’]s?)?[.,]*$", "", name)
