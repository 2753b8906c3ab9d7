"""A Word file -> HTML, and its blocks: text of record, without what was deleted."""
