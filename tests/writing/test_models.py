"""Real LangChain clients against scripted servers: streams, faults, limits, keys."""

import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.errors import ChatModelError
from assistant.settings import ChatSettings
from assistant.writing import models, providers
from assistant.writing.models import LangChainChat, load_chat
from assistant.writing.talking import ChatFault, Prompt, Tokens
from tests.writing.chat_server import Script, serving

pytestmark = pytest.mark.enable_socket
PROMPT = Prompt("The rules.", "The request.")
SAID = ["The credit ", "is 30 percent", " [ab12]", ". It ", "ends in 2027 [ab12]."]


def chat(url: str, **given: Any) -> LangChainChat:
    return load_chat(ChatSettings(**{"model": "scripted", "url": f"{url}/v1", **given}))


def said(model: LangChainChat, stop: threading.Event | None = None) -> tuple[str, Tokens | None]:
    pieces = list(model.reply(PROMPT, stop))
    last = pieces[-1] if pieces and isinstance(pieces[-1], Tokens) else None
    return "".join(piece for piece in pieces if isinstance(piece, str)), last


def pieces(_body: dict[str, Any]) -> Iterator[str]:
    yield from SAID


def test_a_reply_comes_as_it_is_written_and_its_tokens_are_told() -> None:
    script = Script(pieces)
    with serving(script) as url:
        assert said(chat(url)) == ("".join(SAID), Tokens(11, 7))

    (body,) = script.bodies
    assert body["messages"] == [
        {"role": "system", "content": "The rules."},
        {"role": "user", "content": "The request."},
    ]
    assert (body["stream"], body["model"]) == (True, "scripted")


@pytest.mark.parametrize(
    ("model", "keys", "tokens"),
    [
        ("anthropic:scripted", {"ANTHROPIC_API_KEY"}, Tokens(11, 7)),
        ("ollama:scripted", set(), Tokens(11, 7)),
    ],
)
def test_other_providers_are_asked_in_their_own_way(
    model: str, keys: set[str], tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in keys:
        monkeypatch.setenv(key, "sk-of-tests")
    script = Script(pieces)
    with serving(script) as url:
        found = load_chat(ChatSettings(model=model, url=url, keys=frozenset(keys)))
        assert said(found) == ("".join(SAID), tokens)
    assert script.paths[0] == ("/v1/messages" if keys else "/api/chat")
    if not keys:
        assert script.bodies[0]["options"]["num_ctx"] == 3000 + providers.MOST_WRITTEN


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (429, "answers no more requests for now"),
        (500, "reports error 500"),
        (503, "reports error 503"),
        (401, "refused the key"),
        (404, "knows no such model"),
        (400, "too long"),
    ],
)
def test_faults_of_a_server_are_told_once_in_our_own_words(status: int, told: str) -> None:
    script = Script(status=status, headers={"Retry-After": "30"})
    with serving(script) as url, pytest.raises(ChatFault, match=told) as fault:
        said(chat(url, key="sk-secret-1234"))

    assert "secret" not in str(fault.value)
    assert len(script.bodies) == 1


@pytest.mark.parametrize("raw", [b"", b"not JSON", b"[]", b'{"choices": "none"}', b"data: {\n\n"])
def test_what_is_no_reply_is_a_fault(raw: bytes) -> None:
    with serving(Script(raw=raw)) as url, pytest.raises(ChatFault):
        said(chat(url))


def test_a_stream_that_is_cut_anywhere_is_a_fault_or_whole() -> None:
    whole = Script(pieces)
    with serving(whole) as url:
        said(chat(url))

    outcomes = []
    for cut in range(0, whole.sent, 13):
        script = Script(pieces, cut=cut)
        with serving(script) as url:
            try:
                outcomes.append(said(chat(url))[0])
            except ChatFault as fault:
                outcomes.append(f"fault: {fault}")
    assert {out for out in outcomes if not out.startswith("fault")} <= {"".join(SAID)}
    assert outcomes[0].startswith("fault")


CALL = {"index": 0, "id": "t1", "type": "function",
        "function": {"name": "fetch", "arguments": "{}"}}  # fmt: skip


@pytest.mark.parametrize(
    ("delta", "ends"),
    [
        ({"tool_calls": [CALL]}, "stop"),
        ({"refusal": "I can't help with that."}, "stop"),
        ({"content": None}, "stop"),
        ({"reasoning_content": "Let me think."}, "stop"),
    ],
)
def test_what_is_no_text_says_nothing(delta: dict[str, Any], ends: str) -> None:
    script = Script(deltas=(delta,), ends=ends)
    with serving(script) as url:
        assert said(chat(url)) == ("", Tokens(11, 7))
    assert "tools" not in script.bodies[0]


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ("length", "cut short"),
        ("content_filter", "held the reply back"),
        ("tool_calls", "asked for tools"),
    ],
)
def test_a_reply_that_ended_for_another_reason_is_none(ends: str, told: str) -> None:
    script = Script(pieces, ends=ends)
    with serving(script) as url, pytest.raises(ChatFault, match=told):
        said(chat(url))


def test_rubbish_within_a_stream_is_a_fault() -> None:
    lines = b'data: {"id": "c", "choices": [{"index": 0, "delta": {"content": "It is "}}]}\n\n'
    with serving(Script(raw=lines + b"data: {oh no\n\n")) as url, pytest.raises(ChatFault):
        said(chat(url))


def test_a_reply_that_does_not_say_that_it_ended_broke_off() -> None:
    with serving(Script(pieces, ends=None)) as url, pytest.raises(ChatFault, match="broke off"):
        said(chat(url))


