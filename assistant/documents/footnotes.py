"""The lines that define footnotes -> the sources that they name."""

import re
from collections.abc import Sequence

from assistant.documents.lines import Line
from assistant.types import GRADES, Source

FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*(.*)$")
"""A line that defines a footnote: its label and ``name | URL | grade``."""


LONGEST_NAME = 300
LONGEST_ADDRESS = 2_000
"""Characters of the name and the address of a source, at most: each sentence that names it as its
source carries them."""


def read_footnotes(lines: Sequence[Line]) -> dict[str, tuple[Source, ...]]:
    """The sources that footnotes name, by label; without a known grade one counts as unsourced."""
    notes: dict[str, tuple[Source, ...]] = {}
    for line in lines:
        if found := FOOTNOTE.match(line.text):
            parts = [part.strip() for part in found[2].split("|")]
            name, url, grade = (*parts, "", "")[:3]
            grade = grade.lower() if grade.lower() in GRADES else GRADES[-1]
            # As in Markdown, the first definition of a label counts.
            url = url if len(url) <= LONGEST_ADDRESS else ""
            notes.setdefault(found[1], (Source(name[:LONGEST_NAME], url, grade),))
    return notes
