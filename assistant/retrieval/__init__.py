"""A question -> hits, and what the library knows of names."""
