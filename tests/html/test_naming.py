"""A row of words over figures names the columns of a table, though nothing marks it."""

import pytest

from assistant.html.naming import names_others
from tests.html.test_html import page

GRANTS = (("Strand", "Grant", "Due"), ("Short", "£25,000", "17 April"), ("Debut", "£600", "May"))


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


def test_a_page_with_plain_cells_has_a_head() -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in GRANTS)
    (table,) = page(f"<table>{rows}</table>").layout.tables
    assert table.heads == 1
