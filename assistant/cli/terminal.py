"""What a command's streams and signals are made fit for before anything else is done."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import AssistantError
from assistant.text.visible import visible

DEBUG = "ASSISTANT_DEBUG"
"""Set in the environment, tracebacks and what libraries write themselves are shown."""


def guarded(program: str, work: Callable[[], int]) -> int:
    """Do the work of a program; returns its exit code, and tells a fault in a line of its own."""
    with terminal():
        try:
            code = work()
            sys.stdout.flush()
        except AssistantError as error:
            complain(str(error), program)
            return error.exit_code
        except KeyboardInterrupt:
            complain("interrupted", program)
            return 1
        except BrokenPipeError:
            leave_quietly()
            return 0
        except MemoryError:
            complain("there is not enough memory; close other programs and try again", program)
            return 1
        except OSError as error:
            complain(_unwritten(error), program)
            return 1
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            complain(_unexpected(error), program)
            return 1
    return code


def _unwritten(error: OSError) -> str:
    said = error.strerror or str(error)
    if error.filename is not None:
        return f"{error.filename}: {said}"
    return f"the output can't be written ({said}); send it elsewhere"


def _unexpected(error: Exception) -> str:
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"a fault of the assistant ({said}); please report it with what {DEBUG}=1 shows"


@contextmanager
def terminal() -> Iterator[None]:
    """Let a command print to any streams, closed ones and those of few characters among them.

    What native libraries write to standard error on their own, such as the backtraces of panics,
    is kept from it: what a fault is, the command says itself.
    """
    was = sys.stdout, sys.stderr
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    muted = None if os.environ.get(DEBUG) else _mute()
    try:
        yield
    finally:
        if muted is not None:
            _restore(muted)
        sys.stdout, sys.stderr = was


def complain(message: str, program: str = "assistant") -> None:
    """Write a message to standard error, each of its lines under the program's name."""
    for line in visible(message).splitlines():
        print(f"{program}: {line}", file=sys.stderr)


def say(text: str) -> None:
    """Print a text without what would act on the terminal instead of being read."""
    print(visible(text), flush=True)


def leave_quietly() -> None:
    """Let nobody be told that the reader of our output left, as ``head`` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _mute() -> int | None:
    """Point the descriptor of standard error at nothing, and Python's stream at where it was."""
    try:
        kept = os.dup(2)
        is_ours = sys.stderr.fileno() == 2
    except (OSError, ValueError):
        return None
    if is_ours:
        encoding = sys.stderr.encoding
        sys.stderr = os.fdopen(
            os.dup(kept), "w", buffering=1, encoding=encoding, errors="backslashreplace"
        )
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    os.close(nothing)
    return kept


def _restore(kept: int) -> None:
    sys.stderr.flush()
    os.dup2(kept, 2)
    os.close(kept)
