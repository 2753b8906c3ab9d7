"""A file of RTF -> its blocks: text of record."""
