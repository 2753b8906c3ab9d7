"""Text as inert HTML: whatever comes from the results goes through ``escaped``."""

import html
import re
from collections.abc import Iterable

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    r"""The text with control characters and lone surrogates written out, as ``\x1b``.

    What is left is allowed in XML 1.0 and can be encoded.
    """
    return _UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], text)


def escaped(value: object) -> str:
    """Anything as inert HTML, for elements and attributes alike."""
    return html.escape(printable(str(value)), quote=True)


def words(name: str) -> str:
    """A name of a suite, metric or outcome in plain words, as inert HTML."""
    return escaped(name.replace("_", " "))


def bullets(lines: Iterable[str]) -> str:
    """Lines as an HTML list, each inert."""
    return f"<ul>{''.join(f'<li>{escaped(line)}</li>' for line in lines)}</ul>"


def decimal(value: float) -> str:
    """A number with three decimals."""
    return f"{value:.3f}"
