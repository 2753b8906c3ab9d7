"""The report of a results folder, and its JUnit XML."""
