"""Untrusted files are read by a program apart, which nothing can take down for long."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import InputError
from assistant.pdf.sheets import Mark
from assistant.readers import sandbox as sandbox_module
from assistant.readers.formats import Format
from assistant.readers.sandbox import Sandbox
from assistant.settings import FileLimits
from tests.pdf.building import paragraph, pdf

PAGE = b"<html><body><p>The credit of Orme is 25 percent of what is spent there.</p></body></html>"


def test_one_program_reads_file_after_file() -> None:
    with Sandbox(FileLimits()) as sandbox:
        assert "25 percent" in sandbox.read(PAGE, Format.HTML).extract.text
        process = sandbox._process
        with pytest.raises(InputError, match="no PDF that can be read"):
            sandbox.read(b"%PDF-1.4 nothing", Format.PDF)
        assert "25 percent" in sandbox.read(PAGE, Format.HTML).extract.text
        assert sandbox._process is process
    assert process is not None
    assert process.poll() is not None


def test_what_takes_too_long_is_given_up_and_the_next_is_read() -> None:
    with Sandbox(FileLimits(seconds=1)) as sandbox:
        sandbox.read(PAGE, Format.HTML)
        assert sandbox._process is not None
        os.kill(sandbox._process.pid, signal.SIGSTOP)
        with pytest.raises(InputError, match="takes more than 1 s"):
            sandbox.read(PAGE, Format.HTML)
    with Sandbox(FileLimits(seconds=30)) as sandbox:
        assert sandbox.read(PAGE, Format.HTML).extract.text


def test_a_program_that_died_is_replaced_and_the_next_file_is_not_to_blame() -> None:
    with Sandbox(FileLimits()) as sandbox:
        sandbox.read(PAGE, Format.HTML)
        assert sandbox._process is not None
        os.kill(sandbox._process.pid, signal.SIGKILL)
        sandbox._process.wait()
        assert sandbox.read(PAGE, Format.HTML).extract.text


def test_a_program_that_is_killed_while_it_reads_is_told_of_that_file_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with Sandbox(FileLimits()) as sandbox:
        monkeypatch.setattr(sandbox_module, "_send", send_and_kill)
        with pytest.raises(InputError, match="broke off"):
            sandbox.read(PAGE, Format.HTML)
        monkeypatch.undo()
        assert sandbox.read(PAGE, Format.HTML).extract.text


def send_and_kill(process: "subprocess.Popen[bytes]", request: bytes) -> None:
    """Kill a program as a system out of memory does, when it has got a file and not yet read it."""
    os.kill(process.pid, signal.SIGSTOP)
    process.stdin.write(request)
    process.stdin.flush()
    os.kill(process.pid, signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="bounds on processor time are Linux's")
def test_a_program_that_nobody_ends_any_more_ends_by_itself() -> None:
    code = (
        "import sys; from assistant.readers import worker; worker.SPARE_SECONDS = -1\n"
        "def turn(*_):\n    while True: pass\n"
        "worker._answer = turn; worker.serve(sys.stdin.buffer, sys.stdout.buffer)"
    )
    request = json.dumps({"length": 0, "limits": {"seconds": 1}}).encode() + b"\n"
    done = subprocess.run([sys.executable, "-c", code], input=request, capture_output=True)
    assert done.returncode == -signal.SIGXCPU


@pytest.mark.skipif(sys.platform != "linux", reason="bounds on memory are Linux's")
def test_what_needs_too_much_memory_is_refused() -> None:
    with (
        Sandbox(FileLimits(memory=30)) as sandbox,
        pytest.raises(InputError, match="memory"),
    ):
        sandbox.read(PAGE * 20_000, Format.HTML)


def test_it_is_told_no_secrets_and_can_write_no_file(tmp_path: Path) -> None:
    told = (
        "import os, resource; from assistant.readers import worker; "
        "from assistant.settings import FileLimits; worker._bound(FileLimits()); "
        "print(resource.getrlimit(resource.RLIMIT_FSIZE)[0])"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"


def test_a_page_is_drawn_with_its_marks() -> None:
    file = pdf(paragraph((72, 100), 300, "The credit of Orme is 25 percent of what is spent."))
    with Sandbox(FileLimits()) as sandbox:
        (place, *_) = sandbox.read(file, Format.PDF).places
        sheet = sandbox.sheet(file, 1, [Mark(place.box, 0, 0.5), Mark(place.box, 0, 1)])
        half, whole = sheet.boxes
        assert sheet.picture.startswith(b"\x89PNG")
        assert (sheet.width, sheet.height) == (612, 792)
        assert half[0] == pytest.approx(whole[0], abs=1)
        assert whole[0] < half[2] < whole[2]
        with pytest.raises(InputError, match="no such page"):
            sandbox.sheet(file, 2, [])


def test_limits_are_settings() -> None:
    read = FileLimits.read({"ASSISTANT_FILE_SECONDS": "5", "ASSISTANT_FILE_PAGES": ""})
    assert read == FileLimits(seconds=5)
    for bad in ("0", "-1", "x", "1e3", "9" * 9):
        with pytest.raises(InputError, match="ASSISTANT_FILE_MEMORY"):
            FileLimits.read({"ASSISTANT_FILE_MEMORY": bad})
