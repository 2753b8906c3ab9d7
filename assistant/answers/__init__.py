"""Ways of answering from evidence."""
