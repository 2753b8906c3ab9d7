"""A document's own questions are found in the forms that people give them, with their answers."""

import json
from pathlib import Path

import pytest

from assistant.documents.articles import parse
from assistant.documents.asking import without_tags
from assistant.documents.chunks import chunk_document
from assistant.documents.coverage import coverage
from assistant.documents.extracted import parse_extract
from assistant.documents.lines import Line
from assistant.extracts import Extract
from assistant.html.reader import read_html
from assistant.models.english import is_english
from assistant.pdf.reader import read_pdf
from assistant.rtf.reader import read_rtf
from assistant.types import Document
from evals.cases import own_cases
from evals.run import read_documents
from tests.docx.test_docx import paragraph, run
from tests.docx.test_docx import read as read_docx
from tests.pdf.building import BOLD, PLAIN, lines, pdf

PAIRS = (
    ("Who can apply?", "Any firm of Orme can. It must have filed its accounts."),
    ("How long does it take?", "It takes six weeks."),
    ("Is there a fee?", "Yes, of $300."),
)
INTRO = "The Orme Film Office runs the credit for productions that are made in the state."
OUTRO = "Write to the office in Orme if anything else is unclear about the credit."


def told(document: Document) -> list[tuple[str, str]]:
    """The questions of a document with their answers, once it is known where both stand."""
    for pair in document.pairs:
        for part in (pair.question, *pair.answer):
            assert document.text[part.start : part.end] == part.text
    assert coverage(document, chunk_document(document)).indexed > 0.97
    return [(pair.question.text, " ".join(s.text for s in pair.answer)) for pair in document.pairs]


def each(form: str) -> str:
    """All pairs, written in a form."""
    return "".join(form.format(n=n, q=q, a=a) for n, (q, a) in enumerate(PAIRS, 1))


MARKDOWN = {
    "folded": "<details>\n<summary>{q}</summary>\n\n{a}\n\n</details>\n\n",
    "folded on a line": "<details><summary>{q}</summary>{a}</details>\n\n",
    "folded, bold": "<details>\n<summary><b>{q}</b></summary>\n<p>{a}</p>\n</details>\n",
    "terms": "<dl><dt>{q}</dt>\n<dd>{a}</dd>\n</dl>\n",
    "definitions": "{q}\n: {a}\n\n",
    "headings": "### {q}\n\n{a}\n\n",
    "bold": "**{q}**\n\n{a}\n\n",
    "bold, tight": "**{q}**\n{a}\n\n",
    "bold, run in": "**{q}** {a}\n\n",
    "bold items": "- **{q}** {a}\n",
    "bold items, numbered": "{n}. **{q}**\n   {a}\n",
    "items over paragraphs": "- {q}\n\n  {a}\n\n",
    "labels": "**Q:** {q}\n\n**A:** {a}\n\n",
}
PLAIN_TEXT = {
    "labels": "Q: {q}\nA: {a}\n\n",
    "labels on a line": "Q: {q} A: {a}\n\n",
    "numbered": "Q{n}. {q}\n{a}\n\n",
    "words": "Question {n}: {q}\nAnswer: {a}\n\n",
    "over": "{q}\n{a}\n\n",
    "apart": "{q}\n\n{a}\n\n",
}
HTML = {
    "folded": "<details><summary>{q}</summary><p>{a}</p></details>",
    "terms": "<dl><dt>{q}</dt><dd>{a}</dd></dl>",
    "headings": "<h3>{q}</h3><p>{a}</p>",
    "bold": "<p><strong>{q}</strong></p><p>{a}</p>",
    "bold, run in": "<p><b>{q}</b> {a}</p>",
    "bold items": "<ul><li><p><b>{q}</b></p><p>{a}</p></li></ul>",
    "labels": "<p>Q: {q}<br>A: {a}</p>",
}


@pytest.mark.parametrize("form", MARKDOWN.values(), ids=MARKDOWN)
def test_questions_in_markdown(form: str) -> None:
    assert told(parse("d", f"# Orme\n\n{INTRO}\n\n{each(form)}")) == list(PAIRS)


@pytest.mark.parametrize("form", PLAIN_TEXT.values(), ids=PLAIN_TEXT)
def test_questions_in_plain_text(form: str) -> None:
    document = parse("d", f"Orme credit\n\n{INTRO}\n\n{each(form)}", is_markdown=False)

    assert told(document) == list(PAIRS)


@pytest.mark.parametrize("form", HTML.values(), ids=HTML)
def test_questions_on_a_page(form: str) -> None:
    found = read_html(f"<html><body><h1>Orme</h1><p>{INTRO}</p>{each(form)}</body></html>")

    assert told(parse_extract("d", found)) == list(PAIRS)


@pytest.mark.parametrize("is_run_in", [True, False])
def test_questions_in_a_word_file(is_run_in: bool) -> None:
    body = "".join(
        paragraph(run(q, "<w:b/>") + run(f" {a}"))
        if is_run_in
        else paragraph(run(q, "<w:b/>")) + paragraph(a)
        for q, a in PAIRS
    )

    assert told(parse_extract("d", read_docx(paragraph(INTRO) + body))) == list(PAIRS)


def test_questions_in_rtf() -> None:
    body = each(r"{{\b {q}}} {a}\par ")

    found = read_rtf(rf"{{\rtf1\ansi {INTRO}\par {body}}}".encode())
    assert told(parse_extract("d", found)) == list(PAIRS)


