"""Numbered lines that count on and stand over text of their own are headings."""

import pytest

from tests.documents.test_forms import paths

PROSE = "It applies to every stage that the board has licensed."
TITLES = ("1. Scope", "2. Consent of the original performer", "3. Who pays the fines")


def written(*titles: str, under: str = PROSE) -> str:
    return "\n\n".join(["Rules of the Harbour", *(f"{title}\n\n{under}" for title in titles)])


def headed(text: str) -> list[str]:
    return [
        path.removeprefix("Rules of the Harbour").strip(" ›") for path in paths(text, plain=True)
    ]


@pytest.mark.parametrize("under", [PROSE, "(a) No stage.", "| Stage | Fee |\n|---|---|\n| A | 4 |"])
def test_a_series_makes_headings_of_lines_whose_words_do_not(under: str) -> None:
    assert headed(written(*TITLES, under=under)) == list(TITLES)


@pytest.mark.parametrize(
    "text",
    [
        written(*TITLES[:2]),
        written(*TITLES[:2], "3. Pay the fines."),
        written(TITLES[0], "3. Who pays the fines", "5. Hours of the office"),
        written("2. Consent of the performer", "3. Who pays the fines", "4. Hours of the office"),
        written(*TITLES, under="   It applies to every stage that is deeper than its item."),
        written(*TITLES, under="Stage"),
        written(*TITLES).replace("Harbour\n", "Harbour\n\nDo the following:\n"),
        "Rules of the Harbour\n\n" + "\n\n".join(TITLES) + f"\n\n{PROSE}",
        written("1. " + "Scope of " * 6 + "stage", *TITLES[1:]),
    ],
    ids=[
        "two",
        "a sentence",
        "gaps",
        "from two on",
        "deeper",
        "no text",
        "led in",
        "items",
        "long",
    ],
)
def test_other_numbered_lines_are_what_they_were(text: str) -> None:
    assert TITLES[1] not in headed(text)
