"""Where a quote stands in its file, told to people wherever sources are listed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.cli.printing import readable
from assistant.contract import answer_json
from assistant.results import Answer, Outcome
from assistant.serving.markdown import write
from assistant.stored import DocumentSummary
from assistant.text.spots import place_of, spot
from assistant.types import Citation, Metadata
from assistant.ui import copying, sources
from assistant.ui.kept import kept_html
from assistant.ui.shelf import Shelf

TODAY = date(2026, 7, 1)
CELL = Citation(
    *(1, "grants", "Grants", "Deadlines", 4, 16, "Short | May 1"),
    path=("Grants", "Deadlines"),
    page=3,
    row="Short film",
    column="Deadline",
)
ANSWER = Answer(
    question="When?",
    searched="When?",
    answer="Short film: May 1 [1]",
    outcome=Outcome.ANSWERED,
    confidence=0.9,
    citations=(CELL,),
    related=(),
    hits=(),
    corpus="c",
    version="v",
)


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ((None, "", ""), []),
        ((3, "", ""), ["page 3"]),
        ((None, "Gaffer", "2026; 2027"), ["row Gaffer", "columns 2026; 2027"]),
        ((1, "a\nb", ""), ["page 1", "row a b"]),
        ((None, "word " * 40, ""), [f"row {('word ' * 16).strip()} …"]),
    ],
)
def test_only_what_a_file_has_is_told_and_shortly(where: Any, told: list[str]) -> None:
    assert spot(*where) == told


def test_headings_come_first() -> None:
    assert place_of(CELL) == "Deadlines · page 3 · row Short film · column Deadline"
    assert place_of(replace(CELL, path=("Grants",), page=None, row="", column="")) == ""


def test_every_list_of_sources_tells_page_row_and_column() -> None:
    shelf = Shelf.of([DocumentSummary("grants", Metadata(), "r", "file", 1, 0)], TODAY)
    copies = copying.copies(ANSWER, TODAY)
    dotted = "page 3 · row Short film · column Deadline"
    listed = dotted.replace(" · ", ", ")

    assert dotted in readable(ANSWER)
    assert dotted in sources.sources(ANSWER, shelf)[0]["card"]
    assert listed in copying.footnotes(ANSWER, TODAY)["1"]
    assert all(listed in copies[form] for form in ("text", "html", "markdown"))
    assert listed in write(answer_json(ANSWER), lambda key: f"https://e.example/{key}").text


def test_a_receipt_that_is_shown_tells_the_place_where_it_has_one() -> None:
    span = {"n": 1, "title": "Grants", "quote": "q"}

    with_place = {**span, "place": "page 3 <b>"}

    assert "page 3 &lt;b&gt;" in kept_html({"answer": "a", "spans": [with_place]})
    assert "quiet" not in kept_html({"answer": "a", "spans": [span]})
