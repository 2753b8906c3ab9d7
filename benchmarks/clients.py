"""Clients of a served assistant, one for each way in which it can be asked."""

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import httpx

MODEL = "entertainment-policy-assistant"

Client = Callable[[httpx.Client, str], str]
"""Asks a question, and gives the answer as a text. It raises ``httpx.HTTPError`` where a server
refuses or is gone, and ``LookupError`` where it answers with something else."""


def _http(http: httpx.Client, question: str) -> str:
    return str(_sent(http, "/api/ask", {"question": question})["answer"])


def _openai(http: httpx.Client, question: str) -> str:
    said = [{"role": "user", "content": question}]
    told = _sent(http, "/v1/chat/completions", {"model": MODEL, "messages": said})
    return str(told["choices"][0]["message"]["content"])


def _mcp(http: httpx.Client, question: str) -> str:
    call = {"name": "ask", "arguments": {"question": question}}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
    return str(_sent(http, "/mcp", body)["result"]["structuredContent"]["answer"])


def _page(http: httpx.Client, question: str) -> str:
    """As the page's script asks; its component is the one that the page consists of."""
    body = {
        "data": {"question": question, "history": []},
        "component_id": 1,
        "fn_name": "page_ask",
        "session_hash": "load",
    }
    return str(_sent(http, "/gradio_api/component_server/", body)["answer"])


def _gradio(http: httpx.Client, question: str) -> str:
    return str(gradio_call(http, "ask", [question, []])["answer"])


def gradio_call(http: httpx.Client, name: str, data: list[Any]) -> Any:
    """Call a named endpoint of Gradio as its client does, and give the first thing it gives."""
    event = _sent(http, f"/gradio_api/call/{name}", {"data": data})["event_id"]
    streamed = http.get(f"/gradio_api/call/{name}/{event}")
    streamed.raise_for_status()
    kinds = dict.fromkeys(("event", "data"), "")
    for line in streamed.text.splitlines():
        name, _, value = line.partition(": ")
        kinds[name] = value
        if kinds["event"] == "complete" and name == "data":
            return json.loads(value)[0]
    raise LookupError(f"no answer in {streamed.text[:200]!r}")


CLIENTS: Mapping[str, Client] = MappingProxyType(
    {"page": _page, "http": _http, "gradio": _gradio, "mcp": _mcp, "openai": _openai}
)


def _sent(http: httpx.Client, path: str, body: Mapping[str, Any]) -> Any:
    headers = {"accept": "application/json, text/event-stream"}
    told = http.post(path, json=body, headers=headers)
    told.raise_for_status()
    return told.json()