def test_one_waits_only_so_long_for_the_first_words_and_for_all() -> None:
    def slow(_body: dict[str, Any]) -> Iterator[str | float]:
        yield 30.0

    def slower(_body: dict[str, Any]) -> Iterator[str | float]:
        yield "Well"
        yield 30.0

    began = time.monotonic()
    with serving(Script(slow)) as url, pytest.raises(ChatFault, match="longer than 1 seconds"):
        said(chat(url, first=1))
    with serving(Script(slower)) as url, pytest.raises(ChatFault, match="longer than 2 seconds"):
        said(chat(url, first=1, seconds=2))
    assert time.monotonic() - began < 15


def test_to_stop_ends_the_request_at_the_provider() -> None:
    def endless(_body: dict[str, Any]) -> Iterator[str | float]:
        while True:
            yield "on and "
            yield 0.05

    script, stop = Script(endless), threading.Event()
    with serving(script) as url:
        read = chat(url).reply(PROMPT, stop)
        assert next(read) == "on and "
        stop.set()
        with pytest.raises(ChatFault, match="stopped"):
            list(read)
        assert script.left.wait(10)


def test_whoever_reads_no_further_ends_the_request() -> None:
    def endless(_body: dict[str, Any]) -> Iterator[str | float]:
        while True:
            yield "on and "
            yield 0.05

    script = Script(endless)
    with serving(script) as url:
        read = chat(url).reply(PROMPT)
        next(read)
        read.close()
        assert script.left.wait(10)


def test_the_key_of_a_provider_is_not_sent_to_another_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    script = Script(pieces)
    with serving(script) as url:
        said(chat(url, keys=frozenset({"OPENAI_API_KEY"})))
        said(chat(url, key="sk-of-this-server"))

    assert script.keys == ["Bearer not-needed", "Bearer sk-of-this-server"]


def test_no_provider_s_key_goes_to_an_address_that_was_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("ANTHROPIC_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, "of-somebody-else")
    script = Script(pieces)
    with serving(script) as url:
        said(load_chat(ChatSettings("anthropic:scripted", url, key="sk-own")))
        said(chat(url))

    assert "of-somebody-else" not in "".join(script.headers_sent)
    assert "sk-own" in script.headers_sent[0]


def test_a_reply_without_end_is_given_up_in_time() -> None:
    def endless(_body: dict[str, Any]) -> Iterator[str]:
        while True:
            yield "It is so. "

    def slowly(url: str) -> None:
        for _ in chat(url, seconds=1).reply(PROMPT):
            time.sleep(0.05)

    began = time.monotonic()
    with serving(Script(endless)) as url, pytest.raises(ChatFault):
        slowly(url)
    assert time.monotonic() - began < 5


def test_many_first_requests_share_one_loop() -> None:
    models._started.cache_clear()
    loops: list[object] = []
    threads = [threading.Thread(target=lambda: loops.append(models._loop())) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(map(id, loops))) == 1


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (ChatSettings("openai:gpt"), "set OPENAI_API_KEY"),
        (ChatSettings("anthropic:claude"), "set ANTHROPIC_API_KEY"),
        (ChatSettings("some-model"), "write it like openai:NAME"),
        (ChatSettings("ollama:llama", "http://127.0.0.1:9"), "answers at 127.0.0.1:9"),
        (ChatSettings("x", "http://127.0.0.1:9/v1"), "ASSISTANT_LLM_URL"),
        (ChatSettings("x", "http://127.0.0.1:99999/v1"), "ASSISTANT_LLM_URL is no address"),
        (ChatSettings("x", "http://[::1/v1"), "ASSISTANT_LLM_URL is no address"),
        (ChatSettings("x", f"http://{'a' * 70}.example/v1"), "ASSISTANT_LLM_URL is no address"),
        (ChatSettings("mistralai:small", "http://127.0.0.1:9"), "does not go with mistralai"),
        (ChatSettings("ollama:llama", ollama_host="localhost:x"), "OLLAMA_HOST is no address"),
        (ChatSettings("ollama:llama", ollama_host="127.0.0.1:9"), "or correct OLLAMA_HOST"),
        (ChatSettings("mistralai:small"), "pip install langchain langchain-mistralai"),
    ],
)
def test_what_is_missing_is_told_with_its_remedy(settings: ChatSettings, told: str) -> None:
    with pytest.raises(ChatModelError, match=told) as fault:
        load_chat(settings)
    assert "\n" not in str(fault.value)


def test_a_package_that_is_missing_is_told_with_the_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(providers.importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(ChatModelError, match="pip install langchain langchain-openai"):
        load_chat(ChatSettings("openai:gpt"))


def test_without_langchain_the_command_that_installs_it_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "langchain.chat_models.base", None)

    with pytest.raises(ChatModelError, match="pip install langchain langchain-anthropic"):
        load_chat(ChatSettings("anthropic:claude"))


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("", "http://127.0.0.1:11434"),
        ("localhost", "http://localhost:11434"),
        ("0.0.0.0", "http://127.0.0.1:11434"),
        ("box:99", "http://box:99"),
        ("https://box.example", "https://box.example"),
    ],
)
def test_where_ollama_is_served_may_be_told_in_short(host: str, url: str) -> None:
    assert providers._ollama_url(ChatSettings("ollama:x", ollama_host=host)) == url


def test_an_address_with_a_password_is_not_shown() -> None:
    assert "secret" not in repr(ChatSettings("x", "https://me:secret@host/v1"))
