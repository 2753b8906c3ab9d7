"""An answer as Markdown: its numbers link to their sources, which stand in full at the end."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.text.figures import written_day
from assistant.text.spots import spot
from assistant.ui.markup import is_safe, plain

Json = Mapping[str, Any]

_NUMBER = re.compile(r"\[(\d{1,4})\]")
_LINK = re.compile(r"\[(\[\d{1,4}\])\]\([^()\s]*\)")
_LINE_END = re.compile(r"(?<=[^\n|])\n(?=[^\n|-])")
"""A line end within a paragraph, which Markdown takes for a space."""

_CHOOSE, _NEAR, _NOTE, _AS_OF, _SOURCES = (
    *("Choose one:", "Near the subject:", "Note:", "Facts checked up to", "Sources:"),
)
_REST = re.compile(rf"\n\n(?:{_CHOOSE}\n|{_NEAR}\n|{_NOTE} |{_AS_OF} |{_SOURCES}\n)")
"""Where what stands under an answer begins."""


@dataclass(frozen=True, slots=True)
class Written:
    """An answer as a message: its text, and where in it which address is cited."""

    text: str
    annotations: Sequence[Json]


def write(answer: Json, address: Callable[[str], str]) -> Written:
    """An answer of the contract as a message.

    Args:
        answer: the answer as JSON.
        address: tells where a document is read, by its id, for one whose source has no address.
    """
    cited = {item["n"]: item for item in answer["citations"]}
    urls = {number: _url(item, address) for number, item in cited.items()}
    text, annotations, at = "", [], 0
    for found in _own_numbers(answer):
        number = int(found[1])
        text += _paragraphs(answer["answer"][at : found.start()])
        shown = f"[[{number}]]({urls[number]})"
        annotations.append(_annotation(len(text), shown, urls[number], cited[number]["title"]))
        text += shown
        at = found.end()
    text += _paragraphs(answer["answer"][at:])
    rest = "\n\n".join(_under(answer, urls, address))
    return Written(f"{text}\n\n{rest}" if rest else text, annotations)


def read(text: str) -> str:
    """The answer that a message of ours holds, as the contract has it: a client sends it back."""
    said = _REST.split(text, maxsplit=1)[0]
    return _LINK.sub(r"\1", said).replace("  \n", "\n")


def _own_numbers(answer: Json) -> Iterator[re.Match[str]]:
    """The numbers of citations in an answer, without those that a quote itself holds."""
    text, numbers = answer["answer"], {item["n"] for item in answer["citations"]}
    quoted = [
        found.span()
        for item in answer["citations"]
        for found in re.finditer(re.escape(item["shown"]), text)
        if item["shown"]
    ]
    for found in _NUMBER.finditer(text):
        is_quoted = any(start <= found.start() < end for start, end in quoted)
        if int(found[1]) in numbers and not is_quoted:
            yield found


def _paragraphs(text: str) -> str:
    """A part of an answer, in which lines stay lines and nothing acts."""
    return _LINE_END.sub("  \n", plain(text))


def _under(answer: Json, urls: Mapping[int, str], address: Callable[[str], str]) -> Iterator[str]:
    """What stands under an answer, a paragraph or a list each."""
    if answer["choices"]:
        yield "\n".join([_CHOOSE, "", *(f"- {plain(item)}" for item in answer["choices"])])
    if answer["related"]:
        near = [
            f"- {plain(item['shown'])} ({_named(item['title'], _url(item, address))})"
            for item in answer["related"]
        ]
        yield "\n".join([_NEAR, "", *near])
    for note in answer["notes"]:
        yield f"{_NOTE} {plain(note)}"
    if answer["as_of"]:
        yield f"{_AS_OF} {written_day(date.fromisoformat(answer['as_of']))}."
    if answer["citations"]:
        listed = [_source(item, urls[item["n"]]) for item in answer["citations"]]
        yield "\n".join([_SOURCES, "", *listed])


def _annotation(start: int, shown: str, url: str, title: str) -> Json:
    place = {"start_index": start, "end_index": start + len(shown)}
    return {"type": "url_citation", "url_citation": {**place, "url": url, "title": title}}


def _source(citation: Json, url: str) -> str:
    """An item of the list of sources: the document, its place, and who says so, or where it is."""
    spots = spot(citation.get("page"), citation.get("row", ""), citation.get("column", ""))
    place = "".join(f", {plain(part)}" for part in (citation["section"], *spots) if part)
    named = [
        f"{_named(source['name'] or source['url'], source['url'])} ({source['grade']})"
        for source in citation["sources"]
    ]
    held = f"{plain(citation['title'])}{place}"
    return f"- [{citation['n']}] {'; '.join([held, *(named or [f'<{url}>'])])}"


def _named(name: str, url: str) -> str:
    """A name that links to an address, and the name alone where that is none."""
    words = plain(name)
    return f"[{re.sub(r'[][]', '', words)}]({url})" if _is_link(url) else words


def _url(citation: Json, address: Callable[[str], str]) -> str:
    """The address of the best source that is one of the web, else that of the document."""
    found = (item["url"] for item in citation["sources"] if _is_link(item["url"]))
    return next(found, "") or address(citation["document_id"])


def _is_link(url: str) -> bool:
    # What would end a link of Markdown is none.
    return is_safe(url) and not re.search(r"[\s()<>\[\]]", url)
