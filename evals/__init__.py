"""Offline evals: questions from the documents, pure metrics, a gate."""
