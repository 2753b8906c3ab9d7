"""Documents that say nearly the same are told, and one of them speaks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.errors import InputError
from assistant.terms.copies import copies, firsts_of
from tests.terms.made import About, lexicon

Library = Callable[..., Assistant]
NAMES = ("gull", "tern", "auk", "skua", "puffin", "petrel", "gannet", "kittiwake")
SAID = [
    f"The {name} levy of Orme is {at} percent of the catch." for at, name in enumerate(NAMES, 2)
]


def warnings(assistant: Assistant, folder: str) -> dict[str, tuple[str, ...]]:
    return {item.id: item.warnings for item in assistant.ingest([folder]).documents}


def folder(assistant: Assistant) -> str:
    return assistant.documents()[0].source.rpartition("/")[0]


def test_a_copy_with_few_changes_is_told_and_cited_once(library: Library) -> None:
    edited = [*SAID[:-1], "The kittiwake levy of Orme has been dropped for good this year."]
    assistant = library(
        {
            "a.md": "\n\n".join(SAID),
            "b.md": "\n\n".join(["Syndicated today.", *edited]),
            "c.md": "The stork levy of Orme is 50 percent of the nests.",
        }
    )

    told = warnings(assistant, folder(assistant))
    assert told["a"] == (
        "says nearly what 'b' does (88% of the sentences): one of them is cited for what both say",
    )
    assert told["b"][0].startswith("says nearly what 'a' does")
    assert told["c"] == ()
    answer = assistant.ask("What is the tern levy of Orme in percent of the catch?")
    assert len({citation.document_id for citation in answer.citations}) == 1
    answer = assistant.ask("Which levies does Orme have?")
    quotes = [citation.quote for citation in answer.citations]
    assert len(quotes) == len(set(quotes))


def test_short_texts_and_boilerplate_are_no_copies(library: Library) -> None:
    assistant = library({"a.md": SAID[0], "b.md": f"{SAID[0]}\n\n{SAID[1]}"})
    assert set(warnings(assistant, folder(assistant)).values()) == {()}


def test_copies_of_copies_are_one_group() -> None:
    """Each shares most sentences with the next; they lie in different parts of the library."""
    said = [f"The {name} levy of Orme is {at} percent of it." for name in NAMES for at in range(9)]
    made = [About(key, texts=tuple(said[at : at + 20])) for at, key in enumerate("abcd")]
    other = [About(key, texts=tuple(said[50:60])) for key in "xy"]
    known = lexicon(made[:2], [*made[2:], *other])

    assert all(firsts_of(known, {key}) == {key: "a"} for key in "abcd")
    assert firsts_of(known, {*"cdxy"}) == {"c": "a", "d": "a", "x": "x", "y": "x"}
    assert [(item.of, item.id) for item in copies(known, "y")] == [("x", "y")]
    assert len(copies(known, "abcdxy")) == 7


def test_a_new_version_takes_the_place_of_the_old_one_when_told_so(
    library: Library, tmp_path: Path
) -> None:
    assistant = library(
        {"old.md": "The gull levy of Orme is 2 percent.", "c.md": "Terns nest on cliffs."}
    )
    new = tmp_path / "new.md"
    new.write_text("The gull levy of Orme is 3 percent.")
    report = assistant.ingest([new], supersedes=["old"])

    assert report.added == 1
    held = {item.id: item.metadata.supersedes for item in assistant.documents()}
    assert held == {"c": (), "new": ("old",), "old": ()}
    assistant.ingest([new])
    assistant.rebuild()
    assert {item.id: item.replaces for item in assistant.documents()}["new"] == ("old",)


@pytest.mark.parametrize("ids", [["none"], ["new"]])
def test_what_is_not_there_is_not_superseded(
    library: Library, tmp_path: Path, ids: list[str]
) -> None:
    assistant = library({"old.md": "The gull levy of Orme is 2 percent."})
    new = tmp_path / "new.md"
    new.write_text("The gull levy of Orme is 3 percent.")
    with pytest.raises(InputError, match="no other document"):
        assistant.ingest([new], supersedes=ids)
    assert [item.id for item in assistant.documents()] == ["old"]


def test_documents_do_not_take_each_others_place_in_a_circle(
    library: Library, tmp_path: Path
) -> None:
    assistant = library({})
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"The gull levy of {name * 5} is 2 percent.")
        assistant.ingest([tmp_path / f"{name}.md"])
    assistant.ingest([tmp_path / "b.md"], supersedes=["a"])
    assistant.ingest([tmp_path / "c.md"], supersedes=["b"])
    for old in "bc":
        with pytest.raises(InputError, match="takes the place of 'a' itself; remove it first"):
            assistant.ingest([tmp_path / "a.md"], supersedes=[old])
    held = {item.id: item.replaces for item in assistant.documents()}
    assert held == {"a": (), "b": ("a",), "c": ("b",)}