@pytest.mark.parametrize(
    ("font", "question", "answer"),
    [(BOLD, "{q}", "{a}"), (PLAIN, "Q: {q}", "A: {a}"), (PLAIN, "{q}", "{a}")],
)
def test_questions_in_a_pdf(font: str, question: str, answer: str) -> None:
    items = [*lines((72, 80), ["Orme credit"], size=16, font=BOLD), *lines((72, 110), [INTRO])]
    for n, (q, a) in enumerate(PAIRS):
        items += lines((72, 150 + 60 * n), [question.format(q=q)], font=font)
        items += lines((72, 172 + 60 * n), [answer.format(a=a)])

    found = read_pdf(pdf(items), is_english).extract
    assert told(parse_extract("d", found)) == list(PAIRS)


@pytest.mark.parametrize(
    "form",
    ["<details>\n<summary>{q}</summary>\n\n{a}\n\n</details>\n\n", "**{q}** {a}\n\n",
     "{q}\n: {a}\n\n", "- {q}\n\n  {a}\n\n"],
)  # fmt: skip
def test_what_stands_behind_the_last_answer_is_none(form: str) -> None:
    document = parse("d", f"# Orme\n\n{INTRO}\n\n{each(form)}{OUTRO}\n")

    assert told(document) == list(PAIRS)
    assert any(OUTRO in chunk.text and not chunk.question for chunk in chunk_document(document))


@pytest.mark.parametrize(
    "text",
    [
        "## FAQ\n\n" + "".join(f"- {q}\n" for q, _ in PAIRS) + f"\n{OUTRO}\n",
        "## FAQ\n\n" + "".join(f"{n}. {q}\n" for n, (q, _) in enumerate(PAIRS)) + f"\n{OUTRO}\n",
        "## FAQ\n\n" + "".join(f"{q}\n\n" for q, _ in PAIRS) + f"{OUTRO}\n",
        "## FAQ\n\n" + "".join(f"- [{q}](#{n})\n" for n, (q, _) in enumerate(PAIRS)) + f"\n{OUTRO}",
        # In prose one asks without being answered.
        f"Who pays for it?\n\nNobody knows. {OUTRO}\n",
        f"It pays. Is that so? **It is.** {OUTRO}\n",
    ],
)
def test_a_list_of_questions_has_no_answers(text: str) -> None:
    document = parse("d", f"# Orme\n\n{INTRO}\n\n{text}")

    assert told(document) == []
    assert OUTRO in " ".join(chunk.text for chunk in chunk_document(document))


def test_a_page_of_links_to_its_questions_is_answered_below() -> None:
    links = "".join(f'<li><a href="#{n}">{q}</a></li>' for n, (q, _) in enumerate(PAIRS))
    page = f"<html><body><h1>Orme</h1><p>{INTRO}</p><h2>FAQ</h2><ul>{links}</ul>"

    below = f"{page}{each('<h3>{q}</h3><p>{a}</p>')}</body></html>"
    assert told(parse_extract("d", read_html(below))) == list(PAIRS)
    alone = f"{page}<p>{OUTRO}</p></body></html>"
    assert told(parse_extract("d", read_html(alone))) == []


def test_questions_in_a_table() -> None:
    rows = each("| {q} | {a} |\n")
    table = f"| Question | Answer |\n|---|---|\n{rows}"
    assert told(parse("d", f"# Orme\n\n{INTRO}\n\n{table}\n{OUTRO}\n")) == list(PAIRS)
    other = table.replace("| Question", "| Fee").replace("| Answer", "| Since")
    assert told(parse("d", f"# Orme\n\n{INTRO}\n\n{other}")) == []

    cells = each("<tr><td>{q}</td><td>{a}</td></tr>")
    head = "<tr><td>Question</td><td>Answer</td></tr>"
    page = f"<html><body><h1>Orme</h1><p>{INTRO}</p><table>{head}{cells}</table></body></html>"
    assert told(parse_extract("d", read_html(page))) == list(PAIRS)


def test_short_answers_to_terms_that_ask() -> None:
    pairs = [("Is it refundable?", "Yes"), ("Who decides?", "The film office")]
    terms = "".join(f"<dt>{q}</dt><dd>{a}</dd>" for q, a in pairs)

    found = read_html(f"<html><body><h1>Orme</h1><p>{INTRO}</p><dl>{terms}</dl></body></html>")
    assert told(parse_extract("d", found)) == pairs


def test_tags_are_taken_from_the_ends_of_a_line_alone() -> None:
    line = without_tags(Line(4, "<dd><p>Yes, <b>of</b> $300.</p></dd>"))

    assert (line.start, line.text) == (11, "Yes, <b>of</b> $300.")
    assert without_tags(Line(0, "</details>")).text == ""


def test_questions_in_files_are_eval_cases(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Orme credit\n\n{INTRO}\n\n{each('Q: {q} A: {a}' + chr(10))}")
    (tmp_path / "b.html").write_text(
        f"<html><body><h1>Orme</h1><p>{INTRO}</p>{each(HTML['folded'])}</body></html>"
    )

    cases = own_cases(read_documents(str(tmp_path)))
    assert [(case.id, case.question) for case in cases] == [
        (f"intact/{key}/{n}", q) for key in "ab" for n, (q, _) in enumerate(PAIRS, 1)
    ]
    assert cases[2].reference == PAIRS[2][1]
    assert json.dumps(cases[0].documents) == '["a"]'


def test_an_empty_text_asks_nothing() -> None:
    assert parse_extract("d", Extract(f"{INTRO}\n\nIs it?")).pairs == ()
