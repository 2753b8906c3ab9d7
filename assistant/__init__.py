"""The Entertainment Policy Assistant: cited answers about AI, incentives and labor."""

from assistant.assistant import Assistant

__all__ = ["Assistant"]
