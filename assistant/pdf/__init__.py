"""A PDF -> its words, lines, columns and paragraphs: text of record, with the places it has."""
