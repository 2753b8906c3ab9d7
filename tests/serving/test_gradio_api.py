"""What the framework's queue keeps."""

import asyncio
from types import SimpleNamespace

import anyio

from assistant.serving.gradio_api import forget_unread


def queue(*messages: object) -> asyncio.Queue:
    filled = asyncio.Queue()
    for message in messages:
        filled.put_nowait(message)
    return filled


def test_what_nobody_reads_is_dropped_and_nothing_else() -> None:
    sessions = {"unread": queue(1), "read": queue(), "running": queue(1)}
    kept = SimpleNamespace(
        pending_messages_per_session=sessions, pending_event_ids_session={"running": {"e"}}
    )

    async def run() -> None:
        with anyio.move_on_after(0.2):
            await forget_unread(SimpleNamespace(_queue=kept), 0.02)

    anyio.run(run)
    assert set(sessions) == {"read", "running"}
