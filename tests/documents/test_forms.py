"""The forms in which other people write documents: what each says, and what it is said under."""

import pytest

from assistant.documents.articles import parse
from assistant.documents.chunks import chunk_document, statement_text, statements
from assistant.documents.pages import NUMBER, PAGE
from assistant.types import Chunk


def read(text: str, *, plain: bool = False) -> list[Chunk]:
    return list(chunk_document(parse("d", text, is_markdown=not plain)))


def said(text: str, *, plain: bool = False) -> list[str]:
    """What the statements of a text read like, in its order."""
    chunks = read(text, plain=plain)
    return [statement_text(pieces) for chunk in chunks for pieces in statements(chunk)]


def paths(text: str, *, plain: bool = False) -> list[str]:
    return [" › ".join(chunk.path) for chunk in read(text, plain=plain)]


def test_the_whole_path_of_headings_travels_with_a_passage() -> None:
    text = (
        "# Film rebates\n\n## Hungary\n\nIt is 30%.\n\n### Cap\n\nNone.\n\n## Malta\n\nIt is 40%.\n"
    )

    assert paths(text) == [
        "Film rebates › Hungary",
        "Film rebates › Hungary › Cap",
        "Film rebates › Malta",
    ]


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("Deadlines\n---------", "Deadlines"),
        ("Deadlines\n=========", "Deadlines"),
        ("**Deadlines**", "Deadlines"),
        ("PART TWO: DEADLINES", "PART TWO: DEADLINES"),
        ("SEC. 4. DEADLINES.", "SEC. 4. DEADLINES"),
        ("§ 181. Time of filing.", "§ 181. Time of filing"),
        ("Article V", "Article V"),
        ("ARTICLE V\nDEADLINES", "ARTICLE V DEADLINES"),
        ("IV. DEADLINES", "IV. DEADLINES"),
        ("(a) Election", "(a) Election"),
        ("3. Time of Filing", "3. Time of Filing"),
        ("3.1 Time of Filing", "3.1 Time of Filing"),
    ],
)
def test_headings_are_met_in_the_forms_that_people_use(heading: str, path: str) -> None:
    assert paths(f"{heading}\n\nIt closes in March.\n") == [path]


@pytest.mark.parametrize(
    ("line", "path", "rest"),
    [
        ("§ 1. **Rate.** The rate is 22 percent.", "§ 1. Rate", "The rate is 22 percent."),
        ("**Sec. 3.** _Sunset._ This Act expires.", "Sec. 3. Sunset", "This Act expires."),
        ("Article IV. Penalties. A lie is void.", "Article IV. Penalties", "A lie is void."),
        ("(a) Election.—A taxpayer may elect.", "(a) Election", "A taxpayer may elect."),
        ("§  2.  This  act  shall take effect now.", "§ 2", "This act shall take effect now."),
        ("1.2 Term. The term is a year.", "1.2 Term", "The term is a year."),
    ],
)  # fmt: skip
def test_a_heading_may_stand_before_its_text_on_one_line(line: str, path: str, rest: str) -> None:
    assert (paths(line), said(line)) == ([path], [rest])


def test_marks_of_markdown_are_none_in_plain_text_and_in_code() -> None:
    plain = "Local 7 Memorandum\n\nThe schedule changes for Occ. Code\n# 5742 (Stylist) to C.\n"
    code = "# API\n\n```python\n# Apply\nrate = 0.22\n```\n\nIt opens in May.\n"

    assert said(plain, plain=True) == ["The schedule changes for Occ. Code # 5742 (Stylist) to C."]
    assert {chunk.section for chunk in read(code)} == {"API"}
    assert said(code) == ["# Apply", "rate = 0.22", "It opens in May."]


def test_a_paragraph_in_capitals_is_no_heading() -> None:
    text = '3. AS USED IN THIS SECTION, "REPLICA" MEANS A SIMU-\nLATION OF A VOICE OF A PERSON.\n'

    assert said(text) == [
        'AS USED IN THIS SECTION, "REPLICA" MEANS A SIMULATION OF A VOICE OF A PERSON.'
    ]


def test_a_line_that_leads_in_is_quoted_with_its_items_and_they_with_it() -> None:
    text = "Overtime is paid as follows:\n\n- after 8 hours: 1.5 times\n- after 12 hours: twice\n"

    assert said(text) == [
        "Overtime is paid as follows: after 8 hours: 1.5 times; after 12 hours: twice",
        "Overtime is paid as follows: after 8 hours: 1.5 times",
        "Overtime is paid as follows: after 12 hours: twice",
    ]
    (chunk,) = read(text)
    whole, first, second = chunk.sentences
    assert (whole.start, whole.end) == (first.lead[0].start, second.end)
    assert first.lead[0].text == "Overtime is paid as follows:"


