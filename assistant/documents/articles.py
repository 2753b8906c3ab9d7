"""Text -> Document: front matter, summary, takeaways, sections, footnotes and Q&A pairs.

Two written forms are read by the same code: Markdown with front matter, and the plain article
(``TLDR:``, ``Key Takeaways:``, body, ``Q&A``). Nothing is rewritten: every part is a span of
the text it came from.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import yaml

from assistant.errors import InputError
from assistant.text.patterns import any_of
from assistant.text.sentences import MARKER, split_sentences
from assistant.types import GRADES, Block, Document, Metadata, Role, Section, Sentence, Source

_YAML_FAULTS = (
    ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError, RecursionError,
)  # fmt: skip
_FENCE = re.compile(r"\ufeff?---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)
_HEADING = re.compile(r"(#{1,6})[ \t]+(?=[^\s#])(.*[^\s#])")
_SUMMARY = re.compile(r"[>*_ \t-]*TL;?DR[*_]*[ \t]*(?:[:—–-]|$)[*_]*[ \t]*", re.IGNORECASE)
_TAKEAWAYS = re.compile(r"\W*key takeaways\W*$", re.IGNORECASE)
_QUESTIONS = re.compile(r"\W*(?:Q ?& ?A|questions and answers|FAQ)\W*$", re.IGNORECASE)
_BULLET = re.compile(r"[ \t]*(?:[-*+•][ \t]+|\d{1,3}[.)][ \t]+)")
_LABEL = re.compile(r"[ \t]*(?:[-*+•][ \t]+|\d{1,3}[.)][ \t]+)?(?:\*\*)?(?:[QA]:[ \t]*)?(?:\*\*)?")
FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*(.*)$")
"""A line that defines a footnote: its label and ``name | URL | grade``."""
_OPEN = re.compile(r"\W*(?:not settled|open questions)\W*$", re.IGNORECASE)
_TERMINAL = re.compile(r"[.!?:;…][\"'”’)\]*_]*$")
_FURNITURE = any_of(
    r"""
    no comments yet[.!]?(?: be the first\b.{,60})?  # under an article that nobody has discussed
    \d* ?comments? ?(?:\(\d+\))?                   # the link to its discussion
    advertisement                                  # where one stood
    skip to (?:main )?content                      # the link for screen readers
    """,
    within=r"(?:{})[.!:]?$",
)
"""Whole lines that belong to a web page and not to its article."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True)
class _Draft:
    """A section while its lines are being collected."""

    title: str
    role: Role
    blocks: list[Block] = field(default_factory=list)


def parse(document_id: str, text: str, title: str | None = None) -> Document:
    """Parse a file's text or, where ``title`` is given, the text of a titled record.

    A record's text has no front matter. Without a title in the front matter, a file is named
    by its first top heading, else by its id.

    Raises:
        InputError: the front matter is malformed, or there is no text to index.
    """
    if title is not None:
        metadata, body = Metadata(title=title), 0
    else:
        metadata, body = read_front_matter(text)
    lines = list(_lines(text, body))
    footnotes = _footnotes(lines)
    if not metadata.title and title is None:
        metadata = _named(metadata, lines, document_id)
    sections = tuple(_sections(text, lines, footnotes))
    if not any(block.sentences for section in sections for block in section.blocks):
        raise InputError("holds no text to index")
    return Document(document_id, text, metadata, sections)


def read_front_matter(text: str) -> tuple[Metadata, int]:
    """Read the YAML between two ``---`` lines at the top of ``text``.

    Returns the metadata and the offset at which the body begins, 0 without front matter.

    Raises:
        InputError: the block is not closed, is not YAML, or a value has the wrong type.
    """
    opening = _FENCE.match(text)
    if opening is None:
        return Metadata(), 0
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise InputError("front matter: the --- of line 1 is never closed by another ---")
    try:
        values = yaml.safe_load(text[opening.end() : closing.start()])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 2}: " if mark else ""
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise InputError(f"front matter: {place}{problem}") from error
    except _YAML_FAULTS as error:
        # PyYAML lets the faults of its converters through as they come.
        problem = " ".join(str(error).split())[:100] or type(error).__name__
        raise InputError(f"front matter: a value can't be read ({problem})") from error
    if values is None:
        values = {}
    if not isinstance(values, dict):
        raise InputError("front matter: write 'key: value' lines")
    return _metadata(values), closing.end()


