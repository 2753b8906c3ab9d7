"""The data files that come with the packages: read once, and told of where they are damaged."""

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError


def read_toml(path: Path) -> dict[str, Any]:
    """A packaged TOML file.

    Raises:
        AssistantError: it is missing or damaged.
    """
    return _read(path, tomllib.loads)


def read_json(path: Path) -> dict[str, Any]:
    """A packaged JSON file that holds an object.

    Raises:
        AssistantError: it is missing or damaged.
    """
    return _read(path, json.loads)


def _read(path: Path, load: Callable[[str], Any]) -> dict[str, Any]:
    try:
        loaded = load(path.read_bytes().decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise damaged(path) from error
    if not isinstance(loaded, dict):
        raise damaged(path)
    return loaded


def damaged(path: Path) -> AssistantError:
    """The fault of a file of the installation."""
    return AssistantError(f"{path} is missing or damaged; reinstall the assistant.")
