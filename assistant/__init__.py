"""The Entertainment Policy Assistant: cited answers about AI, incentives and labor."""

from typing import TYPE_CHECKING

from assistant.exports import __getattr__

if TYPE_CHECKING:
    from assistant.assistant import Assistant

__all__ = ["Assistant", "__getattr__"]