def _metadata(values: Mapping[object, object]) -> Metadata:
    return Metadata(
        title=_string(values, "title"),
        kind=_string(values, "kind") or "article",
        jurisdiction=_strings(values, "jurisdiction"),
        topics=_strings(values, "topics"),
        published=_date(values, "published"),
        as_of=_date(values, "as_of"),
        status=_string(values, "status"),
        effective=_date(values, "effective"),
        expires=_date(values, "expires"),
        supersedes=_strings(values, "supersedes"),
    )


def _string(values: Mapping[object, object], key: str) -> str:
    value = values.get(key)
    if isinstance(value, (dict, list, set, bytes)):
        raise InputError(f"front matter: '{key}' must be one line of text")
    return "" if value is None else _clean(key, str(value))


def _strings(values: Mapping[object, object], key: str) -> tuple[str, ...]:
    value = values.get(key)
    items = value if isinstance(value, list) else [] if value is None else [value]
    if any(isinstance(item, (dict, list, set, bytes)) or item is None for item in items):
        raise InputError(f"front matter: '{key}' must be a list of words")
    return tuple(_clean(key, str(item)) for item in items)


def _clean(key: str, text: str) -> str:
    words = " ".join(text.split())
    if not words.isprintable():
        raise InputError(f"front matter: '{key}' holds characters that can't be shown")
    return words


def _date(values: Mapping[object, object], key: str) -> date | None:
    value = values.get(key)
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    raise InputError(
        f"front matter: '{key}' must be a date like 2026-07-01, not {str(value)[:40]!r}"
    )


def _named(metadata: Metadata, lines: list[_Line], document_id: str) -> Metadata:
    headings = (_HEADING.match(line.text) for line in lines)
    top = next((found[2] for found in headings if found and len(found[1]) == 1), None)
    return replace(metadata, title=top or re.sub(r"[-_\s]+", " ", document_id).strip())


def _lines(text: str, offset: int) -> Iterator[_Line]:
    """The lines from ``offset`` on, without their ends and without surrounding white space."""
    for found in re.finditer(r"[^\r\n]+|(?<=\n)(?=\r?\n)", text[offset:]):
        raw = found.group().removeprefix("\ufeff")
        lead = len(found.group()) - len(raw.lstrip())
        yield _Line(offset + found.start() + lead, raw.strip())


def _footnotes(lines: list[_Line]) -> dict[str, tuple[Source, ...]]:
    notes: dict[str, tuple[Source, ...]] = {}
    for line in lines:
        if found := FOOTNOTE.match(line.text):
            parts = [part.strip() for part in found[2].split("|")]
            name, url, grade = (*parts, "", "")[:3]
            grade = grade.lower() if grade.lower() in GRADES else GRADES[-1]
            # As in Markdown, the first definition of a label counts.
            notes.setdefault(found[1], (Source(name, url, grade),))
    return notes


