"""What inputs are read and how they are judged; the engine itself is not needed."""

import subprocess
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.extracts import Extract, HeadingLine, Layout
from assistant.types import Sentence
from benchmarks import fuzzing, soundness
from benchmarks.fuzzing import TARGETS, Finding, Target, keep, seeds, table, tried
from benchmarks.soundness import (
    Breach,
    check_extract,
    check_menus,
    check_sentences,
    check_unread,
    check_words,
)


def clock() -> float:
    return 0.0


@pytest.mark.parametrize("name", list(TARGETS))
def test_all_that_is_fed_at_first_is_read_as_promised(name: str) -> None:
    found = list(seeds(TARGETS[name]))

    assert len(found) > 150
    assert [one for data in found if (one := tried(TARGETS[name], data, clock))] == []


def failing(data: bytes) -> None:
    if data == b"refused":
        raise InputError("is refused")
    if data == b"broken":
        raise Breach("a text holds words", data)
    TARGETS["jsonl"].read(data)
    if data == b"fault":
        raise ValueError("of ours")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"refused", None),
        (b"broken", "a text holds words"),
        (b"fault", "ValueError in "),
        (b"", None),
    ],
)
def test_a_fault_of_the_user_is_none_and_any_other_is_found(data: bytes, kind: str | None) -> None:
    found = tried(Target(failing, ""), data, clock)

    assert (found.kind if found else None) == kind


def test_an_input_that_takes_long_is_found() -> None:
    found = tried(Target(failing, ""), b"", count(0, 3).__next__)

    assert found is not None
    assert (found.kind, found.said) == ("takes long", "3.0 s")


def test_the_smallest_of_a_kind_is_kept(tmp_path: Path) -> None:
    for data in (b"long", b"s", b"other"):
        keep(tmp_path, Finding("a kind", "said", data))

    (kept,) = tmp_path.glob("*.input")
    assert kept.read_bytes() == b"s"


def test_each_broken_promise_of_sentences_is_told() -> None:
    text = "One is. Two is."
    first, second = Sentence(0, 7, "One is."), Sentence(8, 15, "Two is.")

    check_sentences(text, [first, second])
    check_words(text, [first, second], [])
    for broken, promise in (
        ([second, first], "in order"),
        ([first, first], "in order"),
        ([Sentence(0, 7, "One it.")], "exact"),
        ([Sentence(0, 8, "One is. ")], "white space"),
        ([Sentence(8, 16, "Two is.")], "lies in the text"),
    ):
        with pytest.raises(Breach, match=promise):
            check_sentences(text, broken)
    with pytest.raises(Breach, match="foot"):
        check_sentences(text, [first], [(3, 5)])
    with pytest.raises(Breach, match="no word is lost"):
        check_words(text, [first], [])


@pytest.mark.parametrize(
    ("extract", "promise"),
    [
        (Extract("a\x00b"), "drawn"),
        (Extract("a\ud800"), "drawn"),
        (Extract("a\ufffe"), "drawn"),
        (Extract(" \n"), "words"),
        (Extract("a\tb"), "tabs"),
        (Extract("a b", Layout(headings=(HeadingLine(0, 2, 1),))), "line"),
        (Extract("a b", Layout(headings=(HeadingLine(0, 9, 1),))), "line"),
        (Extract("a b", Layout(headings=(HeadingLine(0, 3, 7),))), "level"),
    ],
)
def test_each_broken_promise_of_an_extract_is_told(extract: Extract, promise: str) -> None:
    with pytest.raises(Breach, match=promise):
        check_extract(extract)


def test_a_program_that_is_read_is_told_and_its_words_elsewhere_are_not() -> None:
    markup = "<p>Words of it</p><script>secret words</script>"

    check_unread(markup, Extract("Words of it"))
    with pytest.raises(Breach, match="secret"):
        check_unread(markup, Extract("Words of it secret"))
    check_unread(f"{markup}<p>secret", Extract("Words of it secret"))


def test_a_menu_that_is_read_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    check_menus("<nav>Elsewhere</nav><p>Words of it")
    monkeypatch.setattr(soundness, "read_html", lambda _: Extract("Words of it Elsewhere"))

    with pytest.raises(Breach, match="Elsewhere"):
        check_menus("<nav>Elsewhere</nav><p>Words of it")
    check_menus("<nav>Elsewhere</nav><p>Elsewhere")


LOG = """\
INFO: Seed: 1
#2\tINITED cov: 10 ft: 20 corp: 2/8b exec/s: 0 rss: 90Mb
#9\tNEW    cov: 12 ft: 25 corp: 3/9b lim: 4 exec/s: 0 rss: 90Mb L: 1/4 MS: 1 InsertByte-
#40\tDONE   cov: 12 ft: 31 corp: 3/9b lim: 4 exec/s: 20 rss: 90Mb
"""


Engine = Callable[[int, str], list[list[str]]]


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """Puts another engine in the place of the real one: it finds, says something and ends."""

    def place(code: int, log: str) -> list[list[str]]:
        told: list[list[str]] = []

        def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
            told.append(command)
            keep(tmp_path / "jsonl" / "found", Finding("a kind", "what it said", b"{"))
            return subprocess.CompletedProcess(command, code, stderr=log)

        monkeypatch.setattr(subprocess, "run", run)
        return told

    return place


def test_a_run_is_told_with_what_was_found(tmp_path: Path, engine: Engine) -> None:
    told = engine(0, LOG)
    keep(tmp_path / "jsonl" / "found", Finding("mended", "", b"["))

    found = fuzzing.measure("jsonl", tmp_path, 40, 9)
    assert (found.inputs, found.reached) == (40, (20, 31))
    said = table(found).splitlines()
    assert said[0] == "jsonl: 40 inputs, features 20 -> 31, 1 findings"
    assert said[1].startswith("  a kind (")
    assert {"-runs=40", "-max_total_time=9"} < set(told[0])
    fed = {path.read_bytes() for path in (tmp_path / "jsonl" / "seeds").iterdir()}
    assert len(fed) > 150
    assert b"[" in fed


def test_an_engine_that_broke_off_is_told(tmp_path: Path, engine: Engine) -> None:
    engine(70, "ALARM: it hangs\n")

    found = fuzzing.measure("jsonl", tmp_path, 1, 1).findings
    assert [one["said"] for one in found] == ["what it said", "ALARM: it hangs"]


def test_without_the_engine_one_line_says_what_to_install(tmp_path: Path, engine: Engine) -> None:
    engine(1, "ModuleNotFoundError: No module named 'atheris'")

    with pytest.raises(InputError, match=r"\[fuzz\]"):
        fuzzing.measure("jsonl", tmp_path, 1, 1)
