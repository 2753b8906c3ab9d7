"""An answer that was kept as a receipt, shown as it was given: its file may be from anywhere."""

from collections.abc import Mapping
from typing import Any

from assistant.ui.blocks import Heading, Line, Rows, blocks
from assistant.ui.markup import escape

MOST_SOURCES = 200


def kept_html(receipt: Mapping[str, Any]) -> str:
    """The answer of a receipt with its quotes, as HTML.

    Args:
        receipt: one that was read before, so its parts are of the right types.
    """
    said = "".join(map(_block, blocks(str(receipt.get("answer", "")))))
    spans = [span for span in receipt.get("spans") or () if isinstance(span, Mapping)]
    quoted = "".join(map(_source, spans[:MOST_SOURCES]))
    return f'{said}<ol class="kept">{quoted}</ol>' if quoted else said


def _block(block: Heading | Line | Rows) -> str:
    if isinstance(block, Rows) and block.rows:
        head, rows = _row(block.rows[0], "th"), "".join(_row(row, "td") for row in block.rows[1:])
        table = f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"
        return f'<div class="scrolls" tabindex="0">{table}</div>'
    if isinstance(block, Rows):
        return ""
    tag = "h3" if isinstance(block, Heading) else "p"
    return f"<{tag}>{escape(block.text)}</{tag}>"


def _row(row: tuple[str, ...], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in row)}</tr>"


def _source(span: Mapping[str, Any]) -> str:
    title, quote = str(span.get("title", "")), str(span.get("quote", ""))
    # Receipts of before there were places have none.
    place = f' <span class="quiet">{escape(str(span["place"]))}</span>' if span.get("place") else ""
    return (
        f"<li><span>[{escape(str(span.get('n', '')))}]</span> <strong>{escape(title)}</strong>"
        f"{place}<blockquote>{escape(quote)}</blockquote></li>"
    )
