"""What is shown of a span: its words in their order, and nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.marks import as_shown, written_words


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("The rate is *22 percent*.[^1]", "The rate is 22 percent."),
        ("The **deadline** is `1 March`.", "The deadline is 1 March."),
        ("See [the form](https://o.example/f?id=3&x=1) _now_.", "See the form now."),
        ("Ask ![logo](x.png) the office.", "Ask logo the office."),
        ("<p>It is <b>22%</b> of spend &amp; fees.</p>", "It is 22% of spend & fees."),
        ("<tr><td>Cap</td><td>$18 million</td></tr>", "Cap $18 million"),
        ("> No credit is\n> allowed.", "No credit is allowed."),
        ("- wages of\n  residents", "wages of residents"),
        ("A DIGITAL  SIMU-\n LATION", "A DIGITAL SIMULATION"),
        ("the inva-\nded rest", "the invaded rest"),
        ("co\u00adopera\u00adtion", "cooperation"),
        ("snake_case_name and 2*3*4", "snake_case_name and 2*3*4"),
        ("if a < b then c > d", "if a < b then c > d"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("| TV series | 25% |", "TV series | 25%"),
    ],
)  # fmt: skip
def test_marks_tags_and_line_ends_are_not_shown(written: str, shown: str) -> None:
    assert as_shown(written) == shown


@pytest.mark.parametrize(
    ("document", "shown"),
    [
        ("It is a co-production. The co-\nproduction ends.", "The co-production ends."),
        ("Half a day. An hour. The half-\nhour ends.", "The half-hour ends."),
        ("Perform it. The perfor-\nmance ends.", "The performance ends."),
    ],
)
def test_a_hyphen_at_a_line_end_stays_where_the_document_writes_it(
    document: str, shown: str
) -> None:
    quote = document[document.index("The ", 5) :]

    assert as_shown(quote, written_words(document)) == shown


@given(st.text(st.sampled_from("ab *_`<>[]()|-\n&#;\\~"), max_size=60))
def test_nothing_is_shown_that_is_not_written(text: str) -> None:
    letters = iter(re.findall(r"[ab]", text))

    assert all(letter in letters for letter in re.findall(r"[ab]", as_shown(text)))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pre-\nand post-production", "pre- and post-production"),
        ("A-\nlist actors", "A-list actors"),
        ("a co-\nproduction", "a co-production"),
        ("the recommenda-\ntion", "the recommendation"),
        ("[30](35) percent", "[30](35) percent"),
        ("Pay <a fee of 500> now.", "Pay <a fee of 500> now."),
        ("If rate <s and t> 30", "If rate <s and t> 30"),
        ("a crew of\n> 50 people", "a crew of > 50 people"),
        ("the crew of\n\n16\n\nthe set", "the crew of the set"),
    ],
)
def test_no_word_and_no_figure_is_changed(text: str, shown: str) -> None:
    assert as_shown(text, written_words("the production of films")) == shown


def test_figures_between_sentences_are_shown() -> None:
    assert as_shown("In\n\n2019\n\n2020\n\nall.", is_sentence=False) == "In 2019 2020 all."
