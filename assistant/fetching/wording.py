"""What of others' text may stand in a line of our own."""

MOST_CHARACTERS = 100


def printable(text: str, most: int = MOST_CHARACTERS) -> str:
    """The characters of a text that print, on one line, at most so many of them."""
    kept = "".join(letter for letter in text[: 4 * most] if letter.isprintable()).strip()
    return kept if len(kept) <= most else kept[: most - 1] + "…"
