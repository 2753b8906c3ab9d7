"""What reaches a terminal, and how a command ends on any of them: run as a program of its own."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.text.visible import as_ascii_escapes, visible

COMMAND = [sys.executable, "-c", "from assistant.cli.main import run; run()"]


def command(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def test_a_terminal_of_few_characters_is_printed_to(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: a – b\nkind: ä\n---\nThe fee is 3 €.\n", "utf-8")
    found = command("check", str(tmp_path), PYTHONIOENCODING="ascii")

    assert (found.returncode, "Traceback" in found.stderr) == (2, False)
    assert r"\xe4" in found.stdout


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_closed_streams_are_no_fault(tmp_path: Path, closed: str) -> None:
    (tmp_path / "a.txt").write_text("The fee is three euros.")
    line = f"'{sys.executable}' -c '{COMMAND[2]}' check '{tmp_path}' {closed}"

    found = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stderr.count("Traceback")) == (0, 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device that Linux has")
def test_an_output_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    line = f"'{sys.executable}' -c '{COMMAND[2]}' check nowhere.md >/dev/full"

    found = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=False)
    assert found.returncode == 1
    assert "the output can't be written (No space left on device)" in found.stderr


@pytest.mark.parametrize("after", [0.1, 0.3, 0.6])
def test_an_interrupt_is_told_in_a_word(tmp_path: Path, after: float) -> None:
    (tmp_path / "a.txt").write_text("The fee is three euros. " * 20_000)
    process = subprocess.Popen(
        [*COMMAND, "check", *[str(tmp_path)] * 60], stderr=subprocess.PIPE, text=True
    )
    time.sleep(after)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)

    assert "Traceback" not in said


def test_a_home_of_nobody_is_told(tmp_path: Path) -> None:
    found = command("documents", "--store", "~nobody-at-all/x")
    assert found.returncode == 2
    assert found.stderr == (
        "assistant: ~nobody-at-all/x: there is no such user; give the folder in full\n"
    )
    assert "no such user" in command("check", "~nobody-at-all/x").stdout


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\u202eb\u2066c\u200f", "abc"),
        ("a\U000e0041\U000e007f", "a"),
        ("bell\x07\x00\x9b", "bell"),
        ("a\tb\r\nc", "a\tb\nc"),
        ("family \N{MAN}\u200d\N{WOMAN} soft\u00adhyphen é", None),
    ],
)
def test_what_acts_on_a_terminal_is_not_printed(text: str, shown: str | None) -> None:
    assert visible(text) == (text if shown is None else shown)


def test_json_says_the_same_without_such_characters() -> None:
    assert as_ascii_escapes('"a\u202e\U000e0041\x9b"') == '"a\\u202e\\udb40\\udc41\\u009b"'
