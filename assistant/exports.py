"""What ``from assistant import …`` gives, loaded when it is asked for (PEP 562).

The command must start at once, and be interrupted without a traceback while the rest is loaded.
"""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    if name != "Assistant":
        raise AttributeError(f"module 'assistant' has no attribute '{name}'")
    return import_module("assistant.assistant").Assistant
