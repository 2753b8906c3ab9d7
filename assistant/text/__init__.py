"""Text: what a text says, worked out once."""