def _sections(
    text: str, lines: list[_Line], footnotes: Mapping[str, tuple[Source, ...]]
) -> Iterator[Section]:
    draft = _Draft("", Role.BODY)
    paragraph: list[_Line] = []
    seen: set[str] = set()
    follows = False

    def close_paragraph() -> None:
        nonlocal follows
        if not paragraph:
            return
        start, end = paragraph[0].start, paragraph[-1].end
        paragraph.clear()
        wording = " ".join(MARKER.sub("", text[start:end]).split()).casefold()
        sentences = split_sentences(text, start, end, footnotes)
        if not sentences or wording in seen:
            follows = False
            return
        seen.add(wording)
        draft.blocks.append(Block(sentences, follows=follows))
        follows = True

    def open_section(title: str, role: Role) -> Iterator[Section]:
        nonlocal draft, follows
        close_paragraph()
        if draft.blocks:
            yield Section(draft.title, draft.role, tuple(draft.blocks))
        draft, follows = _Draft(title, role), False

    position = 0
    while position < len(lines):
        line = lines[position]
        position += 1
        heading = _HEADING.match(line.text)
        label = heading[2] if heading else line.text
        if _QUESTIONS.match(label):
            yield from open_section("Q&A", Role.QUESTIONS)
            blocks, position = _pairs(text, lines, position, footnotes)
            draft.blocks += blocks
            yield from open_section("", Role.BODY)
        elif _TAKEAWAYS.match(label):
            yield from open_section("Key Takeaways", Role.TAKEAWAYS)
        elif summary := _SUMMARY.match(label):
            yield from open_section("TLDR", Role.SUMMARY)
            lead = (heading.start(2) if heading else 0) + summary.end()
            paragraph.append(_Line(line.start + lead, line.text[lead:]))
        elif heading:
            role = Role.OPEN if _OPEN.match(label) else Role.BODY
            yield from open_section(heading[2], role)
        elif not line.text or _is_furniture(line):
            close_paragraph()
            follows = follows and not line.text
            if draft.role is Role.SUMMARY and draft.blocks:
                yield from open_section("", Role.BODY)
        else:
            bullet = _BULLET.match(line.text)
            in_list = draft.role is Role.TAKEAWAYS and (draft.blocks or paragraph)
            if in_list and not bullet and _ends_sentence(paragraph):
                yield from open_section("", Role.BODY)
            if bullet or _ends_sentence(paragraph):
                close_paragraph()
            lead = bullet.end() if bullet else 0
            paragraph.append(_Line(line.start + lead, line.text[lead:]))
    yield from open_section("", Role.BODY)


def _is_furniture(line: _Line) -> bool:
    return bool(_FURNITURE.match(line.text) or FOOTNOTE.match(line.text) or not _has_words(line))


def _has_words(line: _Line) -> bool:
    return any(character.isalnum() for character in line.text)


def _bare(text: str) -> str:
    """A line without the emphasis and footnote markers at its end."""
    return re.sub(r"(?:\[\^[^\[\]\s]{1,64}\]|[*_ ])+$", "", text)


def _ends_sentence(paragraph: list[_Line]) -> bool:
    if not paragraph:
        return True
    return bool(_TERMINAL.search(MARKER.sub("", paragraph[-1].text).rstrip()))


def _pairs(
    text: str, lines: list[_Line], position: int, footnotes: Mapping[str, tuple[Source, ...]]
) -> tuple[list[Block], int]:
    """Read questions (lines that end in ``?``) and the answer lines after each.

    Returns the pairs and the position of the first line after the Q&A section.
    """
    pairs: list[Block] = []
    question: Sentence | None = None
    answer: list[_Line] = []

    def close_pair() -> None:
        if question is not None and answer:
            span = (answer[0].start, answer[-1].end)
            sentences = split_sentences(text, *span, footnotes)
            if sentences:
                pairs.append(Block(sentences, question, follows=False))
        answer.clear()

    while position < len(lines):
        line = lines[position]
        is_heading = _HEADING.match(line.text)
        if is_heading and not is_heading[2].endswith("?"):
            break
        if not _has_words(line):
            position += 1
            continue
        if _is_furniture(line):
            close_pair()
            question = None
            if not FOOTNOTE.match(line.text):
                position += 1
                break
        elif _bare(line.text).endswith("?"):
            close_pair()
            question = _question(line, is_heading)
        else:
            lead = _LABEL.match(line.text)
            skip = lead.end() if lead and not answer else 0
            answer.append(_Line(line.start + skip, line.text[skip:]))
        position += 1
    close_pair()
    return pairs, position


def _question(line: _Line, heading: re.Match[str] | None) -> Sentence:
    lead = heading.start(2) if heading else 0
    label = _LABEL.match(line.text, lead)
    start = label.end() if label else lead
    end = len(_bare(line.text))
    return Sentence(line.start + start, line.start + end, line.text[start:end])
