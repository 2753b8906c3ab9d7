"""Feeds the readers what nobody wrote, grown from texts of ours by what it reaches in their code.

    python -m benchmarks fuzz html --seconds 600

Each input is read, and what was read is held to the promises of ``soundness``. What breaks one, or
fails by a fault of ours, or takes long, is kept beside the inputs, the smallest of its kind.
"""

import ast
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from types import MappingProxyType

from assistant.documents.articles import parse
from assistant.documents.extracted import parse_extract
from assistant.errors import AssistantError, InputError
from assistant.html.reader import read_html
from assistant.readers.encodings import declared_in, decoded
from assistant.readers.jsonl import read_lines
from assistant.rtf.reader import read_rtf
from assistant.text.sentences import split_sentences
from assistant.types import Source
from benchmarks.lengths import UNITS
from benchmarks.soundness import (
    Breach,
    check_document,
    check_extract,
    check_menus,
    check_sentences,
    check_unread,
    check_words,
)

ROOT = Path(__file__).resolve().parents[1]

LONGEST = 1_000
"""Bytes of an input, at most: half a page meets as much code as a hundred."""

AGAIN = 8
"""Of how many inputs one is read twice, to compare what was read."""

SLOW = 2.0
HANGS = 30
"""Seconds from which an input took long, and after which it is given up."""

_LEAST_SEED = 40
_SHOWN = 300
"""Characters of a text from which it is a seed, and of a finding that are shown."""

_FOOT = re.compile(r"(?m)^~.*$")
"""What stands for the foot of a page in what is split into sentences."""

_SOURCES: Mapping[str, tuple[Source, ...]] = MappingProxyType(
    {label: (Source(f"Source {label}", "", "trade"),) for label in "123"}
)


def read_article(data: bytes) -> None:
    """An article in Markdown, a plain text or a record; the first byte says which."""
    text = data[1:].decode("utf-8", "ignore").replace("\0", "")
    form = data[:1]
    title = "A record" if form == b"r" else None
    document = parse("a", text, title, is_markdown=form != b"t")
    check_document(document)
    if not len(text) % AGAIN and document != parse("a", text, title, is_markdown=form != b"t"):
        raise Breach("a text is read the same again")


def read_sentences(data: bytes) -> None:
    """A paragraph; its lines that begin with ``~`` are feet of pages."""
    text = data.decode("utf-8", "ignore")
    holes = [found.span() for found in _FOOT.finditer(text)]
    found = split_sentences(text, 0, len(text), _SOURCES, holes)
    check_sentences(text, found, holes)
    check_words(text, found, holes)


def read_page(data: bytes) -> None:
    """A page, decoded as a file of it is."""
    markup, _ = decoded(data, declared_in(data))
    found = read_html(markup)
    check_extract(found)
    check_unread(markup, found)
    check_menus(markup)
    check_document(parse_extract("a", found))
    if not len(data) % AGAIN and found != read_html(markup):
        raise Breach("a page is read the same again")


def read_rich(data: bytes) -> None:
    """RTF."""
    found = read_rtf(data)
    check_extract(found)
    check_document(parse_extract("a", found))


def read_records(data: bytes) -> None:
    """JSON lines, each that can be read as the document that it is."""
    text, _ = decoded(data)
    for line in read_lines(text):
        if "\n" in line.fault or bool(line.fault) == bool(line.text):
            raise Breach("a line is a document or has one fault", line)
        if not line.fault:
            check_document(parse(line.id, line.text, line.title))


@dataclass(frozen=True, slots=True)
class Target:
    """What is fed.

    Attributes:
        read: reads an input and checks what it read.
        tests: the file of the tests whose texts are seeds.
        tokens: pieces that inputs are put together from.
        forms: what may stand before an input to say how it is read.
    """

    read: Callable[[bytes], None]
    tests: str
    tokens: tuple[str, ...] = ()
    forms: tuple[bytes, ...] = (b"",)


_MARKS = ("[^1]", "[^2]", "(a) ", "\n\n", ". ", "“", "”", "; and ", " (1) ", ": ", "U.S. ", "\x0c")
_LINES = ("---\n", "TLDR: ", "Key Takeaways:\n", "\nQ&A\n", "## ", "\n[^1]: ", " | ", "\n- ", "Q: ")
_TAGS = tuple(
    """
    <p> </p> <h1> <h2> </h2> <li> <ul> <ol> <table> <tr> <td> <th> <br> <nav> <script> </script>
    <style> </style> <main> <article> <aside> <dl> <dt> <dd> <pre> <sup> <b> <a </a> <q> <div>
    href="#n1" id="n1" class="footnote" rowspan="9" colspan="9" hidden style="display:none"
    role="heading" role="main" &nbsp; &#8203; <template> <noscript> <button> <summary> <details>
    """.split()  # noqa: SIM905 - a list of forty tags reads better as words
)
_WORDS = tuple(
    r"""
    \par \b \b0 \cell \row \intbl \pard \trowd { } {\footnote \super \u8217? \'92 \line \uc
    {\listtext {\stylesheet \s1 {\*\x \bin3 {\info {\title {\creatim \yr \mo \dy \deflang \ansicpg
    {\fonttbl \fcharset \f1 \deleted \v \nestcell \outlinelevel \ilvl \tab \shptxt
    """.split()  # noqa: SIM905
)
_KEYS = ('{"id": "a", ', '"title": "', '"text": "', '"_id": ', "\\ud800", "\\u0000", "1e9", "}\n")

TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "article": Target(
            read_article, "documents/test_articles.py", _LINES + _MARKS, (b"m", b"t", b"r")
        ),
        "sentences": Target(read_sentences, "text/test_sentences.py", (*_MARKS, "\n~ ")),
        "html": Target(read_page, "html/test_html.py", _TAGS),
        "rtf": Target(read_rich, "rtf/test_rtf.py", _WORDS, (b"{\\rtf1\\ansi ",)),
        "jsonl": Target(read_records, "readers/test_jsonl.py", _KEYS),
    }
)


