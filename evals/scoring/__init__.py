"""Scores of saved answers: pure figures, each naming its source."""