def test_a_line_that_leads_in_nothing_is_never_an_answer() -> None:
    assert said("The rate is 20%.\n\nThe following applies:\n") == ["The rate is 20%."]


def test_items_of_items_are_read_with_all_that_leads_them_in() -> None:
    text = "A claim needs:\n\n- receipts:\n  - of fuel\n  - of food\n"

    assert "A claim needs: receipts: of fuel" in said(text)


@pytest.mark.parametrize("mark", ["▪", "–", "◦", "·", "•", "(a)", "1."])
def test_bullets_of_any_kind_keep_apart(mark: str) -> None:
    marks = ["(a)", "(b)"] if mark == "(a)" else ["1.", "2."] if mark == "1." else [mark, mark]
    text = f"Guide\n\nEligible costs\n{marks[0]} wages of residents\n{marks[1]} hire of gear\n"

    assert said(text, plain=True) == ["wages of residents", "hire of gear"]
    assert paths(text, plain=True) == ["Guide › Eligible costs"]


def test_what_only_looks_like_an_item_within_a_sentence_is_none() -> None:
    text = (
        "The credit is reduced as the director finds under subdivision\n"
        "(b) of section 12 for productions that left the state in the year.\n"
    )

    assert len(said(text, plain=True)) == 1


def test_labels_and_definitions_keep_apart() -> None:
    text = "**Sponsor:** Kim Ode\n**Status:** Signed\n\nComment\nmeans a reply of a user.\n"

    assert said(text) == ["Sponsor: Kim Ode", "Status: Signed", "Comment means a reply of a user."]


TABLE = (
    "| Type | Rate | Cap |\n|---|---|---|\n"
    "| Feature | 22% | $18 million |\n| Series | 25% | none |\n"
)
ALIGNED = (
    "                Hour      Day     Week\n"
    "Offline suite     95      720    3,250\n"
    "Grading room     320    2,650   11,900\n"
    "Mix stage        410    3,300   14,000\n"
)


def test_a_row_is_a_statement_with_the_heads_of_its_columns() -> None:
    assert said(TABLE) == [
        "Type: Feature; Rate: 22%; Cap: $18 million",
        "Type: Series; Rate: 25%; Cap: none",
    ]
    (chunk,) = read(TABLE)
    assert chunk.sentences[0].text == "Feature | 22% | $18 million"
    assert chunk.sentences[0].lead[0].text == "Type | Rate | Cap"


def test_columns_set_apart_by_white_space_are_a_table() -> None:
    assert said(ALIGNED, plain=True)[1] == "Grading room; Hour: 320; Day: 2,650; Week: 11,900"


def test_a_head_of_a_plain_text_may_hold_years() -> None:
    text = (
        "Role           2026    2027\nBoom operator  1,705   1,773\nUtility sound  1,505   1,573\n"
    )
    assert said(text, plain=True)[0] == "Role: Boom operator; 2026: 1,705; 2027: 1,773"


def test_columns_set_apart_by_tabs_are_a_table() -> None:
    text = "Place\tRate\tEnds\nNorvale\t24%\t2030\nTarn\t18%\t2028\n"

    assert said(text, plain=True)[0] == "Place: Norvale; Rate: 24%; Ends: 2030"


def test_a_line_of_one_cell_goes_on_with_the_row_above() -> None:
    text = ALIGNED.replace("Grading room ", "Grading room ").replace(
        "Mix stage", "(large)\nMix stage"
    )

    assert "Grading room (large); Hour: 320; Day: 2,650; Week: 11,900" in said(text, plain=True)


def test_justified_text_is_no_table() -> None:
    text = (
        "Introduced  by  Sen.  ODE  and  read  twice,  and  when  so  ordered\n"
        "to  be  printed  was  referred  to  the  committee  on  the  culture\n"
        "and  the  arts  of  the  state,  where  it  was  heard  in  the  May.\n"
    )

    assert len(said(text, plain=True)) == 1


def test_contents_and_the_feet_of_pages_are_no_text() -> None:
    text = (
        "AGREEMENT\n\nTable of Contents\nItem                Page\n"
        "1. Term ............ 1\n2. Wages ........... 2\n\n"
        "1. Term\nThe penalty is double time if the rest is inva-\nded by half an hour or\n"
        "0031.DOCX; 11 - 2 -\n\n--- PAGE 5 of 39 ---\nless, and one hour otherwise.\n"
    )

    assert said(text, plain=True) == [
        "The penalty is double time if the rest is invaded by half an hour or less, "
        "and one hour otherwise."
    ]
    (chunk,) = read(text, plain=True)
    assert [piece.leans for piece in chunk.sentences] == [False, True]