def seeds(target: Target) -> Iterator[bytes]:
    """Inputs to begin with: parts of our articles, texts of the tests, and repeated constructs."""
    forms = cycle(target.forms)
    for text in _texts(ROOT / "tests" / target.tests):
        yield (next(forms) + text.encode("utf-8", "ignore"))[:LONGEST]
    for path in sorted((ROOT / "corpus").glob("*.md")):
        data = path.read_bytes()
        for start in (0, len(data) // 2, max(0, len(data) - LONGEST // 2)):
            yield (
                next(forms) + data[start : start + LONGEST // 2].decode("utf-8", "ignore").encode()
            )
    for unit in UNITS.values():
        yield next(forms) + (unit * 20).encode()


def _texts(path: Path) -> Iterator[str]:
    """The texts that a module is about: what it says in strings."""
    if not path.is_file():
        return
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and len(value) >= _LEAST_SEED:
            yield value


def dictionary(target: Target) -> str:
    """The tokens of a target in the form that the engine reads."""
    return "".join(f'"{_escaped(token)}"\n' for token in target.tokens)


def _escaped(token: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in token.encode())


@dataclass(frozen=True, slots=True)
class Finding:
    """What went wrong with an input: its kind, the words of the fault, and the input."""

    kind: str
    said: str
    data: bytes


def tried(target: Target, data: bytes, clock: Callable[[], float]) -> Finding | None:
    """Read an input; what went wrong with it, if anything did."""
    began = clock()
    try:
        target.read(data)
    except AssistantError:
        # One of the faults that are told to the user in a line.
        pass
    except Breach as breach:
        return Finding(breach.promise, str(breach), data)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        return Finding(f"{type(error).__name__} in {_place(error)}", str(error), data)
    seconds = clock() - began
    return Finding("takes long", f"{seconds:.1f} s", data) if seconds > SLOW else None


def _place(error: BaseException) -> str:
    """Where in our code an error comes from."""
    place, trace = "", error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if name.startswith("assistant"):
            place = f"{name}.{trace.tb_frame.f_code.co_name}"
        trace = trace.tb_next
    return place


def keep(folder: Path, finding: Finding) -> None:
    """Keep a finding, unless a smaller one of its kind is kept."""
    name = hashlib.sha256(finding.kind.encode()).hexdigest()[:12]
    data = folder / f"{name}.input"
    if data.is_file() and data.stat().st_size <= len(finding.data):
        return
    folder.mkdir(parents=True, exist_ok=True)
    data.write_bytes(finding.data)
    told = {"kind": finding.kind, "said": finding.said[:_SHOWN], "input": data.name}
    (folder / f"{name}.json").write_text(json.dumps(told), "utf-8")


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What a run came to: inputs tried, features of the code reached at first and last, faults."""

    target: str
    inputs: int
    reached: tuple[int, int]
    findings: tuple[Mapping[str, str], ...]


def measure(name: str, folder: Path, runs: int, seconds: int) -> Fuzzed:
    """Fuzz a target, going on from the inputs that the runs before left in a folder.

    Raises:
        InputError: the engine is not installed.
    """
    home = folder / name
    _prepare(TARGETS[name], home)
    command = [sys.executable, "-m", "benchmarks.fuzz_engine", name, str(home)]
    command += [f"-runs={runs}", f"-max_total_time={seconds}", f"-timeout={HANGS}"]
    command += [f"-max_len={LONGEST}", f"-dict={home / 'tokens'}", f"-artifact_prefix={home}/"]
    command += ["-rss_limit_mb=8192", str(home / "inputs"), str(home / "seeds")]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)  # noqa: S603
    return _read_log(name, home, done.stderr, done.returncode)


def _prepare(target: Target, home: Path) -> None:
    for name in ("inputs", "seeds"):
        (home / name).mkdir(parents=True, exist_ok=True)
    # What was found before is fed again: what was mended is found no more.
    for path in (*home.glob("found/*.input"), *home.glob("*-*")):
        path.rename(home / "seeds" / path.name)
    for path in home.glob("found/*.json"):
        path.unlink()
    for seed in seeds(target):
        (home / "seeds" / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)
    (home / "tokens").write_text(dictionary(target), "ascii")


def _read_log(name: str, home: Path, log: str, code: int) -> Fuzzed:
    """What the engine says of its run."""
    if "No module named 'atheris'" in log:
        raise InputError("fuzz needs atheris; install it with pip install -e '.[fuzz]'")
    reached = [int(found) for found in re.findall(r"(?m)^#\d+\s+\w+.* ft: (\d+)", log)] or [0]
    inputs = [int(found) for found in re.findall(r"(?m)^#(\d+)\s", log)] or [0]
    findings = [json.loads(path.read_text("utf-8")) for path in sorted(home.glob("found/*.json"))]
    if code:
        end = [line for line in log.splitlines() if line.strip()][-1:]
        kept = ", ".join(path.name for path in sorted(home.glob("*-*")))
        findings.append({"kind": "the engine broke off", "said": "".join(end), "input": kept})
    return Fuzzed(name, inputs[-1], (reached[0], reached[-1]), tuple(findings))


def table(found: Fuzzed) -> str:
    """What a run came to, with a line for each kind of finding."""
    first, last = found.reached
    head = f"{found.target}: {found.inputs:,} inputs, features {first:,} -> {last:,}"
    lines = (f"  {one['kind']} ({one['input']}): {one['said']}" for one in found.findings)
    return "\n".join([f"{head}, {len(found.findings)} findings", *lines])
