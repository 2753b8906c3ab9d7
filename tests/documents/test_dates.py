"""The date of a document is the one that it states of itself, else that of its file."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.documents.articles import parse
from assistant.documents.chunks import revision
from assistant.documents.dates import Stated
from assistant.documents.extracted import parse_extract
from assistant.extracts import Extract, Facts, Layout, Note
from assistant.types import Metadata

BODY = "The fund pays a quarter of what is spent in the state."


def stated(head: str, foot: str = "") -> Stated:
    """What a plain text states that begins and ends so."""
    known = parse("d", f"{head}\n\n{BODY}\n\n{foot}\n", is_markdown=False).metadata
    return Stated(known.published, known.as_of, known.effective, known.expires)


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Guide\n\nRevised: April 11, 2023", date(2023, 4, 11)),
        ("No. 11–889. Argued April 23, 2013—Decided June 13, 2013", date(2013, 6, 13)),
        ("Notice 1036\n(Rev. December 2010)", date(2010, 12, 1)),
        ("Assessment\n\nDate: 13/12/2012*", date(2012, 12, 13)),
        ("MEMORANDUM\n\nTO:\tAll\nDATE:\tMay 3, 2024\nSUBJECT:\tAI", date(2024, 5, 3)),
        ("Policy\n\nIssue date:\n\n3 May 2024", date(2024, 5, 3)),
        ("Circular 92\n\nCopyright Law\n\nDecember 2016", date(2016, 12, 1)),
        ("138 U.S. 109\n\nREAGAN v. AIKEN\n\nJanuary 26, 1891.", date(1891, 1, 26)),
        ("REGULATION (EU) 2024/1689\n\nof 13 June 2024\n\nlaying down rules", date(2024, 6, 13)),
        ("Orme Parliament legislative resolution of 13 March 2024 on a fund", date(2024, 3, 13)),
        ("Executive Order 13859 of February 11, 2019", date(2019, 2, 11)),
        ("Bill 412\n\n[Approved by Governor June 1, 2024. Filed with Secretary of State June 2, "
         "2024.]", date(2024, 6, 1)),
        ("AMENDED IN SENATE JULY 3, 2025\n\nAMENDED IN ASSEMBLY MAY 1, 2025\n\nBILL No. 4\n\n"
         "February 4, 2025", date(2025, 7, 3)),
        ("Federal Register / Vol. 88, No. 51 / Thursday, March 16, 2023 / Rules",
         date(2023, 3, 16)),
        ("Case 2:20-cv-01234-AB Document 35 Filed 06/13/13 Page 1 of 10", date(2013, 6, 13)),
        ("LOS ANGELES (May 3, 2024) — The union said that it agreed to this.", date(2024, 5, 3)),
        ("Guide\n\nPublished 5 March 2024\nLast updated 3 April 2025", date(2024, 3, 5)),
        ("Rates\n\nAs of March 1, 2026", date(2026, 3, 1)),
        ("House Bill 2417\n\nIntroduced January 21, 2026", date(2026, 1, 21)),
        ("Guidance\n\nOrme Agency, version 2.1, issued 2 February 2026", date(2026, 2, 2)),
        ("Rules\n\nOrme Agency · updated 12 May 2026", date(2026, 5, 12)),
        ("Rules (updated 12 May 2026)", date(2026, 5, 12)),
        ("Rates, effective 15 January 2026", date(2026, 1, 15)),
        ("Rules\n\nOrme Media Authority, Directive 7/2026, 4 May 2026", date(2026, 5, 4)),
        ("Rules\n\nWestmoor Agency · 2 February 2026", date(2026, 2, 2)),
        ("Rules of the Port Board, 3 August 2026", date(2026, 8, 3)),
        ("Memorandum\n\nDated as of 17 November 2025", date(2025, 11, 17)),
        ("AN ACT relating to films\n\nEnrolled May 29, 2026", date(2026, 5, 29)),
        ("Bill 7\n\nIntroduced January 20, 2026; enrolled May 29, 2026", date(2026, 5, 29)),
        ("Bill 7\n\nIntroduced May 1, 2025\n\nAMENDED IN SENATE JULY 3, 2025", date(2025, 7, 3)),
        ("Schemes\n\nMade by the Policy Unit. State of law as of 1 June 2026.", date(2026, 6, 1)),
        ("Rates\n\nAgreed between the Guild and the Council on 3 May 2026. All in euro.",
         date(2026, 5, 3)),
        ("Merkblatt\n\nStand: 10. Februar 2026", date(2026, 2, 10)),
        ("Guide\n\nMis à jour le 1er février 2026", date(2026, 2, 1)),
        ("Review\n\nPublished: Thursday, March 16, 2023 at 4:15 pm", date(2023, 3, 16)),
    ],
)  # fmt: skip
def test_the_date_that_a_text_states_near_its_head(head: str, day: date) -> None:
    assert stated(head).published == day


@pytest.mark.parametrize(
    "foot",
    ["Dated: March 1, 2023.", "Done at Brussels, 1 March 2023.", "Last updated: 1 March 2023",
     "Passed the Senate March 1, 2023."],
)  # fmt: skip
def test_the_date_that_a_text_states_at_its_foot(foot: str) -> None:
    filling = "\n\n".join([BODY] * 90)
    assert stated("A notice", f"{filling}\n\n{foot}").published == date(2023, 3, 1)


@pytest.mark.parametrize(
    "head",
    [
        "The law of 1976\n\nThe Act of October 19, 1976 took effect January 1, 1978.",
        "News\n\nThe fund was approved May 3, 2021. Rates (effective July 1, 2022) rose.",
        "News\n\nEffective May 19, 2010 the office adopted eight rules.",
        "Timeline\n\nMay 1, 2021\n\nIt sued.\n\nMay 2, 2022\n\nIt lost.\n\nMay 3, 2023\n\nIt won.",
        "Form 7\n\nOMB No. 1545-0001  Expires: 12/31/2025",
        "Rounds\n\nRound\tOpens\nOne\tMay 3, 2024\nTwo\tJune 3, 2024",
        "Rounds\n\nApplications open: March 1, 2026\nApplications close: April 1, 2026",
        "Notice\n\nDate: 6/7/2013",
        "Notice\n\nThe board of Orme meets again, 3 August 2026",
        "Notice\n\nMay 1, 2026, July 1, 2026",
        "News\n\nThe sides agreed by letter on 3 May 2026. Issued by us on 4 or 5 May 2026.",
        "News\n\nIt rose. Effective May 19, 2010 the office adopted eight rules.",
        "Missions\n\nMars 2020",
        "Notice\n\nOne\n\nTwo\n\nThree\n\nPort Board, 3 August 2026",
    ],
)
def test_a_date_that_says_something_else_is_none_of_the_text(head: str) -> None:
    assert stated(head) == Stated()


def test_since_and_until_when_it_holds_are_kept_apart() -> None:
    both = stated("AI policy\n\nIssued: December 3, 2024 | Effective: January 1, 2025")
    assert both == Stated(date(2024, 12, 3), None, date(2025, 1, 1), None)

    # What says no other date has this one.
    alone = stated("AI policy\n\nEffective January 1, 2025\nExpires: December 31, 2026")
    assert alone == Stated(date(2025, 1, 1), None, date(2025, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    "told",
    ["bulletin, effective 3 May 2026, replaces", "policy takes effect on May 3, 2026 and ends"],
)
def test_a_text_may_say_in_a_sentence_since_when_it_holds(told: str) -> None:
    assert stated(f"Rules\n\nIt pays. This {told} the old one.").effective == date(2026, 5, 3)


@pytest.mark.parametrize("subject", ["This change", "The policy", "This office says the policy"])
def test_what_else_is_in_effect_is_not_the_text(subject: str) -> None:
    assert stated(f"Rules\n\n{subject} is effective May 3, 2026 for all.") == Stated()


def test_the_term_of_an_agreement_is_in_its_title() -> None:
    term = "October 20, 2025 through October 19, 2029"

    assert stated(f"Agreement between Orme Films and Local 890\n\n{term}") == Stated(
        date(2025, 10, 20), None, date(2025, 10, 20), date(2029, 10, 19)
    )
    assert stated(f"Report on the films of Orme\n\n{term}") == Stated()


def test_an_agreement_is_of_the_day_on_which_it_was_made() -> None:
    head = (
        "BARGAINING AGREEMENT, made and entered into this 15th day of\nJune, 1996, by and between"
    )

    assert stated(head).published == date(1996, 6, 15)


def test_facts_were_checked_as_of_a_day() -> None:
    found = stated("Code\n\nCurrent through Register 2024 No. 38, September 20, 2024")

    assert found.as_of == date(2024, 9, 20)


def test_what_the_text_states_counts_more_than_its_file() -> None:
    extract = Extract(f"Guide\n\nRevised: April 11, 2023\n\n{BODY}", facts=Facts())
    made = replace(extract, facts=Facts(created=date(2026, 1, 1)))

    assert parse_extract("d", made).metadata.published == date(2023, 4, 11)
    plain = replace(made, text=f"Guide\n\n{BODY}")
    assert parse_extract("d", plain).metadata.published == date(2026, 1, 1)
    own = replace(made, facts=Facts(published=date(2020, 1, 1)))
    assert parse_extract("d", own).metadata.published == date(2020, 1, 1)


@pytest.mark.parametrize(("year", "known"), [(2025, True), (2024, False)])
def test_a_file_made_long_after_its_text_has_no_date(year: int, known: bool) -> None:
    made = date(2026, 1, 1)
    extract = Extract(f"Guide\n\n{BODY} It did so in {year}.", facts=Facts(created=made))

    assert parse_extract("d", extract).metadata.published == (made if known else None)


def test_the_date_in_a_note_is_not_that_of_the_text() -> None:
    text = f"Guide\n\n{BODY}\n\nPublished 4 May 2012."
    note = Note(text.index("Published"), len(text), text.index(".") - 1)

    found = parse_extract("d", Extract(text, Layout(notes=(note,))))
    assert found.metadata.published is None


def test_front_matter_comes_first() -> None:
    text = f"Published: May 3, 2024\n\n{BODY}\n\nEffective May 4, 2024\n"

    own = parse("d", f"---\ntitle: x\npublished: 2020-01-01\n---\n{text}").metadata
    assert (own.published, own.effective) == (date(2020, 1, 1), None)
    assert parse("d", f"---\ntitle: x\n---\n{text}").metadata.published == date(2024, 5, 3)
    assert parse("d", text, "A record").metadata == Metadata(title="A record", language="en")


def test_another_date_of_a_file_makes_another_revision() -> None:
    one = Extract(f"Guide\n\n{BODY}", facts=Facts(published=date(2020, 1, 1)))
    other = replace(one, facts=Facts(published=date(2021, 1, 1)))

    assert revision(parse_extract("d", one)) != revision(parse_extract("d", other))
