"""Nasty JSON lines: lines that are none, too long, too deep, or full of what is no text.

A sound line bears the name of its file as its id, so that it is found like other documents.
"""

import json
from collections.abc import Iterator

from tests.readers.nasty_base import EITHER, READ, REFUSED, SENTENCE, Nasty, noise


def files() -> Iterator[Nasty]:
    """Every nasty file of JSON lines."""
    yield Nasty("jsonl_sound.jsonl", _line("jsonl_sound"), READ)
    yield from _beside()
    yield from _written()
    yield from _impostors()


def _line(name: str, **more: object) -> bytes:
    return json.dumps({"id": name, "title": "A", "text": SENTENCE, **more}).encode() + b"\n"


def _beside() -> Iterator[Nasty]:
    """Lines that are wrong stand before and after a sound one, which is read all the same."""
    lines = (
        ("surrogate", b'{"id": "a", "text": "\\ud800 \\udfff"}'),
        ("surrogate_in_id", b'{"id": "\\ud800", "text": "a"}'),
        ("nul", b'{"id": "a", "text": "a\\u0000b"}'),
        ("escape", b'{"id": "a\\u001b[31m", "text": "a"}'),
        ("deep", b'{"id": "a", "text": ' + b"[" * 10_000 + b"]" * 10_000 + b"}"),
        ("deep_objects", b'{"a":' * 5_000),
        ("integer", b'{"id": ' + b"9" * 10_000 + b', "text": "a"}'),
        ("exponent", b'{"id": 1e999, "text": "a"}'),
        ("not_a_number", b'{"id": NaN, "text": Infinity}'),
        ("array", b'["id", "text"]'),
        ("null", b"null"),
        ("cut", b'{"id": "a", "text": "never clo'),
        ("comma", b'{"id": "a", "text": "a",}'),
        ("quotes", b"{'id': 'a', 'text': 'a'}"),
        ("words", b"This is no JSON."),
        ("keys_alike", b'{"id": "a", "id": "b", "text": "a", "text": ""}'),
        ("keys_many", json.dumps({f"k{n}": n for n in range(3_000)}).encode()),
        ("without_text", b'{"id": "a"}'),
        ("without_id", b'{"text": "a"}'),
        ("text_is_number", b'{"id": "a", "text": 5}'),
        ("text_empty", b'{"id": "a", "text": " "}'),
        ("id_long", json.dumps({"id": "a" * 20_000, "text": "a"}).encode()),
        ("id_of_path", b'{"id": "../../../etc/passwd", "text": "a"}'),
        ("id_odd", '{"id": "\u202ea\u200b", "text": "a"}'.encode()),
        ("title_long", json.dumps({"id": "a", "title": "t" * 20_000, "text": "a"}).encode()),
        ("control", b'{"id": "a", "text": "a\tb"}'),
        ("slashes", b'{"id": "a", "text": "' + b"\\\\" * 10_000 + b'"}'),
        ("escapes", b'{"id": "a", "text": "' + b"\\u0041" * 5_000 + b'"}'),
        ("blanks", b"\n" * 40_000),
        ("two_in_one", b'{"id": "a", "text": "a"}{"id": "b", "text": "b"}'),
    )
    for name, line in lines:
        stem = f"jsonl_{name}"
        data = line + b"\n" + _line(stem) + line + b"\n"
        yield Nasty(f"{stem}.jsonl", data, READ)
    long = _line("jsonl_long", text="The rate is ten percent. " * 370_000)
    yield Nasty("jsonl_of_9_mb.jsonl", long + _line("jsonl_of_9_mb"), EITHER)
    many = b"".join(b'{"id": "d%d", "text": "a"}\n' % number for number in range(5_000))
    yield Nasty("jsonl_many.jsonl", many + _line("jsonl_many"), EITHER)
    alike = _line("jsonl_alike") * 2
    yield Nasty("jsonl_alike.jsonl", alike, EITHER)


def _written() -> Iterator[Nasty]:
    """The file is written in another way than lines of UTF-8."""
    whole = [json.loads(_line("jsonl_of_array"))]
    indented = json.dumps(json.loads(_line("jsonl_indented")), indent=2)
    cases = (
        ("mark", b"\xef\xbb\xbf" + _line("jsonl_mark"), READ),
        ("utf16", _line("jsonl_utf16").decode().encode("utf-16"), EITHER),
        ("line_ends_crlf", _line("jsonl_line_ends_crlf").replace(b"\n", b"\r\n"), READ),
        ("line_ends_cr", b"\r".join([_line("a").strip(), _line("b")]), EITHER),
        ("line_separators", _line("jsonl_line_separators", title="a\u2028b\u0085"), EITHER),
        ("no_end", _line("jsonl_no_end").rstrip(), READ),
        ("of_array", json.dumps(whole).encode(), EITHER),
        ("indented", indented.encode(), EITHER),
        ("bytes_wrong", b'{"id": "a", "text": "\xff"}\n' + _line("jsonl_bytes_wrong"), EITHER),
        ("nuls", b"\0\n" + _line("jsonl_nuls"), EITHER),
        ("with_comments", b"// a\n" + _line("jsonl_with_comments"), READ),
    )
    for name, data, becomes in cases:
        yield Nasty(f"jsonl_{name}.jsonl", data, becomes)


def _impostors() -> Iterator[Nasty]:
    """Other things that are named as JSON lines."""
    cases = (
        ("empty", b"", EITHER),
        ("blank", b"\n \n", EITHER),
        ("is_text", SENTENCE.encode(), REFUSED),
        ("is_csv", f"id,text\na,{SENTENCE}\n".encode(), REFUSED),
        ("is_noise", noise(50_000), REFUSED),
        ("is_html", f"<p>{SENTENCE}</p>".encode(), EITHER),
        ("is_pdf", b"%PDF-1.4\n" + noise(500), REFUSED),
        ("is_gzip", b"\x1f\x8b\x08\0" + noise(500), REFUSED),
    )
    for name, data, becomes in cases:
        yield Nasty(f"jsonl_{name}.jsonl", data, becomes)