def test_a_foot_before_a_form_feed_is_told_by_its_place() -> None:
    text = "The fee is $5 and it is due when the\n                21-3\n\fapplication is filed.\n"

    assert said(text, plain=True) == ["The fee is $5 and it is due when the application is filed."]


LINES_A_PAGE = 6


def numbered(lines: list[str]) -> str:
    """Pages of numbered lines with a foot, as they are taken from a bill."""
    text = ""
    for at, line in enumerate(lines):
        text += f"{at % LINES_A_PAGE + 1}\n\n{line}\n\n"
        if at % LINES_A_PAGE == LINES_A_PAGE - 1:
            text += f"•S 7 ES\nVerDate Sep 1 Frm 0000{at // LINES_A_PAGE} Fmt 1\n\n\f"
    return text


def test_numbers_that_count_lines_anew_on_each_page_are_taken_out() -> None:
    seats = ["Orme", "Vessin", "Tolm", "Arden", "Kehr", "Ross", "Ode", "Vale", "Brin"]
    lines = ["The Board shall be made of 9 members:"]
    for seat in seats:
        lines += ["(1) 1 member, chosen by the Board on the recommenda-", f"tion of {seat}."]
    lines += ["The Board shall meet at least", "once a year, and the terms of its"]
    lines += ["members are two years.", "The rules are public.", "The end."]

    found = said(numbered(lines), plain=True)

    lead = "The Board shall be made of 9 members: 1 member, chosen by the Board on the"
    assert f"{lead} recommendation of Vessin." in found
    assert "The Board shall meet at least once a year" in " ".join(found)
    assert not [words for words in found if "ES" in words or "VerDate" in words]
    assert not [words for words in found if words.isdecimal()]


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        "Ayes\n\n3\n\nNoes\n\n5\n\nAbsent\n\n6\n\nThe bill failed.\n",
        "The credit was renewed.\n\n2019\n\n2020\n\n2021\n\n2022\n\nThe board met again.\n",
        "Weeks by tier\n\n20\n\n22\n\n24\n\n26\n\nThese weeks apply to all rooms.\n",
        "## 2023-24\n\nCap: 10.\n\n## 2024-25\n\nCap: 20.\n\n## 2025-26\n\nCap: 30.\n\nThe end.\n",
        "Vote: 5-2\n\nIt passed.\n\nVote: 6-3\n\nIt failed.\n\nVote: 7-2\n\nIt passed again.\n",
        "The years are:\n\n- FY 2023-24\n- FY 2024-25\n- FY 2025-26\n",
        "Residuals are set out on page 12\nof the terms.\n\n" * 4,
        "Applications received in\n2024\n\fRose by half.\nApproved: 12\n\fApproved: 15\n",
    ],
)
def test_figures_of_a_text_are_no_numbers_of_its_pages(text: str, plain: bool) -> None:
    document = parse("a", text, is_markdown=not plain)

    assert [item for item in document.left_out if item.reason in (PAGE, NUMBER)] == []


def test_a_figure_among_the_numbers_of_lines_is_kept() -> None:
    lines = [f"{at}\n\nthe costs of the crew of room {at} that are met" for at in range(1, 25)]
    lines[11] += "\n\n2030"

    assert "2030" in " ".join(said("\n\n".join(lines) + ".\n", plain=True))


def test_a_line_that_comes_back_elsewhere_too_is_no_running_head() -> None:
    line = "appointed by the President on the advice of\n"
    text = "".join(f"A member is {line}the Lord of {seat}.\n\n" for seat in ("Orme", "Tolm"))
    text += f"A member is {line}- 3 -\nthe Lord of Arden.\n"

    assert said(text, plain=True)[-1].endswith("on the advice of the Lord of Arden.")


def test_a_sign_that_stands_for_a_figure_elsewhere_is_none() -> None:
    document = parse("d", "3# Head of it\n\n## Head of it\n\nThe rate is ten.\n", is_markdown=False)

    assert "The rate is ten." in [s.text for c in chunk_document(document) for s in c.sentences]


def test_an_item_called_questions_begins_no_questions() -> None:
    text = "Menu\n\n  ☆ Frequently Asked Questions\n\nAppellee\n\n  The party who opposes.\n"

    (*_, chunk) = read(text, plain=True)
    assert chunk.path[-1] == "Appellee"


