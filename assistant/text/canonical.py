"""A text in the forms by which two are compared: one spelling for what can be spelled in many.

"$1-2 million" becomes "$1 million - $2 million", "§ 7" "Section 7", "Gov." "Governor", "1-5 January
2027" two dates. It is made to be compared, not to be shown.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache

from assistant.text.characters import plain
from assistant.text.patterns import either

MONTHS = either(
    """
    January February March April May June July August September October November December
    Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec
    """
)
YEAR = r"(?:1[5-9]|20|21)\d\d"

_LETTERS = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # forms of full width
    0x017F: "s", 0x0131: "i", 0x0130: "I", 0x212A: "K",  # small letters' folds that aren't ASCII
    0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2044: "/", 0x2212: "-", 0x2012: "-",
}  # fmt: skip

_PARTS = {
    "¼": "1/4", "½": "1/2", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "⅕": "1/5", "⅖": "2/5",
    "⅗": "3/5", "⅘": "4/5", "⅙": "1/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
}  # fmt: skip

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9,
          "x": 10, "xi": 11, "xii": 12, "xiii": 13, "xiv": 14, "xv": 15}  # fmt: skip

_WRITTEN_OUT = {
    "Gov": "Governor", "Govs": "Governors", "Sen": "Sen", "Sens": "Senators",
    "Rep": "Rep", "Reps": "Representatives", "Sec": "Section", "Secs": "Sections",
    "Art": "Article", "Arts": "Articles", "Ch": "Chapter", "No": "No", "Nos": "Nos",
    "Inc": "Incorporated", "Corp": "Corporation", "Co": "Company", "Ltd": "Limited",
    "Dept": "Department", "Dr": "Dr", "Mr": "Mr", "Mrs": "Mrs", "Ms": "Ms", "St": "St",
    "approx": "about", "vs": "v", "v": "v", "pct": "percent", "Bros": "Brothers", "Jr": "Jr",
}  # fmt: skip
"""Abbreviations with a point, which ends no sentence, and what they stand for."""

_COUNTRIES = {
    "American": "America", "Australian": "Australia", "Belgian": "Belgium", "Brazilian": "Brazil",
    "British": "Britain", "Californian": "California", "Canadian": "Canada", "Chinese": "China",
    "Croatian": "Croatia", "Czech": "Czechia", "Danish": "Denmark", "Dutch": "Netherlands",
    "English": "England", "Finnish": "Finland", "French": "France", "German": "Germany",
    "Greek": "Greece", "Hungarian": "Hungary", "Icelandic": "Iceland", "Indian": "India",
    "Irish": "Ireland", "Italian": "Italy", "Japanese": "Japan", "Maltese": "Malta",
    "Mexican": "Mexico", "Norwegian": "Norway", "Polish": "Poland", "Portuguese": "Portugal",
    "Romanian": "Romania", "Scottish": "Scotland", "Spanish": "Spain", "Swedish": "Sweden",
    "Swiss": "Switzerland", "Thai": "Thailand", "Turkish": "Turkey", "Welsh": "Wales",
}  # fmt: skip
"""What is of a country, and the country, where the one doesn't begin as the other."""

_SHORT_MONTHS = {month[:3]: month for month in MONTHS.split("|")[:12] if month != "May"}
_SHORT_MONTHS |= {"Sept": "September"}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+"
_SIGN = r"(?:US|CA|[CAS])?[$€£¥]"
_SCALE = r"(?: ?(?:[kKmM]|mn|bn)\b|[ -](?:thousand|million|billion|trillion)\b)"
_SHARE = r"(?: ?%| per ?cent\b| percentage points?\b)"
_TO = r"(?P<to> ?- ?| to | or | through | and )"
BILLS = either("AB SB HB HR HF SF LD LB HJR SJR AJR ACR SCR HCR ACA SCA")
_BILL_NAMES = {"Assembly Bill": "AB", "Senate Bill": "SB", "House Bill": "HB",
               "House Resolution": "HR", "House File": "HF", "Senate File": "SF"}  # fmt: skip

