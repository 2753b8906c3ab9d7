"""A page of HTML -> its blocks: text of record, without what is no text of the page."""
