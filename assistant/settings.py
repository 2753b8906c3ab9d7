"""The settings, read once from an environment that is passed in."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import metadata
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_data_path

from assistant.errors import InputError

APPLICATION = "entertainment-policy-assistant"


RESULTS = Path(__file__).parent.parent / "evals" / "results"
"""Where the evals of a checkout leave their results."""


class Log(StrEnum):
    """What the server writes of requests, as lines of JSON on standard error."""

    NONE = "none"
    REQUESTS = "requests"
    QUESTIONS = "questions"
    """Their text too."""


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What a file may take to be read.

    Attributes:
        megabytes: of a file whose text has to be extracted, at most.
        pages: of a PDF, at most.
        ratio: how many times its size a part of a Word file may have unpacked.
        seconds: until reading one is given up.
        memory: megabytes that reading one may take.
    """

    megabytes: int = 50
    pages: int = 3_000
    ratio: int = 200
    seconds: int = 120
    memory: int = 2_000

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "FileLimits":
        """Read the limits from ``environ``.

        Raises:
            InputError: one of them is no number above 0.
        """
        given: dict[str, int] = {}
        for name in (item.name for item in fields(cls)):
            variable = f"ASSISTANT_FILE_{name.upper()}"
            if number := _number(environ.get(variable, ""), variable):
                given[name] = number
        return cls(**given)


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """The chat model that writes answers, if one is named.

    Attributes:
        model: "provider:name", or the name that a server at ``url`` knows; empty for none.
        url: of a server that speaks OpenAI's interface, or another address of the provider's.
        key: for that server.
        seconds: a reply may take.
        first: seconds until its first words, the connection included.
        tokens: of evidence that a request holds at most, four letters each.
        keys: the variables of the environment that hold something and may be keys.
        ollama_host: where Ollama is served, as its own variable says.
    """

    model: str = ""
    url: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    seconds: int = 60
    first: int = 30
    tokens: int = 3_000
    keys: frozenset[str] = frozenset()
    ollama_host: str = ""

    def has_key(self, variable: str) -> bool:
        """Whether a variable that may hold a key holds something."""
        return variable in self.keys

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "ChatSettings":
        """Read the settings from ``environ``.

        Raises:
            InputError: one of them can't be read.
        """
        numbers = {
            name: _number(environ.get(variable, ""), variable)
            for name, variable in _CHAT_NUMBERS.items()
        }
        return cls(
            model=environ.get("ASSISTANT_LLM", "").strip(),
            url=_url(environ.get("ASSISTANT_LLM_URL", ""), "ASSISTANT_LLM_URL"),
            key=environ.get("ASSISTANT_LLM_KEY", ""),
            keys=frozenset(name for name in environ if name.endswith("_KEY") and environ[name]),
            ollama_host=environ.get("OLLAMA_HOST", ""),
            **{name: number for name, number in numbers.items() if number},
        )


@dataclass(frozen=True, slots=True)
class ChromaSettings:
    """The Chroma server that keeps the library, if one is named.

    Attributes:
        url: its address; empty for none.
        token: a bearer token, or the key of the hosted service; may be empty.
        tenant: whose database it is.
        database: its name; each holds one library.
    """

    url: str = ""
    token: str = field(default="", repr=False)
    tenant: str = "default_tenant"
    database: str = "default_database"

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "ChromaSettings":
        """Read the settings from ``environ``.

        Raises:
            InputError: the address is none.
        """
        token = environ.get("ASSISTANT_CHROMA_TOKEN", "").strip()
        if not (token.isascii() and token.isprintable()):
            raise InputError("ASSISTANT_CHROMA_TOKEN holds what no header may; set it anew.")
        return cls(
            url=_server(environ.get("ASSISTANT_CHROMA", "")),
            token=token,
            tenant=environ.get("ASSISTANT_CHROMA_TENANT") or "default_tenant",
            database=environ.get("ASSISTANT_CHROMA_DATABASE") or "default_database",
        )


