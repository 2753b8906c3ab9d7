"""Tests of assistant/fetching."""