_Step = tuple[re.Pattern[str], "str | Callable[[re.Match[str]], str]"]


def canonical(text: str) -> str:
    """A text in the forms by which it is compared; lines stay lines."""
    text = plain(text).translate(_LETTERS)
    for pattern, new in _steps():
        text = pattern.sub(new, text)
    return text.strip()


@cache
def _steps() -> tuple[_Step, ...]:
    """What is written anew, one after the other."""
    return (*_of_marks(), *_of_words(), *_of_dates(), *_of_numbers())


def _of_marks() -> tuple[_Step, ...]:
    points = "|".join(sorted(_WRITTEN_OUT, key=len, reverse=True))
    return (
        (re.compile(rf"(?:(?P<whole>\d+) ?)?(?P<part>[{''.join(_PARTS)}])"), _decimal),
        (re.compile(r"(?<=\d)–(?=[\w$€£¥.])|(?<=\w)–(?=\w)"), "-"),
        (re.compile(r" ?[—–] ?"), " - "),
        (re.compile(r"[ \t]+"), " "),
        (re.compile(r" *\n\s*"), "\n"),
        (re.compile(r"\b([ap])\. ?m\.?(?!\w)", re.IGNORECASE), r"\1m"),
        (re.compile(r"\b(?:[A-Z]\. ?){1,5}[A-Z]\.(?!\w)"), lambda one: _letters(one[0])),
        (re.compile(rf"\b({points})\.(?= |\d)"), lambda one: f"{_WRITTEN_OUT[one[1]]} "),
        (re.compile(r" {2,}"), " "),
        (re.compile(r"(?<=\d) %"), "%"),
        (re.compile(r"\bpct\b"), "percent"),
    )


def _of_words() -> tuple[_Step, ...]:
    of_country = "|".join(sorted(_COUNTRIES, key=len, reverse=True))
    bills = "|".join(_BILL_NAMES)
    divisions = either("Title Part Article Chapter Phase Schedule Annex Appendix Class Tier")
    return (
        (re.compile(r"§§? ?"), "Section "),
        # As titles, which are no part of a name.
        (re.compile(r"\bSenator (?=[A-Z])"), "Sen "),
        (re.compile(r"\bRepresentative (?=[A-Z])"), "Rep "),
        (re.compile(r"\bUSA?\b(?![$€£])"), "United States"),
        (re.compile(r"\bUK\b"), "United Kingdom"),
        (re.compile(r"\bEU\b"), "European Union"),
        (re.compile(rf"\b({of_country})\b"), lambda one: _COUNTRIES[one[1]]),
        (re.compile(rf"\b({bills}) (?:No )?(?=\d)"), lambda one: f"{_BILL_NAMES[one[1]]} "),
        (re.compile(rf"\b({BILLS})[- ]?(?:No )?(?=\d)"), r"\1 "),
        (re.compile(r"\b([SHA])\. ?(?:No )?(?=\d)"), r"\1 "),
        (re.compile(rf"\b({divisions}) ([IVX]{{1,5}})\b"), _arabic),
        (re.compile(r"\b([Cc]o|[Pp]re|[Pp]ost|[Mm]ulti)-(?=[A-Za-z]{3})"), r"\1"),
        (re.compile(r"\bFY ?(?:20)?(?=\d\d\b)"), "fiscal year 20"),
    )


