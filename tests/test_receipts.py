"""An answer kept as a receipt, and what has changed since: told from the library as it is then."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from assistant.assistant import Assistant
from assistant.errors import InputError
from assistant.receipts import FORMAT, changes, receipt
from assistant.types import NO_FILTERS

QUESTION = "What percent of wages does the Iowa credit pay?"
IOWA = "---\ntitle: Iowa\nkind: brief\nstatus: in force\nas_of: 2026-07-01\n---\n{}"
TEXT = "The Iowa credit pays 30 percent of wages."
OTHERS = {"owls.md": "Owls fly at night.", "seals.md": "Seals swim in the sea."}
Library = Callable[..., Assistant]


def kept(library: Library) -> dict[str, Any]:
    assistant = library({"iowa.md": IOWA.format(TEXT), **OTHERS})
    answer = assistant.ask(QUESTION)
    at = datetime(2026, 11, 29, tzinfo=UTC)
    given = receipt(answer, assistant.documents(), (), NO_FILTERS, at)
    loaded: dict[str, Any] = json.loads(json.dumps(given))
    return loaded


def test_a_receipt_holds_all_that_was_said(library: Library) -> None:
    given = kept(library)

    (span,) = given["spans"]
    assert IOWA.format(TEXT)[span["start"] : span["end"]] == span["quote"] == TEXT
    assert (given["question"], given["at"]) == (QUESTION, "2026-11-29T00:00:00+00:00")
    assert (span["status"], span["as_of"]) == ("in force", "2026-07-01")
    assert {"corpus", "version", "settings", "answer", "format"} <= given.keys()


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"iowa.md": IOWA.format(TEXT)}, []),
        ({"iowa.md": IOWA.format(f"New. {TEXT}")}, ["stands elsewhere now"]),
        ({"iowa.md": IOWA.format(TEXT.replace("30", "25"))}, ["was edited", "another one now"]),
        ({"utah.md": "Penguins swim."}, ["not in the library any more", "another one now"]),
        (
            {"iowa.md": IOWA.format(TEXT).replace("in force", "expired")},
            ["was in force and is expired now"],
        ),
        (
            {"iowa.md": IOWA.format(TEXT).replace("2026-07-01", "2026-09-01")},
            ["checked to 1 September 2026"],
        ),
        (
            {
                "iowa.md": IOWA.format(TEXT),
                "new.md": "---\ntitle: New act\nsupersedes: [iowa]\n---\nSeals swim.",
            },
            ["superseded by “New act”"],
        ),
    ],
)
def test_what_has_changed_is_told(library: Library, files: dict[str, str], told: list[str]) -> None:
    given = kept(library)
    found = changes(library({**files, **OTHERS}), given)

    for words in told:
        assert any(words in line for line in found), found
    assert bool(found) == bool(told)


@pytest.mark.parametrize("other", [None, [], {}, {"format": "x"}, "text"])
def test_what_is_no_receipt_is_refused(library: Library, other: object) -> None:
    with pytest.raises(InputError, match="no receipt"):
        changes(library({"a.md": "One."}), other)


@pytest.mark.parametrize("spans", [[{}], [1], "x", [{"n": "a"}]])
def test_a_receipt_that_was_altered_is_refused(library: Library, spans: object) -> None:
    altered = {"format": FORMAT, "question": "Who?", "spans": spans}
    with pytest.raises(InputError, match="altered"):
        changes(library({"a.md": "One."}), altered)
