"""Scores of saved answers: pure measures, each naming its source."""
