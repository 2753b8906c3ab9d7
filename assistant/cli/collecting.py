"""Commands that fetch, watch and move: ``refresh``, ``ingest --watch``, ``export``, ``import``."""

import argparse
import os
import re
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import yaml

from assistant.assistant import Assistant
from assistant.cli.printing import notice, print_json, progress
from assistant.cli.terminal import complain, say
from assistant.errors import InputError
from assistant.readers.links import is_link
from assistant.results import Refreshed
from assistant.settings import Settings, expanded, version
from assistant.store.transfer import export_library, import_library

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_AGE = re.compile(r"(\d{1,5})([hdw])")

LARGEST_LIST = 1_000_000
"""Bytes of a list of links, at most."""


def read_links(path: str) -> list[str]:
    """The links that a catalogue of sources lists.

    It is YAML: ``sources`` is a list of links, or of mappings that have one as ``url``.

    Raises:
        InputError: it can't be read, or has another shape.
    """
    try:
        with Path(path).open("rb") as file:
            told = yaml.safe_load(file.read(LARGEST_LIST))
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{path}: is no YAML that can be read") from error
    listed = told.get("sources") if isinstance(told, dict) else None
    if not isinstance(listed, list) or not listed:
        raise InputError(f"{path}: needs a list 'sources', each with a 'url'")
    links: list[str] = []
    for number, item in enumerate(listed, 1):
        link = item.get("url") if isinstance(item, dict) else item
        if not isinstance(link, str) or not is_link(link):
            raise InputError(f"{path}: source {number} has no 'url' with a link")
        links.append(link)
    return links


def age(text: str) -> timedelta:
    """An age such as ``30d``, ``12h`` or ``2w``."""
    found = _AGE.fullmatch(text)
    if not found:
        raise argparse.ArgumentTypeError(f"'{text}' is no age like 30d, 12h or 2w")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def refresh(options: argparse.Namespace) -> int:
    """Fetch again what came from links; returns 2 where one could not be fetched."""
    assistant = Assistant.open(options.store)
    with progress("documents") as advance:
        told = assistant.refresh(options.older_than, advance)
    counts = {name: sum(item.outcome == name for item in told) for name in _OUTCOMES}
    if options.json:
        print_json({**counts, "documents": [_json(item) for item in told]})
    else:
        if counts["changed"]:
            notice(assistant)
        say(", ".join(f"{name} {count}" for name, count in counts.items()))
        for item in told:
            if item.outcome == "changed":
                say(f"{item.id}: {item.words}")
    for item in told:
        if item.outcome == "failed":
            complain(f"{item.url or item.id}: {item.words}")
    return InputError.exit_code if counts["failed"] else 0


_OUTCOMES = ("changed", "unchanged", "failed")


def _json(item: Refreshed) -> dict[str, str]:
    return {"id": item.id, "url": item.url, "outcome": item.outcome, "words": item.words}


def watch(paths: Sequence[str], again: Callable[[], object], stop: threading.Event) -> None:
    """Do something each time files under paths change, until told to stop.

    Args:
        paths: folders and files.
        again: what to do.
        stop: tells to.

    Raises:
        InputError: one of the paths is not there.
    """
    from watchfiles import watch as changes

    for path in paths:
        if not expanded(path).exists():
            raise InputError(f"{path}: can't be watched, for it isn't there")
    say(f"watching {', '.join(paths)}; end with Ctrl-C")
    for _ in changes(*paths, stop_event=stop, raise_interrupt=False):
        again()


def export(options: argparse.Namespace) -> int:
    """Write the whole library to one file."""
    count = export_library(_store(options), expanded(options.file), version())
    say(f"wrote {count} documents to {options.file}")
    return 0


def import_(options: argparse.Namespace) -> int:
    """Make the store hold the library of a file."""
    store = _store(options)
    count = import_library(expanded(options.file), store, replaces=options.replace)
    say(f"{store} holds {count} documents now")
    return 0


def _store(options: argparse.Namespace) -> Path:
    return expanded(options.store) if options.store else Settings.read(os.environ).store
