import pytest

from tests.terms.made import wording

TEXTS = [
    "The Scéal uplift of Section 481 is paid in Québec. Members of SAG-AFTRA praised AB 412.",
    "In Georgia the credit is refundable. A tax in Georgia is low, and Georgia pays promptly.",
    "So in Louisiana the fund pays. Taxes in Louisiana rose, and so Louisiana left.",
    "The House-passed bill, H.R. 4821, names Midjourney. It quotes Variety, and Variety only, but "
    "not the Variety of old.",
    "In the Task Force, a Task Force member asked the Task Force for utilization data.",
    "The staff of Albert Cheng worked hard.",
    "The NO FAKES Act binds a Council; that Council, a Council of nine, sat.",
    "The Georgia fund pays. The Georgia fund left. The Georgia fund, too.",
    "New Jersey pays. In New Jersey a film credit is a Film Credit; so it is in New Jersey.",
]
TITLES = ["Georgia’s credit", "Louisiana: the fund", "New Jersey’s Film Credit", "The Georgia fund"]
WORDING = wording(TEXTS, TITLES)


@pytest.mark.parametrize(
    ("asked", "worded"),
    [
        ("conditions for the Sceal uplift", "conditions for the Scéal uplift"),
        ("what does Quebec’s office say", "what does Québec’s office say"),
        ("what did SAG AFTRA say", "what did SAG-AFTRA say"),
        ("what did sag-aftra’s members say", "what did sag-aftra’s members say"),
        ("is AB412 in force", "is AB 412 in force"),
        ("is A.B. 412 in force", "is AB 412 in force"),
        ("is AB-412 in force", "is AB 412 in force"),
        ("is ab 412 in force", "is AB 412 in force"),
        ("is HR 4821 in force", "is H.R. 4821 in force"),
        ("georgia, louisiana: which pays", "Georgia, Louisiana: which pays"),
        ("georgia's cap", "Georgia's cap"),
        ("caps: georgia and new jersey", "caps: Georgia and New Jersey"),
        ("new jersey's film credit", "New Jersey's film credit"),
    ],
)
def test_names_are_written_as_the_library_writes_them(asked: str, worded: str) -> None:
    assert WORDING.worded(asked) == worded


@pytest.mark.parametrize(
    ("asked", "worded"),
    [
        ("Act 44 (Lousiana)", "Act 44 (Louisiana)"),
        ("what does lousiana pay", "what does Louisiana pay"),
        ("the utilisation data", "the utilization data"),
        ("is it refundible", "is it refundable"),
        ("Refundible or not?", "Refundable or not?"),
        ("the Midjorney suit", "the Midjorney suit"),  # written large, but seen only once
        ("the midjorney suit", "the midjourney suit"),
        ("what did the Coucnil say", "what did the Council say"),
        ("the NO FAKSE Act", "the NO FAKES Act"),
        ("WHAT DOES LOUSIANA PAY?", "what does Louisiana pay?"),
        ("the FUDNS", "the FUDNS"),  # the library never writes it so
        ("can I hadnle it", "can I handle it"),  # a word of English
        ("how high is the rebate", "how high is the rebate"),  # English, though "relate" is near
        ("who knows Hadnle", "who knows Hadnle"),  # a name, of which only the library knows any
    ],
)
def test_a_slip_is_met_by_the_nearest_word(asked: str, worded: str) -> None:
    assert WORDING.worded(asked) == worded


@pytest.mark.parametrize(
    "asked",
    [
        "does the Georgia fund pay",
        "Does Alberta pay?",  # a word of English, one slip from Albert
        "Has the House passed it?",  # joined only before a noun
        "a variety of things, and the task",  # names only beside others, or of no title
        "Is it nonrefundable?",
        "Who is the refunder?",
        "the funds",
        "GEORGIA PAYS",
        "la LA us US 481 4821",
        "whats the rate",
        "“Georgia”—what’s 50% of $1.5m?",
        "",
        " ?",
    ],
)
def test_what_is_written_right_stays_as_it_is(asked: str) -> None:
    assert WORDING.worded(asked) == asked


def test_what_is_worded_stays_so() -> None:
    once = WORDING.worded("sceal ab412 lousiana georgia's SAG AFTRA")

    assert WORDING.worded(once) == once


def test_a_library_without_texts_changes_nothing() -> None:
    assert wording([], []).worded("Lousiana pays AB412?") == "Lousiana pays AB412?"


@pytest.mark.parametrize(
    ("asked", "worded"),
    [
        ("does sag-aftra pay?", "does SAG-AFTRA pay?"),
        ("is sagaftra good?", "is SAG-AFTRA good?"),
        ("is spider-man here?", "is Spider-Man here?"),
    ],
)
def test_a_name_of_several_parts_is_known_in_small_letters(asked: str, worded: str) -> None:
    said = "It is so that {} pays well. And {} is good, as {} said, so {} stays."
    known = wording([said.format(*[name] * 4) for name in ("SAG-AFTRA", "Spider-Man")], [])

    assert known.worded(asked) == worded
