"""What a file of RTF holds and shows to nobody: letters as white as the paper, or a point high."""

import re

_PALEST = 0xF5
"""How much of each colour of 255 letters have that can't be told from paper."""

_TINY = 3
"""Half points of letters that nobody can read."""

_TABLE = re.compile(r"\{\\colortbl([^{}]{0,20000})\}")
_SHARE = re.compile(r"\\(?:red|green|blue)(\d{1,3})")
_GROUND = re.compile(r"\\(?:cb|chcbpat|cbpat|clcbpat|clcfpat|highlight|viewbksp)[1-9]")
_BOXES = re.compile(r"\\(?:shp|do)(?![a-z])")
"""What may give letters a ground of another colour than the paper's."""


class Ink:
    """Tells which letters of a file are seen on its paper."""

    def __init__(self, raw: str) -> None:
        """Read the table of colours of a file; none counts as white where a ground has a colour."""
        table = _TABLE.search(raw)
        is_paper = not (_GROUND.search(raw) or _BOXES.search(raw))
        colours = table[1].split(";") if table and is_paper else []
        self._whites = frozenset(at for at, colour in enumerate(colours) if _is_white(colour))

    def is_seen(self, colour: int, half_points: int) -> bool:
        """Whether letters of a colour of the table, and of a size, can be read."""
        return colour not in self._whites and not 0 <= half_points < _TINY


def _is_white(colour: str) -> bool:
    shares = [int(share) for share in _SHARE.findall(colour)]
    return len(shares) == len(("red", "green", "blue")) and min(shares) >= _PALEST