HEARING = (
    "HEARING ON REPLICAS\n\n"
    "SEN. ROSS: Do you think fines of $5,000 are enough?\n\n"
    "MS. VALE: No. They should be at least $50,000. We say so often.\n\n"
    "MR. KEHR: I disagree with that.\n"
)


def test_who_speaks_and_what_was_asked_stay_with_what_is_quoted() -> None:
    assert said(HEARING, plain=True) == [
        "SEN. ROSS: Do you think fines of $5,000 are enough? "
        "MS. VALE: No. They should be at least $50,000.",
        "MS. VALE: We say so often.",
        "MR. KEHR: I disagree with that.",
    ]


def test_speakers_in_bold_letters_are_heard_too() -> None:
    text = (
        "# Panel\n\n**Dana Vale:** We oppose the cap. It harms us.\n\n"
        "**Senator Ross:** Thank you for that word.\n\n**Dr. Lee Su:** It should be simple now.\n"
    )

    assert said(text)[1] == "Dana Vale: It harms us."


def test_labels_of_a_form_are_no_speakers() -> None:
    text = "**Form of support:** grant\n**Maximum:** $5\n\nThe grant pays for research.\n" * 2

    assert "The grant pays for research." in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "### Can others apply?\n\nNo.\n",
        "Q1. Can others apply?\nA1. No.\n",
        "Question: Can others apply?\nAnswer: No.\n",
        "**Q:** Can others apply?\n\n**A:** No.\n",
        "Q:\n\nCan others apply?\n\nA:\n\nNo.\n",
        "Q:\nCan others apply?\nA:\nNo.\n",
        "3. Can others apply?\nNo.\n",
        "## Frequently Asked Questions\n\nCan others apply?\n\nNo.\n",
    ],
)
def test_a_question_stays_with_its_answer(text: str) -> None:
    assert said(text) == ["Can others apply? No."]
    assert [chunk.question for chunk in read(text)] == ["Can others apply?"]


def test_the_mark_of_a_question_over_none_asks_nothing() -> None:
    assert said("The rate is ten.\n\nQ:\n\nA: No.\n\nQ:\n") == ["The rate is ten.", "A: No."]


def test_a_line_over_a_summary_heads_it_and_is_no_text() -> None:
    document = parse("d", "Draft of 2026\n\nFilm Rates\n\nTLDR: It is ten.\n\n", is_markdown=False)

    (section,) = document.sections
    assert section.path == ("Draft of 2026", "Film Rates", "TLDR")
    assert [s.text for block in section.blocks for s in block.sentences] == ["It is ten."]


def test_an_answer_may_have_several_paragraphs() -> None:
    text = "# FAQ\n\n### Who can apply?\n\nAny firm.\n\nIt must have filed its accounts.\n"

    (pair,) = parse("d", text).pairs
    assert [sentence.text for sentence in pair.answer] == [
        "Any firm.",
        "It must have filed its accounts.",
    ]


def test_text_under_a_heading_of_questions_is_text_like_any_other() -> None:
    text = "# Office\n\n## FAQ\n\nApplications open in May.\n\nFees: the fee is $300.\n"

    assert said(text) == ["Applications open in May.", "Fees: the fee is $300."]
    assert parse("d", text).pairs == ()


def test_a_clause_repeated_under_another_heading_is_kept_with_each() -> None:
    clause = "The fee is five hundred dollars for each production that applies."
    text = f"## Films\n\n{clause}\n\n## Games\n\n{clause}\n\n{clause}\n"

    document = parse("d", text)
    assert paths(text) == ["Films", "Games"]
    assert [item.reason for item in document.left_out] == [
        "it says what the paragraph before it says"
    ]


def test_lines_that_are_wrapped_join() -> None:
    text = (
        "The leading case in the circuit is Ostrava v.\n"
        "Register of Copyrights, which was decided on Sept.\n"
        "9, 2025 by a panel of judges who sat in the\n"
        "capital and who did not agree on any of it\n"
        "but the costs.\n"
    )

    assert len(said(text, plain=True)) == 1


def test_a_short_line_apart_with_nothing_under_it_is_text() -> None:
    text = "Memo\n\nNaledi Burkhardt\n\nNext Steps\n\nThe fee is five dollars.\n"

    assert said(text, plain=True) == ["Naledi Burkhardt", "The fee is five dollars."]
    assert paths(text, plain=True) == ["Memo", "Memo › Next Steps"]


def test_notes_of_decisions_do_not_head_the_sections_after_them() -> None:
    text = (
        "§ 187. Use.\n\nIt is used.\n\nNOTES OF DECISIONS\n\nNone yet.\n\n"
        "§ 188. Trainees.\n\nPaid.\n"
    )

    assert paths(text, plain=True) == [
        "§ 187. Use",
        "§ 187. Use › NOTES OF DECISIONS",
        "§ 188. Trainees",
    ]


