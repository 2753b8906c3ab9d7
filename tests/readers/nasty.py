"""Files that mean harm, were harmed, or are not what their names say, for the tests of readers.

They are made anew at every call, one after the other, and are the same every time. Their names
begin with what they are: ``pdf_``, ``docx_``, ``html_``, ``xhtml_``, ``rtf_``, ``md_``, ``txt_``
and ``jsonl_``; the stem of each is its own, whatever its ending is.
"""

from collections.abc import Iterator

from tests.readers import nasty_docx, nasty_html, nasty_pdf
from tests.readers.nasty_base import EITHER, GONE, NEVER, READ, REFUSED, SENTENCE, Nasty

__all__ = ["EITHER", "GONE", "NEVER", "READ", "REFUSED", "SENTENCE", "Nasty", "files"]


def files() -> Iterator[Nasty]:
    """Every nasty file."""
    yield from nasty_pdf.files()
    yield from nasty_docx.files()
    yield from nasty_html.files()
