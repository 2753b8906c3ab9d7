"""Where in its file a quote stands, in words: page 3, row Short film, column Deadline."""

from assistant.types import Citation

_MOST = 80
"""Characters of a heading that are told: the first cell of a row may be a whole paragraph."""


def spot(page: int | None, row: str, column: str) -> list[str]:
    """The page, the row and the columns of a quote, each in words; those that it has."""
    columns = "columns" if ";" in column else "column"
    told = (("page", str(page or "")), ("row", row), (columns, column))
    return [f"{name} {_shortened(value)}" for name, value in told if value]


def spot_of(citation: Citation) -> list[str]:
    """The same of a citation."""
    return spot(citation.page, citation.row, citation.column)


def place_of(citation: Citation) -> str:
    """The headings above a quote, outermost first, without its document's title; then its spot."""
    path = " › ".join(heading for heading in citation.path if heading != citation.title)
    return " · ".join(filter(None, (path, *spot_of(citation))))


def _shortened(heading: str) -> str:
    said = " ".join(heading.split())
    return said if len(said) <= _MOST else f"{said[:_MOST].rpartition(' ')[0] or said[:_MOST]} …"
