"""The dates that a text states of itself near its head and its foot: of what, it says in words.

A date in a sentence is none of these: the label, the date and nothing else stand together, or the
date stands alone. "Revised: April 11, 2023", "Argued April 23, 2013—Decided June 13, 2013".
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.documents.lines import Line
from assistant.extracts import Note
from assistant.text.dates import DAY, DAY_OR_MONTH, alone, read_date
from assistant.text.patterns import alternation, either, word_list

_HEAD_LINES, _HEAD_LETTERS = 40, 3_000
_TITLE_LINES, _TITLE_LETTERS = 20, 1_500
_FOOT_LINES, _FOOT_LETTERS = 25, 2_000
"""How far from either end of a text its dates are sought, and how far those that stand alone."""

_LONGEST = 200
"""Characters of a line that states a date: a longer one is a paragraph."""

_MOST_ALONE = 3
"""Different dates that stand alone in a text from which they head its parts, as in a chronology."""

_PUBLISHED = alternation(
    r"""
    (?:first[ ]|originally[ ]|date[ ])?published     # of pages and reports
    (?:date[ ]of[ ])?publication(?:[ ]date)?
    (?:date[ ])?(?:posted|issued|released|announced)
    date[ ]of[ ](?:issue|issuance|release|adoption|decision|signature|the[ ]decision|this[ ]\w+)
    (?:original[ ])?(?:issue|issuance|release|adoption|decision|posting|document)[ ]date
    dated?(?:[ ](?:as[ ]of|this))?                   # of memoranda, letters and agreements
    (?:date[ ])?(?:decided|filed)                    # of opinions: they were argued before
    enrolled                                         # of bills that have passed
    ver(?:öffentlicht|abschiedet)                    # of German and of French texts
    (?:publié|adopté|signé)e?
    (?:date[ ])?(?:adopted|approved|signed|enacted|promulgated|ordered|executed)
    approved[ ]by[ ](?:the[ ])?\w+                   # of laws: by the governor
    filed[ ]with[ ](?:the[ ])?secretary[ ]of[ ]state
    case[ ]\S+[ ]document[ ]\S+[ ]filed             # of what is filed with a federal court
    passed[ ](?:by[ ])?(?:the[ ])?(?:senate|house(?:[ ]of[ ]representatives)?|assembly)
    done[ ](?:at|in)[ ]\w+,?                         # of acts of the European Union: at Brussels
    \[?federal[ ]register[^a-z]{0,4}vol[^;]{0,40}?[/(] # of its documents, in its head
    """
)
_REVISED = alternation(
    r"""
    (?:last[ ]|date[ ])?(?:revised|updated|amended|modified|changed|edited)
    (?:last|latest)[ ](?:update|revision|amendment|modification|change)
    (?:revision|update|version)[ ]date
    date[ ]of[ ](?:last[ ])?(?:update|revision|amendment)
    rev\.?                                           # of forms: "(Rev. December 2010)"
    amended[ ]in[ ](?:senate|assembly)               # of bills
    (?:zuletzt[ ])?(?:aktualisiert|geändert)         # of German and of French texts
    (?:dernière[ ])?mise?[ ]à[ ]jour(?:[ ]:)?
    """
)
_BEGUN = alternation(
    r"""
    introduced                                       # of bills, before they are amended or passed
    """
)
_AS_OF = alternation(
    r"""
    (?:current[ ]|accurate[ ]|correct[ ])?as[ ]of    # of guides and tables
    (?:state|status|position)[ ](?:of[ ](?:the[ ])?law[ ])?(?:as[ ](?:of|at))?
    (?:rechts)?stand(?:[ ]vom)?                      # the same in German
    (?:last[ ])?(?:reviewed|checked|verified)
    last[ ]review
    current[ ]through(?:[ ][^;]{0,60}?,)?            # of codes: "Current through Register 38, …"
    """
)
_EFFECTIVE = alternation(
    r"""
    effective(?:[ ]date)?(?:[ ](?:as[ ]of|from))?    # of policies and laws
    (?:takes|taking)[ ]effect
    (?:in[ ](?:force|effect)|valid)[ ](?:from|since|as[ ]of)
    (?:date[ ]of[ ])?entry[ ]into[ ]force
    (?:enters|entered|comes|coming)[ ]into[ ]force
    """
)
_EXPIRES = alternation(
    r"""
    expires                                          # of offers and guidelines
    (?:expiration|expiry)(?:[ ]date)?
    valid[ ](?:until|through|to)
    in[ ](?:force|effect)[ ](?:until|through)
    """
)
_LABELS = re.compile(
    rf"(?ix)(?:^|[—–|•·;(\[\t]|\s-\s|[.,]\s)[ \t]*[*_]*(?:"
    rf"(?P<published>{_PUBLISHED})|(?P<revised>{_REVISED})|(?P<as_of>{_AS_OF})"
    rf"|(?P<effective>{_EFFECTIVE})|(?P<expires>{_EXPIRES})|(?P<begun>{_BEGUN}))"
    r"(?:[ ](?:on|in|at|am|le))?[*_]*[ ]?:?[*_]*[ \t]*(?:midnight,?[ ](?:on[ ])?)?"
    rf"(?:\w{{3,9}}day,[ ])?(?={DAY_OR_MONTH}|$)"
)
_DATE = re.compile(DAY_OR_MONTH)
_ENDS = re.compile(
    r"[*_†‡]*(?:$|\s?[.;)\]—–|•\t]|,?\s*(?:at )?\d{1,2}[:.]\d{2}\b|\s-\s|[,.]?\s*\(|,?\sand\s|"
    r",\s(?:effective|last|revised|updated|amended|as amended)\b|,?\sby\b|\s/|\sPage\b)",
    re.IGNORECASE,
)
"""What stands behind a date that is stated: nothing, or nothing of the same sentence."""

_AGREEMENT = re.compile(r"(?i)\b(?:agreement|contract|deed|lease|license)\b")
_AGREED = re.compile(
    r"(?i)\b(?:agreement|amendment|contract|deed|lease|license)\b[^.;]{0,80}?"
    rf"\b(?:made|entered into|dated|executed)(?: and entered into)?,?(?: effective)?(?: as of| on)?"
    rf"(?: this)?:? (?P<date>{DAY})"
)
_DONE = re.compile(
    r"(?:Adopted|Agreed|Approved|Concluded|Issued|Made|Signed)[ ](?:by|between|with)\b"
    rf"(?:[^.;]|\.(?=\w)){{0,120}}?[ ]on[ ](?P<date>{DAY})(?=\.|$)"
)
"""A sentence that says only of itself by whom and when: "Agreed between A and B on 3 May 2026."."""

_TERM = re.compile(
    rf"(?i)(?P<effective>{DAY})[ ]?(?:through|to|until|[-–—])[ ]?(?:midnight,?[ ])?"
    rf"(?P<expires>{DAY})(?=[ ]?(?:$|:))"
)
"""Since and until when an agreement holds: "July 1, 2026 – June 30, 2030" in its title."""

_KINDS = either(
    """
    act bulletin circular decision directive guidance judgment law letter memorandum notice opinion
    order regulation resolution ruling statement
    """
)
_ENTITLED = re.compile(
    r"(?!(?:An?|By|In|On|The|This|Under) )(?:[A-Z(][\w’'&.()/-]*[ ]){0,8}(?:[a-z]+[ ])?"
    rf"(?i:{_KINDS})(?:[ ]\([A-Z]{{2,10}}\))?(?:[ ](?:No\.? ?)?[\d/.-]{{1,12}})?"
    rf"[ ]of[ ](?P<date>{DAY})"
)
"""A title that names its kind and day: "Executive Order 13859 of February 11, 2019"."""

_FORCE = re.compile(
    rf"(?:^|[.;][ ])This[ ](?:\w+[ ])?(?:agreement|policy|{_KINDS}),?[ ]"
    rf"(?:(?:is|becomes|takes)[ ])?(?:effective|effect)(?:[ ](?:on|from|as[ ]of))?[ ]"
    rf"(?P<date>{DAY})",
    re.IGNORECASE,
)
"""Since when a text says in a sentence that it holds: "This bulletin, effective 3 May 2026, …"."""

_DATELINE = re.compile(
    rf"(?:[A-Z][A-Za-z.]+,?[ ]){{1,5}}(?:[(–—-]|[–—-][ ])?(?P<date>{DAY})\)?[ ]?[–—-]"
)
"""What opens a press release: "LOS ANGELES (May 3, 2026) — "."""

_SIGNED = re.compile(rf"(?P<who>[A-Z](?:[^.;:!?]|\.(?=\w))*?)\s?[,·•|–—][ ](?P<date>{DAY})[*_)\]]*")
"""A line of names that ends with a date: "Port Board, 3 August 2026"."""

_SMALL = word_list("a an and at by de for from in of on or the to under")
"""What is written small within names: another small word makes a sentence of a line."""

_FIRST_LINES = 4
"""Lines from the top in which such a line stands: the title, or what is under it."""

_AROUND = re.compile(r"(?:^of|^\[|^\()\s*|[\])]$")
"""What may stand around a date that stands alone: "of 13 June 2024" under its title, brackets."""

_CONTROL = re.compile(r"\bOMB\b")
"""The number under which a form was allowed, which expires; the form does not."""


@dataclass(frozen=True, slots=True)
class Stated:
    """The dates that a text states, each ``None`` where it states none of its kind."""

    published: date | None = None
    as_of: date | None = None
    effective: date | None = None
    expires: date | None = None


def stated_dates(lines: Sequence[Line]) -> Stated:
    """The dates that the lines of a text state of it.

    Its date is that of its publication, else of its last revision, else the one that stands alone
    in its head; what only says since when it is in effect has no other date than that.
    """
    written = [line for line in lines if line.text and not isinstance(line.mark, Note)]
    head = _within(written, _HEAD_LINES, _HEAD_LETTERS)
    tail = _within(written[len(head) :][::-1], _FOOT_LINES, _FOOT_LETTERS)[::-1]
    top, foot = _labelled(head), _labelled(tail, is_foot=True)
    known = dict((*_term(head), *foot[::-1], *top[::-1]))
    published = (
        _first(top, "published")
        or _agreed(head)
        or _latest(top, "revised")
        or _first(top, "begun")
        or _alone(written)
        or _entitled(head)
        or _signed(head)
        or _first(foot, "published")
        or _latest(foot, "revised")
        or known.get("effective")
        or known.get("as_of")
    )
    effective = known.get("effective") or _in_force(head)
    return Stated(published, known.get("as_of"), effective, known.get("expires"))


def _within(lines: Sequence[Line], most: int, letters: int) -> list[Line]:
    """The first lines, so many at most and with so many letters."""
    kept: list[Line] = []
    for line in lines[:most]:
        letters -= len(line.text)
        if kept and letters < 0:
            break
        kept.append(line)
    return kept


def _first(found: Sequence[tuple[str, date]], kind: str) -> date | None:
    return next((day for known, day in found if known == kind), None)


def _latest(found: Sequence[tuple[str, date]], kind: str) -> date | None:
    return max((day for known, day in found if known == kind), default=None)


def _labelled(lines: Sequence[Line], *, is_foot: bool = False) -> list[tuple[str, date]]:
    """The dates behind labels, in their order; in the foot of a text labels begin their lines."""
    found: list[tuple[str, date]] = []
    for line, below in pairwise((*lines, Line(0, ""))):
        if len(line.text) <= _LONGEST:
            found += _stated(line.text, below.text, is_foot=is_foot)
    return found


def _stated(text: str, below: str, *, is_foot: bool) -> Iterator[tuple[str, date]]:
    for label in _LABELS.finditer(text):
        kind = str(label.lastgroup)
        written = _DATE.match(text, label.end())
        # What begins and ends with a sentence is all that this says, whatever stands before it.
        is_whole = label[0].startswith(". ") and label[0][2].isupper() and bool(written)
        is_sentence = text.endswith(".") and not is_whole
        if (label.start() and (is_sentence or is_foot or kind == "expires")) or _CONTROL.search(
            text
        ):
            continue
        if written and _ENDS.match(text, written.end()):
            day = read_date(written[0])
        elif label.end() == len(text) and text.endswith((":", "\t")):
            day = alone(below)
        else:
            day = None
        if day:
            yield kind, day


def _alone(lines: Sequence[Line]) -> date | None:
    """The date that is all of a line, or of a cell of a table of one row, near the title."""
    found: list[date] = []
    near = _within(lines, _TITLE_LINES, _TITLE_LETTERS)
    for at, line in enumerate(lines):
        if "\t" in line.text and (at >= len(near) or not (line.after_gap and line.before_gap)):
            continue
        for cell in line.text.split("\t"):
            day = alone(_AROUND.sub("", cell.strip("*_# ")))
            if day and day not in found:
                found.append(day)
                if at >= len(near) and len(found) == 1:
                    return None
    return found[0] if 0 < len(found) < _MOST_ALONE else None


def _agreed(lines: Sequence[Line]) -> date | None:
    """The date as of which an agreement says that it was made."""
    found = _AGREED.search(" ".join(line.text for line in lines))
    return read_date(found["date"]) if found else None


def _in_force(lines: Sequence[Line]) -> date | None:
    """The day since when a text says of itself, in a sentence, that it holds."""
    found = next(filter(None, (_FORCE.search(line.text) for line in lines)), None)
    return read_date(found["date"]) if found else None


def _term(lines: Sequence[Line]) -> Iterator[tuple[str, date]]:
    """The days between which an agreement holds, where its title names them."""
    near = [line.text for line in _within(lines, _TITLE_LINES, _TITLE_LETTERS)]
    if not any(map(_AGREEMENT.search, near)):
        return
    for text in near:
        found = _TERM.search(text) if len(text) <= _LONGEST else None
        if found is None:
            continue
        for kind in ("effective", "expires"):
            if day := read_date(found[kind]):
                yield kind, day
        return


def _entitled(lines: Sequence[Line]) -> date | None:
    """The date in a title, "Legislative resolution of 13 March 2024 on …", or in a dateline."""
    for line in _within(lines, _TITLE_LINES, _TITLE_LETTERS):
        ways = (_ENTITLED, _DATELINE, _DONE)
        found = next(filter(None, (way.match(line.text) for way in ways)), None)
        if found:
            return read_date(found["date"])
    return None


def _signed(lines: Sequence[Line]) -> date | None:
    """The date behind names in a line under the title, or in the title."""
    for line in lines[:_FIRST_LINES]:
        found = _SIGNED.fullmatch(line.text) if len(line.text) <= _LONGEST else None
        if found is None or _DATE.search(found["who"]):
            continue
        words = found["who"].split()
        if not any(word[0].islower() and word not in _SMALL for word in words):
            return read_date(found["date"])
    return None
