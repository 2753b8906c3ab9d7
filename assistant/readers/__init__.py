"""A file -> text with offsets."""
