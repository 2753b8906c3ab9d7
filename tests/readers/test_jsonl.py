import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.readers.jsonl import Line, read_lines


def test_lines_are_numbered_and_blank_ones_passed_over() -> None:
    content = '\ufeff{"id": "a", "text": "One."}\n\n{"_id": 7, "title": "T", "text": "Two."}\r\n'

    assert list(read_lines(content)) == [
        Line(1, "a", "", "One."),
        Line(3, "7", "T", "Two."),
    ]


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        ("[]", "is not a JSON object"),
        ('{"text": "One."}', 'needs a string "id"'),
        ('{"id": true, "text": "One."}', 'needs a string "id"'),
        ('{"id": "a", "title": 7, "text": "One."}', 'needs a string "title"'),
        ('{"id": "a"}', 'needs a string "text"'),
        ('{"id": "a", "text": " "}', 'has an empty "text"'),
        ('{"id": " ", "text": "One."}', 'has an empty "id"'),
        ('{"id": "a", "text": "\\ud800"}', '"text" holds characters that are not text'),
        ('{"id": "a", "text": "One\\u0000"}', '"text" holds characters that are not text'),
        ('{"id": "a\\u0007", "text": "One."}', '"id" holds characters that can\'t be shown'),
    ],
)
def test_a_bad_line_comes_back_with_its_fault(raw: str, fault: str) -> None:
    good = json.dumps({"id": "z", "text": "Good."})
    bad, fine = read_lines(f"{raw}\n{good}")

    assert bad.number == 1
    assert bad.fault.startswith(fault)
    assert fine == Line(2, "z", "", "Good.")


TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1)
NAMES = st.text(st.sampled_from('abc é漢😀-_/."\\ '), min_size=1, max_size=12)
RECORDS = st.lists(
    st.tuples(NAMES.filter(str.strip), NAMES, TEXTS.filter(str.strip)) | st.none(), max_size=6
)


@given(RECORDS, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_every_text_comes_back_to_the_letter_with_its_line(
    records: list[tuple[str, str, str] | None], is_ascii: bool, end: str
) -> None:
    lines = [
        ""
        if record is None
        else json.dumps(
            dict(zip(("id", "title", "text"), record, strict=True)), ensure_ascii=is_ascii
        )
        for record in records
    ]

    assert list(read_lines(end.join(lines))) == [
        Line(number, *record) for number, record in enumerate(records, 1) if record is not None
    ]
