"""Text -> Document: structure, chunks, and checks of articles."""
