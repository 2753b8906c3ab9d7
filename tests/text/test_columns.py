"""A row of words over figures names the columns of a table, though nothing marks it."""

import pytest

from assistant.text.columns import names_others
from tests.html.test_html import page

GRANTS = (("Strand", "Grant", "Due"), ("Short", "£25,000", "17 April"), ("Debut", "£600", "May"))
WAGES = (("Boom operator", "1,705", "1,773"), ("Utility", "1505", "1950"), ("Mixer", "2,480", "10"))


@pytest.mark.parametrize(
    "rows",
    [GRANTS, (("Grade", "Rate"), ("Grip", "$52.10"), ("Gaffer", "$1,053"))],
)
def test_words_over_figures_are_names(rows: tuple[tuple[str, ...], ...]) -> None:
    assert names_others(rows)


@pytest.mark.parametrize(
    "rows",
    [
        GRANTS[:2],
        GRANTS[1:] + GRANTS[1:],
        (("Strand", "", "Deadline"), *GRANTS[1:]),
        (("Strand", "Strand", "Deadline"), *GRANTS[1:]),
        (("Strand", "G" * 41, "Deadline"), *GRANTS[1:]),
        (("Producer", "Orme Films"), ("Budget", "$500"), ("Filed", "3 May 2026")),
        (("Crew", "those who work"), ("Cast", "those who act"), ("Week", "7 days")),
        (("A", "b", "c"), ("D", "e", "f"), ("G", "h", "i")),
    ],
    ids=["two rows", "figures", "empty", "same", "long", "facts", "terms", "words"],
)
def test_other_rows_name_none(rows: tuple[tuple[str, ...], ...]) -> None:
    assert not names_others(rows)


@pytest.mark.parametrize(
    "names",
    [
        ("Role", "2026", "2027"),
        ("", "2026", "2027"),
        ("Role", "FY 2027", "FY 2026"),
        ("Role", "Year 1", "Year 2"),
        ("Role", "1st year", "2nd year"),
        ("Role", "1 March 2026", "1 March 2027"),
        ("Role", "From March 2026", "Change"),
    ],
    ids=" ".join,
)
def test_a_name_may_hold_figures(names: tuple[str, ...]) -> None:
    assert names_others((names, *WAGES))
    assert names_others((names, ("Sound", "", ""), *WAGES))


@pytest.mark.parametrize(
    "rows",
    [
        (("Heron", "Opened 2024", "2025"), ("Lagoon", "Opened 2019", "1999"), *WAGES[:1]),
        (("Opened", "3 May 2026", "1 March 2025", "7 May 2026"), *((*row, "9") for row in WAGES)),
        (("Heron", "1850", "1999"), *WAGES),
        (("Runs", "90 minutes", "95 minutes"), *WAGES),
        (("Fee", "EUR 500", "EUR 600"), *WAGES),
        (("AB 412", "2024", "2025"), *WAGES),
        (("Heron", "Year 1", "Year 2"), ("Lagoon", "Year 3", "Year 1"), ("Old", "Year 2", "9")),
        (("Heron", "2024", "2025"), ("Lagoon", "open", "shut"), ("Harbour", "shut", "7")),
    ],
    ids=["alike", "no order", "amounts", "lengths", "money", "bill", "years", "words"],
)
def test_figures_of_data_name_nothing(rows: tuple[tuple[str, ...], ...]) -> None:
    assert not names_others(rows)


def test_a_head_may_have_two_rows() -> None:
    head = (("Role", "Studio", "", "Location", ""), ("", "2026", "2027", "2026", "2027"))
    data = [(*row, *row[1:]) for row in WAGES]
    assert names_others((*head, *data), heads=2)
    assert not names_others((*head, *data))
    assert not names_others((("Heron", "Orme", "", "Arden", ""), *data, *data), heads=2)


def _table(*rows: str) -> str:
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def test_a_page_with_plain_cells_has_a_head() -> None:
    (table,) = page(_table(*(_cells(*row) for row in GRANTS))).layout.tables
    assert table.heads == 1


@pytest.mark.parametrize("tag", ["{}", "<b>{}</b>"], ids=["plain", "bold"])
def test_a_merged_head_is_read_whole_and_says_each_name_once(tag: str) -> None:
    over = f"<td rowspan=2>{tag.format('Role')}</td><td colspan=2>{tag.format('Studio')}</td>"
    under = _cells(tag.format("From March 2026"), tag.format("From March 2027"))
    found = page(_table(over, under, *(_cells(*row) for row in WAGES)))
    (table,) = found.layout.tables
    assert table.heads == 2
    assert found.text.count("Role") == 1
