"""What the texts of a library say, word by word: an index that is derived from them."""
