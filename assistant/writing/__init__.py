"""A chat model writes from evidence, and code holds each sentence to its source."""
