"""Chroma, kept equal to the documents."""
