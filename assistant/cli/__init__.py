"""The ``assistant`` command."""