_CHAT_NUMBERS = {
    "seconds": "ASSISTANT_LLM_SECONDS",
    "first": "ASSISTANT_LLM_FIRST_SECONDS",
    "tokens": "ASSISTANT_LLM_TOKENS",
}
_MOST = 1_000_000
_REACHED = {"0.0.0.0": "localhost", "::": "localhost"}  # noqa: S104 - not to listen there
"""By address that stands for all of a machine, the name by which it is reached from itself."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are kept and which embedding model serves.

    ``model`` is empty for the model that comes with the assistant, else the name or folder of
    another sentence-transformers model. ``threshold`` is the confidence in 0..1 from which to
    answer, ``None`` for the fitted one. ``today`` is the day to take for today, ``None`` for the
    real one. ``trusted`` are the folders whose documents are believed in what they say of
    themselves. ``results`` is the folder of the evals' results,
    ``password`` that of the library's owner in the chat, empty where nobody may change it there.
    ``auth`` lets people in where the server is served ("user:password", or "none"), ``token``
    programs, and ``hosts`` are further names by which the server may be called, ``proxies``
    the addresses of proxies that are believed in whom they ask for, ``address`` the
    one under which it is reached from elsewhere. ``rate`` is how many questions a minute one client
    may ask, 0 for any, ``None`` for twice what the machine can answer. ``log`` says what is written
    of requests, ``limits`` what a file may take to be read, ``chat`` which chat model writes,
    ``chroma`` which server keeps the library.
    """

    store: Path
    cache: Path
    model: str = ""
    host: str = "127.0.0.1"
    port: int = 7860
    threshold: float | None = None
    today: date | None = None
    trusted: tuple[Path, ...] = ()
    results: Path = RESULTS
    password: str = field(default="", repr=False)
    auth: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    hosts: tuple[str, ...] = ()
    proxies: str = ""
    address: str = ""
    rate: int | None = None
    log: Log = Log.REQUESTS
    limits: FileLimits = FileLimits()
    chat: ChatSettings = ChatSettings()
    chroma: ChromaSettings = ChromaSettings()

    @property
    def url(self) -> str:
        """Where the server is reached, without a slash at the end."""
        if self.address:
            return self.address
        named = self.hosts[0] if self.hosts else _REACHED.get(self.host, self.host)
        return f"http://{f'[{named}]' if ':' in named else named}:{self.port}"

    @property
    def name(self) -> str:
        """The name in that address."""
        return urlsplit(self.url).hostname or ""

    def is_trusted(self, path: str) -> bool:
        """Whether a document read from ``path`` is believed in what it says of itself."""
        return any(Path(path).is_relative_to(folder) for folder in self.trusted)

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Settings":
        """Read the settings from ``environ``.

        Raises:
            InputError: one of them can't be read: ``PORT`` is no port number, for example.
        """
        store = environ.get("ASSISTANT_STORE")
        cache = environ.get("ASSISTANT_CACHE")
        return cls(
            store=expanded(store) if store else user_data_path(APPLICATION) / "store",
            cache=expanded(cache) if cache else user_cache_path(APPLICATION),
            model=environ.get("ASSISTANT_EMBEDDING_MODEL", ""),
            host=environ.get("HOST") or "127.0.0.1",
            port=_port(environ.get("PORT") or "7860"),
            threshold=_share(environ.get("ASSISTANT_THRESHOLD", "")),
            today=_date(environ.get("ASSISTANT_TODAY", "")),
            trusted=_folders(environ.get("ASSISTANT_TRUSTED")),
            results=expanded(environ.get("ASSISTANT_RESULTS") or str(RESULTS)),
            password=environ.get("ASSISTANT_ADMIN_PASSWORD", ""),
            auth=environ.get("ASSISTANT_AUTH", ""),
            token=environ.get("ASSISTANT_TOKEN", ""),
            hosts=tuple(environ.get("ASSISTANT_HOSTS", "").replace(",", " ").split()),
            proxies=environ.get("FORWARDED_ALLOW_IPS", ""),
            address=_url(environ.get("ASSISTANT_URL", "")),
            rate=_count(environ.get("ASSISTANT_RATE", "")),
            log=_log(environ.get("ASSISTANT_LOG") or Log.REQUESTS),
            limits=FileLimits.read(environ),
            chat=ChatSettings.read(environ),
            chroma=ChromaSettings.read(environ),
        )


def expanded(path: str) -> Path:
    """A path as it was given, ``~`` at its beginning read as somebody's home.

    Raises:
        InputError: there is no such user.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError as error:
        raise InputError(f"{path}: there is no such user; give the folder in full") from error


@cache
def version() -> str:
    """The installed version of the assistant."""
    return metadata.version(APPLICATION)


def _folders(listed: str | None) -> tuple[Path, ...]:
    """The folders of a list as ``PATH`` has one; without a list, the starter library."""
    if listed is None:
        folders = [Path("corpus"), Path(__file__).parents[1] / "corpus"]
    else:
        folders = [expanded(item) for item in listed.split(os.pathsep) if item.strip()]
    return tuple(dict.fromkeys(folder.resolve() for folder in folders))


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise InputError(f"PORT is '{text}'; set it to a number from 1 to 65535.")
    return int(text)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(
            f"ASSISTANT_TODAY is '{text}'; set it to a date such as 2026-07-01."
        ) from error


def _url(text: str, variable: str = "ASSISTANT_URL") -> str:
    if text and not text.startswith(("http://", "https://")):
        # What stands before the @ may be a password.
        shown = text.rpartition("@")[2]
        raise InputError(
            f"{variable} is '{shown}'; give it in full, such as https://policy.example.org."
        )
    return text.rstrip("/")


def _server(text: str) -> str:
    """The address of a server: a name and a port, and nothing behind them."""
    url = _url(text, "ASSISTANT_CHROMA")
    try:
        parts = urlsplit(url)
        is_plain = not (parts.username or parts.path or parts.query or parts.fragment)
        is_whole = is_plain and (not url or bool(parts.hostname)) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole:
        raise InputError(
            "ASSISTANT_CHROMA is no address of a server; give it as http://host:port, and what "
            "lets one in as ASSISTANT_CHROMA_TOKEN."
        )
    return url


def _number(text: str, variable: str) -> int:
    """A number above 0, or 0 for no text."""
    if text and not (text.isascii() and text.isdecimal() and 0 < int(text) < _MOST):
        raise InputError(f"{variable} is '{text}'; set it to a number above 0.")
    return int(text or 0)


def _count(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise InputError(f"ASSISTANT_RATE is '{text}'; set it to questions a minute, 0 for any.")
    return int(text) if text else None


def _log(text: str) -> Log:
    try:
        return Log(text)
    except ValueError as error:
        raise InputError(f"ASSISTANT_LOG is '{text}'; set it to {', '.join(Log)}.") from error


def _share(text: str) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise InputError(f"ASSISTANT_THRESHOLD is '{text}'; set it to a number from 0 to 1.")
    return value
