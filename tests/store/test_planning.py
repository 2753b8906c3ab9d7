"""A text is stored once, whatever names it has, and stays as long as one of them does."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.contract import document_json
from assistant.documents.articles import parse
from assistant.documents.chunks import revision
from assistant.errors import UnknownDocument
from assistant.extracts import Layout, Page
from assistant.store.index import Index
from assistant.store.planning import Plan, plan, seal_of, with_names
from assistant.store.seals import text_seal
from assistant.stored import Alias, DocumentSummary, Seals
from assistant.types import Document
from tests.conftest import StubEmbedder, StubScorer

Library = Callable[..., Assistant]
SAME = "The gull tax of Orme is ten percent."


def names(assistant: Assistant) -> dict[str, list[str]]:
    return {item.id: document_json(item)["also"] for item in assistant.documents()}


def test_the_same_text_is_stored_once_under_the_first_id(library: Library) -> None:
    assistant = library({"a.md": SAME, "b.md": SAME, "c.txt": "The tern fee is 5 dollars."})

    assert names(assistant) == {"a": ["b"], "c": []}
    assert assistant.text("b") == SAME
    assert assistant.document("b").id == "a"


def test_a_file_that_goes_leaves_the_other(library: Library) -> None:
    library({"a.md": SAME, "b.md": SAME})
    assistant = library({"b.md": SAME})

    assert names(assistant) == {"b": []}
    assert assistant.text("b") == SAME
    with pytest.raises(UnknownDocument):
        assistant.text("a")


def test_a_file_that_changes_is_a_document_of_its_own(library: Library) -> None:
    library({"a.md": SAME, "b.md": SAME, "c.md": SAME})
    assistant = library({"a.md": "The gull tax of Orme is 12 percent.", "b.md": SAME, "c.md": SAME})

    assert names(assistant) == {"a": [], "b": ["c"]}


def test_each_name_is_removed_by_itself(library: Library) -> None:
    assistant = library({"a.md": SAME, "b.md": SAME, "c.md": SAME})
    assistant.remove("b")
    assert names(assistant) == {"a": ["c"]}
    assistant.remove("a")
    assert names(assistant) == {"c": []}
    assert assistant.ask("What is the gull tax of Orme in percent?").citations[0].document_id == "c"
    assistant.remove("c")
    assert names(assistant) == {}


def test_lines_are_documents_of_their_own(library: Library) -> None:
    line = '{"id": "%s", "title": "T", "text": "The tern fee of Orme is 5 dollars."}\n'
    assistant = library({"a.jsonl": line % "x" + line % "y"})

    assert names(assistant) == {"x": [], "y": []}


def test_names_survive_a_rebuild_and_are_seen_by_another_reader(
    library: Library, store: Path, stub: StubEmbedder
) -> None:
    library({"a.md": SAME, "b.md": SAME}).rebuild()
    assert names(Assistant(Index(store), lambda: stub, StubScorer)) == {"a": ["b"]}


Files = dict[str, str]
TEXTS = st.sampled_from(["The gull is one.", "The tern is two.", "The auk is three."])
FOLDERS = st.dictionaries(st.sampled_from("abcd"), TEXTS, max_size=4)


@settings(deadline=None)  # the words of English are loaded by the first
@given(st.lists(FOLDERS, min_size=1, max_size=6))
def test_whatever_comes_and_goes_every_file_is_found_and_no_text_is_twice(
    folders: list[Files],
) -> None:
    stored: dict[str, DocumentSummary] = {}
    held: dict[str, Document] = {}
    for files in folders:
        documents = {
            key: (parsed(key, text), f"{key}{SUFFIXES[key]}") for key, text in files.items()
        }
        made = plan(
            documents,
            stored,
            lambda known, files=files: [key for key in known if key not in files],
            lambda *_: False,
            lambda summary, held=held: held[summary.id],
        )
        stored, held = carried_out(made, stored, held)
        texts = {name: held[item.id].text for item in stored.values() for name in all_names(item)}
        assert texts == files
        assert len({held[key].text for key in stored}) == len(stored)
        # What is shown of a document is what its own file has.
        assert all(held[key].layout == documents[key][0].layout for key in stored)
        assert all(held[key].original == documents[key][0].original for key in stored)
        assert made.added + made.updated + made.unchanged <= len(files)


SUFFIXES = {"a": ".md", "b": ".pdf", "c": ".docx", "d": ".pdf"}


def parsed(key: str, text: str) -> Document:
    """A document as its format has it: with pages and a file, with a layout alone, or with none."""
    document = parse(key, text)
    if SUFFIXES[key] == ".md":
        return document
    if SUFFIXES[key] == ".docx":
        return replace(document, layout=Layout())
    # The same text may stand otherwise in another file.
    layout = Layout(pages=(Page(ord(key), 0, len(text)),))
    return replace(document, layout=layout, original=f"{key} {text}")


def all_names(summary: DocumentSummary) -> list[str]:
    return [summary.id, *(name.id for name in summary.also)]


def carried_out(
    made: Plan, stored: dict[str, DocumentSummary], held: dict[str, Document]
) -> tuple[dict[str, DocumentSummary], dict[str, Document]]:
    """What is stored once a plan was carried out."""
    kept = {key: item for key, item in stored.items() if key not in made.removed}
    kept |= made.noted
    documents = {key: held[key] for key in kept}
    for key, (document, source) in made.changed.items():
        documents[key] = document
        kept[key] = DocumentSummary(
            key,
            document.metadata,
            revision(document),
            source,
            1,
            0,
            seals=Seals(seal_of(document), "", 0.0, text_seal(document.text)),
            also=made.names.get(key, ()),
        )
    return kept, documents


def test_other_names_are_told_as_documents() -> None:
    summary = DocumentSummary("a", parse("a", SAME).metadata, "r", "/a.md", 1, 0)
    named = with_names({"a": summary}) | with_names(
        {"a": DocumentSummary(**_fields(summary), also=(Alias("b", "/b.md"),))}
    )
    assert {key: item.source for key, item in named.items()} == {"a": "/a.md", "b": "/b.md"}


def _fields(summary: DocumentSummary) -> dict[str, object]:
    return {
        name: getattr(summary, name)
        for name in ("id", "metadata", "revision", "source", "passages", "questions")
    }