def _of_dates() -> tuple[_Step, ...]:
    ending = r"(?:st|nd|rd|th)?"
    short = "|".join(_SHORT_MONTHS)
    return (
        (
            re.compile(rf"\b({short})\b\.?(?= \d)|(?<=\d )\b({short})\b\.?"),
            lambda one: _SHORT_MONTHS[one[1] or one[2]],
        ),
        (re.compile(r"(?<![\w'])'?([6-9]0)s\b"), r"19\1s"),
        (re.compile(rf"\b({'|'.join(_QUARTERS)}) quarter(?= of {YEAR})", re.IGNORECASE), _quarter),
        (re.compile(rf"(?<![\w$€£¥.,-])({YEAR}) ?[-/] ?({YEAR})(?![\w-])"), r"\1 - \2"),
        (re.compile(r"(?<![\w$€£¥.,-])(20)(\d\d) ?[-/] ?(\d\d)(?![\w/-])"), r"\1\2 - \1\3"),
        (  # January 1-5, 2027
            re.compile(
                rf"\b({MONTHS})\.? (\d\d?){ending}(?: ?- ?| to | and )(\d\d?){ending}"
                rf"(,? {YEAR})?\b(?!%)"
            ),
            r"\1 \2\4 - \1 \3\4",
        ),
        (  # 1-5 January 2027
            re.compile(
                rf"\b(\d\d?){ending}(?: ?- ?| to | and )(\d\d?){ending} ({MONTHS})\b\.?( {YEAR})?"
            ),
            r"\1 \3\4 - \2 \3\4",
        ),
        (  # January 1 to March 5, 2027
            re.compile(
                rf"\b((?:{MONTHS})\.?(?: \d\d?{ending})?)(?: ?- ?| to | through | until | and )"
                rf"((?:{MONTHS})\.?(?: \d\d?{ending})?),? ({YEAR})\b"
            ),
            r"\1 \3 - \2 \3",
        ),
        (  # 1 January to 5 March 2027
            re.compile(
                rf"\b(\d\d?{ending} (?:{MONTHS}))\b\.?(?: ?- ?| to | through | until | and )"
                rf"(\d\d?{ending} (?:{MONTHS})\.?) ({YEAR})\b"
            ),
            r"\1 \3 - \2 \3",
        ),
    )


def _of_numbers() -> tuple[_Step, ...]:
    codes = {"USD": "$", "EUR": "€", "GBP": "£", "CAD": "C$", "AUD": "A$"}
    named = either("USD EUR GBP CAD AUD")
    return (
        (re.compile(rf"\b({named}) ?(?=\d)"), lambda one: codes[one[1]]),
        (
            re.compile(rf"(?<![\w$€£¥.,-])({_NUMBER})({_SCALE})? ({named})\b"),
            lambda one: f"{codes[one[3]]}{one[1]}{one[2] or ''}",
        ),
        (  # 20-30%, 25 or 35 percent
            re.compile(rf"(?<![\w$€£¥.,-])({_NUMBER}){_TO}(?=(?:{_NUMBER})({_SHARE}))"),
            r"\1\3\g<to>",
        ),
        (  # $1-2 million
            re.compile(
                rf"(?<![\w$€£¥.,-])(?P<sign>{_SIGN})(?P<low>{_NUMBER}){_TO}(?:{_SIGN})?"
                rf"(?P<high>{_NUMBER})(?P<scale>{_SCALE})"
            ),
            r"\g<sign>\g<low>\g<scale>\g<to>\g<sign>\g<high>\g<scale>",
        ),
        (  # 5 to 10 million
            re.compile(
                rf"(?<![\w$€£¥.,-])(?P<low>{_NUMBER})(?P<to> ?- ?| to )"
                rf"(?=(?:{_NUMBER})(?P<scale>{_SCALE}))"
            ),
            r"\g<low>\g<scale>\g<to>",
        ),
    )


def _letters(text: str) -> str:
    return re.sub(r"[. ]", "", text)


def _decimal(found: re.Match[str]) -> str:
    """A fraction that is one character: "2½" as "2.5", "½" as "1/2"."""
    part = _PARTS[found["part"]]
    if found["whole"] is None:
        return part
    return f"{float(int(found['whole']) + Fraction(part)):.3f}".rstrip("0")


def _quarter(found: re.Match[str]) -> str:
    return f"Q{_QUARTERS[found[1].lower()]}"


def _arabic(found: re.Match[str]) -> str:
    value = _ROMAN.get(found[2].lower())
    return f"{found[1]} {value}" if value else found[0]
