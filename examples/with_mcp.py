"""Asks over the Model Context Protocol, and finds and reads documents as connectors do."""

import asyncio
import json
import os
import sys
from typing import Any

import httpx2
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, TextContent

URL = os.environ.get("ASSISTANT_URL", "http://127.0.0.1:7860")
TOKEN = os.environ.get("ASSISTANT_TOKEN", "")


async def main(question: str) -> None:
    """Print an answer, and the document that a search finds first."""
    headers = {"Authorization": f"Bearer {TOKEN}"} if TOKEN else {}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as http,
        Client(streamable_http_client(f"{URL}/mcp", http_client=http)) as client,
    ):
        answered = await client.call_tool("ask", {"question": question})
        print((answered.structured_content or {})["answer"])
        searched = await client.call_tool("search", {"query": question})
        first = read(searched)["results"][0]
        fetched = await client.call_tool("fetch", {"id": first["id"]})
        document = read(fetched)
        print(f"{document['title']} ({len(document['text'])} characters): {document['url']}")


def read(result: CallToolResult) -> dict[str, Any]:
    """What the one text item of a result holds."""
    (item,) = result.content
    assert isinstance(item, TextContent)  # noqa: S101 - told to those who check types
    return dict(json.loads(item.text))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(f"usage: {sys.argv[0]} QUESTION")
    asyncio.run(main(" ".join(sys.argv[1:])))