def test_rows_behind_an_empty_line_go_on_with_the_table() -> None:
    text = "| State | Cap |\n|---|---|\n| Utah | 10 |\n\n| Ohio | 20 |\n| Iowa | 30 |\n"

    assert said(text) == ["State: Utah; Cap: 10", "State: Ohio; Cap: 20", "State: Iowa; Cap: 30"]
    other = "\n| City | Fee |\n|---|---|\n| Orme | 5 |\n"
    assert said(text + other)[-1] == "City: Orme; Fee: 5"


def test_a_long_table_keeps_its_head_to_the_end() -> None:
    rows = "".join(f"| Film {at} | {at + 1000} |\n" for at in range(700))

    assert said(f"| Name | Cost |\n|---|---|\n{rows}")[-1] == "Name: Film 699; Cost: 1699"


def test_a_cell_without_a_head_and_the_sign_of_a_figure_are_read() -> None:
    text = "| Budget | Change |\n|---|---|\n| > 5 million | - 12 % | 2030 |\n"

    assert said(text) == ["Budget: > 5 million; Change: - 12 %; 2030"]


def test_a_rule_around_text_is_no_front_matter() -> None:
    text = "---\nNote: the cap is $5 million.\n---\nMore is said below.\n"

    assert "Note: the cap is $5 million." in said(text)
    assert said("---\nlayout: post\n---\nMore is said below.\n") == ["More is said below."]


def test_the_speakers_of_the_record_are_named_by_a_full_stop() -> None:
    text = (
        "HEARING\n\n  Ms. WHITCOMB. Dr. Abel, do you support a ban?\n\n"
        "  Dr. ABEL. No, I do not. I support a\nlevy of 2 percent on the budget.\n\n"
        "  Ms. WHITCOMB. Thank you for that.\n"
    )

    found = said(text, plain=True)
    assert "Dr. ABEL. I support a levy of 2 percent on the budget." in found
    assert any("do you support a ban?" in words and "No, I do not." in words for words in found)


def test_a_short_line_over_its_text_is_a_heading() -> None:
    text = (
        "Larkspur Handbook\n\nLabelling\nA label must be shown for at least three seconds.\n\n"
        "3. AI training fund\nMs. Petit proposed that the fund be raised to 2 million.\n"
    )

    assert said(text, plain=True) == [
        "A label must be shown for at least three seconds.",
        "Ms. Petit proposed that the fund be raised to 2 million.",
    ]


def test_the_items_of_a_list_are_joined_as_they_are_written() -> None:
    text = "Covered are:\n\n(a) meals of four hours; and\n(b) travel to the set.\n"

    assert said(text)[0] == "Covered are: meals of four hours; and travel to the set."


ACT = """SEC. 3. DEFINITIONS. In this Act:

(a) COVERED PRODUCTION.—The term means a motion picture that is filmed in this State.

(b) DIGITAL REPLICA.—

(1) IN GENERAL.—The term means a realistic representation of an individual.

(c) SECRETARY.—The term means the Secretary of Commerce.
"""


def test_a_heading_whose_text_stands_on_the_next_lines() -> None:
    assert paths(ACT, plain=True) == [
        "SEC. 3. DEFINITIONS",
        "SEC. 3. DEFINITIONS › (a) COVERED PRODUCTION",
        "SEC. 3. DEFINITIONS › (b) DIGITAL REPLICA",
        "SEC. 3. DEFINITIONS › (c) SECRETARY",
    ]


@pytest.mark.parametrize("led_in", ["The Secretary of Commerce—", "A producer shall be liable.—"])
def test_what_leads_in_items_is_no_heading(led_in: str) -> None:
    text = ACT.replace("DIGITAL REPLICA.—", led_in)

    assert not any("(b)" in path for path in paths(text, plain=True))


def test_a_formula_in_capitals_is_no_heading() -> None:
    text = "AN ACT on replicas\n\nBE IT ENACTED BY THE ASSEMBLY OF THE STATE OF NORTHMARK:\n\n{}{}"
    sections = "SECTION 1. TITLE. This is the Act.\n\n", "SEC. 2. DATE. It applies from now on.\n"

    assert paths(text.format(*sections), plain=True)[-2:] == [
        "AN ACT on replicas › SECTION 1. TITLE",
        "AN ACT on replicas › SEC. 2. DATE",
    ]
    assert "DATES AND NOTICES" in paths("DATES AND NOTICES:\n\nNone.\n", plain=True)
